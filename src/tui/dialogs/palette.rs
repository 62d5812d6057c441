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
        let words = self.field.text().trim().to_lowercase();
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
