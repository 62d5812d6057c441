//! One question of a gateway: what it asks, what the client carries, what the vault says of it, and the verdict.

use super::answer::Refusal;
use super::asked::{Asked, AskedReader};
use super::gateway::{self, Place, Said};
use super::metrics::{Metrics, count};
use super::reader::{Reader, Unreadable};
use super::source::{Peer, Trusted};
use super::throttle::Throttle;
use super::usage::Usage;
use crate::app::App;
use crate::clock::World;
use crate::domain::Instant;
use crate::domain::carrier::Carried;
use crate::domain::id::TokenId;
use crate::domain::policy::Rate;
use crate::domain::rate_limit::{Fit, Meters};
use crate::domain::route::{Found, PathFault};
use crate::domain::scope::Scope;
use crate::domain::traffic::CallRef;
use crate::domain::verdict::{Denial, Known, Presented, Reason, Request as Judged, Routed, Verdict, judge, missing_scope};
use crate::services::{Seen, Sight};
use hyper::http::request::Parts;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// So many tokens with a rate are counted at once, by each process for itself.
const RATED: usize = 65_536;

/// Everything that a request is judged with.
#[derive(Debug)]
pub struct Verify {
    reader: Reader,
    asked: AskedReader,
    trusted: Trusted,
    throttle: Throttle,
    rates: Mutex<Meters<TokenId>>,
    usage: Arc<Usage>,
    metrics: Arc<Metrics>,
    world: World,
}

/// A request that may not pass.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
    /// The token, where the value is known.
    pub token: Option<TokenId>,
    /// Where it came from.
    pub source: Option<IpAddr>,
    /// When.
    pub at: Instant,
}

impl Verify {
    /// Judges by the configuration of `app` what `reader` finds.
    pub fn new(app: &App, reader: Reader, usage: Arc<Usage>, metrics: Arc<Metrics>) -> Self {
        let (settings, config) = (app.settings(), &app.config.serve);
        Self {
            reader,
            asked: AskedReader::new(settings.catalogue, settings.profiles),
            trusted: Trusted::new(config.trusted_proxies.clone()),
            throttle: Throttle::new(config.failures),
            rates: Mutex::new(Meters::new(RATED)),
            usage,
            metrics,
            world: app.world.clone(),
        }
    }

