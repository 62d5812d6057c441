//! What this machine remembers of a vault: its newest event, in a small file outside the vault's directory, so that an older
//! copy put in the vault's place is noticed, and a log that was rewritten.

use super::log_verify::{BadEntry, Tampering};
use super::{Error, LogHead, Result, Services, Session};
use crate::domain::event::{Action, Outcome};
use crate::domain::label::display_safe;
use crate::domain::slot::VaultId;
use crate::services::change::About;
use crate::store::StoreError;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More than what is written takes.
const MOST_BYTES: u64 = 256;

/// What was remembered when it was last looked at.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The event that the file holds and the vault has.
    head: Option<LogHead>,
    /// What is remembered, and how the vault contradicts it.
    contradiction: Option<(LogHead, BadEntry)>,
    /// Why nothing can be kept or read.
    trouble: Option<String>,
}

/// The memory of one vault.
#[derive(Debug)]
pub(super) struct Memory {
    path: PathBuf,
    known: Mutex<Known>,
}

impl Memory {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the file says; nothing when there is none, or it is empty, as a crash may leave it.
    fn read(&self) -> io::Result<Option<LogHead>> {
        let opened = OpenOptions::new().read(true).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32).open(&self.path);
        let mut text = String::new();
        match opened {
            Ok(file) => file.take(MOST_BYTES).read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, "it does not hold a number and a hash");
        parse(&text).ok_or_else(wrong).map(Some)
    }

    /// Puts a head in the file's place, unless the file holds a newer one that is not to be replaced.
    fn write(&self, head: LogHead, forced: bool) -> io::Result<()> {
        let directory = self.path.parent().unwrap_or(Path::new("/"));
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        // Two that write at once would put the older head over the newer one.
        let guard = File::open(directory)?;
        guard.lock()?;
        if !forced && self.read()?.is_some_and(|kept| kept.seq >= head.seq) {
            return Ok(());
        }
        let new = self.path.with_extension("new");
        match std::fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
        file.write_all(write(head).as_bytes())?;
        drop(file);
        std::fs::rename(&new, &self.path)
    }

    fn trouble(&self, error: &io::Error) -> String {
        format!(
            "what this machine remembers of the vault cannot be kept in {}: {error}",
            display_safe(&self.path.display().to_string())
        )
    }
}

fn write(head: LogHead) -> String {
    let hash: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{} {hash}\n", head.seq)
}

fn parse(text: &str) -> Option<LogHead> {
    let (seq, hash) = text.strip_suffix('\n')?.split_once(' ')?;
    let (high, low) = hash.split_at_checked(32)?;
    let mut whole = [0; 32];
    whole[..16].copy_from_slice(&VaultId::from_hex(high)?.0);
    whole[16..].copy_from_slice(&VaultId::from_hex(low)?.0);
    Some(LogHead { seq: seq.parse().ok()?, hash: whole })
}

impl Services {
    /// The same, that remembers the newest event in a directory outside the vault's, and compares what it remembers with the vault
    /// now. Without a directory nothing is remembered.
    #[must_use]
    pub fn remembering(mut self, directory: Option<&Path>) -> Self {
        let path = directory.and_then(|directory| {
            let vault = self.store.read(|tx| tx.vault()).ok()?;
            Some(directory.join(vault.uuid.to_string()))
        });
        self.memory = path.map(|path| Memory { path, known: Mutex::default() });
        self.compare_memory();
        self
    }

    /// How the vault contradicts what this machine remembers of it, as far as was seen.
    pub fn rolled_back(&self) -> Option<BadEntry> {
        self.memory.as_ref()?.known().contradiction.map(|(_, bad)| bad)
    }

    /// What is to be said of this machine's memory: a contradiction, or why nothing can be remembered.
    pub fn memory_warning(&self) -> Option<String> {
        let known = self.memory.as_ref()?.known().clone();
        match known.contradiction {
            Some((_, bad)) => Some(format!("{bad}; if you restored a backup on purpose, say so: jeton log trust")),
            None => known.trouble,
        }
    }

    /// What this machine remembers, where the vault has it.
    pub(super) fn remembered(&self) -> Option<LogHead> {
        self.memory.as_ref()?.known().head
    }

