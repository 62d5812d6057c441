//! The usage file beside a vault: what the verification service counts. Statistics, and never more: whatever is wrong with it
//! is said, and stops nobody.
//!
//! - `file` finds, makes, checks and sets aside the file; `error` says what is wrong with it.
//! - `write` adds what was counted; `prune` lets old things go, without trusting the clock too much; `bound` says how large the
//!   file gets at most, and holds it to that.
//! - `read` answers questions about one token, `traffic` about the whole vault, `calls` about the latest calls, `audit` about
//!   all tokens at once.
//! - `watch` waits until there is something new.

mod audit;
mod bound;
mod calls;
mod error;
mod file;
mod prune;
mod read;
mod rows;
mod traffic;
mod watch;
mod write;

pub use bound::Bound;
pub use error::UsageError;
pub use file::{UsageReader, UsageWriter, Written};
pub use watch::UsageWatch;
