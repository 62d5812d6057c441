//! The review walk: one token, with everything that it is judged by.

use super::audit::role_of;
use super::brush::{Brush, Piece};
use super::detail::{self, Line};
use super::when;
use crate::domain::finding::Finding;
use crate::domain::kind::ScopeRule;
use crate::domain::label::display_safe;
use crate::domain::relative::relative_or;
use crate::domain::review::Decided;
use crate::domain::scope::{Grant, Scope};
use crate::domain::summary::TokenSummary;
use crate::tui::hit::Hit;
use crate::tui::model::Model;
use crate::tui::model::walk::Judged;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Columns of the labels, as in the detail.
const LABEL: usize = 10;

/// Lines of a list of scopes, at most, before it is cut.
const SCOPES: usize = 2;

fn area(model: &Model) -> Rect {
    let (columns, rows) = model.size;
    Rect::new(0, 1, columns, rows.saturating_sub(2))
}

/// Lines that there is room for.
pub fn room(model: &Model) -> usize {
    usize::from(area(model).height.saturating_sub(1))
}

/// Lines that the token takes.
pub fn height(model: &Model) -> usize {
    lines(model).len()
}

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>) {
    let area = area(model);
    if area.height == 0 {
        return;
    }
    brush.answers(area, Hit::Walk);
    let title = title(model, brush);
    brush.rule(area, area.y, &title, model.dialogs.is_empty());
    let lines = lines(model);
    let height = room(model);
    let top = usize::from(model.walk.top).min(lines.len().saturating_sub(height));
    for (line, y) in lines.iter().skip(top).take(height).zip(area.y + 1..) {
        detail::draw_line(brush, Rect::new(area.x + 2, y, area.width.saturating_sub(2), 1), line);
    }
    if lines.len() > top + height {
        let more = format!(" {} ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
    }
}

fn title(model: &Model, brush: &Brush<'_>) -> Vec<Piece> {
    let walk = &model.walk;
    let Some(review) = &walk.reviews.open else { return vec![("Review".to_owned(), Role::Title)] };
    let mut pieces = vec![
        (format!("Review {}", review.id), Role::Title),
        (format!(" {} token {} of {}", brush.symbols.separator, walk.at + 1, walk.reviews.items.len()), Role::Text),
        (format!(" {} {}", brush.symbols.separator, progress(review.decided, review.tokens)), Role::Success),
    ];
    if !review.filter.is_empty() {
        pieces.push((format!(" {} ", brush.symbols.separator), Role::Dim));
        pieces.push((format!("/{}", review.filter), Role::Match));
    }
    pieces
}

/// `17 of 42 reviewed`
pub fn progress(decided: usize, tokens: usize) -> String {
    format!("{decided} of {tokens} reviewed")
}

fn lines(model: &Model) -> Vec<Line> {
    let Some(item) = model.walk.item() else { return Vec::new() };
    let width = usize::from(area(model).width).saturating_sub(LABEL + 3).max(1);
    let Some(judged) = model.walk.judged() else {
        let told = if model.walk.failed == Some(item.token) { "the token cannot be read; Ctrl-r tries again" } else { "" };
        return vec![detail::faint("Token", told).into()];
    };
    let row = &judged.detail.summary;
    let mut lines = head(model, row);
    lines.extend(decision(model, item.decided.as_ref(), width));
    let subject = detail::Subject::new(model, row, &judged.detail);
    lines.push(detail::owner(subject));
    if !row.note.is_empty() {
        lines.extend(told("Note", &row.note, width, Role::Text));
    }
    lines.extend(may(judged, width));
    lines.extend(detail::usage(subject));
    lines.extend(told("Times", &times(model, row), width, Role::Text));
    lines.extend(looked(model, judged, width));
    lines.extend(findings(&judged.findings, width));
    lines
}

fn head(model: &Model, row: &TokenSummary) -> Vec<Line> {
    let status = row.status(model.now.wall);
    let mut pieces: Vec<Piece> =
        vec![(format!("{:<LABEL$}", "Token"), Role::Dim), (display_safe(&row.label()).to_string(), Role::Title)];
    pieces.push((format!("  {} {status}", model.symbols.status(status)), super::detail::status_role(status)));
    if row.owner_archived {
        pieces.push(("  owner archived".to_owned(), Role::Warning));
    }
    if row.adopted {
        pieces.push(("  value issued elsewhere".to_owned(), Role::Dim));
    }
    vec![pieces.into()]
}

fn decision(model: &Model, decided: Option<&Decided>, width: usize) -> Vec<Line> {
    let Some(decided) = decided else { return vec![detail::faint("Decided", "not yet").into()] };
    let until = decided.decision.until().map(|at| format!(" until {}", at.strftime("%Y-%m-%d"))).unwrap_or_default();
    let note = if decided.note.is_empty() { String::new() } else { format!(": {}", decided.note) };
    let ago = when::relative(decided.at, model.now.wall);
    told("Decided", &format!("{}{until}, by {} {ago}{note}", decided.decision.word(), decided.by), width, Role::Success)
}

/// What it may do: what was exercised lately apart from what was not.
fn may(judged: &Judged, width: usize) -> Vec<Line> {
    let row = &judged.detail.summary;
    let rest = match row.kind.scope_rule() {
        ScopeRule::Everything => Some(format!("everything of its {}", row.kind)),
        ScopeRule::Foreign => Some("known to its service alone".to_owned()),
        _ if row.scopes.is_empty() => Some("nothing".to_owned()),
        _ => None,
    };
    if let Some(text) = rest {
        return told("May", &text, width, Role::Text);
    }
    let exercised: Vec<Scope> = judged.detail.usage.scopes.iter().filter_map(|(name, _)| name.parse().ok()).collect();
    let is_used = |grant: &&Grant| exercised.iter().any(|scope| grant.covers(scope));
    let names = |used: bool| {
        let names: Vec<&str> = row.scopes.iter().filter(|grant| is_used(grant) == used).map(Grant::as_str).collect();
        names.join(" ")
    };
    let (used, idle) = (names(true), names(false));
    let mut lines = if used.is_empty() { Vec::new() } else { cut("Used", &used, width, Role::Text) };
    if !idle.is_empty() {
        lines.extend(cut(if used.is_empty() { "May" } else { "Not used" }, &idle, width, Role::Warning));
    }
    lines
}

fn times(model: &Model, row: &TokenSummary) -> String {
    let now = model.now.wall;
    let rotated = match row.rotated_at == row.created_at {
        true => "never rotated".to_owned(),
        false => format!("rotated {}", when::relative(row.rotated_at, now)),
    };
    let used = relative_or(row.last_used_at, now, "never");
    let expires = match row.expires_at {
        Some(at) if at <= now => format!("expired {}", when::relative(at, now)),
        at => format!("expires {}", relative_or(at, now, "never")),
    };
    format!("issued {}, {rotated}, used {used}, {expires}", when::relative(row.created_at, now))
}

/// Who saw its present value.
fn looked(model: &Model, judged: &Judged, width: usize) -> Vec<Line> {
    if judged.looked.is_empty() {
        return vec![detail::faint("Seen by", "nobody since the value was made").into()];
    }
    let one = |looked: &crate::domain::audit::Looked| {
        let what = [(looked.revealed, "revealed"), (looked.copied, "copied")];
        let what: Vec<String> =
            what.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| times_over(word, count)).collect();
        format!("{} {}, last {}", looked.by, what.join(" and "), when::relative(looked.last_at, model.now.wall))
    };
    let said: Vec<String> = judged.looked.iter().map(one).collect();
    cut("Seen by", &said.join("; "), width, Role::Warning)
}

