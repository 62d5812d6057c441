//! Reviews in JSON.

use super::Detail;
use crate::domain::Instant;
use crate::domain::review;
use crate::services::Checked;
use serde::Serialize;

/// A review as a whole.
#[derive(Debug, Serialize)]
pub struct Review {
    /// Its number
    pub review: i64,
    /// The filter that chose its tokens; empty for every live token
    pub filter: String,
    /// When it was begun
    pub begun_at: Instant,
    /// Who began it
    pub begun_by: String,
    /// When it was closed
    pub closed_at: Option<Instant>,
    /// Who closed it
    pub closed_by: Option<String>,
    /// How many tokens it walks through
    pub tokens: usize,
    /// How many of them are decided
    pub decided: usize,
}

impl From<&review::Review> for Review {
    fn from(review: &review::Review) -> Self {
        let closed = review.closed.as_ref();
        Self {
            review: review.id.0,
            filter: review.filter.clone(),
            begun_at: review.begun_at,
            begun_by: review.begun_by.clone(),
            closed_at: closed.map(|closed| closed.at),
            closed_by: closed.map(|closed| closed.by.clone()),
            tokens: review.tokens,
            decided: review.decided,
        }
    }
}

/// The open review and its next token.
#[derive(Debug, Serialize)]
pub struct ReviewNext {
    /// The review
    pub review: Review,
    /// The first token about which nothing was decided, as `show` gives it
    pub next: Option<Detail>,
}

/// A review with its tokens.
#[derive(Debug, Serialize)]
pub struct ReviewShown {
    /// The review
    pub review: Review,
    /// Its tokens in order
    pub tokens: Vec<ReviewItem>,
}

/// One token of a review.
#[derive(Debug, Serialize)]
pub struct ReviewItem {
    /// Its place in the walk, from 1
    pub place: u32,
    /// The token
    pub token: String,
    /// What people call it
    pub label: String,
    /// `keep`, `rotate`, `revoke` or `snooze`
    pub decision: Option<&'static str>,
    /// Until when it is put off
    pub until: Option<Instant>,
    /// Why
    pub note: Option<String>,
    /// When it was decided
    pub decided_at: Option<Instant>,
    /// Who decided
    pub decided_by: Option<String>,
}

impl ReviewItem {
    /// An item with what people call its token.
    pub fn of(item: &review::ReviewItem, label: String) -> Self {
        let decided = item.decided.as_ref();
        Self {
            place: item.place,
            token: item.token.to_string(),
            label,
            decision: decided.map(|decided| decided.decision.word()),
            until: decided.and_then(|decided| decided.decision.until()),
            note: decided.map(|decided| decided.note.clone()),
            decided_at: decided.map(|decided| decided.at),
            decided_by: decided.map(|decided| decided.by.clone()),
        }
    }
}

/// What checking a report gave.
#[derive(Debug, Serialize)]
pub struct ReviewCheck {
    /// Whether it is the report as it was closed, and the history holds
    pub good: bool,
    /// The review's number
    pub review: i64,
    /// The first line that differs from what the vault says
    pub line: Option<usize>,
    /// What is wrong with the history
    pub faults: Vec<String>,
}

impl From<&Checked> for ReviewCheck {
    fn from(checked: &Checked) -> Self {
        Self {
            good: checked.is_good(),
            review: checked.review.0,
            line: checked.unlike.as_ref().map(|unlike| unlike.line),
            faults: checked.chain.faults.clone(),
        }
    }
}
