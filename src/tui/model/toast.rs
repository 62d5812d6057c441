//! Short messages that go away by themselves, and the record of all of this session.

use super::moment::Moment;
use crate::domain::Instant;
use std::collections::VecDeque;
use std::time::Duration;

/// How long a message of good news stays.
const SHOWN_FOR: Duration = Duration::from_secs(4);

/// How long an error stays: longer, for it has to be read.
const ERROR_SHOWN_FOR: Duration = Duration::from_secs(8);

/// The most that are shown.
const MOST: usize = 3;

/// The most that are remembered.
const REMEMBERED: usize = 500;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something is to be known.
    Note,
    /// Something failed.
    Error,
}

/// One message. Its text never holds a value: nothing that says one is handed a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What it is about.
    pub tone: Tone,
    /// Its text, safe to show.
    pub text: String,
    /// When it goes, in time up.
    pub until: Duration,
}

/// A message as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When it was said, the last time.
    pub at: Instant,
    /// What it is about.
    pub tone: Tone,
    /// Its text, safe to show.
    pub text: String,
    /// How often it was said, one time right after the other.
    pub times: usize,
}

/// The messages, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    said: VecDeque<Said>,
}

impl Toasts {
    /// Shows a message.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>, now: Moment) {
        let stay = if tone == Tone::Error { ERROR_SHOWN_FOR } else { SHOWN_FOR };
        let text = crate::domain::label::display_safe(&text.into()).to_string();
        self.remember(tone, &text, now);
        self.shown.retain(|toast| toast.text != text);
        self.shown.insert(0, Toast { tone, text, until: now.plus(stay) });
        self.shown.truncate(MOST);
    }

    fn remember(&mut self, tone: Tone, text: &str, now: Moment) {
        match self.said.front_mut() {
            Some(last) if last.tone == tone && last.text == text => {
                last.at = now.wall;
                last.times += 1;
            }
            _ => self.said.push_front(Said { at: now.wall, tone, text: text.to_owned(), times: 1 }),
        }
        self.said.truncate(REMEMBERED);
    }

    /// Takes away what has been shown long enough.
    pub fn expire(&mut self, now: Moment) {
        self.shown.retain(|toast| !now.reached(toast.until));
    }

    /// Takes all off the screen; they stay remembered.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// The newest that is shown.
    pub fn newest(&self) -> Option<&Toast> {
        self.shown.first()
    }

    /// How many are shown besides the newest.
    pub fn others(&self) -> usize {
        self.shown.len().saturating_sub(1)
    }

    /// When the next one goes.
    pub fn deadline(&self) -> Option<Duration> {
        self.shown.iter().map(|toast| toast.until).min()
    }

    /// What was said in this session, the newest first, at most 500.
    pub fn said(&self) -> impl ExactSizeIterator<Item = &Said> {
        self.said.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Moment {
        let wall = Instant::UNIX_EPOCH + jiff::SignedDuration::from_secs(seconds.cast_signed());
        Moment { wall, up: Duration::from_secs(seconds) }
    }

    #[test]
    fn an_error_outlives_the_note_that_came_after_it() {
        let mut toasts = Toasts::default();
        toasts.say(Tone::Error, "the disk is full", at(0));
        toasts.say(Tone::Note, "a note", at(1));
        assert_eq!((toasts.newest().map(|toast| toast.text.as_str()), toasts.others()), (Some("a note"), 1));
        toasts.expire(at(5));
        assert_eq!(toasts.newest().map(|toast| toast.text.as_str()), Some("the disk is full"));
        toasts.expire(at(8));
        assert_eq!((toasts.newest(), toasts.deadline()), (None, None));
        let said: Vec<&str> = toasts.said().map(|said| said.text.as_str()).collect();
        assert_eq!(said, ["a note", "the disk is full"]);
    }

    #[test]
    fn what_is_said_again_is_counted_and_what_is_long_ago_forgotten() {
        let mut toasts = Toasts::default();
        for second in 0..3 {
            toasts.say(Tone::Note, "wait", at(second));
        }
        assert_eq!(toasts.said().map(|said| (said.times, said.at)).collect::<Vec<_>>(), [(3, at(2).wall)]);
        for second in 0..2 * REMEMBERED as u64 {
            toasts.say(Tone::Note, second.to_string(), at(second));
        }
        assert_eq!(toasts.said().len(), REMEMBERED);
    }
}