/// `revealed it`, `revealed it 3 times`
fn times_over(word: &str, count: u64) -> String {
    if count == 1 { format!("{word} it") } else { format!("{word} it {count} times") }
}

fn findings(findings: &[Finding], width: usize) -> Vec<Line> {
    if findings.is_empty() {
        return vec![detail::faint("Findings", "none").into()];
    }
    let mut lines: Vec<Line> = Vec::new();
    for finding in findings {
        let label = if lines.is_empty() { "Findings" } else { "" };
        let role = if finding.is_open() { role_of(finding.severity) } else { Role::Dim };
        let word = if finding.is_open() { finding.severity.word() } else { "accepted" };
        let mut pieces: Vec<Piece> = vec![(format!("{label:<LABEL$}"), Role::Dim), (format!("{word:<6} "), role)];
        pieces.push((finding.rule.title().to_owned(), if finding.is_open() { Role::Text } else { Role::Dim }));
        let room = width.saturating_sub(8 + finding.rule.title().len() + 2);
        if room > 12 {
            pieces.push((format!("  {}", display_safe(&finding.evidence)), Role::Dim));
        }
        lines.push(pieces.into());
    }
    lines
}

fn told(label: &str, text: &str, width: usize, role: Role) -> Vec<Line> {
    let lines = wrap(&display_safe(text), width).into_iter().enumerate();
    let piece = |at: usize, text: String| -> Vec<Piece> {
        vec![(format!("{:<LABEL$}", if at == 0 { label } else { "" }), Role::Dim), (text, role)]
    };
    lines.map(|(at, text)| piece(at, text).into()).collect()
}

/// As [`told`], in at most two lines.
fn cut(label: &str, text: &str, width: usize, role: Role) -> Vec<Line> {
    let mut lines = told(label, text, width, role);
    let hidden = lines.len().saturating_sub(SCOPES);
    if hidden > 0 {
        // What is cut is seen whole on the token's own screen.
        lines.truncate(SCOPES);
        if let Some(last) = lines.last_mut() {
            last.push((" ...".to_owned(), Role::Dim));
        }
    }
    lines
}
