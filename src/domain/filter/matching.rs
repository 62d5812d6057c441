//! Whether a term holds for a token.

use super::needle::Needle;
use super::terms::{Key, Term, Test, TextKey, TimeKey, WantedScope, WantedStatus, WantedTime};
use crate::domain::Instant;
use crate::domain::id::PREFIX;
use crate::domain::kind::ScopeRule;
use crate::domain::scope::Grant;
use crate::domain::span::Span;
use crate::domain::summary::TokenRow;

impl Term {
    /// Whether it holds for a row at `now`.
    pub fn matches(&self, row: &TokenRow<'_>, now: Instant) -> bool {
        let holds = match &self.test {
            // Turned round, a fuzzy match would leave out far more than anyone means.
            Test::Word(word) if !self.negated => {
                fuzzy_fields(row).any(|text| word.is_spread_over(text)) || in_exact_fields(word, row)
            }
            Test::Word(text) | Test::Quoted(text) => {
                fuzzy_fields(row).any(|field| text.is_in(field)) || in_exact_fields(text, row)
            }
            Test::Keyed(key) => key.holds(row, now),
        };
        holds != self.negated
    }
}

impl Key {
    fn holds(&self, row: &TokenRow<'_>, now: Instant) -> bool {
        match self {
            Self::Kind(kinds) => kinds.contains(&row.kind),
            Self::Status(wanted) => {
                let status = row.status(now);
                wanted.iter().any(|one| matches!(one, WantedStatus::Any) || *one == WantedStatus::One(status))
            }
            Self::Text(key, needles) => needles.iter().any(|needle| text_holds(*key, needle, row)),
            Self::Scope(wanted) => wanted.iter().any(|scope| is_granted(scope, row)),
            Self::Time(key, wanted) => wanted.iter().any(|time| time_holds(*key, *time, row, now)),
        }
    }
}

/// Fields in which a word's letters may be spread.
pub(super) fn fuzzy_fields<'a>(row: &TokenRow<'a>) -> impl Iterator<Item = &'a str> {
    [Some(row.name), Some(row.owner), row.project, Some(row.kind.word())].into_iter().flatten()
}

/// Fields that hold nearly any few letters in some order, so that they must hold the word as it stands.
pub(super) fn in_exact_fields(text: &Needle, row: &TokenRow<'_>) -> bool {
    text.is_in(row.note) || text.is_in(row.hint.as_str()) || is_of_id(text, row)
}

/// With its prefix the needle is a beginning of the id; without, some part of it.
fn is_of_id(text: &Needle, row: &TokenRow<'_>) -> bool {
    let tail = row.id.tail();
    let folded = text.folded();
    let has_prefix = folded.len() >= PREFIX.len() && PREFIX.chars().eq(folded[..PREFIX.len()].iter().copied());
    if has_prefix {
        let mut chars = tail.chars();
        return folded[PREFIX.len()..].iter().all(|wanted| chars.next() == Some(*wanted));
    }
    text.is_in(tail)
}

fn text_holds(key: TextKey, needle: &Needle, row: &TokenRow<'_>) -> bool {
    match key {
        TextKey::Owner => needle.is_in(row.owner),
        TextKey::Project => row.project.as_ref().is_some_and(|project| needle.is_in(project)),
        TextKey::Name => needle.is_in(row.name),
        TextKey::Id => is_of_id(needle, row),
    }
}

fn is_granted(wanted: &WantedScope, row: &TokenRow<'_>) -> bool {
    match row.kind.scope_rule() {
        ScopeRule::Everything => return true,
        ScopeRule::Foreign => return false,
        ScopeRule::Chosen | ScopeRule::Default => {}
    }
    match wanted {
        WantedScope::One(scope) => row.scopes.allows(scope),
        WantedScope::Wildcard(wildcard) => row.scopes.iter().any(|grant| grant == wildcard || grant.as_str() == "*"),
        WantedScope::Resource(resource) => row.scopes.iter().any(|grant| is_of_resource(grant, resource)),
    }
}

fn is_of_resource(grant: &Grant, resource: &str) -> bool {
    grant.as_str() == "*" || grant.as_str().split_once(':').is_some_and(|(of, _)| of == resource)
}

fn time_holds(key: TimeKey, wanted: WantedTime, row: &TokenRow<'_>, now: Instant) -> bool {
    let (at, is_ahead) = match key {
        TimeKey::Expires => (row.expires_at(), true),
        TimeKey::Used => (row.last_used_at(), false),
        TimeKey::Created => (Some(row.created_at()), false),
    };
    match (wanted, at) {
        (WantedTime::Never, at) => at.is_none(),
        (_, None) => false,
        // What has expired already expires neither sooner nor later.
        (_, Some(at)) if is_ahead && at <= now => false,
        (WantedTime::Under(length), Some(at)) => distance(at, now, is_ahead) < millis(length),
        (WantedTime::Over(length), Some(at)) => distance(at, now, is_ahead) > millis(length),
    }
}

/// Milliseconds from now to `at`, or from `at` to now.
fn distance(at: Instant, now: Instant, is_ahead: bool) -> i128 {
    let ahead = i128::from(at.as_millisecond()) - i128::from(now.as_millisecond());
    if is_ahead { ahead } else { -ahead }
}

fn millis(length: Span) -> i128 {
    i128::from(length.as_secs()) * 1_000
}
