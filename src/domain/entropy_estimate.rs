//! How many random bits a value issued elsewhere can plausibly hold: a guess from below, made from the value alone.
//!
//! A value that is adopted will be looked up by a fast digest, which is safe only when nobody can guess the value. The
//! estimate is the length times the bits of the alphabet in use, less all that chance would hardly have written:
//!
//! 1. Labels before the random part (`ghp_`, `sk_live_`) count nothing; nor do a JWT's header and claims, only its signature.
//! 2. A UUID counts 122 bits at most (RFC 9562: version 4; the other versions hold fewer).
//! 3. Runs (`aaaa`, `abcd`, `9876`) and repetitions of what stood before count once.
//! 4. Words: letters in four or more groups, or that pair up as in English, count 1.5 bits each (Shannon 1951: about one bit a letter in long texts).
//! 5. An alphabet of which far fewer letters occur than chance would draw counts only those that do.
//!
//! Real randomness passes: a rule bites only where chance would make it bite less than once in a thousand values.

/// The fewest characters of a value that may be adopted.
pub const MIN_CHARS: usize = 20;

/// The fewest bits of a value that may be adopted.
pub const MIN_BITS: u32 = 128;

/// The most bytes of a credential that the verifier reads.
pub const MAX_BYTES: usize = 512;

/// Bits of a version 4 UUID.
const UUID_BITS: f64 = 122.0;

/// Why a value may not be adopted. Says nothing of the value but its size.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum TooGuessable {
    /// It is shorter than [`MIN_CHARS`].
    #[error("the value has {0} characters; {MIN_CHARS} are the least that can be adopted; issue a new one instead")]
    TooShort(usize),
    /// It is estimated to hold less than [`MIN_BITS`].
    #[error("the value holds about {0} random bits; {MIN_BITS} are the least that can be adopted; issue a new one instead")]
    TooWeak(u32),
    /// It is longer than [`MAX_BYTES`].
    #[error("the value has {0} bytes; the verifier reads {MAX_BYTES} at most")]
    TooLong(usize),
    /// It holds spaces, controls or characters beyond ASCII, which no header carries, or a comma, which parts two values in one.
    #[error("the value holds characters that a header cannot carry; only visible ASCII without commas can be adopted")]
    NotAHeader,
}

/// Whether a value may be adopted.
///
/// # Errors
/// It is too short, too easily guessed, or cannot be sent in a header.
pub fn check_adoptable(value: &str) -> Result<(), TooGuessable> {
    let chars = value.chars().count();
    if chars < MIN_CHARS {
        return Err(TooGuessable::TooShort(chars));
    }
    if value.len() > MAX_BYTES {
        return Err(TooGuessable::TooLong(value.len()));
    }
    if !value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
        return Err(TooGuessable::NotAHeader);
    }
    match plausible_bits(value) {
        bits if bits < MIN_BITS => Err(TooGuessable::TooWeak(bits)),
        _ => Ok(()),
    }
}

/// The plausible entropy of a value in whole bits, rounded down.
pub fn plausible_bits(value: &str) -> u32 {
    let body = random_part(value);
    let letters: Vec<char> = body.chars().collect();
    let alphabet = Alphabet::of(body);
    let kept = letters.iter().zip(surprises(&letters, alphabet)).filter(|(c, surprise)| *surprise && alphabet.counts(**c));
    let count = kept.count();
    let worded = if alphabet.is_worth_reading() { letters_in_words(&letters).min(count) } else { 0 };
    let bits = (count - worded) as f64 * bits_per_char(&letters, alphabet) + worded as f64 * 1.5;
    let bits = if is_uuid(value) { bits.min(UUID_BITS) } else { bits };
    // The small slack keeps 32 × 4 at 128, whatever the last digit of a logarithm.
    (bits + 1e-6) as u32
}

/// What is left without labels, and of a JWT the signature.
fn random_part(value: &str) -> &str {
    if value.starts_with("eyJ") && value.matches('.').count() == 2 {
        return value.rsplit('.').next().unwrap_or(value);
    }
    let mut body = value;
    while let Some((label, rest)) = body.split_once(['_', '-', '.', ':']) {
        let is_word = label.bytes().all(|byte| byte.is_ascii_lowercase()) || label.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_word || label.len() > 8 || rest.is_empty() {
            break;
        }
        body = rest;
    }
    body
}

