//! Copying inside tmux: the buffer to paste from, and what reaches the terminal outside.

use crate::holder::{Holder, VALUE};
use crate::pty::{Terminal, contains, eventually};
use crate::tmux::Tmux;
use base64ct::{Base64, Encoding as _};
use jeton::clipboard::{Cleared, Clipboard, ClipboardConfig, Delivery, Environment};
use jeton::domain::Instant;
use jeton::domain::plaintext::Plaintext;
use rustix::process::Signal;

fn inside(tmux: &Tmux) -> Clipboard {
    let variables = [("TMUX", tmux.variable()), ("TERM", "tmux-256color".to_owned())];
    let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
    Clipboard::new(&ClipboardConfig::default(), &Environment::read(lookup, true))
}

fn at(second: i64) -> Instant {
    Instant::from_second(1_800_000_000 + second).unwrap()
}

/// Copies at second 0. Nothing may be written to the terminal directly.
#[track_caller]
fn copy(clipboard: &mut Clipboard, value: &str) {
    let mut terminal = Vec::new();
    let receipt = clipboard.copy(&Plaintext::new(value.to_owned()), &mut terminal, at(0)).unwrap();
    assert_eq!(receipt.delivery, Delivery::ThroughTmux);
    assert_eq!(receipt.clears_at, Some(at(45)));
    assert_eq!(terminal, b"");
}

fn clear(clipboard: &mut Clipboard) -> Cleared {
    clipboard.clear(&mut std::io::sink()).unwrap()
}

/// tmux writes an empty selection name and ends with BEL.
fn osc52(value: &str) -> Vec<u8> {
    format!("\x1b]52;;{}\x07", Base64::encode_string(value.as_bytes())).into_bytes()
}

/// Everything that tmux sent before a mark that is printed now has reached the terminal when the mark has.
#[track_caller]
fn settle(tmux: &Tmux, terminal: &Terminal, mark: &str) {
    tmux.type_in(&format!("echo {mark}_$((40+2))"));
    tmux.keys(&["Enter"]);
    terminal.wait_for("the mark shows", format!("{mark}_42").as_bytes());
}

#[test]
fn the_value_is_what_the_paste_key_would_paste() {
    let tmux = Tmux::start("");
    copy(&mut inside(&tmux), VALUE);
    assert_eq!(tmux.ask(&["show-buffer"]), VALUE);
}

#[test]
fn the_terminal_outside_gets_it_whatever_set_clipboard_says() {
    for setting in ["off", "external", "on"] {
        let tmux = Tmux::start(&format!("set -g set-clipboard {setting}"));
        let terminal = tmux.attach();
        let mut clipboard = inside(&tmux);
        copy(&mut clipboard, VALUE);
        terminal.wait_for(&format!("OSC 52 under set-clipboard {setting}"), &osc52(VALUE));
        assert_eq!(clear(&mut clipboard), Cleared::Cleared);
        terminal.wait_for(&format!("a blank under set-clipboard {setting}"), &osc52(" "));
        assert_eq!(tmux.buffers(), [""; 0]);
    }
}

/// Why tmux is asked and not the terminal: the escape sequence alone gets through under one setting of three.
/// `TERM=screen…` without a tmux variable is how tmux at the near end of an SSH session looks from the far end.
#[test]
fn a_bare_escape_sequence_gets_through_only_when_tmux_is_told_to_listen() {
    for (setting, gets_through) in [("off", false), ("external", false), ("on", true)] {
        for term in ["tmux-256color", "screen-256color"] {
            let tmux = Tmux::start(&format!("set -g set-clipboard {setting}"));
            let terminal = tmux.attach();
            tmux.type_in(&format!("printf '{}'", octal(&bare_sequence(term))));
            tmux.keys(&["Enter"]);
            settle(&tmux, &terminal, "after");
            let encoded = Base64::encode_string(VALUE.as_bytes());
            let sent = terminal.received();
            let starts = [format!("\x1b]52;;{encoded}"), format!("\x1b]52;c;{encoded}")];
            let arrived = starts.iter().any(|start| contains(&sent, start.as_bytes()));
            assert_eq!(arrived, gets_through, "set-clipboard {setting}, TERM={term}");
        }
    }
}

fn bare_sequence(term: &str) -> Vec<u8> {
    let environment = Environment { over_ssh: true, term: Some(term.to_owned()), has_terminal: true, ..Environment::default() };
    let mut bytes = Vec::new();
    let mut clipboard = Clipboard::new(&ClipboardConfig::default(), &environment);
    let receipt = clipboard.copy(&Plaintext::new(VALUE.to_owned()), &mut bytes, at(0)).unwrap();
    assert_eq!(receipt.delivery, Delivery::SentToTerminal);
    bytes
}

