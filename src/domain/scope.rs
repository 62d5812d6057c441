//! Scopes: `resource:action`, granted one by one or by wildcard.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// One right, `files:write`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(String);

/// What a token is granted: a scope, all of a resource (`files:*`), or everything (`*`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant(String);

/// The text has not the form of a scope.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a scope; write resource:action in a-z, 0-9 and '-', for example files:write (or files:*, or *)")]
pub struct NotAScope;

/// Whether `text` could be a resource or an action.
pub(super) fn is_word(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_')
}

impl Scope {
    /// `files:write`
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `files`
    pub fn resource(&self) -> &str {
        self.0.split_once(':').map_or("", |(resource, _)| resource)
    }
}

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some((resource, action)) if is_word(resource) && is_word(action) => Ok(Self(text.to_owned())),
            _ => Err(NotAScope),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

impl Grant {
    /// The grant as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it grants `scope`.
    pub fn covers(&self, scope: &Scope) -> bool {
        self.0 == "*" || self.0 == scope.0 || self.0.strip_suffix(":*").is_some_and(|resource| resource == scope.resource())
    }

    /// Whether it grants more than one scope.
    pub fn is_wildcard(&self) -> bool {
        self.0 == "*" || self.0.ends_with(":*")
    }
}

impl From<Scope> for Grant {
    fn from(scope: Scope) -> Self {
        Self(scope.0)
    }
}

impl FromStr for Grant {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_wildcard = text == "*" || text.strip_suffix(":*").is_some_and(is_word);
        if is_wildcard { Ok(Self(text.to_owned())) } else { text.parse::<Scope>().map(Self::from) }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// A token's grants, sorted, each once. Copies share them: thousands of tokens have one of a few sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(Arc<BTreeSet<Grant>>);

impl ScopeSet {
    /// Whether any grant covers `scope`.
    pub fn allows(&self, scope: &Scope) -> bool {
        self.0.iter().any(|grant| grant.covers(scope))
    }

    /// Whether nothing is granted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many grants there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The grants in order.
    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.0.iter()
    }

    /// Whether exactly this grant is in the set.
    pub fn contains(&self, grant: &Grant) -> bool {
        self.0.contains(grant)
    }

    /// A set read back from the store: words parted by spaces; what is no grant is left out, which only narrows.
    pub fn from_stored(text: &str) -> Self {
        text.split_whitespace().filter_map(|word| word.parse().ok()).collect()
    }
}

impl FromIterator<Grant> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        Self(Arc::new(grants.into_iter().collect()))
    }
}

impl fmt::Display for ScopeSet {
    /// Words parted by spaces, as stored and as sent in `X-Jeton-Scopes`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(Grant::as_str).collect();
        out.pad(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    fn scope(text: &str) -> Scope {
        text.parse().unwrap()
    }

    #[test]
    fn scopes_and_grants_have_one_form() {
        for text in ["files:write", "a:b", "tables-2:read_all"] {
            assert_eq!(text.parse::<Scope>().unwrap().as_str(), text);
            assert_eq!(text.parse::<Grant>().unwrap().as_str(), text);
        }
        for text in ["*", "files:*"] {
            assert!(text.parse::<Scope>().is_err() && text.parse::<Grant>().unwrap().is_wildcard());
        }
        for text in [
            "",
            ":",
            "files",
            "files:",
            ":write",
            "Files:write",
            "files:write:x",
            "*:write",
            "**",
            "files:w*",
            "files: write",
            "é:a",
        ] {
            assert_eq!(text.parse::<Grant>(), Err(NotAScope), "{text:?}");
        }
        assert!(format!("{}:a", "x".repeat(41)).parse::<Grant>().is_err());
    }

    #[test]
    fn a_grant_covers_its_own_and_no_more() {
        let covers = |grant: &str, wanted: &str| grant.parse::<Grant>().unwrap().covers(&scope(wanted));
        assert!(covers("*", "files:write") && covers("files:*", "files:write") && covers("files:write", "files:write"));
        assert!(
            !covers("files:read", "files:write") && !covers("file:*", "files:write") && !covers("files:*", "files-old:write")
        );
    }

    #[test]
    fn what_is_stored_badly_grants_nothing() {
        assert!(ScopeSet::from_stored("FILES:* files;write \u{1b} ,").is_empty());
        assert_eq!(ScopeSet::from_stored("b:c  a:b a:b").to_string(), "a:b b:c");
        assert!(!ScopeSet::default().allows(&scope("a:b")), "nothing is granted by default");
    }

    proptest! {
        #[test]
        fn a_set_reads_back_as_itself(words in proptest::collection::vec(r"\*|[a-c]{1,2}:(\*|[a-c]{1,2})", 0..6)) {
            let set: ScopeSet = words.iter().map(|word| word.parse::<Grant>().unwrap()).collect();
            prop_assert_eq!(ScopeSet::from_stored(&set.to_string()), set.clone());
            prop_assert!(set.iter().all(|grant| set.contains(grant)) && set.len() <= words.len());
        }

        #[test]
        fn a_set_allows_what_some_grant_covers(words in proptest::collection::vec(r"\*|[ab]:(\*|[ab])", 0..4), wanted in "[ab]:[ab]") {
            let set = ScopeSet::from_stored(&words.join(" "));
            let resource = format!("{}:*", &wanted[..1]);
            let expected = words.iter().any(|word| *word == "*" || *word == wanted || *word == resource);
            prop_assert_eq!(set.allows(&scope(&wanted)), expected);
        }
    }
}
