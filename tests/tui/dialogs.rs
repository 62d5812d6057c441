//! What every dialog owes a person, tried on each dialog there is: the scenes reach them all.

use crate::desk::Desk;
use crate::scenes;
use jeton::domain::label::is_active;
use jeton::tui::dialogs::control::{Body, Control};
use jeton::tui::dialogs::form::Form;
use jeton::tui::dialogs::{Dialog, FormDialog, GUARD, Purpose};
use jeton::tui::msg::What;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The form that is uppermost.
fn form(desk: &Desk) -> Option<&FormDialog> {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) if form.busy.is_none() => Some(form),
        _ => None,
    }
}

/// Every scene that ends in a form.
fn scenes_with_a_form() -> impl Iterator<Item = (&'static str, Desk)> {
    scenes::all().map(|scene| (scene.name, scene.play())).filter(|(_, desk)| form(desk).is_some())
}

/// Whether pressing its last button ends or alters something that is there already, or ends the session.
fn alters(purpose: &Purpose) -> bool {
    match purpose {
        Purpose::Edit(_)
        | Purpose::Rotate(_)
        | Purpose::ExtendGrace(_)
        | Purpose::EndGrace(_)
        | Purpose::Disable(_)
        | Purpose::Revoke(_)
        | Purpose::Bulk(_)
        | Purpose::ChangePassphrase
        | Purpose::EditOwner(_)
        | Purpose::ArchiveOwner(_)
        | Purpose::Accept(_)
        | Purpose::Unaccept(_)
        | Purpose::Narrow(_)
        | Purpose::SetExpiry(_)
        | Purpose::CloseReview(_)
        | Purpose::ImportLines
        | Purpose::Quit => true,
        Purpose::Unlock
        | Purpose::Issue
        | Purpose::AddOwner
        | Purpose::Import
        | Purpose::SaveValue(_)
        | Purpose::BeginReview
        | Purpose::Decide(..)
        | Purpose::SaveReport(_)
        | Purpose::ExportLog(_)
        | Purpose::CopyLine(_)
        | Purpose::ExplainCall(_)
        | Purpose::Report => false,
    }
}

fn buttons(form: &Form) -> (&[String], usize) {
    let body = form.controls.iter().map(|control| &control.body).find_map(|body| match body {
        Body::Buttons(buttons) => Some((buttons.labels.as_slice(), buttons.selected)),
        _ => None,
    });
    body.unwrap()
}

#[test]
fn where_something_is_altered_cancel_comes_first_and_enter_alone_alters_nothing() {
    for (name, mut desk) in scenes_with_a_form() {
        let purpose = &form(&desk).unwrap().purpose;
        if !alters(purpose) || name.ends_with("refused") || name.contains("any_length") {
            continue;
        }
        let (labels, selected) = buttons(&form(&desk).unwrap().form);
        assert_eq!(labels[0], if matches!(purpose, Purpose::Quit) { "Stay" } else { "Cancel" }, "{name}");
        // Where the change is what was typed, Cancel would throw that away; there nothing typed is refused instead.
        let is_typed = match purpose {
            Purpose::Edit(edited) => !edited.is_changed,
            purpose => matches!(purpose, Purpose::EditOwner(_)),
        };
        assert_eq!(selected, usize::from(is_typed), "{name}");
        desk.hold_effects();
        // Through every field to the buttons, and on the one that is selected.
        for _ in 0..12 {
            desk.settle().keys("<enter>");
            assert!(desk.held_changes().is_empty(), "{name}: {:?}", desk.held_changes());
        }
    }
}

#[test]
fn no_dialog_takes_a_key_before_its_guard_is_over() {
    let mut seen = 0;
    for scene in scenes::all() {
        let mut desk = scene.play();
        desk.tell(What::Tick);
        let now = desk.model.now.up;
        let Some(open) = desk.model.dialogs.last_mut() else { continue };
        match open {
            // Nothing can be pressed by accident where a passphrase is asked for.
            Dialog::Form(form) if matches!(form.purpose, Purpose::Unlock) || form.busy.is_some() => continue,
            Dialog::Form(form) => form.opened = now,
            Dialog::ShownOnce(shown) => shown.opened = now,
            _ => continue,
        }
        seen += 1;
        let before = desk.frame();
        desk.hold_effects();
        desk.keys("<right><tab>x<enter><esc>").paste("pasted");
        assert_eq!(desk.frame(), before, "{}", scene.name);
        desk.settle().keys("<tab>");
        assert!(desk.model.now.up - now >= GUARD);
    }
    assert!(seen > 25, "only {seen}");
}

