//! Beginning a review: its tokens are settled, so that everybody walks through the same ones.

use crate::domain::event::{Action, Outcome};
use crate::domain::filter::Filter;
use crate::domain::id::TokenId;
use crate::domain::number::counted;
use crate::domain::order::Sort;
use crate::domain::review::Review;
use crate::domain::token::{Status, TokenState};
use crate::services::change::About;
use crate::services::{Error, Result, Services, Session};

impl Services {
    /// Begins a review of every live token that a filter chooses (all of them with an empty one), in the order of kind, owner and
    /// name. A filter that names a `status:` may choose others too; revoked ones never.
    ///
    /// # Errors
    /// The filter cannot be read or chooses nothing, or another review is open.
    pub fn begin_review(&self, session: &Session, filter: &str) -> Result<Review> {
        let filter = filter.trim();
        let chosen = Filter::parse(filter).map_err(|error| Error::Invalid(error.to_string()))?;
        let last_used = self.usage.last_used();
        self.write(Some(session), |change| {
            if let Some(open) = change.tx.open_review()? {
                let (id, decided, tokens) = (open.id, open.decided, open.tokens);
                return Err(Error::Invalid(format!(
                    "review {id} is open, {decided} of {tokens} decided; go on with it, or close it first"
                )));
            }
            let roster = change.tx.roster()?.with_uses(&last_used);
            let places = Sort::default().places(&roster, change.now);
            let rows = places.into_iter().filter_map(|at| roster.row(at as usize));
            let is_reviewed = |status: Status| status.is_live() || (chosen.names_status() && status != Status::Revoked);
            let tokens: Vec<TokenId> = rows
                .filter(|row| {
                    row.state != TokenState::Revoked && is_reviewed(row.status(change.now)) && chosen.matches(*row, change.now)
                })
                .map(|row| row.id)
                .collect();
            if tokens.is_empty() {
                return Err(Error::Invalid("no live token matches, so there is nothing to review".to_owned()));
            }
            let count = counted(tokens.len() as u64, "token", "tokens");
            let detail = if filter.is_empty() { count } else { format!("{count} that match: {filter}") };
            change.record(Action::ReviewBegin, Outcome::Done, About { detail, ..About::default() })?;
            let seq = change.tx.event_head()?.map_or(0, |(seq, _)| seq);
            let id = change.tx.insert_review(filter, (change.now, session.operator().as_str(), seq), tokens)?;
            change.tx.review(id)?.ok_or_else(|| super::no_such_review(id))
        })
    }
}
