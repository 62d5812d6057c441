//! What a dialog says of its object before it asks: what it is, when it was last used, what will follow.

use crate::domain::Instant;
use crate::domain::label::display_safe;
use crate::domain::summary::TokenSummary;
use crate::tui::view::when;

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A fact.
    Fact,
    /// The consequence.
    Consequence,
    /// A consequence that cannot be undone.
    Danger,
}

/// One line about the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What stands before it; empty for a sentence.
    pub label: &'static str,
    /// The text, safe to show.
    pub text: String,
    /// How it is meant.
    pub weight: Weight,
}

impl About {
    /// A fact behind a label.
    pub fn fact(label: &'static str, text: impl AsRef<str>) -> Self {
        Self { label, text: display_safe(text.as_ref()).to_string(), weight: Weight::Fact }
    }

    /// A sentence about what will follow.
    pub fn consequence(text: impl AsRef<str>) -> Self {
        Self { label: "", text: display_safe(text.as_ref()).to_string(), weight: Weight::Consequence }
    }

    /// A sentence about what cannot be undone.
    pub fn danger(text: impl AsRef<str>) -> Self {
        Self { label: "", text: display_safe(text.as_ref()).to_string(), weight: Weight::Danger }
    }
}

/// What it is and when it was last used.
pub fn token(row: &TokenSummary, now: Instant) -> Vec<About> {
    vec![About::fact("Token", row.selector()), About::fact("Last used", last_used(row, now))]
}

/// When a token was last used, as far as is known.
pub fn last_used(row: &TokenSummary, now: Instant) -> String {
    row.last_used_at.map_or_else(|| "never, as far as is known".to_owned(), |at| when::relative(at, now))
}
