//! The first run with everything in it: a file that lies about, a first project, going back, and what fails at the end.

use crate::desk::Desk;
use crate::first_run::{groups, typed_groups};
use crate::scenes::FILE;
use crate::world::PASSPHRASE;
use jeton::domain::token::Status;

fn to_recovery_key(dotenv: Option<&str>) -> Desk {
    let mut desk = Desk::first_run(dotenv);
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>");
    desk.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>").expect("Keep the recovery key");
    desk
}

/// Past the recovery key.
fn confirmed(dotenv: Option<&str>) -> Desk {
    let mut desk = to_recovery_key(dotenv);
    let shown = groups(&desk);
    desk.keys("<right><enter>");
    let typed = typed_groups(&desk, &shown);
    desk.keys(&typed);
    desk
}

fn made(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.ground.directory.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).filter(|name| name != ".env").collect()
}

fn selectors(desk: &Desk) -> Vec<String> {
    let mut all: Vec<String> = desk.model.table.rows.rows().map(|row| row.to_summary().selector()).collect();
    all.sort();
    all
}

#[test]
fn a_file_found_beside_is_offered_line_by_line_and_shows_no_value() {
    let mut desk = confirmed(Some(FILE));
    desk.resize(120, 30).expect("5 of 6").expect("3 to take, 2 that look like");
    desk.expect("[x] 1    STRIPE_SECRET_KEY")
        .expect("[ ] 2    DEBUG")
        .expect("[ ] 3    PUBLIC_URL")
        .expect("[x] 5    GITHUB_TOKEN");
    desk.expect_not("sk_live").expect_not("sk-proj").expect_not("ghp_").expect_not("shop.example.org");
    desk.keys("<space><tab><enter>").expect("6 of 6").expect("A first project");
    assert_eq!(made(&desk), [""; 0], "still nothing is written");
    desk.keys("shop<enter>").expect("account").expect("1 more to come").expect("jtn_acc_");
    desk.settle().keys("<right><right><right><enter>").expect("project:shop").expect("jtn_prj_");
    desk.settle().keys("<right><right><enter>").expect("mara");
    assert_eq!(
        selectors(&desk),
        ["account", "external:github/GITHUB_TOKEN", "external:openai/OPENAI_API_KEY", "project:shop"],
        "what was unticked or looks like no secret stays out"
    );
}

#[test]
fn what_looks_like_no_secret_is_taken_when_it_is_ticked() {
    let mut desk = confirmed(Some(FILE));
    desk.keys("j<space><tab><enter><enter>").settle().keys("<right><right><enter>");
    assert!(selectors(&desk).iter().any(|selector| selector.ends_with("/DEBUG")), "{:?}", selectors(&desk));
}

#[test]
fn what_is_imported_is_what_was_seen_though_the_file_changes_meanwhile() {
    let mut desk = confirmed(Some(FILE));
    std::fs::write(desk.ground.directory.path().join(".env"), "GITHUB_TOKEN=ghp_99999999999999999999999999999999999\n").unwrap();
    desk.keys("<tab><enter><enter>").settle().keys("<right><right><enter>");
    let row = desk.model.table.rows.rows().map(|row| row.to_summary()).find(|row| row.owner.as_str() == "github").unwrap();
    let (services, session) = (desk.vault.services().unwrap(), desk.vault.session().unwrap());
    let value = services.reveal(&session, row.id, jeton::services::Purpose::Reveal).unwrap();
    assert_eq!(value.expose(), "ghp_16C7e42F292c6912E7710c838347Ae178B4a");
}

#[test]
fn every_step_goes_back_and_keeps_what_was_typed() {
    let mut desk = confirmed(Some(FILE));
    desk.keys("<tab><enter>shop").expect("6 of 6").keys("<esc>").expect("5 of 6").expect("[x] 1    STRIPE");
    desk.keys("<esc>").expect("4 of 6").expect("Confirm the recovery key");
    desk.keys("<esc>").expect("3 of 6").expect("Keep the recovery key").keys("<esc>").expect("2 of 6");
    assert!(!desk.vault.is_prepared() && desk.vault.take_first_file().is_none());
    desk.keys("<esc>").expect("1 of 6").expect("Acme").keys("<esc>");
    assert!(desk.left);
    assert_eq!(made(&desk), [""; 0], "no file, no directory");
}

