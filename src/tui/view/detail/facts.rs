//! Facts of a token: one line each, or two beside each other where there is room.

use super::{Line, Subject, faint, findings, labelled, status_role};
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::number::grouped;
use crate::tui::theme::Role;
use crate::tui::view::brush::Piece;
use crate::tui::view::{table, when};

type Fact = Vec<Piece>;

/// Where there is room: what it is at the left, since when at the right.
pub(super) fn beside(subject: Subject<'_>) -> Vec<Line> {
    let pairs = [
        (value(subject), id(subject)),
        (status(subject), owner(subject)),
        (expires(subject), issued(subject)),
        (used(subject), rotated(subject)),
    ];
    let pairs = pairs.into_iter().map(|(left, right)| Line { left, right: Some(right) });
    pairs.chain([note(subject).into()]).chain(restrictions(subject)).collect()
}

/// One beneath the other: what is asked for most, then the rest.
pub(super) fn beneath(subject: Subject<'_>) -> (Vec<Line>, Vec<Line>) {
    let first = [value(subject), status(subject), owner(subject), expires(subject), used_how_much(subject)];
    let second = [issued(subject), rotated(subject), id(subject), note(subject)];
    let second = second.into_iter().map(Line::from).chain(restrictions(subject));
    (first.into_iter().map(Line::from).collect(), second.collect())
}

/// What is known of its owner only.
pub(super) fn of_owner(subject: Subject<'_>) -> Vec<Line> {
    let Some(owner) = subject.detail.map(|detail| &detail.owner) else { return Vec::new() };
    let id = owner.external_id.as_ref().map(|id| labelled("Runs as", id.clone()));
    let url = owner.dashboard_url.as_ref().map(|url| labelled("Dashboard", url.clone()));
    id.into_iter().chain(url).map(Line::from).collect()
}

fn value(subject: Subject<'_>) -> Fact {
    let row = subject.row;
    let kept = match (row.is_sealed, row.kind.is_revealable()) {
        (true, _) => "sealed",
        (false, false) => "shown once",
        (false, true) => "erased",
    };
    let mut fact = labelled("Value", table::masked(subject.model, row));
    fact.push((format!("  {kept}"), Role::Dim));
    fact
}

fn status(subject: Subject<'_>) -> Fact {
    let Subject { model, row, .. } = subject;
    let status = row.status(model.now.wall);
    let role = status_role(status);
    let mut fact = labelled("Status", String::new());
    fact.push((format!("{} {status}", model.symbols.status(status)), role));
    if row.adopted {
        fact.push(("  adopted".to_owned(), Role::Dim));
    }
    if row.owner_archived {
        fact.push(("  owner archived".to_owned(), Role::Warning));
    }
    fact.extend(findings::in_short(subject));
    fact
}

pub(super) fn owner(subject: Subject<'_>) -> Fact {
    let row = subject.row;
    // A personal token speaks for the account, whoever holds it.
    let kind = if row.kind == Kind::Personal { "account".to_owned() } else { row.kind.to_string() };
    let whose = match &row.project {
        Some(project) if project.as_str() != row.owner.as_str() => format!("{kind} {}, project {project}", row.owner),
        _ => format!("{kind} {}", row.owner),
    };
    labelled("Of", whose)
}

fn expires(subject: Subject<'_>) -> Fact {
    match subject.row.expires_at {
        Some(at) => dated("Expires", at, subject.model.now.wall),
        None => labelled("Expires", "never"),
    }
}

fn used(subject: Subject<'_>) -> Fact {
    match subject.row.last_used_at {
        Some(at) => dated("Used", at, subject.model.now.wall),
        None => labelled("Used", "never"),
    }
}

/// As [`used`], with how often in place of the date, which says more where there is room for one only.
fn used_how_much(subject: Subject<'_>) -> Fact {
    match (subject.row.last_used_at, subject.detail.map(|detail| &detail.usage)) {
        (Some(at), Some(used)) if !used.is_empty() => {
            let text = format!("{} in 24 h, {} in 7 d", grouped(used.day), grouped(used.week));
            labelled("Used", format!("{:<12}{text}", when::relative(at, subject.model.now.wall)))
        }
        _ => used(subject),
    }
}

fn issued(subject: Subject<'_>) -> Fact {
    dated("Issued", subject.row.created_at, subject.model.now.wall)
}

fn rotated(subject: Subject<'_>) -> Fact {
    let row = subject.row;
    if row.rotated_at == row.created_at {
        return labelled("Rotated", "never");
    }
    dated("Rotated", row.rotated_at, subject.model.now.wall)
}

fn id(subject: Subject<'_>) -> Fact {
    labelled("Id", subject.row.id.to_string())
}

fn note(subject: Subject<'_>) -> Fact {
    match subject.row.note.as_str() {
        "" => faint("Note", "none"),
        note => labelled("Note", note),
    }
}

/// Where it may be used from and how often, where that is restricted.
fn restrictions(subject: Subject<'_>) -> impl Iterator<Item = Line> {
    let policy = &subject.row.policy;
    let networks = (!policy.networks.is_empty()).then(|| labelled("From", policy.networks.to_string()));
    let rate = policy.rate.map(|rate| labelled("Rate", rate.to_string()));
    networks.into_iter().chain(rate).map(Line::from)
}

/// How far away, and the date in full, each in its column.
fn dated(label: &str, at: Instant, now: Instant) -> Fact {
    labelled(label, format!("{:<12}{}", when::relative(at, now), when::exact(at)))
}
