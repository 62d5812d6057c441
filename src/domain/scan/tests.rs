//! Every value is found exactly once wherever a stream's pieces part; what is no value never is.

use super::*;
use crate::domain::format::{BASE62, checksum};
use crate::domain::plaintext::Plaintext;
use proptest::prelude::*;

/// A value of this brand whose random part is made from `seed`.
fn value(brand: &str, kind: Kind, seed: u64) -> String {
    let mut state = seed;
    let body: String = (0..RANDOM_CHARS)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(BASE62[(state >> 33) as usize % 62])
        })
        .collect();
    let head = format!("{brand}_{}_{body}", kind.tag().unwrap());
    format!("{head}{}", std::str::from_utf8(&checksum(&head)).unwrap())
}

/// What is recognised in `bytes` when they come in pieces of these lengths, over and over.
fn found_in_pieces(recogniser: &Recogniser, bytes: &[u8], pieces: &[usize]) -> Vec<(String, Spot)> {
    let mut stream = recogniser.stream();
    let (mut found, mut window, mut rest) = (Vec::new(), Vec::new(), bytes);
    let mut lengths = pieces.iter().cycle();
    loop {
        let (piece, later) = rest.split_at((*lengths.next().unwrap()).min(rest.len()));
        window.extend_from_slice(piece);
        rest = later;
        let is_last = rest.is_empty();
        let kept = stream.look(&window, is_last, |spotted, spot| {
            let what = match spotted {
                Spotted::Value { value, .. } => value.to_owned(),
                Spotted::Foreign(which) => format!("#{which}"),
            };
            found.push((what, spot));
        });
        if is_last {
            return found;
        }
        window.drain(..window.len() - kept);
    }
}

fn found(bytes: &[u8]) -> Vec<(String, Spot)> {
    found_in_pieces(&Recogniser::new(None).unwrap(), bytes, &[usize::MAX])
}

#[test]
fn a_value_is_found_with_its_place_whatever_stands_around() {
    let value = value("jtn", Kind::Bot, 7);
    for (before, after) in [
        ("", ""),
        ("TOKEN=", "\n"),
        ("a\nbc \"", "\","),
        ("Bearer%20", "&x=1"),
        (r#"{"body":"first line\n"#, r#"\nmore"}"#),
        ("TOKEN_", " "),
        ("0123456789abcdefghi", "-"),
        ("_bot_", "é"),
        ("jtn_bot_jtn_int_", ";"),
    ] {
        let text = format!("{before}{value}{after}");
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let spot = Spot {
            offset: before.len() as u64,
            line: 1 + before.matches('\n').count() as u64,
            column: (before.len() - line_start + 1) as u64,
        };
        assert_eq!(found(text.as_bytes()), [(value.clone(), spot)], "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_hide_nothing() {
    let value = value("acme", Kind::Account, 1);
    let bytes = [b"\xff\xfe\0\0\x80", value.as_bytes(), b"\0\xc3("].concat();
    assert_eq!(found(&bytes)[0].1.offset, 5);
}

#[test]
fn what_is_longer_or_shorter_is_no_value() {
    let value = value("jtn", Kind::Bot, 7);
    let upper = value.replacen("jtn", "JTN", 1);
    let other = value.replacen("_bot_", "_int_", 1);
    for text in
        [format!("{value}x"), format!("{value}_"), value[..value.len() - 1].to_owned(), value[1..].to_owned(), upper, other]
    {
        assert_eq!(found(text.as_bytes()), [], "{text}");
    }
}

#[test]
fn values_without_a_shape_are_found_by_what_they_are() {
    let secrets = ["correct-horse-battery", "correct-horse-staple!", "short", "exactly12byt"];
    let values = secrets.iter().map(|value| Plaintext::new((*value).to_owned())).collect();
    let recogniser = Recogniser::new(Foreign::new(values, 0x5bd1_e995_9d1b_54a3)).unwrap();
    let text = b"a\ncorrect-horse-staple!\x00short\ncorrect-horse-battery correct-horse exactly12byt";
    for pieces in [&[usize::MAX][..], &[1], &[7, 30], &[64]] {
        let found = found_in_pieces(&recogniser, text, pieces);
        let told: Vec<_> = found.iter().map(|(what, spot)| (what.as_str(), spot.line, spot.column)).collect();
        assert_eq!(told, [("#1", 2, 1), ("#0", 3, 1), ("#3", 3, 37)], "{pieces:?}");
    }
    assert!(Foreign::new(vec![Plaintext::new("short".to_owned())], 1).is_none());
}

/// Text that is near to values: tags, brands, bodies, and bytes of any sort.
fn around() -> impl Strategy<Value = Vec<u8>> {
    let near =
        proptest::string::string_regex("(_(acc|prj|pat|bot|int)_|jtn|[a-z0-9]{0,9}|[0-9A-Za-z]{30,40}|\n| |_){0,6}").unwrap();
    prop_oneof![near.prop_map(String::into_bytes), proptest::collection::vec(any::<u8>(), 0..80)]
}

/// A value, and text that cannot be taken for a part of it.
fn planted() -> impl Strategy<Value = (String, Vec<u8>)> {
    let brand = proptest::sample::select(vec!["jtn", "ab", "acme0123"]);
    (brand, 0..5_usize, any::<u64>(), around()).prop_map(|(brand, kind, seed, around)| {
        let kind = Kind::ALL.into_iter().filter(|kind| kind.tag().is_some()).nth(kind).unwrap();
        (value(brand, kind, seed), around)
    })
}

proptest! {
    #[test]
    fn each_planted_value_is_found_once_wherever_pieces_part(
        planted in proptest::collection::vec(planted(), 0..5),
        pieces in proptest::collection::vec(1..120_usize, 1..6),
    ) {
        let mut bytes = Vec::new();
        let mut expected = Vec::new();
        for (value, around) in &planted {
            bytes.extend_from_slice(around);
            bytes.push(b'=');
            expected.push((value.clone(), bytes.len() as u64));
            bytes.extend_from_slice(value.as_bytes());
            bytes.push(b'\n');
        }
        let recogniser = Recogniser::new(None).unwrap();
        let whole = found_in_pieces(&recogniser, &bytes, &[usize::MAX]);
        let told: Vec<_> = whole.iter().map(|(value, spot)| (value.clone(), spot.offset)).collect();
        prop_assert_eq!(&told, &expected);
        prop_assert_eq!(&found_in_pieces(&recogniser, &bytes, &pieces), &whole);
        for (_, spot) in &whole {
            let before = &bytes[..spot.offset as usize];
            prop_assert_eq!(spot.line, 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64);
            let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            prop_assert_eq!(spot.column, (before.len() - line_start + 1) as u64);
        }
    }

    #[test]
    fn a_value_with_another_character_is_none((value, around) in planted(), at: prop::sample::Index, with in any::<u8>()) {
        let mut altered = value.clone().into_bytes();
        let at = at.index(altered.len());
        prop_assume!(altered[at] != with);
        altered[at] = with;
        // The brand that is left of another may be one whose checksum fits by chance; none of the three is.
        let bytes = [&around[..], b"=", &altered, b" "].concat();
        prop_assert_eq!(found(&bytes), []);
    }
}
