//! Many tokens and their owners, made up from a seed: the same number gives the same tokens.

use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::span::Span;
use crate::services::Result;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const SEED: u64 = 0x6a65_746f_6e20_6465;

const COLOURS: [&str; 18] = [
    "amber", "azure", "cedar", "coral", "copper", "crimson", "ebony", "golden", "hazel", "indigo", "ivory", "jade", "maple",
    "olive", "pearl", "russet", "silver", "teal",
];
const ANIMALS: [&str; 18] = [
    "badger", "bison", "crane", "falcon", "finch", "gecko", "heron", "ibex", "lynx", "marten", "otter", "owl", "plover", "raven",
    "seal", "stoat", "tern", "wren",
];
const PLACES: [&str; 16] = [
    "harbour",
    "orchard",
    "foundry",
    "library",
    "station",
    "bakery",
    "museum",
    "garden",
    "quarry",
    "mill",
    "theatre",
    "market",
    "clinic",
    "school",
    "bridge",
    "lighthouse",
];
const SUPPLIERS: [&str; 6] =
    ["Mail supplier", "Map supplier", "Payment supplier", "Parcel supplier", "Text supplier", "Weather supplier"];
const PURPOSES: [&str; 12] =
    ["ci", "deploy", "backup", "report", "export", "monitor", "sync", "staging", "import", "notebook", "cleanup", "mirror"];
const NOTES: [&str; 5] = ["Build machine", "Runs at night", "To be replaced", "Asked for by support", "Second site"];

/// An owner to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedOwner {
    pub kind: OwnerKind,
    pub name: Name,
    pub project: Option<Name>,
}

/// A token to be written, with what happened to it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedToken {
    pub kind: Kind,
    /// A place among the planned owners; none for the account's.
    pub owner: Option<usize>,
    pub name: Name,
    pub note: &'static str,
    pub is_narrow: bool,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub rotated_at: Option<Instant>,
    pub end: Option<(Instant, End)>,
}

/// How a token was taken out of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Disabled,
    Revoked,
}

/// The owners that so many tokens are spread over: projects first, so that the others can belong to them.
pub(super) fn owners(tokens: usize) -> Result<Vec<PlannedOwner>> {
    let bots = (tokens / 500).clamp(3, 200);
    let projects = (bots / 12).clamp(1, PLACES.len());
    let mut owners = Vec::new();
    for place in &PLACES[..projects] {
        owners.push(PlannedOwner { kind: OwnerKind::Project, name: place.parse()?, project: None });
    }
    for i in 0..bots + bots / 2 {
        let kind = if i < bots { OwnerKind::Bot } else { OwnerKind::Integration };
        let name = format!("{} {}", COLOURS[i % COLOURS.len()], ANIMALS[i / COLOURS.len() % ANIMALS.len()]).parse()?;
        // Every fourth stands alone.
        let project = if i % 4 == 3 { None } else { Some(PLACES[i % projects].parse()?) };
        owners.push(PlannedOwner { kind, name, project });
    }
    for supplier in SUPPLIERS.iter().take((tokens / 50).clamp(1, SUPPLIERS.len())) {
        owners.push(PlannedOwner { kind: OwnerKind::External, name: supplier.parse()?, project: None });
    }
    Ok(owners)
}

/// A stretch of time to be filled, and the present, from which expiries count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub from: Instant,
    pub to: Instant,
    pub now: Instant,
}

/// Tokens number `first` to `first + count`, issued, rotated and ended within the stretch.
pub(super) fn tokens(first: usize, count: usize, owners: &[PlannedOwner], stretch: Stretch) -> Result<Vec<PlannedToken>> {
    let mut draw = Draw { rng: StdRng::seed_from_u64(SEED ^ first as u64), stretch };
    (first..first + count).map(|number| draw.token(number, owners)).collect()
}

struct Draw {
    rng: StdRng,
    stretch: Stretch,
}

