//! Terms: what may be asked of a call, read from text and written back.

use super::super::FilterError;
use super::super::lexer::Placed;
use super::super::needle::Needle;
use super::super::term::Keyed;
use super::super::values::{WantedTime, fault, keyed, not_one_of, quote_if_needed, read_age, read_all, read_text, unknown_key};
use super::{CallField, CallRow};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::label::excerpt;
use crate::domain::traffic::{Call, Gateway};
use crate::domain::verdict::{Reason, Verdict};
use ipnet::IpNet;
use std::fmt;
use std::net::IpAddr;
use std::ops::Range;

/// The keys, as errors list them.
const KEYS: [&str; 11] = ["verdict", "reason", "token", "owner", "source", "method", "path", "scope", "project", "gateway", "at"];

/// The words of `verdict:`.
const ALLOW: &str = "allow";
const DENIED: &str = "denied";

/// The value of `token:` for calls whose value belonged to none.
const NONE: &str = "none";

/// The value of `source:` for calls of which no address is known.
const UNKNOWN: &str = "unknown";

/// What is asked of a call with a key. Several values are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Whether it was allowed.
    Allowed(Vec<bool>),
    Reason(Vec<Reason>),
    Source(Vec<WantedSource>),
    Gateway(Vec<Gateway>),
    Text(TextKey, Vec<Needle>),
    At(Vec<WantedTime>),
}

/// Where a call is to have come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WantedSource {
    Unknown,
    Within(IpNet),
    /// The beginning of an address as it is written.
    Begins(String),
}

/// Keys whose values are looked for in a text of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKey {
    Token,
    Owner,
    Method,
    Path,
    Scope,
    Project,
}

impl TextKey {
    fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Owner => "owner",
            Self::Method => "method",
            Self::Path => "path",
            Self::Scope => "scope",
            Self::Project => "project",
        }
    }

    fn holds(self, needle: &Needle, row: &CallRow<'_>) -> bool {
        let call = row.call;
        match self {
            Self::Token => holds_token(needle, row),
            Self::Owner => is_in(needle, row.owner),
            // GET is not a part of TARGET.
            Self::Method => needle.folded().len() == call.method.chars().count() && needle.is_in(&call.method),
            Self::Path => needle.is_in(&call.path),
            Self::Scope => is_in(needle, call.scope.as_deref()),
            Self::Project => is_in(needle, call.project.as_deref()),
        }
    }

    fn is_of(self, field: CallField) -> bool {
        matches!(
            (self, field),
            (Self::Token | Self::Owner, CallField::Token) | (Self::Method, CallField::Method) | (Self::Path, CallField::Path)
        )
    }
}

impl Key {
    /// Asks for one token.
    pub fn of_token(id: TokenId) -> Self {
        Self::Text(TextKey::Token, vec![Needle::insensitive(id.to_string())])
    }

    /// Asks for owners called so.
    pub fn of_owner(name: &str) -> Self {
        Self::Text(TextKey::Owner, vec![Needle::insensitive(name.to_owned())])
    }

    /// Whether it holds for a call at `now`.
    pub fn holds(&self, row: &CallRow<'_>, now: Instant) -> bool {
        let call = row.call;
        match self {
            Self::Allowed(wanted) => wanted.contains(&(call.verdict == Verdict::Allow)),
            Self::Reason(reasons) => reasons.iter().any(|reason| call.verdict == Verdict::Deny(*reason)),
            Self::Source(wanted) => wanted.iter().any(|source| source.holds(call.source)),
            Self::Gateway(gateways) => gateways.contains(&call.gateway),
            Self::Text(key, needles) => needles.iter().any(|needle| key.holds(needle, row)),
            Self::At(wanted) => wanted.iter().any(|time| time.holds_since(call.at, now)),
        }
    }

    /// What it hits in a field's text, in characters.
    pub fn hits(&self, field: CallField, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Allowed(_) | Self::Reason(_) if field == CallField::Verdict => {
                std::iter::once(0..text.chars().count()).collect()
            }
            Self::Source(wanted) if field == CallField::Source => wanted.iter().filter_map(|source| source.hit(text)).collect(),
            Self::Text(key, needles) if key.is_of(field) => needles.iter().filter_map(|needle| needle.place_in(text)).collect(),
            _ => Vec::new(),
        }
    }
}

impl WantedSource {
    fn holds(&self, source: Option<IpAddr>) -> bool {
        match (self, source) {
            (Self::Unknown, source) => source.is_none(),
            (_, None) => false,
            (Self::Within(network), Some(source)) => network.contains(&source.to_canonical()),
            (Self::Begins(text), Some(source)) => source.to_string().starts_with(text),
        }
    }

