//! An operator copies and walks away, with a clock held still and a terminal made of bytes.

use super::*;
use crate::clipboard::Mode;
use proptest::prelude::*;
use std::fs;

const BLANKED: &[u8] = b"\x1b]52;c;IA==\x1b\\";

fn at(second: i64) -> Instant {
    Instant::from_second(second).unwrap()
}

fn value() -> Plaintext {
    Plaintext::new("jtn_bot_canary".to_owned())
}

fn over_ssh(clear_after: u64) -> Clipboard {
    let config = ClipboardConfig { clear_after: Span::from_secs(clear_after), ..ClipboardConfig::default() };
    Clipboard::new(&config, &Environment { over_ssh: true, has_terminal: true, ..Environment::default() })
}

fn by_command(script: &str) -> Clipboard {
    let command = ["sh", "-c", script].map(str::to_owned).to_vec();
    let config = ClipboardConfig { mode: Mode::Command, command, ..ClipboardConfig::default() };
    Clipboard::new(&config, &Environment::default())
}

#[test]
fn over_ssh_the_receipt_promises_no_more_than_is_known() {
    let mut terminal = Vec::new();
    let receipt = over_ssh(45).copy(&value(), &mut terminal, at(100)).unwrap();
    assert_eq!(receipt.message(), "sent to your terminal (OSC 52), cannot be confirmed");
    assert_eq!(receipt.clears_at, Some(at(145)));
    assert_eq!(terminal, b"\x1b]52;c;anRuX2JvdF9jYW5hcnk=\x1b\\");
}

#[test]
fn after_the_delay_it_is_overwritten_once() {
    let (mut clipboard, mut terminal) = (over_ssh(45), Vec::new());
    clipboard.copy(&value(), &mut Vec::new(), at(100)).unwrap();
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(144)).unwrap(), Cleared::Nothing);
    assert_eq!(terminal, b"");
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(145)).unwrap(), Cleared::Overwritten);
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(146)).unwrap(), Cleared::Nothing);
    assert_eq!(clipboard.clear(&mut terminal).unwrap(), Cleared::Nothing);
    assert_eq!(terminal, BLANKED);
}

#[test]
fn copying_again_starts_the_delay_anew() {
    let (mut clipboard, mut terminal) = (over_ssh(45), Vec::new());
    clipboard.copy(&value(), &mut Vec::new(), at(100)).unwrap();
    clipboard.copy(&value(), &mut Vec::new(), at(140)).unwrap();
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(150)).unwrap(), Cleared::Nothing);
    assert_eq!(clipboard.clears_at(), Some(at(185)));
}

#[test]
fn without_a_delay_only_quitting_clears() {
    let (mut clipboard, mut terminal) = (over_ssh(0), Vec::new());
    assert_eq!(clipboard.copy(&value(), &mut Vec::new(), at(100)).unwrap().clears_at, None);
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(1_000_000)).unwrap(), Cleared::Nothing);
    assert_eq!(clipboard.clear(&mut terminal).unwrap(), Cleared::Overwritten);
}

#[test]
fn a_copy_that_was_asked_for_before_leaving_and_comes_after_it_is_refused() {
    let (mut clipboard, mut terminal) = (over_ssh(45), Vec::new());
    clipboard.copy(&value(), &mut Vec::new(), at(100)).unwrap();
    assert_eq!(clipboard.close(&mut terminal).unwrap(), Cleared::Overwritten);
    assert!(matches!(clipboard.copy(&value(), &mut terminal, at(101)), Err(ClipboardError::Refused(Refusal::Closed))));
    assert_eq!(clipboard.close(&mut terminal).unwrap(), Cleared::Nothing);
    assert_eq!(terminal, BLANKED);
}

#[test]
fn a_session_that_copied_nothing_overwrites_nothing() {
    let mut terminal = Vec::new();
    assert_eq!(over_ssh(45).clear(&mut terminal).unwrap(), Cleared::Nothing);
    assert_eq!(terminal, b"");
}

#[test]
fn a_failed_clear_is_tried_again_on_quit_but_not_by_the_timer() {
    let (mut clipboard, mut closed) = (over_ssh(45), &mut [] as &mut [u8]);
    clipboard.copy(&value(), &mut Vec::new(), at(100)).unwrap();
    assert!(matches!(clipboard.clear_if_due(&mut closed, at(145)), Err(ClipboardError::Terminal(_))));
    let mut terminal = Vec::new();
    assert_eq!(clipboard.clear_if_due(&mut terminal, at(146)).unwrap(), Cleared::Nothing);
    assert_eq!(clipboard.clear(&mut terminal).unwrap(), Cleared::Overwritten);
    assert_eq!(terminal, BLANKED);
}

#[test]
fn the_operators_command_gets_the_value_and_later_a_blank() {
    let folder = tempfile::tempdir().unwrap();
    let held = folder.path().join("held");
    let mut clipboard = by_command(&format!("cat > '{}'", held.display()));
    let receipt = clipboard.copy(&value(), &mut std::io::sink(), at(100)).unwrap();
    assert_eq!(receipt.message(), "handed to your clipboard command");
    assert_eq!(fs::read_to_string(&held).unwrap(), "jtn_bot_canary");
    assert_eq!(clipboard.clear(&mut std::io::sink()).unwrap(), Cleared::Overwritten);
    assert_eq!(fs::read_to_string(&held).unwrap(), " ");
}

#[test]
fn a_command_that_fails_repeats_nothing_of_what_it_was_given() {
    let mut clipboard = by_command("cat >&2; exit 7");
    let error = clipboard.copy(&value(), &mut std::io::sink(), at(100)).unwrap_err().to_string();
    assert!(error.starts_with("the clipboard command failed: exit status: 7; "), "{error}");
    assert!(!error.contains("canary"));
    assert_eq!(clipboard.clear(&mut std::io::sink()).unwrap(), Cleared::Nothing, "nothing was copied");
}

#[test]
fn a_command_that_stays_in_the_background_does_not_hold_us_up() {
    let started = std::time::Instant::now();
    by_command("cat > /dev/null; sleep 30 &").copy(&value(), &mut std::io::sink(), at(100)).unwrap();
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}

#[test]
fn when_it_is_off_the_refusal_says_how_to_turn_it_on() {
    let config = ClipboardConfig { mode: Mode::Off, ..ClipboardConfig::default() };
    let mut clipboard = Clipboard::new(&config, &Environment::default());
    let error = clipboard.copy(&value(), &mut std::io::sink(), at(100)).unwrap_err();
    assert!(matches!(error, ClipboardError::Refused(Refusal::Off)));
    assert!(error.to_string().contains("set mode = \"auto\""), "{error}");
    assert!(clipboard.check().is_err());
}

proptest! {
    /// Whatever was done, after quitting the last thing the terminal was told is a blank, if it was ever told a value.
    #[test]
    fn quitting_leaves_no_value_behind(steps in proptest::collection::vec((any::<bool>(), 0_i64..60), 0..12)) {
        let (mut clipboard, mut terminal, mut now) = (over_ssh(45), Vec::new(), 0);
        for (copies, later) in steps {
            now += later;
            if copies {
                clipboard.copy(&value(), &mut terminal, at(now)).unwrap();
            } else {
                clipboard.clear_if_due(&mut terminal, at(now)).unwrap();
            }
        }
        clipboard.clear(&mut terminal).unwrap();
        prop_assert!(terminal.is_empty() || terminal.ends_with(BLANKED));
        prop_assert!(clipboard.is_empty_handed());
    }
}
