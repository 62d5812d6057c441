//! The machine that turns bytes into events, whatever way they were cut into pieces on the line.
//!
//! Sequences are recognised to their end, so that a terminal's late answer never becomes a key press. Only two things
//! go by time: a lone ESC is the Esc key after a short wait, and a sequence that never ends is given up.

use super::control;
use super::csi::{self, Meaning};
use super::event::InputEvent;
use super::paste::Paste;
use crate::tui::key::key;
use crossterm::event::{KeyCode, KeyModifiers};
use std::time::{Duration, Instant};

const ESC: u8 = 0x1b;
/// A sequence that has begun and stays silent for so long is given up.
const SEQUENCE_WAIT: Duration = Duration::from_secs(1);
/// A paste that stays silent for so long is handed over as it is.
const PASTE_WAIT: Duration = Duration::from_secs(30);
/// So long after a lone ESC became a key, its tail may still come and is known by its look.
const LATE_TAIL: Duration = Duration::from_secs(1);
/// So long a character that may begin such a tail is held back.
const TAIL_WAIT: Duration = Duration::from_millis(250);
/// Longer sequences are read to their end and mean nothing.
const MAX_SEQUENCE: usize = 64;

enum State {
    Ground,
    /// A character of several bytes.
    Utf8 {
        bytes: [u8; 4],
        have: usize,
        need: usize,
        alt: bool,
    },
    Escape,
    EscapeTwice,
    Csi {
        alt: bool,
    },
    SingleShift {
        alt: bool,
        held: u32,
    },
    LinuxFunction,
    OldMouse {
        left: u8,
    },
    /// OSC, DCS, APC, PM or SOS: an answer, read to its end and forgotten.
    Answer {
        bell_ends: bool,
        c1_ends: bool,
        escaped: bool,
    },
    /// A character after a lone ESC that may begin the tail of a sequence.
    MaybeTail(u8),
    Paste(Box<Paste>),
}

/// Turns bytes into events.
pub struct Normaliser {
    state: State,
    sequence: Vec<u8>,
    escape_wait: Duration,
    last_byte: Option<Instant>,
    lone_escape: Option<Instant>,
}

impl Normaliser {
    /// A machine that takes a lone ESC for the Esc key after `escape_wait`.
    pub fn new(escape_wait: Duration) -> Self {
        Self { state: State::Ground, sequence: Vec::new(), escape_wait, last_byte: None, lone_escape: None }
    }

