//! What every filter has in common: words, quoted text and terms with a key, each perhaps turned round.

use super::FilterError;
use super::lexer::{Body, Lexed, Lexer, Placed};
use super::needle::Needle;
use super::values::in_quotes;
use std::fmt;
use std::ops::Range;

/// What the terms with a key ask in one filter. Its [`Display`](fmt::Display) reads back as itself.
pub(super) trait Keyed: Sized + fmt::Display {
    /// Reads a key and its values.
    fn read(key: &Placed, values: &[Placed]) -> Result<Self, FilterError>;
}

/// One test, perhaps turned round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term<K> {
    pub negated: bool,
    pub test: Test<K>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test<K> {
    /// A bare word.
    Word(Needle),
    /// Quoted text, matched as it stands.
    Quoted(Needle),
    /// A term with a key. Several values are alternatives.
    Keyed(K),
}

impl<K: Keyed> Term<K> {
    fn read(lexed: Lexed) -> Result<Self, FilterError> {
        let test = match lexed.body {
            Body::Word(word) => Test::Word(Needle::smart(word)),
            Body::Quoted(text) => Test::Quoted(Needle::smart(text)),
            Body::Keyed { key, values } => Test::Keyed(K::read(&key, &values)?),
        };
        Ok(Self { negated: lexed.negated, test })
    }
}

impl<K> Term<K> {
    /// What a word or text must be found in as it stands, and what a key asks; turned round where the term is.
    pub fn holds(&self, anywhere: impl FnOnce(&Needle) -> bool, keyed: impl FnOnce(&K) -> bool) -> bool {
        let holds = match &self.test {
            Test::Word(text) | Test::Quoted(text) => anywhere(text),
            Test::Keyed(key) => keyed(key),
        };
        holds != self.negated
    }
}

impl<K: fmt::Display> fmt::Display for Term<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            out.write_str("!")?;
        }
        match &self.test {
            Test::Word(word) => out.write_str(word.as_str()),
            Test::Quoted(text) => out.write_str(&in_quotes(text.as_str())),
            Test::Keyed(key) => key.fmt(out),
        }
    }
}

/// The terms of a filter; all of them must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms<K>(Vec<Term<K>>);

impl<K> Default for Terms<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Keyed> Terms<K> {
    /// Reads a filter.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Lexer::new(text).map(|lexed| lexed.and_then(Term::read)).collect::<Result<_, _>>().map(Self)
    }
}

impl<K> Terms<K> {
    /// The filter of one term.
    pub fn of(key: K) -> Self {
        Self(vec![Term { negated: false, test: Test::Keyed(key) }])
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its terms in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Term<K>> {
        self.0.iter()
    }

    /// What the terms with a key ask, of those that are not turned round.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().filter(|term| !term.negated).filter_map(|term| match &term.test {
            Test::Keyed(key) => Some(key),
            _ => None,
        })
    }

    /// The places in a text, counted in characters, that words stand at as they are, and those that `keyed` tells; sorted,
    /// each once.
    pub fn highlights(&self, text: &str, keyed: impl Fn(&K) -> Vec<Range<usize>>) -> Vec<usize> {
        let hits = |term: &Term<K>| match &term.test {
            Test::Word(needle) | Test::Quoted(needle) => needle.place_in(text).into_iter().collect(),
            Test::Keyed(key) => keyed(key),
        };
        let mut places: Vec<usize> = self.iter().filter(|term| !term.negated).flat_map(hits).flatten().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl<K: fmt::Display> fmt::Display for Terms<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.iter().enumerate() {
            if at > 0 {
                out.write_str(" ")?;
            }
            term.fmt(out)?;
        }
        Ok(())
    }
}
