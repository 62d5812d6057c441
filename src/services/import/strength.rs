//! How much chance a value plausibly carries, counted low: an adopted value is guarded by nothing else.

/// The fewest characters that an adopted value may have.
pub(super) const MIN_CHARS: usize = 20;

/// The least plausible entropy of an adopted value, in bits.
pub(super) const MIN_BITS: f64 = 128.0;

/// The longest value that the verifier reads from a header, in bytes.
const MAX_BYTES: usize = 512;

/// A repetition or a run is cheap to guess from this many characters on; shorter ones come up by chance.
const CHEAP_FROM: usize = 5;

/// What a repetition or a run is worth: where it begins and how long it is.
const CHEAP_BITS: f64 = 8.0;

/// Letters of one case without any digit read as words, which carry about two bits a letter.
const WORD_BITS: f64 = 2.0;

/// The longest beginning such as `sk_live_` that only says what follows.
const MAX_MARK: usize = 8;

/// Why a value cannot be adopted, or nothing if it can.
pub(super) fn unfit(value: &str) -> Option<String> {
    if !value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
        return Some("it holds a character that no header carries; only visible ASCII without commas can be verified".to_owned());
    }
    if value.len() > MAX_BYTES {
        return Some(format!("it has {} characters; the verifier reads {MAX_BYTES} at most", value.len()));
    }
    if value.len() < MIN_CHARS {
        return Some(format!("it has {} characters; an adopted value needs {MIN_CHARS} or more", value.len()));
    }
    let bits = plausible_bits(value);
    (bits < MIN_BITS).then(|| {
        format!(
            "it carries about {bits:.0} bits of chance; an adopted value needs {MIN_BITS:.0} or more, else it could be guessed"
        )
    })
}

/// The plausible entropy in bits: so much a character by the classes that occur; repetitions, runs and marks count little.
pub(super) fn plausible_bits(value: &str) -> f64 {
    let body = without_mark(value).as_bytes();
    let each = bits_a_character(body);
    let mut bits = 0.0;
    let mut at = 0;
    while at < body.len() {
        let cheap = repeated(body, at).max(run(body, at));
        if cheap >= CHEAP_FROM {
            bits += CHEAP_BITS;
            at += cheap;
            continue;
        }
        if !is_separator(body[at]) {
            bits += each;
        }
        at += 1;
    }
    bits
}

/// Leaves out leading pieces of letters that end in `_` or `-`: they say what the value is, and are known.
fn without_mark(value: &str) -> &str {
    let mut rest = value;
    while let Some(at) = rest.find(['_', '-']) {
        if at > MAX_MARK || !rest[..at].bytes().all(|byte| byte.is_ascii_lowercase()) {
            break;
        }
        rest = &rest[at + 1..];
    }
    rest
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b'-' | b'_' | b'.' | b':')
}

fn bits_a_character(body: &[u8]) -> f64 {
    let letters: Vec<u8> = body.iter().copied().filter(|byte| !is_separator(*byte)).collect();
    let all = |class: fn(&u8) -> bool| letters.iter().all(class);
    let any = |class: fn(&u8) -> bool| letters.iter().any(class);
    if all(|byte| byte.is_ascii_lowercase()) || all(|byte| byte.is_ascii_uppercase()) {
        return WORD_BITS;
    }
    let is_hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let is_upper_hex = |byte: &u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(byte);
    let alphabet: u32 = if all(u8::is_ascii_digit) {
        10
    } else if letters.iter().all(is_hex) || letters.iter().all(is_upper_hex) {
        16
    } else {
        [
            (any(u8::is_ascii_digit), 10),
            (any(u8::is_ascii_lowercase), 26),
            (any(u8::is_ascii_uppercase), 26),
            (any(u8::is_ascii_punctuation), 8),
        ]
        .iter()
        .filter_map(|(is_there, size)| is_there.then_some(size))
        .sum()
    };
    f64::from(alphabet).log2()
}

/// How many characters from `at` on stand in the same order somewhere before.
fn repeated(body: &[u8], at: usize) -> usize {
    let same = |from: usize| body[from..].iter().zip(&body[at..]).take_while(|(old, new)| old == new).count();
    (0..at).map(same).max().unwrap_or(0)
}

/// How many characters from `at` on go up by one, down by one, or stay.
fn run(body: &[u8], at: usize) -> usize {
    let steps = body[at..].windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0]));
    let Some(first) = steps.clone().next().filter(|step| step.abs() <= 1) else {
        return 1;
    };
    1 + steps.take_while(|step| *step == first).count()
}

#[cfg(test)]
mod tests;
