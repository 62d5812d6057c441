//! Rules that compare the last 24 hours with the week before.

use crate::domain::audit::facts::Facts;
use crate::domain::audit::figures::{Figures, WEEK};
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::{counted, grouped};
use crate::domain::span::Span;

/// The 24 hours, and the whole days before them, with the rest of the day on which they begin.
const LOOKED_AT: Span = Span::from_days(WEEK as u64 + 2);

/// Many more accepted calls than in its week.
pub fn traffic_spike(facts: &Facts<'_>) -> Option<Noticed> {
    let figures = ready(facts)?;
    let (day, thresholds) = (figures.day(), facts.thresholds);
    let average = rise(day, &figures.days, thresholds.spike_factor, thresholds.spike_least)?;
    let evidence = format!("{} in 24 h, {} a day before", counted(day, "call", "calls"), grouped(average));
    let values = figures.days.iter().copied().chain([day]).collect();
    Some(Noticed::new(Severity::Medium, evidence, Mend::LookInto).series("calls a day, 8 d", values))
}

/// Many more refusals than in its week, other than of values that have ended.
pub fn denials_rising(facts: &Facts<'_>) -> Option<Noticed> {
    let figures = ready(facts)?;
    let (day, thresholds) = (figures.refused_day(), facts.thresholds);
    let average = rise(day, &figures.refused_days, thresholds.denials_factor, thresholds.denials_least)?;
    let evidence = format!("{} refused in 24 h, {} a day before", counted(day, "call", "calls"), grouped(average));
    let lines =
        figures.refused.iter().map(|(reason, calls)| format!("{} {}: {}", grouped(*calls), reason.word(), reason.phrase()));
    let values = figures.refused_days.iter().copied().chain([day]).collect();
    let severity = if day > figures.day() { Severity::Medium } else { Severity::Low };
    Some(Noticed::new(severity, evidence, Mend::LookInto).details(lines).series("refused calls a day, 8 d", values))
}

/// The figures of a live token that has a week to be compared with.
fn ready<'a>(facts: &Facts<'a>) -> Option<&'a Figures> {
    let figures = facts.figures.filter(|_| facts.is_live() && facts.is_covered(LOOKED_AT))?;
    figures.first_at().is_some_and(|at| facts.is_past(at, LOOKED_AT)).then_some(figures)
}

/// The week's average a day where `day` is far above it: so many times, and above twice the busiest day, since what runs once a
/// week does so each week.
fn rise(day: u64, week: &[u64; WEEK], factor: u32, least: u32) -> Option<u64> {
    let sum = week.iter().fold(0_u64, |sum, calls| sum.saturating_add(*calls));
    let busiest = week.iter().copied().max().unwrap_or(0);
    let is_far_above = u128::from(day) * WEEK as u128 >= u128::from(sum) * u128::from(factor);
    let is_rise = day >= u64::from(least) && is_far_above && day > busiest.saturating_mul(2);
    is_rise.then_some(sum / WEEK as u64)
}
