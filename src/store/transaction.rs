//! The transactions that everything happens in.

use super::error::{Result, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// A transaction, through which the rows are reached.
#[derive(Debug)]
pub struct Tx<'a> {
    connection: &'a Connection,
}

impl Tx<'_> {
    /// Where rows are read and written; for the row modules only.
    pub(super) fn sql(&self) -> &Connection {
        self.connection
    }

    /// One transaction as the only writer, with a last look before the commit.
    pub(super) fn run<T, E: From<StoreError>>(
        connection: &mut Connection,
        change: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
        before_commit: impl FnOnce() -> Result<()>,
    ) -> std::result::Result<T, E> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let value = change(&Tx { connection: &transaction })?;
        before_commit()?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// One transaction that can change nothing, on one consistent state.
    pub(super) fn look<T, E: From<StoreError>>(
        connection: &Connection,
        look: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let _looking = OnlyLooking::begin(connection)?;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Deferred).map_err(StoreError::from)?;
        look(&Tx { connection: &transaction })
    }
}

/// Forbids writing on a connection while it lives.
struct OnlyLooking<'a>(&'a Connection);

impl<'a> OnlyLooking<'a> {
    fn begin(connection: &'a Connection) -> Result<Self> {
        connection.pragma_update(None, "query_only", true)?;
        Ok(Self(connection))
    }
}

impl Drop for OnlyLooking<'_> {
    fn drop(&mut self) {
        let _ = self.0.pragma_update(None, "query_only", false);
    }
}
