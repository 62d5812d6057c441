//! The nearest match of a mistyped word, for errors that help.

/// Longer words are cut before they are compared: nobody mistypes more, and comparing costs the product of the lengths.
const MAX_CHARS: usize = 64;

/// Jaro-Winkler similarity from which two words are alike even when many letters differ (`conversation`, `conversations:read`).
const ALIKE: f64 = 0.75;

/// The candidate most like `word`, without regard to case, if any is like it at all: the fewest slips of the finger
/// (optimal string alignment: a letter too many, missing, wrong, or swapped with its neighbour), then Jaro-Winkler
/// similarity, then the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(MAX_CHARS).flat_map(char::to_lowercase).collect();
    let slips_allowed = 1 + word.chars().count() / 4;
    let mut best: Option<(usize, f64, &str)> = None;
    for candidate in candidates {
        let folded: String = candidate.chars().take(MAX_CHARS).flat_map(char::to_lowercase).collect();
        let (slips, alike) = (strsim::osa_distance(&word, &folded), strsim::jaro_winkler(&word, &folded));
        if (slips > slips_allowed || slips >= word.chars().count()) && alike < ALIKE {
            continue;
        }
        if best.is_none_or(|(least, most, _)| slips < least || (slips == least && alike > most)) {
            best = Some((slips, alike, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: [&str; 6] = ["account", "project", "pat", "bot", "integration", "external"];

    #[test]
    fn slips_of_the_finger_are_found() {
        for (typed, meant) in [
            ("bto", "bot"),
            ("projct", "project"),
            ("Acount", "account"),
            ("integraiton", "integration"),
            ("EXTERNALS", "external"),
        ] {
            assert_eq!(nearest(typed, WORDS), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_beginning_or_a_relative_is_found() {
        assert_eq!(nearest("conversation", ["files:read", "conversations:read"]), Some("conversations:read"));
        assert_eq!(nearest("integ", WORDS), Some("integration"));
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        for typed in ["", "x", "zzz", "quux", "日本"] {
            assert_eq!(nearest(typed, WORDS), None, "{typed}");
        }
        assert_eq!(nearest("bot", []), None);
    }

    #[test]
    fn of_two_equals_the_first_is_taken() {
        assert_eq!(nearest("bit", ["bot", "bat"]), Some("bot"));
    }

    #[test]
    fn ten_kilobytes_are_no_burden() {
        assert_eq!(nearest(&"k".repeat(10_000), WORDS), None);
    }

    proptest! {
        #[test]
        fn a_word_is_its_own_nearest(at in 0..WORDS.len()) {
            prop_assert_eq!(nearest(WORDS[at], WORDS), Some(WORDS[at]));
        }

        #[test]
        fn any_text_is_met_calmly(text in any::<String>()) {
            if let Some(found) = nearest(&text, WORDS) {
                prop_assert!(WORDS.contains(&found));
            }
        }
    }
}
