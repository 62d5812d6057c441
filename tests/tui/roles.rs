//! What each cell of a frame means: drawn with a theme that gives each role a colour of its own.

use jeton::tui::theme::{Colours, Role, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;
use std::collections::BTreeSet;

/// Letters that stand for roles, in their order; ordinary text is left blank.
const LETTERS: &str = ".dthbBHTsimMxVAROEX+!#khfFpcCL";

/// A theme that can be read back from a frame.
pub struct Roles(Theme);

impl Roles {
    pub fn new() -> Self {
        let mut file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        let lines: String = Role::ALL.iter().map(|role| format!("{} = \"{}\"\n", role.name(), *role as usize)).collect();
        std::io::Write::write_all(&mut file, format!("[roles]\n{lines}").as_bytes()).unwrap();
        Self(Theme::load(file.path().to_str().unwrap(), Colours::All).unwrap())
    }

    pub fn theme(&self) -> &Theme {
        &self.0
    }

    /// The role that a cell was last painted with.
    pub fn of(cell: &Cell) -> Role {
        match cell.fg {
            Color::Indexed(number) => Role::ALL[usize::from(number)],
            _ => Role::Text,
        }
    }

    /// The frame with a letter in each painted cell, and below it what the letters mean.
    pub fn map(&self, buffer: &Buffer) -> String {
        let letters: Vec<char> = LETTERS.chars().collect();
        assert_eq!(letters.len(), Role::ALL.len(), "one letter for each role");
        let mut used = BTreeSet::new();
        let mut text = String::new();
        for row in buffer.content().chunks(usize::from(buffer.area.width)) {
            let mut line = String::new();
            for cell in row {
                let role = Self::of(cell);
                let is_blank = matches!(cell.symbol(), " " | "") && role == Role::Text;
                if !is_blank {
                    used.insert(role as usize);
                }
                line.push(if is_blank { ' ' } else { letters[role as usize] });
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        let legend: Vec<String> = used.iter().map(|at| format!("{} {}", letters[*at], Role::ALL[*at].name())).collect();
        format!("{text}    {}", legend.join(", "))
    }
}
