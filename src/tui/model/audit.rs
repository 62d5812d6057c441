//! The audit screen's state: what the audit found, grouped and filtered, and the review that is under way.

pub mod areas;
pub mod list;
pub mod report;

use super::Screen;
use super::filter_line::FilterLine;
use super::moment::Moment;
use crate::domain::filter::FindingFilter;
use crate::domain::finding::{Finding, Mend};
use crate::domain::id::TokenId;
use crate::domain::scope::ScopeSet;
use crate::tui::keymap::Context;
use list::FindingList;
use report::Noticed;
use std::time::Duration;

/// A part of the screen that keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AuditPane {
    /// The findings.
    #[default]
    Findings,
    /// The evidence of the selected one.
    Evidence,
}

/// The audit screen.
#[derive(Debug, Default)]
pub struct AuditScreen {
    /// The pane that keys go to.
    pub pane: AuditPane,
    /// The findings, and which of them are shown.
    pub list: FindingList,
    /// The `/` line.
    pub filter: FilterLine<FindingFilter>,
    /// First line drawn of the evidence.
    pub evidence_top: u16,
    /// Whether the audit was ever brought to its end.
    pub is_read: bool,
    /// Whether the vault may have changed since it began: what changed is to be looked at again.
    pub stale: bool,
    /// Whether the use may have changed since it began.
    pub is_use_stale: bool,
    /// Whether everything is to be looked at again.
    pub is_anew_wanted: bool,
    /// When the last one came to its end, in time up.
    pub read_at: Option<Duration>,
    /// Whether it is under way.
    pub reading: bool,
    /// Why the last one failed.
    pub failed: Option<String>,
}

/// Ages that go on and use that changes all the time are weighed no more often than this.
const REST: Duration = Duration::from_secs(10);

impl AuditScreen {
    /// When changed use is to be weighed, in time up: only while the screen is shown.
    pub fn use_due(&self, shown: Screen) -> Option<Duration> {
        let is_wanted = self.is_use_stale && !self.reading && shown == Screen::Audit;
        self.rests_until().filter(|_| is_wanted)
    }

    /// Until when, in time up, what was found is new enough.
    pub fn rests_until(&self) -> Option<Duration> {
        self.read_at.map(|at| at.saturating_add(REST))
    }

    /// The next moment at which something is to be done without a key.
    pub fn deadline(&self, shown: Screen, now: Moment) -> Option<Duration> {
        self.use_due(shown).filter(|at| !now.reached(*at))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match self.pane {
            _ if self.filter.open => Context::Filter,
            AuditPane::Findings => Context::Findings,
            AuditPane::Evidence => Context::Evidence,
        }
    }

    /// The finding under the cursor.
    pub fn selected(&self) -> Option<&Noticed> {
        self.list.selected()
    }

    /// The open findings of a token, the gravest first.
    pub fn of_token(&self, id: TokenId) -> impl Iterator<Item = &Finding> {
        let all = self.list.report.noticed.iter().map(|noticed| &noticed.finding);
        all.filter(move |finding| finding.token == Some(id) && finding.is_open())
    }

    /// The scopes that a token really used, where the audit found that it may do more.
    pub fn narrowed(&self, id: TokenId) -> Option<&ScopeSet> {
        self.list.report.noticed.iter().filter(|noticed| noticed.finding.token == Some(id)).find_map(|noticed| {
            match &noticed.finding.mend {
                Mend::Narrow(scopes) => Some(scopes),
                _ => None,
            }
        })
    }
}
