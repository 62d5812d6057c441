//! The controls that dialogs are made of: text, one of several, ticks, buttons.

use super::list::{Line, List, moved};
use crate::domain::catalogue::Entry;
use crate::domain::passphrase::{Passphrase, Strength};
use crate::domain::plaintext::Plaintext;
use crate::tui::action::Action;
use crate::tui::field::{SecretField, TextField};

/// The most characters in a line of text.
const TEXT_MAX: usize = 512;

/// The most characters in a line of networks: as many as a token may list, each as long as one can be.
const NETWORKS_MAX: usize = 2_048;

/// The most characters in a passphrase or value; a value may have as many bytes.
const SECRET_MAX: usize = 16 * 1024;

/// What a control is for; a form has each at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A kind of token or owner.
    Kind,
    /// An owner's name, to be picked.
    Owner,
    /// A project's name, to be picked; empty for none.
    Project,
    /// A new name.
    Name,
    /// The name of an owner's first token.
    TokenName,
    /// The words that narrow the list of scopes.
    FindScope,
    /// Scopes to tick.
    Scopes,
    /// Lines of a file to tick.
    Lines,
    /// Expiry, from the choices.
    Expiry,
    /// Expiry, typed.
    ExpiryDate,
    /// Grace, from the choices.
    Grace,
    /// Grace, typed.
    GraceSpan,
    /// Networks that a token may be used from.
    Networks,
    /// How often it may be used.
    Rate,
    /// A value issued elsewhere.
    Value,
    /// How an owner calls itself where it runs.
    ExternalId,
    /// Where an external service issues values.
    Url,
    /// A person's words.
    Note,
    /// Why.
    Reason,
    /// A passphrase.
    Passphrase,
    /// A passphrase to come.
    NewPassphrase,
    /// The same once more.
    Repeat,
    /// A name or a count, typed to show that it is meant.
    Typed,
    /// A second thing typed to show that it is meant.
    TypedToo,
    /// Words of a filter.
    Filter,
    /// The form of a report.
    Format,
    /// A file's path.
    Path,
    /// An operator's name.
    Operator,
    /// First part of each value.
    Brand,
    /// A line that is ready to run.
    Line,
    /// What becomes of live tokens.
    Tokens,
    /// What becomes of those whose previous value is in its grace.
    InGrace,
    /// Lines to read.
    List,
    /// The buttons.
    Buttons,
}

/// A line of text.
#[derive(Debug)]
pub struct Text {
    /// What is typed.
    pub field: TextField,
    /// What the text may be completed to.
    pub candidates: Vec<String>,
}

/// One of several, chosen with left and right.
#[derive(Debug)]
pub struct Choice {
    /// What there is to choose.
    pub options: Vec<String>,
    /// Which one is chosen.
    pub selected: usize,
}

/// One line of a list to tick.
#[derive(Debug)]
pub struct Tick {
    /// What is ticked.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Whether it is.
    pub on: bool,
}

/// Several to tick.
#[derive(Debug, Default)]
pub struct Ticks {
    /// All of them.
    pub all: Vec<Tick>,
    /// Indices of those that the words above the list leave.
    pub shown: Vec<usize>,
    /// Position of the cursor among them.
    pub cursor: usize,
}

/// Buttons in a row.
#[derive(Debug)]
pub struct Buttons {
    /// What stands on them; the first one cancels.
    pub labels: Vec<String>,
    /// Which one is selected.
    pub selected: usize,
}

/// What a control is.
#[derive(Debug)]
pub enum Body {
    /// A line of text.
    Text(Text),
    /// A line shown as dots.
    Secret(SecretField),
    /// One of several.
    Choice(Choice),
    /// Several to tick.
    Ticks(Ticks),
    /// Lines to read.
    List(List),
    /// Buttons.
    Buttons(Buttons),
}

/// A control with what is written around it.
#[derive(Debug)]
pub struct Control {
    /// What it is for.
    pub slot: Slot,
    /// What stands before it.
    pub label: String,
    /// What it is.
    pub body: Body,
    /// What is wrong with what it holds.
    pub error: Option<String>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Strength of the passphrase typed here, where it is judged; `None` inside for nothing typed yet.
    pub meter: Option<Option<Strength>>,
    /// Whether it is left out now.
    pub hidden: bool,
}

fn text_max(slot: Slot) -> usize {
    if slot == Slot::Networks { NETWORKS_MAX } else { TEXT_MAX }
}

impl Control {
    fn new(slot: Slot, label: &str, body: Body) -> Self {
        Self { slot, label: label.to_owned(), body, error: None, note: None, meter: None, hidden: false }
    }

    /// A line of text.
    pub fn text(slot: Slot, label: &str, text: &str) -> Self {
        let field = TextField::new(text_max(slot)).with_text(text);
        Self::new(slot, label, Body::Text(Text { field, candidates: Vec::new() }))
    }

