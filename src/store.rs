//! All SQL, and everything about the database file.
//!
//! Services see [`Store`], [`Tx`] and [`StoreError`]; which engine stands behind them is known in this room only.
//!
//! - `place`, `network`, `header` and `probe` decide whether a path is fit to hold a vault, before the engine touches it.
//! - `connection` is hardened, and what was asked of it is read back.
//! - `accept`, `schema`, `migrate` and `backup`: an older vault is upgraded after a verified copy; a newer, foreign or
//!   tampered one is refused untouched.
//! - `create` makes all of a vault, or nothing.
//! - `freshness` and `lookout` tell whether what was read is still the committed state; `known` is what the verification service reads.
//! - `usage` is a file of its own beside the vault, of figures that may be lost.
//! - `handle` and `transaction`: a change and its event are one transaction, see [`Store::write`].
//!
//! Nobody else may open the file: closing a second descriptor of it would drop the locks of this process, see `probe`.

mod accept;
mod acceptances;
mod audit;
mod backup;
mod chain_rows;
mod condition;
mod connection;
mod create;
mod error;
mod events;
mod freshness;
mod handle;
mod header;
mod identity;
mod known;
mod lookout;
mod migrate;
mod network;
mod owners;
mod place;
mod probe;
mod reviews;
mod roster;
mod rows;
mod schema;
mod secrets;
mod sightings;
mod slots;
mod sql_error;
mod summaries;
mod tokens;
mod transaction;
mod usage;
mod vault;
mod watch;

pub use chain_rows::{KeptEvent, StoredEvent, Unfit};
pub use connection::engine_version;
pub use error::StoreError;
pub use events::{EventsFrom, UnreadableEvent};
pub use freshness::Stamp;
pub use handle::{Store, Wiped};
pub use known::{KnownPlace, KnownRow};
pub use owners::NewOwner;
pub use secrets::{NewSecret, SealedRow};
pub use transaction::Tx;
pub use usage::{Bound, UsageError, UsageReader, UsageWatch, UsageWriter, Written};
pub use vault::{VaultKeyRow, VaultRow};
pub use watch::Watch;
