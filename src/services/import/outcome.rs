//! What becomes of each line of an imported file. Never holds a value.

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// The line in the file, from 1.
    pub line: usize,
    /// Its name, where it could be told from the value for certain. Untrusted text.
    pub name: Option<String>,
    /// What became of it, or in a plan would become of it.
    pub outcome: ImportOutcome,
    /// What it looks like in place of a secret, where it is taken only because every line was asked for.
    pub doubt: Option<String>,
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It is an external token now.
    Imported {
        /// The token's selector.
        selector: String,
    },
    /// It is a token of our own now.
    Adopted {
        /// The token's selector.
        selector: String,
    },
    /// Its value is known already.
    Duplicate {
        /// The token's selector, or the line that has it.
        of: String,
    },
    /// It was not asked for, or does not look like a secret.
    LeftOut {
        /// Why.
        reason: String,
    },
    /// It cannot be imported as it is.
    Refused {
        /// Why.
        reason: String,
    },
}

impl ImportOutcome {
    /// The word for scripts: `imported`, `adopted`, `duplicate`, `left-out` or `refused`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Imported { .. } => "imported",
            Self::Adopted { .. } => "adopted",
            Self::Duplicate { .. } => "duplicate",
            Self::LeftOut { .. } => "left-out",
            Self::Refused { .. } => "refused",
        }
    }

    /// Whether the line becomes a token.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Imported { .. } | Self::Adopted { .. })
    }

    pub(super) fn left_out(reason: impl Into<String>) -> Self {
        Self::LeftOut { reason: reason.into() }
    }

    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }
}

/// What became of each line, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// The lines.
    pub lines: Vec<ImportLine>,
}

impl ImportReport {
    /// How many lines have the outcome of this word.
    pub fn count(&self, word: &str) -> usize {
        self.lines.iter().filter(|line| line.outcome.word() == word).count()
    }
}
