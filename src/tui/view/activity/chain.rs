//! Whether the chain holds, in words.

use super::super::brush::{Brush, Piece};
use super::grouped;
use crate::services::LogHead;
use crate::tui::model::Model;
use crate::tui::model::activity::chain::{ChainState, STRIDE};
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// Hex digits of a hash that tell it from others at a glance.
const SHORT: usize = 12;

/// The beginning of a hash.
pub fn short(hash: &[u8; 32]) -> String {
    hash.iter().take(SHORT / 2).map(|byte| format!("{byte:02x}")).collect()
}

/// Where the check stands.
pub fn state(model: &Model, brush: &Brush<'_>) -> Piece {
    let symbols = brush.symbols;
    let head = model.activity.log.head.map_or(0, |head| head.seq);
    match &model.activity.chain.state {
        ChainState::Unchecked => ("not checked".to_owned(), Role::Dim),
        // What was written just now is checked at once; nothing needs to flicker for it.
        ChainState::Checking(seq) if *seq > 0 && head.saturating_sub(*seq) < STRIDE as u64 => intact(*seq, brush),
        ChainState::Checking(seq) => {
            let spinner = symbols.spin(usize::try_from(*seq).unwrap_or(0) / STRIDE);
            let percent = (seq * 100).checked_div(head).unwrap_or(0).min(99);
            (format!("{spinner} checking the chain, {percent}%"), Role::Warning)
        }
        ChainState::GivenUp(seq) => (format!("checked only to {}", grouped(*seq)), Role::Warning),
        ChainState::Failed => (format!("{} could not be checked", symbols.failed), Role::Danger),
        ChainState::Checked(report) => match report.broken_at {
            Some(seq) => (format!("{} broken at {}", symbols.failed, grouped(seq)), Role::Danger),
            None => intact(report.head.seq, brush),
        },
    }
}

fn intact(seq: u64, brush: &Brush<'_>) -> Piece {
    (format!("{} intact to {}", brush.symbols.done, grouped(seq)), Role::Success)
}

/// The newest hash, which somebody may have kept elsewhere.
pub fn head(head: LogHead) -> Piece {
    (format!("head {}", short(&head.hash)), Role::Dim)
}

/// Says what is wrong and what to do, in two lines.
pub fn alarm(model: &Model, brush: &mut Brush<'_>, area: Rect) {
    let Some(report) = model.activity.chain.alarm() else { return };
    let (danger, text) = (brush.theme.style(Role::Danger), brush.theme.style(Role::Text));
    let more = match report.faults.len() {
        0 | 1 => String::new(),
        faults => format!(" (and {} more)", faults - 1),
    };
    let what = format!("{} {}{more}", brush.symbols.failed, report.faults.first().map_or("", String::as_str));
    brush.put(area.x, area.y, area.width, &what, danger);
    let todo = "b goes there. Keep a copy, compare with a backup: jeton log verify";
    brush.put(area.x + 2, area.y + 1, area.width.saturating_sub(2), todo, text);
}
