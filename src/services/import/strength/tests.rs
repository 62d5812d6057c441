//! What may be adopted and what could be guessed.

use super::*;
use proptest::prelude::*;

#[test]
fn values_that_programs_make_are_fit() {
    let fit = [
        "bp_pat_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1x",
        "9f86d081884c7d659a2feaa0c55ad015",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "aB3dE5fG7hJ9kL1mN3pQ5r",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r",
    ];
    for value in fit {
        assert_eq!(unfit(value), None, "{value}: {} bits", plausible_bits(value));
    }
}

#[test]
fn values_that_people_make_are_not() {
    let guessable = [
        "passwordpasswordpasswordpassword",
        "correct-horse-battery-staple-again",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaB1",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "0123456789012345678901234567890123456789",
        "12345678901234567890",
        "qwertyuiopasdfghjklzxcvbnm",
        "Summer2027Summer2027Summer2027Summer2027",
        "bp_pat_0123456789abcdef",
        "sk_live_0000000000000000000000000000000000000001",
    ];
    for value in guessable {
        assert!(unfit(value).is_some_and(|why| why.contains("bits of chance")), "{value}: {} bits", plausible_bits(value));
    }
}

#[test]
fn what_no_header_carries_is_not_fit_either() {
    assert!(unfit("short").is_some_and(|why| why.contains("5 characters")));
    assert!(unfit("aB3dE5fG7hJ9kL1mN3p").is_some_and(|why| why.contains("19 characters")));
    for value in ["aB3dE5fG7hJ9kL1mN3pQ 5rS7tU9vW1x", "aB3dE5fG7hJ9kL1mN3pQ,5rS7tU9vW1x", "aB3dE5fG7hJ9kL1mN3pQé5rS7tU9vW1x"] {
        assert!(unfit(value).is_some_and(|why| why.contains("no header carries")), "{value}");
    }
    assert!(unfit(&"aB3dE5fG7hJ9kL1mN3pQ5rS7".repeat(22)).is_some_and(|why| why.contains("512 at most")));
}

proptest! {
    #[test]
    fn random_base62_of_24_characters_is_nearly_always_fit(value in "[0-9A-Za-z]{24}") {
        let has = |class: fn(&u8) -> bool| value.as_bytes().iter().any(class);
        prop_assume!(has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase));
        prop_assert_eq!(unfit(&value), None);
    }

    #[test]
    fn under_twenty_characters_nothing_is(value in "[!-~]{0,19}") {
        prop_assert!(unfit(&value).is_some());
    }

    #[test]
    fn saying_it_twice_adds_next_to_nothing(value in "[0-9A-Za-z]{10,40}") {
        let twice = value.repeat(2);
        prop_assert!(plausible_bits(&twice) <= plausible_bits(&value) + 40.0, "{} to {}", plausible_bits(&value), plausible_bits(&twice));
    }
}
