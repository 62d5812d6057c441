//! The review walk: one token after the other, each kept, rotated, revoked or put off.

use super::program::{self, steps};
use super::{audit, open_form};
use crate::domain::id::TokenId;
use crate::domain::review::{Decision, Review};
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::tui::action::Action;
use crate::tui::dialogs::{Dialog, FormDialog, Purpose, decide, review, revoke, rotate, save_report};
use crate::tui::effect::Effect;
use crate::tui::model::toast::Tone;
use crate::tui::model::walk::{Judged, Pending, Reviews};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::{Changed, Failure};
use crate::tui::view::walk as drawn;
use std::path::PathBuf;

/// Begins a review, or goes on with the one that is open; which of them is known once the reviews are read.
pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    let effects = if model.screen == Screen::Audit { Vec::new() } else { program::show(model, Screen::Audit) };
    (model.walk.is_beginning, model.walk.stale) = (true, true);
    effects
}

/// Reads what has changed: the reviews, and the token that is judged.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    if model.info.is_none() || !model.loaded {
        return Vec::new();
    }
    let walk = &mut model.walk;
    let mut effects = Vec::new();
    if walk.stale && !walk.reading {
        (walk.stale, walk.reading) = (false, true);
        effects.push(Effect::ReadReviews { with_items: walk.is_on || walk.is_beginning });
    }
    let Some(id) = walk.item().map(|item| item.token) else { return effects };
    let is_read = !walk.is_judged_stale && walk.judged().is_some();
    if !is_read && walk.under_way.is_none() && walk.failed != Some(id) {
        (walk.under_way, walk.is_judged_stale) = (Some(id), false);
        effects.push(Effect::Judge(id));
    }
    effects
}

/// The vault may have changed.
pub(super) fn news(model: &mut Model) {
    let walk = &mut model.walk;
    (walk.stale, walk.is_judged_stale, walk.failed) = (true, true, None);
}

/// Takes the reviews in.
pub(super) fn read(model: &mut Model, result: Result<Box<Reviews>, Failure>) -> Vec<Effect> {
    let now = model.now;
    let walk = &mut model.walk;
    walk.reading = false;
    // What was asked for before the walk was wished for has no tokens in it; they are read next.
    let is_beginning = !walk.stale && std::mem::take(&mut walk.is_beginning);
    match result {
        Ok(reviews) => {
            let was = std::mem::replace(&mut walk.reviews, *reviews).open.map(|review| review.id);
            let is = walk.reviews.open.as_ref().map(|review| review.id);
            if is_beginning && is.is_some() {
                (walk.is_on, walk.at, walk.top) = (true, walk.first_undecided(), 0);
            } else if walk.is_on && was != is {
                walk.is_on = false;
                model.toasts.say(Tone::Note, "the review was closed meanwhile", now);
            }
            if is_beginning && is.is_none() {
                let dialog = review::open_begin(model);
                return open_form(model, dialog);
            }
        }
        Err(error) => model.toasts.say(Tone::Error, error, now),
    }
    Vec::new()
}

/// Takes in what a token is judged by.
pub(super) fn judged(model: &mut Model, id: TokenId, result: Result<Box<Judged>, Failure>) -> Vec<Effect> {
    let walk = &mut model.walk;
    walk.under_way = None;
    match result {
        Ok(judged) => walk.judged = Some(judged),
        Err(error) => {
            walk.failed = Some(id);
            model.toasts.say(Tone::Error, error, model.now);
        }
    }
    Vec::new()
}

/// Does an action while the walk is on the screen.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(row) = model.subject() else {
        return leave_or_move(model, action);
    };
    match action {
        Action::Keep => ask(model, &row, decide::Verb::Keep),
        Action::Snooze => ask(model, &row, decide::Verb::Snooze),
        Action::Rotate if is_rotated(model, &row) => ask(model, &row, decide::Verb::Rotated),
        Action::Revoke if row.state == TokenState::Revoked => ask(model, &row, decide::Verb::Revoked),
        Action::Rotate => {
            let dialog = rotate::open_in_review(model, &row);
            super::tokens::open_with_use(model, dialog, vec![row.id])
        }
        Action::Revoke => {
            let dialog = revoke::open_in_review(model, &row);
            open_form(model, dialog);
            vec![Effect::DryRun(row.id)]
        }
        _ => leave_or_move(model, action),
    }
}

/// Whether a token that is undecided was given a new value since the review began: then that is to be recorded.
fn is_rotated(model: &Model, row: &TokenSummary) -> bool {
    let is_undecided = model.walk.item().is_some_and(|item| item.decided.is_none());
    let is_newer = |review: &Review| row.rotated_at >= review.begun_at && row.rotated_at > row.created_at;
    is_undecided && model.walk.reviews.open.as_ref().is_some_and(is_newer)
}

