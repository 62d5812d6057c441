//! The quick way to an order gives what comparing row by row gives.

use super::*;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::name::Name;
use crate::domain::owner::OwnerId;
use crate::domain::policy::Policy;
use crate::domain::scope::ScopeSet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use proptest::prelude::*;

const KEYS: [SortKey; 6] = [SortKey::Owner, SortKey::Name, SortKey::Status, SortKey::Expires, SortKey::Created, SortKey::Used];

fn at(hours: i8) -> Instant {
    Instant::from_second(1_700_000_000 + i64::from(hours) * 3600).unwrap()
}

fn rows() -> impl Strategy<Value = Vec<TokenSummary>> {
    let time = || prop::option::of(any::<i8>());
    let name = prop::sample::select(vec![
        "a",
        "A",
        "b",
        "backup of the mail 1",
        "backup of the mail 2",
        "Backup of the Mail 1",
        "é",
        "z",
    ]);
    let owner = prop::sample::select(vec!["shop", "Shop", "mail", "mail box"]);
    let row = (name, owner, 0..6_usize, 0..3_usize, time(), time(), time(), any::<i8>());
    prop::collection::vec(row, 0..40).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(number, (name, owner, kind, state, expires, grace, used, created))| TokenSummary {
            id: TokenId::from_quintets([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (number % 32) as u8, (number / 32) as u8]),
            kind: Kind::ALL[kind],
            name: Name::from_stored(name.to_owned()),
            owner_id: OwnerId(owner.len() as i64),
            owner: Name::from_stored(owner.to_owned()),
            project: None,
            owner_archived: false,
            state: [TokenState::Active, TokenState::Disabled, TokenState::Revoked][state],
            scopes: ScopeSet::default(),
            policy: Policy::default(),
            expires_at: expires.map(at),
            grace_until: grace.map(at),
            version: 1,
            hint: Hint::default(),
            is_sealed: true,
            adopted: false,
            note: String::new(),
            created_at: at(created),
            state_changed_at: at(0),
            rotated_at: at(0),
            last_used_at: used.map(at),
        })
        .collect()
    })
}

proptest! {
    #[test]
    fn places_are_as_comparing_says(rows in rows(), key in 0..KEYS.len(), reverse: bool) {
        let sort = Sort { key: KEYS[key], reverse };
        let roster: Roster = rows.iter().map(TokenRow::from).collect();
        let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
        expected.sort_by(|a, b| sort.compare(&rows[*a as usize], &rows[*b as usize], at(0)));
        prop_assert_eq!(sort.places(&roster, at(0)), expected);
    }
}
