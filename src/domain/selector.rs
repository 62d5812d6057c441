//! Selectors: how a command names a token.

use super::id::{CROCKFORD, ID_CHARS, PREFIX};
use super::kind::Kind;
use super::label::{excerpt, is_active};
use super::name::{Name, normal};
use super::owner::OwnerKind;
use std::fmt;
use std::str::FromStr;

/// The most characters of a refused selector that an error repeats.
const EXCERPT_CHARS: usize = 80;

/// A way to name one token. Names are kept in the form in which they are looked up ([`normal`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// `tok_…`, whole or a unique beginning of it.
    Id(String),
    /// `account`
    Account,
    /// `project:NAME`
    Project(String),
    /// `pat:NAME`
    Personal(String),
    /// `bot:NAME[/TOKEN]`, `integration:NAME[/TOKEN]`, `external:NAME[/TOKEN]`
    Owned {
        /// Bot, integration or external.
        owner_kind: OwnerKind,
        /// The owner's name.
        owner: String,
        /// The token's name; without it the owner must have just one live token.
        token: Option<String>,
    },
}

/// A way to name one owner: `account`, or `KIND:NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerSelector {
    /// What it is.
    pub kind: OwnerKind,
    /// Its name; empty for the account.
    pub name: String,
}

/// The text is no selector.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} names no token; write tok_…, account, project:NAME, pat:NAME, bot:NAME[/TOKEN], \
     integration:NAME[/TOKEN] or external:NAME[/TOKEN]"
)]
pub struct NotASelector(String);

/// The text names no owner.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} names no owner; write account, project:NAME, bot:NAME, integration:NAME or external:NAME")]
pub struct NotAnOwnerSelector(String);

impl Selector {
    /// The selector that a person would type for a token of this kind, owner and name.
    pub fn naming(kind: Kind, owner: &Name, token: &Name) -> Self {
        let (owner, token) = (owner.as_str().to_owned(), token.as_str().to_owned());
        let owned = |owner_kind| Self::Owned { owner_kind, owner: owner.clone(), token: Some(token.clone()) };
        match kind {
            Kind::Account => Self::Account,
            Kind::Project => Self::Project(owner),
            Kind::Personal => Self::Personal(token),
            Kind::Bot => owned(OwnerKind::Bot),
            Kind::Integration => owned(OwnerKind::Integration),
            Kind::External => owned(OwnerKind::External),
        }
    }
}

impl FromStr for Selector {
    type Err = NotASelector;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || NotASelector(excerpt(text, EXCERPT_CHARS).to_string());
        if text.chars().any(is_active) {
            return Err(refuse());
        }
        let text = normal(text);
        if text == "account" {
            return Ok(Self::Account);
        }
        if text.get(..PREFIX.len()).is_some_and(|head| head.eq_ignore_ascii_case(PREFIX)) {
            return id(&text[PREFIX.len()..]).map(Self::Id).ok_or_else(refuse);
        }
        let (kind, rest) = text.split_once(':').ok_or_else(refuse)?;
        named(kind, rest).ok_or_else(refuse)
    }
}

/// The beginning of an id, in lower case; letters that Crockford's base32 reads as digits are read so.
fn id(tail: &str) -> Option<String> {
    let tail: String = tail
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    let fits = (1..=ID_CHARS).contains(&tail.len()) && tail.bytes().all(|byte| CROCKFORD.contains(&byte));
    fits.then(|| format!("{PREFIX}{tail}"))
}

fn named(kind: &str, rest: &str) -> Option<Selector> {
    let (owner, token) = match rest.split_once('/') {
        Some((owner, token)) => (owner.trim().to_owned(), Some(token.trim().to_owned())),
        None => (rest.trim().to_owned(), None),
    };
    if owner.is_empty() || token.as_ref().is_some_and(|token| token.is_empty() || token.contains('/')) {
        return None;
    }
    match (OwnerKind::from_word(kind), token) {
        (Some(OwnerKind::Project), None) => Some(Selector::Project(owner)),
        (Some(owner_kind @ (OwnerKind::Bot | OwnerKind::Integration | OwnerKind::External)), token) => {
            Some(Selector::Owned { owner_kind, owner, token })
        }
        (None, None) if kind == Kind::Personal.word() => Some(Selector::Personal(owner)),
        _ => None,
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => out.write_str(id),
            Self::Account => out.write_str("account"),
            Self::Project(name) => write!(out, "project:{name}"),
            Self::Personal(name) => write!(out, "pat:{name}"),
            Self::Owned { owner_kind, owner, token: None } => write!(out, "{owner_kind}:{owner}"),
            Self::Owned { owner_kind, owner, token: Some(token) } => write!(out, "{owner_kind}:{owner}/{token}"),
        }
    }
}

