//! Whole frames: every scene at the sizes that matter, in box drawing and in ASCII, and what each cell means.

use crate::desk::Desk;
use crate::roles::Roles;
use crate::scenes::{self, Scene};
use jeton::domain::mask::Charset;
use jeton::tui::dialogs::setup::Stage;
use jeton::tui::dialogs::{Dialog, Purpose};
use jeton::tui::model::Screen;
use jeton::tui::theme::{Colours, Theme};
use ratatui::buffer::Buffer;
use std::collections::BTreeSet;

/// Narrow, small and comfortable.
const SIZES: [(u16, u16); 3] = [(60, 15), (80, 24), (120, 40)];

/// Lines of a frame without their trailing spaces.
fn text(buffer: &Buffer) -> String {
    let rows = buffer.content().chunks(usize::from(buffer.area.width));
    let line = |row: &[ratatui::buffer::Cell]| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned();
    rows.map(line).collect::<Vec<_>>().join("\n")
}

/// One file a scene: its frames at all sizes in both sets of characters, then the meaning of each cell at one size.
fn picture(scene: &Scene) -> String {
    let mono = Theme::load("mono", Colours::Sixteen).unwrap();
    let mut file = String::new();
    let mut desk = scene.play();
    for (columns, rows) in SIZES {
        desk.take_size((columns, rows));
        for charset in [Charset::Unicode, Charset::Ascii] {
            let frame = text(&desk.drawn(&mono, charset));
            let word = if charset == Charset::Ascii { ", ASCII" } else { "" };
            if charset == Charset::Ascii {
                assert!(frame.is_ascii(), "{} at {columns}x{rows}:\n{frame}", scene.name);
            }
            file.push_str(&format!("=== {columns}x{rows}{word}\n{frame}\n"));
        }
        if (columns, rows) == (80, 24) {
            let roles = Roles::new();
            let meaning = roles.map(&desk.drawn(roles.theme(), Charset::Unicode));
            file.push_str(&format!("=== {columns}x{rows}, meaning\n{meaning}\n"));
        }
    }
    file
}

fn compare(scenes: &[Scene]) {
    insta::with_settings!({ snapshot_path => "scenes", prepend_module_to_snapshot => false, omit_expression => true }, {
        for scene in scenes {
            insta::assert_snapshot!(scene.name, picture(scene));
        }
    });
}

#[test]
fn every_scene_of_the_start_looks_as_it_did() {
    compare(scenes::STARTING);
}

#[test]
fn every_scene_of_the_screens_looks_as_it_did() {
    compare(scenes::LOOKING);
}

#[test]
fn every_scene_of_the_dialogs_looks_as_it_did() {
    compare(scenes::ASKING);
}

#[test]
fn every_scene_of_the_history_looks_as_it_did() {
    compare(scenes::HAPPENED);
}

#[test]
fn every_scene_of_the_traffic_looks_as_it_did() {
    compare(scenes::CALLED);
}

#[test]
fn every_scene_of_the_audit_looks_as_it_did() {
    compare(scenes::AUDITED);
}

#[test]
fn each_snapshot_belongs_to_a_scene() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tui/scenes");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(scene) = name.strip_suffix(".snap") else { continue };
        assert!(scenes::all().any(|known| known.name == scene), "{name} shows a scene that is no more");
    }
}

#[test]
fn no_scene_has_the_name_of_another() {
    let names: BTreeSet<&str> = scenes::all().map(|scene| scene.name).collect();
    assert_eq!(names.len(), scenes::all().count());
}

/// Declares what can be open: each variant with a name, so that a new one has to be named here before anything compiles,
/// and reached by a scene before the tests pass.
macro_rules! kinds {
    ($function:ident, $all:ident: $type:ty { $($pattern:pat => $name:literal,)+ }) => {
        const $all: &[&str] = &[$($name),+];
        fn $function(it: &$type) -> &'static str {
            match it { $($pattern => $name,)+ }
        }
    };
}

kinds!(dialog, DIALOGS: Dialog {
    Dialog::Form(_) => "form",
    Dialog::Reveal(_) => "reveal",
    Dialog::ShownOnce(_) => "shown once",
    Dialog::Progress => "progress",
    Dialog::Help(_) => "help",
    Dialog::Palette(_) => "palette",
});

kinds!(purpose, PURPOSES: Purpose {
    Purpose::Unlock => "unlock",
    Purpose::Issue => "issue",
    Purpose::CopyLine(_) => "copy line",
    Purpose::AddOwner => "add owner",
    Purpose::Import => "import",
    Purpose::ImportLines => "import lines",
    Purpose::Edit(_) => "edit",
    Purpose::Rotate(_) => "rotate",
    Purpose::ExtendGrace(_) => "extend grace",
    Purpose::EndGrace(_) => "end grace",
    Purpose::Disable(_) => "disable",
    Purpose::Revoke(_) => "revoke",
    Purpose::Bulk(_) => "bulk",
    Purpose::Report => "report",
    Purpose::ExplainCall(_) => "explain call",
    Purpose::ChangePassphrase => "change passphrase",
    Purpose::EditOwner(_) => "edit owner",
    Purpose::ArchiveOwner(_) => "archive owner",
    Purpose::SaveValue(_) => "save value",
    Purpose::Accept(_) => "accept",
    Purpose::Unaccept(_) => "unaccept",
    Purpose::Narrow(_) => "narrow",
    Purpose::SetExpiry(_) => "set expiry",
    Purpose::BeginReview => "begin review",
    Purpose::CloseReview(_) => "close review",
    Purpose::Decide(..) => "decide",
    Purpose::SaveReport(_) => "save report",
    Purpose::ExportLog(_) => "export log",
    Purpose::Quit => "quit",
});

kinds!(stage, STAGES: Stage {
    Stage::Names => "names",
    Stage::Passphrase => "passphrase",
    Stage::Making => "making",
    Stage::Recovery => "recovery",
    Stage::Confirm => "confirm",
    Stage::Reading => "reading",
    Stage::Lines => "lines",
    Stage::Project => "project",
    Stage::Writing => "writing",
});

/// What is open at the end of a scene.
fn reached(desk: &Desk) -> Vec<&'static str> {
    let mut names: Vec<&str> = desk.model.setup.iter().map(|setup| stage(&setup.stage)).collect();
    for open in &desk.model.dialogs {
        names.push(dialog(open));
        if let Dialog::Form(form) = open {
            names.push(purpose(&form.purpose));
        }
    }
    if names.is_empty() {
        names.push(desk.model.screen.title());
    }
    names
}

#[test]
fn every_screen_and_dialog_is_in_a_scene() {
    let seen: BTreeSet<&str> = scenes::all().flat_map(|scene| reached(&scene.play())).collect();
    for wanted in [DIALOGS, PURPOSES, STAGES, &Screen::ALL.map(Screen::title)].concat() {
        assert!(seen.contains(wanted), "no scene shows `{wanted}`");
    }
}
