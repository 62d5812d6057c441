//! Short messages that go away by themselves.

use super::moment::Moment;
use std::time::Duration;

/// How long a message of good news stays.
const SHOWN_FOR: Duration = Duration::from_secs(4);

/// How long an error stays: longer, for it has to be read.
const ERROR_SHOWN_FOR: Duration = Duration::from_secs(8);

/// The most that are kept.
const MOST: usize = 3;

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

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What it is about.
    pub tone: Tone,
    /// Its text, safe to show.
    pub text: String,
    /// When it goes, in time up.
    pub until: Duration,
}

/// The messages shown now, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Shows a message.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>, now: Moment) {
        let stay = if tone == Tone::Error { ERROR_SHOWN_FOR } else { SHOWN_FOR };
        let text = crate::domain::label::display_safe(&text.into()).to_string();
        self.0.retain(|toast| toast.text != text);
        self.0.insert(0, Toast { tone, text, until: now.plus(stay) });
        self.0.truncate(MOST);
    }

    /// Takes away what has been shown long enough.
    pub fn expire(&mut self, now: Moment) {
        self.0.retain(|toast| !now.reached(toast.until));
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The newest.
    pub fn newest(&self) -> Option<&Toast> {
        self.0.first()
    }

    /// When the next one goes.
    pub fn deadline(&self) -> Option<Duration> {
        self.0.iter().map(|toast| toast.until).min()
    }
}
