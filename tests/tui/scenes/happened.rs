//! The activity screen in its states.

use super::Start::{Bare, Work};
use super::{Scene, scene};
use crate::desk::Desk;

pub const SCENES: &[Scene] = &[
    scene("activity", Work, |desk| {
        desk.keys("3jj");
    }),
    scene("activity_new", Bare, |desk| {
        desk.keys("3");
    }),
    scene("activity_entry", Work, |desk| {
        desk.keys("/laptop<enter>e")
            .settle()
            .keys("<c-u>work laptop<tab><tab><tab><right><right><tab><tab><tab>of the office<tab><enter>");
        desk.pass("9s").keys("3l");
    }),
    scene("activity_filter_typing", Work, |desk| {
        desk.keys("3/bot !action:rotate");
    }),
    scene("activity_filter_wrong", Work, |desk| {
        desk.keys("3/action:rotat");
    }),
    scene("activity_nothing", Work, |desk| {
        desk.keys("3/outcome:refused<enter>");
    }),
    scene("activity_export", Work, |desk| {
        desk.keys("3/bot:support-bot<enter>w").settle();
    }),
    scene("activity_of_a_token", Work, |desk| {
        desk.keys("/staging<enter>H");
    }),
    scene("activity_checking", Work, |desk| {
        desk.hold_effects();
        desk.keys("3");
    }),
    scene("activity_broken", Work, |desk| {
        tamper(desk, "UPDATE event SET subject = 'bot:innocent' WHERE seq = 12");
        tamper(desk, "UPDATE event SET action = 'nothing' WHERE seq = 17");
        desk.keys("3").pass("9s").keys("jj");
    }),
    scene("activity_messages", Work, |desk| {
        let long =
            "the clipboard command failed: exit status 1, and it said: no display is open, so nothing can be copied from here";
        desk.keys("y").pass("2s").keys("+").pass("40s");
        desk.tell(jeton::tui::msg::What::Copied(Err(long.to_owned())));
        desk.pass("9s").keys("3m");
    }),
    scene("help_of_the_history", Work, |desk| {
        desk.keys("3?");
    }),
];

/// Changes the file behind the program's back.
fn tamper(desk: &Desk, sql: &str) {
    assert_eq!(rusqlite::Connection::open(desk.ground.path()).unwrap().execute(sql, []).unwrap(), 1);
}
