//! The token's present secret and the one before, with a bar of the grace that has gone by.

use super::{Line, Subject, faint, labelled};
use crate::domain::Instant;
use crate::domain::mask::Hint;
use crate::domain::secret::{Secret, SecretState};
use crate::tui::theme::Role;
use crate::tui::view::brush::Piece;
use crate::tui::view::when;

/// Columns of the time bar.
const BAR: usize = 9;

/// Two lines, whatever there is to say.
pub(super) fn lines(subject: Subject<'_>) -> Vec<Line> {
    let Subject { row, detail, .. } = subject;
    let secrets = detail.map_or(&[][..], |detail| &detail.secrets);
    let mut first = match secrets.first() {
        Some(secret) => line("Secrets", subject, &Shown::of(secret, subject.model.now.wall)),
        // The row tells as much of the present one.
        None => line(
            "Secrets",
            subject,
            &Shown {
                version: row.version,
                state: SecretState::Current,
                hint: &row.hint,
                ended: row.rotated_at,
                grace_until: None,
            },
        ),
    };
    let second = match secrets.get(1) {
        Some(secret) => line("", subject, &Shown::of(secret, subject.model.now.wall)),
        None => faint("", if row.version > 1 { "" } else { "none before it" }),
    };
    let older = secrets.len().saturating_sub(2);
    if older > 0 {
        first.push((format!("  {older} older"), Role::Dim));
    }
    vec![first.into(), second.into()]
}

/// What is shown of a secret.
struct Shown<'a> {
    version: u32,
    state: SecretState,
    hint: &'a Hint,
    /// When a retired one ended.
    ended: Instant,
    grace_until: Option<Instant>,
}

impl<'a> Shown<'a> {
    fn of(secret: &'a Secret, now: Instant) -> Self {
        let state = secret.state_at(now);
        let ended = secret.retired_at.or(secret.grace_until).unwrap_or(secret.created_at);
        Self { version: secret.version, state, hint: &secret.hint, ended, grace_until: secret.grace_until }
    }
}

fn line(label: &str, subject: Subject<'_>, secret: &Shown<'_>) -> Vec<Piece> {
    let Subject { model, row, .. } = subject;
    let now = model.now.wall;
    let dots = model.symbols.dot.repeat(2);
    let hint = if model.private { "" } else { secret.hint.as_str() };
    let head = format!("v{:<3} {:<9} {dots}{hint:<4}  ", secret.version, secret.state.word());
    let mut pieces = labelled(label, head);
    match (secret.state, secret.grace_until) {
        (SecretState::Retiring, Some(until)) => {
            // Its grace began when the present one was made.
            pieces.extend(bar(subject, row.rotated_at, until, now));
            pieces.push((format!(" ends {}", when::relative(until, now)), Role::StatusRotating));
        }
        (SecretState::Retired, _) => pieces.push((format!("ended {}", when::relative(secret.ended, now)), Role::Dim)),
        // When it was made is told above: the token's last rotation, or its issue.
        _ => {}
    }
    pieces
}

fn bar(subject: Subject<'_>, from: Instant, until: Instant, now: Instant) -> [Piece; 2] {
    let whole = (until.as_second() - from.as_second()).max(1);
    let gone = (now.as_second() - from.as_second()).clamp(0, whole);
    let filled = usize::try_from(gone * BAR as i64 / whole).unwrap_or(0).min(BAR);
    let [full, empty] = subject.model.symbols.gauge;
    [(full.repeat(filled), Role::StatusRotating), (empty.repeat(BAR - filled), Role::Dim)]
}
