//! What a person may call things, tried with what nobody should.

use super::*;
use proptest::prelude::*;

fn name(text: &str) -> Result<Name, NameError> {
    text.parse()
}

#[test]
fn ordinary_names_are_taken() {
    for text in ["shop", "Order bot", "ci: nightly (2)", "Café", "東京", "a", "x'y\"z\\", &"é".repeat(64)] {
        assert_eq!(name(text).unwrap().as_str(), text);
    }
}

#[test]
fn nothing_to_see_is_no_name() {
    for text in ["", " ", "   ", "\u{a0}\u{3000}", "\u{301}", "\u{301}\u{308}", "\u{2800}", " \u{2800} "] {
        assert_eq!(name(text), Err(NameError::Empty), "{text:?}");
    }
}

#[test]
fn ten_kilobytes_are_counted_and_refused() {
    assert_eq!(name(&"x".repeat(10_240)), Err(NameError::TooLong(10_240)));
    assert_eq!(name(&"é".repeat(65)), Err(NameError::TooLong(65)));
    assert_eq!(name(&" ".repeat(10_240)), Err(NameError::Empty));
}

#[test]
fn characters_that_act_are_refused_by_their_number() {
    for (text, code) in [
        ("a\u{1b}[2Jb", "U+001B"),
        ("a\rb", "U+000D"),
        ("a\nb", "U+000A"),
        ("a\tb", "U+0009"),
        ("a\0b", "U+0000"),
        ("a\u{9b}31mb", "U+009B"),
        ("abc\u{202e}fed", "U+202E"),
        ("a\u{2066}b", "U+2066"),
        ("a\u{200b}b", "U+200B"),
        ("\u{feff}a", "U+FEFF"),
        ("a\u{200d}b", "U+200D"),
        ("a\u{3164}", "U+3164"),
    ] {
        let error = name(text).unwrap_err();
        assert_eq!(error, NameError::Active(code.to_owned()), "{text:?}");
        assert!(!error.to_string().chars().any(is_active));
    }
}

#[test]
fn a_slash_is_left_to_selectors() {
    assert_eq!(name("a/b"), Err(NameError::Slash));
}

#[test]
fn two_ways_to_type_a_name_are_one_name() {
    assert_eq!(name("Cafe\u{301}"), name("Café"));
    assert_eq!(name("  order \u{a0}\u{3000} bot "), name("order bot"));
    assert_eq!(name("CAFÉ").unwrap().folded(), name("cafe\u{301}").unwrap().folded());
    assert_ne!(name("ﬁle"), name("file"), "compatibility forms look different and stay so");
}

#[test]
fn a_stored_name_is_shown_safely_and_left_as_it_is() {
    let stored = Name::from_stored("a\u{1b}[2J\u{202e}b/".to_owned());
    assert_eq!(stored.as_str(), "a\u{1b}[2J\u{202e}b/");
    assert_eq!(stored.to_string(), "a^[[2J<U+202E>b/");
}

#[test]
fn normalising_makes_no_character_active() {
    for c in ('\0'..=char::MAX).filter(|c| !is_active(*c)) {
        assert!(!c.nfc().any(is_active), "U+{:04X}", c as u32);
    }
}

proptest! {
    #[test]
    fn a_name_that_was_taken_is_taken_again_as_it_is(text in any::<String>()) {
        if let Ok(taken) = name(&text) {
            prop_assert_eq!(name(taken.as_str()), Ok(taken.clone()));
            prop_assert_eq!(taken.to_string(), taken.as_str());
            prop_assert!(taken.as_str().chars().count() <= MAX_CHARS && taken.as_str() == taken.as_str().trim());
        }
    }

    #[test]
    fn case_does_not_tell_names_apart(text in "[a-zà-ý0-9 ]{1,20}") {
        if let (Ok(small), Ok(large)) = (name(&text), name(&text.to_uppercase())) {
            prop_assert_eq!(small.folded(), large.folded());
        }
    }
}
