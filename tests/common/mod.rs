//! What black-box tests share: a vault in a temporary directory and the real program to use it with.

pub mod fixture;
mod transcript;

pub use fixture::{Fixture, PASSPHRASE, Run};
