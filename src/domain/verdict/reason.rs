//! The verdict, and the reasons for which a request is denied: their words, and what a client is told.

use std::fmt;

/// Why a request is denied. Each has one word for logs and one sentence for the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// No value was given.
    Missing,
    /// What the headers carry cannot be one value.
    BadCarrier,
    /// The value has not the format, or its checksum is wrong.
    Malformed,
    /// No secret has this digest.
    Unknown,
    /// The secret was replaced and its grace has ended.
    Retired,
    /// The token was ended.
    Revoked,
    /// The token is switched off.
    Disabled,
    /// The token is past its expiry.
    Expired,
    /// The request came from an address that the token may not be used from.
    SourceNotAllowed,
    /// The token belongs to another project, or to none.
    WrongProject,
    /// The request names another bot, integration or workspace than the token's.
    WrongBinding,
    /// The path is one that proxies and servers read differently.
    BadPath,
    /// No route of the profile is for this method and path.
    NoRoute,
    /// The token has not the scope that is needed.
    MissingScope,
    /// The token is used more often than it may be.
    RateLimited,
}

/// What a client is told: which of the three denials of HTTP it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// 401: there is no valid token.
    Unauthorized,
    /// 403: the token is valid and may not do this.
    Forbidden,
    /// 429: the token is valid and is used too often.
    RateLimited,
}

impl Reason {
    /// All reasons, in the order of the checks.
    pub const ALL: [Self; 15] = [
        Self::Missing,
        Self::BadCarrier,
        Self::Malformed,
        Self::Unknown,
        Self::Retired,
        Self::Revoked,
        Self::Disabled,
        Self::Expired,
        Self::SourceNotAllowed,
        Self::WrongProject,
        Self::WrongBinding,
        Self::BadPath,
        Self::NoRoute,
        Self::MissingScope,
        Self::RateLimited,
    ];

    /// The word used in logs, JSON, filters and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::BadCarrier => "bad-carrier",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::SourceNotAllowed => "source",
            Self::WrongProject => "wrong-project",
            Self::WrongBinding => "wrong-binding",
            Self::BadPath => "bad-path",
            Self::NoRoute => "no-route",
            Self::MissingScope => "missing-scope",
            Self::RateLimited => "rate-limited",
        }
    }

    /// The sentence for the operator.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Missing => "no token was sent",
            Self::BadCarrier => "the headers do not carry one token",
            Self::Malformed => "what was sent is no token: mistyped, cut short or made up",
            Self::Unknown => "no token has this value",
            Self::Retired => "the value was replaced and its grace has ended",
            Self::Revoked => "the token was revoked",
            Self::Disabled => "the token is disabled",
            Self::Expired => "the token has expired",
            Self::SourceNotAllowed => "the token may not be used from this address",
            Self::WrongProject => "the token is not of this project",
            Self::WrongBinding => "the request names another bot, integration or workspace than the token's",
            Self::BadPath => "the path can be read in more than one way",
            Self::NoRoute => "no route of the profile is for this method and path",
            Self::MissingScope => "the token has not the scope that is needed",
            Self::RateLimited => "the token is used more often than it may be",
        }
    }

    /// The check that it comes from, one of [`super::CHECKS`].
    pub fn check(self) -> &'static str {
        match self {
            Self::Missing | Self::BadCarrier => "carrier",
            Self::Malformed => "format",
            Self::Unknown => "digest",
            // A revoked token has no secret that could be accepted.
            Self::Retired | Self::Revoked => "secret",
            Self::Disabled => "token",
            Self::Expired => "expiry",
            Self::SourceNotAllowed => "source",
            Self::WrongProject => "project",
            Self::WrongBinding => "binding",
            Self::BadPath | Self::NoRoute | Self::MissingScope => "scope",
            Self::RateLimited => "rate",
        }
    }

    /// The reason that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// What a client is told.
    pub fn denial(self) -> Denial {
        match self {
            Self::Missing
            | Self::BadCarrier
            | Self::Malformed
            | Self::Unknown
            | Self::Retired
            | Self::Revoked
            | Self::Disabled
            | Self::Expired => Denial::Unauthorized,
            Self::SourceNotAllowed
            | Self::WrongProject
            | Self::WrongBinding
            | Self::BadPath
            | Self::NoRoute
            | Self::MissingScope => Denial::Forbidden,
            Self::RateLimited => Denial::RateLimited,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// Allow, or deny with one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The request may pass.
    Allow,
    /// It may not.
    Deny(Reason),
}

impl Verdict {
    /// `allow`, or the reason's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny(reason) => reason.word(),
        }
    }

    /// The verdict that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "allow" { Some(Self::Allow) } else { Reason::from_word(word).map(Self::Deny) }
    }
}
