//! Deriving findings: of every token, of those that changed since, of one.

use super::gathered::{Accepted, Gathered, by_finding, mark};
use super::{Audit, Known};
use crate::domain::Instant;
use crate::domain::audit::{AllFigures, Looked, OF_THE_VAULT, chain_broken, clock_back, usage_unusable};
use crate::domain::finding::{Finding, Rule};
use crate::domain::id::TokenId;
use crate::domain::roster::Roster;
use crate::domain::summary::{TokenRow, TokenSummary};
use crate::services::change::no_such_token;
use crate::services::{ChainReport, Result, Services};
use crate::store::{StoreError, Tx};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl Services {
    /// Everything that the rules notice. Whether the history holds is known from a report of it alone.
    ///
    /// # Errors
    /// The store failed. Figures of use that cannot be read are a finding or a warning.
    pub fn audit(&self, chain: Option<&ChainReport>) -> Result<Audit> {
        let now = self.now();
        let (roster, head, newest, mut gathered, accepted) = self.store.read(|tx| -> Result<_> {
            let (head, newest) = tx.newest_event()?;
            Ok((tx.roster()?, head, newest, Gathered::read(tx, None, self.granted_since(now))?, by_finding(tx.acceptances(now)?)))
        })?;
        let (mut found, warnings) = self.figures(&mut gathered, None, now);
        found.extend(self.of_the_chain(chain, newest.map(|at| (head, at)), now));
        found.extend(roster.rows().flat_map(|row| gathered.findings(&row, &self.settings, now)));
        let named = roster.rows().enumerate().map(|(place, row)| (row.id, Known { label: row.label(), place }));
        let known = Arc::new(named.collect());
        Ok(Audit::put_together(now, found, &accepted, Audit { head, warnings, ..Audit::of(roster, known) }))
    }

    /// The same after a change: only tokens that events name since are looked at again, and acceptances are read anew. Without a
    /// report of the history, what was known of it stays.
    ///
    /// # Errors
    /// As [`Services::audit`].
    pub fn refresh_audit(&self, known: &Audit, chain: Option<&ChainReport>) -> Result<Audit> {
        let now = self.now();
        let changes = self.store.read(|tx| -> Result<_> {
            let (head, newest) = tx.newest_event()?;
            let Some(changed) = changed_since(tx, known.head, head)? else { return Ok(None) };
            let rows = changed.iter().filter_map(|id| tx.summary(*id).transpose()).collect::<std::result::Result<Vec<_>, _>>()?;
            let gathered = Gathered::read(tx, Some(&changed), self.granted_since(now))?;
            Ok(Some((rows, head, newest, gathered, by_finding(tx.acceptances(now)?))))
        })?;
        let Some((rows, head, newest, mut gathered, accepted)) = changes else { return self.audit(chain) };
        let ids: Vec<TokenId> = rows.iter().map(|row| row.id).collect();
        let (mut found, warnings) = self.figures(&mut gathered, Some(&ids), now);
        found.extend(match chain {
            Some(_) => self.of_the_chain(chain, newest.map(|at| (head, at)), now),
            None => known.of_the_chain(),
        });
        let is_changed: HashSet<TokenId> = ids.into_iter().collect();
        let is_kept = |finding: &&Finding| finding.token.is_some_and(|id| !is_changed.contains(&id));
        found.extend(known.findings.iter().filter(is_kept).cloned());
        found.extend(rows.iter().flat_map(|row| gathered.findings(&TokenRow::from(row), &self.settings, now)));
        let audit = Audit { head, warnings, ..known.with(&rows) };
        Ok(Audit::put_together(now, found, &accepted, audit))
    }

    /// What the rules notice about one token, the gravest first.
    ///
    /// # Errors
    /// No such token, or the store failed.
    pub fn findings_of(&self, id: TokenId) -> Result<Vec<Finding>> {
        let now = self.now();
        let (row, mut gathered, accepted) = self.store.read(|tx| -> Result<_> {
            let row = tx.summary(id)?.ok_or_else(|| no_such_token(id))?;
            Ok((row, Gathered::read(tx, Some(&[id]), self.granted_since(now))?, by_finding(tx.acceptances(now)?)))
        })?;
        self.figures(&mut gathered, Some(&[id]), now);
        let mut found = gathered.findings(&TokenRow::from(&row), &self.settings, now);
        mark(&mut found, &accepted, now);
        found.sort_by_key(|finding| (Reverse(finding.severity), finding.rule));
        Ok(found)
    }

    /// What the rules notice about the vault as a whole.
    pub(super) fn findings_of_vault(&self, chain: Option<&ChainReport>) -> Result<Vec<Finding>> {
        let now = self.now();
        let (head, newest) = self.store.read(|tx| tx.newest_event())?;
        let (mut found, _) = self.figures(&mut Gathered::default(), Some(&[]), now);
        found.extend(self.of_the_chain(chain, newest.map(|at| (head, at)), now));
        Ok(found)
    }

    /// Who revealed or copied a token's present value, by name.
    ///
    /// # Errors
    /// The store failed.
    pub fn who_looked(&self, id: TokenId) -> Result<Vec<Looked>> {
        Ok(self.store.read(|tx| tx.looked(Some(id)))?.into_iter().map(|(_, looked)| looked).collect())
    }

    /// From when on a grant is too young to be called unused.
    fn granted_since(&self, now: Instant) -> Instant {
        self.settings.audit.scopes_after.before(now)
    }

    /// Takes the figures of use in; a finding or a warning where they cannot be read.
    fn figures(&self, gathered: &mut Gathered, ids: Option<&[TokenId]>, now: Instant) -> (Vec<Finding>, Vec<String>) {
        let new_since = self.settings.audit.new_source_within.before(now);
        match self.usage.try_ask(|reader| reader.figures(now, new_since, ids)) {
            Ok(figures) => {
                gathered.figures = figures;
                (Vec::new(), Vec::new())
            }
            Err(error) => {
                gathered.figures = AllFigures::default();
                let is_told = error.is_lasting() && !self.settings.audit.ignore.contains(&Rule::UsageUnusable);
                let warning = error.to_string();
                (is_told.then(|| usage_unusable(&warning)).into_iter().collect(), vec![warning])
            }
        }
    }

    fn of_the_chain(&self, chain: Option<&ChainReport>, newest: Option<(u64, Instant)>, now: Instant) -> Vec<Finding> {
        let (broken_at, faults) = match chain {
            Some(report) => (report.broken_at, report.faults.clone()),
            // That the file is older than this machine remembers is known without reading the log.
            None => self.rolled_back().map_or((None, Vec::new()), |bad| (Some(bad.seq), vec![bad.to_string()])),
        };
        let jumps = chain.map_or(&[][..], |report| &report.clock_jumps);
        let found = [chain_broken(broken_at, &faults), clock_back(newest, jumps, now)].into_iter().flatten();
        found.filter(|finding| !self.settings.audit.ignore.contains(&finding.rule)).collect()
    }
}

