//! Any size, any text: nothing panics, and nothing acts on the terminal.

use crate::desk::Desk;
use crate::world::{Ground, bare};
use jeton::domain::kind::Kind;
use jeton::domain::label::is_active;
use jeton::domain::mask::Charset;
use jeton::domain::name::Name;
use jeton::domain::summary::{TokenRow, TokenSummary};
use jeton::tui::msg::{Snapshot, What};
use proptest::prelude::*;
use std::sync::Arc;

fn desk() -> Desk {
    let ground = Ground::new();
    let (services, session) = bare(&ground);
    Desk::with(ground, Some(services), Some(session), jeton::config::Config::default(), Charset::Unicode)
}

/// Rows and owners with names as a foreign hand could have stored them.
fn hostile(desk: &mut Desk, names: &[String]) {
    let template = desk.model.table.rows.row(0).unwrap().to_summary();
    let owners = desk.model.tree.owners.to_vec();
    let rows: Vec<TokenSummary> = names
        .iter()
        .zip(Kind::ALL.into_iter().cycle())
        .map(|(name, kind)| TokenSummary {
            kind,
            name: Name::from_stored(name.clone()),
            owner: Name::from_stored(name.chars().rev().collect()),
            note: name.clone(),
            ..template.clone()
        })
        .collect();
    let owners = names.iter().map(|name| {
        let mut view = owners[0].clone();
        view.owner.name = Name::from_stored(name.clone());
        view
    });
    let snapshot = Snapshot {
        info: desk.model.info.clone().unwrap(),
        tokens: rows.iter().map(TokenRow::from).collect(),
        owners: Arc::new(owners.collect()),
        head: 0,
        whole: true,
    };
    desk.hold_effects();
    desk.tell(What::Loaded(Ok(snapshot)));
    desk.let_go();
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "j", "k", "G", "<tab>", "<enter>", "<esc>", "/", "a", "n", "e", "x", "r", "o", "y", ":", "?", "<space>", "v", "s", "d",
        "p", "<down>", "<right>", "<left>", "h", "l", "1", "3", "m", "c", "H",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_size_any_name_any_keys(
        names in prop::collection::vec("[\\PC\u{1b}\u{9b}\r\n\t\u{202e}\u{200d}\u{301}漢🦀]{0,40}", 1..8),
        sizes in prop::collection::vec((1u16..300, 1u16..100), 1..4),
        keys in prop::collection::vec(key(), 0..12),
    ) {
        let mut desk = desk();
        hostile(&mut desk, &names);
        for (columns, rows) in sizes {
            desk.resize(columns, rows);
            for key in &keys {
                desk.settle().keys(key);
                let frame = desk.frame();
                let acting = frame.chars().find(|c| *c != '\n' && is_active(*c));
                prop_assert_eq!(acting, None, "{}", frame);
                if desk.left || !desk.model.lock.is_unlocked() {
                    break;
                }
            }
        }
    }
}
