//! Finds every path in a file's pieces and says where it leads: `use` trees, `super` chains, and paths in bodies and macros.

use crate::lex::{Piece, Placed};

/// A path from its root: `crate`, or the name of another crate (or of something in scope).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub segments: Vec<String>,
    pub line: usize,
}

/// The module that a file below `src` is: `store/rows.rs` is `crate::store::rows`.
pub fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let mut module = vec!["crate".to_owned()];
    if !matches!(stem, "lib" | "main") {
        module.extend(stem.split('/').map(str::to_owned));
    }
    module
}

/// Every path of a file, each with the module that it stands in taken into account.
pub fn paths(file: &str, pieces: &[Placed]) -> Vec<Found> {
    let mut walk = Walk { pieces, at: 0, module: module_of(file), inline: Vec::new(), depth: 0, found: Vec::new() };
    while walk.at < pieces.len() {
        walk.step();
    }
    walk.found
}

struct Walk<'a> {
    pieces: &'a [Placed],
    at: usize,
    module: Vec<String>,
    /// Brace depths at which inline modules end.
    inline: Vec<usize>,
    depth: usize,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn piece(&self, ahead: usize) -> Option<&Piece> {
        self.pieces.get(self.at + ahead).map(|placed| &placed.piece)
    }

    fn word(&self, ahead: usize) -> Option<String> {
        match self.piece(ahead) {
            Some(Piece::Word(word)) => Some(word.clone()),
            _ => None,
        }
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.piece(ahead) == Some(&Piece::Sign(sign))
    }

    fn step(&mut self) {
        match (self.piece(0), self.word(1)) {
            (Some(Piece::Word(word)), Some(name)) if word == "mod" && self.is_sign(2, '{') => {
                self.module.push(name);
                self.inline.push(self.depth);
                self.at += 2;
            }
            (Some(Piece::Word(word)), _) if word == "use" => {
                self.at += 1;
                self.tree(&[]);
            }
            (Some(Piece::Word(_)), _) if self.piece(1) == Some(&Piece::Path) => {
                self.tree(&[]);
            }
            (Some(Piece::Sign('{')), _) => {
                self.depth += 1;
                self.at += 1;
            }
            (Some(Piece::Sign('}')), _) => {
                self.depth = self.depth.saturating_sub(1);
                if self.inline.last() == Some(&self.depth) {
                    self.inline.pop();
                    self.module.pop();
                }
                self.at += 1;
            }
            _ => self.at += 1,
        }
    }

    /// Reads a path, or a tree of them, that begins here.
    fn tree(&mut self, stem: &[String]) {
        let line = self.pieces.get(self.at).map_or(0, |placed| placed.line);
        let mut segments = stem.to_vec();
        loop {
            if self.piece(0) == Some(&Piece::Path) {
                self.at += 1;
            } else if let Some(word) = self.word(0) {
                segments.push(word);
                self.at += 1;
                if self.piece(0) != Some(&Piece::Path) {
                    break;
                }
            } else if self.is_sign(0, '*') && !segments.is_empty() {
                segments.push("*".to_owned());
                self.at += 1;
                break;
            } else if self.is_sign(0, '{') && (segments.is_empty() || self.is_path_before()) {
                return self.branches(&segments);
            } else {
                break;
            }
        }
        if !segments.is_empty() {
            let segments = self.resolve(&segments);
            self.found.push(Found { segments, line });
        }
    }

    fn is_path_before(&self) -> bool {
        self.at > 0 && self.pieces[self.at - 1].piece == Piece::Path
    }

    fn branches(&mut self, stem: &[String]) {
        self.at += 1;
        while self.at < self.pieces.len() && !self.is_sign(0, '}') {
            let before = self.at;
            self.tree(stem);
            // `as name` and commas part the branches.
            while self.at < self.pieces.len() && !self.is_sign(0, ',') && !self.is_sign(0, '}') {
                self.at += 1;
            }
            if self.is_sign(0, ',') || self.at == before {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    fn resolve(&self, segments: &[String]) -> Vec<String> {
        let mut rest = segments;
        let mut root = match segments[0].as_str() {
            "crate" | "jeton" => vec!["crate".to_owned()],
            "self" | "super" => self.module.clone(),
            _ => return segments.to_vec(),
        };
        if segments[0] != "super" {
            rest = &rest[1..];
        }
        while rest.first().is_some_and(|segment| segment == "super") {
            root.pop();
            rest = &rest[1..];
        }
        root.extend(rest.iter().filter(|segment| *segment != "self").cloned());
        root
    }
}
