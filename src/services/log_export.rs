//! History as a file, however long it is: read in pieces, with the head of the chain at the end.

use super::save_value::save;
use super::{Error, LogQuery, Result, Services};
use crate::domain::event::{Event, Export, ExportFormat};
use crate::domain::label::display_safe;
use crate::store::{EventsFrom, StoreError};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Events that are looked at in one transaction, so that others get at the vault in between.
const STRIDE: u64 = 5_000;

impl Services {
    /// Writes the events that are asked for, the oldest first, and the head of the chain after them. Events that are written
    /// meanwhile are not in it. Gives how many there were.
    ///
    /// # Errors
    /// The store failed, an event on the way cannot be read, or `write` failed.
    pub fn export_log<E: From<Error>>(
        &self,
        query: &LogQuery,
        format: ExportFormat,
        mut write: impl FnMut(&str) -> std::result::Result<(), E>,
    ) -> std::result::Result<u64, E> {
        let head = self.log_head()?;
        let (mut export, mut text) = Export::begin(format);
        let mut count = 0;
        let mut put = |text: &mut String, event: &Event| -> Result<()> {
            count += 1;
            export.push(text, event).map_err(|error| Error::Invalid(error.to_string()))
        };
        if query.limit.is_some() {
            for event in self.log(query)?.iter().filter(|event| event.seq <= head.seq) {
                put(&mut text, event)?;
            }
        } else {
            let mut from = query.after.unwrap_or(0);
            while from < head.seq {
                let to = (from + STRIDE).min(head.seq);
                for event in self.events_between(query, from, to)? {
                    put(&mut text, &event)?;
                }
                write(&text)?;
                text.clear();
                from = to;
            }
        }
        text.push_str(&export.end(head.seq, &head.hash));
        write(&text)?;
        Ok(count)
    }

    /// As [`Services::export_log`], to a new file that only its owner can read.
    ///
    /// # Errors
    /// Something is at `path` (a link too), the disk is full, or as there; nothing is left behind then.
    pub fn export_log_to(&self, path: &Path, query: &LogQuery, format: ExportFormat) -> Result<u64> {
        let (mut count, mut of_the_vault) = (0, None);
        let saved = save(path, |file| {
            let mut file = BufWriter::new(file);
            let done = self.export_log(query, format, |text| file.write_all(text.as_bytes()).map_err(Trouble::Disk));
            count = done.map_err(|trouble| match trouble {
                Trouble::Disk(error) => error,
                Trouble::Vault(error) => {
                    let said = io::Error::other(error.to_string());
                    of_the_vault = Some(error);
                    said
                }
            })?;
            file.flush()
        });
        match of_the_vault {
            Some(error) => Err(error),
            None => saved.map(|()| count),
        }
    }

    fn events_between(&self, query: &LogQuery, after: u64, to: u64) -> Result<Vec<Event>> {
        let (now, token) = (self.now(), query.token.or_else(|| query.filter.token()));
        let (mut events, mut damaged) = (Vec::new(), None);
        self.store.read(|tx| {
            tx.scan_events(EventsFrom::After(after), token, |read| match read {
                Ok(event) if event.seq > to => ControlFlow::Break(()),
                Ok(event) => {
                    if query.wants(&event, now) {
                        events.push(event);
                    }
                    ControlFlow::Continue(())
                }
                Err(unreadable) if unreadable.seq > to => ControlFlow::Break(()),
                Err(unreadable) => {
                    damaged = Some(format!("event {}: {}", unreadable.seq, display_safe(&unreadable.why)));
                    ControlFlow::Break(())
                }
            })
        })?;
        match damaged {
            Some(damage) => Err(StoreError::Damaged(damage).into()),
            None => Ok(events),
        }
    }
}

/// Why an export to a file ended early.
enum Trouble {
    Disk(io::Error),
    Vault(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Vault(error)
    }
}
