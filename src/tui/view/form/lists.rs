//! Lists in a form, to tick or to read, and the meter of a passphrase.

use super::{LABEL, Pen};
use crate::domain::label::display_safe;
use crate::domain::passphrase::Strength;
use crate::tui::dialogs::control::Ticks;
use crate::tui::dialogs::list::{Line, List, Mark};
use crate::tui::hit::Hit;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Cells of the meter.
const CELLS: usize = 20;

/// Columns of what is ticked, before what it means; more where there is room.
const NAME: u16 = 28;

/// The most lines that the whole text of a cut line takes.
const WHOLE: usize = 3;

impl Pen<'_> {
    /// Draws lines to tick.
    pub(super) fn ticks(&mut self, ticks: &Ticks, focused: bool, list: u16) {
        if ticks.shown.is_empty() {
            self.put(LABEL, "nothing holds these words", Role::Dim);
            self.y += 1;
            return;
        }
        let (top, rows) = self.tick_rows(LABEL, ticks, focused, list);
        let (first, last) = (self.y - rows as u16, self.y - 1);
        self.more(first, self.brush.symbols.more_above, top);
        self.more(last, self.brush.symbols.more_below, ticks.shown.len().saturating_sub(top + rows));
    }

    /// Draws lines to tick under their label, over the whole width.
    pub(super) fn labelled_ticks(&mut self, ticks: &Ticks, focused: bool, list: u16) {
        let (top, rows) = window(ticks.cursor, ticks.shown.len(), list);
        self.more_of(top, ticks.shown.len().saturating_sub(top + rows));
        self.y += 1;
        self.tick_rows(0, ticks, focused, list);
    }

    /// Draws them from a column on; gives which was the first and how many there were.
    fn tick_rows(&mut self, x: u16, ticks: &Ticks, focused: bool, list: u16) -> (usize, usize) {
        let (top, rows) = window(ticks.cursor, ticks.shown.len(), list);
        let widest = ticks.all.iter().map(|tick| tick.name.width() + 6).max().unwrap_or(0);
        let names = u16::try_from(widest).unwrap_or(u16::MAX).clamp(NAME, (self.width * 3 / 5).max(NAME));
        for (at, index) in ticks.shown.iter().enumerate().skip(top).take(rows) {
            let Some(tick) = ticks.all.get(*index) else { continue };
            let is_cursor = focused && at == ticks.cursor;
            let style = if is_cursor { self.brush.theme.selection(true) } else { self.brush.theme.style(Role::Text) };
            let text = format!("{} {}", self.brush.symbols.tick(tick.on), tick.name);
            self.brush.put(x, self.y, (names - 2).min(self.width.saturating_sub(x)), &text, style);
            self.put(x + names, &tick.description, Role::Dim);
            self.answers(at);
            self.y += 1;
        }
        (top, rows)
    }

    /// Draws lines to read under their label, and the one under the cursor whole where it does not fit.
    pub(super) fn list(&mut self, list: &List, focused: bool, height: u16) {
        let (top, rows) = window(list.cursor, list.lines.len(), height);
        let room = self.width;
        self.more_of(top, list.lines.len().saturating_sub(top + rows));
        self.y += 1;
        let names = list.lines.iter().map(|line| line.name.width()).max().unwrap_or(0);
        let names = u16::try_from(names).unwrap_or(u16::MAX).min(room / 2);
        for (at, line) in list.lines.iter().enumerate().skip(top).take(rows) {
            let (symbol, role) = self.picture(line.mark);
            self.put(0, symbol, role);
            let style =
                if focused && at == list.cursor { self.brush.theme.selection(true) } else { self.brush.theme.style(Role::Text) };
            let own = if line.text.is_empty() { room.saturating_sub(2) } else { names };
            self.brush.put(2, self.y, own, &line.name, style);
            self.put(2 + names + 2, &line.text, Role::Dim);
            self.answers(at);
            self.y += 1;
        }
        let cursor = list.lines.get(list.cursor).filter(|line| focused && is_cut(line, usize::from(room), usize::from(names)));
        if let Some(line) = cursor {
            let whole = format!("{}  {}", line.name, line.text);
            for text in wrap(&display_safe(whole.trim_end()), usize::from(room)).into_iter().take(WHOLE) {
                self.put(0, &text, Role::Text);
                self.y += 1;
            }
        }
    }

    /// Says that this line answers to a click.
    fn answers(&mut self, line: usize) {
        self.brush.answers(Rect::new(0, self.y, self.width, 1), Hit::Tick(self.at, line));
    }

    fn picture(&self, mark: Mark) -> (&'static str, Role) {
        match mark {
            Mark::Failed => (self.brush.symbols.failed, Role::Danger),
            Mark::LeftOut => (self.brush.symbols.separator, Role::Dim),
            Mark::Done => (self.brush.symbols.done, Role::Success),
            Mark::Plain => (" ", Role::Text),
        }
    }

    /// Says in the margin of a line that there are others above or below.
    fn more(&mut self, y: u16, symbol: &str, count: usize) {
        if count > 0 {
            let style = self.brush.theme.style(Role::Dim);
            self.brush.put(0, y, LABEL, &margin(symbol, count), style);
        }
    }

    /// Says beside a list's label how much of it is above and below what is drawn.
    fn more_of(&mut self, above: usize, below: usize) {
        let counts = [(self.brush.symbols.more_above, above), (self.brush.symbols.more_below, below)];
        let said: Vec<String> =
            counts.into_iter().filter(|(_, count)| *count > 0).map(|(symbol, count)| margin(symbol, count)).collect();
        self.put(LABEL, &said.join("  "), Role::Dim);
    }

    /// Draws how hard a passphrase is to guess.
    pub(super) fn meter(&mut self, strength: Option<Strength>) {
        let [full, empty] = self.brush.symbols.gauge;
        let (filled, word, role) = match strength {
            None => (0, "", Role::Dim),
            Some(strength) => {
                let role = match strength {
                    Strength::VeryWeak | Strength::Weak => Role::Danger,
                    Strength::Fair => Role::Warning,
                    _ => Role::Success,
                };
                ((strength.level() + 1) * CELLS / 5, strength.word(), role)
            }
        };
        let pieces = [
            (full.repeat(filled), role),
            (empty.repeat(CELLS - filled), Role::Dim),
            (if word.is_empty() { String::new() } else { format!("  {word}") }, role),
        ];
        self.put(0, "Strength", Role::Dim);
        self.brush.pieces(LABEL, self.y, self.width.saturating_sub(LABEL), &pieces);
        self.y += 1;
    }
}

fn margin(symbol: &str, count: usize) -> String {
    format!("{symbol} {count} more")
}

fn is_cut(line: &Line, room: usize, names: usize) -> bool {
    let own = if line.text.is_empty() { room.saturating_sub(2) } else { names };
    line.name.width() > own || names + 4 + line.text.width() > room
}

/// First line drawn and how many, so that the cursor is among them.
fn window(cursor: usize, count: usize, height: u16) -> (usize, usize) {
    let rows = usize::from(height).min(count.max(1));
    ((cursor + 1).saturating_sub(rows), rows)
}