fn is_uuid(value: &str) -> bool {
    let groups: Vec<&str> = value.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Which characters the issuer seems to have drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Alphabet {
    size: usize,
    /// Whether `-`, `_` and their like are drawn as well, or only part groups.
    with_separators: bool,
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ':' | '/' | '+' | '=' | '~' | ' ')
}

impl Alphabet {
    fn of(body: &str) -> Self {
        let has = |fits: fn(&char) -> bool| body.chars().any(|c| fits(&c));
        let (digit, lower, upper) = (has(char::is_ascii_digit), has(char::is_ascii_lowercase), has(char::is_ascii_uppercase));
        let other = body.chars().any(|c| !c.is_ascii_alphanumeric() && !is_separator(c));
        let only = |fits: fn(char) -> bool| body.chars().all(|c| fits(c) || is_separator(c));
        let with_separators = digit && lower && upper;
        let size = match (digit, lower, upper) {
            _ if other => 70,
            (true, _, _) if only(|c| c.is_ascii_digit()) => 10,
            (true, true, false) | (true, false, true) if only(|c| c.is_ascii_hexdigit()) => 16,
            (true, true, false) if only(|c| matches!(c, 'a'..='z' | '2'..='7')) => 32,
            (true, false, true) if only(|c| matches!(c, 'A'..='Z' | '2'..='7')) => 32,
            (true, true, true) => 62,
            (true, _, _) => 36,
            (false, true, true) => 52,
            _ => 26,
        };
        Self { size, with_separators }
    }

    fn counts(self, c: char) -> bool {
        self.with_separators || !is_separator(c)
    }

    /// Hexadecimal letters pair up like English ones too often to say anything.
    fn is_worth_reading(self) -> bool {
        self.size > 16
    }
}

/// The bits of the alphabet, or of the letters that occur when these are under half of what chance would draw.
fn bits_per_char(letters: &[char], alphabet: Alphabet) -> f64 {
    let distinct = letters.iter().collect::<std::collections::BTreeSet<_>>().len() as f64;
    let size = alphabet.size as f64;
    let expected = size * (1.0 - (1.0 - 1.0 / size).powf(letters.len() as f64));
    if distinct < expected / 2.0 { distinct.max(1.0).log2() } else { size.log2() }
}

/// For each character whether it is news: not one more of a run, nor of a repetition of what stood before.
fn surprises(letters: &[char], alphabet: Alphabet) -> Vec<bool> {
    // Such lengths chance reaches in fewer than one of a thousand values of ordinary length.
    let (run, repetition) = if alphabet.size <= 16 { (5, 6) } else { (4, 5) };
    let mut news = vec![true; letters.len()];
    let step = |i: usize| i64::from(u32::from(letters[i])) - i64::from(u32::from(letters[i - 1]));
    let mut start = 0;
    for i in 1..=letters.len() {
        let goes_on = i < letters.len() && step(i).abs() <= 1 && (i == start + 1 || step(i) == step(i - 1));
        if goes_on {
            continue;
        }
        if i - start >= run {
            news[start + 1..i].fill(false);
        }
        // The last character of one run may begin the next (`abccc`).
        start = if i < letters.len() && step(i).abs() <= 1 { i - 1 } else { i };
    }
    let mut seen = std::collections::BTreeSet::new();
    for (i, window) in letters.windows(repetition).enumerate() {
        if !seen.insert(window) {
            news[i..i + repetition].fill(false);
        }
    }
    news
}

/// Pairs of letters that make up more than half of those in English prose.
const ENGLISH_PAIRS: &str = "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur \
                             ro ri io co me li ne ic ma ce om ll el ch wo us ho ss un la ee ot";

