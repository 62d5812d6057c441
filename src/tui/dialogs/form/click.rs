//! Clicks in a form: each does what keys would do, and a button that was not chosen is chosen before it is pressed.

use super::{Entry, Form, Step};
use crate::tui::action::Action;
use crate::tui::dialogs::control::Body;
use crate::tui::hit::Hit;

impl Form {
    /// Takes a click. A button that Enter would not have pressed is only chosen: no single click does what a single key
    /// would not.
    pub(super) fn click(&mut self, hit: Hit) -> Step {
        let (Hit::Control(at) | Hit::Choice(at, _) | Hit::Tick(at, _) | Hit::Button(at, _)) = hit else { return Step::Stay };
        if at != self.focus {
            // What was typed is completed, as on any way out of a line.
            self.enter(Entry::Act(Action::NextField));
        }
        let Some(control) = self.controls.get_mut(at).filter(|control| !control.hidden) else { return Step::Stay };
        self.focus = at;
        match (&mut control.body, hit) {
            (Body::Choice(choice), Hit::Choice(_, option)) => {
                choice.selected = option.min(choice.options.len().saturating_sub(1))
            }
            (Body::Choice(_), _) => {
                self.enter(Entry::Act(Action::Toggle));
            }
            (Body::Ticks(ticks), Hit::Tick(_, line)) => {
                ticks.cursor = line.min(ticks.shown.len().saturating_sub(1));
                self.enter(Entry::Act(Action::Toggle));
            }
            (Body::List(list), Hit::Tick(_, line)) => list.cursor = line.min(list.lines.len().saturating_sub(1)),
            (Body::Buttons(buttons), Hit::Button(_, button)) if buttons.selected == button => return Step::Press(button),
            (Body::Buttons(buttons), Hit::Button(_, button)) => {
                buttons.selected = button.min(buttons.labels.len().saturating_sub(1));
            }
            _ => {}
        }
        Step::Stay
    }
}
