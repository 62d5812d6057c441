//! Text that is looked for: folded once, compared without allocating.

use nucleo_matcher::chars;

/// Text to look for and how its letters are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needle {
    text: String,
    folded: Vec<char>,
    fold: Fold,
}

/// Which differences between letters do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fold {
    /// `a` finds `A`.
    pub case: bool,
    /// `e` finds `é`.
    pub accents: bool,
}

impl Fold {
    fn apply(self, c: char) -> char {
        if c.is_ascii() {
            return if self.case { c.to_ascii_lowercase() } else { c };
        }
        // The order of these two is the fuzzy matcher's own, so that both agree on what matches.
        let c = if self.accents { chars::normalize(c) } else { c };
        if self.case { chars::to_lower_case(c) } else { c }
    }
}

impl Needle {
    /// Smart case: a word in lower case finds any case, a capital letter finds itself only; accents likewise.
    pub fn smart(text: String) -> Self {
        let case = !text.chars().any(chars::is_upper_case);
        Self::new(text, case)
    }

    /// Any case finds any case.
    pub fn insensitive(text: String) -> Self {
        Self::new(text, true)
    }

    fn new(text: String, case: bool) -> Self {
        let fold = Fold { case, accents: text.chars().all(|c| chars::normalize(c) == c) };
        let folded = text.chars().map(|c| fold.apply(c)).collect();
        Self { text, folded, fold }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its folded characters.
    pub fn folded(&self) -> &[char] {
        &self.folded
    }

    /// How letters are compared.
    pub fn fold(&self) -> Fold {
        self.fold
    }

    /// Whether `text` holds it as it stands.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The first place in `text`, counted in characters, where it stands.
    pub fn find(&self, text: &str) -> Option<usize> {
        if self.folded.len() > text.len() {
            return None;
        }
        let mut rest = text.chars();
        for at in 0.. {
            if self.begins(rest.as_str()) {
                return Some(at);
            }
            rest.next()?;
        }
        None
    }

    /// Whether `text` begins with it.
    pub fn begins(&self, text: &str) -> bool {
        let mut chars = text.chars();
        self.folded.iter().all(|wanted| chars.next().is_some_and(|c| self.fold.apply(c) == *wanted))
    }

    /// Whether `text` holds its characters in this order, whatever stands between.
    pub fn is_spread_over(&self, text: &str) -> bool {
        let mut chars = text.chars();
        self.folded.iter().all(|wanted| chars.any(|c| self.fold.apply(c) == *wanted))
    }
}
