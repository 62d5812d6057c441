//! What the benchmarks share: a middle and a spread of several runs, printed in one form.
#![allow(dead_code, clippy::print_stdout)]

use std::time::{Duration, Instant};

/// Runs of several runs, sorted.
pub struct Runs(Vec<Duration>);

impl Runs {
    /// Of runs that happened elsewhere.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Of `act`, run so often, after once for warmth.
    pub fn of<T>(runs: usize, mut act: impl FnMut() -> T) -> Self {
        std::hint::black_box(act());
        let run = |_| {
            let start = Instant::now();
            std::hint::black_box(act());
            start.elapsed()
        };
        Self::new((0..runs).map(run).collect())
    }

    /// The share of runs, in percent, that took no longer.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }

    /// The middle one, in milliseconds.
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }
}

/// `what   median ms (least-most)`, and how it stands to a peer or ceiling of the same run.
pub fn print(what: &str, times: &Runs, beside: Option<(&str, f64)>) {
    let (least, most) = (times.percentile(1), times.percentile(100));
    let ratio = beside.map_or(String::new(), |(peer, theirs)| format!("   {:.2} of {peer}", times.median() / theirs));
    println!("{what:<44} {:>9.2} ms ({least:.2}-{most:.2}){ratio}", times.median());
}
