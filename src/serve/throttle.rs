//! The brake on addresses that present value after value which is no live token.
//!
//! It brakes failures only. A value that was accepted before is looked up whatever else comes from its address, since many
//! clients share one: behind a company's router, or behind a proxy whose `X-Forwarded-For` is not believed. An address over its
//! limit is told so (429) in place of 401, and its unknown values are not even looked up unless memory answers.

use crate::domain::Instant;
use crate::domain::policy::Rate;
use crate::domain::rate_limit::{Fit, Meters};
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// So many addresses are remembered; a network of 64 bits counts as one, since a client has that many addresses to itself.
const ADDRESSES: usize = 65_536;

/// Room for the marks of values that were accepted: a value's place is fixed by its mark, and a later one takes it over.
const MARKS: usize = 16_384;

/// The brake.
#[derive(Debug)]
pub struct Throttle {
    rate: Option<Rate>,
    failing: Mutex<Meters<Option<IpAddr>>>,
    /// Keyed with randomness of this process, so that nobody can find a value with a given mark.
    hasher: RandomState,
    marks: Box<[AtomicU64]>,
}

impl Throttle {
    /// Lets so many failures through; `None` brakes nobody.
    pub fn new(rate: Option<Rate>) -> Self {
        let marks = if rate.is_some() { MARKS } else { 0 };
        Self {
            rate,
            failing: Mutex::new(Meters::new(ADDRESSES)),
            hasher: RandomState::new(),
            marks: (0..marks).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// Takes note of a value that was accepted.
    pub fn accepted(&self, value: &str) {
        if let Some((place, mark)) = self.place(value)
            && place.load(Ordering::Relaxed) != mark
        {
            place.store(mark, Ordering::Relaxed);
        }
    }

    /// Whether a value need not be looked up: its address is over the limit, and it was not accepted before.
    pub fn refuses(&self, source: Option<IpAddr>, value: &str, now: Instant) -> bool {
        let Some(rate) = self.rate else { return false };
        let is_known = || self.place(value).is_some_and(|(place, mark)| place.load(Ordering::Relaxed) == mark);
        let failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        !failing.fits(network(source), rate, now) && !is_known()
    }

    /// Counts a failure; gives the milliseconds to wait when it is one too many.
    pub fn failed(&self, source: Option<IpAddr>, now: Instant) -> Option<u64> {
        let rate = self.rate?;
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        match failing.count(network(source), rate, now) {
            Fit::Within => None,
            Fit::Over { wait_ms } => Some(wait_ms),
        }
    }

    fn place(&self, value: &str) -> Option<(&AtomicU64, u64)> {
        let mark = self.hasher.hash_one(value) | 1;
        let place = usize::try_from(mark >> 32).ok()? % self.marks.len().max(1);
        Some((self.marks.get(place)?, mark))
    }
}

/// What counts as one address.
fn network(source: Option<IpAddr>) -> Option<IpAddr> {
    match source {
        Some(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            Some(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Instant {
        Instant::from_millisecond(1_800_000_000_000 + ms).unwrap()
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_flood_is_stopped_and_a_good_value_from_the_same_address_is_not() {
        let throttle = Throttle::new(Some("3/m".parse().unwrap()));
        throttle.accepted("good");
        let here = address("192.0.2.1");
        for _ in 0..3 {
            assert!(!throttle.refuses(here, "bad", at(0)));
            assert_eq!(throttle.failed(here, at(0)), None);
        }
        assert_eq!(throttle.failed(here, at(0)), Some(20_000));
        assert!(throttle.refuses(here, "bad", at(0)) && throttle.refuses(here, "never seen", at(0)));
        assert!(!throttle.refuses(here, "good", at(0)));
        assert!(!throttle.refuses(address("192.0.2.2"), "bad", at(0)), "others are not held to account");
        assert!(!throttle.refuses(here, "never seen", at(20_000)), "and it ends");
    }

    #[test]
    fn an_ipv6_client_cannot_change_its_address_to_begin_anew() {
        let throttle = Throttle::new(Some("1/m".parse().unwrap()));
        assert_eq!(throttle.failed(address("2001:db8:0:1::1"), at(0)), None);
        assert!(throttle.failed(address("2001:db8:0:1:ffff::2"), at(0)).is_some());
        assert!(throttle.failed(address("2001:db8:0:2::1"), at(0)).is_none());
    }

    #[test]
    fn switched_off_it_stops_nobody() {
        let throttle = Throttle::new(None);
        throttle.accepted("good");
        for _ in 0..1_000 {
            assert_eq!(throttle.failed(None, at(0)), None);
        }
        assert!(!throttle.refuses(None, "bad", at(0)));
    }
}
