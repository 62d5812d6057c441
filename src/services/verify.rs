//! Verifying a value, as the verification service does.

use super::verifier::find;
use super::{Error, Result, Services};
use crate::domain::brand::Brand;
use crate::domain::entropy_estimate::MAX_BYTES;
use crate::domain::format::{self, FormatError};
use crate::domain::nearest::nearest;
use crate::domain::plaintext::Plaintext;
use crate::domain::route::Profile;
use crate::domain::verdict::{Binding, Bindings, Demand, Judgement, Presented, Request, Routed, explain};
use crate::store::Tx;
use std::net::IpAddr;

/// What is missing when there is no route profile of a name.
pub const ROUTE_PROFILE: &str = "route profile";

/// What a gateway would have told of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyRequest {
    /// What the gateway's configuration asks for.
    pub demand: Demand,
    /// The method and the path, where routes are to decide on them.
    pub asked: Option<Asked>,
    /// Where the request came from.
    pub source: Option<IpAddr>,
    /// `x-bot-id`
    pub bot: Option<String>,
    /// `x-integration-id`
    pub integration: Option<String>,
    /// `x-workspace-id`
    pub workspace: Option<String>,
}

/// A request's method and path, and the routes that are asked about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name of the route profile.
    pub profile: String,
    /// The method.
    pub method: String,
    /// The path with its query, as the client sent it.
    pub target: String,
}

impl From<Demand> for VerifyRequest {
    fn from(demand: Demand) -> Self {
        Self { demand, ..Self::default() }
    }
}

impl Services {
    /// Judges a value against a demand. Needs no unlocked vault and changes nothing.
    ///
    /// # Errors
    /// The store failed; nothing is allowed then.
    pub fn verify(&self, value: &Plaintext, demand: &Demand) -> Result<Judgement> {
        self.verify_request(value, &demand.clone().into())
    }

    /// Judges a request with a value by the policy that the verification service judges by; how often the token is used
    /// is not known here, so no rate is exceeded.
    ///
    /// # Errors
    /// There is no such route profile (the nearest is named), or the store failed; nothing is allowed then.
    pub fn verify_request(&self, value: &Plaintext, request: &VerifyRequest) -> Result<Judgement> {
        let now = self.now();
        let routed = match &request.asked {
            Some(asked) => self.profile(&asked.profile)?.find(&asked.method, &asked.target).into(),
            None => Routed::NotAsked,
        };
        let value = value.expose();
        let (format, seen) = self.store.read(|tx| -> Result<_> {
            let format = read_format(tx, &self.info.brand, value)?;
            let seen = if format.is_ok() { find(tx, value)? } else { None };
            Ok((format, seen))
        })?;
        let bindings = Bindings {
            bot: named(request.bot.as_deref()),
            integration: named(request.integration.as_deref()),
            workspace: named(request.workspace.as_deref()),
        };
        let presented = Presented::Value(format);
        let judged = Request { presented, source: request.source, routed, bindings, now };
        Ok(explain(&judged, seen.as_ref().map(|seen| &seen.known), &request.demand, |_, _| true))
    }

    /// The route profile of that name.
    ///
    /// # Errors
    /// There is none; the nearest is named.
    pub fn profile(&self, name: &str) -> Result<&Profile> {
        let profiles = &self.settings.profiles;
        profiles.get(name).ok_or_else(|| Error::NotFound {
            what: ROUTE_PROFILE,
            name: name.to_owned(),
            suggestion: nearest(name, profiles.iter().map(Profile::name)).map(str::to_owned),
        })
    }
}

fn named(id: Option<&str>) -> Binding<'_> {
    id.map_or(Binding::Absent, Binding::Named)
}

/// A value of the vault's brand must be whole. Any other is looked up only while the vault holds adopted ones.
pub(super) fn read_format(tx: &Tx<'_>, brand: &Brand, value: &str) -> Result<std::result::Result<(), FormatError>> {
    form_of(brand, value, || Ok(tx.holds_adopted()?))
}

/// As [`read_format`], wherever it is known whether there are adopted values.
pub(super) fn form_of<E>(
    brand: &Brand,
    value: &str,
    holds_adopted: impl FnOnce() -> std::result::Result<bool, E>,
) -> std::result::Result<std::result::Result<(), FormatError>, E> {
    let parsed = format::parse(value);
    if value.split('_').next() == Some(brand.as_str()) {
        return Ok(parsed.map(drop));
    }
    let is_plausible = value.len() <= MAX_BYTES && !value.is_empty();
    let looks_up = is_plausible && holds_adopted()?;
    Ok(if looks_up { Ok(()) } else { Err(parsed.err().unwrap_or(FormatError::Shape)) })
}
