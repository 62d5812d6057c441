//! Counters of the service, as Prometheus reads them (text exposition format 0.0.4).

use super::answer::Refusal;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::Reason;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// `allow`, the reasons, and what never came to a verdict.
const OUTCOMES: usize = 1 + Reason::ALL.len() + OTHERS.len();

/// Answers without a verdict.
const OTHERS: [&str; 4] = ["throttled", "unreadable", "misconfigured", "fault"];

/// Upper ends of the histogram's buckets, in microseconds.
const BUCKETS: [u64; 12] = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000];

/// The counters.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: [[AtomicU64; OUTCOMES]; Gateway::ALL.len()],
    /// One more than there are ends: what took longer.
    durations: [AtomicU64; BUCKETS.len() + 1],
    duration_micros: AtomicU64,
    /// Answered from memory.
    pub from_memory: AtomicU64,
    /// Answered from the database.
    pub from_database: AtomicU64,
    /// Usage that could not be written.
    pub usage_failures: AtomicU64,
    /// Connections that were accepted.
    pub connections: AtomicU64,
    /// Connections that are open.
    pub open: AtomicU64,
}

/// One more.
pub fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Metrics {
    /// Counts an answer to a gateway and the time that it took.
    pub fn answered(&self, gateway: Gateway, refusal: Option<&Refusal>, took: Duration) {
        if let Some(counter) = self.requests.get(gateway as usize).and_then(|row| row.get(outcome(refusal))) {
            count(counter);
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|end| micros <= *end).unwrap_or(BUCKETS.len());
        count(&self.durations[bucket]);
        self.duration_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// How many values were looked up.
    pub fn looked_up(&self) -> u64 {
        load(&self.from_memory) + load(&self.from_database)
    }

    /// All of them as text.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(4_096);
        // Writing into a string does not fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        head(text, "jeton_requests_total", "counter", "Requests of gateways by what they were answered")?;
        for gateway in Gateway::ALL {
            for (at, word) in words().enumerate() {
                let number = load(&self.requests[gateway as usize][at]);
                writeln!(text, "jeton_requests_total{{gateway=\"{gateway}\",verdict=\"{word}\"}} {number}")?;
            }
        }
        head(text, "jeton_request_duration_seconds", "histogram", "From the end of a request's head to its answer")?;
        let mut below = 0;
        for (end, counter) in BUCKETS.iter().zip(&self.durations) {
            below += load(counter);
            writeln!(text, "jeton_request_duration_seconds_bucket{{le=\"{}\"}} {below}", seconds(*end))?;
        }
        let all = below + load(&self.durations[BUCKETS.len()]);
        writeln!(text, "jeton_request_duration_seconds_bucket{{le=\"+Inf\"}} {all}")?;
        writeln!(text, "jeton_request_duration_seconds_sum {}", seconds(load(&self.duration_micros)))?;
        writeln!(text, "jeton_request_duration_seconds_count {all}")?;
        head(text, "jeton_lookups_total", "counter", "Values looked up, by what answered")?;
        writeln!(text, "jeton_lookups_total{{from=\"memory\"}} {}", load(&self.from_memory))?;
        writeln!(text, "jeton_lookups_total{{from=\"database\"}} {}", load(&self.from_database))?;
        for (name, kind, about, counter) in [
            ("jeton_usage_failures_total", "counter", "Times that usage could not be written", &self.usage_failures),
            ("jeton_connections_total", "counter", "Connections accepted", &self.connections),
            ("jeton_connections_open", "gauge", "Connections open now", &self.open),
        ] {
            head(text, name, kind, about)?;
            writeln!(text, "{name} {}", load(counter))?;
        }
        Ok(())
    }
}

fn head(text: &mut String, name: &str, kind: &str, about: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {about}.\n# TYPE {name} {kind}")
}

fn load(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// Microseconds as seconds, without a float's rounding.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn words() -> impl Iterator<Item = &'static str> {
    std::iter::once("allow").chain(Reason::ALL.map(Reason::word)).chain(OTHERS)
}

fn outcome(refusal: Option<&Refusal>) -> usize {
    let of_reason = |reason: Reason| 1 + reason as usize;
    let other = |at: usize| 1 + Reason::ALL.len() + at;
    match refusal {
        None => 0,
        Some(Refusal::Denied(reason)) => of_reason(*reason),
        Some(Refusal::TooMany { of_token: true, .. }) => of_reason(Reason::RateLimited),
        Some(Refusal::TooMany { of_token: false, .. }) => other(0),
        Some(Refusal::Unreadable) => other(1),
        Some(Refusal::NotUnderstood) => other(2),
        Some(Refusal::Fault) => other(3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_counts_where_its_word_stands() {
        let words: Vec<&str> = words().collect();
        assert_eq!(words.len(), OUTCOMES);
        assert_eq!(words[outcome(None)], "allow");
        for reason in Reason::ALL {
            assert_eq!(words[outcome(Some(&Refusal::Denied(reason)))], reason.word());
        }
        assert_eq!(words[outcome(Some(&Refusal::TooMany { of_token: false, retry_after: 1 }))], "throttled");
        assert_eq!(words[outcome(Some(&Refusal::Unreadable))], "unreadable");
        assert_eq!(words[outcome(Some(&Refusal::NotUnderstood))], "misconfigured");
        assert_eq!(words[outcome(Some(&Refusal::Fault))], "fault");
        for (at, gateway) in Gateway::ALL.into_iter().enumerate() {
            assert_eq!(gateway as usize, at);
        }
    }

    #[test]
    fn the_histogram_counts_upwards_and_ends_with_all() {
        let metrics = Metrics::default();
        for micros in [10, 50, 51, 300_000] {
            metrics.answered(Gateway::Caddy, None, Duration::from_micros(micros));
        }
        let text = metrics.text();
        for line in [
            "jeton_requests_total{gateway=\"caddy\",verdict=\"allow\"} 4",
            "jeton_request_duration_seconds_bucket{le=\"0.000050\"} 2",
            "jeton_request_duration_seconds_bucket{le=\"0.250000\"} 3",
            "jeton_request_duration_seconds_bucket{le=\"+Inf\"} 4",
            "jeton_request_duration_seconds_sum 0.300111",
            "jeton_request_duration_seconds_count 4",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
