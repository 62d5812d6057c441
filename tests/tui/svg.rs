//! A frame as a picture: an SVG of runs on a fixed grid of cells, which any browser shows alike whatever font it has.

mod lines;
mod palette;

pub use palette::{DARK, LIGHT, Palette};

use lines::Lines;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A cell in tenths of a pixel, so that places add up without rounding.
const CELL: (usize, usize) = (84, 180);

/// The font's size and the baseline below a cell's top, in tenths of a pixel.
const FONT: (usize, usize) = (140, 132);

/// What is left free around the cells.
const MARGIN: usize = 120;

/// A frame to be drawn, and what is said of it to those who do not see it.
pub struct Picture<'a> {
    pub title: &'a str,
    pub about: &'a str,
    pub buffer: &'a Buffer,
    pub cursor: Option<Position>,
    pub palette: &'a Palette,
}

/// How text looks; cells next to each other that look alike make a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    ink: &'static str,
    bold: bool,
    italic: bool,
    dim: bool,
}

/// Tenths of a pixel as SVG writes them.
fn px(tenths: usize) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

fn left(x: usize) -> usize {
    MARGIN + x * CELL.0
}

fn top(y: usize) -> usize {
    MARGIN + y * CELL.1
}

impl Picture<'_> {
    /// The whole file.
    pub fn svg(&self) -> String {
        let (columns, rows) = (usize::from(self.buffer.area.width), usize::from(self.buffer.area.height));
        let (width, height) = (px(columns * CELL.0 + 2 * MARGIN), px(rows * CELL.1 + 2 * MARGIN));
        let mut classes = BTreeMap::new();
        let mut grounds = String::new();
        let mut texts = String::new();
        let mut lines = Lines::default();
        for (y, row) in self.buffer.content().chunks(columns).enumerate() {
            self.grounds(&mut grounds, y, row);
            self.texts(&mut texts, &mut classes, y, row);
            for (x, cell) in row.iter().enumerate() {
                lines.take(cell.symbol(), self.ink(cell), (x, y));
                if cell.modifier.contains(Modifier::UNDERLINED) {
                    lines.underline(self.ink(cell), (x, y));
                }
            }
        }
        let mut style = format!(
            "text{{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:{}px;white-space:pre}}",
            px(FONT.0)
        );
        for (look, name) in &classes {
            style.push_str(&look.css(name));
        }
        let Palette { ground, border, .. } = self.palette;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-labelledby=\"title about\">\n<title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>\n\
             <style>{style}</style>\n<rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{ground}\" \
             stroke=\"{border}\"/>\n{grounds}{}{texts}{}</svg>\n",
            escaped(self.title),
            escaped(self.about),
            px(columns * CELL.0 + 2 * MARGIN - 10),
            px(rows * CELL.1 + 2 * MARGIN - 10),
            lines.paths(),
            self.cursor(),
        )
    }

    fn ink(&self, cell: &Cell) -> &'static str {
        let (ink, ground) = (self.palette.ink(cell.fg), self.palette.on(cell.bg));
        if cell.modifier.contains(Modifier::REVERSED) { ground } else { ink }
    }

    /// Coloured or reversed ground under cells, a rectangle for each run.
    fn grounds(&self, svg: &mut String, y: usize, row: &[Cell]) {
        let ground = |cell: &Cell| match cell.modifier.contains(Modifier::REVERSED) {
            true => Some(self.palette.ink(cell.fg)),
            false => (cell.bg != Color::Reset).then(|| self.palette.on(cell.bg)),
        };
        let mut x = 0;
        for run in row.chunk_by(|one, next| ground(one) == ground(next)) {
            if let Some(colour) = ground(&run[0]) {
                let (left, top, width, height) = (px(left(x)), px(top(y)), px(run.len() * CELL.0), px(CELL.1));
                _ = writeln!(svg, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>");
            }
            x += run.len();
        }
    }

    /// Words, a text element for each run; its length is fixed, so that no font shifts a column.
    fn texts(&self, svg: &mut String, classes: &mut BTreeMap<Look, String>, y: usize, row: &[Cell]) {
        let mut x = 0;
        while x < row.len() {
            let Some(look) = self.look(&row[x]) else {
                x += 1;
                continue;
            };
            let mut end = x + 1;
            while end < row.len() && self.joins(row, end, look) {
                end += 1;
            }
            let text: String = row[x..end].iter().map(Cell::symbol).collect();
            let columns: usize = unicode_width::UnicodeWidthStr::width(text.as_str());
            let next = classes.len();
            let class = classes.entry(look).or_insert_with(|| format!("c{next}"));
            _ = writeln!(
                svg,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\" textLength=\"{}\">{}</text>",
                px(left(x)),
                px(top(y) + FONT.1),
                px(columns * CELL.0),
                escaped(&text)
            );
            x = end;
        }
    }

    /// Whether a cell goes on with the run before it. A single space between words does; symbols, which come from
    /// whatever font has them, stand alone, or beside their like.
    fn joins(&self, row: &[Cell], at: usize, look: Look) -> bool {
        let (before, here) = (row[at - 1].symbol(), row[at].symbol());
        let is_word = |cell: &Cell| cell.symbol().is_ascii() && self.look(cell) == Some(look);
        match here {
            " " => before.is_ascii() && before != " " && row.get(at + 1).is_some_and(is_word),
            _ if before.is_ascii() => is_word(&row[at]),
            _ => here == before && self.look(&row[at]) == Some(look),
        }
    }

    /// How a cell's text looks; `None` where there is none, or where it is drawn as a line.
    fn look(&self, cell: &Cell) -> Option<Look> {
        if matches!(cell.symbol(), " " | "") || lines::is_line(cell.symbol()) {
            return None;
        }
        let has = |modifier| cell.modifier.contains(modifier);
        Some(Look { ink: self.ink(cell), bold: has(Modifier::BOLD), italic: has(Modifier::ITALIC), dim: has(Modifier::DIM) })
    }

    fn cursor(&self) -> String {
        let Some(at) = self.cursor else { return String::new() };
        let (x, y) = (usize::from(at.x), usize::from(at.y));
        let (left, top, width, height) = (px(left(x) + 5), px(top(y) + 5), px(CELL.0 - 10), px(CELL.1 - 10));
        let ink = self.palette.ink(Color::Reset);
        format!("<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{ink}\"/>\n")
    }
}

impl Look {
    fn css(&self, name: &str) -> String {
        let mut css = format!(".{name}{{fill:{}", self.ink);
        for (wanted, rule) in [(self.bold, ";font-weight:bold"), (self.italic, ";font-style:italic"), (self.dim, ";opacity:.65")]
        {
            if wanted {
                css.push_str(rule);
            }
        }
        css.push('}');
        css
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
