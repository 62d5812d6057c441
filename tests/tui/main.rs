//! The terminal interface as a person uses it: scripts of keys, and the frames that come of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod activity;
mod audit;
mod bulk;
mod bytes;
mod callers;
mod changes;
mod completeness;
mod desk;
mod detail;
mod dialogs;
mod finding;
mod first_run;
mod frames;
#[path = "../common/hand.rs"]
mod hand;
mod import;
mod locking;
mod looks;
mod mouse;
mod noticed;
mod owners;
mod passphrase;
mod pictures;
mod policy;
mod review;
mod roles;
mod scenes;
mod sizes;
mod surroundings;
mod svg;
mod traffic;
mod usage;
mod values;
mod wizard;
mod world;
