//! Importing values that were issued elsewhere, from dotenv, JSON or CSV: as external tokens, or adopted as our own.

mod columns;
mod csv;
mod dotenv;
mod entry;
mod format;
mod json;
mod outcome;
mod plan;
mod service_name;
mod sift;
mod take;
mod weigh;

pub use format::{ImportFormat, MAX_BYTES as IMPORT_MAX_BYTES};
pub use outcome::{ImportLine, ImportOutcome, ImportReport};
pub use plan::preview_import;

use crate::domain::name::Name;
use crate::domain::selector::OwnerSelector;
use std::fmt;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The external service of every line that names none itself; otherwise it is told from the line's name.
    pub service: Option<Name>,
    /// Adopt the values as tokens of this project, bot or integration instead.
    pub adopt: Option<OwnerSelector>,
    /// Only the lines of these names, whatever they look like.
    pub only: Vec<String>,
    /// Every line that has a value, whatever it looks like.
    pub all: bool,
}

/// What importing a file would do; holds the values until it is carried out or dropped.
pub struct ImportPlan {
    steps: Vec<plan::Step>,
    adopt: Option<OwnerSelector>,
}

impl fmt::Debug for ImportPlan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ImportPlan({} lines)", self.steps.len())
    }
}
