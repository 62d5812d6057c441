//! A filter over a whole roster: what many rows share, an owner's name above all, is compared once.

use super::Filter;
use super::matching::in_exact_fields;
use super::needle::Needle;
use super::terms::{Key, Term, Test, TextKey};
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::roster::{Roster, RowOwner};
use crate::domain::summary::TokenRow;

/// How many rows are looked at between two looks at whether the work is still wanted.
const STRIDE: usize = 1024;

/// A term with what was found out about owners and kinds.
struct Sifted<'a> {
    term: &'a Term,
    /// For each owner, whether its names hold what is looked for.
    owners: Vec<bool>,
    /// For each kind, whether its word does.
    kinds: [bool; Kind::ALL.len()],
}

impl<'a> Sifted<'a> {
    fn new(term: &'a Term, owners: &[RowOwner]) -> Self {
        let is_fuzzy = matches!(term.test, Test::Word(_)) && !term.negated;
        let holds = |needle: &Needle, text: &str| if is_fuzzy { needle.is_spread_over(text) } else { needle.is_in(text) };
        let of = |wants: &dyn Fn(&RowOwner) -> bool| owners.iter().map(wants).collect();
        let in_project = |needle: &Needle, owner: &RowOwner| owner.project.as_deref().is_some_and(|text| holds(needle, text));
        let none = [false; Kind::ALL.len()];
        let (owners, kinds) = match &term.test {
            Test::Word(needle) | Test::Quoted(needle) => (
                of(&|owner| holds(needle, &owner.name) || in_project(needle, owner)),
                Kind::ALL.map(|kind| holds(needle, kind.word())),
            ),
            Test::Keyed(Key::Text(TextKey::Owner, needles)) => {
                (of(&|owner| needles.iter().any(|needle| needle.is_in(&owner.name))), none)
            }
            Test::Keyed(Key::Text(TextKey::Project, needles)) => {
                (of(&|owner| needles.iter().any(|needle| in_project(needle, owner))), none)
            }
            _ => (Vec::new(), none),
        };
        Self { term, owners, kinds }
    }

    fn matches(&self, row: &TokenRow<'_>, owner: usize, now: Instant) -> bool {
        let shared = || self.owners.get(owner).copied().unwrap_or_default() || self.kinds[row.kind as usize];
        let holds = match &self.term.test {
            Test::Word(word) if !self.term.negated => shared() || word.is_spread_over(row.name) || in_exact_fields(word, row),
            Test::Word(text) | Test::Quoted(text) => shared() || text.is_in(row.name) || in_exact_fields(text, row),
            Test::Keyed(Key::Text(TextKey::Owner | TextKey::Project, _)) => shared(),
            _ => return self.term.matches(row, now),
        };
        holds != self.term.negated
    }
}

impl Filter {
    /// For each row of a roster, whether it is shown: of the owners that `wants` says, as [`Filter::matches`] has it.
    /// `each` sees those that are. `None` as soon as `is_stale` says that nobody waits for it any more.
    pub fn sift(
        &self,
        roster: &Roster,
        wants: impl Fn(&RowOwner) -> bool,
        now: Instant,
        is_stale: impl Fn() -> bool,
        mut each: impl FnMut(&TokenRow<'_>),
    ) -> Option<Vec<bool>> {
        let wanted: Vec<bool> = roster.owners().iter().map(wants).collect();
        let terms: Vec<Sifted<'_>> = self.terms.iter().map(|term| Sifted::new(term, roster.owners())).collect();
        let shows_history = self.names_status();
        let mut shown = Vec::with_capacity(roster.len());
        for (at, (owner, row)) in roster.rows_with_owners().enumerate() {
            if at % STRIDE == 0 && is_stale() {
                return None;
            }
            let is_shown = wanted.get(owner).copied().unwrap_or_default()
                && (shows_history || !row.is_history(now))
                && terms.iter().all(|term| term.matches(&row, owner, now));
            if is_shown {
                each(&row);
            }
            shown.push(is_shown);
        }
        Some(shown)
    }
}
