//! The main screen in its states, help, the palette, and values in clear.

use super::Start::Work;
use super::{Scene, scene};
use crate::desk::Desk;

pub const SCENES: &[Scene] = &[
    scene("tokens", Work, |desk| {
        desk.keys("jjjj");
    }),
    scene("tokens_in_every_state", Work, |desk| {
        for key in ["faq-bot", "stripe"] {
            desk.keys("/").keys(key).keys("<enter>d").settle().keys("<right><enter><esc>");
        }
        desk.keys("/laptop<enter>x").settle().keys("laptop<tab><tab><right><enter><esc>");
        desk.model.lock.idle_limit = None;
        desk.pass("13d").keys("/status:any<enter>");
    }),
    scene("tokens_sorted_down", Work, |desk| {
        desk.keys("sS");
    }),
    scene("tokens_marked", Work, |desk| {
        desk.keys("j<space><space>jv");
    }),
    scene("filter_typing", Work, |desk| {
        desk.keys("/bot status:rot");
    }),
    scene("filter_wrong", Work, |desk| {
        desk.keys("/kind:bto");
    }),
    scene("filter_in_force", Work, |desk| {
        desk.keys("/staging<enter>");
    }),
    scene("owners", Work, |desk| {
        desk.keys("hjjh");
    }),
    scene("owners_with_an_archived_one", Work, |desk| {
        desk.keys("hjjx").settle().keys("<right><enter>");
    }),
    scene("detail", Work, |desk| {
        desk.keys("/staging<enter><enter>jj");
    }),
    scene("private", Work, |desk| {
        desk.keys("p");
    }),
    scene("clipboard", Work, |desk| {
        desk.keys("y").pass("5s");
    }),
    scene("about_to_lock", Work, |desk| {
        desk.pass("280s");
    }),
    scene("toast_done", Work, |desk| {
        desk.keys("y");
    }),
    scene("toast_note", Work, |desk| {
        desk.keys("+");
    }),
    scene("toast_error", Work, |desk| {
        desk.tell(jeton::tui::msg::What::Copied(Err("the clipboard command failed: exit status 1".to_owned())));
    }),
    scene("help_of_the_table", Work, |desk| {
        desk.keys("?");
    }),
    scene("help_of_the_owners", Work, |desk| {
        desk.keys("h?");
    }),
    scene("help_scrolled", Work, |desk| {
        desk.keys("?G");
    }),
    scene("help_of_a_dialog", Work, |desk| {
        desk.keys("r").settle().keys("?");
    }),
    scene("palette", Work, |desk| {
        desk.keys(":");
    }),
    scene("palette_found", Work, |desk| {
        desk.keys(":gra");
    }),
    scene("palette_nothing", Work, |desk| {
        desk.keys(":xyzzy");
    }),
    scene("reveal", Work, |desk| {
        desk.keys("o");
    }),
    scene("shown_once_personal", Work, |desk| {
        issue_personal(desk);
    }),
    scene("shown_once_refuses_to_go", Work, |desk| {
        issue_personal(desk).settle().keys("<esc>");
    }),
    scene("shown_once_covered", Work, |desk| {
        issue_personal(desk).settle().keys("<c-z>");
    }),
    scene("shown_once_private", Work, |desk| {
        desk.keys("p");
        issue_personal(desk);
    }),
    scene("shown_once_of_a_bot", Work, |desk| {
        desk.keys("/faq-bot<enter>r").settle().keys("<tab><right><enter>");
    }),
];

fn issue_personal(desk: &mut Desk) -> &mut Desk {
    desk.keys("n").settle().keys("<tab>deploy<tab>files<tab><space><tab><tab><tab><tab><tab><enter>")
}
