//! Notifications: a program of the operator's is run for findings that are new since it was last run.

mod deliver;
mod memory;
mod message;
mod watch;

pub use watch::{NotifyWatch, WATCH_COMMAND, cannot_watch, watch};

use super::{Audit, Services};
use crate::domain::finding::Finding;
use crate::domain::label::display_safe;
use crate::domain::notice::Notifying;
use deliver::deliver;
use memory::Memory;
use message::Message;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What came of a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notified {
    /// Nothing was new.
    Nothing,
    /// The program was told of so many findings.
    Told(usize),
    /// It was not told: why, for people. What was new stays new.
    Failed(String),
}

/// What tells one finding from another: token, rule, cause.
type Key = (String, String, String);

impl Services {
    /// Runs the program for the open findings of an audit that matter enough and were not told before. A finding that went away
    /// and came back is new. What was told is kept in a small file beside the vault; where that is lost, it is told once more.
    pub fn notify(&self, notifying: &Notifying, audit: &Audit, stop: &AtomicBool) -> Notified {
        let wanted = |finding: &&Finding| finding.is_open() && finding.severity >= notifying.severity;
        let present: Vec<&Finding> = audit.findings.iter().filter(wanted).collect();
        let memory = Memory::beside(self.usage_path());
        let told = memory.read();
        let new: Vec<&Finding> = present.iter().copied().filter(|finding| !told.contains(&key(finding))).collect();
        let mut still: BTreeSet<Key> = present.iter().map(|finding| key(finding)).filter(|key| told.contains(key)).collect();
        let notified = if new.is_empty() {
            Notified::Nothing
        } else {
            let message = Message::of(self.info().account.as_str(), self.now(), &new, audit);
            match send(notifying, &message, stop) {
                Ok(()) => {
                    still.extend(new.iter().map(|finding| key(finding)));
                    Notified::Told(new.len())
                }
                Err(why) => Notified::Failed(why),
            }
        };
        match memory.write(&still, &told) {
            Ok(()) => notified,
            Err(error) => Notified::Failed(format!("what was told cannot be remembered, and will be told again: {error}")),
        }
    }

    /// Runs the program with a sample, so that an operator can try it.
    pub fn notify_sample(&self, notifying: &Notifying) -> Notified {
        let message = Message::sample(self.info().account.as_str(), self.now());
        match send(notifying, &message, &AtomicBool::new(false)) {
            Ok(()) => Notified::Told(1),
            Err(why) => Notified::Failed(why),
        }
    }
}

fn key(finding: &Finding) -> Key {
    let token = finding.token.map(|id| id.to_string()).unwrap_or_default();
    (token, finding.rule.word().to_owned(), finding.cause.clone())
}

fn send(notifying: &Notifying, message: &Message<'_>, stop: &AtomicBool) -> Result<(), String> {
    let input = serde_json::to_vec(message).map_err(|error| error.to_string())?;
    let failed = |why: String| {
        let program = notifying.command.first().map(String::as_str).unwrap_or_default();
        format!("{}: {why}", display_safe(program))
    };
    deliver(&notifying.command, &input, Duration::from_secs(notifying.timeout.as_secs()), stop).map_err(failed)
}
