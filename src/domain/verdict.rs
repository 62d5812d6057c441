//! The one policy: whether a request may pass, for which reason not, and the steps that led there.

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
    trail.step(carrier_check(presented), || carrier_detail(presented))?;
    trail.step(format_check(presented), || format_detail(presented))?;
    let known = known.filter(|known| known.kind.is_verified());
    trail.step(known.map(drop).ok_or(Reason::Unknown), || digest_detail(known))?;
    let Some(known) = known else { return Err(Reason::Unknown) };
    trail.step(secret_check(known, now), || secret_detail(known, now))?;
    trail.step(token_check(known), || known.state.word().to_owned())?;
    trail.step(expiry_check(known, now), || expiry_detail(known))?;
    trail.step(source_check(known, source), || source_detail(known, source))?;
    trail.step(project_check(known, demand), || project_detail(known, demand))?;
    trail.step(binding_check(known, &bindings), || binding_detail(known, &bindings))?;
    trail.step(scope_check(request, known, demand), || scope_detail(request, known, demand))?;
    let rate = known.policy.rate;
    let fits = rate.is_none_or(|rate| within_rate(known.id, rate));
    trail.step(fits.then_some(()).ok_or(Reason::RateLimited), || rate_detail(rate, fits))
}

fn carrier_check(presented: Presented) -> Check {
    match presented {
        Presented::Missing => Err(Reason::Missing),
        Presented::Unfit(_) => Err(Reason::BadCarrier),
        Presented::Value(_) => Ok(()),
    }
}

fn carrier_detail(presented: Presented) -> String {
    match presented {
        Presented::Missing => "no token was sent".to_owned(),
        Presented::Unfit(fault) => fault.to_string(),
        Presented::Value(_) => "one value was sent".to_owned(),
    }
}

fn format_check(presented: Presented) -> Check {
    if presented == Presented::Value(Ok(())) { Ok(()) } else { Err(Reason::Malformed) }
}

fn format_detail(presented: Presented) -> String {
    match presented {
        Presented::Value(Err(error)) => error.to_string(),
        _ => "the checksum matches".to_owned(),
    }
}

fn digest_detail(known: Option<&Known>) -> String {
    known.map_or_else(|| "no token has this value".to_owned(), |known| format!("{} {}", known.kind, known.id))
}

fn is_in_grace(known: &Known, now: Instant) -> bool {
    known.grace_until.is_some_and(|until| now < until)
}

fn secret_check(known: &Known, now: Instant) -> Check {
    match known.secret {
        // A revoked token's secrets are all retired; the token's end is what the operator should read.
        _ if known.state == TokenState::Revoked => Err(Reason::Revoked),
        SecretState::Current => Ok(()),
        SecretState::Retiring if is_in_grace(known, now) => Ok(()),
        SecretState::Retiring | SecretState::Retired => Err(Reason::Retired),
    }
}

fn secret_detail(known: &Known, now: Instant) -> String {
    let version = known.version;
    match (secret_check(known, now), known.secret) {
        (Err(Reason::Revoked), _) => "the token was revoked".to_owned(),
        (Err(_), _) => format!("version {version} was replaced and its grace has ended"),
        (Ok(()), SecretState::Current) => format!("version {version} is current"),
        (Ok(()), _) => format!("version {version} is retiring and still in its grace"),
    }
}

fn token_check(known: &Known) -> Check {
    match known.state {
        TokenState::Active => Ok(()),
        TokenState::Disabled => Err(Reason::Disabled),
        TokenState::Revoked => Err(Reason::Revoked),
    }
}

fn expiry_check(known: &Known, now: Instant) -> Check {
    if known.expires_at.is_some_and(|at| now >= at) { Err(Reason::Expired) } else { Ok(()) }
}

fn expiry_detail(known: &Known) -> String {
    known.expires_at.map_or_else(|| "does not expire".to_owned(), |at| format!("expires at {at}"))
}

fn source_check(known: &Known, source: Option<IpAddr>) -> Check {
    if known.policy.networks.allow(source) { Ok(()) } else { Err(Reason::SourceNotAllowed) }
}

