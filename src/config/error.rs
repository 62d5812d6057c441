//! What can be wrong with a configuration file, and on which line.

use std::path::PathBuf;

/// Why a configuration file is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("the configuration {} cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Anyone could change it, and it can name commands that Jeton runs.
    #[error("the configuration {} can be changed by any user; close it with: chmod o-w", path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
    },
    /// Its content is not as it should be.
    #[error("{}line {line}: {message}", path.as_ref().map(|path| format!("the configuration {}, ", path.display())).unwrap_or_default())]
    Content {
        /// The file, when it came from one.
        path: Option<PathBuf>,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what to write instead.
        message: String,
    },
}
