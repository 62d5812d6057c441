//! The forms of the steps, and how their fields are read.

use crate::domain::brand::Brand;
use crate::domain::name::Name;
use crate::services::InitRequest;
use crate::tui::dialogs::control::{Control, Slot, Tick};
use crate::tui::dialogs::form::Form;
use crate::tui::model::moment::Moment;

/// Account, operator, brand.
pub(super) fn names_form(operator: &str) -> Form {
    Form::new(vec![
        Control::text(Slot::Name, "Account", "").placeholder("you or your team, for example Acme"),
        Control::text(Slot::Operator, "Operator", operator).placeholder("your own name"),
        Control::text(Slot::Brand, "Brand", Brand::default().as_str()).note("first part of each value: jtn_bot_…"),
        Control::buttons(["Quit", "Next"], 1),
    ])
    .submitting(1)
}

/// What the new vault is to be, once all three names make sense.
pub(super) fn read_names(form: &mut Form) -> Option<InitRequest> {
    form.forgive();
    let account: Result<Name, _> = form.text(Slot::Name).parse();
    let operator: Result<Name, _> = form.text(Slot::Operator).parse();
    let brand: Result<Brand, _> = form.text(Slot::Brand).trim().parse();
    match (account, operator, brand) {
        (Ok(account), Ok(operator), Ok(brand)) => {
            return Some(InitRequest { account, operator, brand, unattended: Vec::new(), kdf: None });
        }
        (Err(error), ..) => form.refuse(Slot::Name, error.to_string()),
        (_, Err(error), _) => form.refuse(Slot::Operator, error.to_string()),
        (.., Err(error)) => form.refuse(Slot::Brand, error.to_string()),
    }
    None
}

/// Passphrase and repeat.
pub(super) fn passphrase_form() -> Form {
    Form::new(vec![
        Control::new_passphrase(Slot::Passphrase, "Passphrase"),
        Control::secret(Slot::Repeat, "Once more"),
        Control::buttons(["Back", "Next"], 1),
    ])
    .submitting(1)
}

/// The buttons under the recovery key: nobody is taken past it by a key pressed too often.
pub(super) fn recovery_form() -> Form {
    Form::new(vec![Control::buttons(["Back", "I have written it down"], 0)])
}

/// Two of the recovery key's groups.
pub(super) fn confirm_form((first, second): (usize, usize)) -> Form {
    Form::new(vec![
        Control::text(Slot::Typed, &format!("Group {}", first + 1), ""),
        Control::text(Slot::TypedToo, &format!("Group {}", second + 1), ""),
        Control::buttons(["Back", "Next"], 1),
    ])
    .submitting(1)
}

/// Lines of a file to tick; none where nothing of it can be taken.
pub(super) fn lines_form(ticks: Vec<Tick>) -> Form {
    let is_empty = ticks.is_empty();
    Form::new(vec![Control::ticks(Slot::Lines, ticks).hidden(is_empty), Control::buttons(["Back", "Next"], 1)])
}

/// A first project.
pub(super) fn project_form() -> Form {
    Form::new(vec![
        Control::text(Slot::Project, "Project", "").placeholder("optional: what your bots and services belong to"),
        Control::buttons(["Back", "Make the vault"], 1),
    ])
    .submitting(1)
}

/// Two different groups in order, by the time at which the key was made.
pub(super) fn two_of(count: usize, now: Moment) -> (usize, usize) {
    if count < 2 {
        return (0, 0);
    }
    let millis = now.wall.as_millisecond().unsigned_abs() as usize;
    let first = millis % count;
    let second = (first + 1 + (millis / count) % (count - 1)) % count;
    (first.min(second), first.max(second))
}
