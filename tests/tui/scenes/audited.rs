//! The audit screen in its states, what mends findings, and the review walk.

use super::Start::{Bare, Locked, Work};
use super::{Scene, scene};
use crate::desk::Desk;

pub const SCENES: &[Scene] = &[
    scene("audit", Work, |desk| {
        desk.noticed().keys("j");
    }),
    scene("audit_by_token", Work, |desk| {
        desk.noticed().keys("sj");
    }),
    scene("audit_accepted", Work, |desk| {
        desk.noticed().keys("o/accepted:yes<enter><tab>");
    }),
    scene("audit_marked", Work, |desk| {
        desk.noticed().keys("jvjj");
    }),
    scene("audit_filter_typing", Work, |desk| {
        desk.noticed().keys("/low !faq");
    }),
    scene("audit_filter_wrong", Work, |desk| {
        desk.noticed().keys("/severity:hihg");
    }),
    scene("audit_filter_nothing", Work, |desk| {
        desk.noticed().keys("/zebra<enter>");
    }),
    scene("audit_nothing", Bare, |desk| {
        desk.keys("2");
        desk.hold_effects();
        desk.found(Vec::new());
    }),
    scene("audit_reading", Work, |desk| {
        desk.model.audit = Default::default();
        desk.hold_effects();
        desk.keys("2");
    }),
    scene("audit_locked", Locked, |desk| {
        desk.keys("<esc>").noticed().keys("jjj");
    }),
    scene("narrow", Work, |desk| {
        desk.noticed().keys("jjjw").settle();
    }),
    scene("narrow_several", Work, |desk| {
        desk.noticed().keys("jj<space><space>w").settle();
    }),
    scene("set_expiry", Work, |desk| {
        desk.noticed().keys("jjjjjae").keys("<esc>").settle().keys("<esc>e").settle();
    }),
    scene("accept", Work, |desk| {
        desk.noticed().keys("ja").settle().keys("<tab>the launch was");
    }),
    scene("accept_several", Work, |desk| {
        desk.noticed().keys("j<space><space><space>a").settle();
    }),
    scene("accept_without_a_word_refused", Work, |desk| {
        desk.noticed().keys("ja").settle().keys("<tab><enter><right><enter>");
    }),
    scene("unaccept", Work, |desk| {
        desk.noticed().keys("/accepted:yes<enter>A").settle();
    }),
    scene("begin_review", Work, |desk| {
        desk.keys("2R").settle();
    }),
    scene("review", Work, |desk| {
        walk(desk).keys("lllll");
    }),
    scene("review_decided", Work, |desk| {
        keep(walk(desk), "the shop's own").keys("<left>");
    }),
    scene("review_keep", Work, |desk| {
        walk(desk).keys("y").settle().keys("still needed by the shop");
    }),
    scene("review_put_off", Work, |desk| {
        walk(desk).keys("s").settle();
    }),
    scene("review_rotate", Work, |desk| {
        walk(desk).keys("llllr").settle();
    }),
    scene("review_revoke", Work, |desk| {
        walk(desk).keys("llllx").settle();
    }),
    scene("close_review", Work, |desk| {
        keep(walk(desk), "").keys("c").settle();
    }),
    scene("save_report", Work, |desk| {
        keep(walk(desk), "").keys("c").settle().keys("<right><enter>").settle();
    }),
];

/// Begins a review of everything.
fn walk(desk: &mut Desk) -> &mut Desk {
    desk.keys("2R").settle().keys("<enter>")
}

/// Keeps the token under review, with a note.
fn keep<'a>(desk: &'a mut Desk, note: &str) -> &'a mut Desk {
    desk.keys("y").settle().keys(note).keys("<enter>")
}
