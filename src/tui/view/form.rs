//! Forms: drawn whole on a page of their own, of which the screen shows the part with the focus.

mod lists;

use super::brush::{Brush, centred};
use crate::domain::label::display_safe;
use crate::tui::dialogs::about::{About, Weight};
use crate::tui::dialogs::control::{Body, Buttons, Choice, Control, Slot, Text};
use crate::tui::dialogs::form::Form;
use crate::tui::dialogs::{FormDialog, Purpose};
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns of the labels.
const LABEL: u16 = 12;

/// Columns of a dialog where there is room.
const WIDTH: u16 = 72;

/// Lines of a list to tick, at most and at least.
const LIST: (u16, u16) = (10, 3);

/// Lines of the checks of a verdict, at most.
const CHECKED: u16 = 14;

/// Draws a dialog; gives the place of the text cursor.
pub fn draw(model: &Model, dialog: &FormDialog, brush: &mut Brush<'_>, screen: Rect) -> Option<Position> {
    let width = WIDTH.min(screen.width.saturating_sub(2));
    let inner = width.saturating_sub(4);
    let tail = tail(model, dialog, brush);
    let list = list_height(dialog, inner, screen.height, &tail);
    let page = page(brush, &dialog.about, &dialog.form, &tail, inner, list, dialog.busy.is_none());
    let height = (page.height + 2).min(screen.height);
    let frame = centred(screen, width, height);
    let inside = brush.frame(frame, &dialog.title);
    show(brush, &page, inside)
}

/// What stands below the buttons: progress, a wait, or what went wrong.
fn tail(model: &Model, dialog: &FormDialog, brush: &Brush<'_>) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    let wait = model.lock.wait(model.now).filter(|_| matches!(dialog.purpose, Purpose::Unlock));
    if let Some(busy) = dialog.busy {
        lines.push((format!("{} {busy}", model.spinner()), Role::Dim));
    } else if let Some(seconds) = wait {
        lines.push((format!("wait {} s before the next try", model.countdown(seconds)), Role::Warning));
    }
    lines.extend(dialog.error.iter().map(|error| (format!("{} {error}", brush.symbols.failed), Role::Danger)));
    lines
}

fn list_height(dialog: &FormDialog, inner: u16, screen: u16, tail: &[(String, Role)]) -> u16 {
    let others: u16 = dialog.form.controls.iter().filter(|control| !control.hidden).map(lines_of).sum();
    let about: u16 = dialog.about.iter().map(|about| about_lines(about, inner).len() as u16).sum();
    let taken = others + about + u16::from(about > 0) + tail.len() as u16 + 2 + 2;
    // A verdict is read whole where it can be.
    let most = if matches!(dialog.purpose, Purpose::ExplainCall(_)) { CHECKED } else { LIST.0 };
    screen.saturating_sub(taken).clamp(LIST.1, most)
}

/// Lines that a form's list may take of `room`.
pub fn room_for_lists(form: &Form, room: u16) -> u16 {
    let others: u16 = form.controls.iter().filter(|control| !control.hidden).map(lines_of).sum();
    room.saturating_sub(others).clamp(LIST.1, LIST.0)
}

fn lines_of(control: &Control) -> u16 {
    match control.body {
        Body::Buttons(_) => 2,
        // They take what is left.
        Body::Ticks(_) => u16::from(!control.label.is_empty()),
        Body::List(_) => 1,
        Body::Choice(_) => {
            1 + u16::from(control.note.as_deref().is_some_and(|note| !note.is_empty())) + u16::from(control.error.is_some())
        }
        _ => 1 + u16::from(control.error.is_some()) + u16::from(control.meter.is_some()),
    }
}

/// A form drawn whole.
pub struct Page {
    buffer: Buffer,
    /// Lines that it has.
    pub height: u16,
    cursor: Option<Position>,
    /// First and last line of the control in focus.
    focus: (u16, u16),
    /// What answers to a click.
    hits: Vec<(Rect, Hit)>,
}

