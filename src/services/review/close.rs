//! Closing a review: its list is signed into the history.

use super::none_open;
use super::report::list_sha256;
use crate::domain::event::{Action, Outcome};
use crate::domain::number::counted;
use crate::domain::review::{Closed, Review, tally};
use crate::services::change::About;
use crate::services::{Error, Result, Services, Session};

/// What becomes of tokens about which nothing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// The review is not closed while there are any.
    Refuse,
    /// They stand in the report as what they are.
    List,
}

impl Services {
    /// Closes the open review. The event that tells of it holds the SHA-256 of the list, so that no report can be changed later.
    ///
    /// # Errors
    /// No review is open, something is undecided and may not be, or what the vault keeps of a decision is not what history says.
    pub fn close_review(&self, session: &Session, undecided: Undecided) -> Result<Review> {
        self.write(Some(session), |change| {
            let review = change.tx.open_review()?.ok_or_else(none_open)?;
            let left = review.tokens - review.decided;
            if left > 0 && undecided == Undecided::Refuse {
                let left = counted(left as u64, "token is undecided", "tokens are undecided");
                return Err(Error::Invalid(format!("{left}; decide, or close the review unfinished")));
            }
            let rows = super::report::rows(change.tx, review.id)?;
            let detail = format!("review {}: {}; list sha256 {}", review.id, tally(&rows), list_sha256(&rows));
            change.record(Action::ReviewClose, Outcome::Done, About { detail, ..About::default() })?;
            let seq = change.tx.event_head()?.map_or(0, |(seq, _)| seq);
            let by = session.operator().as_str().to_owned();
            change.tx.close_review(review.id, &Closed { at: change.now, by, seq })?;
            change.tx.review(review.id)?.ok_or_else(none_open)
        })
    }
}
