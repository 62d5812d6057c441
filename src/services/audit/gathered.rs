//! What rules look at, gathered from the vault and the figures of use: of every token, or of a few.

use crate::domain::Instant;
use crate::domain::audit::{AllFigures, Facts, Looked, Reviewed, apply, findings};
use crate::domain::event::read_differences;
use crate::domain::finding::{Acceptance, Finding, Rule};
use crate::domain::id::TokenId;
use crate::domain::sighting::Sighting;
use crate::domain::summary::TokenRow;
use crate::services::Settings;
use crate::store::{StoreError, Tx};
use std::collections::HashMap;

/// Acceptances that hold, by what they are about.
pub(super) type Accepted = HashMap<(Option<TokenId>, Rule), Acceptance>;

/// What the vault and the figures say besides the tokens themselves.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub figures: AllFigures,
    granted: HashMap<TokenId, Instant>,
    looked: HashMap<TokenId, Vec<Looked>>,
    reviewed: HashMap<TokenId, Reviewed>,
    seen: HashMap<TokenId, Vec<Sighting>>,
}

impl Gathered {
    /// Of every token, or of a few; without figures. What was granted is looked for from an instant on.
    pub fn read(tx: &Tx<'_>, ids: Option<&[TokenId]>, granted_since: Instant) -> Result<Self, StoreError> {
        let granted = tx.edits_since(granted_since)?.into_iter().filter(|(.., detail)| adds_scopes(detail));
        let mut gathered = Self { granted: granted.map(|(id, at, _)| (id, at)).collect(), ..Self::default() };
        match ids {
            None => gathered.take(tx.looked(None)?, tx.last_judged(None)?, tx.sightings()?),
            Some(ids) => {
                for id in ids {
                    gathered.take(tx.looked(Some(*id))?, tx.last_judged(Some(*id))?, tx.sightings_of(*id)?);
                }
            }
        }
        Ok(gathered)
    }

    fn take(&mut self, looked: Vec<(TokenId, Looked)>, reviewed: Vec<(TokenId, Reviewed)>, seen: Vec<Sighting>) {
        looked.into_iter().for_each(|(id, looked)| self.looked.entry(id).or_default().push(looked));
        self.reviewed.extend(reviewed);
        seen.into_iter().for_each(|seen| self.seen.entry(seen.token).or_default().push(seen));
    }

    /// What the rules notice about a token; nobody's acceptance is looked at yet.
    pub fn findings(&self, token: &TokenRow<'_>, settings: &Settings, now: Instant) -> Vec<Finding> {
        findings(&Facts {
            now,
            thresholds: &settings.audit,
            catalogue: &settings.catalogue,
            token,
            figures: self.figures.tokens.get(&token.id),
            covered: self.figures.span,
            granted_at: self.granted.get(&token.id).copied(),
            looked: self.looked.get(&token.id).map(Vec::as_slice).unwrap_or_default(),
            reviewed: self.reviewed.get(&token.id).copied(),
            seen: self.seen.get(&token.id).map(Vec::as_slice).unwrap_or_default(),
        })
    }
}

/// Whether an edit granted something that was not granted before.
fn adds_scopes(detail: &str) -> bool {
    let differences = read_differences(detail).unwrap_or_default();
    differences.iter().any(|difference| difference.what == "scopes" && difference.is.is_some())
}

/// Acceptances by what they are about.
pub(super) fn by_finding(acceptances: Vec<Acceptance>) -> Accepted {
    acceptances.into_iter().map(|accepted| ((accepted.token, accepted.rule), accepted)).collect()
}

/// Marks those findings whose acceptance holds now, and no others.
pub(super) fn mark(findings: &mut [Finding], accepted: &Accepted, now: Instant) {
    for finding in findings {
        apply(finding, accepted.get(&(finding.token, finding.rule)), now);
    }
}
