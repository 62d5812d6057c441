//! One-line inputs: text that is shown, and secrets that are not.

mod line;
mod secret;
mod text;

pub use line::typeable;
pub use secret::SecretField;
pub use text::TextField;
