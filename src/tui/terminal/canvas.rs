//! Where frames are drawn to: bytes in memory, and what the terminal is known to show.

use super::pen::Pen;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::collections::HashSet;
use std::convert::Infallible;
use unicode_width::UnicodeWidthStr;

/// Shorter runs of blanks are cheaper as spaces than as an erase and a jump.
const ERASE_FROM: u16 = 9;

/// A backend that never fails, since it writes to memory.
#[derive(Debug)]
pub(super) struct Canvas {
    bytes: Vec<u8>,
    pen: Pen,
    size: Size,
    cursor_shown: Option<bool>,
    clear: bool,
    /// Where the terminal shows the left half of a wide character, by row and column.
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
            self.pen.reset(&mut self.bytes);
            self.bytes.extend_from_slice(b"\x1b[2J");
        }
    }

    /// Blanks each wide character whose left half is about to be drawn over: what becomes of its right half,
    /// terminals decide, and the next frame need not mention it.
    fn part_wide(&mut self, x: u16, y: u16, count: u16) {
        if self.wide.is_empty() {
            return;
        }
        for x in x..x + count {
            if self.wide.remove(&(y, x)) {
                self.pen.go_to(&mut self.bytes, x, y);
                self.pen.ground(&mut self.bytes, Color::Reset);
                self.bytes.extend_from_slice(b"\x1b[2X");
            }
        }
    }

    fn write_blanks(&mut self, blanks: Blanks) {
        self.part_wide(blanks.x, blanks.y, blanks.count);
        self.pen.go_to(&mut self.bytes, blanks.x, blanks.y);
        self.pen.ground(&mut self.bytes, blanks.ground);
        let reaches_edge = blanks.x + blanks.count >= self.size.width;
        if reaches_edge && blanks.count > 3 {
            self.bytes.extend_from_slice(b"\x1b[K");
        } else if blanks.count >= ERASE_FROM {
            self.bytes.extend_from_slice(format!("\x1b[{}X", blanks.count).as_bytes());
        } else {
            self.bytes.extend(std::iter::repeat_n(b' ', usize::from(blanks.count)));
            self.pen.advance(blanks.count, self.size.width);
        }
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
        self.pen.go_to(&mut self.bytes, x, y);
        self.pen.style(&mut self.bytes, cell.fg, cell.bg, cell.modifier);
        self.bytes.extend_from_slice(shown.as_bytes());
        let mut characters = shown.chars();
        if columns > 1 && shown == symbol {
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
    let visible = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
    matches!(cell.symbol(), " " | "") && !cell.modifier.intersects(visible)
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
            match &mut run {
                Some(blanks) if blank(cell) && (blanks.y, blanks.x + blanks.count, blanks.ground) == (y, x, ground) => {
                    blanks.count += 1;
                    continue;
                }
                _ => {}
            }
            if let Some(blanks) = run.take() {
                self.write_blanks(blanks);
            }
            if blank(cell) {
                run = Some(Blanks { x, y, count: 1, ground });
            } else {
                self.write_cell(x, y, cell);
            }
        }
        if let Some(blanks) = run {
            self.write_blanks(blanks);
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
            self.pen.go_to(&mut self.bytes, x, y);
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
