//! What a click can hit. Views say where each thing stands while they draw it, so there is no second reckoning of places.

use super::action::Action;
use super::model::Pane;
use super::model::activity::ActivityPane;
use super::model::audit::AuditPane;
use super::model::traffic::TrafficPane;
use crate::services::SortKey;

/// Something on the screen that answers to a click or to the wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A pane, beside what stands in it.
    Pane(Pane),
    /// A line of the owners tree.
    Node(usize),
    /// A row of the token table, by its position.
    Row(usize),
    /// The head of a column.
    Head(SortKey),
    /// An action that has a place of its own: a tab, or a key in the bottom line with the word beside it.
    Act(Action),
    /// A pane of the audit screen, beside what stands in it.
    AuditPane(AuditPane),
    /// The token under review.
    Walk,
    /// A finding, by its line.
    Noticed(usize),
    /// A pane of the activity screen, beside what stands in it.
    ActivityPane(ActivityPane),
    /// An entry of the history, by its position.
    Happened(usize),
    /// A pane of the traffic screen, beside what stands in it.
    TrafficPane(TrafficPane),
    /// A call, by its position.
    Called(usize),
    /// A control of a form.
    Control(usize),
    /// An option of a control.
    Choice(usize, usize),
    /// A line to tick of a control, by its position in the list.
    Tick(usize, usize),
    /// A button of a control.
    Button(usize, usize),
    /// A line of the palette.
    Found(usize),
    /// A button below a value that is shown once.
    Once(usize),
    /// The text of help.
    Help,
}