#[test]
fn a_megabyte_pasted_into_any_field_is_refused_in_place_at_once() {
    let paste = "x".repeat(1 << 20);
    let (mut fields, began) = (BTreeSet::new(), Instant::now());
    for (name, mut desk) in scenes_with_a_form() {
        let count = form(&desk).unwrap().form.controls.len();
        for at in 0..count {
            let Some(Dialog::Form(dialog)) = desk.model.dialogs.last_mut() else { panic!("{name}") };
            let control = &dialog.form.controls[at];
            if control.hidden || !control.takes_text() {
                continue;
            }
            let slot = control.slot;
            if !fields.insert(format!("{slot:?} {}", matches!(control.body, Body::Secret(_)))) {
                continue;
            }
            dialog.form.focus = at;
            let before = content(&dialog.form.controls[at]);
            desk.paste(&paste);
            let dialog = form(&desk).unwrap();
            assert_eq!(content(&dialog.form.controls[at]), before, "{name} {slot:?} took a part of it");
            desk.expect("too long to paste");
        }
    }
    assert!(fields.len() > 15, "only {fields:?}");
    assert!(began.elapsed() < Duration::from_secs(120), "{} fields took {:?}", fields.len(), began.elapsed());
}

fn content(control: &Control) -> String {
    match &control.body {
        Body::Text(text) => text.field.text().to_owned(),
        Body::Secret(field) => field.expose().to_owned(),
        _ => String::new(),
    }
}

#[test]
fn what_is_wrong_with_a_field_is_seen_beside_it_at_any_size() {
    let mut seen = BTreeSet::new();
    for (name, mut desk) in scenes_with_a_form() {
        for (columns, rows) in [(80, 24), (60, 15), (40, 10)] {
            desk.resize(columns, rows);
            let count = form(&desk).unwrap().form.controls.len();
            for at in 0..count {
                let Some(Dialog::Form(dialog)) = desk.model.dialogs.last_mut() else { panic!("{name}") };
                let control = &mut dialog.form.controls[at];
                if control.hidden || matches!(control.body, Body::Buttons(_)) {
                    continue;
                }
                let slot = control.slot;
                dialog.form.forgive();
                dialog.form.refuse(slot, "wrong in its own way");
                desk.expect("wrong in its own way");
                seen.insert(format!("{slot:?}"));
            }
        }
    }
    assert!(seen.len() > 15, "only {seen:?}");
}

#[test]
fn a_paste_is_cleaned_before_it_is_typed() {
    for (name, mut desk) in scenes_with_a_form() {
        let Some(Dialog::Form(dialog)) = desk.model.dialogs.last_mut() else { panic!("{name}") };
        let Some(at) = dialog.form.controls.iter().position(|control| !control.hidden && control.takes_text()) else { continue };
        let slot = dialog.form.controls[at].slot;
        dialog.form.clear(slot);
        dialog.form.focus = at;
        desk.paste("one\r\ntwo\u{1b}[31m\u{202e}three\u{7}");
        let typed = content(&form(&desk).unwrap().form.controls[at]);
        assert_eq!(typed, "onetwo[31mthree", "{name}");
        assert!(!desk.frame().chars().any(|c| c != '\n' && is_active(c)), "{name}");
    }
}

#[test]
fn every_button_can_be_seen_by_walking_to_it_on_the_smallest_screen() {
    for (name, mut desk) in scenes_with_a_form() {
        desk.resize(40, 10);
        let Some(Dialog::Form(dialog)) = desk.model.dialogs.last_mut() else { panic!("{name}") };
        dialog.form.focus = dialog.form.controls.len() - 1;
        let (labels, _) = buttons(&dialog.form);
        let first = labels[0].clone();
        desk.expect(&format!("[ {first} ]"));
    }
}

#[test]
fn esc_leaves_every_dialog_and_changes_nothing() {
    for (name, mut desk) in scenes_with_a_form() {
        let open = desk.model.dialogs.len();
        desk.hold_effects();
        desk.settle().keys("<esc>");
        assert_eq!(desk.model.dialogs.len(), open - 1, "{name}");
        assert!(desk.held_changes().is_empty(), "{name}");
    }
}