    /// A line that is shown as dots and wiped.
    pub fn secret(slot: Slot, label: &str) -> Self {
        Self::new(slot, label, Body::Secret(SecretField::new(SECRET_MAX)))
    }

    /// A secret line whose strength is shown beneath.
    pub fn new_passphrase(slot: Slot, label: &str) -> Self {
        Self { meter: Some(None), ..Self::secret(slot, label) }
    }

    /// One of several.
    pub fn choice<S: Into<String>>(slot: Slot, label: &str, options: impl IntoIterator<Item = S>, selected: usize) -> Self {
        let options = options.into_iter().map(Into::into).collect();
        Self::new(slot, label, Body::Choice(Choice { options, selected }))
    }

    /// Scopes to tick.
    pub fn scopes<'a>(entries: impl Iterator<Item = (&'a Entry, bool)>) -> Self {
        let tick = |(entry, on): (&Entry, bool)| Tick {
            name: entry.scope.to_string(),
            description: crate::domain::label::display_safe(&entry.description).to_string(),
            on,
        };
        Self::ticks(Slot::Scopes, entries.map(tick).collect())
    }

    /// Several to tick.
    pub fn ticks(slot: Slot, all: Vec<Tick>) -> Self {
        let shown = (0..all.len()).collect();
        let label = if slot == Slot::Lines { "Lines" } else { "" };
        Self::new(slot, label, Body::Ticks(Ticks { all, shown, cursor: 0 }))
    }

    /// Lines to read.
    pub fn list(label: &str, lines: Vec<Line>) -> Self {
        Self::new(Slot::List, label, Body::List(List { lines, cursor: 0 }))
    }

    /// Buttons, the first one to cancel.
    pub fn buttons<S: Into<String>>(labels: impl IntoIterator<Item = S>, selected: usize) -> Self {
        let labels = labels.into_iter().map(Into::into).collect();
        Self::new(Slot::Buttons, "", Body::Buttons(Buttons { labels, selected }))
    }

    /// With a text shown while nothing is typed.
    pub fn placeholder(mut self, text: &str) -> Self {
        if let Body::Text(line) = &mut self.body {
            let field = TextField::new(text_max(self.slot)).with_placeholder(text);
            line.field = field.with_text(line.field.text());
        }
        self
    }

    /// With what the text may be completed to.
    pub fn candidates(mut self, candidates: Vec<String>) -> Self {
        if let Body::Text(line) = &mut self.body {
            line.candidates = candidates;
        }
        self
    }

    /// With a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Left out or not.
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// Judges the passphrase typed so far, where it is judged.
    pub fn measure(&mut self) {
        if let (Some(meter), Body::Secret(field)) = (&mut self.meter, &self.body) {
            let typed = field.expose();
            let judged = || Passphrase::new(Plaintext::new(typed.to_owned())).strength();
            *meter = (!typed.is_empty()).then(judged);
        }
    }

    /// Whether it is typed into.
    pub fn takes_text(&self) -> bool {
        matches!(self.body, Body::Text(_) | Body::Secret(_))
    }
}

impl Text {
    /// What the typed text would be completed to: the first candidate that begins with it, else one that holds it.
    pub fn completion(&self) -> Option<&str> {
        let typed = self.field.text().to_lowercase();
        if typed.is_empty() || self.candidates.iter().any(|candidate| candidate.to_lowercase() == typed) {
            return None;
        }
        let begins = self.candidates.iter().find(|candidate| candidate.to_lowercase().starts_with(&typed));
        begins.or_else(|| self.candidates.iter().find(|candidate| candidate.to_lowercase().contains(&typed))).map(String::as_str)
    }

    /// Completes what is typed, if there is something to complete it to.
    pub fn complete(&mut self) {
        if let Some(whole) = self.completion().map(str::to_owned) {
            self.field.set(&whole);
        }
    }
}

impl Ticks {
    /// Leaves those whose name or description holds the words.
    pub fn narrow(&mut self, words: &str) {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let holds = |tick: &Tick| {
            let text = format!("{} {}", tick.name, tick.description).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.shown = self.all.iter().enumerate().filter(|(_, tick)| holds(tick)).map(|(at, _)| at).collect();
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
    }

    /// Ticks or unticks the line under the cursor.
    pub fn toggle(&mut self) {
        if let Some(tick) = self.shown.get(self.cursor).and_then(|at| self.all.get_mut(*at)) {
            tick.on = !tick.on;
        }
    }

    /// Names of those ticked.
    pub fn chosen(&self) -> Vec<String> {
        self.all.iter().filter(|tick| tick.on).map(|tick| tick.name.clone()).collect()
    }

    /// Moves the cursor; `false` at the end of the list.
    pub fn step(&mut self, action: Action) -> bool {
        let place = moved(self.cursor, self.shown.len(), action);
        let has_moved = place != self.cursor;
        self.cursor = place;
        has_moved
    }
}
