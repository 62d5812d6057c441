//! The clipboard of X11 or Wayland. Whoever copied must stay and serve those who paste, so the connection is kept
//! on a thread of its own for the session; a display that does not answer cannot hang the interface.

use super::mark::Mark;
use super::{Cleared, ClipboardError};
use crate::domain::plaintext::Plaintext;
use arboard::SetExtLinux as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long the display may take.
const LIMIT: Duration = Duration::from_millis(500);
const WHAT: &str = "the display";

/// The way to the thread that owns the clipboard.
#[derive(Default)]
pub(super) struct Native {
    requests: Option<Sender<Request>>,
}

enum Request {
    Put(Plaintext, SyncSender<Result<(), String>>),
    IsOurs(SyncSender<Result<bool, String>>),
    TakeBack(SyncSender<Result<Cleared, String>>),
}

impl Native {
    pub(super) fn put(&mut self, value: &str) -> Result<(), ClipboardError> {
        let value = Plaintext::new(value.to_owned());
        self.ask(|reply| Request::Put(value, reply))
    }

    /// Empties the clipboard if it still holds our value.
    pub(super) fn take_back(&mut self) -> Result<Cleared, ClipboardError> {
        if self.requests.is_none() {
            return Ok(Cleared::Nothing);
        }
        self.ask(Request::TakeBack)
    }

    /// Whether the clipboard still holds our value.
    pub(super) fn is_ours(&mut self) -> Result<bool, ClipboardError> {
        if self.requests.is_none() { Ok(false) } else { self.ask(Request::IsOurs) }
    }

    fn ask<T>(&mut self, request: impl FnOnce(SyncSender<Result<T, String>>) -> Request) -> Result<T, ClipboardError> {
        let (reply, answer) = sync_channel(1);
        let requests = match &self.requests {
            Some(requests) => requests,
            None => self.requests.insert(start()?),
        };
        let sent = requests.send(request(reply)).map_err(|_| RecvTimeoutError::Disconnected);
        match sent.and_then(|()| answer.recv_timeout(LIMIT)) {
            Ok(result) => result.map_err(|detail| ClipboardError::failed(WHAT, detail)),
            Err(error) => {
                // The next copy starts afresh; the thread that was too slow ends by itself and takes its value along.
                self.requests = None;
                Err(match error {
                    RecvTimeoutError::Timeout => ClipboardError::Slow { what: WHAT, limit: LIMIT },
                    RecvTimeoutError::Disconnected => ClipboardError::failed(WHAT, "the connection ended"),
                })
            }
        }
    }
}

fn start() -> Result<Sender<Request>, ClipboardError> {
    let (sender, requests) = channel();
    let body = move || serve(&requests);
    thread::Builder::new().name("clipboard".to_owned()).spawn(body).map_err(|error| ClipboardError::failed(WHAT, error))?;
    Ok(sender)
}

/// Ends when nobody can ask any more. What is still ours is given up then: the library would else hand it to a clipboard manager.
fn serve(requests: &Receiver<Request>) {
    let mut owner = Owner::default();
    for request in requests {
        match request {
            Request::Put(value, reply) => {
                // Nobody waits any more: they were told that it failed, so it must not stay there.
                if reply.send(owner.put(&value)).is_err() {
                    let _ = owner.take_back();
                }
            }
            Request::IsOurs(reply) => {
                let _ = reply.send(Ok(owner.is_ours()));
            }
            Request::TakeBack(reply) => {
                let _ = reply.send(owner.take_back());
            }
        }
    }
    let _ = owner.take_back();
}

#[derive(Default)]
struct Owner {
    board: Option<arboard::Clipboard>,
    ours: Option<Mark>,
}

impl Owner {
    /// Clipboard managers are asked not to keep it (`x-kde-passwordManagerHint`).
    fn put(&mut self, value: &Plaintext) -> Result<(), String> {
        let board = match &mut self.board {
            Some(board) => board,
            None => self.board.insert(arboard::Clipboard::new().map_err(|error| error.to_string())?),
        };
        board.set().exclude_from_history().text(value.expose()).map_err(|error| error.to_string())?;
        self.ours = Some(Mark::of(value.expose()));
        Ok(())
    }

    fn is_ours(&mut self) -> bool {
        match (&mut self.board, &self.ours) {
            (Some(board), Some(ours)) => board.get_text().is_ok_and(|content| ours.is(Zeroizing::new(content).as_bytes())),
            _ => false,
        }
    }

    fn take_back(&mut self) -> Result<Cleared, String> {
        let is_ours = self.is_ours();
        match (&mut self.board, self.ours.take()) {
            (Some(board), Some(_)) if is_ours => board.clear().map(|()| Cleared::Cleared).map_err(|error| error.to_string()),
            (Some(_), Some(_)) => Ok(Cleared::Replaced),
            _ => Ok(Cleared::Nothing),
        }
    }
}
