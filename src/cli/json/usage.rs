//! Use and traffic in JSON.

use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::{self, SecretUse, SourceUse, TokenUse};
use crate::domain::verdict;
use serde::Serialize;
use std::net::IpAddr;

/// Use of one token
#[derive(Debug, Serialize)]
pub struct Usage {
    /// `tok_…`
    pub id: String,
    /// What a person would type for it
    pub selector: String,
    /// The last accepted call
    pub last_used_at: Option<Instant>,
    /// Accepted calls in the last 24 hours
    pub day: u64,
    /// Accepted calls in the last 7 days
    pub week: u64,
    /// Accepted calls in the last 30 days
    pub month: u64,
    /// Accepted calls of each of the last 24 hours, the present one last
    pub hours: Vec<u64>,
    /// Accepted calls of each of the last 30 days (UTC), today last
    pub days: Vec<u64>,
    /// Refused calls in the last 7 days
    pub refused: Vec<Refused>,
    /// By version of the value, the newest first; those never presented are left out
    pub secrets: Vec<SecretUsage>,
    /// By address, the busiest first
    pub sources: Vec<Source>,
    /// Scopes that were needed and granted
    pub scopes: Vec<ScopeUse>,
}

/// Refused calls with one reason
#[derive(Debug, Serialize)]
pub struct Refused {
    /// `missing`, `unknown`, `retired`, …
    pub reason: &'static str,
    /// How many
    pub calls: u64,
}

/// Use of one version of a token's value
#[derive(Debug, Serialize)]
pub struct SecretUsage {
    /// 1 for the first
    pub version: u32,
    /// Accepted calls in the last 24 hours
    pub day: u64,
    /// Accepted calls in the last 7 days
    pub week: u64,
    /// Refused calls in the last 7 days
    pub refused_week: u64,
    /// The last accepted call
    pub last_used_at: Option<Instant>,
    /// The last call, accepted or not
    pub last_at: Option<Instant>,
    /// By address, the busiest first
    pub sources: Vec<Source>,
}

/// Calls from one address
#[derive(Debug, Serialize)]
pub struct Source {
    /// The address; `null` gathers unknown ones and those that were too many to keep apart
    pub address: Option<IpAddr>,
    /// Accepted calls
    pub calls: u64,
    /// Refused calls
    pub refused: u64,
    /// The first call
    pub first_at: Instant,
    /// The last call
    pub last_at: Instant,
}

/// A scope that is used
#[derive(Debug, Serialize)]
pub struct ScopeUse {
    /// The scope
    pub scope: String,
    /// When it was last needed and granted
    pub last_at: Instant,
}

impl Usage {
    /// The use of a token.
    pub fn of(token: &TokenSummary, usage: &TokenUse) -> Self {
        Self {
            id: token.id.to_string(),
            selector: token.selector(),
            last_used_at: usage.last_used_at,
            day: usage.day,
            week: usage.week,
            month: usage.month,
            hours: usage.hours.to_vec(),
            days: usage.days.to_vec(),
            refused: refused(&usage.refused),
            secrets: usage.secrets.iter().map(SecretUsage::from).collect(),
            sources: usage.sources.iter().map(Source::from).collect(),
            scopes: usage.scopes.iter().map(|(scope, at)| ScopeUse { scope: scope.clone(), last_at: *at }).collect(),
        }
    }
}

fn refused(reasons: &[(verdict::Reason, u64)]) -> Vec<Refused> {
    reasons.iter().map(|(reason, calls)| Refused { reason: reason.word(), calls: *calls }).collect()
}

impl From<&SecretUse> for SecretUsage {
    fn from(secret: &SecretUse) -> Self {
        Self {
            version: secret.version,
            day: secret.day,
            week: secret.week,
            refused_week: secret.refused_week,
            last_used_at: secret.used_at,
            last_at: secret.last_at,
            sources: secret.sources.iter().map(Source::from).collect(),
        }
    }
}

impl From<&SourceUse> for Source {
    fn from(source: &SourceUse) -> Self {
        Self {
            address: source.address,
            calls: source.calls,
            refused: source.refused,
            first_at: source.first_at,
            last_at: source.last_at,
        }
    }
}

/// Traffic of the whole vault in the last 24 hours
#[derive(Debug, Serialize)]
pub struct Traffic {
    /// Accepted calls
    pub accepted: u64,
    /// Refused calls
    pub refused: u64,
    /// Each of the last 24 hours, the present one last
    pub hours: Vec<Hour>,
    /// Tokens with the most accepted calls, at most 100
    pub tokens: Vec<BusyToken>,
    /// Addresses with the most calls, at most 100
    pub sources: Vec<Source>,
    /// Refused calls by reason, the most first
    pub reasons: Vec<Refused>,
}

/// One hour
#[derive(Debug, Serialize)]
pub struct Hour {
    /// Accepted calls
    pub accepted: u64,
    /// Refused calls
    pub refused: u64,
}

/// A token with its calls
#[derive(Debug, Serialize)]
pub struct BusyToken {
    /// `tok_…`
    pub id: String,
    /// What people call it
    pub label: String,
    /// Accepted calls
    pub calls: u64,
}

impl Traffic {
    /// The traffic, with the names of its tokens.
    pub fn of(traffic: &traffic::Traffic, mut label: impl FnMut(TokenId) -> String) -> Self {
        let busy = |(id, calls): &(TokenId, u64)| BusyToken { id: id.to_string(), label: label(*id), calls: *calls };
        Self {
            accepted: traffic.accepted,
            refused: traffic.refused,
            hours: traffic.hours.iter().map(|(accepted, refused)| Hour { accepted: *accepted, refused: *refused }).collect(),
            tokens: traffic.tokens.iter().map(busy).collect(),
            sources: traffic.sources.iter().map(Source::from).collect(),
            reasons: refused(&traffic.reasons),
        }
    }
}

/// One call
#[derive(Debug, Serialize)]
pub struct Call {
    /// Counts the calls of one usage file
    pub seq: u64,
    /// When it was answered
    pub at: Instant,
    /// `allow` or `deny`
    pub verdict: &'static str,
    /// Why it was denied
    pub reason: Option<&'static str>,
    /// The token, where the value was known
    pub token: Option<String>,
    /// The version of its value
    pub version: Option<u32>,
    /// `nginx`, `caddy`, `traefik`, `haproxy` or `envoy`
    pub gateway: &'static str,
    /// The project that the proxy's configuration asked for
    pub project: Option<String>,
    /// The method
    pub method: String,
    /// The path without its query
    pub path: String,
    /// The scope that was needed, or is missing
    pub scope: Option<String>,
    /// Where it came from
    pub source: Option<IpAddr>,
}

impl From<&traffic::Call> for Call {
    fn from(call: &traffic::Call) -> Self {
        let (verdict, reason) = match call.verdict {
            verdict::Verdict::Allow => ("allow", None),
            verdict::Verdict::Deny(reason) => ("deny", Some(reason.word())),
        };
        Self {
            seq: call.seq,
            at: call.at,
            verdict,
            reason,
            token: call.token.map(|id| id.to_string()),
            version: call.version,
            gateway: call.gateway.word(),
            project: call.project.clone(),
            method: call.method.clone(),
            path: call.path.clone(),
            scope: call.scope.clone(),
            source: call.source,
        }
    }
}
