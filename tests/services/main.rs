//! Stories of the use cases over a real vault, with the clock and the randomness held in hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod audit;
mod copy;
mod explain_call;
#[path = "../common/hand.rs"]
mod hand;
mod history;
mod import;
mod kinds;
mod log;
mod memory;
mod model;
mod overview;
mod owners;
mod passphrase;
mod review;
mod rotation;
mod sealing;
mod tampering;
mod unlock;
mod usage;
mod usage_time;
mod verifier;
mod verify;
mod world;
