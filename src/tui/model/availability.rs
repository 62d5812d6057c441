//! Why an action cannot be done now. Dispatch, hints and palette all ask here.

use super::activity::ActivityPane;
use super::activity::chain::ChainState;
use super::traffic::TrafficPane;
use super::{Model, Pane, Screen};
use crate::domain::id::TokenId;
use crate::domain::kind::ExpiryRule;
use crate::domain::owner::OwnerKind;
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Status, TokenState};
use crate::tui::action::{Action, Group};
use std::collections::BTreeSet;

/// The reason that unlocking takes away.
pub const LOCKED: &str = "the vault is locked; unlock it first";

/// Of what acts on tokens, on a screen that shows none.
const ELSEWHERE: Option<&str> = Some("this acts on a token or owner: press 1, then select it");

/// Of what acts on a token, where a finding is about none.
const ABOUT_VAULT: &str = "this finding is about the vault itself, not about a token";

/// Of what belongs to other screens.
const WALKING: &str = "not in the middle of a review; Esc leaves the walk, which can be gone on with";

/// Of what acts on a finding.
const NO_FINDING: &str = "no finding is selected: press 2, then select one";

/// Of what acts on a call.
const NO_CALL: &str = "no call is selected: press 4, then select one";

impl Model {
    /// Why an action cannot be done now; `None` when it can.
    pub fn unavailable(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::Unlock => self.lock.is_unlocked().then_some("the vault is unlocked already"),
            Action::Lock => (!self.lock.is_unlocked()).then_some("the vault is locked already"),
            Action::IssueToken | Action::AddOwner | Action::Import => self.may_not_change(),
            Action::Review => (!self.lock.is_unlocked()).then_some(LOCKED),
            Action::SaveReport => {
                self.walk.reviews.closed.is_none().then_some("no review was closed yet; R begins one on screen 2")
            }
            Action::Pause if self.screen != Screen::Traffic => Some("this holds the traffic still: press 4 first"),
            Action::FirstBad | Action::ExportLog if self.screen != Screen::Activity => {
                Some("this is about the history: press 3 first")
            }
            Action::ChangePassphrase => (!self.lock.is_unlocked()).then_some(LOCKED),
            _ => match self.screen {
                Screen::Tokens => self.unavailable_on_tokens(action),
                Screen::Audit if self.walk.is_on => self.unavailable_in_walk(action),
                Screen::Audit => self.unavailable_on_audit(action),
                Screen::Activity => self.unavailable_on_activity(action),
                Screen::Traffic => self.unavailable_on_traffic(action),
            },
        }
    }

    fn unavailable_on_tokens(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::History | Action::Traffic if self.pane == Pane::Owners => {
                self.tree.selected_owner().is_none().then_some("select an owner in the tree first")
            }
            Action::History | Action::Traffic => self.table.is_empty().then_some("no token is shown"),
            Action::ToToken => Some(NO_CALL),
            _ if action.group() == Group::Audit => Some(NO_FINDING),
            Action::RenameOwner | Action::ArchiveOwner => self.owner_unavailable(action).or_else(|| self.may_not_change()),
            Action::Reveal | Action::Copy | Action::CopyLine => self.value_unavailable(action),
            Action::Open | Action::Mark | Action::MarkRange => self.table.is_empty().then_some("no token is shown"),
            _ if action.group() == Group::Tokens => self.token_unavailable(action).or_else(|| self.may_not_change()),
            _ => None,
        }
    }

    fn unavailable_on_audit(&self, action: Action) -> Option<&'static str> {
        let targets = self.audit.list.targets();
        if targets.is_empty() && (matches!(action.group(), Group::Audit | Group::Tokens) || action == Action::Mark) {
            return (!matches!(action, Action::GroupFindings | Action::ShowAccepted)).then_some("no finding is shown");
        }
        match action {
            Action::ToToken | Action::History | Action::Traffic => {
                self.audit.selected().is_none_or(|noticed| noticed.finding.token.is_none()).then_some(ABOUT_VAULT)
            }
            Action::Unaccept if targets.iter().all(|noticed| noticed.finding.is_open()) => {
                Some("nobody has accepted this finding")
            }
            // Any role may say that something is known.
            Action::Accept | Action::Unaccept => (!self.lock.is_unlocked()).then_some(LOCKED),
            Action::Narrow
            | Action::SetExpiry
            | Action::Rotate
            | Action::Revoke
            | Action::ToggleDisabled
            | Action::ExtendGrace
            | Action::EndGrace => self.token_unavailable(action).or_else(|| self.may_not_change()),
            Action::SortNext | Action::SortReverse => Some("findings go by what they are grouped by; s changes that"),
            Action::Open => None,
            Action::Keep | Action::Snooze | Action::NextUndecided | Action::CloseReview => {
                Some("no review is shown: R begins one, or goes on")
            }
            _ if matches!(action.group(), Group::Tokens | Group::Owners) => ELSEWHERE,
            _ => None,
        }
    }

    fn unavailable_in_walk(&self, action: Action) -> Option<&'static str> {
        let is_revoked = || self.subject().is_some_and(|row| row.state == TokenState::Revoked);
        match action {
            Action::NextUndecided | Action::ToToken | Action::History | Action::Traffic => None,
            Action::CloseReview => (!self.lock.is_unlocked()).then_some(LOCKED),
            Action::Keep | Action::Snooze if is_revoked() => Some("the token is revoked; x records that"),
            // Any role may judge; what was ended already is only recorded.
            Action::Keep | Action::Snooze => (!self.lock.is_unlocked()).then_some(LOCKED),
            Action::Revoke if is_revoked() => (!self.lock.is_unlocked()).then_some(LOCKED),
            Action::Narrow
            | Action::SetExpiry
            | Action::Rotate
            | Action::Revoke
            | Action::ToggleDisabled
            | Action::ExtendGrace
            | Action::EndGrace => self.token_unavailable(action).or_else(|| self.may_not_change()),
            Action::Filter | Action::Mark | Action::MarkRange | Action::SortNext | Action::SortReverse => Some(WALKING),
            _ if matches!(action.group(), Group::Audit | Group::Tokens | Group::Owners) => Some(WALKING),
            _ => None,
        }
    }

    fn unavailable_on_activity(&self, action: Action) -> Option<&'static str> {
        let about = || self.activity.selected().and_then(|entry| entry.event()).map(|event| (event.what.token, event.what.owner));
        match action {
            Action::Open | Action::History if self.activity.pane == ActivityPane::Messages => Some("select an entry first"),
            Action::Open | Action::History => match about() {
                None => Some("no entry is selected"),
                Some((None, None)) => Some("this entry is about neither a token nor an owner"),
                Some(_) => None,
            },
            Action::CheckChain if matches!(self.activity.chain.state, ChainState::Checking(_)) => {
                Some("the chain is being checked; Esc gives it up")
            }
            Action::FirstBad => match self.activity.chain.report().map(|report| report.first_bad) {
                None => Some("the chain has not been checked; press c"),
                Some(None) => Some("the chain holds: no entry is bad"),
                Some(Some(_)) => None,
            },
            Action::ToToken => Some(NO_CALL),
            _ if action.group() == Group::Audit => Some(NO_FINDING),
            Action::SortNext | Action::SortReverse => Some("the history goes by time, the newest first"),
            Action::Mark | Action::MarkRange => ELSEWHERE,
            _ if matches!(action.group(), Group::Tokens | Group::Owners) => ELSEWHERE,
            _ => None,
        }
    }

    fn unavailable_on_traffic(&self, action: Action) -> Option<&'static str> {
        let selected = self.traffic.tail.selected().filter(|_| self.traffic.pane == TrafficPane::Calls);
        match (action, selected) {
            (Action::Open | Action::ToToken, None) => Some(NO_CALL),
            (Action::ToToken, Some(call)) if call.token.is_none() => Some("what was sent belongs to no token"),
            (Action::Open | Action::ToToken | Action::Pause, _) => None,
            (Action::SortNext | Action::SortReverse, _) => Some("calls go by time, the newest last"),
            _ if action.group() == Group::Audit => Some(NO_FINDING),
            (Action::Mark | Action::MarkRange, _) => ELSEWHERE,
            _ if matches!(action.group(), Group::Tokens | Group::Owners) => ELSEWHERE,
            _ => None,
        }
    }

    /// Why nothing can be changed now; `None` when it can.
    pub fn may_not_change(&self) -> Option<&'static str> {
        match &self.lock.operator {
            None => Some(LOCKED),
            Some(operator) if !operator.role.may_change() => Some("an auditor may look, not change; ask an owner"),
            Some(_) => None,
        }
    }

    fn value_unavailable(&self, action: Action) -> Option<&'static str> {
        let Some(row) = self.table.selected() else { return Some("no token is selected") };
        if row.state == TokenState::Revoked {
            return Some("the token is revoked; its value is erased");
        }
        if !row.is_sealed {
            return Some("the value was shown once and is not kept; rotate to get a new one");
        }
        if action == Action::Reveal && self.private {
            return Some("private mode reveals nothing; copy works");
        }
        match &self.lock.operator {
            None => Some(LOCKED),
            Some(operator) if !operator.can_reveal => Some("your slot holds no private key; ask an owner"),
            Some(_) => None,
        }
    }

    fn token_unavailable(&self, action: Action) -> Option<&'static str> {
        if self.acts_on_marks() {
            return bulk_unavailable(action);
        }
        let Some(row) = self.subject() else {
            return Some(if self.screen == Screen::Audit { ABOUT_VAULT } else { "no token is selected" });
        };
        match action {
            Action::Narrow if self.audit.narrowed(row.id).is_none() => Some("nothing is known that it could do without"),
            Action::SetExpiry if row.kind.expiry_rule() == ExpiryRule::None => Some("tokens of this kind never expire"),
            _ => single_unavailable(action, row.status(self.now.wall)),
        }
    }

    fn owner_unavailable(&self, action: Action) -> Option<&'static str> {
        let Some(view) = self.tree.selected_owner() else { return Some("select an owner in the tree first") };
        match action {
            Action::ArchiveOwner if view.owner.kind == OwnerKind::Account => Some("the account cannot be archived"),
            Action::ArchiveOwner if view.owner.archived_at.is_some() => Some("it is archived already"),
            _ => None,
        }
    }

    /// Whether an action is about what is marked.
    pub fn acts_on_marks(&self) -> bool {
        match self.screen {
            Screen::Audit => !self.walk.is_on && !self.audit.list.marks.is_empty(),
            _ => !self.table.marks.is_empty() && self.pane == Pane::Tokens,
        }
    }

    /// The one token that an action is about, where nothing is marked.
    pub fn subject(&self) -> Option<TokenSummary> {
        match self.screen {
            Screen::Audit if self.walk.is_on => self.table.find(self.walk.item()?.token),
            Screen::Audit => self.table.find(self.audit.selected()?.finding.token?),
            _ => self.table.selected(),
        }
    }

    /// The tokens that are marked, or of which a finding is.
    fn marked(&self) -> BTreeSet<TokenId> {
        match self.screen {
            Screen::Audit => self.audit.list.marks.iter().filter_map(|(token, _)| *token).collect(),
            _ => self.table.marks.clone(),
        }
    }

    /// How many marks are not seen.
    pub fn hidden_marks(&self) -> usize {
        match self.screen {
            Screen::Audit => self.audit.list.hidden_marks(),
            _ => self.table.hidden_marks(),
        }
    }

    /// Takes every mark of the screen away.
    pub fn clear_marks(&mut self) {
        match self.screen {
            Screen::Audit => self.audit.list.marks.clear(),
            _ => self.table.marks.clear(),
        }
    }

    /// The tokens that an action is about: those marked, else the one under the cursor.
    pub fn targets(&self) -> Vec<TokenSummary> {
        if !self.acts_on_marks() {
            return self.subject().into_iter().collect();
        }
        let ids = self.marked();
        let marked = self.table.rows.rows().filter(|row| ids.contains(&row.id));
        let mut targets: Vec<TokenSummary> = marked.map(|row| row.to_summary()).collect();
        targets.sort_unstable_by(|a, b| self.table.sort.compare(a, b, self.now.wall));
        targets
    }
}

fn bulk_unavailable(action: Action) -> Option<&'static str> {
    match action {
        Action::Revoke | Action::ToggleDisabled | Action::Rotate | Action::Edit | Action::Narrow | Action::SetExpiry => None,
        _ => Some("works on one token at a time; clear the marks first (Esc)"),
    }
}

fn single_unavailable(action: Action, status: Status) -> Option<&'static str> {
    match (action, status) {
        (_, Status::Revoked) => Some("the token is revoked, which is final"),
        (Action::Rotate, Status::Disabled) => Some("the token is disabled; enable it first"),
        (Action::Rotate, Status::Expired) => Some("the token has expired; set a new expiry first"),
        (Action::ExtendGrace | Action::EndGrace, status) if status != Status::Rotating => {
            Some("no previous secret is in its grace")
        }
        _ => None,
    }
}
