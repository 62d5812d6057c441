//! Copying: on the record, and refused before anything is opened when it cannot work.

use crate::world::Vault;
use jeton::clipboard::{ClipboardConfig, Mode};
use jeton::domain::event::Action;
use jeton::domain::owner::OwnerKind;
use jeton::services::{Category, Cleared, Copier, Delivery, Environment, Error, LogQuery};

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
    let receipt = vault.services.copy(&vault.session, bot.token.id, &mut copier, &mut terminal).unwrap();
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
    let error = vault.services.copy(&vault.session, bot.token.id, &mut over_ssh(Mode::Off), &mut terminal).unwrap_err();
    assert!(matches!(error, Error::Clipboard(_)) && error.category() == Category::Usage, "{error}");
    assert_eq!(terminal, b"");
    assert_eq!(copies_on_record(&vault), 0);
}

#[test]
fn a_value_that_is_shown_once_cannot_be_copied_later() {
    let vault = Vault::new();
    let pat = vault.issue_pat("ci", &["bots:read"]);
    let (mut copier, mut terminal) = (over_ssh(Mode::Auto), Vec::new());
    let error = vault.services.copy(&vault.session, pat.token.id, &mut copier, &mut terminal).unwrap_err();
    assert!(matches!(error, Error::NotRevealable(_)), "{error}");
    assert_eq!(terminal, b"");
    let receipt = copier.copy_value(&pat.value, &mut terminal, vault.services.now()).unwrap();
    assert_eq!(receipt.delivery, Delivery::SentToTerminal, "while it is still on the screen, it can");
}
