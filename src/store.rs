//! All SQL, and everything about the database file.

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// To come.
    #[error("{0}")]
    Fault(String),
}
