//! The detail pane: everything about the selected token but its value.

use super::brush::{Brush, Piece};
use super::{has_focus, table, when};
use crate::domain::Instant;
use crate::domain::event::{Event, Outcome};
use crate::domain::kind::{ExpiryRule, Kind, ScopeRule};
use crate::domain::label::display_safe;
use crate::domain::scope::ScopeSet;
use crate::domain::secret::{Secret, SecretState};
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Role;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// Columns of the labels.
const LABEL: usize = 10;

/// Columns of a time bar.
const BAR: usize = 8;

/// Draws it.
pub fn draw(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let title = model.table.selected().as_ref().map_or_else(|| "Detail".to_owned(), title);
    brush.rule(area, area.y, &[(title, Role::Title)], has_focus(model, Pane::Detail));
    let height = usize::from(area.height - 1);
    let lines = lines(model, usize::from(area.width));
    let top = usize::from(model.detail.top).min(lines.len().saturating_sub(height));
    for (line, pieces) in lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + 1 + u16::try_from(line).unwrap_or(u16::MAX);
        brush.pieces(area.x + 2, y, area.width.saturating_sub(2), pieces);
    }
    if lines.len() > top + height {
        let more = format!(" {} ", brush.symbols.more_below);
        brush.put(area.right().saturating_sub(4), area.y, 3, &more, brush.theme.style(Role::Dim));
    }
}

/// A token's selector; of one that is revoked, for which there is none but its id, what it was.
fn title(row: &TokenSummary) -> String {
    match row.state {
        TokenState::Revoked => format!("{} {}/{}", row.kind, row.owner, row.name),
        _ => row.selector(),
    }
}

/// How many lines it has.
pub fn height(model: &Model) -> usize {
    lines(model, usize::from(model.areas().detail.width)).len()
}

fn labelled(label: &str, text: impl Into<String>) -> Vec<Piece> {
    vec![(format!("{label:<LABEL$}"), Role::Dim), (text.into(), Role::Text)]
}

fn lines(model: &Model, width: usize) -> Vec<Vec<Piece>> {
    let Some(row) = model.table.selected() else { return Vec::new() };
    let now = model.now.wall;
    let row = &row;
    let mut lines = facts(model, row);
    let detail = model.detail.of(row.id);
    if let Some(detail) = detail {
        lines.extend(secrets(model, &detail.secrets, now));
    }
    lines.extend(scopes(row, width.saturating_sub(LABEL + 2)));
    if !row.note.is_empty() {
        lines.push(labelled("Note", row.note.clone()));
    }
    lines.extend(dates(row, now));
    if let Some(detail) = detail {
        lines.extend(owner(detail));
        lines.extend(history(&detail.history, now));
    }
    lines
}

fn facts(model: &Model, row: &TokenSummary) -> Vec<Vec<Piece>> {
    let now = model.now.wall;
    let status = row.status(now);
    let role = [Role::StatusActive, Role::StatusRotating, Role::StatusDisabled, Role::StatusExpired, Role::StatusRevoked]
        [status as usize];
    let mut value = labelled("Value", table::masked(model, row));
    value.push((format!("  {}", kept(row)), Role::Dim));
    let mut state = labelled("Status", String::new());
    state.push((format!("{} {status}", model.symbols.status(status)), role));
    if row.adopted {
        state.push(("  adopted: issued elsewhere".to_owned(), Role::Dim));
    }
    if row.owner_archived {
        state.push(("  its owner is archived".to_owned(), Role::Warning));
    }
    let mut lines = vec![value, state];
    // A personal token speaks for the account, whoever holds it.
    let owner = if row.kind == Kind::Personal { "account".to_owned() } else { row.kind.to_string() };
    let whose = match &row.project {
        Some(project) if project.as_str() != row.owner.as_str() => format!("{owner} {}, project {project}", row.owner),
        _ => format!("{owner} {}", row.owner),
    };
    lines.push(labelled("Of", whose));
    if row.kind.expiry_rule() != ExpiryRule::None {
        lines.push(labelled("Expires", row.expires_at.map_or_else(|| "never".to_owned(), |at| when::both(at, now))));
    }
    lines.push(labelled(
        "Used",
        row.last_used_at.map_or_else(|| "never, as far as is known".to_owned(), |at| when::both(at, now)),
    ));
    lines
}

fn dates(row: &TokenSummary, now: Instant) -> Vec<Vec<Piece>> {
    let mut lines = vec![labelled("Issued", when::both(row.created_at, now))];
    if row.rotated_at != row.created_at {
        lines.push(labelled("Rotated", when::both(row.rotated_at, now)));
    }
    lines.push(labelled("Id", row.id.to_string()));
    lines
}

