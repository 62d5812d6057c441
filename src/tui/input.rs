//! From the terminal's bytes to what a person did.

mod event;

pub use event::{InputEvent, Mouse, MouseKind, Pasted};
