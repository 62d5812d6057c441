//! Instants as the interface tells them: how far away, and the date in full.

use crate::domain::Instant;
pub use crate::domain::relative::relative;

/// `2026-11-22 04:53 UTC (3 h ago)`
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", at.strftime("%Y-%m-%d %H:%M UTC"), relative(at, now))
}
