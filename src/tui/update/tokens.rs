//! Actions on the screen of owners and tokens.

use super::{activity, arrange, conceal, filter, open_form, program::steps, traffic};
use crate::domain::filter::CallFilter;
use crate::domain::id::TokenId;
use crate::domain::owner::{Owner, OwnerKind};
use crate::tui::action::Action;
use crate::tui::dialogs::{
    FormDialog, add_owner, archive_owner, bulk, copy_line, disable, edit, edit_owner, grace, import, in_use, issue, revoke,
    rotate,
};
use crate::tui::effect::Effect;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Model, Pane};
use crate::tui::view::detail;

/// Does an action of this screen.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Filter => {
            model.filter.open = true;
            Vec::new()
        }
        Action::History => history_of_selected(model),
        Action::Traffic => traffic_of_selected(model),
        Action::Back => back(model),
        _ => about_tokens(model, action).or_else(|| about_owners(model, action)).unwrap_or_else(|| movement(model, action)),
    }
}

/// Shows what happened to the token or owner under the cursor.
fn history_of_selected(model: &mut Model) -> Vec<Effect> {
    let filter = match model.pane {
        Pane::Owners => model.tree.selected_owner().map(|view| activity::filter_of_owner(&view.owner)),
        Pane::Tokens | Pane::Detail => model.table.selected().map(|row| activity::filter_of_token(row.id)),
    };
    activity::show(model, filter)
}

/// Shows who called with the token, or with a token of the owner, under the cursor.
fn traffic_of_selected(model: &mut Model) -> Vec<Effect> {
    let words = match model.pane {
        Pane::Owners => model.tree.selected_owner().map(|view| CallFilter::of_owner(view.owner.name.as_str())),
        Pane::Tokens | Pane::Detail => model.table.selected().map(|row| CallFilter::of_token(row.id)),
    };
    traffic::show(model, words.map(|filter| filter.to_string()).as_deref())
}

/// Undoes the latest of: a range, marks, the filter, a step into the detail.
fn back(model: &mut Model) -> Vec<Effect> {
    if model.table.anchor.take().is_some() {
        return Vec::new();
    }
    if !model.table.marks.is_empty() {
        model.table.marks.clear();
    } else if !model.filter.field.is_empty() {
        return filter::clear(model);
    } else {
        model.pane = Pane::Tokens;
    }
    Vec::new()
}

/// What is done to the token that is meant, or to those that are marked; on any screen.
pub(super) fn about_tokens(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if model.acts_on_marks()
        && let Some(dialog) = about_marks(model, action)
    {
        let ids = bulk::ids(&dialog);
        return Some(open_with_use(model, dialog, ids));
    }
    let row = model.subject();
    Some(match (action, row) {
        (Action::IssueToken, _) => {
            let dialog = issue::open(model);
            open_form(model, dialog)
        }
        (Action::Copy, Some(row)) => vec![Effect::Copy(row.id, None)],
        (Action::CopyLine, Some(row)) => {
            let dialog = copy_line::open(model, &row);
            open_form(model, dialog)
        }
        (Action::Reveal, Some(row)) => {
            conceal(model);
            model.revealing = Some(row.id);
            vec![Effect::Reveal(row.id)]
        }
        (Action::Edit, Some(row)) => {
            let dialog = edit::open(model, &row);
            open_form(model, dialog)
        }
        (Action::Rotate, Some(row)) => {
            let dialog = rotate::open(model, &row);
            open_with_use(model, dialog, vec![row.id])
        }
        (Action::ExtendGrace, Some(row)) => {
            let dialog = grace::open_extend(model, &row);
            open_with_use(model, dialog, vec![row.id])
        }
        (Action::EndGrace, Some(row)) => {
            let dialog = grace::open_end(model, &row);
            open_with_use(model, dialog, vec![row.id])
        }
        (Action::ToggleDisabled, Some(row)) => {
            let dialog = disable::open(model, &row);
            open_with_use(model, dialog, vec![row.id])
        }
        (Action::Revoke, Some(row)) => {
            let dialog = revoke::open(model, &row);
            open_form(model, dialog);
            vec![Effect::DryRun(row.id)]
        }
        _ => return None,
    })
}

/// Opens a dialog and has read how its object is used; the dialog says so once that is known.
pub(super) fn open_with_use(model: &mut Model, dialog: FormDialog, ids: Vec<TokenId>) -> Vec<Effect> {
    let question = in_use::ask(&dialog, ids);
    open_form(model, dialog);
    question.map(Effect::ReadUse).into_iter().collect()
}

/// The live tokens of an owner and of everything beneath it.
fn live_tokens_of(model: &Model, owner: &Owner) -> Vec<TokenId> {
    let project = (owner.kind == OwnerKind::Project).then(|| owner.name.as_str());
    let rows = model.fresh.rows.rows().filter(|row| row.status(model.now.wall).is_live());
    let of = rows.filter(|row| row.owner_id == owner.id || (project.is_some() && row.project == project));
    of.map(|row| row.id).collect()
}

