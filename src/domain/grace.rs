//! Grace: how long the previous secret is accepted after a rotation.

use super::Instant;
use super::span::Span;

/// The choices offered first.
pub const CHOICES: [Span; 5] =
    [Span::ZERO, Span::from_secs(900), Span::from_secs(3_600), Span::from_secs(86_400), Span::from_days(7)];

/// The choice that a rotation starts on.
pub const DEFAULT: Span = Span::from_secs(86_400);

/// The longest grace that may be asked for.
pub const MAX: Span = Span::from_days(90);

/// When a grace of `length` that starts at `now` ends: never after the token's own expiry.
pub fn ends_at(now: Instant, length: Span, expires_at: Option<Instant>) -> Instant {
    let end = length.after(now);
    expires_at.map_or(end, |expiry| end.min(expiry))
}
