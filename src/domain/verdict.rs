//! The one policy: whether a request may pass, for which reason not, and the steps that led there.

mod checks;
mod reason;

pub use reason::{Denial, Reason, Verdict};

use super::Instant;
use super::carrier::CarrierFault;
use super::format::FormatError;
use super::id::TokenId;
use super::kind::Kind;
use super::name::Name;
use super::policy::{Policy, Rate};
use super::route::{Found, PathFault};
use super::scope::{Scope, ScopeSet};
use super::secret::SecretState;
use super::token::TokenState;
use std::net::IpAddr;
use std::sync::Arc;

/// What the gateway's own configuration asks for, whoever the client is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The project that the token must be of, unless it speaks for the account.
    pub project: Option<Name>,
    /// Scopes that the token must all have.
    pub scopes: Vec<Scope>,
}

/// What reading the value gave, before any look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// Nothing was sent.
    Missing,
    /// What was sent cannot be one value.
    Unfit(CarrierFault),
    /// One value was sent, and this is what its form says (`Ok` as well for an adopted value, which has no form of ours).
    Value(Result<(), FormatError>),
}

/// What the routes say of a request's method and path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routed<'a> {
    /// Routes are not asked.
    NotAsked,
    /// The route needs this scope.
    Needs(&'a Scope),
    /// No route is for this method and path.
    Unmatched,
    /// The path is refused unread.
    Refused(PathFault),
}

impl<'a> From<Found<'a>> for Routed<'a> {
    fn from(found: Found<'a>) -> Self {
        match found {
            Found::Route(_, scope) => Self::Needs(scope),
            Found::Nothing => Self::Unmatched,
            Found::Refused(fault) => Self::Refused(fault),
        }
    }
}

/// What a request says in one of the headers that name a bot, an integration or a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding<'a> {
    /// Nothing.
    #[default]
    Absent,
    /// This one.
    Named(&'a str),
    /// The header stands there twice, or is no text.
    Unfit,
}

/// The headers that name a bot, an integration or a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bindings<'a> {
    /// `x-bot-id`
    pub bot: Binding<'a>,
    /// `x-integration-id`
    pub integration: Binding<'a>,
    /// `x-workspace-id`
    pub workspace: Binding<'a>,
}

impl<'a> Bindings<'a> {
    /// The header that binds tokens of a kind, with its name.
    fn of(&self, kind: Kind) -> Option<(&'static str, Binding<'a>)> {
        match kind {
            Kind::Bot => Some(("x-bot-id", self.bot)),
            Kind::Integration => Some(("x-integration-id", self.integration)),
            Kind::Personal => Some(("x-workspace-id", self.workspace)),
            Kind::Account | Kind::Project | Kind::External => None,
        }
    }
}

/// One request as the policy sees it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What reading the value gave.
    pub presented: Presented,
    /// Where it came from, if that is known.
    pub source: Option<IpAddr>,
    /// What its method and path need.
    pub routed: Routed<'a>,
    /// Whom it names.
    pub bindings: Bindings<'a>,
    /// When it began.
    pub now: Instant,
}

impl<'a> Request<'a> {
    /// A request of which nothing is known but its value and the time.
    pub fn of(presented: Presented, now: Instant) -> Self {
        Self { presented, source: None, routed: Routed::NotAsked, bindings: Bindings::default(), now }
    }
}

/// What the store knows of a value's digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The token that the value belongs to.
    pub id: TokenId,
    /// What the token is for.
    pub kind: Kind,
    /// Its stored state.
    pub state: TokenState,
    /// What it may do.
    pub scopes: ScopeSet,
    /// The instant from which it is refused.
    pub expires_at: Option<Instant>,
    /// Its own policy.
    pub policy: Policy,
    /// The secret's stored state.
    pub secret: SecretState,
    /// Until when a retiring secret is accepted.
    pub grace_until: Option<Instant>,
    /// The secret's version.
    pub version: u32,
    /// Whom it speaks for.
    pub speaker: Arc<Speaker>,
}

/// Whom a token speaks for; shared by all tokens of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The owner's name.
    pub owner: Name,
    /// The owner's id at the service that it belongs to: what `x-bot-id` and the like must say.
    pub external_id: Option<String>,
    /// The project: of a project itself, of its bots and integrations.
    pub project: Option<Name>,
}

/// One check and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The check's name, one of [`CHECKS`].
    pub check: &'static str,
    /// Whether it passed; `None` when an earlier failure decided already.
    pub passed: Option<bool>,
    /// What was seen, for the operator.
    pub detail: String,
}

/// The checks in their order; the first failure decides.
pub const CHECKS: [&str; 11] =
    ["carrier", "format", "digest", "secret", "token", "expiry", "source", "project", "binding", "scope", "rate"];

/// A verdict with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The answer.
    pub verdict: Verdict,
    /// The token, once known.
    pub token: Option<TokenId>,
    /// The scope that is missing, where that is the reason.
    pub missing: Option<Scope>,
    /// Each check in order.
    pub steps: Vec<Step>,
}

