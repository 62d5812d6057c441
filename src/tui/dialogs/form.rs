//! A form: controls in a column, one of them in focus, and how keys move through them.

use super::control::{Body, Control, Slot, Ticks};
use crate::domain::plaintext::Plaintext;
use crate::tui::action::Action;
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

    /// Takes something typed or pressed.
    pub fn enter(&mut self, entry: Entry) -> Step {
        match entry {
            Entry::Act(action) => return self.act(action),
            Entry::Type(c) => match self.focused_body() {
                Some(Body::Text(text)) => _ = text.field.insert(c),
                Some(Body::Secret(field)) => _ = field.insert(c),
                _ => return Step::Stay,
            },
            Entry::Paste(pasted) => match self.focused_body() {
                Some(Body::Text(text)) => text.field.paste(pasted.expose()),
                Some(Body::Secret(field)) => field.paste(pasted.expose()),
                _ => return Step::Stay,
            },
        }
        self.edited()
    }

    fn focused_body(&mut self) -> Option<&mut Body> {
        self.controls.get_mut(self.focus).map(|control| &mut control.body)
    }

    fn edited(&mut self) -> Step {
        if let Some(control) = self.controls.get_mut(self.focus) {
            control.error = None;
        }
        self.narrow_ticks();
        Step::Stay
    }

    fn narrow_ticks(&mut self) {
        let words = self.text(Slot::FindScope).to_owned();
        if let Some(Control { body: Body::Ticks(ticks), .. }) = self.control_mut(Slot::Scopes) {
            ticks.narrow(&words);
        }
    }

    fn act(&mut self, action: Action) -> Step {
        match action {
            Action::Back => return Step::Cancel,
            Action::NextField => self.advance(),
            Action::PreviousField => self.step(false),
            Action::Confirm => return self.confirm(),
            _ => self.act_in_control(action),
        }
        Step::Stay
    }

    fn act_in_control(&mut self, action: Action) {
        let Some(control) = self.controls.get_mut(self.focus) else { return };
        match &mut control.body {
            Body::Text(text) => {
                text.field.edit(action);
                self.edited();
            }
            Body::Secret(field) => {
                field.edit(action);
                self.edited();
            }
            Body::Choice(choice) => match action {
                Action::MoveLeft => choice.selected = choice.selected.saturating_sub(1),
                Action::MoveRight | Action::Toggle => {
                    let next = choice.selected + 1;
                    let wraps = action == Action::Toggle && next >= choice.options.len();
                    choice.selected = if wraps { 0 } else { next.min(choice.options.len().saturating_sub(1)) };
                }
                _ => self.act_between(action),
            },
            Body::Ticks(ticks) => match action {
                Action::Toggle => {
                    ticks.toggle();
                    control.error = None;
                }
                _ if ticks.step(action) => {}
                _ => self.act_between(action),
            },
            Body::Buttons(buttons) => match action {
                Action::MoveLeft => buttons.selected = buttons.selected.saturating_sub(1),
                Action::MoveRight => buttons.selected = (buttons.selected + 1).min(buttons.labels.len().saturating_sub(1)),
                _ => self.act_between(action),
            },
        }
    }

    fn act_between(&mut self, action: Action) {
        match action {
            Action::MoveDown => self.step(true),
            Action::MoveUp => self.step(false),
            _ => {}
        }
    }

    fn confirm(&mut self) -> Step {
        match self.focused_control().map(|control| &control.body) {
            Some(Body::Buttons(buttons)) => Step::Press(buttons.selected),
            Some(Body::Text(_) | Body::Secret(_)) if self.submit.is_some() && self.is_last_text() => {
                self.complete();
                self.submit.map_or(Step::Stay, Step::Press)
            }
            _ => {
                self.advance();
                Step::Stay
            }
        }
    }

    fn is_last_text(&self) -> bool {
        self.controls.iter().skip(self.focus + 1).all(|control| control.hidden || !control.takes_text())
    }

    fn advance(&mut self) {
        self.complete();
        self.step(true);
    }

    fn complete(&mut self) {
        if let Some(Control { body: Body::Text(text), .. }) = self.controls.get_mut(self.focus) {
            text.complete();
        }
    }

    /// Moves the focus to the next or previous control that is shown, round the ends.
    fn step(&mut self, forward: bool) {
        let count = self.controls.len();
        let places = (1..=count).map(|by| if forward { (self.focus + by) % count } else { (self.focus + count - by) % count });
        if let Some(place) = places.into_iter().find(|at| !self.controls[*at].hidden) {
            self.focus = place;
        }
    }
}
