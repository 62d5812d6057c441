//! Terms: what may be asked of an event, read from text and written back.

use super::super::FilterError;
use super::super::lexer::Placed;
use super::super::needle::Needle;
use super::super::term::Keyed;
use super::super::values::{WantedTime, fault, keyed, not_one_of, quote_if_needed, read_age, read_all, read_text, unknown_key};
use super::EventField;
use crate::domain::Instant;
use crate::domain::event::{Action, Event, NewEvent, Outcome};
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::label::excerpt;
use crate::domain::moment::Moment;
use crate::domain::owner::OwnerKind;
use std::fmt;
use std::ops::Range;

/// The keys, as errors list them.
const KEYS: [&str; 10] = ["actor", "action", "outcome", "token", "subject", "owner", "seq", "at", "since", "until"];

/// What is asked of an event with a key. Several values are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Action(Vec<Action>),
    Outcome(Vec<Outcome>),
    Text(TextKey, Vec<Needle>),
    Seq(Vec<u64>),
    At(Vec<WantedTime>),
    Since(Vec<Moment>),
    Until(Vec<Moment>),
}

/// Keys whose values are looked for in a text of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKey {
    Actor,
    Token,
    Subject,
    Owner,
}

impl TextKey {
    fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Token => "token",
            Self::Subject => "subject",
            Self::Owner => "owner",
        }
    }
}

impl Key {
    /// Asks for one token.
    pub fn of_token(id: TokenId) -> Self {
        Self::Text(TextKey::Token, vec![Needle::insensitive(id.to_string())])
    }

    /// Asks for an owner and its tokens; the account's are those of the account itself and all personal ones.
    pub fn of_owner(kind: OwnerKind, name: &str) -> Self {
        let (key, text) = match kind {
            OwnerKind::Account => (TextKey::Owner, kind.word().to_owned()),
            kind => (TextKey::Subject, format!("{kind}:{name}")),
        };
        Self::Text(key, vec![Needle::insensitive(text)])
    }

    /// Whether it holds for an event at `now`.
    pub fn holds(&self, event: &Event, now: Instant) -> bool {
        let what = &event.what;
        match self {
            Self::Action(actions) => actions.contains(&what.action),
            Self::Outcome(outcomes) => outcomes.contains(&what.outcome),
            Self::Text(key, needles) => needles.iter().any(|needle| text_holds(*key, needle, what)),
            Self::Seq(numbers) => numbers.contains(&event.seq),
            Self::At(wanted) => wanted.iter().any(|time| time.holds_since(what.at, now)),
            Self::Since(moments) => moments.iter().any(|moment| what.at >= moment.start(now)),
            Self::Until(moments) => moments.iter().any(|moment| what.at <= moment.end(now)),
        }
    }

