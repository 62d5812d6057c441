//! How keys, characters and pastes move through a form and into its controls.

use super::{Entry, Form, Step};
use crate::tui::action::Action;
use crate::tui::dialogs::control::{Body, Control, Slot};
use crate::tui::field::typeable;
use crate::tui::input::Pasted;

impl Form {
    /// Takes something typed or pressed.
    pub fn enter(&mut self, entry: Entry) -> Step {
        match entry {
            Entry::Act(action) => return self.act(action),
            Entry::Click(hit) => return self.click(hit),
            Entry::Type(c) => match self.focused_body() {
                Some(Body::Text(text)) => _ = text.field.insert(c),
                Some(Body::Secret(field)) => _ = field.insert(c),
                _ => return Step::Stay,
            },
            Entry::Paste(pasted) => {
                if let Some(error) = self.paste(&pasted) {
                    self.edited();
                    return self.complain(error);
                }
            }
        }
        self.edited()
    }

    /// Types what was pasted: all of it or, where it is too long, nothing, since half a value would be a wrong one.
    fn paste(&mut self, pasted: &Pasted) -> Option<String> {
        let (room, max) = match self.focused_body()? {
            Body::Text(text) => (text.field.room(), text.field.max_chars()),
            Body::Secret(field) => (field.room(), field.max_chars()),
            _ => return None,
        };
        let length = typeable(pasted.expose());
        if pasted.truncated || length > room {
            return Some(format!("too long to paste: {max} characters are the most; nothing was pasted"));
        }
        match self.focused_body()? {
            Body::Text(text) => text.field.paste(pasted.expose()),
            Body::Secret(field) => field.paste(pasted.expose()),
            _ => {}
        }
        None
    }

    fn complain(&mut self, error: String) -> Step {
        if let Some(control) = self.controls.get_mut(self.focus) {
            control.error = Some(error);
        }
        Step::Stay
    }

    fn focused_body(&mut self) -> Option<&mut Body> {
        self.controls.get_mut(self.focus).map(|control| &mut control.body)
    }

    fn edited(&mut self) -> Step {
        if let Some(control) = self.controls.get_mut(self.focus) {
            control.error = None;
            control.measure();
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
            Body::List(list) => {
                if !list.step(action) {
                    self.act_between(action);
                }
            }
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
