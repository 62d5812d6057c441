//! The operator's own command as a clipboard: the value on its standard input.

use super::ClipboardError;
use super::child::{self, Keep};
use std::process::Command;

const WHAT: &str = "the clipboard command";

/// Runs the command without a shell. Clearing hands it a single space: what it holds by then cannot be asked.
pub(super) fn put(argv: &[String], value: &str) -> Result<(), ClipboardError> {
    let [program, arguments @ ..] = argv else {
        return Err(ClipboardError::Refused(super::Refusal::NoCommand));
    };
    let mut command = Command::new(program);
    command.args(arguments);
    let finished = child::run(WHAT, command, value.as_bytes(), Keep::Nothing)?;
    if finished.status.success() { Ok(()) } else { Err(ClipboardError::failed(WHAT, finished.status)) }
}
