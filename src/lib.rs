//! Jeton: API tokens for the bots and services that you host yourself.
//!
//! The map of the house, imports pointing down only (held by `tests/boundaries`):
//!
//! ```text
//! main ─▶ cli, tui, serve ─▶ app, services ─▶ store, vault, clipboard, clock ─▶ domain
//! ```
//!
//! - [`domain`] holds the words and rules: tokens, secrets, scopes, filters. Pure.
//! - [`vault`] holds the keys: Argon2id slots, HPKE sealing, digests, minting.
//! - [`store`] holds all SQL and everything about the database file.
//! - [`clipboard`] puts a value where the operator pastes from, and takes it away again.
//! - [`services`] is one use case a file: the only way from a front end to the rooms below.
//! - [`cli`], [`tui`] and [`serve`] are thin front ends that never import each other.
//!
//! The way of a request: proxy → `serve::connection` → `serve::gateway` reads its headers → [`services`] looks the value up →
//! `domain::verdict` judges → `serve::answer`.
//!
//! The way of a key press: bytes → `tui::input` → `tui::keymap` → `Msg` → `update` (pure) →
//! effects → `tui::runtime` runs them on [`services`] off the loop → `Msg` → a frame, if anything changed.

pub mod app;
pub mod cli;
pub mod clipboard;
pub mod clock;
pub mod config;
pub mod domain;
pub mod serve;
pub mod services;
pub mod store;
pub mod tui;
pub mod vault;
