//! Reading the keymap's file and the operator's changes, refusing what cannot be meant.

use super::context::Layer;
use super::{Bind, KeymapError};
use crate::domain::nearest::nearest;
use crate::tui::action::Action;
use crate::tui::key::{self, Key};
use serde::Deserialize;

const BUILT_IN: &str = include_str!("../../../assets/keymap.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bind: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    on: Vec<String>,
    run: String,
    r#in: Vec<String>,
    hint: Option<String>,
    desc: Option<String>,
}

pub(super) fn built_in() -> Result<Vec<Bind>, KeymapError> {
    parse(BUILT_IN)
}

pub(super) fn parse(text: &str) -> Result<Vec<Bind>, KeymapError> {
    let file: File = toml::from_str(text).map_err(|error| KeymapError::Format(error.to_string()))?;
    file.bind.into_iter().map(bind).collect()
}

fn bind(entry: Entry) -> Result<Bind, KeymapError> {
    let action = action(&entry.run)?;
    let keys = keys(action, &entry.on)?;
    let layers = entry.r#in.iter().map(|name| layer(name)).collect::<Result<Vec<_>, _>>()?;
    for (layer, name) in layers.iter().zip(&entry.r#in) {
        if let Some(key) = keys.iter().find(|key| layer.types_text() && key::typed(**key).is_some()) {
            return Err(KeymapError::TypesText { key: key::label(*key), action: action.name(), layer: name.clone() });
        }
    }
    Ok(Bind { keys, action, layers, hint: entry.hint, desc: entry.desc })
}

/// Gives an action other keys in each of its bindings.
pub(super) fn replace(binds: &mut Vec<Bind>, name: &str, names: &[String]) -> Result<(), KeymapError> {
    let action = action(name)?;
    let keys = keys(action, names)?;
    if keys.is_empty() && matches!(action, Action::Quit | Action::Back | Action::Confirm) {
        return Err(KeymapError::Needed(action.name()));
    }
    if !binds.iter().any(|bind| bind.action == action) {
        return Err(KeymapError::NoPlace(action.name()));
    }
    for bind in binds.iter_mut().filter(|bind| bind.action == action) {
        let in_text = bind.layers.iter().any(|layer| layer.types_text());
        let allowed: Vec<Key> = keys.iter().copied().filter(|key| !in_text || key::typed(*key).is_none()).collect();
        // A field keeps its own keys when none of the operator's can work in it.
        if !in_text || !allowed.is_empty() || keys.is_empty() {
            bind.keys = allowed;
        }
    }
    binds.retain(|bind| !bind.keys.is_empty());
    Ok(())
}

fn action(name: &str) -> Result<Action, KeymapError> {
    Action::by_name(name).ok_or_else(|| KeymapError::UnknownAction {
        name: name.to_owned(),
        nearest: nearest(name, Action::ALL.iter().map(|action| action.name())),
    })
}

fn layer(name: &str) -> Result<Layer, KeymapError> {
    Layer::by_name(name)
        .ok_or_else(|| KeymapError::UnknownContext { name: name.to_owned(), nearest: nearest(name, Layer::names()) })
}

fn keys(action: Action, names: &[String]) -> Result<Vec<Key>, KeymapError> {
    names.iter().map(|name| key::parse(name).map_err(|source| KeymapError::Key { action: action.name(), source })).collect()
}