/// The tokens that changed since an event; `None` when all of them may have.
fn changed_since(tx: &Tx<'_>, known: u64, head: u64) -> Result<Option<Vec<TokenId>>> {
    if head < known {
        return Ok(None);
    }
    match tx.tokens_changed_since(known) {
        // An event that cannot be read is the chain's to tell of.
        Err(StoreError::Damaged(_)) => Ok(None),
        changed => Ok(changed?),
    }
}

impl Audit {
    /// Nothing found yet.
    fn of(roster: Roster, known: Arc<HashMap<TokenId, Known>>) -> Self {
        Self { at: Instant::UNIX_EPOCH, findings: Vec::new(), head: 0, tokens: 0, warnings: Vec::new(), roster, known }
    }

    /// The same tokens with some as they are now, and nothing found yet.
    fn with(&self, rows: &[TokenSummary]) -> Self {
        let roster = self.roster.with(rows);
        let mut known = Arc::clone(&self.known);
        for row in rows {
            let label = row.label();
            if self.known.get(&row.id).is_none_or(|known| known.label != label)
                && let Some(place) = roster.place_of(row.id)
            {
                Arc::make_mut(&mut known).insert(row.id, Known { label, place });
            }
        }
        Self::of(roster, known)
    }

    /// With findings in their order, marked where they are accepted.
    fn put_together(now: Instant, mut found: Vec<Finding>, accepted: &Accepted, audit: Self) -> Self {
        mark(&mut found, accepted, now);
        let label = |finding: &Finding| finding.token.map(|id| audit.label(id)).unwrap_or_default();
        let mut places: Vec<(Reverse<_>, Rule, &str, Finding)> =
            found.into_iter().map(|finding| (Reverse(finding.severity), finding.rule, label(&finding), finding)).collect();
        places.sort_by(|one, other| (one.0, one.1, one.2, one.3.token).cmp(&(other.0, other.1, other.2, other.3.token)));
        let findings = places.into_iter().map(|(.., finding)| finding).collect();
        let tokens = audit.roster.rows().filter(|row| row.status(now).is_live()).count();
        Self { at: now, findings, tokens, ..audit }
    }

    /// What was found about the history.
    fn of_the_chain(&self) -> Vec<Finding> {
        let is_of_it = |finding: &&Finding| OF_THE_VAULT.contains(&finding.rule) && finding.rule != Rule::UsageUnusable;
        self.findings.iter().filter(is_of_it).cloned().collect()
    }
}
