//! Copying: on the record, and refused before anything is opened when it cannot work.

use crate::world::{Vault, add_request};
use base64ct::{Base64, Encoding as _};
use jeton::clipboard::{ClipboardConfig, Mode};
use jeton::domain::event::Action;
use jeton::domain::owner::OwnerKind;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::snippet::Snippet;
use jeton::services::{Category, Cleared, Copier, Delivery, Environment, Error, LogQuery};
use std::process::Command;

fn over_ssh(mode: Mode) -> Copier {
    let config = ClipboardConfig { mode, ..ClipboardConfig::default() };
    Copier::new(&config, &Environment { over_ssh: true, has_terminal: true, ..Environment::default() })
}

fn copies_on_record(vault: &Vault) -> usize {
    vault.services.log(&LogQuery { actions: vec![Action::Copy], ..LogQuery::default() }).unwrap().len()
}

#[test]
fn a_copy_is_recorded_reaches_the_terminal_and_is_taken_away() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let (mut copier, mut terminal) = (over_ssh(Mode::Auto), Vec::new());
    let receipt = vault.services.copy(&vault.session, bot.token.id, None, &mut copier, &mut terminal).unwrap();
    assert_eq!(receipt.delivery, Delivery::SentToTerminal);
    assert_eq!(receipt.clears_at, copier.clears_at());
    assert!(terminal.starts_with(b"\x1b]52;c;"));
    assert_eq!(copies_on_record(&vault), 1);

    vault.pass("44s");
    assert_eq!(copier.clear_if_due(&mut terminal, vault.services.now()).unwrap(), Cleared::Nothing);
    vault.pass("1s");
    assert_eq!(copier.clear_if_due(&mut terminal, vault.services.now()).unwrap(), Cleared::Overwritten);
    assert!(terminal.ends_with(b"\x1b]52;c;IA==\x1b\\"));
}

#[test]
fn with_the_clipboard_off_no_value_is_opened_and_nothing_is_recorded() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let mut terminal = Vec::new();
    let error = vault.services.copy(&vault.session, bot.token.id, None, &mut over_ssh(Mode::Off), &mut terminal).unwrap_err();
    assert!(matches!(error, Error::Clipboard(_)) && error.category() == Category::Usage, "{error}");
    assert_eq!(terminal, b"");
    assert_eq!(copies_on_record(&vault), 0);
}

#[test]
fn a_value_that_is_shown_once_cannot_be_copied_later() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["bots:read"]);
    let (mut copier, mut terminal) = (over_ssh(Mode::Auto), Vec::new());
    let error = vault.services.copy(&vault.session, pat.token.id, None, &mut copier, &mut terminal).unwrap_err();
    assert!(matches!(error, Error::NotRevealable(_)), "{error}");
    assert_eq!(terminal, b"");
    let receipt = copier.copy_value(&pat.value, &mut terminal, vault.services.now()).unwrap();
    assert_eq!(receipt.delivery, Delivery::SentToTerminal, "while it is still on the screen, it can");
}

/// What the terminal was told to put on the clipboard last.
fn sent(terminal: &[u8]) -> String {
    let text = String::from_utf8(terminal.to_vec()).unwrap();
    let base64 = text.rsplit("\x1b]52;c;").next().unwrap().trim_end_matches("\x1b\\");
    String::from_utf8(Base64::decode_vec(base64).unwrap()).unwrap()
}

#[test]
fn a_line_is_copied_around_the_value_and_the_record_says_which() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "helper", None);
    let (mut copier, mut terminal) = (over_ssh(Mode::Auto), Vec::new());
    vault.services.copy(&vault.session, bot.token.id, Some(Snippet::ApiToken), &mut copier, &mut terminal).unwrap();
    assert_eq!(sent(&terminal), format!("curl -H 'x-api-token: {}' https://YOUR-HOST/", bot.value.expose()));
    let log = vault.services.log(&LogQuery { actions: vec![Action::Copy], ..LogQuery::default() }).unwrap();
    assert_eq!(log[0].what.detail, "in a line: curl, x-api-token");
}

#[test]
fn of_a_service_elsewhere_only_the_standard_header_is_known() {
    let vault = Vault::new();
    let mut request = add_request(OwnerKind::External, "github", None);
    request.value = Some(Plaintext::new("it's issued elsewhere".to_owned()));
    let key = vault.services.add_owner((&vault.session).into(), request).unwrap().issued.unwrap();
    let copy = |line| vault.services.copy(&vault.session, key.token.id, line, &mut over_ssh(Mode::Auto), &mut Vec::new());
    let error = copy(Some(Snippet::ApiToken)).unwrap_err().to_string();
    assert!(error.contains("for these there is bearer"), "{error}");
    assert_eq!(copies_on_record(&vault), 0, "nothing was handed out");
    copy(Some(Snippet::Bearer)).unwrap();
}

#[test]
fn a_shell_hands_the_value_of_a_line_on_as_it_is() {
    for value in ["$HOME `id` \"x\" \\ !! %s", "it's 'quoted'", "'", "jtn_bot_0123456789"] {
        let line = Snippet::Bearer.with(&Plaintext::new(value.to_owned())).unwrap();
        // `curl` is played by a function that prints what it is given.
        let script = format!("curl() {{ printf '%s|' \"$@\"; }}\n{}", line.expose());
        let said = Command::new("sh").args(["-c", &script]).output().unwrap().stdout;
        assert_eq!(String::from_utf8(said).unwrap(), format!("-H|Authorization: Bearer {value}|https://YOUR-HOST/|"));
    }
}
