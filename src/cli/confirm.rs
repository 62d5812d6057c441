//! Asking before something that cannot be undone.

use super::failure::{Failure, Result};
use super::terminal::Terminal;
use crate::domain::label::display_safe;

/// What must be typed to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What will happen, one line each.
    pub consequences: Vec<String>,
    /// What is asked for, for example `the token's name`.
    pub wanted: String,
    /// The answers that let it happen.
    pub answers: Vec<String>,
}

/// Goes on when `yes` was said on the command line or the person at the terminal types the answer.
///
/// # Errors
/// There is no terminal and no `--yes`, or the answer is another.
pub fn confirm(yes: bool, question: &Question) -> Result<()> {
    if yes {
        return Ok(());
    }
    let mut terminal = Terminal::open().ok_or_else(|| {
        Failure::usage("this cannot be undone, and there is no terminal to ask").hint("add --yes to do it without asking")
    })?;
    for line in &question.consequences {
        terminal.say(display_safe(line).as_str())?;
    }
    let answer = terminal.ask(&format!("type {} to go on: ", display_safe(&question.wanted)))?;
    if question.answers.contains(&answer) {
        Ok(())
    } else {
        Err(Failure::usage("that is not what was asked for; nothing was changed"))
    }
}
