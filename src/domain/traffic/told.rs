//! Use in one sentence: what somebody who is about to end a token or a secret wants to know.

use super::{SecretUse, SourceUse, TokenUse};
use crate::domain::Instant;
use crate::domain::number::counted;
use crate::domain::relative::relative;
use crate::domain::span::Span;
use std::collections::HashMap;
use std::net::IpAddr;

/// How far back sentences look.
const LATELY: Span = Span::from_days(7);

/// What is said when no figures are there: a vault that no service watches over has none, however much it is used.
pub const NOT_RECORDED: &str = "no use is recorded";

impl TokenUse {
    /// `412 calls in 7 d from 2 addresses, last 3 min ago`, without a full stop.
    pub fn told(&self, now: Instant) -> String {
        let refused = self.refused.iter().map(|(_, calls)| calls).sum();
        Figures { week: self.week, refused, used_at: self.last_used_at, sources: &self.sources }.told(now)
    }

    /// The figures of one secret; none when it was never presented.
    pub fn secret(&self, version: u32) -> Option<&SecretUse> {
        self.secrets.iter().find(|secret| secret.version == version)
    }
}

impl SecretUse {
    /// As [`TokenUse::told`].
    pub fn told(&self, now: Instant) -> String {
        Figures { week: self.week, refused: self.refused_week, used_at: self.used_at, sources: &self.sources }.told(now)
    }
}

/// As [`TokenUse::told`], of several tokens together.
pub fn told_of_all<'a>(uses: impl Iterator<Item = &'a TokenUse> + Clone, now: Instant) -> String {
    let refused = uses.clone().flat_map(|used| &used.refused).map(|(_, calls)| calls).sum();
    let mut sources: HashMap<Option<IpAddr>, SourceUse> = HashMap::new();
    for source in uses.clone().flat_map(|used| &used.sources) {
        let known = sources.entry(source.address).or_insert_with(|| source.clone());
        (known.calls, known.last_at) = (known.calls.max(source.calls), known.last_at.max(source.last_at));
    }
    let sources: Vec<SourceUse> = sources.into_values().collect();
    let used_at = uses.clone().filter_map(|used| used.last_used_at).max();
    Figures { week: uses.map(|used| used.week).sum(), refused, used_at, sources: &sources }.told(now)
}

/// What the sentence is made of.
struct Figures<'a> {
    week: u64,
    refused: u64,
    used_at: Option<Instant>,
    sources: &'a [SourceUse],
}

impl Figures<'_> {
    fn told(&self, now: Instant) -> String {
        let calls = counted(self.week, "call", "calls");
        match self.used_at {
            None if self.refused == 0 => NOT_RECORDED.to_owned(),
            None => format!("never accepted, {} in 7 d", counted(self.refused, "refused call", "refused calls")),
            Some(at) if self.week == 0 => format!("no calls in 7 d, last {}", relative(at, now)),
            Some(at) => format!("{calls} in 7 d{}, last {}", self.from(now), relative(at, now)),
        }
    }

    /// ` from 2 addresses`; nothing when none is known.
    fn from(&self, now: Instant) -> String {
        let since = LATELY.before(now);
        let lately = || self.sources.iter().filter(|source| source.calls > 0 && source.last_at >= since);
        let apart = lately().filter(|source| source.address.is_some()).count() as u64;
        let others = if lately().any(|source| source.address.is_none()) { " and others" } else { "" };
        match apart {
            0 => String::new(),
            apart => format!(" from {}{others}", counted(apart, "address", "addresses")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::verdict::Reason;

    fn now() -> Instant {
        "2026-06-15T12:00:00Z".parse().unwrap()
    }

    fn source(address: Option<u8>, ago: Span) -> SourceUse {
        let at = ago.before(now());
        SourceUse {
            address: address.map(|last| IpAddr::from([192, 0, 2, last])),
            calls: 1,
            refused: 0,
            first_at: at,
            last_at: at,
        }
    }

    #[test]
    fn what_matters_is_said_in_one_line() {
        let minutes = Span::from_secs(180);
        let sources = vec![source(Some(1), minutes), source(Some(2), Span::from_days(6)), source(Some(3), Span::from_days(8))];
        let mut used = TokenUse { week: 412, last_used_at: Some(minutes.before(now())), sources, ..TokenUse::default() };
        assert_eq!(used.told(now()), "412 calls in 7 d from 2 addresses, last 3 min ago");
        used.sources = vec![source(Some(1), minutes), source(None, minutes)];
        (used.week, used.refused) = (1_204, vec![(Reason::Retired, 3)]);
        assert_eq!(used.told(now()), "1,204 calls in 7 d from 1 address and others, last 3 min ago");
        used.sources.remove(0);
        used.week = 1;
        assert_eq!(used.told(now()), "1 call in 7 d, last 3 min ago");
    }

    #[test]
    fn several_are_told_as_one_with_each_address_once() {
        let used = |last, span: Span, week| TokenUse {
            week,
            last_used_at: Some(span.before(now())),
            sources: vec![source(Some(1), span), source(Some(last), span)],
            ..TokenUse::default()
        };
        let all = [used(2, Span::from_secs(180), 400), used(3, Span::from_days(1), 12), TokenUse::default()];
        assert_eq!(told_of_all(all.iter(), now()), "412 calls in 7 d from 3 addresses, last 3 min ago");
        assert_eq!(told_of_all(all[..1].iter(), now()), all[0].told(now()));
        assert_eq!(told_of_all([].iter(), now()), NOT_RECORDED);
    }

    #[test]
    fn what_is_not_used_is_told_apart_from_what_is_not_known() {
        assert_eq!(TokenUse::default().told(now()), "no use is recorded");
        let idle = TokenUse { last_used_at: Some(Span::from_days(23).before(now())), ..TokenUse::default() };
        assert_eq!(idle.told(now()), "no calls in 7 d, last 23 d ago");
        let refused = TokenUse { refused: vec![(Reason::MissingScope, 4), (Reason::Expired, 1)], ..TokenUse::default() };
        assert_eq!(refused.told(now()), "never accepted, 5 refused calls in 7 d");
    }
}
