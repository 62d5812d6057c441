//! What is wrong with a usage file, said so that nobody fears for the vault.

use crate::domain::label::{DisplaySafe, display_safe};
use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// The usage file could not be read or written. No token is affected.
#[derive(Debug, thiserror::Error)]
#[error("usage figures in {}: {what}; tokens are not affected", name(path))]
pub struct UsageError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub what: Fault,
}

impl UsageError {
    /// Whether the file stays unreadable until somebody does something about it.
    pub fn is_lasting(&self) -> bool {
        self.what.is_final() || matches!(self.what, Fault::Newer)
    }
}

/// It lies beside the vault, whose path is known.
fn name(path: &Path) -> DisplaySafe {
    display_safe(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// What is wrong with a usage file.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It belongs to another vault.
    #[error("the file belongs to another vault")]
    Foreign,
    /// It is no usage file, or not as it should be.
    #[error("the file is damaged ({0})")]
    Damaged(String),
    /// A newer program made it.
    #[error("a newer jeton made the file; install that one, or delete the file")]
    Newer,
    /// It was deleted, moved or replaced while it was open.
    #[error("the file was deleted, moved or replaced")]
    Replaced,
    /// The disk is full.
    #[error("the disk is full; free some space")]
    Full,
    /// Another process holds the file for too long.
    #[error("another process holds the file")]
    Busy,
    /// Earlier files were set aside so often that no name is free.
    #[error("no name is free to set the file aside; delete what was set aside before")]
    Crowded,
    /// Anything else, in the store's words.
    #[error("{0}")]
    Other(StoreError),
}

impl Fault {
    /// Whether nothing can be done with the file but to begin another.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Foreign | Self::Damaged(_))
    }

    /// Whether the open file may be used again once the cause is gone.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Full | Self::Busy)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged(what) | StoreError::UnexpectedSchema(what) | StoreError::Constraint { what } => {
                Self::Damaged(what)
            }
            StoreError::NotAVault { why, .. } => Self::Damaged(why.to_owned()),
            StoreError::Newer { .. } => Self::Newer,
            StoreError::Replaced(_) => Self::Replaced,
            StoreError::Full => Self::Full,
            StoreError::Busy => Self::Busy,
            other => Self::Other(other),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}
