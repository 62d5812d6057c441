//! The single checks: each passes or names its reason, and says what it saw.

use super::{Binding, Bindings, Check, Demand, Known, Presented, Reason, Request, Routed, missing_scope, needed};
use crate::domain::Instant;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::policy::Rate;
use crate::domain::scope::{Scope, ScopeSet};
use crate::domain::secret::SecretState;
use crate::domain::token::TokenState;
use std::net::IpAddr;

pub(super) fn carrier_check(presented: Presented) -> Check {
    match presented {
        Presented::Missing => Err(Reason::Missing),
        Presented::Unfit(_) => Err(Reason::BadCarrier),
        Presented::Value(_) => Ok(()),
    }
}

pub(super) fn carrier_detail(presented: Presented) -> String {
    match presented {
        Presented::Missing => "no token was sent".to_owned(),
        Presented::Unfit(fault) => fault.to_string(),
        Presented::Value(_) => "one value was sent".to_owned(),
    }
}

pub(super) fn format_check(presented: Presented) -> Check {
    if presented == Presented::Value(Ok(())) { Ok(()) } else { Err(Reason::Malformed) }
}

pub(super) fn format_detail(presented: Presented) -> String {
    match presented {
        Presented::Value(Err(error)) => error.to_string(),
        _ => "the checksum matches".to_owned(),
    }
}

pub(super) fn digest_detail(known: Option<&Known>) -> String {
    known.map_or_else(|| "no token has this value".to_owned(), |known| format!("{} {}", known.kind, known.id))
}

fn is_in_grace(known: &Known, now: Instant) -> bool {
    known.grace_until.is_some_and(|until| now < until)
}

pub(super) fn secret_check(known: &Known, now: Instant) -> Check {
    match known.secret {
        // A revoked token's secrets are all retired; the token's end is what the operator should read.
        _ if known.state == TokenState::Revoked => Err(Reason::Revoked),
        SecretState::Current => Ok(()),
        SecretState::Retiring if is_in_grace(known, now) => Ok(()),
        SecretState::Retiring | SecretState::Retired => Err(Reason::Retired),
    }
}

pub(super) fn secret_detail(known: &Known, now: Instant) -> String {
    let version = known.version;
    match (secret_check(known, now), known.secret) {
        (Err(Reason::Revoked), _) => "the token was revoked".to_owned(),
        (Err(_), _) => format!("version {version} was replaced and its grace has ended"),
        (Ok(()), SecretState::Current) => format!("version {version} is current"),
        (Ok(()), _) => format!("version {version} is retiring and still in its grace"),
    }
}

pub(super) fn token_check(known: &Known) -> Check {
    match known.state {
        TokenState::Active => Ok(()),
        TokenState::Disabled => Err(Reason::Disabled),
        TokenState::Revoked => Err(Reason::Revoked),
    }
}

pub(super) fn expiry_check(known: &Known, now: Instant) -> Check {
    if known.expires_at.is_some_and(|at| now >= at) { Err(Reason::Expired) } else { Ok(()) }
}

pub(super) fn expiry_detail(known: &Known) -> String {
    known.expires_at.map_or_else(|| "does not expire".to_owned(), |at| format!("expires at {at}"))
}

pub(super) fn source_check(known: &Known, source: Option<IpAddr>) -> Check {
    if known.policy.networks.allow(source) { Ok(()) } else { Err(Reason::SourceNotAllowed) }
}

pub(super) fn source_detail(known: &Known, source: Option<IpAddr>) -> String {
    let networks = &known.policy.networks;
    let from = source.map_or_else(|| "an unknown address".to_owned(), |source| source.to_string());
    match source_check(known, source) {
        Ok(()) if networks.is_empty() => "may be used from anywhere".to_owned(),
        Ok(()) => format!("{from} is in {networks}"),
        Err(_) => format!("{from} is not in {networks}"),
    }
}

pub(super) fn project_check(known: &Known, demand: &Demand) -> Check {
    let is_account_wide = matches!(known.kind, Kind::Account | Kind::Personal);
    // Folding costs more than all other checks together, and mostly the name is written as it stands.
    let is_same = |project: &Name, wanted: &Name| project == wanted || project.folded() == wanted.folded();
    let is_of = |wanted: &Name| known.speaker.project.as_ref().is_some_and(|project| is_same(project, wanted));
    if is_account_wide || demand.project.as_ref().is_none_or(is_of) { Ok(()) } else { Err(Reason::WrongProject) }
}

pub(super) fn project_detail(known: &Known, demand: &Demand) -> String {
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
pub(super) fn binding_check(known: &Known, bindings: &Bindings<'_>) -> Check {
    match bindings.of(known.kind) {
        None | Some((_, Binding::Absent)) => Ok(()),
        Some((_, Binding::Named(named))) if known.speaker.external_id.as_deref() == Some(named) => Ok(()),
        Some(_) => Err(Reason::WrongBinding),
    }
}

pub(super) fn binding_detail(known: &Known, bindings: &Bindings<'_>) -> String {
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

pub(super) fn scope_check(request: &Request<'_>, known: &Known, demand: &Demand) -> Check {
    match request.routed {
        Routed::Refused(_) => Err(Reason::BadPath),
        Routed::Unmatched => Err(Reason::NoRoute),
        Routed::NotAsked | Routed::Needs(_) if missing_scope(request, known, demand).is_some() => Err(Reason::MissingScope),
        Routed::NotAsked | Routed::Needs(_) => Ok(()),
    }
}

pub(super) fn scope_detail(request: &Request<'_>, known: &Known, demand: &Demand) -> String {
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

pub(super) fn rate_detail(rate: Option<Rate>, fits: bool) -> String {
    match rate {
        None => "no rate is set".to_owned(),
        Some(rate) if fits => format!("within {rate}"),
        Some(rate) => format!("over {rate}"),
    }
}
