//! Putting text into cells: clipped to the screen, styled by meaning.

use crate::domain::label::display_safe;
use crate::tui::hit::Hit;
use crate::tui::symbols::Symbols;
use crate::tui::text::{Align, fit, truncate};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// A piece of text and what it means.
pub type Piece = (String, Role);

/// A brush over a buffer.
pub struct Brush<'a> {
    /// Where it paints.
    pub buffer: &'a mut Buffer,
    /// Styles.
    pub theme: &'a Theme,
    /// Characters.
    pub symbols: &'static Symbols,
    /// Where what was drawn answers to a click; what was drawn later lies on top.
    pub hits: Vec<(Rect, Hit)>,
}

impl<'a> Brush<'a> {
    /// A brush over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, symbols: &'static Symbols) -> Self {
        Self { buffer, theme, symbols, hits: Vec::new() }
    }

    /// A brush with the same styles over another buffer.
    pub fn over<'b>(&self, buffer: &'b mut Buffer) -> Brush<'b>
    where
        'a: 'b,
    {
        Brush::new(buffer, self.theme, self.symbols)
    }

    /// Says that a place answers to a click.
    pub fn answers(&mut self, area: Rect, hit: Hit) {
        self.hits.push((area, hit));
    }

    /// Puts text that is safe to show, cut to `width`; gives the columns it took.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.y || y >= area.bottom() || x < area.x || x >= area.right() || width == 0 {
            return 0;
        }
        let room = width.min(area.right() - x);
        let text = truncate(&display_safe(&self.symbols.spell(text)), usize::from(room), self.symbols.ellipsis);
        let (end, _) = self.buffer.set_stringn(x, y, &text, usize::from(room), style);
        end.saturating_sub(x)
    }

    /// Puts text filled with spaces to exactly `width`.
    pub fn fill(&mut self, x: u16, y: u16, width: u16, text: &str, align: Align, style: Style) {
        let text = fit(&display_safe(text), usize::from(width), align, self.symbols.ellipsis);
        self.put(x, y, width, &text, style);
    }

    /// Puts pieces one behind the other; gives the column behind the last.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[Piece]) -> u16 {
        let end = x.saturating_add(width);
        let mut at = x;
        for (text, role) in pieces {
            at += self.put(at, y, end.saturating_sub(at), text, self.theme.style(*role));
        }
        at
    }

    /// Lights characters of a text that stands at `x`, by their places in it.
    pub fn light(&mut self, x: u16, y: u16, width: u16, text: &str, places: &[usize]) {
        use unicode_width::UnicodeWidthChar;
        let style = self.theme.style(Role::Match);
        let (mut at, end) = (x, x.saturating_add(width));
        for (place, c) in text.chars().enumerate() {
            let columns = u16::try_from(c.width().unwrap_or(0)).unwrap_or(0);
            if at + columns > end {
                break;
            }
            if columns > 0 && places.binary_search(&place).is_ok() {
                self.buffer.set_style(Rect::new(at, y, columns, 1).intersection(self.buffer.area), style);
            }
            at += columns;
        }
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(self.theme.style(Role::Text));
            }
        }
    }

    /// A horizontal line with a title in it: `── Title ─────`.
    pub fn rule(&mut self, area: Rect, y: u16, title: &[Piece], focused: bool) {
        let style = self.theme.border(focused);
        self.put(area.x, y, area.width, &self.symbols.line.repeat(usize::from(area.width)), style);
        if title.is_empty() || area.width < 6 {
            return;
        }
        let mut pieces = vec![(" ".to_owned(), Role::Text)];
        pieces.extend(title.iter().cloned());
        pieces.push((" ".to_owned(), Role::Text));
        self.pieces(area.x + 1, y, area.width.saturating_sub(2), &pieces);
    }

    /// A frame with a title, emptied inside; gives what is inside it.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        self.clear(area);
        let style = self.theme.border(true);
        let set = &self.symbols.border;
        let across = usize::from(area.width.saturating_sub(2));
        let (top, bottom) = (set.horizontal_top.repeat(across), set.horizontal_bottom.repeat(across));
        let right = area.right().saturating_sub(1);
        let last = area.bottom().saturating_sub(1);
        self.put(area.x, area.y, area.width, &format!("{}{top}{}", set.top_left, set.top_right), style);
        self.put(area.x, last, area.width, &format!("{}{bottom}{}", set.bottom_left, set.bottom_right), style);
        for y in area.y + 1..last {
            self.put(area.x, y, 1, set.vertical_left, style);
            self.put(right, y, 1, set.vertical_right, style);
        }
        self.put(area.x + 2, area.y, area.width.saturating_sub(4), &format!(" {title} "), self.theme.style(Role::Title));
        Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(2))
    }
}

/// Columns that pieces take.
pub fn width(pieces: &[Piece]) -> u16 {
    u16::try_from(pieces.iter().map(|(text, _)| text.width()).sum::<usize>()).unwrap_or(u16::MAX)
}

/// A box of a size in the middle of an area, a little above.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 3, width, height)
}
