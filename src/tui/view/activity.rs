//! The activity screen: the history with the detail of an entry, or what the program has said.

mod chain;
mod columns;
mod entry;
mod history;
mod messages;

use super::brush::Brush;
use super::divide;
use crate::tui::model::Model;
use crate::tui::model::activity::ActivityPane;

pub use history::found;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>) {
    let areas = model.activity_areas();
    history::draw(model, brush, areas.history);
    entry::draw(model, brush, areas.entry);
    messages::draw(model, brush, areas.messages);
    if areas.entry.x > areas.history.x {
        divide(brush, areas.history, None);
    }
}

/// Lines that the detail of the selected entry has.
pub fn entry_height(model: &Model) -> usize {
    entry::lines(model, usize::from(model.activity_areas().entry.width)).len()
}

/// Lines that the messages have.
pub fn messages_height(model: &Model) -> usize {
    messages::lines(model, usize::from(model.activity_areas().messages.width)).len()
}

/// Whether a pane has the focus, with nothing on top of it.
fn has_focus(model: &Model, pane: ActivityPane) -> bool {
    model.activity.pane == pane && model.dialogs.is_empty()
}

/// `1,234,567`: numbers that are compared are read in groups.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_read_in_groups_of_three() {
        let all = [0, 12, 999, 1_000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "1,234,567"]);
    }
}
