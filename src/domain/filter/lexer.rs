//! Cuts a filter's text into terms; knows quotes, commas and `!`, but no key.

use super::FilterError;

/// A term as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lexed {
    /// Whether an odd number of `!` stands before it.
    pub negated: bool,
    /// What follows.
    pub body: Body,
}

/// What a term is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// A bare word.
    Word(String),
    /// Text in quotes.
    Quoted(String),
    /// `key:value,value`
    Keyed {
        /// The key and its place.
        key: Placed,
        /// At least one value.
        values: Vec<Placed>,
    },
}

/// Text and where it begins, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub text: String,
    pub at: usize,
}

/// The rest of a filter's text.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the longest beginning whose characters all satisfy `fits`.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn term(&mut self) -> Result<Lexed, FilterError> {
        let start = self.at;
        let negated = self.take_while(|c| c == '!').len() % 2 == 1;
        let body = match self.peek() {
            None => return Err(fault(start, "a word or key:value belongs after the !")),
            Some(c) if c.is_whitespace() => return Err(fault(start, "a word or key:value belongs right after the !")),
            Some('"') => {
                let quoted = self.quoted()?;
                self.expect_end(&[])?;
                Body::Quoted(quoted)
            }
            Some(_) => self.bare()?,
        };
        Ok(Lexed { negated, body })
    }

    fn bare(&mut self) -> Result<Body, FilterError> {
        let at = self.at;
        let text = self.take_while(|c| !c.is_whitespace() && c != ':').to_owned();
        if self.peek() != Some(':') {
            return Ok(Body::Word(text));
        }
        self.at += 1;
        let key = Placed { text, at };
        let mut values = vec![self.value()?];
        while self.peek() == Some(',') {
            self.at += 1;
            values.push(self.value()?);
        }
        Ok(Body::Keyed { key, values })
    }

    fn value(&mut self) -> Result<Placed, FilterError> {
        let at = self.at;
        if self.peek() == Some('"') {
            let text = self.quoted()?;
            self.expect_end(&[','])?;
            return Ok(Placed { text, at });
        }
        // An empty value is kept: only the key knows what could stand there.
        Ok(Placed { text: self.take_while(|c| !c.is_whitespace() && c != ',').to_owned(), at })
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((i, c)) = chars.next() {
            match c {
                '"' if text.is_empty() => return Err(fault(start, "nothing stands between the quotes")),
                '"' => {
                    self.at = start + i + 1;
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => break,
                },
                c => text.push(c),
            }
        }
        Err(fault(start, "the quote is not closed; end it with \""))
    }

    /// A closing quote is followed by a space, by one of `also`, or by nothing.
    fn expect_end(&self, also: &[char]) -> Result<(), FilterError> {
        match self.peek() {
            Some(c) if !c.is_whitespace() && !also.contains(&c) => Err(fault(self.at, "a space belongs after the closing quote")),
            _ => Ok(()),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Lexed, FilterError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.take_while(char::is_whitespace);
        if self.rest().is_empty() {
            return None;
        }
        let term = self.term();
        if term.is_err() {
            self.at = self.text.len();
        }
        Some(term)
    }
}

fn fault(at: usize, message: &str) -> FilterError {
    FilterError { message: message.to_owned(), suggestion: None, at }
}
