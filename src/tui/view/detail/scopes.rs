//! What the token may do, by resource: `files read write`.

use super::{LABEL, Line, Subject, labelled};
use crate::domain::kind::ScopeRule;
use crate::domain::scope::ScopeSet;
use crate::tui::theme::Role;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Columns of one group; a longer one takes several.
const CELL: usize = 19;

/// The groups in columns, as many beside each other as fit.
pub(super) fn lines(subject: Subject<'_>, width: usize) -> Vec<Line> {
    let row = subject.row;
    let groups = match row.kind.scope_rule() {
        ScopeRule::Everything => return vec![labelled("Scopes", format!("everything of its {}", row.kind)).into()],
        ScopeRule::Foreign => return vec![labelled("Scopes", "known to its service alone").into()],
        _ if row.scopes.is_empty() => return vec![labelled("Scopes", "none").into()],
        _ => grouped(&row.scopes),
    };
    let columns = (width.saturating_sub(LABEL) / CELL).max(1);
    let mut lines: Vec<Line> = Vec::new();
    let mut left = 0;
    for (resource, actions) in groups {
        let text = resource.width() + 1 + actions.width();
        let cells = (text + 2).div_ceil(CELL).min(columns);
        if cells > left {
            lines.push(labelled(if lines.is_empty() { "Scopes" } else { "" }, String::new()).into());
            left = columns;
        }
        left -= cells;
        if let Some(line) = lines.last_mut() {
            line.left.push((format!("{resource} "), Role::Text));
            let filled = (cells * CELL).saturating_sub(text);
            line.left.push((format!("{actions}{}", " ".repeat(filled)), Role::Dim));
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
