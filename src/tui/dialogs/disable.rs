//! Switching a token off, and on again.

use super::about::{self, About};
use super::control::Control;
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// Which token, and which way.
#[derive(Clone, Copy, Debug)]
pub struct Switched {
    id: TokenId,
    off: bool,
}

/// The dialog.
pub fn open(model: &Model, row: &TokenSummary) -> FormDialog {
    let off = row.state == TokenState::Active;
    let mut about = about::token(row, model.now.wall);
    about.push(About::consequence(if off {
        "Clients are refused until it is enabled again. A previous value in its grace ends for good."
    } else {
        "Clients that send the current value are accepted again."
    }));
    let verb = if off { "Disable" } else { "Enable" };
    let form = Form::new(vec![Control::buttons(["Cancel", verb], 0)]);
    FormDialog::new(Purpose::Disable(Switched { id: row.id, off }), verb, about, form, model.now)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::Disable(Switched { id, off }) = dialog.purpose else { return None };
    Some(Effect::Change(if off { Change::Disable(id) } else { Change::Enable(id) }))
}