fn source_detail(known: &Known, source: Option<IpAddr>) -> String {
    let networks = &known.policy.networks;
    let from = source.map_or_else(|| "an unknown address".to_owned(), |source| source.to_string());
    match source_check(known, source) {
        Ok(()) if networks.is_empty() => "may be used from anywhere".to_owned(),
        Ok(()) => format!("{from} is in {networks}"),
        Err(_) => format!("{from} is not in {networks}"),
    }
}

fn project_check(known: &Known, demand: &Demand) -> Check {
    let is_account_wide = matches!(known.kind, Kind::Account | Kind::Personal);
    // Folding costs more than all other checks together, and mostly the name is written as it stands.
    let is_same = |project: &Name, wanted: &Name| project == wanted || project.folded() == wanted.folded();
    let is_of = |wanted: &Name| known.speaker.project.as_ref().is_some_and(|project| is_same(project, wanted));
    if is_account_wide || demand.project.as_ref().is_none_or(is_of) { Ok(()) } else { Err(Reason::WrongProject) }
}

fn project_detail(known: &Known, demand: &Demand) -> String {
    let Some(wanted) = &demand.project else {
        return "no project is asked for".to_owned();
    };
    match (project_check(known, demand), &known.speaker.project) {
        (Ok(()), Some(project)) => format!("of project {project}"),
        (Ok(()), None) => "speaks for the whole account".to_owned(),
        (Err(_), Some(project)) => format!("of project {project}, not of {wanted}"),
        (Err(_), None) => format!("of no project, not of {wanted}"),
    }
}

/// A request that names no bot may go on: the token itself says which one it is.
/// One that names a bot must name the token's, so a token whose owner has no external id cannot be used with such a header.
fn binding_check(known: &Known, bindings: &Bindings<'_>) -> Check {
    match bindings.of(known.kind) {
        None | Some((_, Binding::Absent)) => Ok(()),
        Some((_, Binding::Named(named))) if known.speaker.external_id.as_deref() == Some(named) => Ok(()),
        Some(_) => Err(Reason::WrongBinding),
    }
}

fn binding_detail(known: &Known, bindings: &Bindings<'_>) -> String {
    let Some((header, binding)) = bindings.of(known.kind) else {
        return format!("{} tokens are not bound", known.kind);
    };
    match (binding, &known.speaker.external_id) {
        (Binding::Absent, _) => format!("the request has no {header}"),
        (Binding::Unfit, _) => format!("{header} was sent twice, or is no text"),
        (Binding::Named(_), Some(own)) if binding_check(known, bindings).is_ok() => format!("{header} is {own}"),
        (Binding::Named(named), Some(own)) => format!("{header} is {named}, the token's is {own}"),
        (Binding::Named(named), None) => {
            format!("{header} is {named}, and {} has no external id to compare", known.speaker.owner)
        }
    }
}

fn scope_check(request: &Request<'_>, known: &Known, demand: &Demand) -> Check {
    match request.routed {
        Routed::Refused(_) => Err(Reason::BadPath),
        Routed::Unmatched => Err(Reason::NoRoute),
        Routed::NotAsked | Routed::Needs(_) if missing_scope(request, known, demand).is_some() => Err(Reason::MissingScope),
        Routed::NotAsked | Routed::Needs(_) => Ok(()),
    }
}

fn scope_detail(request: &Request<'_>, known: &Known, demand: &Demand) -> String {
    match request.routed {
        Routed::Refused(fault) => return fault.to_string(),
        Routed::Unmatched => return "no route is for this method and path".to_owned(),
        Routed::NotAsked | Routed::Needs(_) => {}
    }
    if let Some(scope) = missing_scope(request, known, demand) {
        return format!("{scope} is not granted (granted: {})", granted(&known.scopes));
    }
    let asked: Vec<&str> = needed(request, demand).map(Scope::as_str).collect();
    match asked.join(" ") {
        asked if asked.is_empty() => "no scope is asked for".to_owned(),
        _ if known.kind.is_single() => format!("a {} token may do everything of its owner", known.kind),
        asked => format!("{asked} is granted"),
    }
}

fn granted(scopes: &ScopeSet) -> String {
    if scopes.is_empty() { "nothing".to_owned() } else { scopes.to_string() }
}

fn rate_detail(rate: Option<Rate>, fits: bool) -> String {
    match rate {
        None => "no rate is set".to_owned(),
        Some(rate) if fits => format!("within {rate}"),
        Some(rate) => format!("over {rate}"),
    }
}

#[cfg(test)]
mod tests;