fn kept(row: &TokenSummary) -> &'static str {
    match (row.is_sealed, row.kind.is_revealable()) {
        (true, _) => "sealed",
        (false, false) => "was shown once",
        (false, true) => "erased",
    }
}

/// Secrets with their versions; one in its grace with a bar of the time gone by.
fn secrets(model: &Model, secrets: &[Secret], now: Instant) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    let current_since = secrets.iter().find(|secret| secret.state == SecretState::Current).map(|secret| secret.created_at);
    for (at, secret) in secrets.iter().enumerate() {
        let state = secret.state_at(now);
        let hint = if model.private { "" } else { secret.hint.as_str() };
        let head = format!("v{:<3} {:<9} {}{hint:<5}", secret.version, state.word(), model.symbols.dot.repeat(2));
        let mut pieces = labelled(if at == 0 { "Secrets" } else { "" }, head);
        match (state, secret.grace_until) {
            (SecretState::Retiring, Some(until)) => {
                pieces.extend(bar(model, current_since.unwrap_or(secret.created_at), until, now));
                pieces.push((format!(" ends {}", when::relative(until, now)), Role::StatusRotating));
            }
            (SecretState::Retired, _) => {
                let ended = secret.retired_at.or(secret.grace_until).unwrap_or(secret.created_at);
                pieces.push((format!("ended {}", when::relative(ended, now)), Role::Dim));
            }
            _ => pieces.push((format!("made {}", when::relative(secret.created_at, now)), Role::Dim)),
        }
        lines.push(pieces);
    }
    lines
}

fn bar(model: &Model, from: Instant, until: Instant, now: Instant) -> [Piece; 2] {
    let whole = (until.as_second() - from.as_second()).max(1);
    let gone = (now.as_second() - from.as_second()).clamp(0, whole);
    let filled = usize::try_from(gone * BAR as i64 / whole).unwrap_or(0).min(BAR);
    let [full, empty] = model.symbols.gauge;
    [(full.repeat(filled), Role::StatusRotating), (empty.repeat(BAR - filled), Role::Dim)]
}

/// Scopes by resource: `files  read write`, as many beside each other as fit.
fn scopes(row: &TokenSummary, width: usize) -> Vec<Vec<Piece>> {
    let text = match row.kind.scope_rule() {
        ScopeRule::Everything => return vec![labelled("Scopes", format!("everything of its {}", row.kind))],
        ScopeRule::Foreign => return Vec::new(),
        _ if row.scopes.is_empty() => return vec![labelled("Scopes", "none")],
        _ => grouped(&row.scopes),
    };
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut room = 0;
    for (resource, actions) in text {
        let needed = resource.len() + actions.len() + 4;
        if needed > room || lines.is_empty() {
            lines.push(labelled(if lines.is_empty() { "Scopes" } else { "" }, String::new()));
            room = width;
        }
        room = room.saturating_sub(needed);
        if let Some(line) = lines.last_mut() {
            line.push((format!("{resource} "), Role::Text));
            line.push((format!("{actions}   "), Role::Dim));
        }
    }
    lines
}

fn grouped(scopes: &ScopeSet) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    for grant in scopes.iter() {
        let (resource, action) = grant.as_str().split_once(':').unwrap_or((grant.as_str(), ""));
        let actions = groups.entry(resource.to_owned()).or_default();
        if !actions.is_empty() {
            actions.push(' ');
        }
        actions.push_str(action);
    }
    groups
}

fn owner(detail: &crate::services::TokenDetail) -> Vec<Vec<Piece>> {
    let owner = &detail.owner;
    let id = owner.external_id.as_ref().map(|id| labelled("Its id", id.clone()));
    let url = owner.dashboard_url.as_ref().map(|url| labelled("Dashboard", url.clone()));
    id.into_iter().chain(url).collect()
}

fn history(events: &[Event], now: Instant) -> Vec<Vec<Piece>> {
    let line = |(at, event): (usize, &Event)| {
        let what = &event.what;
        let label = if at == 0 { "History" } else { "" };
        let mut pieces = labelled(label, format!("{:<12} {:<8} ", what.action.word(), when::relative(what.at, now)));
        if what.outcome == Outcome::Refused {
            pieces.push(("refused ".to_owned(), Role::Danger));
        }
        pieces.push((format!("{}  ", display_safe(&what.actor.name)), Role::Text));
        pieces.push((what.detail.clone(), Role::Dim));
        pieces
    };
    events.iter().enumerate().map(line).collect()
}
