//! The pictures of the README, drawn by the program itself over the demo's vault: a stale one fails, so none can lie.

use crate::desk::Desk;
use crate::svg::{DARK, LIGHT, Palette, Picture};
use crate::world::{Ground, settings};
use jeton::config::Config;
use jeton::domain::mask::Charset;
use jeton::services::{DemoRequest, Services};
use jeton::tui::theme::{Colours, Theme};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// A picture: its file, its looks, what it shows, and the keys that lead there.
struct Shot {
    file: &'static str,
    theme: &'static str,
    palette: &'static Palette,
    size: (u16, u16),
    title: &'static str,
    about: &'static str,
    play: fn(&mut Desk),
}

const SHOTS: &[Shot] = &[
    Shot {
        file: "tokens-dark.svg",
        theme: "dark",
        palette: &DARK,
        size: (120, 36),
        title: "Jeton: the token screen, dark theme",
        about: "Owners in a tree at the left, a table of tokens with status, kind, owner, name, expiry, last use and masked \
                value, below it everything about the selected token, and the keys of the place in the bottom line.",
        play: order_bot,
    },
    Shot {
        file: "tokens-light.svg",
        theme: "light",
        palette: &LIGHT,
        size: (120, 36),
        title: "Jeton: the token screen, light theme",
        about: "The same screen on a light ground.",
        play: order_bot,
    },
    Shot {
        file: "rotate.svg",
        theme: "dark",
        palette: &DARK,
        size: (100, 28),
        title: "Jeton: rotating a token",
        about: "A dialog that names the token, when it was last used, and asks how long the old value is still accepted: \
                from not at all to seven days. It starts on Cancel once the grace is chosen.",
        play: |desk| {
            desk.keys("/digest<enter>r").settle().keys("<right>");
        },
    },
    Shot {
        file: "shown-once.svg",
        theme: "dark",
        palette: &DARK,
        size: (100, 28),
        title: "Jeton: a value that is shown once",
        about: "The value of a token just issued, alone on its line, with buttons to copy it, to save it to a file, and to say \
                that it is stored.",
        play: |desk| {
            desk.keys("n").settle().keys("<tab>deploy<tab>files<tab><space><tab><tab><tab><tab><tab><enter>").settle();
        },
    },
    Shot {
        file: "audit.svg",
        theme: "dark",
        palette: &DARK,
        size: (120, 36),
        title: "Jeton: the audit screen",
        about: "Findings by how much they matter, each with its token and its evidence; below, the evidence in full, what mends it, \
                and what the token is.",
        play: |desk| {
            desk.keys("2j");
        },
    },
    Shot {
        file: "review.svg",
        theme: "dark",
        palette: &DARK,
        size: (120, 30),
        title: "Jeton: the review walk",
        about: "One token of a review with whom it belongs to, what it may do and what of that it used, its calls, addresses and \
                findings, and who saw its value.",
        play: |desk| {
            desk.keys("2R").settle().keys("kind:bot<enter>").settle().keys("y").settle().keys("needed<enter>");
        },
    },
    Shot {
        file: "activity.svg",
        theme: "dark",
        palette: &DARK,
        size: (120, 32),
        title: "Jeton: the activity screen",
        about: "Every change, reveal, copy and failed unlock, the newest first, with who did it and what came of it; beside the \
                title whether the chain of events is whole, below the list the selected entry in full.",
        play: |desk| {
            desk.keys("3jj");
        },
    },
    Shot {
        file: "traffic.svg",
        theme: "dark",
        palette: &DARK,
        size: (120, 36),
        title: "Jeton: the traffic screen",
        about: "Every verdict as it comes, the newest last: when, allowed or denied and why, with which token, what was asked for and \
                from where. Below it the last 24 hours by the hour, the busiest addresses and tokens, and denials by reason.",
        play: |desk| {
            desk.keys("4");
        },
    },
    Shot {
        file: "palette.svg",
        theme: "dark",
        palette: &DARK,
        size: (100, 28),
        title: "Jeton: the palette",
        about: "Every action by name, found by a few letters, with its key, and why it cannot be done when it cannot.",
        play: |desk| {
            desk.keys(":ro");
        },
    },
];

fn order_bot(desk: &mut Desk) {
    desk.keys(&"j".repeat(13));
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots")
}

fn desk() -> Desk {
    let ground = Ground::new();
    let request = DemoRequest { tokens: 0, cancelled: &AtomicBool::new(false) };
    let demo = Services::demo(&ground.path(), &request, settings(), ground.world.clone()).unwrap().unwrap();
    Desk::with(ground, Some(demo.services), Some(demo.session), Config::default(), Charset::Unicode)
}

impl Shot {
    fn svg(&self) -> String {
        let mut desk = desk();
        desk.resize(self.size.0, self.size.1);
        (self.play)(&mut desk);
        let theme = Theme::load(self.theme, Colours::Sixteen).unwrap();
        let (buffer, cursor) = desk.drawn_with_cursor(&theme);
        Picture { title: self.title, about: self.about, buffer: &buffer, cursor, palette: self.palette }.svg()
    }
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    for shot in SHOTS {
        let (path, svg) = (folder().join(shot.file), shot.svg());
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &svg).unwrap();
            continue;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        let renew = "renew it with: UPDATE_README=1 tests/run -j 1 -E 'binary(tui) and test(/pictures/)'";
        assert!(kept == svg, "{} is stale; {renew}", shot.file);
    }
}

#[test]
fn no_picture_is_left_over() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(SHOTS.iter().any(|shot| shot.file == name), "{name} is drawn by nothing");
    }
}
