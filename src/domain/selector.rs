//! Selectors: how a command names a token.

use super::id::PREFIX;
use super::label::display_safe;
use super::owner::OwnerKind;
use std::fmt;
use std::str::FromStr;

/// A way to name one token.
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

impl FromStr for Selector {
    type Err = NotASelector;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || NotASelector(display_safe(text).to_string());
        if text == "account" {
            return Ok(Self::Account);
        }
        if let Some(tail) = text.strip_prefix(PREFIX) {
            let is_tail =
                (1..=super::id::ID_CHARS).contains(&tail.len()) && tail.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return if is_tail { Ok(Self::Id(text.to_ascii_lowercase())) } else { Err(refuse()) };
        }
        let (kind, rest) = text.split_once(':').ok_or_else(refuse)?;
        if rest.trim().is_empty() {
            return Err(refuse());
        }
        match kind {
            "project" => Ok(Self::Project(rest.to_owned())),
            "pat" => Ok(Self::Personal(rest.to_owned())),
            "bot" | "integration" | "external" => {
                let owner_kind = OwnerKind::from_word(kind).ok_or_else(refuse)?;
                let (owner, token) = match rest.split_once('/') {
                    Some((owner, token)) => (owner, Some(token.to_owned())),
                    None => (rest, None),
                };
                if owner.is_empty() || token.as_deref() == Some("") {
                    return Err(refuse());
                }
                Ok(Self::Owned { owner_kind, owner: owner.to_owned(), token })
            }
            _ => Err(refuse()),
        }
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
        let refuse = || NotAnOwnerSelector(display_safe(text).to_string());
        if text == "account" {
            return Ok(Self { kind: OwnerKind::Account, name: String::new() });
        }
        let (kind, name) = text.split_once(':').ok_or_else(refuse)?;
        let kind = OwnerKind::from_word(kind).filter(|kind| *kind != OwnerKind::Account).ok_or_else(refuse)?;
        if name.trim().is_empty() {
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
