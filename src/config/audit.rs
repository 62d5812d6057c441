//! `[audit]`: from which number on each rule notices something.

use super::Config;
use super::settings::{Setting, number, quoted, span, texts};
use crate::domain::finding::Rule;
use crate::domain::label::excerpt;
use crate::domain::nearest::nearest;
use crate::domain::span::Span;
use std::collections::BTreeSet;
use toml::de::DeValue;

type Read = fn(&DeValue<'_>, &mut Config) -> Result<(), String>;
type Show = fn(&Config) -> String;

/// The settings of the section, in the order of the default file.
pub(super) const SETTINGS: [Setting; 15] = [
    setting(
        "expires_within",
        "an expiry so near is said; so too is what `jeton expiring` lists unless told",
        |value, config| period(value).map(|span| config.audit.expires_within = span),
        |config| length(config.audit.expires_within),
    ),
    setting(
        "rotate_after",
        "the rotation policy: a value older than this is to be rotated (`jeton rotate --due`)",
        |value, config| period(value).map(|span| config.audit.rotate_after = span),
        |config| length(config.audit.rotate_after),
    ),
    setting(
        "unused_after",
        "a token that was not used for so long is called unused",
        |value, config| period(value).map(|span| config.audit.unused_after = span),
        |config| length(config.audit.unused_after),
    ),
    setting(
        "never_used_after",
        "a token that was not used so long after it was issued is called never used",
        |value, config| period(value).map(|span| config.audit.never_used_after = span),
        |config| length(config.audit.never_used_after),
    ),
    setting(
        "scopes_after",
        "scopes that so long a time of use did not need are called unused",
        |value, config| period(value).map(|span| config.audit.scopes_after = span),
        |config| length(config.audit.scopes_after),
    ),
    setting(
        "new_source_within",
        "an address that a token was first used from so lately is new",
        |value, config| period(value).map(|span| config.audit.new_source_within = span),
        |config| length(config.audit.new_source_within),
    ),
    setting(
        "spike_factor",
        "so many times the average day of its week are far above it, 2 to 1000",
        |value, config| number(value, 2, 1_000).map(|factor| config.audit.spike_factor = factor),
        |config| config.audit.spike_factor.to_string(),
    ),
    setting(
        "spike_least",
        "fewer calls in 24 hours than this are never far above anything",
        |value, config| number(value, 1, 1_000_000_000).map(|least| config.audit.spike_least = least),
        |config| config.audit.spike_least.to_string(),
    ),
    setting(
        "denials_factor",
        "so many times the average day's refusals are a rise, 2 to 1000",
        |value, config| number(value, 2, 1_000).map(|factor| config.audit.denials_factor = factor),
        |config| config.audit.denials_factor.to_string(),
    ),
    setting(
        "denials_least",
        "fewer refusals in 24 hours than this are never a rise",
        |value, config| number(value, 1, 1_000_000_000).map(|least| config.audit.denials_least = least),
        |config| config.audit.denials_least.to_string(),
    ),
    setting(
        "runtime_least",
        "fewer calls of a personal token in 7 days than this are no bot's work",
        |value, config| number(value, 1, 1_000_000_000).map(|least| config.audit.runtime_least = least),
        |config| config.audit.runtime_least.to_string(),
    ),
    setting(
        "presented_within",
        "a value that has ended is told of while it was presented so lately, 1h to 7d",
        |value, config| span(value, HOUR, Span::from_days(7)).map(|span| config.audit.presented_within = span),
        |config| length(config.audit.presented_within),
    ),
    setting(
        "review_every",
        "a token that was not reviewed for so long is due",
        |value, config| period(value).map(|span| config.audit.review_every = span),
        |config| length(config.audit.review_every),
    ),
    setting(
        "grace_within",
        "a grace that ends so soon is told of while the old value is in use",
        |value, config| period(value).map(|span| config.audit.grace_within = span),
        |config| length(config.audit.grace_within),
    ),
    setting(
        "ignore",
        "rules that are not asked, such as [\"never-expires\"] (`jeton audit rules` lists them)",
        |value, config| rules(value).map(|rules| config.audit.ignore = rules),
        |config| toml::Value::from(config.audit.ignore.iter().map(|rule| rule.word()).collect::<Vec<_>>()).to_string(),
    ),
];

const HOUR: Span = Span::from_secs(3_600);

const fn setting(key: &'static str, about: &'static str, read: Read, show: Show) -> Setting {
    Setting { section: "audit", key, about, read, show }
}

fn length(span: Span) -> String {
    quoted(&span.to_string())
}

/// As long as figures of use are kept, at most.
fn period(value: &DeValue<'_>) -> Result<Span, String> {
    span(value, HOUR, Span::from_days(400))
}

fn rules(value: &DeValue<'_>) -> Result<BTreeSet<Rule>, String> {
    texts(value)?.iter().map(|word| Rule::from_word(word).ok_or_else(|| unknown(word))).collect()
}

fn unknown(word: &str) -> String {
    let shown = excerpt(word, 40);
    match nearest(word, Rule::ALL.into_iter().map(Rule::word)) {
        Some(near) => format!("no such rule: {}; did you mean \"{near}\"?", shown.as_str()),
        None => format!("no such rule: {}; `jeton audit rules` lists them", shown.as_str()),
    }
}
