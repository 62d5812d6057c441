//! Owners in JSON.

use super::Issued;
use crate::domain::Instant;
use crate::domain::owner;
use crate::services::OwnerView;
use serde::Serialize;

/// What a token speaks for.
#[derive(Debug, Serialize)]
pub struct Owner {
    /// `account`, `project`, `bot`, `integration` or `external`
    pub kind: &'static str,
    /// Its name
    pub name: String,
    /// The project of a bot or integration; `null` for none, and where the command does not look it up
    pub project: Option<String>,
    /// How it calls itself where it runs
    pub external_id: Option<String>,
    /// Where an external service issues values
    pub dashboard_url: Option<String>,
    /// A person's words
    pub note: String,
    /// When it was added
    pub created_at: Instant,
    /// When it was archived
    pub archived_at: Option<Instant>,
    /// Tokens that are accepted now; only in lists
    pub live_tokens: Option<usize>,
    /// Tokens in all; only in lists
    pub total_tokens: Option<usize>,
}

impl From<&owner::Owner> for Owner {
    fn from(owner: &owner::Owner) -> Self {
        Self {
            kind: owner.kind.word(),
            name: owner.name.as_str().to_owned(),
            project: None,
            external_id: owner.external_id.clone(),
            dashboard_url: owner.dashboard_url.clone(),
            note: owner.note.clone(),
            created_at: owner.created_at,
            archived_at: owner.archived_at,
            live_tokens: None,
            total_tokens: None,
        }
    }
}

impl From<&OwnerView> for Owner {
    fn from(view: &OwnerView) -> Self {
        Self {
            project: view.project.as_ref().map(|name| name.as_str().to_owned()),
            live_tokens: Some(view.live),
            total_tokens: Some(view.total),
            ..Self::from(&view.owner)
        }
    }
}

/// An owner just added.
#[derive(Debug, Serialize)]
pub struct Added<'a> {
    /// The owner
    pub owner: Owner,
    /// Its first token; `null` for an external service without a value
    pub issued: Option<Issued<'a>>,
}
