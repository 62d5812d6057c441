//! All SQL, and everything about the database file.
//!
//! Services see [`Store`], [`Tx`] and [`StoreError`]; which engine stands behind them is known in this room only.
//!
//! - [`place`](self) decides whether a path is fit to hold a vault, before the engine touches it.
//! - A connection is hardened, and what was asked of it is read back.
//! - An older vault is migrated after a verified backup; a newer, foreign or tampered one is refused untouched.
//! - A change and its event are one transaction: see [`Store::write`].

mod backup;
mod connection;
mod create;
mod error;
mod events;
mod header;
mod identity;
mod migrate;
mod network;
mod owners;
mod place;
mod probe;
mod rows;
mod schema;
mod secrets;
mod slots;
mod sql_error;
mod summaries;
mod tokens;
mod transaction;
mod vault;

pub use error::StoreError;
pub use owners::NewOwner;
pub use secrets::{NewSecret, SealedRow};
pub use transaction::{Store, Tx, Wiped};
pub use vault::{VaultKeyRow, VaultRow};