/// How many letters stand in stretches that read like words.
fn letters_in_words(letters: &[char]) -> usize {
    let words: Vec<&[char]> = letters.chunk_by(|a, b| is_one_word(*a, *b)).filter(|word| word.len() >= 2).collect();
    let stretches: Vec<&[char]> = words.iter().copied().filter(|word| word.len() >= 4).collect();
    let pairs: usize = stretches.iter().map(|stretch| stretch.len() - 1).sum();
    let english = stretches.iter().flat_map(|stretch| stretch.windows(2)).filter(|pair| is_english(pair)).count();
    let share = ENGLISH_PAIRS.split_ascii_whitespace().count() as f64 / (26.0 * 26.0);
    // What chance would bring, and four standard deviations of the binomial distribution more.
    let by_chance = share * pairs as f64 + 4.0 * (share * (1.0 - share) * pairs as f64).sqrt() + 1.0;
    let reads_like_english = pairs >= 8 && english as f64 > by_chance;
    if is_passphrase(letters) || reads_like_english { words.iter().map(|word| word.len()).sum() } else { 0 }
}

/// Four or more groups that each are a word by their form: whoever draws letters at random does not group them so.
fn is_passphrase(letters: &[char]) -> bool {
    let groups: Vec<&[char]> = letters.split(|c| is_separator(*c)).filter(|group| !group.is_empty()).collect();
    let is_word = |group: &&[char]| group[0].is_ascii_alphabetic() && group.windows(2).all(|pair| is_one_word(pair[0], pair[1]));
    groups.len() >= 4 && groups.iter().all(is_word)
}

/// Letters go on in a word as small ones, or as capitals after capitals; chance mixes them.
fn is_one_word(a: char, b: char) -> bool {
    a.is_ascii_alphabetic() && (b.is_ascii_lowercase() || (a.is_ascii_uppercase() && b.is_ascii_uppercase()))
}

