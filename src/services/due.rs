//! Tokens for which time is nearly over: those that expire soon, those that the policy wants rotated.

use super::{Result, Services};
use crate::domain::audit::is_rotation_due;
use crate::domain::span::Span;
use crate::domain::summary::{TokenRow, TokenSummary};

impl Services {
    /// Live tokens that expire within a time, the nearest first.
    ///
    /// # Errors
    /// The store failed.
    pub fn expiring(&self, within: Span) -> Result<Vec<TokenSummary>> {
        let (now, until) = (self.now(), within.after(self.now()));
        let is_near = |row: &TokenRow<'_>| row.status(now).is_live() && row.expires_at().is_some_and(|at| at <= until);
        let mut near = self.live(is_near)?;
        near.sort_by_key(|token| (token.expires_at, token.label()));
        Ok(near)
    }

    /// Live tokens whose value is older than the policy allows, the oldest first; external ones too, whose new value comes from
    /// elsewhere.
    ///
    /// # Errors
    /// The store failed.
    pub fn rotation_due(&self) -> Result<Vec<TokenSummary>> {
        let (now, allowed) = (self.now(), self.settings.audit.rotate_after);
        let mut due = self.live(|row| is_rotation_due(row, allowed, now))?;
        due.sort_by_key(|token| (token.rotated_at, token.label()));
        Ok(due)
    }

    fn live(&self, wants: impl Fn(&TokenRow<'_>) -> bool) -> Result<Vec<TokenSummary>> {
        let roster = self.store.read(|tx| tx.roster())?.with_uses(&self.usage.last_used());
        Ok(roster.rows().filter(wants).map(|row| row.to_summary()).collect())
    }
}
