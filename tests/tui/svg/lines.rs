//! Frames, rules and underlines, drawn as strokes: a font's box drawing leaves gaps between lines.

use super::{CELL, left, px, top};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where an underline lies below a cell's top, in tenths of a pixel.
const UNDERLINE: usize = 155;

/// Whether a character is drawn as a stroke.
pub fn is_line(symbol: &str) -> bool {
    matches!(symbol, "─" | "━" | "│" | "┬" | "├" | "╭" | "╮" | "╰" | "╯" | "▌")
}

/// Strokes by colour and width, in the order of the cells; those that go on in the next cell are one.
#[derive(Default)]
pub struct Lines {
    strokes: BTreeMap<(&'static str, usize), Vec<Stroke>>,
}

/// A piece of a path, in tenths of a pixel.
enum Stroke {
    Across { x: usize, y: usize, width: usize },
    Down { x: usize, y: usize, height: usize },
    Path(String),
}

impl Lines {
    /// Takes a cell in, if it is drawn as a stroke.
    pub fn take(&mut self, symbol: &str, ink: &'static str, (x, y): (usize, usize)) {
        let (x, y) = (left(x), top(y));
        let (middle, centre) = (x + CELL.0 / 2, y + CELL.1 / 2);
        match symbol {
            "─" => self.across(ink, 10, x, centre),
            "━" => self.across(ink, 25, x, centre),
            "│" => self.down(ink, 10, middle, y),
            "┬" => {
                self.across(ink, 10, x, centre);
                self.stroke(ink, (middle, centre), CELL.1 / 2, false);
            }
            "├" => {
                self.down(ink, 10, middle, y);
                self.stroke(ink, (middle, centre), CELL.0 / 2, true);
            }
            "▌" => self.down(ink, 30, x + 15, y),
            "╭" => self.corner(ink, (middle, y + CELL.1), (middle, centre), (x + CELL.0, centre)),
            "╮" => self.corner(ink, (x, centre), (middle, centre), (middle, y + CELL.1)),
            "╰" => self.corner(ink, (middle, y), (middle, centre), (x + CELL.0, centre)),
            "╯" => self.corner(ink, (middle, y), (middle, centre), (x, centre)),
            _ => {}
        }
    }

    /// Underlines a cell.
    pub fn underline(&mut self, ink: &'static str, (x, y): (usize, usize)) {
        self.across(ink, 8, left(x), top(y) + UNDERLINE);
    }

    fn across(&mut self, ink: &'static str, thickness: usize, x: usize, y: usize) {
        let strokes = self.strokes.entry((ink, thickness)).or_default();
        let before = strokes.iter_mut().rev().find_map(|stroke| match stroke {
            Stroke::Across { x: from, y: at, width } if *at == y && *from + *width == x => Some(width),
            _ => None,
        });
        match before {
            Some(width) => *width += CELL.0,
            None => strokes.push(Stroke::Across { x, y, width: CELL.0 }),
        }
    }

    fn down(&mut self, ink: &'static str, thickness: usize, x: usize, y: usize) {
        let strokes = self.strokes.entry((ink, thickness)).or_default();
        let before = strokes.iter_mut().rev().find_map(|stroke| match stroke {
            Stroke::Down { x: at, y: from, height } if *at == x && *from + *height == y => Some(height),
            _ => None,
        });
        match before {
            Some(height) => *height += CELL.1,
            None => strokes.push(Stroke::Down { x, y, height: CELL.1 }),
        }
    }

    /// A stroke of its own, to the right or down.
    fn stroke(&mut self, ink: &'static str, (x, y): (usize, usize), length: usize, across: bool) {
        let path = format!("M{} {}{}{}", px(x), px(y), if across { 'h' } else { 'v' }, px(length));
        self.strokes.entry((ink, 10)).or_default().push(Stroke::Path(path));
    }

    /// A corner, from an edge of the cell round its middle to another.
    fn corner(&mut self, ink: &'static str, from: (usize, usize), round: (usize, usize), to: (usize, usize)) {
        let place = |(x, y): (usize, usize)| format!("{} {}", px(x), px(y));
        let path = format!("M{}Q{} {}", place(from), place(round), place(to));
        self.strokes.entry((ink, 10)).or_default().push(Stroke::Path(path));
    }

    /// The paths, one for each colour and width.
    pub fn paths(&self) -> String {
        let mut svg = String::new();
        for ((ink, thickness), strokes) in &self.strokes {
            let mut path = String::new();
            for stroke in strokes {
                _ = match stroke {
                    Stroke::Across { x, y, width } => write!(path, "M{} {}h{}", px(*x), px(*y), px(*width)),
                    Stroke::Down { x, y, height } => write!(path, "M{} {}v{}", px(*x), px(*y), px(*height)),
                    Stroke::Path(piece) => write!(path, "{piece}"),
                };
            }
            _ = writeln!(svg, "<path fill=\"none\" stroke=\"{ink}\" stroke-width=\"{}\" d=\"{path}\"/>", px(*thickness));
        }
        svg
    }
}