/// Draws a form whole, with what stands above and below it.
pub fn page(
    brush: &Brush<'_>,
    about: &[About],
    form: &Form,
    tail: &[(String, Role)],
    width: u16,
    list: u16,
    focused: bool,
) -> Page {
    const MOST: u16 = 120;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width.max(1), MOST));
    let mut pen = Pen { brush: brush.over(&mut buffer), width, y: 0, cursor: None, at: 0 };
    pen.about(about);
    let mut focus = (0, 0);
    for (at, control) in form.controls.iter().enumerate().filter(|(_, control)| !control.hidden) {
        let from = pen.y;
        let is_focused = focused && at == form.focus;
        pen.at = at;
        let beneath = pen.brush.hits.len();
        pen.control(control, form, is_focused, list);
        pen.brush.hits.insert(beneath, (Rect::new(0, from, width, pen.y - from), Hit::Control(at)));
        if at == form.focus {
            focus = (from, pen.y);
        }
    }
    for (text, role) in tail {
        pen.wrapped(text, *role);
    }
    let (height, cursor, hits) = (pen.y.min(MOST), pen.cursor, pen.brush.hits);
    Page { buffer, height, cursor, focus, hits }
}

/// Shows the part of a page that holds the focus; gives the place of the text cursor on the screen.
pub fn show(brush: &mut Brush<'_>, page: &Page, inside: Rect) -> Option<Position> {
    let room = inside.height;
    let hidden = page.height.saturating_sub(room);
    let top = page.focus.1.saturating_sub(room).max(page.focus.0.saturating_sub(room.saturating_sub(1))).min(hidden);
    for y in 0..room.min(page.height - top) {
        for x in 0..inside.width.min(page.buffer.area.width) {
            if let (Some(from), Some(to)) = (page.buffer.cell((x, y + top)), brush.buffer.cell_mut((inside.x + x, inside.y + y)))
            {
                *to = from.clone();
            }
        }
    }
    let seen = Rect::new(0, top, inside.width, room);
    for (place, hit) in page.hits.iter().filter(|(place, _)| place.intersects(seen)) {
        let part = place.intersection(seen);
        brush.answers(Rect { x: inside.x + part.x, y: inside.y + part.y - top, ..part }, *hit);
    }
    page.cursor
        .filter(|cursor| cursor.y >= top && cursor.y < top + room)
        .map(|cursor| Position::new(inside.x + cursor.x, inside.y + cursor.y - top))
}

fn about_lines(about: &About, width: u16) -> Vec<String> {
    let room = if about.label.is_empty() { width } else { width.saturating_sub(LABEL) };
    wrap(&display_safe(&about.text), usize::from(room))
}

/// Draws down a page, line by line.
struct Pen<'a> {
    brush: Brush<'a>,
    width: u16,
    y: u16,
    cursor: Option<Position>,
    /// The control that is drawn.
    at: usize,
}

