//! The verifier's answer: allow, or deny with one reason; and the steps that led there.

use super::Instant;
use super::format::FormatError;
use super::id::TokenId;
use super::kind::Kind;
use super::name::Name;
use super::scope::{Scope, ScopeSet};
use super::secret::SecretState;
use super::token::{Status, Token};

/// Why a request is denied. Each has one word for logs and one sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No value was given.
    Missing,
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
    /// The token belongs to another project, or to none.
    WrongProject,
    /// The token has not the scope that is needed.
    MissingScope(Scope),
}

impl Reason {
    /// The word used in logs, JSON and `X-Jeton` headers.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::WrongProject => "wrong-project",
            Self::MissingScope(_) => "missing-scope",
        }
    }
}

/// Allow, or deny with one reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The request may pass.
    Allow,
    /// It may not.
    Deny(Reason),
}

/// What the request needs beyond a live token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The project that the token must be of, unless it speaks for the account.
    pub project: Option<Name>,
    /// Scopes that the token must all have.
    pub scopes: Vec<Scope>,
}

/// What the store knows of a value's digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The token that the value belongs to.
    pub token: Token,
    /// The secret's state at the instant of the request.
    pub secret: SecretState,
    /// The secret's version.
    pub version: u32,
    /// The owner's name.
    pub owner: Name,
    /// The project of the token, if it has one.
    pub project: Option<Name>,
}

/// One check and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The check's name: `format`, `digest`, `secret`, `token`, `expiry`, `project`, `scope`.
    pub check: &'static str,
    /// Whether it passed; `None` when an earlier failure decided already.
    pub passed: Option<bool>,
    /// What was seen, for the operator.
    pub detail: String,
}

/// A verdict with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The answer.
    pub verdict: Verdict,
    /// The token, once known.
    pub token: Option<TokenId>,
    /// Each check in order.
    pub steps: Vec<Step>,
}

/// Judges a request. The order of checks is fixed and the first failure decides.
///
/// `format` is what reading the value gave (`Ok` as well for an adopted value, which has no format of ours);
/// `known` is what the digest look-up gave.
pub fn judge(format: Result<(), FormatError>, known: Option<&Known>, demand: &Demand, now: Instant) -> Judgement {
    let mut course = Course { steps: Vec::with_capacity(7), denial: None };
    course.check("format", || match format {
        Ok(()) => Ok("the checksum matches".to_owned()),
        Err(error) => Err((Reason::Malformed, error.to_string())),
    });
    course.check("digest", || match known {
        // Values issued elsewhere are kept here, never honoured here.
        Some(known) if !known.token.kind.is_verified() => Err((Reason::Unknown, "the value of an external service".to_owned())),
        Some(known) => Ok(format!("{} {}", known.token.kind, known.token.id)),
        None => Err((Reason::Unknown, "no token has this value".to_owned())),
    });
    if let Some(known) = known {
        course.check("secret", || secret_step(known));
        course.check("token", || token_step(known));
        course.check("expiry", || expiry_step(known, now));
        course.check("project", || project_step(known, demand));
        course.check("scope", || scope_step(known, demand));
    } else {
        for check in ["secret", "token", "expiry", "project", "scope"] {
            course.steps.push(Step { check, passed: None, detail: "not reached".to_owned() });
        }
    }
    Judgement {
        verdict: course.denial.map_or(Verdict::Allow, Verdict::Deny),
        token: known.filter(|_| format.is_ok()).map(|known| known.token.id),
        steps: course.steps,
    }
}

struct Course {
    steps: Vec<Step>,
    denial: Option<Reason>,
}

impl Course {
    fn check(&mut self, check: &'static str, look: impl FnOnce() -> Result<String, (Reason, String)>) {
        let (passed, detail) = match self.denial {
            Some(_) => (None, "not reached".to_owned()),
            None => match look() {
                Ok(detail) => (Some(true), detail),
                Err((reason, detail)) => {
                    self.denial = Some(reason);
                    (Some(false), detail)
                }
            },
        };
        self.steps.push(Step { check, passed, detail });
    }
}

fn secret_step(known: &Known) -> Result<String, (Reason, String)> {
    // A revoked token's secrets are all retired; the token's end is what the operator should read.
    if known.token.state == super::token::TokenState::Revoked {
        return Err((Reason::Revoked, "the token was revoked".to_owned()));
    }
    match known.secret {
        SecretState::Current => Ok(format!("version {} is current", known.version)),
        SecretState::Retiring => Ok(format!("version {} is retiring and still in its grace", known.version)),
        SecretState::Retired => Err((Reason::Retired, format!("version {} was replaced and its grace has ended", known.version))),
    }
}

fn token_step(known: &Known) -> Result<String, (Reason, String)> {
    match known.token.state {
        super::token::TokenState::Active => Ok("active".to_owned()),
        super::token::TokenState::Disabled => Err((Reason::Disabled, "the token is disabled".to_owned())),
        super::token::TokenState::Revoked => Err((Reason::Revoked, "the token was revoked".to_owned())),
    }
}

fn expiry_step(known: &Known, now: Instant) -> Result<String, (Reason, String)> {
    match (known.token.status(None, now), known.token.expires_at) {
        (Status::Expired, Some(at)) => Err((Reason::Expired, format!("expired at {at}"))),
        (_, Some(at)) => Ok(format!("expires at {at}")),
        (_, None) => Ok("does not expire".to_owned()),
    }
}

fn project_step(known: &Known, demand: &Demand) -> Result<String, (Reason, String)> {
    let Some(wanted) = &demand.project else {
        return Ok("no project is asked for".to_owned());
    };
    let is_account_wide = matches!(known.token.kind, Kind::Account | Kind::Personal);
    match &known.project {
        _ if is_account_wide => Ok("speaks for the whole account".to_owned()),
        Some(project) if project.folded() == wanted.folded() => Ok(format!("of project {project}")),
        Some(project) => Err((Reason::WrongProject, format!("of project {project}, not of {wanted}"))),
        None => Err((Reason::WrongProject, format!("of no project, not of {wanted}"))),
    }
}

fn scope_step(known: &Known, demand: &Demand) -> Result<String, (Reason, String)> {
    if demand.scopes.is_empty() {
        return Ok("no scope is asked for".to_owned());
    }
    if known.token.kind.is_single() {
        return Ok(format!("a {} token may do everything of its owner", known.token.kind));
    }
    match demand.scopes.iter().find(|scope| !known.token.scopes.allows(scope)) {
        None => Ok("all scopes that are asked for are granted".to_owned()),
        Some(scope) => Err((
            Reason::MissingScope(scope.clone()),
            format!("{scope} is not granted (granted: {})", granted(&known.token.scopes)),
        )),
    }
}

fn granted(scopes: &ScopeSet) -> String {
    if scopes.is_empty() { "nothing".to_owned() } else { scopes.to_string() }
}

#[cfg(test)]
mod tests;