    /// What it hits in an address as it is written.
    fn hit(&self, text: &str) -> Option<Range<usize>> {
        match self {
            Self::Begins(wanted) => text.starts_with(wanted).then_some(0..wanted.len()),
            _ => self.holds(text.parse().ok()).then(|| 0..text.chars().count()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Unknown => UNKNOWN.to_owned(),
            Self::Within(network) => network.to_string(),
            Self::Begins(text) => text.clone(),
        }
    }
}

fn is_in(needle: &Needle, text: Option<&str>) -> bool {
    text.is_some_and(|text| needle.is_in(text))
}

fn holds_token(needle: &Needle, row: &CallRow<'_>) -> bool {
    match row.call.token {
        None => needle.as_str().eq_ignore_ascii_case(NONE),
        Some(id) => is_in(needle, row.token) || needle.begins_id(&id),
    }
}

/// Whether a text of the call holds a word as it stands.
pub(super) fn is_anywhere(text: &Needle, row: &CallRow<'_>) -> bool {
    let Call { method, path, source, verdict, gateway, project, scope, token, .. } = row.call;
    let told = match verdict {
        Verdict::Allow => ALLOW,
        Verdict::Deny(_) => DENIED,
    };
    text.is_in(path)
        || text.is_in(method)
        || is_in(text, row.token)
        || is_in(text, row.owner)
        || text.is_in(told)
        || text.is_in(verdict.word())
        || is_in(text, scope.as_deref())
        || is_in(text, project.as_deref())
        || text.is_in(gateway.word())
        || token.is_some_and(|id| text.begins_id(&id))
        || source.is_some_and(|source| text.is_in(&source.to_string()))
}

impl Keyed for Key {
    fn read(key: &Placed, values: &[Placed]) -> Result<Self, FilterError> {
        let word = key.text.to_ascii_lowercase();
        let text = |key: TextKey| Ok(Self::Text(key, read_all(values, read_text)?));
        match word.as_str() {
            "verdict" => Ok(Self::Allowed(read_all(values, read_verdict)?)),
            "reason" => Ok(Self::Reason(read_all(values, read_reason)?)),
            "token" => text(TextKey::Token),
            "owner" => text(TextKey::Owner),
            "source" => Ok(Self::Source(read_all(values, read_source)?)),
            "method" => text(TextKey::Method),
            "path" => text(TextKey::Path),
            "scope" => text(TextKey::Scope),
            "project" => text(TextKey::Project),
            "gateway" => Ok(Self::Gateway(read_all(values, read_gateway)?)),
            "at" => Ok(Self::At(read_all(values, read_age)?)),
            _ => Err(unknown_key(key, &word, &KEYS)),
        }
    }
}

/// `true` for allowed. Other words that people use for the two are taken too.
fn read_verdict(value: &Placed) -> Result<bool, FilterError> {
    match value.text.to_ascii_lowercase().as_str() {
        ALLOW | "allowed" | "accepted" => Ok(true),
        DENIED | "deny" | "refused" => Ok(false),
        _ => Err(not_one_of(value, "verdict", &[ALLOW, DENIED])),
    }
}

fn read_reason(value: &Placed) -> Result<Reason, FilterError> {
    let word = value.text.to_ascii_lowercase();
    Reason::from_word(&word).ok_or_else(|| not_one_of(value, "reason", &Reason::ALL.map(Reason::word)))
}

fn read_gateway(value: &Placed) -> Result<Gateway, FilterError> {
    let word = value.text.to_ascii_lowercase();
    Gateway::from_word(&word).ok_or_else(|| not_one_of(value, "gateway", &Gateway::ALL.map(Gateway::word)))
}

fn read_source(value: &Placed) -> Result<WantedSource, FilterError> {
    let text = value.text.to_ascii_lowercase();
    if text == UNKNOWN {
        return Ok(WantedSource::Unknown);
    }
    if let Ok(network) = text.parse::<IpNet>() {
        return Ok(WantedSource::Within(network.trunc()));
    }
    let is_beginning = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'));
    if is_beginning {
        return Ok(WantedSource::Begins(text));
    }
    let form = "write 192.0.2. for what begins so, 10.0.0.0/8 for a network, or unknown";
    Err(fault(value, format!("{:?} is no address; {form}", excerpt(&value.text, 30).as_str())))
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allowed(wanted) => keyed(out, "verdict", wanted, |allowed| if *allowed { ALLOW } else { DENIED }.to_owned()),
            Self::Reason(reasons) => keyed(out, "reason", reasons, |reason| reason.word().to_owned()),
            Self::Source(wanted) => keyed(out, "source", wanted, WantedSource::text),
            Self::Gateway(gateways) => keyed(out, "gateway", gateways, |gateway| gateway.word().to_owned()),
            Self::Text(key, needles) => keyed(out, key.word(), needles, |needle| quote_if_needed(needle.as_str())),
            Self::At(wanted) => keyed(out, "at", wanted, |time| time.text()),
        }
    }
}
