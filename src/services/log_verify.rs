//! Proving that nobody rewrote history: the chain, the keyed hashes, a head kept elsewhere, and what this machine remembers.

mod classify;
mod ranges;
mod report;
mod stand;
mod walk;

pub use report::{BadEntry, ChainReport, Proof, Stretch, Tampering};
pub use walk::ChainWalk;