/// Judges a request: the one policy, whatever the carrier, the gateway and the kind.
///
/// `known` is what the look-up of the digest gave; `within_rate` says whether one more call fits the token's rate, and is asked
/// last, so that only requests that pass otherwise count.
pub fn judge(
    request: &Request<'_>,
    known: Option<&Known>,
    demand: &Demand,
    within_rate: impl FnOnce(TokenId, Rate) -> bool,
) -> Verdict {
    decide(request, known, demand, within_rate, &mut Silent)
}

/// As [`judge`], with each step written down.
pub fn explain(
    request: &Request<'_>,
    known: Option<&Known>,
    demand: &Demand,
    within_rate: impl FnOnce(TokenId, Rate) -> bool,
) -> Judgement {
    let mut steps = Steps(Vec::with_capacity(CHECKS.len()));
    let verdict = decide(request, known, demand, within_rate, &mut steps);
    let mut steps = steps.0;
    for check in &CHECKS[steps.len()..] {
        steps.push(Step { check, passed: None, detail: "not reached".to_owned() });
    }
    let is_identified = matches!(request.presented, Presented::Value(Ok(()))) && verdict != Verdict::Deny(Reason::Unknown);
    let missing = match verdict {
        Verdict::Deny(Reason::MissingScope) => known.and_then(|known| missing_scope(request, known, demand)).cloned(),
        _ => None,
    };
    Judgement { verdict, token: known.filter(|_| is_identified).map(|known| known.id), missing, steps }
}

/// The scope that a request needs and a token has not, if any.
pub fn missing_scope<'a>(request: &Request<'a>, known: &Known, demand: &'a Demand) -> Option<&'a Scope> {
    needed(request, demand).find(|scope| !may(known, scope))
}

/// The scopes that a request needs: those of the gateway's configuration, then that of its route.
fn needed<'a>(request: &Request<'a>, demand: &'a Demand) -> impl Iterator<Item = &'a Scope> {
    let routed = match request.routed {
        Routed::Needs(scope) => Some(scope),
        _ => None,
    };
    demand.scopes.iter().chain(routed)
}

/// The tokens of the account and of projects may do everything of their owner.
fn may(known: &Known, scope: &Scope) -> bool {
    known.kind.is_single() || known.scopes.allows(scope)
}

type Check = Result<(), Reason>;

/// Where the steps go: nowhere while requests are served, into a list when somebody asks why.
trait Trail {
    /// Takes note of the next check and hands it on.
    fn step(&mut self, check: Check, detail: impl FnOnce() -> String) -> Check;
}

struct Silent;

impl Trail for Silent {
    fn step(&mut self, check: Check, _detail: impl FnOnce() -> String) -> Check {
        check
    }
}

struct Steps(Vec<Step>);

impl Trail for Steps {
    fn step(&mut self, check: Check, detail: impl FnOnce() -> String) -> Check {
        let name = CHECKS.get(self.0.len()).copied().unwrap_or_default();
        self.0.push(Step { check: name, passed: Some(check.is_ok()), detail: detail() });
        check
    }
}

fn decide(
    request: &Request<'_>,
    known: Option<&Known>,
    demand: &Demand,
    within_rate: impl FnOnce(TokenId, Rate) -> bool,
    trail: &mut impl Trail,
) -> Verdict {
    match pass(request, known, demand, within_rate, trail) {
        Ok(()) => Verdict::Allow,
        Err(reason) => Verdict::Deny(reason),
    }
}

fn pass(
    request: &Request<'_>,
    known: Option<&Known>,
    demand: &Demand,
    within_rate: impl FnOnce(TokenId, Rate) -> bool,
    trail: &mut impl Trail,
) -> Check {
    let Request { presented, source, bindings, now, .. } = *request;
    trail.step(checks::carrier_check(presented), || checks::carrier_detail(presented))?;
    trail.step(checks::format_check(presented), || checks::format_detail(presented))?;
    let known = known.filter(|known| known.kind.is_verified());
    trail.step(known.map(drop).ok_or(Reason::Unknown), || checks::digest_detail(known))?;
    let Some(known) = known else { return Err(Reason::Unknown) };
    trail.step(checks::secret_check(known, now), || checks::secret_detail(known, now))?;
    trail.step(checks::token_check(known), || known.state.word().to_owned())?;
    trail.step(checks::expiry_check(known, now), || checks::expiry_detail(known))?;
    trail.step(checks::source_check(known, source), || checks::source_detail(known, source))?;
    trail.step(checks::project_check(known, demand), || checks::project_detail(known, demand))?;
    trail.step(checks::binding_check(known, &bindings), || checks::binding_detail(known, &bindings))?;
    trail.step(checks::scope_check(request, known, demand), || checks::scope_detail(request, known, demand))?;
    let rate = known.policy.rate;
    let fits = rate.is_none_or(|rate| within_rate(known.id, rate));
    trail.step(fits.then_some(()).ok_or(Reason::RateLimited), || checks::rate_detail(rate, fits))
}

#[cfg(test)]
mod tests;
