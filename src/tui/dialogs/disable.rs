//! Switching tokens off, and on again.

use super::about::{self, About};
use super::control::Control;
use super::form::Form;
use super::{FormDialog, Purpose};
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;

/// Which tokens, and which way.
#[derive(Debug)]
pub struct Switched {
    ids: Vec<TokenId>,
    off: bool,
}

/// The dialog. Several tokens are switched off unless all of them are off already.
pub fn open(model: &Model, rows: &[TokenSummary]) -> FormDialog {
    let off = rows.iter().any(|row| row.state == TokenState::Active);
    let wanted = if off { TokenState::Active } else { TokenState::Disabled };
    let rows: Vec<TokenSummary> = rows.iter().filter(|row| row.state == wanted).cloned().collect();
    let mut about = about::tokens(&rows, model.now.wall);
    let (title, verb) = if off { ("Disable", "Disable") } else { ("Enable", "Enable") };
    if off {
        about.push(About::consequence(
            "Clients are refused until it is enabled again. A previous value in its grace ends for good.",
        ));
    } else {
        about.push(About::consequence("Clients that send the current value are accepted again."));
    }
    let form = Form::new(vec![Control::buttons(["Cancel", verb], 0)]);
    let switched = Switched { ids: rows.iter().map(|row| row.id).collect(), off };
    FormDialog::new(Purpose::Disable(switched), title, about, form, model.now)
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog) -> Option<Effect> {
    let Purpose::Disable(switched) = &dialog.purpose else { return None };
    let ids = switched.ids.clone();
    Some(Effect::Change(if switched.off { Change::Disable(ids) } else { Change::Enable(ids) }))
}
