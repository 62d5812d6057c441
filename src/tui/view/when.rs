//! Instants as the interface tells them: how far away, and the date in full.

use crate::domain::Instant;
use crate::domain::relative::{compact_or, relative_or};

pub use crate::domain::relative::relative;

/// `2026-11-22 04:53 UTC (3 h ago)`
pub fn both(at: Instant, now: Instant) -> String {
    format!("{} ({})", at.strftime("%Y-%m-%d %H:%M UTC"), relative(at, now))
}

/// As long as a column has room for: `in 12 d`, else `12d`; `never` for no time.
pub fn in_column(at: Option<Instant>, now: Instant, width: u16) -> String {
    if width >= 10 { relative_or(at, now, "never") } else { compact_or(at, now, "never") }
}
