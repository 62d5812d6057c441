//! The canonical form of an event: what its hash covers, byte by byte.

use super::{Action, NewEvent, Outcome};
use crate::domain::Instant;
use crate::domain::id::TokenId;

/// An event as it is stored, borrowed from where it lies: what is hashed, before anything is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventParts<'a> {
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub actor: &'a str,
    /// The address that they came from.
    pub address: Option<&'a str>,
    /// The word of the action.
    pub action: &'a str,
    /// The word of the outcome.
    pub outcome: &'a str,
    /// The token's id.
    pub token: Option<&'a str>,
    /// The owner's number.
    pub owner: Option<i64>,
    /// The name of the thing at that time.
    pub subject: &'a str,
    /// What else there is to say.
    pub detail: &'a str,
}

/// The first field of the form, an event's number: its length in bytes (eight, big-endian) and the number likewise.
pub fn number_field(seq: u64) -> [u8; 16] {
    let mut field = [0; 16];
    field[..8].copy_from_slice(&8_u64.to_be_bytes());
    field[8..].copy_from_slice(&seq.to_be_bytes());
    field
}

/// The canonical form of an event: each field behind its length in bytes (eight, big-endian), in a fixed order.
/// Absent fields have the length `u64::MAX`, so that absent and empty differ.
pub fn canonical(seq: u64, event: &NewEvent) -> Vec<u8> {
    let mut form = Vec::with_capacity(256);
    form.extend_from_slice(&number_field(seq));
    event.with_parts(|parts| parts.write(&mut form));
    form
}

impl EventParts<'_> {
    /// Appends all fields of the form but the number.
    pub fn write(&self, form: &mut Vec<u8>) {
        let mut field = |bytes: Option<&[u8]>| match bytes {
            Some(bytes) => {
                form.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
                form.extend_from_slice(bytes);
            }
            None => form.extend_from_slice(&u64::MAX.to_be_bytes()),
        };
        field(Some(&self.at.to_be_bytes()));
        field(Some(self.actor.as_bytes()));
        field(self.address.map(str::as_bytes));
        field(Some(self.action.as_bytes()));
        field(Some(self.outcome.as_bytes()));
        field(self.token.map(str::as_bytes));
        field(self.owner.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        field(Some(self.subject.as_bytes()));
        field(Some(self.detail.as_bytes()));
    }

    /// The action, if the word is one of ours and everything else can be read too.
    pub fn readable(&self) -> Option<Action> {
        Outcome::from_word(self.outcome)?;
        Instant::from_millisecond(self.at).ok()?;
        if let Some(token) = self.token {
            token.parse::<TokenId>().ok()?;
        }
        Action::from_word(self.action)
    }
}

impl NewEvent {
    /// Its parts as they are stored.
    pub fn with_parts<T>(&self, take: impl FnOnce(&EventParts<'_>) -> T) -> T {
        let token = self.token.map(|id| id.to_string());
        take(&EventParts {
            at: self.at.as_millisecond(),
            actor: &self.actor.name,
            address: self.actor.address.as_deref(),
            action: self.action.word(),
            outcome: self.outcome.word(),
            token: token.as_deref(),
            owner: self.owner.map(|id| id.0),
            subject: &self.subject,
            detail: &self.detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Actor;
    use crate::domain::owner::OwnerId;
    use proptest::prelude::*;

    /// Few letters, so that fields often are equal and cuts between them are tried.
    fn text() -> impl Strategy<Value = String> {
        "[ab\0]{0,3}"
    }

    fn event() -> impl Strategy<Value = (u64, NewEvent)> {
        let who = (text(), proptest::option::of(text()));
        let what = (0..Action::ALL.len(), any::<bool>(), proptest::option::of(0..3_u8), proptest::option::of(0..3_i64));
        (0..3_u64, 0..3_i64, who, what, text(), text()).prop_map(
            |(seq, at, (name, address), (action, done, token, owner), subject, detail)| {
                let what = NewEvent {
                    at: Instant::from_millisecond(at).unwrap(),
                    actor: Actor { name, address },
                    action: Action::ALL[action],
                    outcome: if done { Outcome::Done } else { Outcome::Refused },
                    token: token.map(|five| TokenId::from_quintets([five; 12])),
                    owner: owner.map(OwnerId),
                    subject,
                    detail,
                };
                (seq, what)
            },
        )
    }

    proptest! {
        #[test]
        fn different_events_have_different_forms(one in event(), other in event()) {
            prop_assert_eq!(one == other, canonical(one.0, &one.1) == canonical(other.0, &other.1));
        }

        #[test]
        fn text_moved_between_fields_changes_the_form((seq, event) in event(), cut in 0..6_usize) {
            let joined = format!("{}{}", event.subject, event.detail);
            let cut = cut.min(joined.len());
            let moved = NewEvent { subject: joined[..cut].to_owned(), detail: joined[cut..].to_owned(), ..event.clone() };
            prop_assert_eq!(moved == event, canonical(seq, &moved) == canonical(seq, &event));
        }
    }

    #[test]
    fn absent_and_empty_differ() {
        let event = NewEvent {
            at: Instant::UNIX_EPOCH,
            actor: Actor { name: String::new(), address: None },
            action: Action::Init,
            outcome: Outcome::Done,
            token: None,
            owner: None,
            subject: String::new(),
            detail: String::new(),
        };
        let with_address = NewEvent { actor: Actor { address: Some(String::new()), ..event.actor.clone() }, ..event.clone() };
        assert_ne!(canonical(1, &event), canonical(1, &with_address));
        assert_ne!(canonical(1, &event), canonical(2, &event));
    }
}