impl FromStr for OwnerSelector {
    type Err = NotAnOwnerSelector;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || NotAnOwnerSelector(excerpt(text, EXCERPT_CHARS).to_string());
        if text.chars().any(is_active) {
            return Err(refuse());
        }
        let text = normal(text);
        if text == "account" {
            return Ok(Self { kind: OwnerKind::Account, name: String::new() });
        }
        let (kind, name) = text.split_once(':').ok_or_else(refuse)?;
        let kind = OwnerKind::from_word(kind).filter(|kind| *kind != OwnerKind::Account).ok_or_else(refuse)?;
        let name = name.trim();
        if name.is_empty() || name.contains('/') {
            return Err(refuse());
        }
        Ok(Self { kind, name: name.to_owned() })
    }
}

impl fmt::Display for OwnerSelector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            OwnerKind::Account => out.write_str("account"),
            kind => write!(out, "{kind}:{}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use proptest::prelude::*;

    fn owned(owner_kind: OwnerKind, owner: &str, token: Option<&str>) -> Selector {
        Selector::Owned { owner_kind, owner: owner.to_owned(), token: token.map(str::to_owned) }
    }

    #[test]
    fn each_form_names_its_token() {
        for (text, selector) in [
            ("account", Selector::Account),
            ("tok_4j7mqz0v9xkd", Selector::Id("tok_4j7mqz0v9xkd".to_owned())),
            ("TOK_4J7", Selector::Id("tok_4j7".to_owned())),
            ("tok_oil", Selector::Id("tok_011".to_owned())),
            ("project:shop", Selector::Project("shop".to_owned())),
            ("pat:ci: nightly", Selector::Personal("ci: nightly".to_owned())),
            ("bot:order bot", owned(OwnerKind::Bot, "order bot", None)),
            ("bot: order  bot / deploy ", owned(OwnerKind::Bot, "order bot", Some("deploy"))),
            ("integration:crm/a", owned(OwnerKind::Integration, "crm", Some("a"))),
            ("external:GitHub/ci", owned(OwnerKind::External, "GitHub", Some("ci"))),
            ("bot:Cafe\u{301}", owned(OwnerKind::Bot, "Café", None)),
        ] {
            assert_eq!(text.parse(), Ok(selector), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            " ",
            "tok_",
            "tok_4j7mqz0v9xkd0",
            "tok_ab!",
            "tok_é",
            "tok_uuu",
            "project:",
            "project: ",
            "project:a/b",
            "pat:a/b",
            "bot:/x",
            "bot:x/",
            "bot:x/ ",
            "bot:x/y/z",
            "bots:x",
            "account:x",
            "Bot:x",
            "x",
            ":x",
            "bot:a\u{1b}[2Jb",
            "bot:a\u{202e}b",
            "bot:a\nb",
        ] {
            assert!(text.parse::<Selector>().is_err(), "{text:?}");
        }
        for text in ["", "account:x", "pat:x", "project:", "bot:a/b", "tok_4j7", "project:\u{9b}x"] {
            assert!(text.parse::<OwnerSelector>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_refusal_is_short_and_safe_to_show() {
        let error = format!("\u{1b}]52;c;{}", "A".repeat(10_000)).parse::<Selector>().unwrap_err().to_string();
        assert!(error.len() < 300 && !error.chars().any(is_active), "{error}");
    }

    #[test]
    fn owners_are_named_likewise() {
        assert_eq!("account".parse(), Ok(OwnerSelector { kind: OwnerKind::Account, name: String::new() }));
        assert_eq!("bot: a  b".parse(), Ok(OwnerSelector { kind: OwnerKind::Bot, name: "a b".to_owned() }));
    }

    proptest! {
        #[test]
        fn a_selector_reads_back_as_itself(text in r"(tok_[0-9a-z]{1,12}|(bot|external|pat|project):[a-zé :]{1,9}(/[a-z ]{1,5})?)") {
            if let Ok(selector) = text.parse::<Selector>() {
                prop_assert_eq!(selector.to_string().parse(), Ok(selector));
            }
            if let Ok(selector) = text.parse::<OwnerSelector>() {
                prop_assert_eq!(selector.to_string().parse(), Ok(selector));
            }
        }

        #[test]
        fn any_text_is_met_calmly(text in any::<String>()) {
            let shown = text.parse::<Selector>().map_or_else(|error| error.to_string(), |selector| selector.to_string());
            prop_assert!(!shown.chars().any(is_active));
            let _ = text.parse::<OwnerSelector>();
        }
    }
}
