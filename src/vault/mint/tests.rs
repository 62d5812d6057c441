//! Minting, against golden values and properties.

use super::*;
use crate::domain::format::{FormatError, parse};
use crate::vault::fixture::{Broken, Repeating, Seeded};
use proptest::prelude::*;

fn minted(brand: &str, kind: Kind, seed: u64) -> String {
    mint(&brand.parse().unwrap(), kind, &Seeded::new(seed)).unwrap().expose().to_owned()
}

#[test]
fn a_known_generator_gives_known_values() {
    let golden = [
        ("jtn", Kind::Account, "jtn_acc_wub6gnYaWXKkegFOPmRvfataB9jYTQ05a0IQ"),
        ("jtn", Kind::Project, "jtn_prj_wub6gnYaWXKkegFOPmRvfataB9jYTQ4XlXau"),
        ("jtn", Kind::Personal, "jtn_pat_wub6gnYaWXKkegFOPmRvfataB9jYTQ3lr5FB"),
        ("acme2", Kind::Bot, "acme2_bot_wub6gnYaWXKkegFOPmRvfataB9jYTQ4EDMZt"),
        ("ab", Kind::Integration, "ab_int_wub6gnYaWXKkegFOPmRvfataB9jYTQ41IzLt"),
    ];
    for (brand, kind, expected) in golden {
        assert_eq!(minted(brand, kind, 1), expected);
    }
    assert_eq!(mint_id(&Seeded::new(1)).unwrap().to_string(), "tok_rr52afy2t1g8");
}

#[test]
fn the_checksum_is_that_of_zlib_in_six_digits_of_base_62() {
    // CRC32 of "123456789" is cbf43926 (the check value of ISO-HDLC), 3421780262 in decimal.
    let decimal = checksum("123456789")
        .iter()
        .fold(0_u64, |sum, digit| sum * 62 + BASE62.iter().position(|known| known == digit).unwrap() as u64);
    assert_eq!(decimal, 0xcbf4_3926);
    assert_eq!(&checksum(""), b"000000");
}

#[test]
fn each_kind_carries_its_tag_and_external_has_none() {
    for kind in Kind::ALL {
        let made = mint(&Brand::default(), kind, &Seeded::new(3));
        match kind.tag() {
            Some(tag) => {
                let value = made.unwrap();
                assert!(value.expose().starts_with(&format!("jtn_{tag}_")));
                assert_eq!(parse(value.expose()).unwrap().kind, kind);
            }
            None => assert!(matches!(made, Err(VaultError::NotMinted(Kind::External)))),
        }
    }
}

#[test]
fn bytes_that_would_favour_some_digits_are_thrown_away() {
    // 248 to 255 must leave no trace: what follows them decides.
    let skipped = Repeating(vec![248, 255, 61, 250]);
    let value = mint(&Brand::default(), Kind::Bot, &skipped).unwrap();
    assert_eq!(&value.expose()[8..38], "z".repeat(30));
    let greatest = Repeating(vec![247]);
    assert_eq!(&mint(&Brand::default(), Kind::Bot, &greatest).unwrap().expose()[8..38], "z".repeat(30));
}

#[test]
fn every_digit_comes_up_about_as_often_as_any_other() {
    let entropy = Seeded::new(9);
    let mut seen = [0_u32; 128];
    for _ in 0..2_000 {
        for byte in mint(&Brand::default(), Kind::Bot, &entropy).unwrap().expose()[8..38].bytes() {
            seen[usize::from(byte)] += 1;
        }
    }
    // 60,000 digits: 968 each, standard deviation 31. A byte taken modulo 62 would give the first eight 1,172.
    for digit in BASE62 {
        assert!(
            (820..1_100).contains(&seen[usize::from(*digit)]),
            "{} came up {} times",
            *digit as char,
            seen[usize::from(*digit)]
        );
    }
}

#[test]
fn a_broken_generator_mints_nothing() {
    assert!(matches!(mint(&Brand::default(), Kind::Bot, &Broken), Err(VaultError::Entropy(_))));
    assert!(matches!(mint(&Brand::default(), Kind::Bot, &Repeating(vec![255])), Err(VaultError::Entropy(_))));
    assert!(mint_id(&Broken).is_err());
}

fn any_minted() -> impl Strategy<Value = String> {
    let kinds = prop::sample::select(Kind::ALL[..5].to_vec());
    ("[a-z0-9]{2,8}", kinds, any::<u64>()).prop_map(|(brand, kind, seed)| minted(&brand, kind, seed))
}

proptest! {
    #[test]
    fn what_is_minted_parses(value in any_minted()) {
        prop_assert!(parse(&value).is_ok());
    }

    #[test]
    fn every_truncation_insertion_and_swap_of_neighbours_is_refused(value in any_minted(), extra in prop::char::range('0', 'z')) {
        for at in 0..value.len() {
            prop_assert!(parse(&value[..at]).is_err());
            prop_assert!(parse(&value[at + 1..]).is_err());
            let mut longer = value.clone();
            longer.insert(at, extra);
            prop_assert!(parse(&longer).is_err());
            let mut swapped = value.clone().into_bytes();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at, at - 1);
                prop_assert!(parse(&String::from_utf8(swapped).unwrap()).is_err());
            }
        }
    }

    #[test]
    fn another_tag_is_refused_by_the_checksum(value in any_minted()) {
        let (brand, rest) = value.split_once('_').unwrap();
        let (tag, body) = rest.split_once('_').unwrap();
        for other in Kind::ALL.iter().filter_map(|kind| kind.tag()).filter(|other| *other != tag) {
            prop_assert_eq!(parse(&format!("{brand}_{other}_{body}")), Err(FormatError::Checksum));
        }
    }

    #[test]
    fn another_brand_is_refused_by_the_checksum(value in any_minted(), other in "[a-z0-9]{2,4}") {
        let (brand, rest) = value.split_once('_').unwrap();
        prop_assume!(brand != other);
        prop_assert_eq!(parse(&format!("{other}_{rest}")), Err(FormatError::Checksum));
    }
}

proptest! {
    // Each case tries some 4,000 edits.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_edit_of_one_character_is_refused(value in any_minted()) {
        for at in 0..value.len() {
            for byte in b' '..=b'~' {
                if value.as_bytes()[at] != byte {
                    let edited = format!("{}{}{}", &value[..at], byte as char, &value[at + 1..]);
                    prop_assert!(parse(&edited).is_err(), "{edited} instead of {value}");
                }
            }
        }
    }
}
