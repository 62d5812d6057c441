//! How the token is used: how much, from where, and what it was refused; while a secret retires, both side by side.

use super::{LABEL, Line, Subject, faint, labelled};
use crate::domain::cutover::{Cutover, Side};
use crate::domain::label::display_safe;
use crate::domain::number::{counted, grouped, short};
use crate::domain::traffic::{NOT_RECORDED, SourceUse, TokenUse};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::view::brush::Piece;
use crate::tui::view::{chart, when};

/// Columns of an address.
const ADDRESS: usize = 17;

/// Cells of a bar.
const BAR: usize = 8;

/// Addresses that are named.
const NAMED: usize = 3;

type Fact = Vec<Piece>;

/// Two facts beside each other; as many lines whatever there is to say of a token that was used.
pub(super) fn beside(subject: Subject<'_>) -> Vec<Line> {
    let Some(used) = used(subject) else { return vec![unrecorded().into()] };
    let busiest = busiest(subject, used);
    let lately = labelled("Calls", format!("{} in 24 h, {} in 7 d", short(used.day), short(used.week)));
    let month = labelled("In 30 d", counted(used.month, "call", "calls"));
    let pairs = [(lately, busiest), (hours(subject, used), days(subject, used)), (refused(used), month)];
    pairs.into_iter().map(|(left, right)| Line { left, right: Some(right) }).collect()
}

/// One beneath the other.
pub(super) fn beneath(subject: Subject<'_>) -> Vec<Line> {
    let Some(used) = used(subject) else { return vec![unrecorded().into()] };
    let facts = [calls(used), hours(subject, used), days(subject, used), refused(used)];
    facts.into_iter().chain(sources(subject, used)).map(Line::from).collect()
}

/// As many lines as a judgement needs.
pub(super) fn in_short(subject: Subject<'_>) -> Vec<Line> {
    let Some(used) = used(subject) else { return vec![unrecorded().into()] };
    let facts = [calls(used), days(subject, used), refused(used)];
    facts.into_iter().chain(sources(subject, used)).map(Line::from).collect()
}

/// While a secret retires: the calls with either, and what can be said of ending its grace.
pub(super) fn cutover(subject: Subject<'_>, width: usize) -> Vec<Line> {
    let now = subject.model.now.wall;
    let Some(cutover) = subject.detail.and_then(|detail| Cutover::of(&detail.secrets, &detail.usage, now)) else {
        return Vec::new();
    };
    let most = cutover.old.day.max(cutover.new.day);
    let side = |label: &str, side: &Side| {
        let mut fact = labelled(label, String::new());
        fact.extend(chart::bar(subject.model.symbols, side.day, most, BAR, Role::Text));
        fact.push((format!(" {}", side.in_short(now)), Role::Text));
        Line::from(fact)
    };
    let symbols = subject.model.symbols;
    let (symbol, role) = match &cutover {
        cutover if cutover.is_in_use() => (symbols.warning, Role::Danger),
        cutover if cutover.is_safe() => (symbols.done, Role::Success),
        _ => (symbols.warning, Role::Warning),
    };
    let mut lines = vec![side("Old value", &cutover.old), side("New value", &cutover.new)];
    let room = width.saturating_sub(LABEL + 2).max(1);
    let told = wrap(&display_safe(&cutover.sentence(now)), room).into_iter().enumerate();
    lines.extend(told.map(|(at, text)| {
        let (label, symbol) = if at == 0 { ("Cut over", symbol) } else { ("", " ") };
        let mut advice = labelled(label, String::new());
        advice.push((format!("{symbol} {text}"), role));
        Line::from(advice)
    }));
    lines
}

/// What was recorded, if anything was.
fn used<'a>(subject: Subject<'a>) -> Option<&'a TokenUse> {
    subject.detail.map(|detail| &detail.usage).filter(|used| !used.is_empty())
}

fn unrecorded() -> Fact {
    faint("Calls", NOT_RECORDED)
}

fn calls(used: &TokenUse) -> Fact {
    let text = format!("{} in 24 h, {} in 7 d, {} in 30 d", grouped(used.day), grouped(used.week), grouped(used.month));
    labelled("Calls", text)
}

fn hours(subject: Subject<'_>, used: &TokenUse) -> Fact {
    columns(subject, "24 hours", &used.hours)
}

fn days(subject: Subject<'_>, used: &TokenUse) -> Fact {
    columns(subject, "30 days", &used.days)
}

fn columns(subject: Subject<'_>, label: &str, values: &[u64]) -> Fact {
    let mut fact = labelled(label, String::new());
    fact.extend(chart::sparks(subject.model.symbols, values.iter().copied(), 1, Role::Text));
    fact
}

/// By reason, the most first.
fn refused(used: &TokenUse) -> Fact {
    if used.refused.is_empty() {
        return faint("Refused", "none in 7 d");
    }
    let reasons: Vec<String> = used.refused.iter().map(|(reason, calls)| format!("{reason} {}", grouped(*calls))).collect();
    let mut fact = labelled("Refused", String::new());
    fact.push((format!("{} in 7 d", reasons.join(", ")), Role::Danger));
    fact
}

/// The busiest address, and how many others there are.
fn busiest(subject: Subject<'_>, used: &TokenUse) -> Fact {
    let Some(source) = used.sources.first() else { return Vec::new() };
    let others = match used.sources.len() - 1 {
        0 => String::new(),
        others => format!(" +{others}"),
    };
    labelled("From", format!("{}{others}, {}", address(source), when::relative(source.last_at, subject.model.now.wall)))
}

/// The busiest addresses, a fact each.
fn sources(subject: Subject<'_>, used: &TokenUse) -> Vec<Fact> {
    let named = used.sources.iter().take(NAMED).enumerate();
    let mut facts: Vec<Fact> =
        named.map(|(at, source)| labelled(if at == 0 { "From" } else { "" }, from(subject, source))).collect();
    let others = used.sources.len().saturating_sub(NAMED);
    if let (Some(last), true) = (facts.last_mut(), others > 0) {
        last.push((format!("  +{others} more"), Role::Dim));
    }
    facts
}

fn from(subject: Subject<'_>, source: &SourceUse) -> String {
    let address = address(source);
    let refused = if source.refused > 0 { format!(", {} refused", short(source.refused)) } else { String::new() };
    format!("{address:<ADDRESS$} {}{refused}, {}", short(source.calls), when::relative(source.last_at, subject.model.now.wall))
}

fn address(source: &SourceUse) -> String {
    source.address.map_or_else(|| "others".to_owned(), |address| address.to_canonical().to_string())
}
