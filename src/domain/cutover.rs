//! While a secret retires: who still uses it, and whether its grace can be ended.

use super::Instant;
use super::number::{counted, short};
use super::relative::relative;
use super::secret::{Secret, SecretState};
use super::span::Span;
use super::traffic::{SecretUse, TokenUse};
use std::net::IpAddr;

/// For so long a secret must not have been used before it is called safe to cut: whatever runs once a day has run.
const QUIET: Span = Span::from_days(1);

/// Use of one of the two secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Accepted calls in the last 24 hours.
    pub day: u64,
    /// The last call, accepted or not, and where it came from.
    pub last: Option<(Instant, Option<IpAddr>)>,
}

impl Side {
    fn of(used: Option<&SecretUse>) -> Self {
        let Some(used) = used else { return Self::default() };
        Self { day: used.day, last: used.last_at.map(|at| (at, used.last_source)) }
    }

    /// `41 in 24 h, 3 min ago by 192.0.2.7`, where there is little room.
    pub fn in_short(&self, now: Instant) -> String {
        match self.last {
            None => "never presented".to_owned(),
            Some((at, source)) => format!("{} in 24 h, {}{}", short(self.day), relative(at, now), from(" by ", source)),
        }
    }

    /// `41 calls in 24 h, last 3 min ago from 192.0.2.7`
    pub fn told(&self, now: Instant) -> String {
        let calls = format!("{} in 24 h", counted(self.day, "call", "calls"));
        match self.last {
            None => "never presented".to_owned(),
            Some((at, source)) => format!("{calls}, last {}{}", relative(at, now), from(" from ", source)),
        }
    }
}

/// What can be said of ending the grace now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Nothing is recorded since the rotation: nobody can tell.
    Unknown,
    /// The old secret was used since the rotation and in the last 24 hours.
    InUse,
    /// It was not used since the rotation, which is too short a time to tell.
    TooEarly {
        /// The rotation.
        rotated_at: Instant,
        /// From when on it can be told.
        until: Instant,
    },
    /// It was not used for 24 hours; whether the new one was.
    Quiet {
        /// Whether the new one was used in that time.
        new_is_used: bool,
    },
}

/// The two secrets side by side while the old one retires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutover {
    /// The retiring one.
    pub old: Side,
    /// The current one.
    pub new: Side,
    /// What can be said of ending the grace now.
    pub advice: Advice,
}

impl Cutover {
    /// Of a token's secrets, the newest first, at `now`; `None` while none of them retires.
    pub fn of(secrets: &[Secret], used: &TokenUse, now: Instant) -> Option<Self> {
        let new = secrets.iter().find(|secret| secret.state_at(now) == SecretState::Current)?;
        let old = secrets.iter().find(|secret| secret.state_at(now) == SecretState::Retiring)?;
        let sides = [old, new].map(|secret| Side::of(used.secret(secret.version)));
        Some(Self::between(sides, new.created_at, now))
    }

    fn between([old, new]: [Side; 2], rotated_at: Instant, now: Instant) -> Self {
        let since = QUIET.before(now);
        let is_after = |side: Side, bound: Instant| side.last.is_some_and(|(at, _)| at > bound);
        let advice = if is_after(old, rotated_at) && is_after(old, since) {
            Advice::InUse
        } else if !is_after(old, rotated_at) && !is_after(new, rotated_at) {
            Advice::Unknown
        } else if rotated_at > since {
            Advice::TooEarly { rotated_at, until: QUIET.after(rotated_at) }
        } else {
            Advice::Quiet { new_is_used: is_after(new, since) }
        };
        Self { old, new, advice }
    }

    /// Whether ending the grace now is known to refuse somebody.
    pub fn is_in_use(&self) -> bool {
        self.advice == Advice::InUse
    }

    /// Whether nothing speaks against ending it.
    pub fn is_safe(&self) -> bool {
        matches!(self.advice, Advice::Quiet { .. })
    }

