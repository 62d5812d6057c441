//! Deciding about one token of the open review.

use super::{check_note, none_open};
use crate::domain::Instant;
use crate::domain::event::{Action, Outcome};
use crate::domain::finding::Finding;
use crate::domain::id::TokenId;
use crate::domain::review::{Decided, Decision, Facts, Review};
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Status, TokenState};
use crate::domain::traffic::TokenUse;
use crate::services::change::About;
use crate::services::{Error, Result, Services, Session};

/// The longest that a token can be put off.
const LONGEST_SNOOZE: Span = Span::from_days(400);

impl Services {
    /// Records what was decided about a token of the open review, with what is known of the token now; a later decision takes the
    /// place of an earlier one, and history holds both. A rotation or an end is recorded after it was done.
    ///
    /// # Errors
    /// No review is open or the token is none of it; what was decided was not done, or the token is revoked and something else was
    /// decided; a date lies behind or over 400 days ahead; a note is missing where one is wanted (revoke, snooze) or too long.
    pub fn decide(&self, session: &Session, token: TokenId, decision: Decision, note: &str) -> Result<Review> {
        let note = check_note(note)?;
        if note.is_empty() && matches!(decision, Decision::Revoke | Decision::Snooze(_)) {
            return Err(Error::Invalid(format!("say in a note why: {} is not decided without one", decision.word())));
        }
        let usage = self.usage_of(token)?;
        let findings = self.findings_of(token)?;
        self.write(Some(session), |change| {
            let review = change.tx.open_review()?.ok_or_else(none_open)?;
            let summary = change.summary(token)?;
            if change.tx.review_item(review.id, token)?.is_none() {
                let label = summary.label();
                return Err(Error::Invalid(format!(
                    "{label} is not part of review {}; it was not chosen when that began",
                    review.id
                )));
            }
            check(&summary, decision, &review, change.now)?;
            let about = About { subject: summary.label(), ..About::token(&summary, event_detail(decision, &note)) };
            change.record(Action::Review, Outcome::Done, about)?;
            let seq = change.tx.event_head()?.map_or(0, |(seq, _)| seq);
            let facts = facts(&summary, &usage, &findings, change.now);
            let by = session.operator().as_str().to_owned();
            change.tx.set_decision(review.id, token, &Decided { decision, note, at: change.now, by, seq, facts })?;
            change.tx.review(review.id)?.ok_or_else(none_open)
        })
    }
}

/// What the event of a decision says; the report is compared with it.
pub(super) fn event_detail(decision: Decision, note: &str) -> String {
    let until = decision.until().map(|until| format!(" until {until}")).unwrap_or_default();
    let note = if note.is_empty() { String::new() } else { format!(": {note}") };
    format!("{}{until}{note}", decision.word())
}

fn check(token: &TokenSummary, decision: Decision, review: &Review, now: Instant) -> Result<()> {
    let label = token.label();
    let refuse = |why: String| Err(Error::Invalid(why));
    match decision {
        Decision::Revoke if token.state != TokenState::Revoked => refuse(format!("{label} is not revoked; revoke it first")),
        Decision::Revoke => Ok(()),
        _ if token.state == TokenState::Revoked => refuse(format!("{label} is revoked; that is what is to be recorded")),
        Decision::Rotate if token.rotated_at < review.begun_at => {
            refuse(format!("{label} was not rotated since the review began; rotate it first"))
        }
        Decision::Snooze(until) if until <= now => refuse("the date lies behind; put the token off until a later one".to_owned()),
        Decision::Snooze(until) if until > LONGEST_SNOOZE.after(now) => {
            refuse("the date is over 400 days ahead; choose a nearer one".to_owned())
        }
        Decision::Keep | Decision::Rotate | Decision::Snooze(_) => Ok(()),
    }
}

fn facts(token: &TokenSummary, usage: &TokenUse, findings: &[Finding], now: Instant) -> Facts {
    let status: Status = token.status(now);
    let open = findings.iter().filter(|finding| finding.is_open());
    let words: Vec<&str> = open.map(|finding| finding.rule.word()).collect();
    Facts {
        label: token.label(),
        kind: token.kind.to_string(),
        status: status.to_string(),
        scopes: token.scopes.to_string(),
        created_at: token.created_at.to_string(),
        rotated_at: token.rotated_at.to_string(),
        expires_at: token.expires_at.map(|at| at.to_string()).unwrap_or_default(),
        last_used_at: usage.last_used_at.map(|at| at.to_string()).unwrap_or_default(),
        calls_week: usage.week,
        sources: usage.sources.iter().filter(|source| source.address.is_some()).count() as u64,
        findings: words.join(" "),
    }
}
