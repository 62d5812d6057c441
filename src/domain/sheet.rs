//! Cells of tables that other programs open: nothing in them acts, neither as a formula, as markup, nor on a terminal.

use super::label::display_safe;
use std::fmt::{self, Write};

/// A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn push_csv(text: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        let safe = display_safe(&cell).into_string();
        let shield = if safe.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        if safe.contains([',', '"']) {
            text.push_str(&format!("\"{shield}{}\"", safe.replace('"', "\"\"")));
        } else {
            text.push_str(shield);
            text.push_str(&safe);
        }
    }
    text.push_str("\r\n");
}

/// Text within Markdown: nothing in it acts, neither on a terminal nor as markup.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a>(pub &'a str);

impl fmt::Display for Cell<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in display_safe(self.0).as_str().chars() {
            if matches!(c, '|' | '\\' | '`' | '*' | '<' | '>' | '[' | ']' | '#' | '~') {
                out.write_char('\\')?;
            }
            out.write_char(c)?;
        }
        Ok(())
    }
}
