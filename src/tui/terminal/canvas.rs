//! Where frames are drawn to: bytes in memory, and what the terminal is known to show.

use super::pen::{Look, Pen, SEEN_ON_BLANKS};
use super::travel::{self, Place};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use std::collections::HashSet;
use std::convert::Infallible;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// A movement along a row takes this many bytes at most; a longer gap is never cheaper drawn again.
const LONGEST_GAP: u16 = 5;

/// A backend that never fails, since it writes to memory.
#[derive(Debug)]
pub(super) struct Canvas {
    bytes: Vec<u8>,
    pen: Pen,
    size: Size,
    cursor_shown: Option<bool>,
    clear: bool,
    /// What the terminal shows; a wide character stands in both its cells.
    shown: Buffer,
    /// Where the terminal shows the left half of a wide character, or what stands for it, by row and column.
    wide: HashSet<(u16, u16)>,
    /// Where the locale has no UTF-8, its bytes could be control characters to the terminal.
    ascii_only: bool,
}

/// Cells that are blank and alike, one behind the other.
#[derive(Clone, Copy)]
struct Blanks {
    x: u16,
    y: u16,
    count: u16,
    ground: Color,
}

impl Canvas {
    pub(super) fn new(size: Size) -> Self {
        // Roomy, so that it rarely grows: a buffer that grows leaves its old memory behind.
        Self {
            bytes: Vec::with_capacity(256 * 1024),
            pen: Pen::default(),
            size,
            cursor_shown: Some(false),
            clear: false,
            shown: Buffer::empty(Rect::new(0, 0, size.width, size.height)),
            wide: HashSet::new(),
            ascii_only: false,
        }
    }

