//! The six kinds of token and the rule that each column of the kinds' table states.

use std::fmt;
use std::str::FromStr;

/// What a token is for; fixes its tag, its owner and its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Speaks for the whole account; exactly one is live.
    Account,
    /// Speaks for one project; exactly one is live.
    Project,
    /// Personal access token: named, scoped, its value shown once and never again.
    Personal,
    /// Bot access key.
    Bot,
    /// Integration access key.
    Integration,
    /// Issued elsewhere: stored, copied and rotated here, never verified here.
    External,
}

/// What the kind says about a token's scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeRule {
    /// No scopes: the token may do everything its owner may.
    Everything,
    /// Scopes are chosen from the catalogue when the token is issued.
    Chosen,
    /// The kind's default set, which can be narrowed.
    Default,
    /// Scopes mean nothing here.
    Foreign,
}

/// What the kind says about expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpiryRule {
    /// Never expires.
    None,
    /// May expire.
    Optional,
    /// The issuer must choose, 90 days unless told, `never` only when said.
    Required,
}

impl Kind {
    /// All kinds, in the order in which lists show them.
    pub const ALL: [Self; 6] = [Self::Account, Self::Project, Self::Personal, Self::Bot, Self::Integration, Self::External];

    /// The tag inside a value (`jtn_bot_…`); none for values issued elsewhere.
    pub fn tag(self) -> Option<&'static str> {
        match self {
            Self::Account => Some("acc"),
            Self::Project => Some("prj"),
            Self::Personal => Some("pat"),
            Self::Bot => Some("bot"),
            Self::Integration => Some("int"),
            Self::External => None,
        }
    }

    /// The kind that a tag names.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == Some(tag))
    }

    /// The word used in selectors, filters, JSON and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Project => "project",
            Self::Personal => "pat",
            Self::Bot => "bot",
            Self::Integration => "integration",
            Self::External => "external",
        }
    }

    /// Whether exactly one token of this kind is live for an owner, so that revoking it issues the next.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Account | Self::Project)
    }

    /// Whether the value is kept sealed, so that an operator with the private key can reveal it.
    pub fn is_revealable(self) -> bool {
        !matches!(self, Self::Personal)
    }

    /// Whether Jeton verifies values of this kind.
    pub fn is_verified(self) -> bool {
        !matches!(self, Self::External)
    }

    /// The rule for scopes.
    pub fn scope_rule(self) -> ScopeRule {
        match self {
            Self::Account | Self::Project => ScopeRule::Everything,
            Self::Personal => ScopeRule::Chosen,
            Self::Bot | Self::Integration => ScopeRule::Default,
            Self::External => ScopeRule::Foreign,
        }
    }

    /// The rule for expiry.
    pub fn expiry_rule(self) -> ExpiryRule {
        match self {
            Self::Account => ExpiryRule::None,
            Self::Personal => ExpiryRule::Required,
            _ => ExpiryRule::Optional,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// The word is none of the kinds.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no such kind; the kinds are account, project, pat, bot, integration and external")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(UnknownKind)
    }
}
