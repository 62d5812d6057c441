//! Whether the file's pages are whole.

use super::{StoreError, Tx};

/// The most faults that are listed.
const MOST: usize = 5;

impl Tx<'_> {
    /// What is wrong with the file's pages and indices, at most five complaints of the engine; empty where it is whole.
    /// Reads all of the file.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.sql().prepare(&format!("PRAGMA quick_check({MOST})"))?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}
