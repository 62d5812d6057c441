//! Copying in the interface where there is no tmux: over SSH and on a display, and what leaving does to it.

use crate::home::{Home, JETON, PASSPHRASE};
use crate::pty::{Terminal, contains, eventually};
use crate::x11::XServer;
use base64ct::{Base64, Encoding as _};
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};

const BLANK: &[u8] = b"\x1b]52;c;IA==\x1b\\";

/// The interface on a terminal of its own, unlocked, with the bot's token selected.
fn opened(home: &Home, variables: &[(&str, &str)]) -> Terminal {
    let mut command = CommandBuilder::new(JETON);
    command.env_clear();
    home.variables().filter(|(name, _)| *name != "JETON_PASSPHRASE_FILE").for_each(|(name, value)| command.env(name, value));
    variables.iter().for_each(|(name, value)| command.env(name, value));
    let mut terminal = Terminal::start(command);
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(PASSPHRASE.as_bytes());
    terminal.type_keys(b"\r");
    terminal.wait_to_see("ops owner");
    terminal.type_keys(b"j");
    terminal.wait_to_see("bot helper");
    terminal
}

fn copied(terminal: &mut Terminal, message: &str) {
    terminal.type_keys(b"y");
    terminal.wait_to_see(message);
}

/// Quitting with a value on the clipboard asks first.
fn quit(terminal: &mut Terminal) {
    terminal.type_keys(b"q");
    terminal.wait_to_see("Clear and quit");
    // The dialog takes no keys for 300 ms, so that a person has seen what it asks.
    std::thread::sleep(std::time::Duration::from_millis(350));
    terminal.type_keys(b"\x1b[C\r");
    assert_eq!(terminal.exit_code(), 0);
}

fn value_of(home: &Home) -> String {
    home.jeton(&["reveal", "bot:helper"]).trim().to_owned()
}

fn osc52(value: &str) -> Vec<u8> {
    format!("\x1b]52;c;{}\x1b\\", Base64::encode_string(value.as_bytes())).into_bytes()
}

const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22");
const OVER_SSH: &str = "sent to your terminal (OSC 52), cannot be confirmed";

#[test]
fn over_ssh_the_terminal_gets_the_value_and_a_blank_on_the_way_out() {
    let home = Home::with_bot();
    let value = value_of(&home);
    let mut terminal = opened(&home, &[SSH]);
    copied(&mut terminal, OVER_SSH);
    assert!(contains(&terminal.received(), &osc52(&value)));
    assert!(!contains(&terminal.received(), BLANK));
    quit(&mut terminal);
    assert!(contains(&terminal.received(), BLANK));
    assert!(!contains(&terminal.received(), value.as_bytes()), "copied without being shown");
}

#[test]
fn over_ssh_it_is_blanked_after_the_delay() {
    let home = Home::with_bot();
    home.configure("[clipboard]\nclear_after = \"2s\"\n");
    let mut terminal = opened(&home, &[SSH]);
    copied(&mut terminal, OVER_SSH);
    terminal.wait_for("a blank", BLANK);
    terminal.wait_to_see("clipboard cleared");
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0, "with nothing on the clipboard it leaves unasked");
}

#[test]
fn being_told_to_end_blanks_it_too() {
    let home = Home::with_bot();
    let mut terminal = opened(&home, &[SSH]);
    copied(&mut terminal, OVER_SSH);
    kill_process(Pid::from_raw(i32::try_from(terminal.pid()).unwrap()).unwrap(), Signal::TERM).unwrap();
    terminal.exit_code();
    assert!(contains(&terminal.received(), BLANK));
}

#[test]
fn on_a_display_leaving_takes_the_value_along() {
    let (home, server) = (Home::with_bot(), XServer::start());
    let mut terminal = opened(&home, &[("DISPLAY", server.display())]);
    copied(&mut terminal, "bot:helper/default: copied");
    assert_eq!(server.paste(), Some(value_of(&home)));
    assert_eq!(server.paste_as("x-kde-passwordManagerHint").as_deref(), Some("secret"));
    quit(&mut terminal);
    assert_eq!(server.paste(), None);
}

#[test]
fn on_a_display_it_goes_away_after_the_delay_unless_it_was_replaced() {
    let (home, server) = (Home::with_bot(), XServer::start());
    home.configure("[clipboard]\nclear_after = \"2s\"\n");
    let mut terminal = opened(&home, &[("DISPLAY", server.display())]);
    copied(&mut terminal, "bot:helper/default: copied");
    eventually("the clipboard is empty", || server.paste().is_none());
    terminal.wait_to_see("clipboard cleared");

    copied(&mut terminal, "bot:helper/default: copied");
    eventually("the value is back", || server.paste().is_some());
    server.copy("notes");
    terminal.wait_to_see("clipboard cleared");
    assert_eq!(server.paste().as_deref(), Some("notes"));
}

#[test]
fn what_others_copied_survives_quitting() {
    let (home, server) = (Home::with_bot(), XServer::start());
    let mut terminal = opened(&home, &[("DISPLAY", server.display())]);
    copied(&mut terminal, "bot:helper/default: copied");
    server.copy("notes");
    quit(&mut terminal);
    assert_eq!(server.paste().as_deref(), Some("notes"));
}
