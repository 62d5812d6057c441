//! Tokens in JSON.

use super::{Event, Finding, Owner, Usage};
use crate::domain::Instant;
use crate::domain::mask::Hint;
use crate::domain::summary::TokenSummary;
use crate::domain::{plaintext, secret};
use crate::services;
use serde::Serialize;

/// A token, without its value.
#[derive(Debug, Serialize)]
pub struct Token {
    /// `tok_…`
    pub id: String,
    /// `account`, `project`, `pat`, `bot`, `integration` or `external`
    pub kind: &'static str,
    /// What a person would type for it
    pub selector: String,
    /// Its owner's name
    pub owner: String,
    /// Whether its owner is archived
    pub owner_archived: bool,
    /// Its project's name
    pub project: Option<String>,
    /// Its name
    pub name: String,
    /// `active`, `rotating`, `disabled`, `expired` or `revoked`
    pub status: &'static str,
    /// What it may do; empty where the kind has no scopes
    pub scopes: Vec<String>,
    /// Networks that it may be used from, in CIDR or as addresses; empty for anywhere
    pub networks: Vec<String>,
    /// How often it may be used, such as `100/m`; `null` for no limit
    pub rate: Option<String>,
    /// The instant from which it is refused
    pub expires_at: Option<Instant>,
    /// Until when its previous value is accepted
    pub grace_until: Option<Instant>,
    /// Version of its present value, 1 for the first
    pub version: u32,
    /// The last four characters of its value; empty in private mode and for short values
    pub hint: String,
    /// Whether its value can be revealed
    pub revealable: bool,
    /// Whether its value was issued elsewhere and adopted
    pub adopted: bool,
    /// A person's words
    pub note: String,
    /// When it was issued
    pub created_at: Instant,
    /// When its state last changed
    pub state_changed_at: Instant,
    /// When its present value was made
    pub rotated_at: Instant,
    /// When it was last accepted, as far as is known
    pub last_used_at: Option<Instant>,
}

impl Token {
    /// The token as it is at `now`.
    pub fn at(token: &TokenSummary, now: Instant, hide_hint: bool) -> Self {
        let hint = if hide_hint { Hint::default() } else { token.hint };
        Self {
            id: token.id.to_string(),
            kind: token.kind.word(),
            selector: token.selector(),
            owner: token.owner.as_str().to_owned(),
            owner_archived: token.owner_archived,
            project: token.project.as_ref().map(|name| name.as_str().to_owned()),
            name: token.name.as_str().to_owned(),
            status: token.status(now).word(),
            scopes: token.scopes.iter().map(|grant| grant.as_str().to_owned()).collect(),
            networks: token.policy.networks.words().collect(),
            rate: token.policy.rate.map(|rate| rate.to_string()),
            expires_at: token.expires_at,
            grace_until: token.grace_until.filter(|until| now < *until),
            version: token.version,
            hint: hint.as_str().to_owned(),
            revealable: token.is_sealed,
            adopted: token.adopted,
            note: token.note.clone(),
            created_at: token.created_at,
            state_changed_at: token.state_changed_at,
            rotated_at: token.rotated_at,
            last_used_at: token.last_used_at,
        }
    }
}

/// A token with its value in clear.
#[derive(Debug, Serialize)]
pub struct Issued<'a> {
    /// The token
    pub token: Token,
    /// Its value; `null` when the value was handed in rather than made
    pub value: Option<Clear<'a>>,
}

/// A value in clear on its way into JSON.
#[derive(Debug)]
pub struct Clear<'a>(pub &'a plaintext::Plaintext);

impl Serialize for Clear<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.expose())
    }
}

/// One version of a token's value, without the value.
#[derive(Debug, Serialize)]
pub struct Secret {
    /// 1 for the first
    pub version: u32,
    /// `current`, `retiring` or `retired`
    pub state: &'static str,
    /// The last four characters of the value
    pub hint: String,
    /// When it was made
    pub created_at: Instant,
    /// Until when it is accepted, once it was replaced
    pub grace_until: Option<Instant>,
    /// When it was retired
    pub retired_at: Option<Instant>,
}

impl Secret {
    /// The secret as it is at `now`.
    pub fn at(secret: &secret::Secret, now: Instant, hide_hint: bool) -> Self {
        let hint = if hide_hint { Hint::default() } else { secret.hint };
        Self {
            version: secret.version,
            state: secret.state_at(now).word(),
            hint: hint.as_str().to_owned(),
            created_at: secret.created_at,
            grace_until: secret.grace_until,
            retired_at: secret.retired_at,
        }
    }
}

/// A token in detail.
#[derive(Debug, Serialize)]
pub struct Detail {
    /// The token
    pub token: Token,
    /// Its owner
    pub owner: Owner,
    /// Every version of its value, the newest first
    pub secrets: Vec<Secret>,
    /// What the audit noticed about it, the gravest first
    pub findings: Vec<Finding>,
    /// Its latest events, the newest first
    pub history: Vec<Event>,
}

/// A token just revoked.
#[derive(Debug, Serialize)]
pub struct Revoked<'a> {
    /// The token
    pub token: Token,
    /// The one issued in its place (account, project)
    pub next: Option<Issued<'a>>,
}

/// What a revoke would do.
#[derive(Debug, Serialize)]
pub struct Consequence {
    /// The token as it is
    pub token: Token,
    /// Values that are accepted now and would not be any more
    pub accepted_secrets: usize,
    /// Whether the next token would be issued at once
    pub issues_next: bool,
    /// How it is used
    pub usage: Usage,
}

impl Consequence {
    /// The consequence as it is at `now`.
    pub fn at(consequence: &services::Consequence, now: Instant, hide_hint: bool) -> Self {
        Self {
            token: Token::at(&consequence.token, now, hide_hint),
            accepted_secrets: consequence.accepted_secrets,
            issues_next: consequence.issues_next,
            usage: Usage::of(&consequence.token, &consequence.usage),
        }
    }
}

/// A value put on the clipboard.
#[derive(Debug, Serialize)]
pub struct Copied {
    /// `tok_…`
    pub id: String,
    /// What a person would type for it
    pub selector: String,
    /// `copied`, `through_tmux`, `tmux_only`, `by_command` or `sent_to_terminal`; the last cannot be confirmed
    pub delivery: &'static str,
    /// When it will be taken away; `null` when it is not
    pub clears_at: Option<Instant>,
}

impl Copied {
    /// What became of copying this token's value.
    pub fn of(token: &TokenSummary, receipt: &services::Receipt) -> Self {
        Self {
            id: token.id.to_string(),
            selector: token.selector(),
            delivery: receipt.delivery.word(),
            clears_at: receipt.clears_at,
        }
    }
}
