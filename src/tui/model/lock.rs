//! Whether the vault is unlocked, by whom, and when it locks itself.

use super::moment::Moment;
use crate::tui::msg::Operator;
use std::time::Duration;

/// Before the interface locks itself it counts down for so long.
pub const WARNING: Duration = Duration::from_secs(30);

/// The longest wait after wrong passphrases.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// The lock as the model knows it; the keys themselves are the runtime's.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// Who unlocked it; `None` while locked.
    pub operator: Option<Operator>,
    /// Wrong passphrases since the last right one.
    pub failures: u32,
    /// Until when no passphrase is tried, in time up.
    pub wait_until: Option<Duration>,
    /// Numbers the tries.
    pub attempt: u64,
    /// Idle time after which it locks; `None` never does.
    pub idle_limit: Option<Duration>,
    /// When something was last typed, in time up.
    pub active_at: Duration,
    /// The passphrase, where it is no secret: that of a demo.
    pub hint: Option<String>,
}

impl Lock {
    /// Whether somebody has unlocked the vault.
    pub fn is_unlocked(&self) -> bool {
        self.operator.is_some()
    }

    /// Notes a wrong passphrase: the wait doubles from one second on.
    pub fn fail(&mut self, now: Moment) {
        self.failures += 1;
        let delay = Duration::from_secs(1 << (self.failures - 1).min(6)).min(LONGEST_DELAY);
        self.wait_until = Some(now.plus(delay));
    }

    /// Notes a right one.
    pub fn unlock(&mut self, operator: Operator, now: Moment) {
        self.operator = Some(operator);
        self.failures = 0;
        self.wait_until = None;
        self.active_at = now.up;
    }

    /// When it locks itself, in time up.
    pub fn locks_at(&self) -> Option<Duration> {
        self.idle_limit.filter(|_| self.is_unlocked()).map(|limit| self.active_at.saturating_add(limit))
    }

    /// Seconds until it locks itself, once those are few.
    pub fn warning(&self, now: Moment) -> Option<u64> {
        let at = self.locks_at()?;
        now.reached(at.saturating_sub(WARNING)).then(|| now.seconds_until(at))
    }

    /// Seconds until a passphrase may be tried again.
    pub fn wait(&self, now: Moment) -> Option<u64> {
        self.wait_until.map(|until| now.seconds_until(until)).filter(|seconds| *seconds > 0)
    }

    /// The next moment that changes what is shown of it.
    pub fn deadline(&self, now: Moment) -> Option<Duration> {
        let locks = self.locks_at().and_then(|at| {
            let warning = at.saturating_sub(WARNING);
            if now.reached(warning) { now.next_second(at).or(Some(at)) } else { Some(warning) }
        });
        let wait = self.wait_until.and_then(|until| now.next_second(until));
        locks.into_iter().chain(wait).min()
    }
}
