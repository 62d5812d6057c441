//! The palette: any action by name, its key, and why it cannot be done now.

use crate::tui::action::Action;
use crate::tui::field::TextField;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The palette's line and what it found.
#[derive(Debug)]
pub struct Palette {
    /// What is typed.
    pub field: TextField,
    /// The actions found, the best first.
    pub found: Vec<Action>,
    /// Position of the cursor among them.
    pub cursor: usize,
}

impl Palette {
    /// The palette with every action.
    pub fn open() -> Self {
        let mut palette = Self { field: TextField::new(64), found: Vec::new(), cursor: 0 };
        palette.find();
        palette
    }

    /// Finds what fits the words typed.
    pub fn find(&mut self) {
        let actions = Action::ALL.iter().copied().filter(|action| action.in_palette());
        let words = self.words();
        self.cursor = 0;
        if words.is_empty() {
            self.found = actions.collect();
            return;
        }
        let pattern = Pattern::parse(&words, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut scored: Vec<(u32, Action)> =
            actions.filter_map(|action| Some((score(&pattern, &mut matcher, &words, action)?, action))).collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, action)| action).collect();
    }

    /// The places of the characters that were found in an action's name and in its description.
    pub fn lit(&self, action: Action) -> (Vec<usize>, Vec<usize>) {
        let words = self.words();
        let mut name = Vec::new();
        if Pattern::parse(&words, CaseMatching::Ignore, Normalization::Smart)
            .indices(Utf32Str::new(action.name(), &mut Vec::new()), &mut Matcher::new(Config::DEFAULT), &mut name)
            .is_some()
        {
            name.sort_unstable();
            name.dedup();
            return (name.into_iter().filter_map(|place| usize::try_from(place).ok()).collect(), Vec::new());
        }
        (Vec::new(), places_of(&words, action.doc()))
    }

    fn words(&self) -> String {
        self.field.text().trim().to_lowercase()
    }

    /// The action under the cursor.
    pub fn selected(&self) -> Option<Action> {
        self.found.get(self.cursor).copied()
    }
}

/// Letters in order in the name, or else each word somewhere in the description.
fn score(pattern: &Pattern, matcher: &mut Matcher, words: &str, action: Action) -> Option<u32> {
    let by_name = pattern.score(Utf32Str::new(action.name(), &mut Vec::new()), matcher);
    let doc = action.doc().to_lowercase();
    by_name.or_else(|| words.split_whitespace().all(|word| doc.contains(word)).then_some(0))
}

/// The places of the characters of each word where it first stands in a text; descriptions are ASCII, so bytes are characters.
fn places_of(words: &str, text: &str) -> Vec<usize> {
    let text = text.to_lowercase();
    let place = |word: &str| text.find(word).map(|at| at..at + word.len());
    let mut places: Vec<usize> = words.split_whitespace().filter_map(place).flatten().collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Palette {
        let mut palette = Palette::open();
        words.chars().for_each(|c| _ = palette.field.insert(c));
        palette.find();
        palette
    }

    #[test]
    fn what_was_found_is_lit_in_the_name_or_else_in_the_description() {
        assert_eq!(typed("rev").lit(Action::Revoke), (vec![0, 1, 2], vec![]));
        let palette = typed("for good");
        assert_eq!(palette.selected(), Some(Action::Revoke));
        assert_eq!(palette.lit(Action::Revoke).1, [14, 15, 16, 18, 19, 20, 21]);
        assert_eq!(typed("").lit(Action::Revoke), (vec![], vec![]));
        assert!(Action::ALL.iter().all(|action| action.doc().is_ascii()));
    }
}
