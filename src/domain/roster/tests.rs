//! A roster gives back what was put in, whatever changes.

use super::*;
use crate::domain::Instant;
use crate::domain::name::Name;
use proptest::prelude::*;

fn at(millis: i64) -> Instant {
    Instant::from_millisecond(millis).unwrap()
}

fn id(number: usize) -> TokenId {
    let mut quintets = [0; 12];
    (0..12).for_each(|at| quintets[at] = ((number >> (5 * at)) & 31) as u8);
    TokenId::from_quintets(quintets)
}

fn summaries() -> impl Strategy<Value = TokenSummary> {
    let words = (".{0,70}", "[a-c]", prop::option::of("[a-c]"), "\\PC{0,12}");
    let times = (any::<u32>(), prop::option::of(any::<u32>()), prop::option::of(any::<u32>()));
    (0..40_usize, words, 0..6_usize, times, any::<[bool; 3]>(), prop::sample::select(vec!["", "files:read", "*", "a:b c:d"]))
        .prop_map(
            |(number, (name, owner, project, note), kind, (created, expires, grace), [archived, sealed, adopted], scopes)| {
                TokenSummary {
                    id: id(number),
                    kind: Kind::ALL[kind],
                    name: Name::from_stored(name),
                    owner_id: OwnerId(i64::from(owner.as_bytes()[0])),
                    owner: Name::from_stored(owner),
                    project: project.map(Name::from_stored),
                    owner_archived: archived,
                    state: [TokenState::Active, TokenState::Disabled, TokenState::Revoked][number % 3],
                    scopes: ScopeSet::from_stored(scopes),
                    policy: Policy::from_stored(["", "10.0.0.0/8", "::1"][number % 3], (number % 5 == 0).then_some("7/d"))
                        .unwrap(),
                    expires_at: expires.map(|millis| at(i64::from(millis))),
                    grace_until: grace.map(|millis| at(-i64::from(millis))),
                    version: number as u32,
                    hint: Hint::from_stored(if sealed { "wXyZ" } else { "" }),
                    is_sealed: sealed,
                    adopted,
                    note,
                    created_at: at(i64::from(created)),
                    state_changed_at: at(0),
                    rotated_at: at(i64::from(created) * 1000),
                    last_used_at: None,
                }
            },
        )
}

fn back(roster: &Roster) -> Vec<TokenSummary> {
    roster.rows().map(|row| row.to_summary()).collect()
}

proptest! {
    #[test]
    fn what_goes_in_comes_back(rows in prop::collection::vec(summaries(), 0..50)) {
        let roster: Roster = rows.iter().map(TokenRow::from).collect();
        prop_assert_eq!(roster.len(), rows.len());
        prop_assert_eq!(back(&roster), rows.clone());
        for (place, row) in rows.iter().enumerate() {
            prop_assert_eq!(roster.row(place).unwrap().to_summary(), row.clone());
            prop_assert_eq!(roster.id_at(place), Some(row.id));
        }
        prop_assert!(roster.row(rows.len()).is_none());
    }

    #[test]
    fn a_change_shows_and_leaves_the_state_before_as_it_was(
        first in prop::collection::vec(summaries(), 0..30), changes in prop::collection::vec(summaries(), 0..30),
    ) {
        let mut expected: Vec<TokenSummary> = Vec::new();
        let mut put = |row: &TokenSummary| match expected.iter_mut().find(|one| one.id == row.id) {
            Some(place) => *place = row.clone(),
            None => expected.push(row.clone()),
        };
        first.iter().for_each(&mut put);
        let before = Roster::default().with(&first);
        let was = back(&before);
        changes.iter().for_each(&mut put);
        let after = before.with(&changes);
        prop_assert_eq!(back(&before), was);
        prop_assert_eq!(after.len(), expected.len());
        prop_assert_eq!(back(&after), expected);
    }
}

#[test]
fn many_rows_are_found_across_parts_and_changing_one_copies_one_part() {
    let row = |number: usize| TokenSummary {
        id: id(number),
        name: Name::from_stored(format!("token {number}")),
        ..TokenRow { ..template() }.to_summary()
    };
    let rows: Vec<TokenSummary> = (0..3 * PART + 7).map(row).collect();
    let roster: Roster = rows.iter().map(TokenRow::from).collect();
    assert_eq!((roster.len(), roster.parts.len()), (3 * PART + 7, 4));
    assert_eq!(roster.place_of(id(2 * PART + 3)), Some(2 * PART + 3));
    assert_eq!(roster.row(2 * PART + 3).unwrap().name, format!("token {}", 2 * PART + 3));
    assert_eq!(roster.place_of(id(9 * PART)), None);

    let renamed = TokenSummary { name: Name::from_stored("another".to_owned()), ..row(PART) };
    let changed = roster.with(&[renamed, row(9 * PART)]);
    assert_eq!(changed.row(PART).unwrap().name, "another");
    assert_eq!(changed.row(3 * PART + 7).unwrap().id, id(9 * PART), "a new one comes last");
    let shared = roster.parts.iter().zip(&changed.parts).filter(|(a, b)| Arc::ptr_eq(a, b)).count();
    assert_eq!(shared, 2, "of the four, the one of the change and the last are new");
    assert!(changed.parts[1].text.len() <= roster.parts[1].text.len(), "the old name takes no room");
}

fn template() -> TokenRow<'static> {
    static NONE: std::sync::LazyLock<Terms> = std::sync::LazyLock::new(Terms::default);
    TokenRow {
        id: id(0),
        kind: Kind::Bot,
        name: "",
        owner_id: OwnerId(1),
        owner: "bot",
        project: None,
        owner_archived: false,
        state: TokenState::Active,
        scopes: &NONE.scopes,
        policy: &NONE.policy,
        version: 1,
        hint: Hint::default(),
        is_sealed: true,
        adopted: false,
        note: "",
        times: Times::new(0, 0, 0),
    }
}
