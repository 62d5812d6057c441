//! Recovery keys as people type them.

use super::*;
use crate::vault::fixture::{Broken, Seeded};
use proptest::prelude::*;

fn key(seed: u64) -> String {
    generate(&Seeded::new(seed)).unwrap().expose().to_owned()
}

fn read(typed: &str) -> Option<String> {
    normalise(typed).map(|passphrase| passphrase.expose().to_owned())
}

#[test]
fn a_known_generator_gives_a_known_key_in_groups() {
    assert_eq!(key(1), "RR52A-FY2T1-G8849-JQESQ-30K2B-9DVYS-PTK2Q-90HKM");
    assert_eq!(groups(&key(1)).len(), 8);
    assert_eq!(groups(&key(1).replace('-', "")), groups(&key(1)));
    assert!(generate(&Broken).is_err());
}

#[test]
fn it_may_be_typed_as_people_type() {
    let printed = key(4);
    let canonical = printed.replace('-', "");
    assert_eq!(read(&printed).unwrap(), canonical);
    assert_eq!(read(&printed.to_lowercase()).unwrap(), canonical);
    assert_eq!(read(&canonical).unwrap(), canonical);
    assert_eq!(read(&format!("  {}\r\n", printed.replace('-', "  "))).unwrap(), canonical);
    assert_eq!(read(&printed.replace('-', " - ")).unwrap(), canonical);
    assert_eq!(read(&printed.replace('0', "o").replace('1', "l")).unwrap(), canonical);
    assert_eq!(read(&printed.replace('0', "O").replace('1', "I")).unwrap(), canonical);
}

#[test]
fn what_is_no_recovery_key_is_none() {
    for typed in ["", "-", "correct horse battery staple", "äöü", &"0".repeat(40), &"U".repeat(40), &key(1)[1..]] {
        assert!(read(typed).is_none(), "{typed}");
    }
    assert!(read(&format!("{}0", key(1))).is_none());
}

proptest! {
    #[test]
    fn one_wrong_character_is_noticed(seed in any::<u64>(), at in 0_usize..CHARS, wrong in 0_usize..32) {
        let bare = key(seed).replace('-', "");
        let wrong = char::from(CROCKFORD[wrong].to_ascii_uppercase());
        prop_assume!(bare.as_bytes()[at] != wrong as u8);
        let mistyped = format!("{}{wrong}{}", &bare[..at], &bare[at + 1..]);
        prop_assert!(read(&mistyped).is_none());
    }

    #[test]
    fn swapped_neighbours_and_groups_are_noticed(seed in any::<u64>(), at in 1_usize..CHARS) {
        let bare = key(seed).replace('-', "");
        let mut swapped = bare.clone().into_bytes();
        swapped.swap(at, at - 1);
        prop_assert_eq!(read(std::str::from_utf8(&swapped).unwrap()).is_none(), swapped != bare.as_bytes());
    }

    #[test]
    fn no_text_makes_it_panic(typed in any::<String>()) {
        let _ = groups(&typed);
        let _ = read(&typed);
    }
}
