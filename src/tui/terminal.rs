//! The output: a frame becomes one write of only what changed, or none at all.

mod canvas;
mod pen;
mod travel;

use canvas::Canvas;
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::layout::Size;
use std::io::{self, Write};
use zeroize::Zeroize;

/// Until the second mark, a terminal shows the frame before (private mode 2026); others ignore both.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// Frames of at most so many bytes go without the marks: they fit in one packet and are read at once, so that there is nothing
/// to guard against.
const SMALL: usize = 1024;

/// The screen of a terminal whose output is `W`.
#[derive(Debug)]
pub struct Screen<W: Write> {
    terminal: Terminal<Canvas>,
    output: W,
}

impl<W: Write> Screen<W> {
    /// A screen of a size, taken for empty.
    pub fn new(output: W, columns: u16, rows: u16) -> Self {
        let Ok(terminal) = Terminal::new(Canvas::new(Size::new(columns, rows)));
        Self { terminal, output }
    }

    /// The same screen for a terminal without UTF-8: other characters are drawn as question marks, as wide as they are.
    #[must_use]
    pub fn in_ascii(mut self) -> Self {
        self.terminal.backend_mut().keep_to_ascii();
        self
    }

    /// Draws a frame. Whether anything had changed; nothing is written otherwise.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<bool> {
        self.terminal.backend_mut().begin(BEGIN_UPDATE);
        let Ok(_) = self.terminal.draw(view);
        let canvas = self.terminal.backend_mut();
        if canvas.bytes().len() == BEGIN_UPDATE.len() {
            canvas.bytes().clear();
            return Ok(false);
        }
        let start = if canvas.bytes().len() <= BEGIN_UPDATE.len() + SMALL {
            BEGIN_UPDATE.len()
        } else {
            canvas.bytes().extend_from_slice(END_UPDATE);
            0
        };
        let written = self.output.write_all(&canvas.bytes()[start..]).and_then(|()| self.output.flush());
        // A frame may have shown a value.
        canvas.bytes().zeroize();
        written.map(|()| true)
    }

    /// The window has another size: the next frame is drawn whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.backend_mut().resize(Size::new(columns, rows));
    }

    /// Somebody else has drawn on the terminal: the next frame is drawn whole.
    pub fn forget(&mut self) {
        self.terminal.backend_mut().forget();
        let Ok(()) = self.terminal.clear();
    }

    /// Columns and rows of the next frame.
    pub fn size(&self) -> (u16, u16) {
        let size = self.terminal.backend().known_size();
        (size.width, size.height)
    }

    /// Writes a sequence that draws nothing, such as one for the clipboard.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn write_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.output.write_all(bytes)?;
        self.output.flush()
    }
}

#[cfg(test)]
mod tests;
