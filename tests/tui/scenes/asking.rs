//! Dialogs that ask something.

use super::Start::Work;
use super::{Scene, scene};
use crate::desk::Desk;

pub const SCENES: &[Scene] = &[
    scene("copy_line", Work, |desk| {
        desk.keys("jjjjY").settle().keys("<right>");
    }),
    scene("copy_line_of_a_service", Work, |desk| {
        desk.keys("GY").settle();
    }),
    scene("issue_personal", Work, |desk| {
        desk.keys("n").settle();
    }),
    scene("issue_refused", Work, |desk| {
        desk.keys("n").settle().keys("<s-tab><enter>");
    }),
    scene("issue_for_a_bot", Work, |desk| {
        desk.keys("n").settle().keys("<right><tab>supp");
    }),
    scene("issue_choosing_scopes", Work, |desk| {
        desk.keys("n").settle().keys("<tab>deploy<tab>files<tab><space><down>");
    }),
    scene("issue_external", Work, |desk| {
        desk.keys("n").settle().keys("<right><right><right>");
    }),
    scene("add_project", Work, |desk| {
        desk.keys("a").settle();
    }),
    scene("add_bot", Work, |desk| {
        desk.keys("hjja").settle();
    }),
    scene("add_external", Work, |desk| {
        desk.keys("a").settle().keys("<right><right><right>");
    }),
    scene("add_refused", Work, |desk| {
        desk.keys("a").settle().keys("<tab>HELPDESK<tab><tab><tab><tab><tab><enter>");
    }),
    scene("import", Work, |desk| {
        desk.keys("i").settle();
    }),
    scene("import_lines", Work, |desk| {
        let path = desk.ground.directory.path().join("shop.env");
        let file = "STRIPE_SECRET_KEY=sk_live_51H8fZq2eZvKYlo2C0aB7dE9fG\nDEBUG=true\n\
                    export OPENAI_API_KEY=\"sk-proj-9aB8cD7eF6gH5iJ4kL3mN2oP1qR0\"\n";
        std::fs::write(&path, file).unwrap();
        desk.keys("i").settle().keys("<c-u>").keys(&path.display().to_string()).keys("<s-tab><enter>").settle();
    }),
    scene("edit", Work, |desk| {
        on(desk, "laptop").keys("e").settle();
    }),
    scene("edit_networks_refused", Work, |desk| {
        on(desk, "laptop").keys("e").settle();
        desk.keys("<tab><tab><tab><tab>10.0.0.1/8<tab>100/m<tab><tab><enter>");
    }),
    scene("rotate", Work, |desk| {
        on(desk, "faq-bot").keys("r").settle();
    }),
    scene("rotate_again", Work, |desk| {
        on(desk, "staging").keys("r").settle().keys("<tab>");
    }),
    scene("rotate_by_any_length", Work, |desk| {
        on(desk, "faq-bot").keys("r").settle().keys("<right><right><tab>soon<tab><right><enter>");
    }),
    scene("rotate_external", Work, |desk| {
        on(desk, "github").keys("r").settle().paste("ghp_36B8e42F292c6912E7710c838347Ae178B4b");
    }),
    scene("rotating", Work, |desk| {
        on(desk, "faq-bot").keys("r").settle();
        desk.hold_effects();
        desk.keys("<tab><right><enter>");
    }),
    scene("extend_grace", Work, |desk| {
        on(desk, "staging").keys("+").settle();
    }),
    scene("end_grace", Work, |desk| {
        on(desk, "staging").keys("-").settle();
    }),
    scene("disable", Work, |desk| {
        on(desk, "laptop").keys("d").settle();
    }),
    scene("enable", Work, |desk| {
        on(desk, "laptop").keys("d").settle().keys("<right><enter>d").settle();
    }),
    scene("revoke", Work, |desk| {
        on(desk, "laptop").keys("x").settle();
    }),
    scene("revoke_account", Work, |desk| {
        desk.keys("x").settle();
    }),
    scene("revoke_several", Work, |desk| {
        desk.keys("/kind:bot<enter><space><space>x").settle();
    }),
    scene("rotate_several", Work, |desk| {
        desk.keys("ggvGvr").settle();
    }),
    scene("rotate_several_in_a_grace", Work, |desk| {
        desk.keys("ggvGvr").settle().keys("<tab>").keys("<right>");
    }),
    scene("rotate_several_under_way", Work, |desk| {
        desk.keys("/kind:bot<enter>vGvr").settle().keys("<tab><tab>3<tab><right>");
        desk.hold_effects();
        desk.keys("<enter>").let_one_go();
    }),
    scene("rotate_several_done", Work, |desk| {
        desk.keys("ggvGvr").settle().keys("<tab><tab>8<tab><right><enter>").settle();
    }),
    scene("disable_several", Work, |desk| {
        desk.keys("/kind:bot<enter><space><space>/<c-u>webshop<enter>d").settle();
    }),
    scene("expire_several", Work, |desk| {
        desk.keys("ggvGve").settle();
    }),
    scene("change_passphrase", Work, |desk| {
        desk.keys("P").settle().keys("correct horse<tab>seven otters<tab>seven");
    }),
    scene("change_passphrase_refused", Work, |desk| {
        desk.keys("P").settle().keys("not the one<tab>seven purple otters juggle<tab>seven purple otters juggle");
        desk.keys("<tab><right><enter>");
    }),
    scene("revoke_refused", Work, |desk| {
        on(desk, "laptop").keys("x").settle().keys("lap<tab><tab><right><enter>");
    }),
    scene("edit_owner", Work, |desk| {
        desk.keys("hjjje").settle();
    }),
    scene("archive_owner", Work, |desk| {
        desk.keys("hjjx").settle();
    }),
    scene("save_value", Work, |desk| {
        on(desk, "faq-bot").keys("r").settle().keys("<tab><right><enter>").settle().keys("s").settle();
    }),
    scene("unlock_for_an_action", Work, |desk| {
        desk.keys("<c-l><esc>o");
    }),
    scene("quit", Work, |desk| {
        desk.keys("yq").settle();
    }),
];

/// Narrows the table to one token.
fn on<'desk>(desk: &'desk mut Desk, filter: &str) -> &'desk mut Desk {
    desk.keys("/").keys(filter).keys("<enter>")
}
