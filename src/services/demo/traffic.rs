//! Weeks of requests for the demo's tokens, as the story's streams tell: always the same up to the hour at which the demo begins.

use super::Demo;
use super::story::{Rhythm, Stream};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::{CallRef, Gateway};
use crate::domain::verdict::{Reason, Verdict};
use crate::services::{Error, Result, UsageRecorder};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;
use std::net::IpAddr;

const SEED: u64 = 0x7472_6166_6669_6373;

const HOUR: i64 = 3_600_000;

/// Hours before the present one.
const HOURS: i64 = 30 * 24;

/// Hours that are written at a time: no token's counts of so many hours are too many for the recorder.
const AT_ONCE: i64 = 5 * 24;

/// Hours that are written one by one, so that their callers are theirs.
const DAY: i64 = 24;

/// Of tokens in bulk, so many are used a little.
const FURTHER: usize = 200;

/// Calls that the recorder keeps one by one at least.
const MOST_SINGLE: usize = 48;

/// The calls of one stream in an hour that are told apart.
const SINGLE: u64 = 20;

/// Since when requests are counted.
pub(super) const SINCE: Span = Span::from_secs((HOURS as u64 + 24) * 3_600);

/// Begins the usage file.
pub(super) fn begin(demo: &Demo) -> Result<()> {
    write_down(&demo.services.usage_recorder()?)
}

/// Fills the usage file.
pub(super) fn fill(demo: &Demo, streams: &[Stream]) -> Result<()> {
    let rows = demo.services.tokens()?;
    let now = demo.services.now();
    let mut flows = flows(&rows, streams, now)?;
    flows.extend(further(&rows, now));
    let recorder = demo.services.usage_recorder()?;
    let this_hour = now.as_millisecond().div_euclid(HOUR);
    let mut rng = StdRng::seed_from_u64(SEED);
    for hour in this_hour - HOURS..=this_hour {
        let mut calls: Vec<(CallRef<'_>, u64)> = Vec::new();
        for flow in &flows {
            flow.flow(hour, now, &mut rng, &mut calls);
        }
        calls.sort_by_key(|(call, _)| call.at);
        // The recorder keeps a few calls one by one each time it is written down: of the latest hours nearly all.
        let together = if is_late(hour, this_hour) { MOST_SINGLE } else { calls.len().max(1) };
        for some in calls.chunks(together) {
            some.iter().for_each(|(call, times)| recorder.record_times(call, *times));
            if hour + DAY >= this_hour || (this_hour - hour) % AT_ONCE == 1 {
                write_down(&recorder)?;
            }
        }
    }
    write_down(&recorder)
}

/// The present hour and the one before, in which calls are told apart.
fn is_late(hour: i64, this_hour: i64) -> bool {
    hour + 1 >= this_hour
}

fn write_down(recorder: &UsageRecorder) -> Result<()> {
    recorder.flush().map(drop).map_err(|error| Error::Invalid(format!("the demo's traffic: {error}")))
}

/// A stream with its words read.
struct Flow<'a> {
    token: Option<(TokenId, u32)>,
    calls: f64,
    rhythm: Rhythm,
    from: Instant,
    to: Instant,
    verdict: Verdict,
    gateway: Gateway,
    project: Option<&'a str>,
    sources: Vec<IpAddr>,
    requests: Vec<[&'a str; 3]>,
}

fn flows<'a>(rows: &[TokenSummary], streams: &'a [Stream], now: Instant) -> Result<Vec<Flow<'a>>> {
    let tokens: HashMap<String, (TokenId, u32)> = rows.iter().map(|row| (row.label(), (row.id, row.version))).collect();
    streams.iter().map(|stream| flow(stream, &tokens, now)).collect()
}

fn flow<'a>(stream: &'a Stream, tokens: &HashMap<String, (TokenId, u32)>, now: Instant) -> Result<Flow<'a>> {
    let unfit = |what: &str| Error::Invalid(format!("the demo's traffic: {what:?} is not as it should be"));
    let token = match &stream.token {
        Some(label) => {
            let (id, version) = *tokens.get(label).ok_or_else(|| unfit(label))?;
            Some((id, version - u32::from(stream.previous)))
        }
        None => None,
    };
    let ago = |text: &str| text.parse::<Span>().map(|span| span.before(now)).map_err(|_| unfit(text));
    let verdict = match &stream.refused {
        Some(word) => Verdict::Deny(Reason::from_word(word).ok_or_else(|| unfit(word))?),
        None => Verdict::Allow,
    };
    let request = |text: &'a String| {
        let mut words = text.split(' ');
        let mut word = || words.next().unwrap_or_default();
        [word(), word(), word()]
    };
    Ok(Flow {
        token,
        calls: f64::from(stream.calls),
        rhythm: stream.rhythm,
        from: ago(&stream.from)?,
        to: ago(&stream.to)?,
        verdict,
        gateway: Gateway::from_word(&stream.gateway).ok_or_else(|| unfit(&stream.gateway))?,
        project: stream.project.as_deref(),
        sources: stream.sources.clone(),
        requests: stream.requests.iter().map(request).collect(),
    })
}