    pub(super) fn begin(&mut self, mark: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(mark);
    }

    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
        self.pen.lose_place();
    }

    pub(super) fn keep_to_ascii(&mut self) {
        self.ascii_only = true;
    }

    pub(super) fn known_size(&self) -> Size {
        self.size
    }

    /// Takes nothing about the terminal's state for granted.
    pub(super) fn forget(&mut self) {
        self.pen = Pen::unknown();
        self.cursor_shown = None;
    }

    fn write_clear(&mut self) {
        if std::mem::take(&mut self.clear) {
            self.wide.clear();
            self.shown = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
            self.pen.reset(&mut self.bytes);
            self.bytes.extend_from_slice(b"\x1b[2J");
        }
    }

    /// Goes to a place; over a short gap by drawing again what stands in it, where that is no longer.
    fn go_to(&mut self, (x, y): Place) {
        if let Some((from, row)) = self.pen.place()
            && row == y
            && from < x
            && x - from <= LONGEST_GAP
            && usize::from(x - from) <= travel::cheapest(Some((from, y)), (x, y)).len()
            && let Some(look) = self.pen.look()
            && (from..x).all(|x| self.draws_alike((x, y), look))
        {
            for x in from..x {
                let symbol = self.shown[(x, y)].symbol();
                self.bytes.extend_from_slice(if symbol.is_empty() { b" " } else { symbol.as_bytes() });
            }
            self.pen.advance(x - from, self.size.width);
        }
        self.pen.go_to(&mut self.bytes, (x, y));
    }

    /// Whether a cell that stays would look the same drawn with `look`, at a byte.
    fn draws_alike(&self, (x, y): Place, look: Look) -> bool {
        let Some(cell) = self.shown.cell((x, y)) else { return false };
        if blank(cell) {
            return cell.bg == look.1 && !look.2.intersects(SEEN_ON_BLANKS);
        }
        matches!(cell.symbol().as_bytes(), [b'!'..=b'~']) && (cell.fg, cell.bg, cell.modifier) == look
    }

    /// Blanks each wide character whose left half is about to be drawn over: what becomes of its right half,
    /// terminals decide, and the next frame need not mention it.
    fn part_wide(&mut self, x: u16, y: u16, count: u16) {
        if self.wide.is_empty() {
            return;
        }
        for x in x..x + count {
            if self.wide.remove(&(y, x)) {
                self.pen.go_to(&mut self.bytes, (x, y));
                self.pen.ground(&mut self.bytes, Color::Reset);
                self.bytes.extend_from_slice(b"\x1b[2X");
                self.keep(x, y, &Cell::EMPTY);
                self.keep(x + 1, y, &Cell::EMPTY);
            }
        }
    }

    fn keep(&mut self, x: u16, y: u16, cell: &Cell) {
        if let Some(known) = self.shown.cell_mut((x, y)) {
            known.clone_from(cell);
        }
    }

    /// Blanks a run of cells by whatever is cheapest with the way to `next`: spaces, an erase of so many, or of the rest of the row.
    fn write_blanks(&mut self, blanks: Blanks, next: Option<Place>) {
        let Blanks { x, y, count, ground } = blanks;
        self.part_wide(x, y, count);
        self.go_to((x, y));
        self.pen.ground(&mut self.bytes, ground);
        let mut cell = Cell::EMPTY;
        cell.bg = ground;
        (x..x + count).for_each(|x| self.keep(x, y, &cell));
        let way = |from: Place| next.map_or(0, |next| travel::cheapest(Some(from), next).len());
        let end = x + count;
        let spaces = usize::from(count) + if end < self.size.width { way((end, y)) } else { 0 };
        let erase = if self.ends_blank(end, y) { "\x1b[K".to_owned() } else { format!("\x1b[{count}X") };
        // Erasing with a coloured ground is not the same in every terminal.
        if ground == Color::Reset && erase.len() + way((x, y)) < spaces {
            self.bytes.extend_from_slice(erase.as_bytes());
        } else {
            self.bytes.extend(std::iter::repeat_n(b' ', usize::from(count)));
            self.pen.advance(count, self.size.width);
        }
    }

    /// Whether a row is blank from a column on.
    fn ends_blank(&self, from: u16, y: u16) -> bool {
        self.is_blank_row(from..self.size.width, y, Color::Reset)
    }

    fn is_blank_row(&self, mut columns: Range<u16>, y: u16, ground: Color) -> bool {
        columns.all(|x| self.shows_blank((x, y), ground))
    }

    fn shows_blank(&self, place: Place, ground: Color) -> bool {
        self.shown.cell(place).is_some_and(|cell| blank(cell) && cell.bg == ground)
    }

    fn write_cell(&mut self, x: u16, y: u16, cell: &Cell) {
        let symbol = cell.symbol();
        let columns = u16::try_from(symbol.width()).unwrap_or(1).max(1);
        // The last door: whatever a view did, no control character reaches the terminal from a frame.
        let shown = match () {
            () if symbol.chars().any(char::is_control) => "?",
            () if self.ascii_only && !symbol.is_ascii() => &"??"[..usize::from(columns.min(2))],
            () => symbol,
        };
        self.part_wide(x, y, columns);
        self.go_to((x, y));
        self.pen.style(&mut self.bytes, (cell.fg, cell.bg, cell.modifier));
        self.bytes.extend_from_slice(shown.as_bytes());
        (x..x + columns).for_each(|x| self.keep(x, y, cell));
        let mut characters = shown.chars();
        if columns > 1 {
            self.wide.insert((y, x));
        }
        if (characters.next(), characters.next()).1.is_none() && columns == 1 {
            self.pen.advance(1, self.size.width);
        } else {
            // Terminals disagree about such widths; the next cell says where it is.
            self.pen.lose_place();
        }
    }
}

fn blank(cell: &Cell) -> bool {
    matches!(cell.symbol(), " " | "") && !cell.modifier.intersects(SEEN_ON_BLANKS)
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.write_clear();
        let mut run: Option<Blanks> = None;
        for (x, y, cell) in content {
            let ground = cell.bg;
            // What differs in the colour of a blank alone differs for nobody.
            if blank(cell) && self.shows_blank((x, y), ground) {
                continue;
            }
            match &mut run {
                // What is blank in between may be blanked again: one erase for all.
                Some(blanks)
                    if blank(cell)
                        && (blanks.y, blanks.ground) == (y, ground)
                        && self.is_blank_row(blanks.x + blanks.count..x, y, ground) =>
                {
                    blanks.count = x + 1 - blanks.x;
                    continue;
                }
                _ => {}
            }
            if let Some(blanks) = run.take() {
                self.write_blanks(blanks, Some((x, y)));
            }
            if blank(cell) {
                run = Some(Blanks { x, y, count: 1, ground });
            } else {
                self.write_cell(x, y, cell);
            }
        }
        if let Some(blanks) = run {
            self.write_blanks(blanks, None);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        if self.cursor_shown != Some(false) {
            self.bytes.extend_from_slice(b"\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        if self.cursor_shown != Some(true) {
            self.bytes.extend_from_slice(b"\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        // The terminal is never asked.
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let Position { x, y } = position.into();
        if self.cursor_shown == Some(true) {
            self.pen.go_to(&mut self.bytes, (x, y));
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear = true;
        Ok(())
    }

    fn clear_region(&mut self, _region: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
