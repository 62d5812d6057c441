//! What happens to one request: read, looked up, judged, answered.

use super::answer::{self, Answer, Refusal};
use super::asked::{Asked, AskedReader};
use super::gateway::{self, Place, Said};
use super::reader::{Reader, Unreadable};
use super::source::{Peer, Trusted};
use crate::app::App;
use crate::clock::World;
use crate::domain::carrier::Carried;
use crate::domain::id::TokenId;
use crate::domain::policy::Rate;
use crate::domain::rate_limit::{Fit, Meter};
use crate::domain::route::{Found, PathFault};
use crate::domain::traffic::Gateway;
use crate::domain::verdict::{Presented, Reason, Request as Judged, Routed, Verdict, judge};
use crate::services::{Seen, Sight};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Everything that a request is judged with.
#[derive(Debug)]
pub struct Gate {
    reader: Reader,
    asked: AskedReader,
    trusted: Trusted,
    rates: Mutex<HashMap<TokenId, Meter>>,
    is_detailed: bool,
    world: World,
    denials: AtomicU64,
}

impl Gate {
    /// Judges by the configuration of `app` what `reader` finds.
    pub fn new(app: &App, reader: Reader) -> Self {
        let settings = app.settings();
        Self {
            reader,
            asked: AskedReader::new(settings.catalogue, settings.profiles),
            trusted: Trusted::new(app.config.serve.trusted_proxies.clone()),
            rates: Mutex::default(),
            is_detailed: app.config.serve.detailed_errors,
            world: app.world.clone(),
            denials: AtomicU64::new(0),
        }
    }

    /// Answers one request. Its body is not read: the connection is closed behind the answer to a request that has one.
    pub async fn answer(&self, peer: Peer, request: Request<Incoming>) -> Result<Answer, Infallible> {
        let (mut parts, _) = request.into_parts();
        if parts.uri.authority().is_some() || parts.method == Method::CONNECT {
            return Ok(answer::words(StatusCode::BAD_REQUEST, "the request's target is no path\n"));
        }
        Ok(match gateway::place(&parts.uri) {
            Some(place) => {
                let seen = self.verify(&place, peer, &parts).await;
                seen.map_or_else(
                    |refusal| self.refuse(&refusal, place.gateway),
                    |seen| {
                        answer::allow(&seen, std::mem::take(&mut parts.headers))
                            .unwrap_or_else(|| self.refuse(&Refusal::Fault, place.gateway))
                    },
                )
            }
            None if parts.uri.path() == "/healthz" => self.health().await,
            None => answer::words(StatusCode::NOT_FOUND, "there is nothing here\n"),
        })
    }

    async fn health(&self) -> Answer {
        match self.reader.check().await {
            Ok(()) => answer::words(StatusCode::OK, "ok\n"),
            Err(Unreadable) => answer::words(StatusCode::SERVICE_UNAVAILABLE, "the vault cannot be read\n"),
        }
    }

    async fn verify(&self, place: &Place<'_>, peer: Peer, parts: &Parts) -> Result<Arc<Seen>, Refusal> {
        let asked = match self.asked.read(place.asks) {
            Ok(asked) => asked,
            Err(error) => {
                if error.is_new {
                    tracing::error!(gateway = %place.gateway, why = &*error.why, "the gateway's configuration is not understood; it lets nothing through");
                }
                return Err(Refusal::NotUnderstood);
            }
        };
        let said = gateway::read(place, &parts.method, &parts.headers, peer, &self.trusted);
        let sight = match said.carried {
            Carried::Value(value) => match self.reader.at_once(value) {
                Some(sight) => Some(sight),
                None => match self.reader.look_up(value).await {
                    Ok(sight) => Some(sight),
                    Err(Unreadable) => return Err(Refusal::Unreadable),
                },
            },
            Carried::Nothing | Carried::Unfit(_) => None,
        };
        self.judge(&asked, &said, sight)
    }

    fn judge(&self, asked: &Asked, said: &Said<'_>, sight: Option<Sight>) -> Result<Arc<Seen>, Refusal> {
        let now = self.world.clock.now();
        let presented = match (said.carried, &sight) {
            (Carried::Unfit(fault), _) => Presented::Unfit(fault),
            (Carried::Value(_), Some(sight)) => Presented::Value(sight.as_ref().map(drop).map_err(|error| *error)),
            (Carried::Nothing | Carried::Value(_), _) => Presented::Missing,
        };
        let seen = sight.and_then(Result::ok).flatten();
        let routed = routed(asked, said);
        let judged = Judged { presented, source: said.source, routed, bindings: said.bindings, now };
        let mut retry_after = 1;
        let within_rate = |token: TokenId, rate: Rate| {
            let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
            match rates.entry(token).or_default().count(rate, now) {
                Fit::Within => true,
                Fit::Over { wait_ms } => {
                    retry_after = wait_ms.div_ceil(1_000);
                    false
                }
            }
        };
        let known = seen.as_ref().map(|seen| &seen.known);
        match (judge(&judged, known, &asked.demand, within_rate), seen) {
            (Verdict::Allow, Some(seen)) => Ok(seen),
            (Verdict::Allow, None) => Err(Refusal::Fault),
            (Verdict::Deny(Reason::RateLimited), _) => Err(Refusal::TooMany { of_token: true, retry_after }),
            (Verdict::Deny(reason), _) => Err(Refusal::Denied(reason)),
        }
    }

    fn refuse(&self, refusal: &Refusal, gateway: Gateway) -> Answer {
        let random = self.denials.fetch_add(1, Ordering::Relaxed) as u32;
        answer::deny(refusal, Some(gateway), self.is_detailed, self.world.clock.now(), random)
    }
}

/// What the profile that the gateway asks by says of the client's method and path.
fn routed<'a>(asked: &'a Asked, said: &Said<'_>) -> Routed<'a> {
    match (&asked.profile, said.route) {
        (None, _) => Routed::NotAsked,
        (Some(_), None) => Routed::Refused(PathFault::Unsaid),
        (Some(profile), Some((method, target))) => match profile.find(method, target) {
            Found::Route(_, scope) => Routed::Needs(scope),
            Found::Nothing => Routed::Unmatched,
            Found::Refused(fault) => Routed::Refused(fault),
        },
    }
}