    /// The token whose whole id it asks for, and nothing else.
    pub fn token(&self) -> Option<TokenId> {
        match self {
            Self::Text(TextKey::Token, needles) => match needles.as_slice() {
                [one] => one.as_str().to_ascii_lowercase().parse().ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// What it hits in a field's text, in characters.
    pub fn hits(&self, field: EventField, text: &str) -> Vec<Range<usize>> {
        let whole = || 0..text.chars().count();
        match self {
            Self::Action(_) if field == EventField::Action => vec![whole()],
            Self::Outcome(_) if field == EventField::Outcome => vec![whole()],
            Self::Text(key, needles) if key.is_of(field) => needles.iter().filter_map(|needle| needle.place_in(text)).collect(),
            _ => Vec::new(),
        }
    }
}

impl TextKey {
    /// Whether a field is where it looks.
    fn is_of(self, field: EventField) -> bool {
        match self {
            Self::Actor => field == EventField::Actor,
            Self::Token => matches!(field, EventField::Token | EventField::Subject),
            Self::Subject | Self::Owner => field == EventField::Subject,
        }
    }
}

/// Whether a text of the event holds a word as it stands.
pub(super) fn is_anywhere(text: &Needle, what: &NewEvent) -> bool {
    text.is_in(&what.subject)
        || text.is_in(what.action.word())
        || text.is_in(&what.actor.name)
        || text.is_in(&what.detail)
        || what.actor.address.as_deref().is_some_and(|address| text.is_in(address))
        || what.token.is_some_and(|id| text.begins_id(&id))
        // That something was done goes without saying.
        || (what.outcome == Outcome::Refused && text.is_in(what.outcome.word()))
}

fn text_holds(key: TextKey, needle: &Needle, what: &NewEvent) -> bool {
    match key {
        TextKey::Actor => {
            needle.is_in(&what.actor.name) || what.actor.address.as_deref().is_some_and(|address| needle.is_in(address))
        }
        TextKey::Token => what.token.is_some_and(|id| needle.begins_id(&id) || needle.is_in(&what.subject)),
        TextKey::Subject => needle.is_in(&what.subject),
        TextKey::Owner => needle.is_in(owner_of(&what.subject)),
    }
}

/// Whose a subject was: `bot:helper/ci` of `helper`, `pat:ci` and `account` of the account.
fn owner_of(subject: &str) -> &str {
    match subject.split_once(':') {
        Some((kind, _)) if kind == Kind::Personal.word() => Kind::Account.word(),
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(owner, _)| owner),
        None => subject,
    }
}

impl Keyed for Key {
    fn read(key: &Placed, values: &[Placed]) -> Result<Self, FilterError> {
        let word = key.text.to_ascii_lowercase();
        let text = |key: TextKey| Ok(Self::Text(key, read_all(values, read_text)?));
        match word.as_str() {
            "actor" => text(TextKey::Actor),
            "token" => text(TextKey::Token),
            "subject" => text(TextKey::Subject),
            "owner" => text(TextKey::Owner),
            "action" => Ok(Self::Action(read_all(values, read_action)?)),
            "outcome" => Ok(Self::Outcome(read_all(values, read_outcome)?)),
            "seq" => Ok(Self::Seq(read_all(values, read_seq)?)),
            "at" => Ok(Self::At(read_all(values, read_age)?)),
            "since" => Ok(Self::Since(read_all(values, read_moment)?)),
            "until" => Ok(Self::Until(read_all(values, read_moment)?)),
            kind if Kind::ALL.into_iter().any(|known| known.word() == kind) => {
                Ok(Self::Text(TextKey::Subject, read_all(values, |value| read_selector(kind, value))?))
            }
            _ => Err(unknown_key(key, &word, &KEYS)),
        }
    }
}

/// `bot:helper` as it stands in subjects.
fn read_selector(kind: &str, value: &Placed) -> Result<Needle, FilterError> {
    Ok(Needle::insensitive(format!("{kind}:{}", value.text)))
}

fn read_action(value: &Placed) -> Result<Action, FilterError> {
    let word = value.text.to_ascii_lowercase();
    Action::from_word(&word).ok_or_else(|| not_one_of(value, "action", &Action::ALL.map(Action::word)))
}

fn read_outcome(value: &Placed) -> Result<Outcome, FilterError> {
    let word = value.text.to_ascii_lowercase();
    let words = [Outcome::Done, Outcome::Refused].map(Outcome::word);
    Outcome::from_word(&word).ok_or_else(|| not_one_of(value, "outcome", &words))
}

fn read_seq(value: &Placed) -> Result<u64, FilterError> {
    let refuse = |_| fault(value, format!("{:?} is no entry's number; write seq:412", excerpt(&value.text, 30).as_str()));
    value.text.parse().map_err(refuse)
}

fn read_moment(value: &Placed) -> Result<Moment, FilterError> {
    let refuse = |_| {
        fault(
            value,
            format!("{:?} is no moment; write 7d, 2026-03-31 or 2026-03-31T12:00:00Z", excerpt(&value.text, 30).as_str()),
        )
    };
    value.text.parse().map_err(refuse)
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(actions) => keyed(out, "action", actions, |action| action.word().to_owned()),
            Self::Outcome(outcomes) => keyed(out, "outcome", outcomes, |outcome| outcome.word().to_owned()),
            Self::Text(key, needles) => keyed(out, key.word(), needles, |needle| quote_if_needed(needle.as_str())),
            Self::Seq(numbers) => keyed(out, "seq", numbers, u64::to_string),
            Self::At(wanted) => keyed(out, "at", wanted, |time| time.text()),
            Self::Since(moments) => keyed(out, "since", moments, Moment::to_string),
            Self::Until(moments) => keyed(out, "until", moments, Moment::to_string),
        }
    }
}