    /// The way to the vault.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.world.clock.now()
    }

    /// The token that a request may pass with.
    ///
    /// # Errors
    /// It may not.
    pub async fn verify(&self, place: &Place<'_>, peer: Peer, parts: &Parts) -> Result<Arc<Seen>, Refused> {
        let asked = match self.asked.read(place.asks) {
            Ok(asked) => asked,
            Err(error) => {
                if error.is_new {
                    let why = &*error.why;
                    tracing::error!(gateway = %place.gateway, why, "the gateway's configuration is not understood; it lets nothing through");
                }
                return Err(Refused { refusal: Refusal::NotUnderstood, token: None, source: None, at: self.now() });
            }
        };
        let said = gateway::read(place, &parts.method, &parts.headers, peer, &self.trusted);
        let refused = |refusal| Refused { refusal, token: None, source: said.source, at: self.now() };
        let sight = match said.carried {
            Carried::Value(value) => Some(self.sight(value, said.source).await.map_err(refused)?),
            Carried::Nothing | Carried::Unfit(_) => None,
        };
        self.judge(place, &asked, &said, sight)
    }

    /// What the vault says of a value: from memory where that is certain, else from the database.
    async fn sight(&self, value: &str, source: Option<IpAddr>) -> Result<Sight, Refusal> {
        if let Some(sight) = self.reader.at_once(value) {
            count(&self.metrics.from_memory);
            return Ok(sight);
        }
        if self.throttle.refuses(source, value, self.now()) {
            return Err(Refusal::TooMany { of_token: false, retry_after: 1 });
        }
        count(&self.metrics.from_database);
        self.reader.look_up(value).await.map_err(|Unreadable| Refusal::Unreadable)
    }

    fn judge(&self, place: &Place<'_>, asked: &Asked, said: &Said<'_>, sight: Option<Sight>) -> Result<Arc<Seen>, Refused> {
        // Taken after the look-up: what ended meanwhile has ended.
        let now = self.now();
        let presented = match (said.carried, &sight) {
            (Carried::Unfit(fault), _) => Presented::Unfit(fault),
            (Carried::Value(_), Some(sight)) => Presented::Value(sight.as_ref().map(drop).map_err(|error| *error)),
            (Carried::Nothing | Carried::Value(_), _) => Presented::Missing,
        };
        let seen = sight.and_then(Result::ok).flatten();
        let known = seen.as_ref().map(|seen| &seen.known);
        let request = Judged { presented, source: said.source, routed: routed(asked, said), bindings: said.bindings, now };
        let mut wait_ms = 0;
        let within_rate = |token: TokenId, rate: Rate| match self.count_call(token, rate, now) {
            Fit::Within => true,
            Fit::Over { wait_ms: wait } => {
                wait_ms = wait;
                false
            }
        };
        let verdict = judge(&request, known, &asked.demand, within_rate);
        let token = known.map(|known| known.id);
        let refused = |refusal| Refused { refusal, token, source: said.source, at: now };
        let is_failure =
            matches!(verdict, Verdict::Deny(reason) if reason.denial() == Denial::Unauthorized && reason != Reason::Missing);
        if is_failure && let Some(wait_ms) = self.throttle.failed(said.source, now) {
            // What comes too often is counted by the metrics alone: it would fill the figures of usage.
            return Err(refused(Refusal::TooMany { of_token: false, retry_after: seconds(wait_ms) }));
        }
        self.record(place, asked, said, &request, known, verdict);
        Err(refused(match (verdict, seen) {
            (Verdict::Allow, Some(seen)) => {
                if let Carried::Value(value) = said.carried {
                    self.throttle.accepted(value);
                }
                tracing::debug!(gateway = %place.gateway, token = %seen.known.id, "accepted");
                return Ok(seen);
            }
            (Verdict::Allow, None) => Refusal::Fault,
            (Verdict::Deny(Reason::RateLimited), _) => Refusal::TooMany { of_token: true, retry_after: seconds(wait_ms) },
            (Verdict::Deny(reason), _) => Refusal::Denied(reason),
        }))
    }

    fn count_call(&self, token: TokenId, rate: Rate, now: Instant) -> Fit {
        self.rates.lock().unwrap_or_else(PoisonError::into_inner).count(token, rate, now)
    }

    fn record(
        &self,
        place: &Place<'_>,
        asked: &Asked,
        said: &Said<'_>,
        request: &Judged<'_>,
        known: Option<&Known>,
        verdict: Verdict,
    ) {
        let (method, path) = said.route.unwrap_or_default();
        self.usage.record(&CallRef {
            at: request.now,
            token: known.map(|known| known.id),
            version: known.map(|known| known.version),
            gateway: place.gateway,
            project: asked.demand.project.as_ref().map(|project| project.as_str()),
            method,
            path,
            scope: needed(asked, request, known, verdict).map(Scope::as_str),
            source: said.source,
            verdict,
        });
    }
}

/// The scope that counts as needed: the missing one, that of the route, or the first that the gateway asks for.
fn needed<'a>(asked: &'a Asked, request: &Judged<'a>, known: Option<&Known>, verdict: Verdict) -> Option<&'a Scope> {
    if verdict == Verdict::Deny(Reason::MissingScope) {
        return known.and_then(|known| missing_scope(request, known, &asked.demand));
    }
    match request.routed {
        Routed::Needs(scope) => Some(scope),
        _ => asked.demand.scopes.first(),
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

fn seconds(wait_ms: u64) -> u64 {
    wait_ms.div_ceil(1_000).max(1)
}
