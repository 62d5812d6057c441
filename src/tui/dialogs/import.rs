//! Importing a file: naming it, then choosing which of its lines become tokens.

use super::about::About;
use super::control::{Body, Control, Slot, Tick};
use super::form::Form;
use super::{FormDialog, Purpose, add_owner, refuse};
use crate::domain::label::display_safe;
use crate::domain::owner::OwnerKind;
use crate::domain::selector::OwnerSelector;
use crate::services::{ImportLine, ImportOptions, ImportOutcome, ImportReport};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What values may become, in the order of the choice; the first is no owner's kind but a service's own token.
const FATES: [(&str, Option<OwnerKind>); 4] = [
    ("external", None),
    ("project", Some(OwnerKind::Project)),
    ("bot", Some(OwnerKind::Bot)),
    ("integration", Some(OwnerKind::Integration)),
];

/// How many lines that bring nothing in are named.
const NAMED: usize = 4;

/// The dialog that asks for the file.
pub fn open(model: &Model) -> FormDialog {
    let form = Form::new(vec![
        Control::text(Slot::Path, "File", ".env").note("dotenv, JSON or CSV"),
        Control::choice(Slot::Kind, "As tokens of", FATES.map(|(word, _)| word), 0)
            .note("external: issued elsewhere, kept here; else the values are adopted as our own"),
        Control::text(Slot::Owner, "Service", "").placeholder("told from each line's name"),
        Control::buttons(["Cancel", "Read"], 1),
    ]);
    let about = vec![About::consequence("Nothing is changed by reading; you choose the lines next.")];
    FormDialog::new(Purpose::Import, "Import", about, form, model.now)
}

fn fate(form: &Form) -> Option<OwnerKind> {
    FATES.get(form.choice(Slot::Kind)).and_then(|(_, kind)| *kind)
}

/// Brings the line for the owner into line with the choice.
pub(super) fn settle(dialog: &mut FormDialog, model: &Model) {
    let kind = fate(&dialog.form);
    if let Some(control) = dialog.form.control_mut(Slot::Owner) {
        control.label = kind.map_or("Service", |_| "Of").to_owned();
        if let Body::Text(text) = &mut control.body {
            text.candidates = kind.map(|kind| add_owner::names(model, kind)).unwrap_or_default();
        }
    }
}

/// The effect that reads the file.
pub(super) fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Effect> {
    let path = dialog.form.text(Slot::Path).trim().to_owned();
    if path.is_empty() {
        return refuse(dialog, Slot::Path, "name a file");
    }
    // Of lines that look like no secret each can still be ticked; a project takes one value, so there they would only be
    // in the way of the one that is meant.
    let mut options = ImportOptions { all: fate(&dialog.form) != Some(OwnerKind::Project), ..ImportOptions::default() };
    let owner = dialog.form.text(Slot::Owner).trim().to_owned();
    match fate(&dialog.form) {
        None if owner.is_empty() => {}
        None => match owner.parse() {
            Ok(service) => options.service = Some(service),
            Err(error) => return refuse(dialog, Slot::Owner, format!("{error}")),
        },
        Some(kind) if add_owner::exists(model, kind, &owner) => {
            options.adopt = Some(OwnerSelector { kind, name: owner });
        }
        Some(kind) => return refuse(dialog, Slot::Owner, format!("no {kind} has that name; add it first")),
    }
    Some(Effect::PlanImport { attempt: model.attempt + 1, path: PathBuf::from(path), options })
}

/// The dialog that asks which lines are taken.
pub fn open_lines(model: &Model, report: &ImportReport) -> FormDialog {
    let ticks = ticks(report);
    let mut about = vec![About::fact("Found", summary(report))];
    let others: Vec<&ImportLine> = report.lines.iter().filter(|line| !line.outcome.is_taken()).collect();
    about.extend(others.iter().take(NAMED).map(|line| About::fact(" ", why_not(line))));
    if others.len() > NAMED {
        about.push(About::fact(" ", format!("and {} more; `jeton import --dry-run` lists them", others.len() - NAMED)));
    }
    let is_empty = ticks.is_empty();
    let buttons = if is_empty { vec!["Close"] } else { vec!["Cancel", "Import"] };
    let form = Form::new(vec![Control::ticks(Slot::Lines, ticks).hidden(is_empty), Control::buttons(buttons, 0)]);
    FormDialog::new(Purpose::ImportLines, "Import", about, form, model.now)
}

/// How many lines of a file are what.
pub fn summary(report: &ImportReport) -> String {
    let taken = report.lines.iter().filter(|line| line.outcome.is_taken() && line.doubt.is_none()).count();
    let doubted = report.lines.iter().filter(|line| line.outcome.is_taken() && line.doubt.is_some()).count();
    let mut said = format!("{taken} to take");
    for (count, word) in [
        (doubted, "that look like no secret"),
        (report.count("duplicate"), "known already"),
        (report.count("left-out"), "left out"),
        (report.count("refused"), "refused"),
    ] {
        if count > 0 {
            said.push_str(&format!(", {count} {word}"));
        }
    }
    said
}

/// The lines that can be taken, each ticked unless it looks like no secret.
pub fn ticks(report: &ImportReport) -> Vec<Tick> {
    report.lines.iter().filter_map(tick).collect()
}

/// A line that would be taken: its number in the file and its name, and the token it becomes.
fn tick(line: &ImportLine) -> Option<Tick> {
    let (ImportOutcome::Imported { selector } | ImportOutcome::Adopted { selector }) = &line.outcome else { return None };
    let name = format!("{:<4} {}", line.line, display_safe(line.name.as_deref().unwrap_or_default()));
    let description = match &line.doubt {
        Some(doubt) => format!("looks like {doubt}"),
        None => selector.clone(),
    };
    Some(Tick { name, description: display_safe(&description).to_string(), on: line.doubt.is_none() })
}

fn why_not(line: &ImportLine) -> String {
    let reason = match &line.outcome {
        ImportOutcome::Duplicate { of } => format!("the same value as {of}"),
        ImportOutcome::LeftOut { reason } | ImportOutcome::Refused { reason } => reason.clone(),
        ImportOutcome::Imported { selector } | ImportOutcome::Adopted { selector } => selector.clone(),
    };
    format!("line {} {}: {reason}", line.line, line.name.as_deref().unwrap_or_default())
}

/// Numbers of the ticked lines.
pub fn chosen_lines(form: &Form) -> BTreeSet<usize> {
    let chosen = form.ticks(Slot::Lines).map(|ticks| ticks.chosen()).unwrap_or_default();
    let number = |name: &String| name.split_whitespace().next().and_then(|number| number.parse().ok());
    chosen.iter().filter_map(number).collect()
}

/// The change that takes the ticked lines.
pub(super) fn submit_lines(dialog: &mut FormDialog) -> Option<Effect> {
    let lines = chosen_lines(&dialog.form);
    if lines.is_empty() {
        return refuse(dialog, Slot::Lines, "tick at least one line, or cancel");
    }
    Some(Effect::Import(lines))
}