    /// One sentence, without a full stop.
    pub fn sentence(&self, now: Instant) -> String {
        match (self.advice, self.old.last) {
            (Advice::InUse, Some((at, source))) => format!(
                "still used {}{}: {} in 24 h on the old value",
                relative(at, now),
                from(" by ", source),
                counted(self.old.day, "call", "calls")
            ),
            (Advice::InUse | Advice::Unknown, _) => {
                "no use is recorded since the rotation: nothing tells who still has the old value".to_owned()
            }
            (Advice::TooEarly { rotated_at, until }, _) => format!(
                "rotated {}, the old value not used since; wait until {} to be sure",
                relative(rotated_at, now),
                until.strftime("%Y-%m-%d %H:%M UTC")
            ),
            (Advice::Quiet { new_is_used: true }, _) => "no use of the old value for 24 h: safe to cut".to_owned(),
            (Advice::Quiet { new_is_used: false }, _) => {
                "no use of the old value for 24 h, nor of the new one: safe to cut for all that is known".to_owned()
            }
        }
    }
}

fn from(word: &str, source: Option<IpAddr>) -> String {
    source.map(|source| format!("{word}{}", source.to_canonical())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Instant {
        "2026-06-15T12:00:00Z".parse().unwrap()
    }

    fn ago(span: &str) -> Instant {
        span.parse::<Span>().unwrap().before(now())
    }

    fn side(day: u64, last: &str) -> Side {
        Side { day, last: Some((ago(last), Some("192.0.2.7".parse().unwrap()))) }
    }

    fn said(old: Side, new: Side, rotated: &str) -> String {
        Cutover::between([old, new], ago(rotated), now()).sentence(now())
    }

    #[test]
    fn who_still_uses_the_old_value_is_named() {
        let still = said(side(41, "3m"), side(9, "1m"), "2d");
        assert_eq!(still, "still used 3 min ago by 192.0.2.7: 41 calls in 24 h on the old value");
        let nowhere = Side { last: Some((ago("3m"), None)), day: 1 };
        assert_eq!(said(nowhere, Side::default(), "2h"), "still used 3 min ago: 1 call in 24 h on the old value");
    }

    #[test]
    fn a_day_of_silence_is_enough_and_less_is_not() {
        assert_eq!(said(side(0, "25h"), side(9, "1m"), "2d"), "no use of the old value for 24 h: safe to cut");
        assert_eq!(said(Side::default(), side(9, "1m"), "25h"), "no use of the old value for 24 h: safe to cut");
        // Calls before the rotation say nothing of who has changed over since.
        assert_eq!(
            said(side(41, "3h"), side(9, "1m"), "2h"),
            "rotated 2 h ago, the old value not used since; wait until 2026-06-16 10:00 UTC to be sure"
        );
    }

    #[test]
    fn silence_of_both_is_not_taken_for_safety_where_nothing_is_recorded() {
        let unknown = "no use is recorded since the rotation: nothing tells who still has the old value";
        assert_eq!(said(Side::default(), Side::default(), "5d"), unknown);
        assert_eq!(said(side(41, "3h"), Side::default(), "2h"), unknown);
        let both = said(side(0, "3d"), side(0, "2d"), "5d");
        assert_eq!(both, "no use of the old value for 24 h, nor of the new one: safe to cut for all that is known");
    }

    #[test]
    fn a_side_is_told_in_a_line() {
        assert_eq!(side(41, "3m").told(now()), "41 calls in 24 h, last 3 min ago from 192.0.2.7");
        assert_eq!(side(41, "3m").in_short(now()), "41 in 24 h, 3 min ago by 192.0.2.7");
        assert_eq!(Side::default().told(now()), "never presented");
    }

    proptest! {
        #[test]
        fn what_was_used_lately_is_never_called_safe(old in 0i64..200_000, new in 0i64..200_000, rotated in 0i64..400_000) {
            let at = |seconds: i64| now() - jiff::SignedDuration::from_secs(seconds);
            let side = |seconds| Side { day: 1, last: Some((at(seconds), None)) };
            let cutover = Cutover::between([side(old), side(new)], at(rotated), now());
            prop_assert!(!cutover.is_safe() || (old >= 86_400 && rotated >= 86_400));
            prop_assert_eq!(cutover.is_in_use(), old < rotated && old < 86_400);
            prop_assert!(!cutover.sentence(now()).is_empty());
        }
    }
}
