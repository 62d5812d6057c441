//! Cuts Rust source into words, strings and signs; comments are left out.

/// A piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// An identifier or keyword.
    Word(String),
    /// What a string literal holds, escapes as written.
    Text(String),
    /// `::`
    Path,
    /// Any other sign; numbers count as signs.
    Sign(char),
}

/// A piece and the line that it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub piece: Piece,
    pub line: usize,
}

/// Cuts a whole file.
pub fn lex(source: &str) -> Vec<Placed> {
    let mut lexer = Lexer { chars: source.chars().collect(), at: 0, line: 1 };
    let mut pieces = Vec::new();
    while lexer.at < lexer.chars.len() {
        let line = lexer.line;
        if let Some(piece) = lexer.piece() {
            pieces.push(Placed { piece, line });
        }
    }
    pieces
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn take(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        self.line += usize::from(c == '\n');
        c
    }

    fn piece(&mut self) -> Option<Piece> {
        let c = self.peek(0);
        match (c, self.peek(1)) {
            ('/', '/') => self.skip_line(),
            ('/', '*') => self.skip_block(),
            ('"', _) => return Some(self.text()),
            ('\'', _) => return self.quote(),
            (':', ':') => {
                self.at += 2;
                return Some(Piece::Path);
            }
            _ if is_word_start(c) => return Some(self.word()),
            _ => {
                self.take();
                return (!c.is_whitespace()).then_some(Piece::Sign(c));
            }
        }
        None
    }

    fn skip_line(&mut self) {
        while self.at < self.chars.len() && self.peek(0) != '\n' {
            self.take();
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take();
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn text(&mut self) -> Piece {
        self.take();
        let mut text = String::new();
        while self.at < self.chars.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                text.push(self.take());
            }
            text.push(self.take());
        }
        self.take();
        Piece::Text(text)
    }

    /// A character literal says nothing; a lifetime neither.
    fn quote(&mut self) -> Option<Piece> {
        let is_char = self.peek(1) == '\\' || self.peek(2) == '\'';
        self.take();
        if is_char {
            if self.take() == '\\' {
                self.take();
            }
            while self.at < self.chars.len() && self.take() != '\'' {}
        } else {
            while is_word_part(self.peek(0)) {
                self.take();
            }
        }
        None
    }

    fn word(&mut self) -> Piece {
        let mut word = String::new();
        while is_word_part(self.peek(0)) {
            word.push(self.take());
        }
        let is_prefix = matches!(word.as_str(), "r" | "b" | "br" | "c" | "cr");
        match self.peek(0) {
            '"' if is_prefix && word.contains('r') => self.raw_text(0),
            '"' if is_prefix => self.text(),
            '#' if word == "r" && is_word_start(self.peek(1)) => {
                self.take();
                self.word()
            }
            '#' if is_prefix && word.contains('r') => {
                let hashes = self.chars[self.at..].iter().take_while(|c| **c == '#').count();
                self.at += hashes;
                self.raw_text(hashes)
            }
            '\'' if word == "b" => self.quote().unwrap_or(Piece::Sign('\'')),
            _ => Piece::Word(word),
        }
    }

    fn raw_text(&mut self, hashes: usize) -> Piece {
        self.take();
        let mut text = String::new();
        while self.at < self.chars.len() {
            if self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#') {
                self.at += 1 + hashes;
                break;
            }
            text.push(self.take());
        }
        Piece::Text(text)
    }
}

fn is_word_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_word_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
