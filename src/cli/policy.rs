//! Networks and rates as arguments.

use super::args::PolicyArgs;
use super::context::parse_with;
use super::failure::Result;
use crate::domain::policy::{Networks, Policy, Rate};

/// A new token's policy; what is not said is not restricted.
///
/// # Errors
/// A network or the rate is none.
pub fn policy(args: &PolicyArgs) -> Result<Policy> {
    Ok(Policy { networks: networks(&args.allow)?.unwrap_or_default(), rate: rate(args.rate.as_deref())?.flatten() })
}

/// The networks of `--allow`, if it was given.
///
/// # Errors
/// A word is no network; it is named.
pub fn networks(words: &[String]) -> Result<Option<Networks>> {
    let [first, more @ ..] = words else { return Ok(None) };
    if !more.is_empty() {
        for word in [first].into_iter().chain(more) {
            parse_with(word, "--allow", |word| Networks::from_words([word]))?;
        }
    }
    parse_with(&words.join(" "), "--allow", |_| Networks::from_typed(words)).map(Some)
}

/// The rate of `--rate`, if it was given; `Some(None)` for no limit.
///
/// # Errors
/// The text is no rate.
pub fn rate(text: Option<&str>) -> Result<Option<Option<Rate>>> {
    text.map(|text| parse_with(text, "--rate", Rate::from_typed)).transpose()
}
