//! Work on several tokens, one transaction after the other: what waits, what is under way, what came of it.

use crate::domain::Instant;
use crate::domain::expiry::Expiry;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::relative::relative;
use crate::domain::scope::ScopeSet;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::services::{EditRequest, Issued, RotateRequest};
use crate::tui::dialogs::narrow::names;
use crate::tui::effect::Change;
use crate::tui::msg::{Changed, Failure};
use std::collections::VecDeque;

/// What is done to each token.
#[derive(Clone, Debug)]
pub enum Work {
    /// A new secret; `force` ends a previous one that is still in its grace.
    Rotate {
        /// How long the present one is accepted.
        grace: Span,
        /// Whether a previous one is cut off.
        force: bool,
    },
    /// The end.
    Revoke(Option<String>),
    /// Switched off.
    Disable,
    /// Switched on.
    Enable,
    /// Another expiry.
    Expire(Expiry),
    /// Only the scopes that each of them used.
    Narrow,
}

impl Work {
    /// The word for what is under way.
    pub fn doing(&self) -> &'static str {
        match self {
            Self::Rotate { .. } => "Rotating",
            Self::Revoke(_) => "Revoking",
            Self::Disable => "Disabling",
            Self::Enable => "Enabling",
            Self::Expire(_) => "Setting the expiry of",
            Self::Narrow => "Narrowing",
        }
    }

    /// The word for what is done.
    pub fn done(&self) -> &'static str {
        match self {
            Self::Rotate { .. } => "rotated",
            Self::Revoke(_) => "revoked",
            Self::Disable => "disabled",
            Self::Enable => "enabled",
            Self::Expire(_) => "given another expiry",
            Self::Narrow => "narrowed",
        }
    }
}

/// A token as it was when it was asked about.
#[derive(Clone, Debug)]
pub struct Item {
    /// The token.
    pub id: TokenId,
    /// Its selector.
    pub selector: String,
    /// When it was last used, in words.
    pub used: String,
    version: u32,
    scopes: Option<Vec<String>>,
}

/// So many tokens, in words.
pub fn counted(count: usize) -> String {
    if count == 1 { "1 token".to_owned() } else { format!("{count} tokens") }
}

impl Item {
    /// The token of a row.
    pub fn of(row: &TokenSummary, now: Instant) -> Self {
        let used = row.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", relative(at, now)));
        Self { id: row.id, selector: row.selector(), used, version: row.version, scopes: None }
    }

    /// With the scopes that it keeps, where it is to be narrowed.
    #[must_use]
    pub fn keeping(self, scopes: Option<&ScopeSet>) -> Self {
        match scopes {
            None => self,
            Some(scopes) => Self { used: format!("keeps {scopes}"), scopes: Some(names(scopes)), ..self },
        }
    }

    fn change(&self, work: &Work) -> Change {
        match work {
            Work::Rotate { grace, force } => {
                let seen = Some(self.version);
                Change::Rotate(self.id, RotateRequest { grace: *grace, force: *force, value: None, expected_version: seen })
            }
            Work::Revoke(reason) => Change::Revoke(self.id, reason.clone()),
            Work::Disable => Change::Disable(self.id),
            Work::Enable => Change::Enable(self.id),
            Work::Narrow => Change::Edit(self.id, EditRequest { scopes: self.scopes.clone(), ..EditRequest::default() }),
            Work::Expire(expiry) => Change::Edit(self.id, EditRequest { expiry: Some(*expiry), ..EditRequest::default() }),
        }
    }
}

/// Work on several tokens.
#[derive(Debug)]
pub struct Batch {
    /// What is done to each.
    pub work: Work,
    /// How many there are.
    pub total: usize,
    /// The one that is being worked on.
    pub current: Option<Item>,
    /// Those not begun.
    pub waiting: VecDeque<Item>,
    /// Those done.
    pub done: Vec<Item>,
    /// Those that failed, and why.
    pub failed: Vec<(Item, Failure)>,
    /// Selectors of those that were never meant, and why.
    pub left_out: Vec<(String, String)>,
    /// New values that can be seen at no later time.
    pub values: Vec<Issued>,
    /// Whether no further one is to be begun.
    pub stopping: bool,
}

impl Batch {
    /// Work on `items`, none of them begun.
    pub fn new(work: Work, items: Vec<Item>, left_out: Vec<(String, String)>) -> Self {
        Self {
            work,
            total: items.len(),
            current: None,
            waiting: items.into(),
            done: Vec::new(),
            failed: Vec::new(),
            left_out,
            values: Vec::new(),
            stopping: false,
        }
    }

    /// Begins the next one; `None` when there is none, or none is to be begun.
    pub fn begin_next(&mut self) -> Option<Change> {
        if self.stopping {
            return None;
        }
        self.current = self.waiting.pop_front();
        self.current.as_ref().map(|item| item.change(&self.work))
    }

    /// Takes what came of the one under way.
    pub fn took(&mut self, result: Result<Changed, Failure>) {
        let Some(item) = self.current.take() else { return };
        match result {
            Ok(changed) => {
                if let Changed::Rotated(issued) = changed
                    && issued.token.kind == Kind::Personal
                {
                    self.values.push(issued);
                }
                self.done.push(item);
            }
            Err(failure) => self.failed.push((item, failure)),
        }
    }

    /// How many are behind it, done or failed.
    pub fn behind(&self) -> usize {
        self.done.len() + self.failed.len()
    }
}