impl Draw {
    /// True so many times out of a hundred.
    fn percent(&mut self, share: u32) -> bool {
        self.rng.random_range(0..100) < share
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.random_range(0..from.len())]
    }

    fn between(&mut self, from: Instant, to: Instant) -> Instant {
        let (from, to) = (from.as_millisecond(), to.as_millisecond());
        let at = if from < to { self.rng.random_range(from..to) } else { from };
        Instant::from_millisecond(at).unwrap_or(self.stretch.from)
    }

    fn token(&mut self, number: usize, owners: &[PlannedOwner]) -> Result<PlannedToken> {
        let kind = self.kind();
        let places: Vec<usize> = (0..owners.len()).filter(|place| owners[*place].kind.token_kind() == kind).collect();
        let created_at = self.between(self.stretch.from, self.stretch.to);
        let end = self.end(created_at);
        let until = end.map_or(self.stretch.to, |(at, _)| at);
        let is_rotated = kind != Kind::Personal && self.percent(25);
        Ok(PlannedToken {
            kind,
            owner: if kind == Kind::Personal { None } else { Some(self.pick(&places)) },
            name: format!("{} {number:05}", self.pick(&PURPOSES)).parse()?,
            note: if self.percent(10) { self.pick(&NOTES) } else { "" },
            is_narrow: self.percent(35),
            created_at,
            expires_at: self.expiry(kind),
            rotated_at: is_rotated.then(|| self.between(created_at, until)),
            end,
        })
    }

    fn kind(&mut self) -> Kind {
        match self.rng.random_range(0..100) {
            0..78 => Kind::Personal,
            78..90 => Kind::Bot,
            90..97 => Kind::Integration,
            _ => Kind::External,
        }
    }

    fn end(&mut self, created_at: Instant) -> Option<(Instant, End)> {
        let end = match self.rng.random_range(0..100) {
            0..10 => End::Revoked,
            10..14 => End::Disabled,
            _ => return None,
        };
        Some((self.between(created_at, self.stretch.to), end))
    }

    /// Mostly in the months to come; every eighth lies in the past already.
    fn expiry(&mut self, kind: Kind) -> Option<Instant> {
        let share = if kind == Kind::Personal { 70 } else { 12 };
        if !self.percent(share) {
            return None;
        }
        let now = self.stretch.now;
        let past = self.percent(12);
        let at = if past { self.between(self.stretch.to, now) } else { self.between(now, Span::from_days(330).after(now)) };
        Some(at)
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use std::collections::HashSet;

    fn stretch() -> Stretch {
        let at = |text: &str| text.parse().unwrap();
        Stretch { from: at("2024-01-01T00:00:00Z"), to: at("2025-06-01T00:00:00Z"), now: at("2026-06-15T12:00:00Z") }
    }

    #[test]
    fn the_same_number_gives_the_same_tokens() {
        let owners = owners(1_000).unwrap();
        assert_eq!(tokens(0, 1_000, &owners, stretch()).unwrap(), tokens(0, 1_000, &owners, stretch()).unwrap());
        assert_ne!(tokens(0, 10, &owners, stretch()).unwrap(), tokens(10, 10, &owners, stretch()).unwrap());
    }

    #[test]
    fn names_are_unique_among_owners_and_among_tokens() {
        for count in [1, 100, 10_000, 1_000_000] {
            let owners = owners(count).unwrap();
            let names: HashSet<_> = owners.iter().map(|owner| (owner.kind, owner.name.folded())).collect();
            assert_eq!(names.len(), owners.len(), "{count}");
        }
        let planned = tokens(99_990, 20, &owners(100_000).unwrap(), stretch()).unwrap();
        assert_eq!(planned.iter().map(|token| token.name.folded()).collect::<HashSet<_>>().len(), 20);
    }

    #[test]
    fn what_happened_happened_in_order_and_within_the_stretch() {
        let owners = owners(5_000).unwrap();
        let Stretch { from, to, .. } = stretch();
        for token in tokens(0, 5_000, &owners, stretch()).unwrap() {
            let until = token.end.map_or(to, |(at, _)| at);
            assert!(from <= token.created_at && token.created_at <= until && until <= to);
            assert!(token.rotated_at.is_none_or(|at| token.created_at <= at && at <= until));
            assert!(token.expires_at.is_none_or(|at| at >= to), "nothing happens to a token that has expired");
            let owner = token.owner.map(|place| owners[place].kind.token_kind());
            assert_eq!(owner.unwrap_or(Kind::Personal), token.kind);
        }
    }

    #[test]
    fn the_mixture_is_that_of_a_busy_vault() {
        let planned = tokens(0, 10_000, &owners(10_000).unwrap(), stretch()).unwrap();
        let share = |fits: &dyn Fn(&PlannedToken) -> bool| planned.iter().filter(|token| fits(token)).count() / 100;
        assert!((73..83).contains(&share(&|token| token.kind == Kind::Personal)));
        assert!((7..14).contains(&share(&|token| matches!(token.end, Some((_, End::Revoked))))));
        assert!((3..10).contains(&share(&|token| token.expires_at.is_some_and(|at| at < stretch().now))));
    }
}
