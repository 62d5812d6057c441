//! The scope catalogue: which scopes exist, and which of them each kind gets or may choose.

use super::kind::Kind;
use super::label::excerpt;
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
        let mut entries: Vec<Entry> = Vec::with_capacity(file.scope.len());
        for FileEntry { name, description, pat, bot, integration } in file.scope {
            let scope: Scope =
                name.parse().map_err(|error| CatalogueError::Form(format!("{:?}: {error}", excerpt(&name, 50).as_str())))?;
            if entries.iter().any(|entry| entry.scope == scope) {
                return Err(CatalogueError::Form(format!("{scope} stands there twice")));
            }
            entries.push(Entry { scope, description, personal: pat, bot, integration });
        }
        Ok(Self { entries })
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

    /// Checks that a scope exists.
    ///
    /// # Errors
    /// It does not; the nearest is named.
    pub fn require(&self, scope: &Scope) -> Result<(), CatalogueError> {
        let exists = self.entries.iter().any(|entry| entry.scope == *scope);
        if exists { Ok(()) } else { Err(self.unknown(scope.as_str())) }
    }

    fn unknown(&self, word: &str) -> CatalogueError {
        CatalogueError::Unknown {
            word: excerpt(word, 80).to_string(),
            suggestion: nearest(word, self.entries.iter().map(|entry| entry.scope.as_str())).map(str::to_owned),
        }
    }

    fn check(&self, kind: Kind, word: &str) -> Result<Grant, CatalogueError> {
        let unknown = || self.unknown(word);
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

#[cfg(test)]
mod tests {

    use super::*;

    fn built_in() -> Catalogue {
        Catalogue::built_in().unwrap()
    }

    fn chosen(kind: Kind, words: &[&str]) -> Result<String, String> {
        built_in().choose(kind, words).map(|set| set.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_built_in_catalogue_has_the_sets_of_each_kind() {
        let catalogue = built_in();
        let count = |kind| catalogue.open_to(kind).count();
        assert_eq!(count(Kind::Personal), catalogue.entries().len(), "a personal token may choose them all");
        let has = |kind, word: &str| catalogue.default_set(kind).allows(&word.parse().unwrap());
        assert!(has(Kind::Bot, "tables:write") && !has(Kind::Bot, "tables:manage") && !has(Kind::Bot, "integration:configure"));
        assert!(
            has(Kind::Integration, "integration:configure")
                && !has(Kind::Integration, "actions:call")
                && !has(Kind::Integration, "tables:read")
        );
        for kind in [Kind::Account, Kind::Project, Kind::Personal, Kind::External] {
            assert!(catalogue.default_set(kind).is_empty(), "{kind}");
        }
        assert!(catalogue.entries().iter().all(|entry| !entry.description.is_empty()));
    }

    #[test]
    fn a_choice_is_checked_against_the_kind() {
        assert_eq!(chosen(Kind::Bot, &["files:write", "files:read"]), Ok("files:read files:write".to_owned()));
        assert_eq!(chosen(Kind::Bot, &["files:*"]), Ok("files:*".to_owned()));
        assert_eq!(chosen(Kind::Personal, &["*"]), Ok("*".to_owned()));
        for (kind, word, part) in [
            (Kind::Bot, "*", "not open to bot tokens"),
            (Kind::Bot, "tables:*", "not open to bot tokens"),
            (Kind::Bot, "billing:read", "not open to bot tokens"),
            (Kind::Personal, "file:write", "did you mean files:write?"),
            (Kind::Personal, "Files:Write", "did you mean files:write?"),
            (Kind::Personal, "nothing:*", "unknown scope"),
            (Kind::Personal, "\u{1b}[2J", "unknown scope ^[[2J"),
            (Kind::Account, "files:read", "account tokens have no scopes"),
            (Kind::External, "files:read", "external tokens have no scopes"),
        ] {
            let error = chosen(kind, &[word]).unwrap_err();
            assert!(error.contains(part), "{word}: {error}");
        }
        assert_eq!(chosen(Kind::Personal, &[]), Err("choose at least one scope".to_owned()));
        assert_eq!(chosen(Kind::Project, &[]), Ok(String::new()));
    }

    #[test]
    fn one_word_that_does_not_fit_refuses_all() {
        assert!(chosen(Kind::Bot, &["files:read", "billing:read"]).is_err());
    }

    #[test]
    fn an_operators_own_scope_joins_or_replaces() {
        let own = "[[scope]]\nname = \"door:open\"\ndescription = \"Open the door\"\nbot = true\n\
                   [[scope]]\nname = \"files:read\"\ndescription = \"Read files\"\n";
        let mut catalogue = built_in();
        let before = catalogue.entries().len();
        catalogue.extend(Catalogue::from_toml(own).unwrap());
        assert_eq!(catalogue.entries().len(), before + 1);
        assert!(catalogue.choose(Kind::Bot, &["door:open"]).is_ok());
        assert!(catalogue.choose(Kind::Bot, &["files:read"]).is_err());
    }

    #[test]
    fn a_catalogue_that_is_none_is_refused() {
        let entry = "[[scope]]\nname = \"a:b\"\ndescription = \"\"\n";
        for (text, part) in [
            ("scope = 1".to_owned(), "cannot be read"),
            (format!("{entry}{entry}"), "a:b stands there twice"),
            (entry.replace("a:b", "a:*"), "not a scope"),
            (format!("{entry}pta = true"), "pta"),
        ] {
            let error = Catalogue::from_toml(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
