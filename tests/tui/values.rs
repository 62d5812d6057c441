//! Values in clear: when they are seen, when they go, and that they are nowhere else.

use crate::desk::Desk;
use crate::world::PASSPHRASE;
use base64ct::{Base64, Encoding as _};
use jeton::services::Purpose;
use jeton::tui::msg::What;
use std::os::unix::fs::PermissionsExt;

/// The value of the selected token.
fn value(desk: &Desk) -> String {
    let id = desk.model.table.selected().unwrap().id;
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    services.reveal(&session, id, Purpose::Reveal).unwrap().expose().to_owned()
}

fn revealed() -> (Desk, String) {
    let mut desk = Desk::at_work();
    let value = value(&desk);
    desk.keys("o").expect(&value);
    (desk, value)
}

#[test]
fn a_revealed_value_stands_alone_on_its_line_for_fifteen_seconds() {
    let (mut desk, value) = revealed();
    assert!(desk.frame().lines().any(|line| line.trim() == value), "nothing else is on its line");
    insta::assert_snapshot!("revealed", desk.frame().replace(&value, &"V".repeat(value.len())));
    desk.pass("1s").expect("hides in 14 s");
    desk.pass("14s").expect_not(&value);
}

#[test]
fn it_goes_with_whatever_happens_next() {
    for key in ["j", "<esc>", "q", "h", "<tab>", "<enter>", "<space>", "<c-l>", "<c-z>"] {
        let (mut desk, value) = revealed();
        desk.keys(key).expect_not(&value);
        assert!(!desk.left, "{key} only hides");
    }
    for what in [What::FocusLost, What::Resized(100, 30), What::Hide] {
        let (mut desk, value) = revealed();
        desk.tell(what);
        desk.expect_not(&value);
    }
}

#[test]
fn private_mode_reveals_nothing_and_hides_the_ends() {
    let mut desk = Desk::at_work();
    let end = value(&desk)[40..].to_owned();
    desk.resize(120, 40).expect(&end);
    desk.keys("p").expect("private").expect_not(&end);
    desk.keys("o").expect("private mode reveals nothing");
    desk.keys("y").expect("cannot be confirmed");
}

#[test]
fn copying_shows_nothing_tells_the_truth_and_clears_in_time() {
    let mut desk = Desk::at_work();
    let value = value(&desk);
    desk.keys("y");
    desk.expect("account: sent to your terminal (OSC 52), cannot be confirmed").expect("clipboard 45 s").expect_not(&value);
    assert!(desk.terminal.starts_with(b"\x1b]52;c;"));
    desk.terminal.clear();
    desk.pass("44s").expect("clipboard 1 s");
    desk.pass("1s").expect("clipboard cleared");
    assert!(desk.terminal.starts_with(b"\x1b]52;c;"), "it is overwritten");
}

#[test]
fn quitting_with_a_live_clipboard_asks() {
    let mut desk = Desk::at_work();
    desk.keys("yq").expect("Clear and quit");
    desk.settle().keys("<enter>").expect_not("Clear and quit");
    desk.keys("q").settle().keys("<right><enter>");
    assert!(desk.left);
}

fn issued_pat() -> (Desk, String) {
    let mut desk = Desk::at_work();
    desk.keys("n").settle().keys("<tab>deploy<tab>files<tab><space><tab><tab><tab><tab><tab><enter>");
    let frame = desk.frame();
    let value = frame
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("jtn_pat_") && line.len() == 44)
        .unwrap_or_else(|| panic!("{frame}"))
        .to_owned();
    (desk, value)
}

#[test]
fn a_value_that_is_shown_once_closes_only_when_it_is_stored() {
    let (mut desk, value) = issued_pat();
    insta::assert_snapshot!("shown_once", desk.frame().replace(&value, &"V".repeat(value.len())));
    desk.settle().keys("<esc>q").expect(&value).expect("press “I have stored it”");
    desk.keys("<right><right><enter>").expect_not(&value).expect("deploy");
    desk.keys("o").expect("shown once");
}

#[test]
fn a_value_that_is_shown_once_is_covered_by_a_lock_but_not_lost() {
    let (mut desk, value) = issued_pat();
    desk.settle().keys("<c-l>").expect_not(&value);
    desk.keys("<esc>").expect_not(&value).expect("unlock the vault to show it again");
    desk.keys("y").expect("Passphrase").keys(PASSPHRASE).keys("<enter>");
    desk.keys("<left>").expect(&value);
}

