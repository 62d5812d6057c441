//! How well a token fits the words of a filter, and which letters they hit.

use super::Filter;
use super::matching::{fuzzy_fields, in_exact_fields};
use super::needle::Needle;
use super::terms::{Key, Test, TextKey};
use crate::domain::Instant;
use crate::domain::summary::TokenRow;
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::fmt;

/// What scoring needs besides the filter: some 130 KiB of working space, worth keeping between rows.
pub struct Ranking {
    matcher: Matcher,
    cell: Vec<char>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), cell: Vec::new() }
    }
}

impl fmt::Debug for Ranking {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Ranking")
    }
}

/// What a hit in the note, the hint or the id is worth for each letter: less than one in a name.
const EXACT_FIELD_WORTH: u32 = 8;

impl Ranking {
    /// How well a row fits, the best highest; `None` when it does not match, 0 when the filter has no words.
    pub fn score<'a>(&mut self, filter: &Filter, row: impl Into<TokenRow<'a>>, now: Instant) -> Option<u32> {
        let row = &row.into();
        if !filter.matches(*row, now) {
            return None;
        }
        let mut total = 0;
        for term in filter.terms.iter().filter(|term| !term.negated) {
            if let Test::Word(needle) | Test::Quoted(needle) = &term.test {
                total += self.score_word(needle, matches!(term.test, Test::Quoted(_)), row);
            }
        }
        Some(total)
    }

    /// The best field decides; a hit in the name is worth most, then the owner, the project, the kind.
    fn score_word(&mut self, needle: &Needle, quoted: bool, row: &TokenRow<'_>) -> u32 {
        let mut best = 0;
        for (rank, field) in (0_u32..).zip(fuzzy_fields(row)) {
            let score = self.score_field(needle, quoted, field);
            best = best.max(score.map_or(0, |score| score.saturating_mul(8 - rank)));
        }
        if best == 0 && in_exact_fields(needle, row) {
            best = EXACT_FIELD_WORTH.saturating_mul(u32::try_from(needle.folded().len()).unwrap_or(u32::MAX));
        }
        best
    }

    fn score_field(&mut self, needle: &Needle, quoted: bool, field: &str) -> Option<u32> {
        if !needle.is_spread_over(field) || (quoted && !needle.is_in(field)) {
            return None;
        }
        self.load(needle, field);
        let (cell, wanted) = (Utf32Str::Unicode(&self.cell), Utf32Str::Unicode(needle.folded()));
        let score = if quoted { self.matcher.substring_match(cell, wanted) } else { self.matcher.fuzzy_match(cell, wanted) };
        // The matcher's limits (a field of thousands of letters) must not unmatch what matches.
        Some(score.map_or(1, u32::from))
    }

    /// The places in a cell's text, counted in characters, that the filter's words hit; sorted, each once.
    pub fn highlights(&mut self, filter: &Filter, cell: &str) -> Vec<usize> {
        let mut places = Vec::new();
        for term in filter.terms.iter().filter(|term| !term.negated) {
            match &term.test {
                Test::Word(needle) if needle.is_spread_over(cell) => self.add_spread(needle, cell, &mut places),
                Test::Quoted(needle) => add_exact(needle, cell, &mut places),
                Test::Keyed(Key::Text(TextKey::Name, needles)) => {
                    needles.iter().for_each(|needle| add_exact(needle, cell, &mut places));
                }
                _ => {}
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn add_spread(&mut self, needle: &Needle, cell: &str, places: &mut Vec<usize>) {
        self.load(needle, cell);
        let mut indices = Vec::with_capacity(needle.folded().len());
        let (cell, wanted) = (Utf32Str::Unicode(&self.cell), Utf32Str::Unicode(needle.folded()));
        if self.matcher.fuzzy_indices(cell, wanted, &mut indices).is_some() {
            places.extend(indices.into_iter().filter_map(|index| usize::try_from(index).ok()));
        }
    }

    /// Hands a field to the matcher character by character, so that its places are characters, and sets its folding.
    fn load(&mut self, needle: &Needle, field: &str) {
        self.cell.clear();
        self.cell.extend(field.chars());
        self.matcher.config.ignore_case = needle.fold().case;
        self.matcher.config.normalize = needle.fold().accents;
    }
}

fn add_exact(needle: &Needle, cell: &str, places: &mut Vec<usize>) {
    if let Some(start) = needle.find(cell) {
        places.extend(start..start + needle.folded().len());
    }
}