#[test]
fn an_end_from_outside_leaves_nothing_at_any_step() {
    for steps in 0..4 {
        let mut desk = if steps < 2 { to_recovery_key(Some(FILE)) } else { confirmed(Some(FILE)) };
        if steps % 2 == 1 {
            desk.keys("<tab><enter>");
        }
        desk.tell(jeton::tui::msg::What::Hide);
        assert_eq!(made(&desk), [""; 0]);
    }
}

#[test]
fn keys_given_up_while_they_are_made_never_come_back() {
    let mut desk = Desk::first_run(None);
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>").keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE);
    desk.hold_effects();
    desk.keys("<enter>").expect("Making the keys").keys("<esc>").expect("Choose a passphrase");
    desk.keys("<s-tab><c-u>")
        .keys("seven purple otters juggle")
        .keys("<tab><c-u>")
        .keys("seven purple otters juggle")
        .keys("<enter>");
    desk.let_one_go();
    desk.expect("Making the keys");
    desk.let_go();
    desk.expect("Keep the recovery key");
    let shown = groups(&desk);
    desk.keys("<right><enter>");
    let typed = typed_groups(&desk, &shown);
    desk.keys(&typed).keys("<enter>").expect("jtn_acc_").settle().keys("<right><right><enter><c-l>");
    desk.keys(PASSPHRASE).keys("<enter>").expect("does not unlock").pass("1s").keys("<c-u>seven purple otters juggle<enter>");
    desk.expect("mara").keys("<c-l>").keys(&shown.join("-")).keys("<enter>").expect("mara");
}

#[test]
fn a_file_that_cannot_be_read_is_no_hindrance() {
    let mut desk = Desk::first_run(Some(FILE));
    std::fs::remove_file(desk.ground.directory.path().join(".env")).unwrap();
    desk.keys("Acme<tab>").keys("<c-u>mara<enter><enter>").keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>");
    let shown = groups(&desk);
    desk.keys("<right><enter>");
    let typed = typed_groups(&desk, &shown);
    desk.keys(&typed).expect("cannot be read").expect("Go on without it").keys("<enter>").expect("A first project");
}

#[test]
fn a_bad_project_name_is_refused_in_place_and_nothing_is_written() {
    let mut desk = confirmed(None);
    desk.expect("5 of 5").keys("a/b<enter>").expect("A first project").expect("/");
    assert_eq!(made(&desk), [""; 0]);
    desk.keys("<c-u>ab<enter>").expect("1 more to come");
    assert!(desk.vault.path.exists());
}

#[test]
fn when_a_later_part_fails_the_vault_stands_and_what_is_missing_is_named() {
    let mut desk = confirmed(Some(FILE));
    desk.vault.keep_first_file(None);
    desk.keys("<tab><enter>shop<enter>").expect("Made in part").expect("✓ vault").expect("✓ project shop").expect("✕ import");
    desk.settle().keys("<s-tab>gjj").expect("i to try again");
    desk.keys("<tab><enter>").expect("account");
    desk.settle().keys("<right><right><right><enter>").settle().keys("<right><right><enter>").expect("mara");
    assert_eq!(selectors(&desk), ["account", "project:shop"]);
    assert!(desk.model.table.rows.rows().all(|row| row.to_summary().status(desk.model.now.wall) == Status::Active));
}

#[test]
fn a_vault_that_cannot_be_written_says_so_and_starts_again_from_the_passphrase() {
    let mut desk = confirmed(None);
    std::fs::write(desk.ground.directory.path().join("share"), "in the way").unwrap();
    desk.keys("<enter>").expect("2 of 5").expect("✕");
    assert_eq!(made(&desk), ["share"]);
}

#[test]
fn it_fits_a_small_terminal_at_every_step() {
    let mut desk = Desk::first_run(Some(FILE));
    desk.resize(40, 10).expect("1 of 6").keys("Acme<tab>").keys("<c-u>mara<enter><enter>").expect("2 of 6");
    desk.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<enter>").expect("3 of 6").expect("Back");
}
