//! Reviews: a walk through every live token, one decision each, closed with a report that somebody else can check.

mod begin;
mod check;
mod close;
mod decide;
mod report;

pub use check::{Checked, Unlike};
pub use close::Undecided;

use super::{Error, Result, Services};
use crate::domain::label::is_active;
use crate::domain::review::{Review, ReviewId, ReviewItem};

/// The most characters of a note.
pub const MAX_NOTE: usize = 500;

impl Services {
    /// The review that is open, if one is.
    ///
    /// # Errors
    /// The store failed.
    pub fn open_review(&self) -> Result<Option<Review>> {
        self.store.read(|tx| Ok(tx.open_review()?))
    }

    /// Every review, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn reviews(&self) -> Result<Vec<Review>> {
        self.store.read(|tx| Ok(tx.reviews()?))
    }

    /// The tokens of a review in the order of the walk.
    ///
    /// # Errors
    /// There is no such review, or the store failed.
    pub fn review_items(&self, id: ReviewId) -> Result<Vec<ReviewItem>> {
        self.store.read(|tx| {
            tx.review(id)?.ok_or_else(|| no_such_review(id))?;
            Ok(tx.review_items(id)?)
        })
    }
}

fn no_such_review(id: ReviewId) -> Error {
    Error::NotFound { what: "review", name: id.to_string(), suggestion: None }
}

fn none_open() -> Error {
    Error::Invalid("no review is open; begin one first".to_owned())
}

/// A note as it is kept: one line that does nothing to a terminal.
pub(super) fn check_note(note: &str) -> Result<String> {
    let note = note.trim();
    if note.chars().any(is_active) {
        return Err(Error::Invalid("the note holds a character that is not shown or acts on terminals; leave it out".to_owned()));
    }
    match note.chars().count() {
        length if length > MAX_NOTE => Err(Error::Invalid(format!("the note has {length} characters; {MAX_NOTE} is the most"))),
        _ => Ok(note.to_owned()),
    }
}
