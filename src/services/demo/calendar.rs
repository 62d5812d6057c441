//! A clock that can be set back while the past is made up, and then goes with the world's.

use crate::clock::Clock;
use crate::domain::Instant;
use crate::domain::span::Span;
use std::sync::{Arc, Mutex, PoisonError};

/// The world's clock, or an instant before the moment at which this was made.
pub(super) struct Calendar {
    world: Arc<dyn Clock>,
    start: Instant,
    past: Mutex<Option<Instant>>,
}

impl Calendar {
    /// Goes with `world` until it is set back.
    pub fn over(world: Arc<dyn Clock>) -> Self {
        let start = world.now();
        Self { world, start, past: Mutex::new(None) }
    }

    /// Stands still at so long before the start.
    pub fn set_back(&self, ago: Span) {
        self.set(Some(self.ago(ago)));
    }

    /// So long before the start; the beginning of time when that lies before it.
    pub fn ago(&self, ago: Span) -> Instant {
        let length = jiff::SignedDuration::from_secs(i64::try_from(ago.as_secs()).unwrap_or(i64::MAX));
        self.start.checked_sub(length).unwrap_or(Instant::MIN)
    }

    /// Goes with the world's clock again.
    pub fn release(&self) {
        self.set(None);
    }

    fn set(&self, past: Option<Instant>) {
        *self.past.lock().unwrap_or_else(PoisonError::into_inner) = past;
    }
}

impl Clock for Calendar {
    fn now(&self) -> Instant {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_else(|| self.world.now())
    }
}
