//! The terminal interface: bytes in, frames out; it reaches the vault through services only.

pub mod action;
pub mod field;
pub mod guard;
pub mod input;
pub mod key;
pub mod keymap;
pub mod reader;
pub mod signals;
pub mod symbols;
pub mod terminal;
pub mod text;
pub mod theme;
