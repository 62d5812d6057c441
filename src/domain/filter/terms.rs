//! Terms: what may be asked of a token, read from text and written back.

use super::FilterError;
use super::lexer::Placed;
use super::needle::Needle;
use super::term::{self, Keyed};
use super::values::{fault, keyed, missing, not_one_of, quote_if_needed, read_age, read_all, read_text, read_time, unknown_key};
use crate::domain::kind::Kind;
use crate::domain::label::excerpt;
use crate::domain::scope::{Grant, Scope};
use crate::domain::token::Status;
use std::fmt;

pub(super) use super::values::WantedTime;

/// The keys, as errors list them.
pub(super) const KEYS: [&str; 10] = ["kind", "status", "owner", "project", "name", "scope", "id", "expires", "used", "created"];

const ANY: &str = "any";

/// One test of a token, perhaps turned round. A bare word is matched fuzzily unless it is.
pub(super) type Term = term::Term<Key>;

/// What a term is made of.
pub(super) type Test = term::Test<Key>;

/// What is asked of a token with a key. Several values are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Kind(Vec<Kind>),
    Status(Vec<WantedStatus>),
    Text(TextKey, Vec<Needle>),
    Scope(Vec<WantedScope>),
    Time(TimeKey, Vec<WantedTime>),
}

/// Keys whose values are looked for in a text of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKey {
    Owner,
    Project,
    Name,
    Id,
}

/// Keys whose values are lengths of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeKey {
    Expires,
    Used,
    Created,
}

/// A value of `status:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WantedStatus {
    Any,
    One(Status),
}

/// A value of `scope:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WantedScope {
    /// `files:write`
    One(Scope),
    /// `files:*` or `*`: all of it.
    Wildcard(Grant),
    /// `files`: anything of it.
    Resource(String),
}

impl Keyed for Key {
    fn read(key: &Placed, values: &[Placed]) -> Result<Self, FilterError> {
        let word = key.text.to_ascii_lowercase();
        Ok(match word.as_str() {
            "kind" => Self::Kind(read_all(values, read_kind)?),
            "status" => Self::Status(read_all(values, read_status)?),
            "owner" => Self::Text(TextKey::Owner, read_all(values, read_text)?),
            "project" => Self::Text(TextKey::Project, read_all(values, read_text)?),
            "name" => Self::Text(TextKey::Name, read_all(values, read_text)?),
            "id" => Self::Text(TextKey::Id, read_all(values, read_text)?),
            "scope" => Self::Scope(read_all(values, read_scope)?),
            "expires" => Self::Time(TimeKey::Expires, read_all(values, read_time)?),
            "used" => Self::Time(TimeKey::Used, read_all(values, read_time)?),
            "created" => Self::Time(TimeKey::Created, read_all(values, read_age)?),
            _ => return Err(unknown_key(key, &word, &KEYS)),
        })
    }
}

fn read_kind(value: &Placed) -> Result<Kind, FilterError> {
    let words = Kind::ALL.map(Kind::word);
    value.text.to_ascii_lowercase().parse().map_err(|_| not_one_of(value, "kind", &words))
}

fn read_status(value: &Placed) -> Result<WantedStatus, FilterError> {
    let word = value.text.to_ascii_lowercase();
    if word == ANY {
        return Ok(WantedStatus::Any);
    }
    let words: Vec<&str> = Status::ALL.into_iter().map(Status::word).chain([ANY]).collect();
    word.parse().map(WantedStatus::One).map_err(|_| not_one_of(value, "status", &words))
}

fn read_scope(value: &Placed) -> Result<WantedScope, FilterError> {
    let word = value.text.to_ascii_lowercase();
    if let Ok(scope) = word.parse() {
        return Ok(WantedScope::One(scope));
    }
    if let Ok(grant) = word.parse() {
        return Ok(WantedScope::Wildcard(grant));
    }
    if crate::domain::scope::is_word(&word) {
        return Ok(WantedScope::Resource(word));
    }
    Err(if word.is_empty() {
        missing(value, "a scope, for example files:write")
    } else {
        fault(value, format!("{:?} is no scope; write files:write, files:* or files", excerpt(&value.text, 30).as_str()))
    })
}

impl TextKey {
    fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Project => "project",
            Self::Name => "name",
            Self::Id => "id",
        }
    }
}

impl TimeKey {
    fn word(self) -> &'static str {
        match self {
            Self::Expires => "expires",
            Self::Used => "used",
            Self::Created => "created",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kinds) => keyed(out, "kind", kinds, |kind| kind.word().to_owned()),
            Self::Status(wanted) => keyed(out, "status", wanted, |status| match status {
                WantedStatus::Any => ANY.to_owned(),
                WantedStatus::One(status) => status.word().to_owned(),
            }),
            Self::Text(key, needles) => keyed(out, key.word(), needles, |needle| quote_if_needed(needle.as_str())),
            Self::Scope(wanted) => keyed(out, "scope", wanted, |scope| match scope {
                WantedScope::One(scope) => scope.as_str().to_owned(),
                WantedScope::Wildcard(grant) => grant.as_str().to_owned(),
                WantedScope::Resource(resource) => resource.clone(),
            }),
            Self::Time(key, wanted) => keyed(out, key.word(), wanted, |time| time.text()),
        }
    }
}
