//! What a rule looks at.

use super::figures::{Covered, Figures};
use super::thresholds::Thresholds;
use crate::domain::Instant;
use crate::domain::catalogue::Catalogue;
use crate::domain::review::Decision;
use crate::domain::sighting::Sighting;
use crate::domain::span::Span;
use crate::domain::summary::TokenRow;
use crate::domain::token::Status;

/// How far the clock of the figures' writer may lag before they count as having ended: it writes once an hour at least.
const LAG: Span = Span::from_days(2);

/// Somebody who revealed or copied a value since it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Who.
    pub by: String,
    /// How many times they had it shown.
    pub revealed: u64,
    /// How many times they put it on a clipboard.
    pub copied: u64,
    /// The last time.
    pub last_at: Instant,
}

/// The last judgement of a token in a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// When.
    pub at: Instant,
    /// What was decided.
    pub decision: Decision,
}

/// Everything that is known of one token.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// When it is looked at.
    pub now: Instant,
    /// From which number on something is noticed.
    pub thresholds: &'a Thresholds,
    /// The scopes that there are.
    pub catalogue: &'a Catalogue,
    /// The token.
    pub token: &'a TokenRow<'a>,
    /// What it was used for; none where it was never presented.
    pub figures: Option<&'a Figures>,
    /// The time that figures cover.
    pub covered: Option<Covered>,
    /// When it was last granted more than it had, as far as that was lately.
    pub granted_at: Option<Instant>,
    /// Who looked at its present value.
    pub looked: &'a [Looked],
    /// Its last judgement.
    pub reviewed: Option<Reviewed>,
    /// Where scans saw it.
    pub seen: &'a [Sighting],
}

impl Facts<'_> {
    /// Whether its present value is accepted.
    pub fn is_live(&self) -> bool {
        self.token.status(self.now).is_live()
    }

    /// Its status.
    pub fn status(&self) -> Status {
        self.token.status(self.now)
    }

    /// Whether `at` lies at least so long back.
    pub fn is_past(&self, at: Instant, length: Span) -> bool {
        at <= length.before(self.now)
    }

    /// Whether what the figures do not tell of so long a time did not happen: they cover it up to the present.
    pub fn is_covered(&self, length: Span) -> bool {
        self.covered.is_some_and(|covered| self.is_past(covered.from, length) && covered.until >= LAG.before(self.now))
    }

    /// Whether an old secret of this version is still accepted.
    pub fn is_in_grace(&self, version: u32) -> bool {
        version.checked_add(1) == Some(self.token.version) && self.status() == Status::Rotating
    }
}