fn is_english(pair: &[char]) -> bool {
    let pair: String = pair.iter().map(char::to_ascii_lowercase).collect();
    ENGLISH_PAIRS.split_ascii_whitespace().any(|common| common == pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn assert_adoptable(values: &[&str]) {
        for value in values {
            assert_eq!(check_adoptable(value), Ok(()), "{value}: {} bits", plausible_bits(value));
        }
    }

    #[track_caller]
    fn assert_too_weak(values: &[&str]) {
        let strong: Vec<String> = values
            .iter()
            .filter(|value| !matches!(check_adoptable(value), Err(TooGuessable::TooWeak(_))))
            .map(|value| format!("{value}: {} bits", plausible_bits(value)))
            .collect();
        assert!(strong.is_empty(), "{strong:#?}");
    }

    #[test]
    fn values_of_real_issuers_are_adoptable() {
        assert_adoptable(&[
            "ghp_x7Kd92mQpLrT4vWnZ8sYbF3hJcG6aE1uRk0M",
            "glpat-Xk29dLqP7vRtW3mNz8YsB4",
            "sk_live_51Hq8ZtKpW3nXvB7cRmYd0LfJg",
            "xoxb-726384910273-8273640192837-Qw7ErTy9UiOp3AsDf5GhJk1L",
            "bp_pat_mVq8Zr2KxT5wYb9NcJ4hLd7PfGs1RkEu3AoX",
            "9f2c61d8ab07e4533c9be8f01d74a256",
            "9F2C61D8AB07E4533C9BE8F01D74A256",
            "JBSWY3DPEHPK3PXPQZ7LMNB5XGTR",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib3QifQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5cQ",
            "q9zr4xk2v7wm1tp8yb3nc6jd5hf0gs",
        ]);
    }

    #[test]
    fn twenty_characters_of_base62_are_just_too_weak() {
        assert_eq!(check_adoptable("glpat-Xk29dLqP7vRtW3mNz8Ys"), Err(TooGuessable::TooWeak(119)));
    }

    #[test]
    fn a_uuid_is_just_too_weak() {
        let uuid = "7b0e9a52-4c1d-4f83-9e6a-d25c8b3f1704";
        assert_eq!(plausible_bits(uuid), 122);
        assert_eq!(check_adoptable(uuid), Err(TooGuessable::TooWeak(122)));
    }

    #[test]
    fn hexadecimal_of_sixteen_bytes_holds_what_it_holds() {
        assert_eq!(plausible_bits("9f2c61d8ab07e4533c9be8f01d74a256"), 128);
        assert_eq!(plausible_bits("9f2c61d8ab07e4533c9be8f01d74a25"), 124);
    }

    #[test]
    fn what_people_make_up_is_too_weak() {
        assert_too_weak(&[
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "abababababababababababababababababababab",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "0123456789abcdef0123456789abcdef",
            "deadbeefdeadbeefdeadbeefdeadbeef",
            "12345678901234567890123456789012345678",
            "31415926535897932384626433832795028",
            "secret-secret-secret-secret-secret",
            "changeme-changeme-changeme",
            "The-quick-brown-fox-jumps-over-the-lazy-dog",
            "thistokenisonlyforthestagingserver",
            "quiz-jynx-vamp-fjord-waltz-nymph-glyph",
            "correct-horse-battery-staple-and-another",
            "MyCompanyProductionApiTokenForTheOrderBot2026",
            "sk_live_this_is_not_a_real_key_of_anything",
            "qwertyuiopasdfghjklzxcvbnm",
            "Password1Password1Password1Password1",
            "x7Kd92mQx7Kd92mQx7Kd92mQx7Kd92mQ",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib3QiLCJpYXQiOjE1MTYyMzkwMjJ9.short",
        ]);
    }

    #[test]
    fn length_and_form_come_first() {
        assert_eq!(check_adoptable(""), Err(TooGuessable::TooShort(0)));
        assert_eq!(check_adoptable("x7Kd92mQpLrT4vWnZ8s"), Err(TooGuessable::TooShort(19)));
        assert_eq!(check_adoptable("x7Kd92mQpLrT4vWn Z8sYbF3hJcG6"), Err(TooGuessable::NotAHeader));
        assert_eq!(check_adoptable("x7Kd92mQpLrT4vWnéZ8sYbF3hJcG6"), Err(TooGuessable::NotAHeader));
        assert_eq!(check_adoptable("x7Kd92mQpLrT4vWn\nZ8sYbF3hJcG6"), Err(TooGuessable::NotAHeader));
    }

    #[test]
    fn a_refusal_never_holds_the_value() {
        for value in ["hunter2", "changeme-changeme-changeme", "correct horse battery staple"] {
            let refusal = check_adoptable(value).map_or_else(|refusal| format!("{refusal} {refusal:?}"), |()| String::new());
            assert!(!refusal.is_empty() && !refusal.contains(value));
        }
    }

    /// Values drawn from an alphabet by a generator that starts the same each time; how many of a thousand are refused.
    fn refused_of_a_thousand(alphabet: &str, length: usize) -> usize {
        use proptest::test_runner::{RngAlgorithm, TestRng};
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let letters: Vec<char> = alphabet.chars().collect();
        let mut draw = || letters[rng.random_range(0..letters.len())];
        (0..1_000).filter(|_| check_adoptable(&(0..length).map(|_| draw()).collect::<String>()).is_err()).count()
    }

    #[test]
    fn random_values_of_enough_length_are_adoptable() {
        let (digits, lower, upper) = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        let base62 = format!("{digits}{upper}{lower}");
        for (alphabet, length) in [
            ("0123456789abcdef".to_owned(), 40),
            ("0123456789ABCDEF".to_owned(), 64),
            (format!("{lower}234567"), 32),
            (format!("{digits}{lower}"), 32),
            (base62.clone(), 27),
            (base62.clone(), 36),
            (format!("{base62}_-"), 32),
            (format!("{base62}_-"), 43),
            (format!("{base62}!#$%&*+/=?@^~"), 32),
        ] {
            let refused = refused_of_a_thousand(&alphabet, length);
            assert!(refused <= 2, "{refused} of a thousand values of {length} characters of {alphabet} were refused");
        }
    }

    #[test]
    fn random_values_that_are_too_short_are_refused() {
        assert_eq!(refused_of_a_thousand("0123456789abcdef", 31), 1_000);
        assert_eq!(refused_of_a_thousand("0123456789", 38), 1_000);
    }

    proptest! {
        #[test]
        fn nothing_holds_more_than_its_characters(value in any::<String>()) {
            prop_assert!(f64::from(plausible_bits(&value)) <= 6.2 * value.chars().count() as f64);
        }

        #[test]
        fn saying_it_again_adds_nothing(value in "[0-9a-z]{8,16}", times in 2..5_usize) {
            prop_assert!(plausible_bits(&value.repeat(times)) <= plausible_bits(&value) + 32);
        }
    }
}