    /// Takes what was read at `now`, however it was cut, and emits what it completes.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, emit: &mut dyn FnMut(InputEvent)) {
        if bytes.is_empty() {
            return;
        }
        if self.lone_escape.is_some_and(|at| now.saturating_duration_since(at) > LATE_TAIL) {
            self.lone_escape = None;
        }
        self.last_byte = Some(now);
        for byte in bytes {
            self.step(*byte, emit);
        }
    }

    /// When [`flush`](Self::flush) has something to decide, if nothing more comes.
    pub fn deadline(&self) -> Option<Instant> {
        let wait = match self.state {
            State::Ground => return None,
            State::Escape | State::EscapeTwice => self.escape_wait,
            State::MaybeTail(_) => TAIL_WAIT,
            State::Paste(_) => PASTE_WAIT,
            _ => SEQUENCE_WAIT,
        };
        self.last_byte.map(|at| at + wait)
    }

    /// Decides what is overdue at `now`: a lone ESC is a key, an unfinished sequence is given up.
    pub fn flush(&mut self, now: Instant, emit: &mut dyn FnMut(InputEvent)) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Escape => {
                self.lone_escape = Some(now);
                escape(emit);
            }
            State::EscapeTwice => {
                self.lone_escape = Some(now);
                escape(emit);
                escape(emit);
            }
            State::MaybeTail(byte) => emit(InputEvent::Key(control::key_of(byte, false))),
            State::Paste(paste) => emit(InputEvent::Paste(paste.finish(true))),
            _ => {}
        }
    }

    fn step(&mut self, byte: u8, emit: &mut dyn FnMut(InputEvent)) {
        self.state = match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.ground(byte, emit),
            State::Utf8 { bytes, have, need, alt } => self.utf8(byte, (bytes, have, need, alt), emit),
            State::Escape => self.after_escape(byte, false, emit),
            State::EscapeTwice => self.after_two_escapes(byte, emit),
            State::Csi { alt } => self.csi(byte, alt, emit),
            State::SingleShift { alt, held } => self.single_shift(byte, alt, held, emit),
            State::LinuxFunction => linux_function(byte, emit),
            State::OldMouse { left: 1 } => State::Ground,
            State::OldMouse { left } => State::OldMouse { left: left - 1 },
            State::Answer { bell_ends, c1_ends, escaped } => self.answer(byte, (bell_ends, c1_ends, escaped), emit),
            State::MaybeTail(first) => self.maybe_tail(first, byte, emit),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    emit(InputEvent::Paste(paste.finish(false)));
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
    }

    fn ground(&mut self, byte: u8, emit: &mut dyn FnMut(InputEvent)) -> State {
        if matches!(byte, b'[' | b']' | b'P' | b'_' | b'O') && self.lone_escape.take().is_some() {
            return State::MaybeTail(byte);
        }
        match byte {
            ESC => State::Escape,
            0x9b => self.begin_csi(false),
            0x8f => State::SingleShift { alt: false, held: 0 },
            0x90 | 0x98 | 0x9e | 0x9f => State::Answer { bell_ends: false, c1_ends: true, escaped: false },
            0x9d => State::Answer { bell_ends: true, c1_ends: true, escaped: false },
            0x80.. => begin_utf8(byte, false),
            _ => {
                emit(InputEvent::Key(control::key_of(byte, false)));
                State::Ground
            }
        }
    }

    fn begin_csi(&mut self, alt: bool) -> State {
        self.sequence.clear();
        State::Csi { alt }
    }

    fn after_escape(&mut self, byte: u8, alt: bool, emit: &mut dyn FnMut(InputEvent)) -> State {
        match byte {
            b'[' => self.begin_csi(alt),
            b'O' => State::SingleShift { alt, held: 0 },
            b']' => State::Answer { bell_ends: true, c1_ends: false, escaped: false },
            b'P' | b'X' | b'^' | b'_' => State::Answer { bell_ends: false, c1_ends: false, escaped: false },
            ESC => State::EscapeTwice,
            0x80.. => begin_utf8(byte, true),
            _ => {
                emit(InputEvent::Key(control::key_of(byte, true)));
                State::Ground
            }
        }
    }

    fn after_two_escapes(&mut self, byte: u8, emit: &mut dyn FnMut(InputEvent)) -> State {
        match byte {
            // Rxvt sends Alt with an arrow as two ESC.
            b'[' | b'O' => self.after_escape(byte, true, emit),
            _ => {
                escape(emit);
                self.after_escape(byte, false, emit)
            }
        }
    }

    fn csi(&mut self, byte: u8, alt: bool, emit: &mut dyn FnMut(InputEvent)) -> State {
        match byte {
            0x20..=0x3f => {
                if self.sequence.len() <= MAX_SEQUENCE {
                    self.sequence.push(byte);
                }
                State::Csi { alt }
            }
            0x40..=0x7e if self.sequence.len() > MAX_SEQUENCE => State::Ground,
            0x40..=0x7e => match csi::read(&self.sequence, byte, alt) {
                Meaning::Event(event) => {
                    emit(event);
                    State::Ground
                }
                Meaning::PasteStart => State::Paste(Box::default()),
                Meaning::OldMouse => State::OldMouse { left: 3 },
                Meaning::LinuxFunction => State::LinuxFunction,
                Meaning::Nothing => State::Ground,
            },
            // No sequence goes on so: it was cut off, and this is something new.
            _ => self.ground(byte, emit),
        }
    }

    fn single_shift(&mut self, byte: u8, alt: bool, held: u32, emit: &mut dyn FnMut(InputEvent)) -> State {
        match byte {
            b'0'..=b'9' => State::SingleShift { alt, held: u32::from(byte - b'0') },
            0x20..=0x7e => {
                if let Some(key) = csi::single_shift(byte, held, alt) {
                    emit(InputEvent::Key(key));
                }
                State::Ground
            }
            _ => self.ground(byte, emit),
        }
    }

    fn answer(&mut self, byte: u8, (bell_ends, c1_ends, escaped): (bool, bool, bool), emit: &mut dyn FnMut(InputEvent)) -> State {
        match byte {
            b'\\' if escaped => State::Ground,
            // ESC and anything but a backslash: the answer was cut off, and a new sequence has begun.
            _ if escaped => self.after_escape(byte, false, emit),
            ESC => State::Answer { bell_ends, c1_ends, escaped: true },
            0x07 if bell_ends => State::Ground,
            0x9c if c1_ends => State::Ground,
            0x18 | 0x1a => State::Ground,
            _ => State::Answer { bell_ends, c1_ends, escaped },
        }
    }

    fn maybe_tail(&mut self, first: u8, byte: u8, emit: &mut dyn FnMut(InputEvent)) -> State {
        let looks_like_one = match first {
            b'[' => {
                matches!(byte, b'0'..=b'9' | b'?' | b'<' | b'>' | b'=' | b'A'..=b'D' | b'F' | b'H' | b'I' | b'M' | b'O' | b'Z')
            }
            b']' => byte.is_ascii_digit(),
            b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'!' | b'+' | b'$'),
            b'O' => matches!(byte, b'A'..=b'D' | b'F' | b'H'),
            _ => byte == b'G',
        };
        if looks_like_one {
            self.state = self.after_escape(first, false, emit);
            self.step(byte, emit);
            return std::mem::replace(&mut self.state, State::Ground);
        }
        emit(InputEvent::Key(control::key_of(first, false)));
        self.ground(byte, emit)
    }

    fn utf8(
        &mut self,
        byte: u8,
        (mut bytes, have, need, alt): ([u8; 4], usize, usize, bool),
        emit: &mut dyn FnMut(InputEvent),
    ) -> State {
        if byte & 0xc0 != 0x80 {
            return self.ground(byte, emit);
        }
        bytes[have] = byte;
        if have + 1 < need {
            return State::Utf8 { bytes, have: have + 1, need, alt };
        }
        let c = std::str::from_utf8(&bytes[..need]).ok().and_then(|text| text.chars().next());
        if let Some(c) = c.filter(|c| !c.is_control()) {
            let modifiers = if alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
            emit(InputEvent::Key(key(KeyCode::Char(c), modifiers)));
        }
        State::Ground
    }
}

fn escape(emit: &mut dyn FnMut(InputEvent)) {
    emit(InputEvent::Key(key(KeyCode::Esc, KeyModifiers::NONE)));
}

fn linux_function(byte: u8, emit: &mut dyn FnMut(InputEvent)) -> State {
    if let b'A'..=b'E' = byte {
        emit(InputEvent::Key(key(KeyCode::F(byte - b'A' + 1), KeyModifiers::NONE)));
    }
    State::Ground
}

fn begin_utf8(byte: u8, alt: bool) -> State {
    let need = match byte {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return State::Ground,
    };
    State::Utf8 { bytes: [byte, 0, 0, 0], have: 1, need, alt }
}