/// As `printf` writes bytes.
fn octal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}

#[test]
fn it_goes_away_after_the_delay_and_not_before() {
    let tmux = Tmux::start("");
    let mut clipboard = inside(&tmux);
    copy(&mut clipboard, VALUE);
    let mut terminal = std::io::sink();
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(44)).unwrap(), Cleared::Nothing);
    assert_eq!(tmux.ask(&["show-buffer"]), VALUE);
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(45)).unwrap(), Cleared::Cleared);
    assert_eq!(tmux.buffers(), [""; 0]);
    assert_eq!(clear(&mut clipboard), Cleared::Nothing, "a second time does no harm");
}

#[test]
fn something_copied_in_tmux_since_stays_on_both_clipboards() {
    let tmux = Tmux::start("");
    let terminal = tmux.attach();
    let mut clipboard = inside(&tmux);
    copy(&mut clipboard, VALUE);
    tmux.ask(&["set-buffer", "-w", "notes"]);
    terminal.wait_for("the notes reach the terminal", &osc52("notes"));
    assert_eq!(clear(&mut clipboard), Cleared::Cleared);
    settle(&tmux, &terminal, "cleared");
    assert_eq!(tmux.ask(&["show-buffer"]), "notes");
    assert_eq!(tmux.buffers().len(), 1, "the value's own buffer is gone");
    assert!(!contains(&terminal.received(), &osc52(" ")), "the notes were not overwritten outside");
}

#[test]
fn a_buffer_that_was_given_other_content_is_left_alone() {
    let tmux = Tmux::start("");
    let mut clipboard = inside(&tmux);
    copy(&mut clipboard, VALUE);
    let name = tmux.buffers().remove(0);
    tmux.ask(&["set-buffer", "-b", &name, "mine now"]);
    assert_eq!(clear(&mut clipboard), Cleared::Replaced);
    assert_eq!(tmux.ask(&["show-buffer", "-b", &name]), "mine now");
}

#[test]
fn a_second_copy_takes_the_first_away() {
    let tmux = Tmux::start("");
    let mut clipboard = inside(&tmux);
    copy(&mut clipboard, VALUE);
    copy(&mut clipboard, "jtn_bot_second");
    assert_eq!(tmux.ask(&["show-buffer"]), "jtn_bot_second");
    assert_eq!(tmux.buffers().len(), 1);
    assert_eq!(clear(&mut clipboard), Cleared::Cleared);
    assert_eq!(tmux.buffers(), [""; 0]);
}

#[test]
fn quotes_newlines_and_long_values_arrive_as_they_are() {
    let tmux = Tmux::start("");
    let mut clipboard = inside(&tmux);
    let long = "0123456789abcdef".repeat(10_000);
    for value in ["it's \"so\" #{pid} $HOME `id` %1 \\ ;\n two\tlines; ", "-w", long.as_str()] {
        copy(&mut clipboard, value);
        assert_eq!(tmux.ask(&["show-buffer"]), value);
    }
    assert_eq!(clear(&mut clipboard), Cleared::Cleared);
}

#[test]
fn a_server_that_is_gone_is_said() {
    let tmux = Tmux::start("");
    let mut clipboard = inside(&tmux);
    let server = tmux.ask(&["display-message", "-p", "#{pid}"]);
    drop(tmux);
    eventually("the server ends", || !std::path::Path::new("/proc").join(server.trim()).exists());
    let error = clipboard.copy(&Plaintext::new(VALUE.to_owned()), &mut std::io::sink(), at(0)).unwrap_err();
    assert!(error.to_string().starts_with("tmux failed: "), "{error}");
    assert!(!error.to_string().contains(VALUE));
    assert_eq!(clear(&mut clipboard), Cleared::Nothing);
}

#[test]
fn the_holder_that_is_told_to_end_clears_first() {
    let tmux = Tmux::start("");
    let mut holder = Holder::start("auto", 600, &[("TMUX", &tmux.variable())]);
    assert!(holder.answer.contains("\"delivery\":\"ThroughTmux\""), "{}", holder.answer);
    assert_eq!(tmux.ask(&["show-buffer"]), VALUE);
    holder.tell(Signal::TERM);
    holder.wait_for_end();
    assert_eq!(tmux.buffers(), [""; 0]);
}
