//! tmux as the clipboard: a buffer to paste from, passed on to the terminal outside (`load-buffer -w`, tmux 3.2).

use super::child::{self, Finished, Keep};
use super::mark::Mark;
use super::{Cleared, ClipboardError, Environment};
use std::ffi::OsString;
use std::process::Command;

const WHAT: &str = "tmux";
const LIST: [&str; 3] = ["list-buffers", "-F", "#{buffer_name}"];

/// The tmux server that we are inside, and the buffer that holds our value.
pub(super) struct Tmux {
    program: OsString,
    variables: Vec<(&'static str, OsString)>,
    ours: Option<Buffer>,
}

struct Buffer {
    name: String,
    mark: Mark,
    reached_terminal: bool,
}

impl Tmux {
    pub(super) fn new(environment: &Environment) -> Self {
        let variables = [("TMUX", &environment.tmux), ("TMUX_PANE", &environment.tmux_pane)];
        let variables = variables.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect();
        Self { program: "tmux".into(), variables, ours: None }
    }

    /// Makes the value the newest buffer. The buffer gets a name of tmux's choosing, since its paste key passes named ones
    /// over. False when this tmux is too old to tell the terminal.
    pub(super) fn put(&mut self, value: &str) -> Result<bool, ClipboardError> {
        let mut reached_terminal = true;
        let mut finished = self.tmux(&["load-buffer", "-w", "-", ";", LIST[0], LIST[1], LIST[2]], value, NAMES)?;
        if is_usage_error(&finished) {
            reached_terminal = false;
            finished = self.tmux(&["load-buffer", "-", ";", LIST[0], LIST[1], LIST[2]], value, NAMES)?;
        }
        let name = first_line(&succeeded(finished)?);
        let previous = self.ours.replace(Buffer { name, mark: Mark::of(value), reached_terminal });
        if let Some(previous) = previous {
            self.delete(&previous)?;
        }
        Ok(reached_terminal)
    }

    /// Removes our buffer if it still holds our value, and overwrites the terminal's clipboard unless tmux has copied
    /// something newer since.
    pub(super) fn take_back(&mut self) -> Result<Cleared, ClipboardError> {
        let Some(ours) = &self.ours else { return Ok(Cleared::Nothing) };
        let cleared = if !self.holds(ours)? {
            Cleared::Replaced
        } else if ours.reached_terminal && first_line(&succeeded(self.tmux(&LIST, "", NAMES)?)?) == ours.name {
            let name = ours.name.as_str();
            succeeded(self.tmux(&["load-buffer", "-w", "-b", name, "-", ";", "delete-buffer", "-b", name], " ", NAMES)?)?;
            Cleared::Cleared
        } else {
            self.delete(ours)?;
            Cleared::Cleared
        };
        self.ours = None;
        Ok(cleared)
    }

    fn delete(&self, buffer: &Buffer) -> Result<(), ClipboardError> {
        if self.holds(buffer)? {
            succeeded(self.tmux(&["delete-buffer", "-b", &buffer.name], "", NAMES)?)?;
        }
        Ok(())
    }

    fn holds(&self, buffer: &Buffer) -> Result<bool, ClipboardError> {
        let finished = self.tmux(&["show-buffer", "-b", &buffer.name], "", Keep::Output(buffer.mark.length() + 1))?;
        Ok(finished.status.success() && buffer.mark.is(&finished.output))
    }

    fn tmux(&self, arguments: &[&str], input: &str, keep: Keep) -> Result<Finished, ClipboardError> {
        let mut command = Command::new(&self.program);
        command.args(arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        child::run(WHAT, command, input.as_bytes(), keep)
    }
}

/// Room for the name of the newest buffer, which comes first.
const NAMES: Keep = Keep::Output(256);

fn first_line(finished: &Finished) -> String {
    String::from_utf8_lossy(&finished.output).lines().next().unwrap_or_default().to_owned()
}

fn succeeded(finished: Finished) -> Result<Finished, ClipboardError> {
    if finished.status.success() {
        return Ok(finished);
    }
    let detail = if finished.complaint.is_empty() { finished.status.to_string() } else { finished.complaint };
    Err(ClipboardError::failed(WHAT, detail))
}

/// What tmux before 3.2 says to `-w`; nothing of the command line was run then.
fn is_usage_error(finished: &Finished) -> bool {
    !finished.status.success() && ["unknown flag", "usage:"].iter().any(|word| finished.complaint.contains(word))
}

#[cfg(test)]
mod tests;
