//! A form: controls in a column, one of them in focus.

mod click;
mod keys;

use super::control::{Body, Control, Slot, Ticks};
use super::list::List;
use crate::domain::plaintext::Plaintext;
use crate::tui::action::Action;
use crate::tui::hit::Hit;
use crate::tui::input::Pasted;

/// Something typed or pressed.
#[derive(Debug)]
pub enum Entry {
    /// A key with a meaning.
    Act(Action),
    /// A character.
    Type(char),
    /// Pasted text.
    Paste(Pasted),
    /// A click on something.
    Click(Hit),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The form may have changed.
    Stay,
    /// The person wants out.
    Cancel,
    /// The button of this number was pressed; 0 cancels.
    Press(usize),
}

/// Controls in a column.
#[derive(Debug)]
pub struct Form {
    /// From top to bottom.
    pub controls: Vec<Control>,
    /// Which one has the focus.
    pub focus: usize,
    /// The button that Enter in the last line of text presses.
    pub submit: Option<usize>,
}

impl Form {
    /// A form with the focus on its first control.
    pub fn new(controls: Vec<Control>) -> Self {
        let focus = controls.iter().position(|control| !control.hidden).unwrap_or(0);
        Self { controls, focus, submit: None }
    }

    /// With Enter in the last line of text pressing a button.
    pub fn submitting(mut self, button: usize) -> Self {
        self.submit = Some(button);
        self
    }

    /// With the focus on a control.
    pub fn focused(mut self, slot: Slot) -> Self {
        self.focus_on(slot);
        self
    }

    /// Puts the focus on a control.
    pub fn focus_on(&mut self, slot: Slot) {
        if let Some(at) = self.controls.iter().position(|control| control.slot == slot && !control.hidden) {
            self.focus = at;
        }
    }

    /// The control in focus.
    pub fn focused_control(&self) -> Option<&Control> {
        self.controls.get(self.focus)
    }

    /// A control.
    pub fn control(&self, slot: Slot) -> Option<&Control> {
        self.controls.iter().find(|control| control.slot == slot)
    }

    /// A control, to change.
    pub fn control_mut(&mut self, slot: Slot) -> Option<&mut Control> {
        self.controls.iter_mut().find(|control| control.slot == slot)
    }

    /// What is typed in a line of text.
    pub fn text(&self, slot: Slot) -> &str {
        match self.control(slot).map(|control| &control.body) {
            Some(Body::Text(text)) => text.field.text(),
            _ => "",
        }
    }

    /// What is typed in a secret line. Named so that each use is noticed in review.
    pub fn expose(&self, slot: Slot) -> &str {
        match self.control(slot).map(|control| &control.body) {
            Some(Body::Secret(field)) => field.expose(),
            _ => "",
        }
    }

    /// What is typed in a secret line, for an effect to take along; the line keeps it until it is cleared.
    pub fn secret(&self, slot: Slot) -> Plaintext {
        Plaintext::new(self.expose(slot).to_owned())
    }

    /// Empties a line.
    pub fn clear(&mut self, slot: Slot) {
        match self.control_mut(slot).map(|control| &mut control.body) {
            Some(Body::Text(text)) => text.field.set(""),
            Some(Body::Secret(field)) => field.clear(),
            _ => {}
        }
        self.control_mut(slot).into_iter().for_each(Control::measure);
    }

    /// Puts a text into a line.
    pub fn set_text(&mut self, slot: Slot, text: &str) {
        if let Some(Body::Text(line)) = self.control_mut(slot).map(|control| &mut control.body) {
            line.field.set(text);
        }
    }

    /// Changes what stands in a line of text while it is empty.
    pub fn set_placeholder(&mut self, slot: Slot, text: &str) {
        if let Some(Body::Text(line)) = self.control_mut(slot).map(|control| &mut control.body) {
            line.field.set_placeholder(text);
        }
    }

    /// Which option of a choice is chosen.
    pub fn choice(&self, slot: Slot) -> usize {
        match self.control(slot).map(|control| &control.body) {
            Some(Body::Choice(choice)) => choice.selected,
            _ => 0,
        }
    }

    /// The list of ticks.
    pub fn ticks(&self, slot: Slot) -> Option<&Ticks> {
        match &self.control(slot)?.body {
            Body::Ticks(ticks) => Some(ticks),
            _ => None,
        }
    }

    /// The list to read, to change.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match &mut self.control_mut(Slot::List)?.body {
            Body::List(list) => Some(list),
            _ => None,
        }
    }

    /// Leaves a control out, or takes it in.
    pub fn hide(&mut self, slot: Slot, hidden: bool) {
        if let Some(control) = self.control_mut(slot) {
            control.hidden = hidden;
        }
    }

    /// Says what is wrong with a control and puts the focus on it.
    pub fn refuse(&mut self, slot: Slot, error: impl Into<String>) {
        if let Some(control) = self.control_mut(slot) {
            control.error = Some(error.into());
        }
        self.focus_on(slot);
    }

    /// Forgets all errors.
    pub fn forgive(&mut self) {
        self.controls.iter_mut().for_each(|control| control.error = None);
    }
}
