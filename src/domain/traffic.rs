//! Traffic: what the verification service saw, as it is counted, kept and shown.

mod tally;
mod told;

pub use tally::{Counts, MAX_KEPT_CALLS, Secrets, SourceTally, Tally, TokenTally};
pub use told::{NOT_RECORDED, told_of_all};

use super::Instant;
use super::id::TokenId;
use super::verdict::{Reason, Verdict};
use std::fmt;
use std::net::IpAddr;

/// The proxy in front, by the path that it asks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gateway {
    /// `/auth/nginx`, from `auth_request`
    Nginx,
    /// `/auth/caddy`, from `forward_auth`
    Caddy,
    /// `/auth/traefik`, from ForwardAuth
    Traefik,
    /// `/auth/haproxy`
    Haproxy,
    /// `/auth/envoy/…`, from the HTTP service of `ext_authz`
    Envoy,
}

impl Gateway {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Nginx, Self::Caddy, Self::Traefik, Self::Haproxy, Self::Envoy];

    /// Its word in paths, commands and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Traefik => "traefik",
            Self::Haproxy => "haproxy",
            Self::Envoy => "envoy",
        }
    }

    /// The gateway that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gateway| gateway.word() == word)
    }
}

impl fmt::Display for Gateway {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// The most bytes of a path that are kept.
pub const MAX_PATH: usize = 256;

/// The most bytes of a method that are kept.
pub const MAX_METHOD: usize = 16;

/// One request that was answered. Method and path are what the client sent, cut short and without the query:
/// still to be passed through `display_safe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Counts the calls of one usage file; 0 before it is kept.
    pub seq: u64,
    /// When it was answered.
    pub at: Instant,
    /// The token, where the value was known.
    pub token: Option<TokenId>,
    /// The secret's version, where the value was known.
    pub version: Option<u32>,
    /// The proxy that asked.
    pub gateway: Gateway,
    /// The project that the proxy's configuration asked for.
    pub project: Option<String>,
    /// The method, if the proxy said it.
    pub method: String,
    /// The path without its query, if the proxy said it.
    pub path: String,
    /// The scope that was needed: the missing one where that is the reason.
    pub scope: Option<String>,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// The answer.
    pub verdict: Verdict,
}

/// A call as it is handed in to be recorded, borrowed from the request. What it says is said at [`Call`].
#[derive(Clone, Copy, Debug)]
pub struct CallRef<'a> {
    /// When it was answered.
    pub at: Instant,
    /// The token, where the value was known.
    pub token: Option<TokenId>,
    /// The secret's version, where the value was known.
    pub version: Option<u32>,
    /// The proxy that asked.
    pub gateway: Gateway,
    /// The project that was asked for.
    pub project: Option<&'a str>,
    /// The method; empty where the proxy did not say it.
    pub method: &'a str,
    /// The path; a query is left out when the call is kept.
    pub path: &'a str,
    /// The scope that was needed: the missing one where that is the reason.
    pub scope: Option<&'a str>,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// The answer.
    pub verdict: Verdict,
}

impl CallRef<'_> {
    /// The call with everything of its own, method and path cut short.
    pub fn to_call(&self) -> Call {
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        Call {
            seq: 0,
            at: self.at,
            token: self.token,
            version: self.version,
            gateway: self.gateway,
            project: self.project.map(str::to_owned),
            method: cut(self.method, MAX_METHOD).to_owned(),
            path: cut(path, MAX_PATH).to_owned(),
            scope: self.scope.map(str::to_owned),
            source: self.source,
            verdict: self.verdict,
        }
    }
}

/// The beginning of a text in at most so many bytes.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// Use of one secret of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretUse {
    /// The secret's version.
    pub version: u32,
    /// Accepted calls in the last 24 hours.
    pub day: u64,
    /// Accepted calls in the last 7 days.
    pub week: u64,
    /// Refused calls in the last 7 days.
    pub refused_week: u64,
    /// The last call, accepted or not.
    pub last_at: Option<Instant>,
    /// Where that came from.
    pub last_source: Option<IpAddr>,
    /// The last accepted call.
    pub used_at: Option<Instant>,
    /// Its calls by address, the busiest first.
    pub sources: Vec<SourceUse>,
}

/// Use of a token from one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceUse {
    /// The address; `None` gathers those that were too many to keep apart, and unknown ones.
    pub address: Option<IpAddr>,
    /// Accepted calls.
    pub calls: u64,
    /// Refused calls.
    pub refused: u64,
    /// The first call.
    pub first_at: Instant,
    /// The last call.
    pub last_at: Instant,
}

/// Use of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenUse {
    /// The last accepted call.
    pub last_used_at: Option<Instant>,
    /// Accepted calls in the last 24 hours.
    pub day: u64,
    /// In the last 7 days.
    pub week: u64,
    /// In the last 30 days.
    pub month: u64,
    /// Refused calls in the last 7 days, by reason, the most first.
    pub refused: Vec<(Reason, u64)>,
    /// Accepted calls of each of the last 24 hours, the present one last.
    pub hours: [u64; 24],
    /// Accepted calls of each of the last 30 days, today last.
    pub days: [u64; 30],
    /// By secret, the newest first; those never presented are left out.
    pub secrets: Vec<SecretUse>,
    /// By address, the busiest first.
    pub sources: Vec<SourceUse>,
    /// Scopes that requests needed and were granted, with the last time, by name.
    pub scopes: Vec<(String, Instant)>,
}

impl TokenUse {
    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.last_used_at.is_none() && self.secrets.is_empty() && self.sources.is_empty()
    }
}

/// Traffic of the whole vault in the last 24 hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Accepted calls.
    pub accepted: u64,
    /// Refused calls.
    pub refused: u64,
    /// Accepted and refused calls of each of the last 24 hours, the present one last.
    pub hours: [(u64, u64); 24],
    /// The addresses with the most calls.
    pub sources: Vec<SourceUse>,
    /// Refused calls by reason, the most first.
    pub reasons: Vec<(Reason, u64)>,
    /// Tokens with the most accepted calls, with those calls.
    pub tokens: Vec<(TokenId, u64)>,
}
