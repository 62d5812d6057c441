//! The report of a closed review, put together from the vault each time.

use super::decide::event_detail;
use super::no_such_review;
use crate::domain::event::{Action, Event};
use crate::domain::review::{Report, ReportFormat, ReportRow, ReviewId, ReviewItem, tally};
use crate::services::{Error, Result, Services};
use crate::store::{EventsFrom, Tx};
use crate::vault::digest;
use std::ops::ControlFlow;

impl Services {
    /// The report of a closed review in one of its forms: the same bytes each time.
    ///
    /// # Errors
    /// There is no such review, it is open, or what the vault keeps of it is not what history says.
    pub fn review_report(&self, id: ReviewId, format: ReportFormat) -> Result<String> {
        Ok(self.report(id)?.write(format))
    }

    pub(super) fn report(&self, id: ReviewId) -> Result<Report> {
        self.store.read(|tx| {
            let review = tx.review(id)?.ok_or_else(|| no_such_review(id))?;
            let Some(closed) = &review.closed else {
                return Err(Error::Invalid(format!("review {id} is open; its report is made when it is closed")));
            };
            let (rows, vault) = (rows(tx, id)?, tx.vault()?);
            let list_sha256 = list_sha256(&rows);
            let event = event(tx, closed.seq)?.filter(|event| event.what.action == Action::ReviewClose);
            let said = format!("review {id}: {}; list sha256 {list_sha256}", tally(&rows));
            let Some(event) = event.filter(|event| event.what.detail == said) else {
                return Err(altered(format!("the list of review {id} is not the one that event {} signed", closed.seq)));
            };
            Ok(Report {
                account: tx.account()?.name.as_str().to_owned(),
                vault: digest::fingerprint(vault.uuid),
                head: hex(&event.hash),
                list_sha256,
                rows,
                review,
            })
        })
    }
}

/// The rows of a review, each compared with the event that tells of its decision.
pub(super) fn rows(tx: &Tx<'_>, id: ReviewId) -> Result<Vec<ReportRow>> {
    tx.review_items(id)?.into_iter().map(|item| row(tx, item)).collect()
}

fn row(tx: &Tx<'_>, item: ReviewItem) -> Result<ReportRow> {
    let label = tx.summary(item.token)?.map(|token| token.label()).unwrap_or_default();
    if let Some(decided) = &item.decided {
        let is_told = |event: &Event| {
            let what = &event.what;
            what.action == Action::Review
                && what.token == Some(item.token)
                && what.detail == event_detail(decided.decision, &decided.note)
                && what.actor.name == decided.by
        };
        if !event(tx, decided.seq)?.is_some_and(|event| is_told(&event)) {
            return Err(altered(format!(
                "what is kept of the decision about {} is not what event {} says",
                item.token, decided.seq
            )));
        }
    }
    Ok(ReportRow { place: item.place, token: item.token.to_string(), label, decided: item.decided })
}

fn altered(what: String) -> Error {
    Error::Store(crate::store::StoreError::Damaged(what))
}

/// SHA-256 of a list, 64 hex digits.
pub(super) fn list_sha256(rows: &[ReportRow]) -> String {
    hex(&digest::list(&Report::canonical(rows)))
}

/// One event.
fn event(tx: &Tx<'_>, seq: u64) -> Result<Option<Event>> {
    let mut found = None;
    tx.scan_events(EventsFrom::After(seq.saturating_sub(1)), None, |read| {
        found = read.ok().filter(|event| event.seq == seq);
        ControlFlow::Break(())
    })?;
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