fn ask(model: &mut Model, row: &TokenSummary, verb: decide::Verb) -> Vec<Effect> {
    let dialog = decide::open(model, row, verb);
    open_form(model, dialog)
}

fn leave_or_move(model: &mut Model, action: Action) -> Vec<Effect> {
    let walk = &mut model.walk;
    match action {
        Action::MoveRight => walk.go_to(walk.at + 1),
        Action::MoveLeft => walk.go_to(walk.at.saturating_sub(1)),
        Action::NextUndecided => match walk.next_undecided() {
            Some(at) => walk.go_to(at),
            None => model.toasts.say(Tone::Note, ALL_DECIDED, model.now),
        },
        Action::Back => walk.is_on = false,
        Action::CloseReview => {
            if let Some(review) = walk.reviews.open.clone() {
                let dialog = review::open_close(model, &review);
                return open_form(model, dialog);
            }
        }
        Action::MoveDown
        | Action::MoveUp
        | Action::HalfPageDown
        | Action::HalfPageUp
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last => {
            let (len, height) = (drawn::height(model), drawn::room(model));
            let top = usize::from(model.walk.top).saturating_add_signed(steps(action, len, height));
            model.walk.top = u16::try_from(top.min(len.saturating_sub(height))).unwrap_or(u16::MAX);
        }
        _ => return audit::act(model, action),
    }
    Vec::new()
}

const ALL_DECIDED: &str = "every token is decided: c closes the review";

/// Notes what is to be recorded once the change that a dialog asked for is made.
pub(super) fn expect(model: &mut Model, form: &FormDialog) {
    let (token, decision, note) = match &form.purpose {
        Purpose::Rotate(rotated) => (rotated.id(), Decision::Rotate, rotate::note(&form.form)),
        Purpose::Revoke(ended) => (ended.id, Decision::Revoke, revoke::reason(&form.form)),
        _ => return,
    };
    if model.walk.item().is_some_and(|item| item.token == token) {
        model.walk.pending = Some(Pending { token, decision, note: note.unwrap_or_default() });
    }
}

/// A change was made: what belongs to the review is recorded, or taken in.
pub(super) fn done(model: &mut Model, changed: &Changed) -> Vec<Effect> {
    match changed {
        Changed::Rotated(issued) => {
            record(model, |pending| pending.token == issued.token.id && pending.decision == Decision::Rotate)
        }
        Changed::Revoked(..) => record(model, |pending| pending.decision == Decision::Revoke),
        Changed::ReviewBegun(_) => begin(model),
        Changed::Decided(decision, label) => {
            go_on(model, format!("recorded for {label}: {}", decision.word()));
            Vec::new()
        }
        Changed::ReviewClosed(review) => {
            model.walk.is_on = false;
            let dialog = save_report::open(model, review);
            open_form(model, dialog)
        }
        _ => Vec::new(),
    }
}

fn record(model: &mut Model, is_it: impl FnOnce(&Pending) -> bool) -> Vec<Effect> {
    let pending = model.walk.pending.take().filter(is_it);
    pending.map(|pending| decide::decide(pending.token, pending.decision, pending.note)).into_iter().collect()
}

/// Goes to the next token that is undecided; the present one is decided, whether that was read already or not.
fn go_on(model: &mut Model, recorded: String) {
    let walk = &mut model.walk;
    let text = match walk.next_undecided().filter(|at| *at != walk.at) {
        Some(at) => {
            walk.go_to(at);
            recorded
        }
        None => format!("{recorded}; {ALL_DECIDED}"),
    };
    model.toasts.say(Tone::Done, text, model.now);
}

/// Asks where the report of the latest closed review is to be saved.
pub(super) fn ask_where(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.walk.reviews.closed.clone() else { return Vec::new() };
    let dialog = save_report::open(model, &review);
    open_form(model, dialog)
}

/// Takes in what became of the report.
pub(super) fn report_saved(model: &mut Model, result: Result<PathBuf, Failure>) -> Vec<Effect> {
    let is_saving = |dialog: &Dialog| matches!(dialog, Dialog::Form(form) if matches!(form.purpose, Purpose::SaveReport(_)));
    match result {
        Ok(path) => {
            model.dialogs.retain(|dialog| !is_saving(dialog));
            let text = format!("the report is in {}, readable by you alone", path.display());
            model.toasts.say(Tone::Done, text, model.now);
        }
        Err(error) => {
            for dialog in &mut model.dialogs {
                if let Dialog::Form(form) = dialog
                    && matches!(form.purpose, Purpose::SaveReport(_))
                {
                    super::answers::give_back(form, error);
                    break;
                }
            }
        }
    }
    Vec::new()
}