#[test]
fn a_value_that_is_shown_once_is_saved_for_its_owner_alone() {
    let (mut desk, value) = issued_pat();
    let path = desk.ground.directory.path().join("saved.token");
    desk.settle().keys("s").settle().keys("<c-u>").keys(&path.display().to_string()).keys("<enter>");
    desk.expect("readable by you alone").expect(&value);
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim(), value);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    desk.keys("s").settle().keys("<c-u>").keys(&path.display().to_string()).keys("<enter>");
    desk.expect("cannot be written");
}

/// What OSC 52 sequences put on the clipboard, the latest last.
fn sent(desk: &Desk) -> Vec<String> {
    let text = String::from_utf8(desk.terminal.clone()).unwrap();
    let parts = text.split("\x1b]52;c;").skip(1).map(|part| part.split('\x1b').next().unwrap());
    parts.map(|base64| String::from_utf8(Base64::decode_vec(base64).unwrap()).unwrap()).collect()
}

#[test]
fn a_ready_line_goes_to_the_clipboard_with_the_real_value_and_to_the_screen_without() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40).keys("jjjj");
    let value = value(&desk);
    for (keys, line) in [
        ("", format!("curl -H 'Authorization: Bearer {value}' https://YOUR-HOST/")),
        ("<right>", format!("curl -H 'x-api-token: {value}' https://YOUR-HOST/")),
        ("<right><right>", format!("curl -H 'api-token: {value}' https://YOUR-HOST/")),
        ("<right><right><right>", format!("const client = new Client({{ token: '{value}' }})")),
    ] {
        desk.keys("Y").expect("never to the screen").settle().keys(keys).expect_not(&value);
        desk.keys("<enter><enter>").expect_not("Copy a line").expect("sent to your terminal").expect_not(&value);
        assert_eq!(sent(&desk).last(), Some(&line));
    }
    desk.resize(200, 60).keys("<c-r>").expect("copy         just now    mara      in a line: JavaScrip").expect("clipboard 45 s");
    desk.pass("45s").expect("clipboard cleared");
    assert_eq!(sent(&desk).last().map(String::as_str), Some(" "));
}

#[test]
fn a_ready_line_is_refused_for_the_reasons_that_a_copy_is() {
    let mut desk = Desk::at_work();
    desk.keys("/laptop<enter>Y").expect("shown once and is not kept").expect_not("Copy a line");
    desk.keys("<esc>g").keys("<c-l><esc>Y").expect("Passphrase").keys(PASSPHRASE).keys("<enter>").expect("Copy a line");
    desk.settle().keys("<tab><left><enter>").expect_not("Copy a line");
    assert!(sent(&desk).is_empty());
}

#[test]
fn a_line_that_cannot_be_copied_any_more_says_so_in_the_dialog() {
    let mut desk = Desk::at_work();
    desk.keys("jjjjY").settle();
    let id = desk.model.table.selected_id().unwrap();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    services.revoke((&*session).into(), id, None).unwrap();
    desk.keys("<enter><enter>").expect("Copy a line").expect("revoked");
    assert!(sent(&desk).is_empty());
}

#[test]
fn no_value_is_in_any_frame_but_those_that_show_it() {
    let mut desk = Desk::at_work();
    let ids: Vec<_> = desk.model.table.rows.rows().filter(|row| row.is_sealed).map(|row| row.id).collect();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    let values: Vec<String> =
        ids.iter().map(|id| services.reveal(&session, *id, Purpose::Reveal).unwrap().expose().to_owned()).collect();
    desk.resize(200, 60);
    for key in [
        "", "j", "y", "Y", "<esc>", "e", "<esc>", "r", "<esc>", "x", "<esc>", "d", "<esc>", "n", "<esc>", "?", "<esc>", ":",
        "<esc>", "/a", "<enter>",
    ] {
        desk.settle().keys(key);
        let frame = desk.frame();
        assert!(values.iter().all(|value| !frame.contains(value.as_str())), "after {key}:\n{frame}");
        let debug = format!("{:?}", desk.model);
        assert!(values.iter().all(|value| !debug.contains(value.as_str())), "after {key} in the model");
    }
}
