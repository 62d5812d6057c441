//! What people read of the keymap: hints, help, and the README's table.

use super::context::{Context, Layer};
use super::{Bind, Keymap};
use crate::tui::action::{Action, Group};
use crate::tui::key;

/// One entry of the bottom line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The main key.
    pub key: String,
    /// The word beside it.
    pub label: String,
    /// What it does; views leave out what does not apply.
    pub action: Action,
}

/// One row of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// The heading that it stands under.
    pub group: Group,
    /// Its keys, the main one first.
    pub keys: Vec<String>,
    /// What it does.
    pub doc: String,
    /// The action.
    pub action: Action,
}

impl Keymap {
    /// The bottom line of a context, most useful first; as many as fit are shown.
    pub fn hints(&self, context: Context) -> Vec<Hint> {
        let hint = |bind: &Bind| {
            let key = key::label(*bind.keys.first()?);
            Some(Hint { key, label: bind.hint.clone()?, action: bind.action })
        };
        self.binds.iter().filter(|bind| bind.applies_in(context)).filter_map(hint).collect()
    }

    /// The rows of help in a context, grouped under headings.
    pub fn help(&self, context: Context) -> Vec<HelpRow> {
        let mut rows: Vec<HelpRow> = self.binds.iter().filter(|bind| bind.applies_in(context)).map(row).collect();
        rows.sort_by_key(|row| row.action);
        // An action that is bound twice in one place is told once, with all its keys.
        rows.dedup_by(|next, row| {
            let is_same = (next.action, &next.doc) == (row.action, &row.doc);
            if is_same {
                row.keys.append(&mut next.keys);
            }
            is_same
        });
        rows
    }

    /// The keys of an action for the palette: those of the token table, or of any other place.
    pub fn keys_shown(&self, action: Action) -> Vec<String> {
        let of = |context: Context| self.keys(context, action).map(key::label).collect::<Vec<_>>();
        let everywhere = [Context::Table].iter().chain(Context::ALL);
        everywhere.copied().map(of).find(|keys| !keys.is_empty()).unwrap_or_default()
    }

    /// The table of all keys for the README, by the place where they work.
    pub fn table_markdown(&self) -> String {
        let mut text = "| where | keys | action | what it does |\n| --- | --- | --- | --- |\n".to_owned();
        let mut binds: Vec<&Bind> = self.binds.iter().collect();
        binds.sort_by_key(|bind| (place_order(bind), bind.action));
        for bind in binds {
            let places: Vec<&str> = bind.layers.iter().map(|layer| place(*layer)).collect();
            let row = row(bind);
            let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            text.push_str(&format!("| {} | {} | `{}` | {} |\n", places.join(", "), keys.join(" "), bind.action.name(), row.doc));
        }
        text
    }
}

fn row(bind: &Bind) -> HelpRow {
    let doc = bind.desc.clone().unwrap_or_else(|| bind.action.doc().to_owned());
    HelpRow { group: bind.action.group(), keys: bind.keys.iter().copied().map(key::label).collect(), doc, action: bind.action }
}

fn place_order(bind: &Bind) -> usize {
    let order = |layer: &Layer| Layer::names().position(|name| Layer::by_name(name) == Some(*layer));
    bind.layers.iter().filter_map(order).min().unwrap_or(usize::MAX)
}

fn place(layer: Layer) -> &'static str {
    match layer {
        Layer::Any => "everywhere",
        Layer::Global => "every screen",
        Layer::Tokens => "owners, table, detail",
        Layer::Audit => "findings, evidence, walk",
        Layer::Text => "text",
        Layer::Only(Context::Tree) => "owners",
        Layer::Only(context) => context.name(),
    }
}
