//! Accepting findings until a date, and taking that back: whoever can unlock may, auditors too.

use crate::domain::Instant;
use crate::domain::audit::OF_THE_VAULT;
use crate::domain::event::{Action, Outcome};
use crate::domain::finding::{Acceptance, Finding, Rule};
use crate::domain::id::TokenId;
use crate::domain::label::is_active;
use crate::domain::span::Span;
use crate::services::change::{About, Change};
use crate::services::{Error, Result, Services, Session};

/// The longest time for which a finding may be accepted.
pub const MAX_ACCEPTED: Span = Span::from_days(400);

/// The longest note, in characters.
const MAX_NOTE: usize = 500;

impl Services {
    /// Accepts findings as they are now until a date: of a token, or (`None`) of the vault. All of them, or none. Answers how many.
    ///
    /// An acceptance holds for one cause: where it changes, the finding is open again.
    ///
    /// # Errors
    /// The date is past or more than 400 days away, there is no note or it holds control characters, or a target has no such
    /// finding.
    pub fn accept(&self, session: &Session, targets: &[(Option<TokenId>, Rule)], until: Instant, note: &str) -> Result<usize> {
        let (now, note) = (self.now(), check_note(note)?);
        if until <= now {
            return Err(Error::Invalid("the date lies in the past; a finding is accepted until a date to come".to_owned()));
        }
        if until > MAX_ACCEPTED.after(now) {
            return Err(Error::Invalid(format!("the date is more than {} days away", MAX_ACCEPTED.as_secs() / 86_400)));
        }
        let causes = targets.iter().map(|target| self.cause(*target)).collect::<Result<Vec<_>>>()?;
        self.write(Some(session), |change| {
            change.tx.forget_acceptances(change.now)?;
            for ((token, rule), cause) in targets.iter().zip(&causes) {
                change.tx.put_acceptance(&Acceptance {
                    token: *token,
                    rule: *rule,
                    cause: cause.clone(),
                    until,
                    note: note.to_owned(),
                    by: session.operator().as_str().to_owned(),
                    at: change.now,
                })?;
                let detail = format!("{rule} until {until}: {note}");
                change.record(Action::Accept, Outcome::Done, about(change, *token, detail)?)?;
            }
            Ok(targets.len())
        })
    }

    /// Takes acceptances back. All of them, or none. Answers how many.
    ///
    /// # Errors
    /// A target is not accepted.
    pub fn unaccept(&self, session: &Session, targets: &[(Option<TokenId>, Rule)]) -> Result<usize> {
        self.write(Some(session), |change| {
            change.tx.forget_acceptances(change.now)?;
            for (token, rule) in targets {
                let about = about(change, *token, rule.to_string())?;
                if !change.tx.remove_acceptance(*token, *rule)? {
                    return Err(Error::Invalid(format!("{}: {rule} is not accepted", about.subject)));
                }
                change.record(Action::Unaccept, Outcome::Done, about)?;
            }
            Ok(targets.len())
        })
    }

    /// The cause of a finding as it is now.
    fn cause(&self, (token, rule): (Option<TokenId>, Rule)) -> Result<String> {
        let found: Vec<Finding> = match token {
            Some(id) => self.findings_of(id)?,
            None => {
                // Whether the history holds is a question of its own, and asked only where the answer is needed.
                let needs_chain = matches!(rule, Rule::ChainBroken | Rule::ClockBack);
                let chain = if needs_chain { Some(self.verify_log(None, None)?) } else { None };
                self.findings_of_vault(chain.as_ref())?
            }
        };
        let finding = found.into_iter().find(|finding| finding.rule == rule);
        finding.map(|finding| finding.cause).ok_or_else(|| self.nothing_to_accept(token, rule))
    }

    fn nothing_to_accept(&self, token: Option<TokenId>, rule: Rule) -> Error {
        let is_of_vault = OF_THE_VAULT.contains(&rule);
        Error::Invalid(match token {
            Some(_) if is_of_vault => format!("{rule} is about the vault, not about a token"),
            None if !is_of_vault => format!("{rule} is about tokens; name one"),
            Some(id) => {
                let row = self.store.read(|tx| tx.summary(id)).ok().flatten();
                format!("{}: there is no finding {rule} to accept", row.map_or_else(|| id.to_string(), |row| row.selector()))
            }
            None => format!("there is no finding {rule} to accept"),
        })
    }
}

fn about(change: &Change<'_>, token: Option<TokenId>, detail: String) -> Result<About> {
    Ok(match token {
        Some(id) => About::token(&change.summary(id)?, detail),
        None => About { subject: "vault".to_owned(), detail, ..About::default() },
    })
}

/// The note without what surrounds it.
fn check_note(note: &str) -> Result<&str> {
    let note = note.trim();
    match () {
        () if note.is_empty() => Err(Error::Invalid("say why, so that the next person knows".to_owned())),
        () if note.chars().any(is_active) => Err(Error::Invalid("the note holds control characters".to_owned())),
        () if note.chars().count() > MAX_NOTE => Err(Error::Invalid(format!("the note is longer than {MAX_NOTE} characters"))),
        () => Ok(note),
    }
}