impl Pen<'_> {
    /// Whether the line above is empty already.
    fn is_below_a_blank(&self) -> bool {
        let above = self.y.checked_sub(1).map(|y| Rect::new(0, y, self.width, 1));
        let is_empty = |at: Position| self.brush.buffer.cell(at).is_none_or(|cell| cell.symbol() == " ");
        above.is_some_and(|line| line.positions().all(is_empty))
    }

    fn put(&mut self, x: u16, text: &str, role: Role) -> u16 {
        let style = self.brush.theme.style(role);
        self.brush.put(x, self.y, self.width.saturating_sub(x), text, style)
    }

    fn wrapped(&mut self, text: &str, role: Role) {
        for line in wrap(&display_safe(text), usize::from(self.width)) {
            self.put(0, &line, role);
            self.y += 1;
        }
    }

    fn about(&mut self, about: &[About]) {
        for line in about {
            let role = match line.weight {
                Weight::Fact => Role::Text,
                Weight::Consequence => Role::Warning,
                Weight::Danger => Role::Danger,
            };
            self.put(0, line.label, Role::Dim);
            let x = if line.label.is_empty() { 0 } else { LABEL };
            for text in about_lines(line, self.width) {
                self.put(x, &text, role);
                self.y += 1;
            }
        }
        self.y += u16::from(!about.is_empty());
    }

    fn control(&mut self, control: &Control, form: &Form, focused: bool, list: u16) {
        let label = if focused { Role::Title } else { Role::Dim };
        if !matches!(control.body, Body::Buttons(_)) {
            self.put(0, &control.label, label);
        }
        match &control.body {
            Body::Text(text) => self.text(control, text, form, focused),
            Body::Secret(field) => {
                let area = self.field_area(control);
                let (theme, symbols) = (self.brush.theme, self.brush.symbols);
                self.cursor = field.render(area, self.brush.buffer, theme, symbols, focused).or(self.cursor);
                self.note(control, area);
            }
            Body::Choice(choice) => self.choice(control, choice, focused),
            Body::Ticks(ticks) if control.label.is_empty() => self.ticks(ticks, focused, list),
            Body::Ticks(ticks) => self.labelled_ticks(ticks, focused, list),
            Body::List(lines) => self.list(lines, focused, list),
            Body::Buttons(buttons) => self.buttons(buttons, focused),
        }
        if let Some(strength) = control.meter {
            self.meter(strength);
        }
        if let Some(error) = &control.error {
            for line in wrap(&display_safe(error), usize::from(self.width.saturating_sub(LABEL))) {
                self.put(LABEL, &line, Role::Danger);
                self.y += 1;
            }
        }
    }

    fn field_area(&self, control: &Control) -> Rect {
        let room = self.width.saturating_sub(LABEL);
        let note = control.note.as_deref().map_or(0, |note| note.chars().count() as u16 + 2);
        let width = if room.saturating_sub(note) >= 16 { room - note } else { room };
        Rect::new(LABEL.min(self.width), self.y, width, 1)
    }

    fn note(&mut self, control: &Control, field: Rect) {
        if let Some(note) = &control.note {
            self.put(field.right() + 2, note, Role::Dim);
        }
        self.y += 1;
    }

    fn text(&mut self, control: &Control, text: &Text, form: &Form, focused: bool) {
        let mut area = self.field_area(control);
        let told = match (control.slot, form.ticks(Slot::Scopes)) {
            (Slot::FindScope, Some(ticks)) => Some(format!("{} of {} chosen", ticks.chosen().len(), ticks.all.len())),
            _ => text.completion().filter(|_| focused).map(|whole| format!("{} {whole}", self.brush.symbols.arrow)),
        };
        if let Some(told) = &told {
            area.width = area.width.saturating_sub(told.chars().count() as u16 + 2).max(8).min(area.width);
        }
        let (theme, symbols) = (self.brush.theme, self.brush.symbols);
        self.cursor = text.field.render(area, self.brush.buffer, theme, symbols, focused).or(self.cursor);
        if let Some(told) = told {
            self.put(area.right() + 2, &told, Role::Dim);
        }
        self.note(control, area);
    }

    fn choice(&mut self, control: &Control, choice: &Choice, focused: bool) {
        let all: u16 = choice.options.iter().map(|option| option.chars().count() as u16 + 2).sum();
        let mut x = LABEL;
        if all + LABEL <= self.width {
            for (at, option) in choice.options.iter().enumerate() {
                let style = match (at == choice.selected, focused) {
                    (true, true) => self.brush.theme.button(true),
                    (true, false) => self.brush.theme.selection(false),
                    _ => self.brush.theme.style(Role::Dim),
                };
                let used = self.brush.put(x, self.y, self.width.saturating_sub(x), &format!(" {option} "), style);
                self.brush.answers(Rect::new(x, self.y, used, 1), Hit::Choice(self.at, at));
                x += used;
            }
        } else if let Some(option) = choice.options.get(choice.selected) {
            let style = self.brush.theme.button(focused);
            x += self.brush.put(x, self.y, self.width.saturating_sub(x), &format!(" {option} "), style);
            self.put(x + 1, &format!("{} of {}", choice.selected + 1, choice.options.len()), Role::Dim);
        }
        self.y += 1;
        if let Some(note) = control.note.as_deref().filter(|note| !note.is_empty()) {
            self.put(LABEL + 1, note, Role::Dim);
            self.y += 1;
        }
    }

    fn buttons(&mut self, buttons: &Buttons, focused: bool) {
        self.y += u16::from(!self.is_below_a_blank());
        let width: u16 = buttons.labels.iter().map(|label| label.chars().count() as u16 + 6).sum::<u16>().saturating_sub(2);
        let mut x = self.width.saturating_sub(width);
        for (at, label) in buttons.labels.iter().enumerate() {
            let style = self.brush.theme.button(focused && at == buttons.selected);
            let used = self.brush.put(x, self.y, self.width.saturating_sub(x), &format!("[ {label} ]"), style);
            self.brush.answers(Rect::new(x, self.y, used, 1), Hit::Button(self.at, at));
            x += used + 2;
        }
        self.y += 1;
    }
}
