//! Terms: what may be asked of a finding with a key, read from text and written back.

use super::super::FilterError;
use super::super::lexer::Placed;
use super::super::needle::Needle;
use super::super::term::Keyed;
use super::super::values::{keyed, not_one_of, quote_if_needed, read_all, read_text, unknown_key};
use super::{FindingField, FindingRow};
use crate::domain::finding::{Rule, Severity};
use crate::domain::kind::Kind;
use std::fmt;
use std::ops::Range;

/// The keys, as errors list them.
const KEYS: [&str; 6] = ["severity", "rule", "kind", "owner", "token", "accepted"];

/// The words of `accepted:`.
const YES: &str = "yes";
const NO: &str = "no";

/// The value of `token:` for what is about the vault itself.
const NONE: &str = "none";

/// What is asked of a finding with a key. Several values are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Severity(Vec<Severity>),
    Rule(Vec<Rule>),
    Kind(Vec<Kind>),
    Owner(Vec<Needle>),
    Token(Vec<Needle>),
    Accepted(Vec<bool>),
}

impl Keyed for Key {
    fn read(key: &Placed, values: &[Placed]) -> Result<Self, FilterError> {
        let word = key.text.to_ascii_lowercase();
        Ok(match word.as_str() {
            "severity" => Self::Severity(read_all(values, read_severity)?),
            "rule" => Self::Rule(read_all(values, read_rule)?),
            "kind" => Self::Kind(read_all(values, read_kind)?),
            "owner" => Self::Owner(read_all(values, read_text)?),
            "token" => Self::Token(read_all(values, read_text)?),
            "accepted" => Self::Accepted(read_all(values, read_accepted)?),
            _ => return Err(unknown_key(key, &word, &KEYS)),
        })
    }
}

impl Key {
    /// Whether it holds for a finding.
    pub fn holds(&self, row: &FindingRow<'_>) -> bool {
        let finding = row.finding;
        match self {
            Self::Severity(wanted) => wanted.contains(&finding.severity),
            Self::Rule(wanted) => wanted.contains(&finding.rule),
            Self::Kind(wanted) => row.kind.is_some_and(|kind| wanted.contains(&kind)),
            Self::Owner(needles) => {
                [row.owner, row.project].into_iter().flatten().any(|name| needles.iter().any(|needle| needle.is_in(name)))
            }
            Self::Token(needles) => needles.iter().any(|needle| is_of_token(needle, row)),
            Self::Accepted(wanted) => wanted.contains(&!finding.is_open()),
        }
    }

    /// What it hits in a field's text, in characters.
    pub fn hits(&self, field: FindingField, text: &str) -> Vec<Range<usize>> {
        let whole = || std::iter::once(0..text.chars().count()).collect();
        match self {
            Self::Severity(_) if field == FindingField::Severity => whole(),
            Self::Rule(_) if field == FindingField::Rule => whole(),
            Self::Owner(needles) | Self::Token(needles) if field == FindingField::Token => {
                needles.iter().filter_map(|needle| needle.place_in(text)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn is_of_token(needle: &Needle, row: &FindingRow<'_>) -> bool {
    match row.finding.token {
        None => needle.as_str().eq_ignore_ascii_case(NONE),
        Some(id) => needle.is_in(row.label) || needle.begins_id(&id),
    }
}

fn texts<'a>(row: &FindingRow<'a>) -> [&'a str; 4] {
    let rule = row.finding.rule;
    [row.label, rule.title(), rule.word(), row.finding.severity.word()]
}

/// Whether a text of the finding holds a word's letters in their order, or its evidence holds the word.
pub(super) fn is_spread_over(word: &Needle, row: &FindingRow<'_>) -> bool {
    texts(row).into_iter().any(|text| word.is_spread_over(text)) || word.is_in(&row.finding.evidence)
}

/// Whether a text of the finding holds a word as it stands.
pub(super) fn is_anywhere(text: &Needle, row: &FindingRow<'_>) -> bool {
    texts(row).into_iter().any(|field| text.is_in(field)) || text.is_in(&row.finding.evidence)
}

fn read_severity(value: &Placed) -> Result<Severity, FilterError> {
    value.text.to_ascii_lowercase().parse().map_err(|_| not_one_of(value, "severity", &Severity::ALL.map(Severity::word)))
}

fn read_rule(value: &Placed) -> Result<Rule, FilterError> {
    Rule::from_word(&value.text.to_ascii_lowercase()).ok_or_else(|| not_one_of(value, "rule", &Rule::ALL.map(Rule::word)))
}

fn read_kind(value: &Placed) -> Result<Kind, FilterError> {
    value.text.to_ascii_lowercase().parse().map_err(|_| not_one_of(value, "kind", &Kind::ALL.map(Kind::word)))
}

/// `true` for accepted.
fn read_accepted(value: &Placed) -> Result<bool, FilterError> {
    match value.text.to_ascii_lowercase().as_str() {
        YES => Ok(true),
        NO => Ok(false),
        _ => Err(not_one_of(value, "answer", &[YES, NO])),
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Severity(wanted) => keyed(out, "severity", wanted, |severity| severity.word().to_owned()),
            Self::Rule(wanted) => keyed(out, "rule", wanted, |rule| rule.word().to_owned()),
            Self::Kind(wanted) => keyed(out, "kind", wanted, |kind| kind.word().to_owned()),
            Self::Owner(needles) => keyed(out, "owner", needles, |needle| quote_if_needed(needle.as_str())),
            Self::Token(needles) => keyed(out, "token", needles, |needle| quote_if_needed(needle.as_str())),
            Self::Accepted(wanted) => keyed(out, "accepted", wanted, |yes| if *yes { YES } else { NO }.to_owned()),
        }
    }
}
