//! The scope catalogue: which scopes exist, and which of them each kind gets or may choose.

use super::kind::Kind;
use super::nearest::nearest;
use super::scope::{Grant, Scope, ScopeSet};
use serde::Deserialize;

/// One scope and who may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The scope.
    pub scope: Scope,
    /// What it lets a client do, for people.
    pub description: String,
    /// Whether a personal token may choose it.
    pub personal: bool,
    /// Whether it is in a bot token's default set.
    pub bot: bool,
    /// Whether it is in an integration token's default set.
    pub integration: bool,
}

/// All scopes that exist, in the order in which checklists show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// Why a catalogue or a choice from it is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CatalogueError {
    /// The file is not as it should be.
    #[error("the scope catalogue cannot be read: {0}")]
    Form(String),
    /// No such scope exists.
    #[error("unknown scope {word}{}", suggestion.as_ref().map(|s| format!("; did you mean {s}?")).unwrap_or_default())]
    Unknown {
        /// What was asked for.
        word: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// The scope exists, but not for this kind.
    #[error("the scope {scope} is not open to {kind} tokens")]
    NotForKind {
        /// The scope asked for.
        scope: String,
        /// The kind that may not have it.
        kind: Kind,
    },
    /// The kind has no scopes to choose.
    #[error("{0} tokens have no scopes")]
    NoScopes(Kind),
    /// A personal token needs at least one.
    #[error("choose at least one scope")]
    NoneChosen,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scope: Vec<FileEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    name: String,
    description: String,
    #[serde(default)]
    pat: bool,
    #[serde(default)]
    bot: bool,
    #[serde(default)]
    integration: bool,
}

impl Catalogue {
    /// Reads a catalogue from TOML: `[[scope]]` with `name`, `description`, `pat`, `bot`, `integration`.
    ///
    /// # Errors
    /// The TOML does not have that form, or a name is no scope.
    pub fn from_toml(text: &str) -> Result<Self, CatalogueError> {
        let file: File = toml::from_str(text).map_err(|error| CatalogueError::Form(error.to_string()))?;
        let entries = file.scope.into_iter().map(|entry| {
            let scope = entry.name.parse().map_err(|error| CatalogueError::Form(format!("{}: {error}", entry.name)))?;
            Ok(Entry {
                scope,
                description: entry.description,
                personal: entry.pat,
                bot: entry.bot,
                integration: entry.integration,
            })
        });
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }

    /// The catalogue that the program ships (`assets/scopes.toml`).
    ///
    /// # Errors
    /// Never in a tested build; the file is part of the program and a test reads it.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::from_toml(include_str!("../../assets/scopes.toml"))
    }

    /// Adds an operator's own entries; one of the same name replaces the built-in.
    pub fn extend(&mut self, more: Self) {
        for entry in more.entries {
            self.entries.retain(|old| old.scope != entry.scope);
            self.entries.push(entry);
        }
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries open to a kind.
    pub fn open_to(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.is_open_to(kind))
    }

    /// The set that a token of this kind gets when none is chosen: the kind's default, empty for personal ones.
    pub fn default_set(&self, kind: Kind) -> ScopeSet {
        match kind {
            Kind::Bot | Kind::Integration => self.open_to(kind).map(|entry| entry.scope.clone().into()).collect(),
            _ => ScopeSet::default(),
        }
    }

    /// Checks the words that an issuer chose for a kind.
    ///
    /// # Errors
    /// A word is unknown (the nearest is named) or not open to the kind; the kind has no scopes; none was chosen.
    pub fn choose<S: AsRef<str>>(&self, kind: Kind, words: &[S]) -> Result<ScopeSet, CatalogueError> {
        if !matches!(kind, Kind::Personal | Kind::Bot | Kind::Integration) {
            return if words.is_empty() { Ok(ScopeSet::default()) } else { Err(CatalogueError::NoScopes(kind)) };
        }
        if words.is_empty() {
            return Err(CatalogueError::NoneChosen);
        }
        words.iter().map(|word| self.check(kind, word.as_ref())).collect()
    }

    fn check(&self, kind: Kind, word: &str) -> Result<Grant, CatalogueError> {
        let unknown = || CatalogueError::Unknown {
            word: super::label::display_safe(word).to_string(),
            suggestion: nearest(word, self.entries.iter().map(|entry| entry.scope.as_str())).map(str::to_owned),
        };
        let grant: Grant = word.parse().map_err(|_| unknown())?;
        let mut covered = self.entries.iter().filter(|entry| grant.covers(&entry.scope)).peekable();
        if covered.peek().is_none() {
            return Err(unknown());
        }
        if covered.all(|entry| entry.is_open_to(kind)) {
            Ok(grant)
        } else {
            Err(CatalogueError::NotForKind { scope: grant.to_string(), kind })
        }
    }
}

impl Entry {
    /// Whether a token of this kind may have the scope.
    pub fn is_open_to(&self, kind: Kind) -> bool {
        match kind {
            Kind::Personal => self.personal,
            Kind::Bot => self.bot,
            Kind::Integration => self.integration,
            _ => false,
        }
    }
}
