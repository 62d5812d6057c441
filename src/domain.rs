//! The words and rules of Jeton, pure: no clock, no I/O, no front end.

pub mod brand;
pub mod carrier;
pub mod catalogue;
pub mod chart;
pub mod checkup;
pub mod entropy_estimate;
pub mod event;
pub mod expiry;
pub mod filter;
pub mod format;
pub mod gateway_config;
pub mod grace;
pub mod hindsight;
pub mod id;
pub mod identity;
pub mod kind;
pub mod label;
pub mod lifecycle;
pub mod listen;
pub mod mask;
pub mod name;
pub mod nearest;
pub mod number;
pub mod order;
pub mod owner;
pub mod passphrase;
pub mod plaintext;
pub mod policy;
pub mod rate_limit;
pub mod relative;
pub mod role;
pub mod roster;
pub mod route;
pub mod scope;
pub mod secret;
pub mod secretlike;
pub mod selector;
pub mod slot;
pub mod snippet;
pub mod span;
pub mod summary;
pub mod token;
pub mod traffic;
pub mod verdict;

/// An instant, UTC; stored with millisecond precision.
pub type Instant = jiff::Timestamp;