    /// Compares again, and moves what is remembered on to the newest event unless the vault contradicts it.
    pub(super) fn compare_memory(&self) {
        let Some(memory) = &self.memory else { return };
        let compared = memory.read().map_err(|error| memory.trouble(&error)).and_then(|kept| {
            let state = self.store.read(|tx| -> std::result::Result<_, StoreError> {
                let head = Self::head(tx).map_err(|error| StoreError::Sql(error.to_string()))?;
                Ok((head, kept.map(|kept| tx.event_hash(kept.seq)).transpose()?.flatten()))
            });
            state.map(|(head, found)| (kept, head, found)).map_err(|error| error.to_string())
        });
        let (kept, head, found) = match compared {
            Ok(compared) => compared,
            Err(trouble) => return memory.known().trouble = Some(trouble),
        };
        let contradicts = |kept: LogHead| {
            let (seq, kind) = match kept.seq > head.seq {
                true => (head.seq + 1, Tampering::RolledBack { remembered: kept.seq }),
                false => (kept.seq, Tampering::NotRemembered),
            };
            // Of an empty log nothing but its beginning is known.
            let holds = kept.seq == 0 || found == Some(kept.hash);
            (!holds).then_some((kept, BadEntry { seq, kind }))
        };
        let contradiction = kept.and_then(contradicts);
        let mut known = Known { head: kept.filter(|_| contradiction.is_none()), contradiction, trouble: None };
        if contradiction.is_none() && kept.is_none_or(|kept| kept.seq < head.seq) {
            match memory.write(head, false) {
                Ok(()) => known.head = Some(head),
                Err(error) => known.trouble = Some(memory.trouble(&error)),
            }
        }
        *memory.known() = known;
    }

    /// Remembers an event of ours that was just committed. What is remembered is left alone where the vault contradicts it; that it
    /// could not be written is told of when it is next compared.
    pub(super) fn remember(&self, head: LogHead) {
        let Some(memory) = &self.memory else { return };
        let known = memory.known().clone();
        if known.contradiction.is_some() {
            return;
        }
        match memory.read() {
            // What another process has written since is compared with the vault before it gives way.
            Ok(kept) if kept.is_some() && kept != known.head => self.compare_memory(),
            Ok(_) => match memory.write(head, false) {
                Ok(()) => *memory.known() = Known { head: Some(head), ..Known::default() },
                Err(error) => memory.known().trouble = Some(memory.trouble(&error)),
            },
            Err(error) => memory.known().trouble = Some(memory.trouble(&error)),
        }
    }

    /// Takes the log as it is for right, although this machine remembers another: of a backup that was restored on purpose. Gives
    /// what was remembered, and what is from now on.
    ///
    /// # Errors
    /// The role may not change anything, nothing contradicts what is remembered, or it cannot be written.
    pub fn trust_head(&self, session: &Session) -> Result<(LogHead, LogHead)> {
        if !session.role().may_change() {
            return Err(Error::NotPermitted { role: session.role(), verb: "trust another log" });
        }
        self.compare_memory();
        let nothing =
            || Error::Invalid("nothing is remembered of this vault that differs from it; there is nothing to trust".to_owned());
        let memory = self.memory.as_ref().ok_or_else(nothing)?;
        let (kept, _) = memory.known().contradiction.ok_or_else(nothing)?;
        let before = self.log_head()?;
        let detail = format!("remembered {}; is {}", write(kept).trim_end(), write(before).trim_end());
        self.write(Some(session), |change| {
            change.record(Action::TrustHead, Outcome::Done, About { detail, ..About::default() })
        })?;
        let head = self.log_head()?;
        memory.write(head, true).map_err(|error| Error::Invalid(memory.trouble(&error)))?;
        *memory.known() = Known { head: Some(head), ..Known::default() };
        Ok((kept, head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_nothing_else() {
        let head = LogHead { seq: 4_711, hash: [0xab; 32] };
        assert_eq!(parse(&write(head)), Some(head));
        for text in
            ["", "1\n", "1 ab\n", "x 00\n", &write(head)[..40], &format!("-{}", write(head)), &format!("{}x", write(head))]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
