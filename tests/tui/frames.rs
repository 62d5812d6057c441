//! Frames beyond the scenes: very wide, narrow, empty, too small.

use crate::desk::Desk;
use crate::world::{Ground, bare};

#[test]
fn the_main_screen_at_200x50() {
    let mut desk = Desk::at_work();
    desk.resize(200, 50).keys("G");
    insta::assert_snapshot!(desk.frame());
}

#[test]
fn one_pane_at_a_time_when_narrow() {
    let mut desk = Desk::at_work();
    desk.resize(50, 15);
    insta::assert_snapshot!("narrow_tokens", desk.frame());
    desk.keys("<tab>");
    insta::assert_snapshot!("narrow_detail", desk.frame());
    desk.keys("<tab>");
    insta::assert_snapshot!("narrow_owners", desk.frame());
}

#[test]
fn an_empty_vault_says_what_to_do_next() {
    let ground = Ground::new();
    let (services, session) = bare(&ground);
    let mut desk = Desk::over(ground, Some(services), Some(session));
    desk.keys("/kind:bot<enter>").expect("Nothing matches the filter");
}

#[test]
fn a_terminal_too_small_asks_for_room_and_still_quits() {
    let mut desk = Desk::at_work();
    desk.resize(39, 10).expect("enlarge the window");
    desk.keys("jxy").expect("enlarge the window");
    assert!(desk.model.dialogs.is_empty(), "nothing is done unseen");
    desk.keys("q");
    assert!(desk.left);
}