/// The one question about all that are marked; `None` for what is done to one token only.
fn about_marks(model: &Model, action: Action) -> Option<FormDialog> {
    let verb = match action {
        Action::Rotate => bulk::Verb::Rotate,
        Action::Revoke => bulk::Verb::Revoke,
        Action::ToggleDisabled => bulk::switch(&model.targets()),
        Action::Edit => bulk::Verb::Expire,
        _ => return None,
    };
    Some(bulk::open(model, verb, &model.targets()))
}

fn about_owners(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let view = model.tree.selected_owner().cloned();
    let dialog = match (action, view) {
        (Action::AddOwner, _) => add_owner::open(model),
        (Action::Import, _) => import::open(model),
        (Action::RenameOwner, Some(view)) => edit_owner::open(model, &view.owner),
        (Action::ArchiveOwner, Some(view)) => {
            let live = match view.owner.kind {
                OwnerKind::Project => model.tree.selected().map_or(view.live, |node| node.live),
                _ => view.live,
            };
            let dialog = archive_owner::open(model, &view, live);
            let ids = live_tokens_of(model, &view.owner);
            return Some(open_with_use(model, dialog, ids));
        }
        _ => return None,
    };
    Some(open_form(model, dialog))
}

fn movement(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NextPane => model.pane = next_pane(model.pane, true),
        Action::PreviousPane => model.pane = next_pane(model.pane, false),
        Action::Open => model.pane = if model.pane == Pane::Owners { Pane::Tokens } else { Pane::Detail },
        Action::Mark => {
            model.table.toggle_mark();
            let height = model.table_height();
            model.table.move_by(1, height);
        }
        Action::MarkRange => mark_range(model),
        Action::SortNext => {
            model.table.next_sort();
            return arrange(model);
        }
        Action::SortReverse => {
            model.table.sort.reverse = !model.table.sort.reverse;
            return arrange(model);
        }
        _ => return move_in_pane(model, action),
    }
    Vec::new()
}

fn next_pane(pane: Pane, forward: bool) -> Pane {
    match (pane, forward) {
        (Pane::Owners, true) | (Pane::Detail, false) => Pane::Tokens,
        (Pane::Tokens, true) | (Pane::Owners, false) => Pane::Detail,
        (Pane::Detail, true) | (Pane::Tokens, false) => Pane::Owners,
    }
}

fn mark_range(model: &mut Model) {
    match model.table.anchor.take() {
        Some(from) if !model.table.is_shown(from) => {
            let said = "the row where the range began is hidden by the filter; v begins a new one";
            model.toasts.say(Tone::Note, said, model.now);
        }
        Some(from) => model.table.mark_range(from),
        None => model.table.anchor = model.table.selected().map(|row| row.id),
    }
}

fn move_in_pane(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.pane {
        Pane::Owners => move_in_tree(model, action),
        Pane::Tokens => {
            move_in_table(model, action);
            Vec::new()
        }
        Pane::Detail => {
            match action {
                Action::MoveLeft => model.pane = Pane::Tokens,
                _ => {
                    let (len, height) = (detail::height(model), detail_room(model));
                    scroll_detail(model, steps(action, len, height));
                }
            }
            Vec::new()
        }
    }
}

fn move_in_table(model: &mut Model, action: Action) {
    match action {
        Action::MoveLeft => model.pane = Pane::Owners,
        Action::MoveRight => model.pane = Pane::Detail,
        _ => {
            let height = model.table_height();
            let steps = steps(action, model.table.len(), height);
            model.table.move_by(steps, height);
            model.detail.top = 0;
        }
    }
}

fn move_in_tree(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = model.tree_height();
    let before = model.tree.selected().map(|node| node.key);
    match action {
        Action::MoveLeft => model.tree.fold(height),
        Action::MoveRight if model.tree.selected().is_some_and(|node| node.folded) => model.tree.unfold(height),
        Action::MoveRight => model.pane = Pane::Tokens,
        _ => {
            let steps = steps(action, model.tree.nodes.len(), height);
            model.tree.move_by(steps, height);
        }
    }
    if model.tree.selected().map(|node| node.key) == before { Vec::new() } else { arrange(model) }
}

fn detail_room(model: &Model) -> usize {
    usize::from(model.areas().detail.height.saturating_sub(1))
}

/// Moves the detail's lines by so many, as far as there are any.
pub(super) fn scroll_detail(model: &mut Model, lines: isize) {
    let (len, height) = (detail::height(model), detail_room(model));
    let top = usize::from(model.detail.top).saturating_add_signed(lines);
    model.detail.top = u16::try_from(top.min(len.saturating_sub(height))).unwrap_or(u16::MAX);
}
