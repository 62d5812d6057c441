//! From what another screen shows to what it is about, on the screen of owners and tokens.

use crate::domain::id::TokenId;
use crate::domain::owner::OwnerId;
use crate::domain::summary::TokenRow;
use crate::tui::effect::Effect;
use crate::tui::model::filter_line::Typed;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Model, Pane, Screen};
use crate::tui::update::arrange;

/// Goes to what the selected entry of the history is about.
pub(super) fn to_entry(model: &mut Model) -> Vec<Effect> {
    let Some(what) = model.activity.selected().and_then(|entry| entry.event()).map(|event| &event.what) else {
        return Vec::new();
    };
    match (what.token, what.owner) {
        (Some(id), _) => to_token(model, id),
        (None, Some(owner)) => to_owner(model, owner),
        (None, None) => Vec::new(),
    }
}

/// Puts the cursor on a token. What hides it goes: a narrowing, a filter; one that ended long ago is asked for by name.
pub(super) fn to_token(model: &mut Model, id: TokenId) -> Vec<Effect> {
    let Some(is_history) = model.table.find(id).map(|row| TokenRow::from(&row).is_history(model.now.wall)) else {
        return lost(model, "this token is not in the vault");
    };
    model.screen = Screen::Tokens;
    model.pane = Pane::Tokens;
    let (height, tree_height) = (model.table_height(), model.tree_height());
    let is_shown = model.table.shows(id);
    model.table.select(id, height);
    if is_shown {
        return Vec::new();
    }
    model.tree.move_to(0, tree_height);
    let text = if is_history { format!("id:{id} status:any") } else { String::new() };
    let was_used = model.filter.is_used();
    if model.filter.set(&text) == Typed::Changed && was_used {
        model.toasts.say(Tone::Note, "the filter hid this token and was taken away", model.now);
    }
    arrange(model)
}

/// Puts the cursor on an owner of the tree, whose tokens are then shown.
fn to_owner(model: &mut Model, owner: OwnerId) -> Vec<Effect> {
    let height = model.tree_height();
    if !model.tree.select_owner(owner, height) {
        return lost(model, "this owner is not in the vault");
    }
    model.screen = Screen::Tokens;
    model.pane = Pane::Owners;
    arrange(model)
}

fn lost(model: &mut Model, what: &str) -> Vec<Effect> {
    model.toasts.say(Tone::Note, what, model.now);
    Vec::new()
}
