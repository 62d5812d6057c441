//! The command line as a person and a script meet it: the real program on a real vault.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../common/mod.rs"]
mod common;

/// Compares a transcript with the one kept under `snapshots/`.
macro_rules! story {
    ($transcript:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($transcript) })
    };
}

mod audit;
mod change_passphrase;
mod first_run;
mod history;
mod import;
mod listing;
mod notify;
mod output;
mod owners;
mod passphrases;
mod policy;
mod program;
mod readme;
mod refusals;
mod review;
mod routes;
mod scan;
mod scan_git;
mod several;
mod terminal;
mod usage;
mod values;
