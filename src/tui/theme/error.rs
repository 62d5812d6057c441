//! Why a theme is refused: the file, the role, and what was probably meant.

/// Why a theme is refused.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// No built-in theme of this name.
    #[error("there is no theme `{name}`{hint}; choose dark, light, high-contrast or mono, or name a file ending in .toml", hint = did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// As asked for.
        name: String,
        /// The most like it.
        nearest: Option<String>,
    },
    /// The file cannot be read.
    #[error("the theme {file} cannot be read: {source}")]
    Read {
        /// Its path.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is no TOML of this shape.
    #[error("the theme {file} cannot be read: {reason}")]
    Format {
        /// Its path.
        file: String,
        /// Why.
        reason: String,
    },
    /// A role that does not exist.
    #[error("the theme {file} names the unknown role `{role}`{hint}", hint = did_you_mean(.nearest.as_deref()))]
    UnknownRole {
        /// Its path.
        file: String,
        /// As written.
        role: String,
        /// The most like it.
        nearest: Option<String>,
    },
    /// A word that is neither colour nor attribute.
    #[error("the theme {file} gives `{role}` the unknown word `{word}`{hint}; use a colour, `on` and a colour, bold, dim, italic, underline or reverse", hint = did_you_mean(.nearest.as_deref()))]
    UnknownWord {
        /// Its path.
        file: String,
        /// Whose style it is.
        role: String,
        /// As written.
        word: String,
        /// The most like it.
        nearest: Option<String>,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
