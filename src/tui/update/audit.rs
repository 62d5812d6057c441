//! Actions on the audit screen.

use super::program::steps;
use super::{activity, leave, open_form, tokens, traffic, walk};
use crate::domain::filter::CallFilter;
use crate::tui::action::Action;
use crate::tui::dialogs::form::Entry;
use crate::tui::dialogs::{accept, bulk, narrow, set_expiry};
use crate::tui::effect::{AuditWish, Effect};
use crate::tui::model::audit::AuditPane;
use crate::tui::model::audit::list::Grouping;
use crate::tui::model::audit::report::{Noticed, Report};
use crate::tui::model::filter_line::Typed;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Failure;
use crate::tui::view::audit as drawn;
use std::sync::Arc;

/// Shows the screen as it was left. Ages have gone on meanwhile, so everything is weighed again.
pub(super) fn show(model: &mut Model) -> Vec<Effect> {
    super::conceal(model);
    model.screen = Screen::Audit;
    model.audit.is_anew_wanted |= model.audit.rests_until().is_none_or(|at| model.now.reached(at));
    activity::check_chain_first(model)
}

/// Has the audit made when something has changed; one at a time. Use that changes all the time is looked at now and then.
pub(super) fn follow(model: &mut Model) -> Option<Effect> {
    let is_due = model.audit.use_due(model.screen).is_some_and(|at| model.now.reached(at));
    let audit = &mut model.audit;
    audit.is_anew_wanted |= is_due;
    if !(audit.stale || audit.is_anew_wanted) || audit.reading || model.info.is_none() || !model.loaded {
        return None;
    }
    (audit.stale, audit.reading) = (false, true);
    let anew = std::mem::take(&mut audit.is_anew_wanted);
    audit.is_use_stale &= !anew;
    let chain = model.activity.chain.report().cloned();
    Some(Effect::Audit(Box::new(AuditWish { chain, anew })))
}

/// Takes what was found.
pub(super) fn read(model: &mut Model, result: Result<Arc<Report>, Failure>) -> Vec<Effect> {
    let height = model.findings_height();
    let audit = &mut model.audit;
    audit.reading = false;
    audit.read_at = Some(model.now.up);
    match result {
        Ok(report) => {
            audit.is_read = true;
            audit.failed = None;
            audit.list.take(report, &audit.filter.filter, height);
        }
        Err(error) => audit.failed = Some(error),
    }
    scroll_evidence(model, 0);
    Vec::new()
}

/// The chain of events was looked at: what that found is a finding too.
pub(super) fn chain_checked(model: &mut Model) {
    model.audit.stale |= model.activity.chain.report().is_some();
}

/// Keeps cursor and view within what is shown, after a change of size.
pub(super) fn fit(model: &mut Model) {
    let height = model.findings_height();
    model.audit.list.follow(height);
    scroll_evidence(model, 0);
}

/// Takes something typed into the `/` line.
pub(super) fn type_filter(model: &mut Model, entry: Entry) -> Vec<Effect> {
    match model.audit.filter.enter(entry) {
        Typed::Nothing => {}
        Typed::Changed => arrange(model),
        Typed::Beneath(action) => return run(model, action),
    }
    Vec::new()
}

fn arrange(model: &mut Model) {
    let height = model.findings_height();
    let audit = &mut model.audit;
    audit.list.arrange(&audit.filter.filter, height);
    audit.evidence_top = 0;
}

/// Does an action of this screen.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.walk.is_on { walk::run(model, action) } else { act(model, action) }
}

