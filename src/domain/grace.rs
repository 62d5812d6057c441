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

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_choices_are_in_order_and_may_be_asked_for() {
        assert!(CHOICES.is_sorted());
        assert!(CHOICES.contains(&DEFAULT) && CHOICES.iter().all(|choice| *choice <= MAX));
    }

    proptest! {
        #[test]
        fn a_grace_never_outlasts_the_token(start in 0..4_000_000_000_i64, length in any::<u64>(), life in proptest::option::of(0..4_000_000_000_i64)) {
            let now = Instant::from_second(start).unwrap();
            let expires_at = life.map(|life| Instant::from_second(start + life).unwrap());
            let end = ends_at(now, Span::from_secs(length), expires_at);
            prop_assert!(end >= now && end <= Span::from_secs(length).after(now));
            prop_assert!(expires_at.is_none_or(|expiry| end <= expiry));
        }
    }
}
