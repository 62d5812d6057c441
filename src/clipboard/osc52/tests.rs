//! The very bytes that reach a terminal.

use super::*;
use proptest::prelude::*;

fn sent(value: &str, wrapping: Wrapping) -> String {
    let mut terminal = Vec::new();
    put(&mut terminal, value, wrapping).unwrap();
    String::from_utf8(terminal).unwrap()
}

/// What GNU screen passes on: the inside of each device control string, joined.
fn through_screen(bytes: &str) -> String {
    let mut out = String::new();
    let mut rest = bytes;
    while let Some(start) = rest.find("\x1bP") {
        let (inside, after) = rest[start + 2..].split_once("\x1b\\").unwrap();
        out.push_str(inside);
        rest = after;
    }
    out
}

#[test]
fn a_plain_copy_names_the_clipboard_and_ends_with_st() {
    assert_eq!(sent("jtn_bot_abc", Wrapping::Plain), "\x1b]52;c;anRuX2JvdF9hYmM=\x1b\\");
}

#[test]
fn screen_gets_it_in_device_control_strings() {
    assert_eq!(sent("jtn_bot_abc", Wrapping::Screen), "\x1bP\x1b]52;c;anRuX2JvdF9hYmM=\x07\x1b\\");
    let long = sent(&"x".repeat(80), Wrapping::Screen);
    let (first, second) = ("eHh4".repeat(19), format!("{}eHg=", "eHh4".repeat(7)));
    assert_eq!(long, format!("\x1bP\x1b]52;c;{first}\x1b\\\x1bP{second}\x07\x1b\\"));
}

#[test]
fn when_it_may_be_either_both_are_sent() {
    let both = sent("v", Wrapping::Either);
    assert_eq!(both, format!("{}{}", sent("v", Wrapping::Plain), sent("v", Wrapping::Screen)));
}

#[test]
fn a_single_space_overwrites() {
    assert_eq!(sent(" ", Wrapping::Plain), "\x1b]52;c;IA==\x1b\\");
}

#[test]
fn more_than_a_terminal_takes_is_refused_and_nothing_is_sent() {
    let mut terminal = Vec::new();
    let error = put(&mut terminal, &"x".repeat(MAX_BYTES + 1), Wrapping::Plain).unwrap_err();
    assert!(matches!(error, ClipboardError::TooLong { bytes: 74_992 }));
    assert!(error.to_string().contains("74992 bytes long and a terminal takes 74991 at most"), "{error}");
    assert_eq!(terminal, b"");
    assert!(sent(&"x".repeat(MAX_BYTES), Wrapping::Plain).len() <= 100_000);
}

#[test]
fn a_terminal_that_is_gone_is_an_error() {
    let mut closed: &mut [u8] = &mut [];
    assert!(matches!(put(&mut closed, "v", Wrapping::Plain), Err(ClipboardError::Terminal(_))));
}

proptest! {
    #[test]
    fn whatever_the_value_holds_only_base64_travels(value in ".{0,400}") {
        let plain = sent(&value, Wrapping::Plain);
        let encoded = plain.strip_prefix("\x1b]52;c;").unwrap().strip_suffix("\x1b\\").unwrap();
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)));
        prop_assert_eq!(Base64::decode_vec(encoded).unwrap(), value.as_bytes());
        prop_assert_eq!(through_screen(&sent(&value, Wrapping::Screen)), format!("\x1b]52;c;{encoded}\x07"));
    }
}