/// Tokens made in bulk, each used a little from one address.
fn further(rows: &[TokenSummary], now: Instant) -> Vec<Flow<'static>> {
    let mut rng = StdRng::seed_from_u64(SEED);
    // Names of bulk tokens end in a number of five digits or more; those of the story do not.
    let is_bulk = |row: &&TokenSummary| row.name.as_str().ends_with(|c: char| c.is_ascii_digit());
    let used = rows.iter().filter(|row| row.kind.is_verified() && row.status(now).is_live()).filter(is_bulk).take(FURTHER);
    let flow = |row: &TokenSummary| Flow {
        token: Some((row.id, row.version)),
        calls: f64::from(rng.random_range(1_u32..40)),
        rhythm: if rng.random_range(0..3) == 0 { Rhythm::Steady } else { Rhythm::Awake },
        from: row.created_at,
        to: Span::from_secs(rng.random_range(0..12 * 86_400)).before(now),
        verdict: Verdict::Allow,
        gateway: Gateway::Caddy,
        project: None,
        sources: vec![IpAddr::from([198, 51, 100, rng.random_range(1..255)])],
        requests: vec![["GET", "/v1/chat/conversations", "conversations:read"], ["POST", "/v1/chat/messages", "messages:write"]],
    };
    used.map(flow).collect()
}

impl<'a> Flow<'a> {
    /// The requests of one hour, most of them as one with a count.
    fn flow(&self, hour: i64, now: Instant, rng: &mut StdRng, calls: &mut Vec<(CallRef<'a>, u64)>) {
        let start = (hour * HOUR).max(self.from.as_millisecond());
        let end = ((hour + 1) * HOUR).min(self.to.as_millisecond()).min(now.as_millisecond());
        if start >= end {
            return;
        }
        let part = (end - start) as f64 / HOUR as f64;
        let expected = self.calls / 24.0 * weight(self.rhythm, hour) * part * rng.random_range(0.75..1.25);
        // What is less than a call happens as often as it should.
        let count = expected as u64 + u64::from(rng.random_range(0.0..1.0) < expected.fract());
        let singles = if is_late(hour, now.as_millisecond().div_euclid(HOUR)) { count.min(SINGLE) } else { count.min(1) };
        for at in 0..singles {
            let times = if at == 0 { count - singles + 1 } else { 1 };
            calls.push((self.call(rng.random_range(start..end), rng), times));
        }
        // Every source and request is seen in the long run, not in every hour.
        if let Some((call, times)) = calls.last_mut().filter(|(_, times)| *times > 2 && self.sources.len() > 1) {
            let others = *times / 3;
            *times -= others;
            let other = CallRef { source: self.sources.last().copied(), ..*call };
            calls.push((other, others));
        }
    }

    fn call(&self, at: i64, rng: &mut StdRng) -> CallRef<'a> {
        let [method, path, scope] = self.requests[rng.random_range(0..self.requests.len())];
        CallRef {
            at: Instant::from_millisecond(at).unwrap_or_default(),
            token: self.token.map(|(id, _)| id),
            version: self.token.map(|(_, version)| version),
            gateway: self.gateway,
            project: self.project,
            method,
            path,
            scope: Some(scope).filter(|scope| !scope.is_empty()),
            source: self.sources.get(rng.random_range(0..self.sources.len().max(1))).copied(),
            verdict: self.verdict,
        }
    }
}

/// How busy an hour is against the day's mean.
fn weight(rhythm: Rhythm, hour: i64) -> f64 {
    // 1 January 1970 was a Thursday.
    let (of_day, weekday) = (hour.rem_euclid(24), (hour.div_euclid(24) + 3).rem_euclid(7));
    match rhythm {
        Rhythm::Steady => 1.0,
        Rhythm::Awake => {
            let by_day = [
                0.2, 0.1, 0.1, 0.1, 0.2, 0.4, 0.8, 1.3, 1.8, 2.0, 2.1, 1.9, 1.6, 1.8, 2.0, 1.9, 1.6, 1.3, 1.0, 0.8, 0.6, 0.4,
                0.3, 0.2,
            ];
            let share = by_day.get(usize::try_from(of_day).unwrap_or_default()).copied().unwrap_or(1.0);
            if weekday >= 5 { share * 0.35 } else { share }
        }
        Rhythm::Nightly => {
            if of_day == 2 {
                24.0
            } else {
                0.0
            }
        }
    }
}
