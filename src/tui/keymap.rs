//! Which key does what where: `assets/keymap.toml` and the operator's changes, read into one table.

mod context;
mod error;
mod load;
mod table;

pub use context::Context;
pub use error::KeymapError;
pub use table::{HelpRow, Hint};

use super::action::Action;
use super::key::{self, Key};
use context::Layer;
use std::collections::{BTreeMap, HashMap};

/// One declaration of the file.
#[derive(Clone, Debug)]
struct Bind {
    keys: Vec<Key>,
    action: Action,
    layers: Vec<Layer>,
    hint: Option<String>,
    desc: Option<String>,
}

/// The keys of the interface.
#[derive(Clone, Debug)]
pub struct Keymap {
    binds: Vec<Bind>,
    dispatch: HashMap<(Context, Key), Action>,
}

impl Keymap {
    /// The keys that come with the program.
    ///
    /// # Errors
    /// Never in a tested build: the file is compiled in.
    pub fn built_in() -> Result<Self, KeymapError> {
        Self::from_binds(load::built_in()?)
    }

    /// The built-in keys with the operator's: each action named gets the keys given, wherever it is bound.
    /// Where text is typed, keys that type a character are left out. An empty list takes the keys away.
    ///
    /// # Errors
    /// An unknown action or key, or a key that would do two things in one place.
    pub fn with_overrides(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self, KeymapError> {
        let mut binds = load::built_in()?;
        for (name, keys) in overrides {
            load::replace(&mut binds, name, keys)?;
        }
        Self::from_binds(binds)
    }

    fn from_binds(binds: Vec<Bind>) -> Result<Self, KeymapError> {
        let mut dispatch = HashMap::new();
        for context in Context::ALL {
            for bind in binds.iter().filter(|bind| bind.applies_in(*context)) {
                for key in &bind.keys {
                    match dispatch.insert((*context, *key), bind.action) {
                        Some(first) if first != bind.action => {
                            return Err(KeymapError::Clash {
                                key: key::label(*key),
                                context: context.name(),
                                first: first.name(),
                                second: bind.action.name(),
                            });
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(Self { binds, dispatch })
    }

    /// What a key does in a context.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.dispatch.get(&(context, key)).copied()
    }

    /// The keys that do an action in a context, the main one first.
    pub fn keys(&self, context: Context, action: Action) -> impl Iterator<Item = Key> + '_ {
        self.binds
            .iter()
            .filter(move |bind| bind.action == action && bind.applies_in(context))
            .flat_map(|bind| bind.keys.iter().copied())
    }
}

impl Bind {
    fn applies_in(&self, context: Context) -> bool {
        self.layers.iter().any(|layer| layer.covers(context))
    }
}

#[cfg(test)]
mod tests;
