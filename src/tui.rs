//! The terminal interface: bytes in, frames out; it reaches the vault through services only.

pub mod action;
pub mod field;
pub mod input;
pub mod key;
pub mod keymap;
pub mod symbols;
pub mod text;
pub mod theme;