/// Does an action that is none of the walk's own.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let token = match model.walk.item() {
        Some(item) => Some(item.token),
        None => model.audit.selected().and_then(|noticed| noticed.finding.token),
    };
    match (action, token) {
        (Action::Filter, _) => {
            model.audit.pane = AuditPane::Findings;
            model.audit.filter.open = true;
        }
        (Action::Open, _) => model.audit.pane = AuditPane::Evidence,
        (Action::ToToken, Some(id)) => return leave::to_token(model, id),
        (Action::History, Some(id)) => return activity::show(model, Some(activity::filter_of_token(id))),
        (Action::Traffic, Some(id)) => return traffic::show(model, Some(&CallFilter::of_token(id).to_string())),
        (Action::GroupFindings, _) => {
            model.audit.list.grouping = match model.audit.list.grouping {
                Grouping::Severity => Grouping::Token,
                Grouping::Token => Grouping::Severity,
            };
            arrange(model);
        }
        (Action::ShowAccepted, _) => {
            model.audit.list.shows_accepted = !model.audit.list.shows_accepted;
            arrange(model);
        }
        (Action::Accept, _) => {
            let dialog = accept::open(model);
            return open_form(model, dialog);
        }
        (Action::Unaccept, _) => {
            let dialog = accept::open_take_back(model);
            return open_form(model, dialog);
        }
        (Action::Back, _) => back(model),
        _ => return act_on_token(model, action).unwrap_or_else(|| movement(model, action)),
    }
    Vec::new()
}

/// What is done to the token of the selected finding, or to those of the marked ones.
fn act_on_token(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let verb = match action {
        Action::Narrow => bulk::Verb::Narrow,
        Action::SetExpiry => bulk::Verb::Expire,
        _ => return tokens::about_tokens(model, action),
    };
    let dialog = match model.subject() {
        _ if model.acts_on_marks() => bulk::open(model, verb, &model.targets()),
        Some(row) if action == Action::Narrow => narrow::open(model, &row)?,
        Some(row) => set_expiry::open(model, &row),
        None => return None,
    };
    let ids = bulk::ids(&dialog).into_iter().chain(model.subject().filter(|_| !model.acts_on_marks()).map(|row| row.id));
    let ids = ids.collect();
    Some(tokens::open_with_use(model, dialog, ids))
}

/// Undoes the latest of: a range, marks, the filter, a step into the evidence.
fn back(model: &mut Model) {
    let audit = &mut model.audit;
    if audit.list.anchor.take().is_some() {
    } else if !audit.list.marks.is_empty() {
        audit.list.marks.clear();
    } else if audit.filter.is_used() {
        if audit.filter.clear() == Typed::Changed {
            arrange(model);
        }
    } else {
        audit.pane = AuditPane::Findings;
    }
}

fn movement(model: &mut Model, action: Action) -> Vec<Effect> {
    match (model.audit.pane, action) {
        (pane, Action::NextPane | Action::PreviousPane) => {
            model.audit.pane = match pane {
                AuditPane::Findings => AuditPane::Evidence,
                AuditPane::Evidence => AuditPane::Findings,
            };
        }
        (_, Action::Mark) => {
            model.audit.list.toggle_mark();
            let height = model.findings_height();
            model.audit.list.move_by(1, height);
        }
        (_, Action::MarkRange) => mark_range(model),
        (AuditPane::Findings, Action::MoveRight) => model.audit.pane = AuditPane::Evidence,
        (AuditPane::Findings, _) => {
            let height = model.findings_height();
            let list = &mut model.audit.list;
            let before = list.selected().map(Noticed::key);
            list.move_by(steps(action, list.lines().len(), height), height);
            if list.selected().map(Noticed::key) != before {
                model.audit.evidence_top = 0;
            }
        }
        (AuditPane::Evidence, Action::MoveLeft) => model.audit.pane = AuditPane::Findings,
        (AuditPane::Evidence, _) => {
            let height = usize::from(model.audit_areas().evidence.height.saturating_sub(1));
            scroll_evidence(model, steps(action, drawn::evidence_height(model), height));
        }
    }
    Vec::new()
}

fn mark_range(model: &mut Model) {
    let list = &mut model.audit.list;
    match list.anchor.take() {
        Some(from) => {
            if !list.mark_range(from) {
                let said = "the finding where the range began is not shown; v begins a new one";
                model.toasts.say(Tone::Note, said, model.now);
            }
        }
        None => list.anchor = list.selected().map(Noticed::key),
    }
}

/// Moves the lines of the evidence by so many, as far as there are any.
pub(super) fn scroll_evidence(model: &mut Model, lines: isize) {
    let height = usize::from(model.audit_areas().evidence.height.saturating_sub(1));
    let most = drawn::evidence_height(model).saturating_sub(height);
    let top = usize::from(model.audit.evidence_top).saturating_add_signed(lines).min(most);
    model.audit.evidence_top = u16::try_from(top).unwrap_or(u16::MAX);
}
