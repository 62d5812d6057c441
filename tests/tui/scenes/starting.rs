//! Setting up, unlocking, and vaults with nothing in them.

use super::Start::{Bare, BesideFile, Locked, Nothing, Work};
use super::{Scene, scene};
use crate::desk::Desk;
use crate::world::PASSPHRASE;

pub const SCENES: &[Scene] = &[
    scene("setup_names", Nothing, |_| {}),
    scene("setup_name_refused", Nothing, |desk| {
        desk.keys("a/b<enter><enter><enter>");
    }),
    scene("setup_passphrase", Nothing, |desk| {
        named(desk).keys(PASSPHRASE).keys("<tab>");
    }),
    scene("setup_passphrase_weak", Nothing, |desk| {
        named(desk).keys("password1234<tab>password1234<enter>");
    }),
    scene("setup_making", Nothing, |desk| {
        desk.hold_effects();
        named(desk).keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>");
    }),
    scene("setup_recovery", Nothing, |desk| {
        made(desk);
    }),
    scene("setup_recovery_covered", Nothing, |desk| {
        made(desk).keys("<c-z>");
    }),
    scene("setup_confirm", Nothing, |desk| {
        made(desk).keys("<right><enter>AAAAA<tab>BBBBB<enter>");
    }),
    scene("setup_writing", Nothing, |desk| {
        made(desk);
        let typed = groups(desk);
        desk.keys("<right><enter>").keys(&typed);
        desk.hold_effects();
        desk.keys("<enter>");
    }),
    scene("setup_reading", BesideFile, |desk| {
        made(desk);
        let typed = groups(desk);
        desk.hold_effects();
        desk.keys("<right><enter>").keys(&typed);
    }),
    scene("setup_lines", BesideFile, |desk| {
        confirmed(desk);
    }),
    scene("setup_project", BesideFile, |desk| {
        confirmed(desk).keys("<tab><enter>shop");
    }),
    scene("setup_project_refused", Nothing, |desk| {
        confirmed(desk).keys("a/b<enter>");
    }),
    scene("setup_done", Nothing, |desk| {
        confirmed(desk).keys("<enter>");
    }),
    scene("setup_done_in_part", BesideFile, |desk| {
        confirmed(desk);
        desk.vault.keep_first_file(None);
        desk.keys("<tab><enter>shop<enter>").settle();
    }),
    scene("locked_start", Locked, |_| {}),
    scene("locked_wrong_passphrase", Locked, |desk| {
        desk.keys("not the passphrase<enter>");
    }),
    scene("locked_checking", Locked, |desk| {
        desk.hold_effects();
        desk.keys(PASSPHRASE).keys("<enter>");
    }),
    scene("locked_browsing", Locked, |desk| {
        desk.keys("<esc>");
    }),
    scene("empty_vault", Bare, |_| {}),
    scene("empty_reading", Bare, |desk| {
        // As on the way in, before the first reading has come back.
        desk.model.loaded = false;
        desk.model.table = Default::default();
        desk.model.tree = Default::default();
        desk.model.fresh = Default::default();
    }),
    scene("empty_filter", Work, |desk| {
        desk.keys("/zzzz<enter>");
    }),
    scene("empty_all_ended", Work, |desk| {
        desk.model.lock.idle_limit = None;
        desk.keys("/stripe<enter>x").settle().keys("stripe<tab><tab><right><enter><esc>").pass("8d");
        desk.keys("hjjjjjj");
    }),
    scene("empty_owner", Work, |desk| {
        desk.keys("a").settle().keys("<right><right><right><tab>Cloudflare<tab><tab><tab><tab><tab><tab><enter>").pass("5s");
        desk.keys("hGk");
    }),
];

fn named(desk: &mut Desk) -> &mut Desk {
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>")
}

fn made(desk: &mut Desk) -> &mut Desk {
    named(desk).keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>")
}

fn confirmed(desk: &mut Desk) -> &mut Desk {
    let typed = groups(made(desk));
    desk.keys("<right><enter>").keys(&typed)
}

/// The two groups of the recovery key that will be asked for, as a person types them.
fn groups(desk: &Desk) -> String {
    let setup = desk.model.setup.as_ref().unwrap();
    let (groups, (first, second)) = (setup.groups(), setup.asked);
    format!("{}<tab>{}<enter>", groups[first], groups[second])
}
