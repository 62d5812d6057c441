//! Why a keymap is refused.

use crate::tui::key::KeyNameError;

/// Why a keymap is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeymapError {
    /// The file is not what it should be.
    #[error("the keymap cannot be read: {0}")]
    Format(String),
    /// No such action.
    #[error("the keymap names the unknown action `{name}`{hint}; `jeton config keys` lists them all", hint = did_you_mean(.nearest))]
    UnknownAction {
        /// As written.
        name: String,
        /// The most like it.
        nearest: Option<&'static str>,
    },
    /// No such context.
    #[error("the keymap names the unknown context `{name}`{hint}", hint = did_you_mean(.nearest))]
    UnknownContext {
        /// As written.
        name: String,
        /// The most like it.
        nearest: Option<&'static str>,
    },
    /// A key cannot be read.
    #[error("a key of `{action}`: {source}")]
    Key {
        /// Whose key it is.
        action: &'static str,
        /// What is wrong with it.
        source: KeyNameError,
    },
    /// One key, two actions.
    #[error("`{key}` would do both `{first}` and `{second}` in the context `{context}`; give one of them another key")]
    Clash {
        /// The key, as shown to people.
        key: String,
        /// Where.
        context: &'static str,
        /// The action that has it.
        first: &'static str,
        /// The action that wants it too.
        second: &'static str,
    },
    /// A plain character where text is typed.
    #[error("`{key}` cannot do `{action}` in `{layer}`, where it types a character; choose a key with ctrl or alt")]
    TypesText {
        /// The key, as shown to people.
        key: String,
        /// The action.
        action: &'static str,
        /// Where.
        layer: String,
    },
    /// Without it nobody gets out.
    #[error("`{0}` needs a key; name at least one")]
    Needed(&'static str),
    /// The action is bound nowhere, so a key has no place.
    #[error("`{0}` has no place in the keymap where a key could stand")]
    NoPlace(&'static str),
}

fn did_you_mean(nearest: &Option<&'static str>) -> String {
    nearest.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
