//! A history as long as is wanted, for looking at and measuring: written by the code that writes every event.

use super::Demo;
use crate::domain::event::{Action, Outcome};
use crate::domain::span::Span;
use crate::services::Result;
use crate::services::change::About;

/// Events of one transaction.
const BATCH: usize = 50_000;

/// What happens over and over in a vault at work, and what is said of it.
const WORK: [(Action, &str); 8] = [
    (Action::Unlock, "owner passphrase"),
    (Action::Reveal, ""),
    (Action::Copy, ""),
    (Action::Rotate, "version 2; the previous one until 2026-03-02T13:00:00Z"),
    (Action::Edit, r#"scopes - "tables:read" + "files:read files:write"; note - "for the nightly job" + "for the weekly job""#),
    (Action::Inject, "for a program"),
    (Action::Disable, ""),
    (Action::Enable, ""),
];

impl Demo {
    /// Adds so many events of daily work, the last one now.
    ///
    /// # Errors
    /// The disk failed.
    pub fn busy_years(&self, events: usize) -> Result<()> {
        let tokens = self.services.store.read(|tx| tx.roster())?;
        let tokens: Vec<_> = tokens.rows().take(1_000).map(|row| row.to_summary()).collect();
        let mut left = events;
        while left > 0 {
            let batch = left.min(BATCH);
            self.services.write(Some(&self.session), |change| {
                let happened = (0..batch).map(|at| {
                    let (action, detail) = WORK[at % WORK.len()];
                    let when = Span::from_secs((left - at) as u64).before(change.now);
                    let about = match tokens.get((at / WORK.len()) % tokens.len().max(1)) {
                        Some(token) if action != Action::Unlock => About::token(token, detail),
                        _ => About { detail: detail.to_owned(), ..About::default() },
                    };
                    (when, action, Outcome::Done, about)
                });
                change.record_all(happened)
            })?;
            left -= batch;
        }
        Ok(())
    }
}
