//! Accepting findings: known, and left as they are until a date, with a reason. Or no longer.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::list::{Line, Mark};
use super::{FormDialog, Purpose, expiry, refuse};
use crate::domain::number::counted;
use crate::tui::effect::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::model::audit::report::{Key, Noticed};

/// The usual lengths.
const CHOICES: [&str; 4] = ["7d", "30d", "90d", "180d"];

/// Where the choice starts.
const START: usize = 1;

/// The dialog about the marked findings, or the one under the cursor.
pub fn open(model: &Model) -> FormDialog {
    let targets = model.audit.list.targets();
    let mut about = about(&targets);
    about.push(About::consequence("Accepted, it is hidden until then. With another cause it is open again before."));
    let mut controls = list(&targets);
    controls.extend(expiry::controls_until("Until", &CHOICES, START));
    controls.push(Control::text(Slot::Note, "Because", "").placeholder("why it may stay: kept in the log"));
    controls.push(Control::buttons(["Cancel", "Accept"], 0));
    let form = Form::new(controls).focused(Slot::Expiry);
    FormDialog::new(Purpose::Accept(keys(&targets)), title("Accept", &targets), about, form, model.now)
}

/// The dialog that takes acceptances back; those that nobody has accepted are left out.
pub fn open_take_back(model: &Model) -> FormDialog {
    let mut targets = model.audit.list.targets();
    targets.retain(|noticed| !noticed.finding.is_open());
    let mut about = about(&targets);
    about.push(About::consequence("It is open again at once."));
    let mut controls = list(&targets);
    controls.push(Control::buttons(["Cancel", "Take back"], 0));
    let form = Form::new(controls).focused(Slot::Buttons);
    FormDialog::new(Purpose::Unaccept(keys(&targets)), title("Take back the acceptance of", &targets), about, form, model.now)
}

fn title(verb: &str, targets: &[&Noticed]) -> String {
    format!("{verb} {}", counted(targets.len() as u64, "finding", "findings"))
}

fn keys(targets: &[&Noticed]) -> Vec<Key> {
    targets.iter().map(|noticed| noticed.key()).collect()
}

fn about(targets: &[&Noticed]) -> Vec<About> {
    let [noticed] = targets else { return Vec::new() };
    let finding = &noticed.finding;
    let mut about = vec![
        About::fact("Token", &noticed.label),
        About::fact("Finding", format!("{}, {}", finding.rule.title(), finding.severity)),
        About::fact("Evidence", &finding.evidence),
    ];
    about.extend(
        finding.accepted.as_ref().map(|acceptance| About::fact("Accepted", format!("by {}: {}", acceptance.by, acceptance.note))),
    );
    about
}

/// Several findings, a line each.
fn list(targets: &[&Noticed]) -> Vec<Control> {
    let line = |noticed: &&Noticed| {
        let finding = &noticed.finding;
        Line::new(Mark::Plain, &noticed.label, format!("{} {}", finding.severity, finding.rule.title()))
    };
    match targets {
        [_] => Vec::new(),
        several => vec![Control::list("Findings", several.iter().map(line).collect())],
    }
}

/// The change that the dialog asks for.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let targets = match &dialog.purpose {
        Purpose::Unaccept(targets) => return Some(Effect::Change(Change::Unaccept(targets.clone()))),
        Purpose::Accept(targets) => targets.clone(),
        _ => return None,
    };
    let until = match expiry::read_until(&dialog.form, model.now.wall) {
        Ok(until) => until,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    let note = dialog.form.text(Slot::Note).trim().to_owned();
    if note.is_empty() {
        return refuse(dialog, Slot::Note, "say why it may stay");
    }
    Some(Effect::Change(Change::Accept { targets, until, note }))
}
