//! Any size, any text: nothing panics, nothing acts on the terminal, no column is shifted.

use crate::desk::Desk;
use crate::scenes;
use crate::world::{Ground, bare};
use jeton::domain::kind::Kind;
use jeton::domain::label::is_active;
use jeton::domain::mask::Charset;
use jeton::domain::name::Name;
use jeton::domain::summary::{TokenRow, TokenSummary};
use jeton::tui::msg::{Snapshot, What};
use jeton::tui::terminal::Screen;
use jeton::tui::theme::{Colours, Theme};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

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

/// Names that have broken tables: wide, combining, right to left, joined emoji, controls, endless.
const NAMES: [&str; 9] = [
    "漢字かな混じり文のとても長い名前",
    "e\u{301}e\u{301}e\u{301} o\u{308}\u{304}\u{323}",
    "אבג שלום",
    "\u{202e}drowssap\u{202c}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇩🇪 🏳\u{fe0f}\u{200d}🌈",
    "a\u{1b}[31mb\u{9b}2Jc\r\n\td",
    "\u{200b}\u{feff}\u{2060}",
    "ｆｕｌｌｗｉｄｔｈ　ｂｏｔ",
    "an-endless-name-that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on",
];

/// Too small, just large enough, odd, usual, huge.
const SIZES: [(u16, u16); 9] = [(1, 1), (39, 9), (40, 10), (41, 100), (61, 11), (80, 24), (149, 33), (150, 12), (300, 100)];

/// Every cell holds one character of its own width, and none acts on a terminal.
fn assert_sound(buffer: &Buffer, what: &str) {
    let columns = usize::from(buffer.area.width);
    for (y, row) in buffer.content().chunks(columns).enumerate() {
        for (x, cell) in row.iter().enumerate() {
            let symbol = cell.symbol();
            assert!(!symbol.chars().any(is_active), "{what}: {symbol:?} at {x}, {y} acts on the terminal");
            match symbol.width() {
                0 => assert_eq!(symbol, "", "{what}: {symbol:?} at {x}, {y} has no width"),
                1 => {}
                2 => {
                    let next = row.get(x + 1).map(|next| next.symbol());
                    assert!(matches!(next, Some(" " | "")), "{what}: {symbol:?} at {x}, {y} lies over {next:?}");
                }
                wide => panic!("{what}: {symbol:?} at {x}, {y} is {wide} columns wide"),
            }
        }
    }
}

/// What a terminal shows after the bytes of a frame stands where the frame has it, cell by cell; characters about whose
/// width terminals disagree are left out, what stands behind them is not.
fn assert_in_place(desk: &Desk, buffer: &Buffer, what: &str) {
    let (columns, rows) = desk.model.size;
    let mut bytes = Vec::new();
    desk.draw_on(&mut Screen::new(&mut bytes, columns, rows));
    let mut terminal = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    terminal.process(&bytes);
    for y in 0..rows {
        for x in 0..columns {
            let symbol = buffer[(x, y)].symbol();
            if symbol.is_ascii() && symbol != " " && !symbol.is_empty() {
                let shown = terminal.screen().cell(y, x).map(|cell| cell.contents().to_owned()).unwrap_or_default();
                assert_eq!(shown, symbol, "{what}: column {x} of line {y}");
            }
        }
    }
}

#[test]
fn every_scene_at_every_size_with_hostile_names() {
    let mono = Theme::load("mono", Colours::Sixteen).unwrap();
    let names: Vec<String> = NAMES.map(str::to_owned).to_vec();
    let mut seen = 0;
    for scene in scenes::all() {
        let mut desk = scene.play();
        if desk.model.table.rows.row(0).is_some() {
            hostile(&mut desk, &names);
        }
        for size in SIZES {
            desk.take_size(size);
            for charset in [Charset::Unicode, Charset::Ascii] {
                let what = format!("{} at {size:?} in {charset:?}", scene.name);
                let frame = desk.drawn(&mono, charset);
                assert_sound(&frame, &what);
                seen += usize::from(frame.content().iter().any(|cell| cell.symbol() == "漢"));
                if charset == Charset::Unicode && size.0 >= 80 && size.0 <= 150 {
                    assert_in_place(&desk, &frame, &what);
                }
            }
        }
    }
    assert!(seen > 100, "the names were on {seen} frames only");
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "j", "k", "G", "<tab>", "<enter>", "<esc>", "/", "a", "n", "e", "x", "r", "o", "y", ":", "?", "<space>", "v", "s", "d",
        "p", "<down>", "<right>", "<left>", "h", "l", "1", "3", "4", "t", "m", "c", "H",
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
