//! The traffic screen in its states, and why calls got their verdicts.

use super::Start::{Locked, Work};
use super::{Scene, scene};
use crate::callers::{Called, HOSTILE};
use crate::desk::Desk;
use jeton::domain::verdict::Reason;

pub const SCENES: &[Scene] = &[
    scene("traffic", Work, |desk| {
        desk.busy().keys("4");
    }),
    scene("traffic_scrolled_back", Work, |desk| {
        desk.busy().keys("4kkkkk<c-u><c-u>");
    }),
    scene("traffic_figures", Work, |desk| {
        desk.busy().keys("4<tab>");
    }),
    scene("traffic_paused", Work, |desk| {
        desk.busy().keys("4<space>").judged(HOSTILE);
    }),
    scene("traffic_filter_typing", Work, |desk| {
        desk.busy().keys("4/denied source:203.");
    }),
    scene("traffic_filter_wrong", Work, |desk| {
        desk.busy().keys("4/reason:missing-skope");
    }),
    scene("traffic_filter_nothing", Work, |desk| {
        desk.busy().keys("4/at:<1s<enter>");
    }),
    scene("traffic_of_a_token", Work, |desk| {
        desk.busy().keys("/staging<enter>t");
    }),
    scene("traffic_hostile", Work, |desk| {
        desk.judged(HOSTILE).keys("4");
    }),
    scene("traffic_never", Work, |desk| {
        desk.keys("4");
    }),
    scene("traffic_reading", Work, |desk| {
        desk.hold_effects();
        desk.keys("4");
    }),
    scene("traffic_damaged", Work, |desk| {
        std::fs::write(desk.ground.directory.path().join("usage.db"), "not a database at all").unwrap();
        private(desk);
        desk.keys("4");
    }),
    scene("traffic_locked", Locked, |desk| {
        desk.busy().keys("<esc>4");
    }),
    scene("explain_denied", Work, |desk| {
        desk.busy().keys("4/reason:missing-scope<enter><enter>").settle();
    }),
    scene("explain_mended", Work, |desk| {
        desk.judged(&[Called {
            ago: 600,
            token: Some(("bot:faq-bot", 1)),
            request: ("GET", "/v1/files/file_7"),
            scope: Some("files:read"),
            source: Some("192.0.2.7"),
            denied: Some(Reason::MissingScope),
        }]);
        desk.keys("4<enter>").settle();
    }),
    scene("explain_ended_since", Work, |desk| {
        desk.busy().keys("/faq-bot<enter>d").settle().keys("<right><enter>").pass("9s");
        desk.keys("4/faq-bot post<enter><enter>").settle();
    }),
    scene("explain_allowed", Work, |desk| {
        desk.busy().keys("4<enter>").settle();
    }),
    scene("explain_unknown", Work, |desk| {
        desk.busy().keys("4/reason:unknown<enter><enter>").settle();
    }),
    scene("explain_hostile", Work, |desk| {
        desk.judged(HOSTILE).keys("4kk<enter>").settle();
    }),
    scene("edit_granting", Work, |desk| {
        desk.busy().keys("4/reason:missing-scope<enter><enter>").settle().keys("<right><enter>").settle();
    }),
    scene("detail_in_use", Work, |desk| {
        desk.busy().keys("<c-r>/support-bot default<enter><enter>jjjj");
    }),
    scene("detail_while_a_secret_retires", Work, |desk| {
        desk.busy().keys("<c-r>/staging<enter><enter>jjjj");
    }),
    scene("end_grace_in_use", Work, |desk| {
        desk.busy().keys("<c-r>/staging<enter>-").settle();
    }),
    scene("rotate_again_in_use", Work, |desk| {
        desk.busy().keys("<c-r>/staging<enter>r").settle();
    }),
    scene("revoke_in_use", Work, |desk| {
        desk.busy().keys("<c-r>/support-bot default<enter>x").settle();
    }),
    scene("revoke_several_in_use", Work, |desk| {
        desk.busy().keys("<c-r>/kind:bot<enter>vGvx").settle();
    }),
    scene("archive_owner_in_use", Work, |desk| {
        desk.busy().keys("<c-r>hjjx").settle();
    }),
    scene("help_of_the_calls", Work, |desk| {
        desk.keys("4?");
    }),
];

/// A file of figures is refused while others can read it.
fn private(desk: &Desk) {
    use std::os::unix::fs::PermissionsExt;
    let path = desk.ground.directory.path().join("usage.db");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
