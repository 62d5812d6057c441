//! What becomes of a request: who may ask, where, and what is answered.

use super::answer::{self, Answer, Refusal};
use super::gateway::{self, Place};
use super::host::{HostFault, Hosts};
use super::metrics::Metrics;
use super::reader::Unreadable;
use super::source::Peer;
use super::verify::{Refused, Verify};
use crate::domain::traffic::Gateway;
use hyper::body::{Body, Incoming};
use hyper::header::{HeaderMap, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Everything that requests are answered with.
#[derive(Debug)]
pub struct Gate {
    verify: Verify,
    hosts: Hosts,
    metrics: Arc<Metrics>,
    is_detailed: bool,
    /// Mixed into the ids of denials, which are told apart by it within a millisecond.
    denials: AtomicU64,
}

impl Gate {
    /// Answers by what `verify` finds. `seed` is random.
    pub fn new(verify: Verify, hosts: Hosts, metrics: Arc<Metrics>, is_detailed: bool, seed: u64) -> Self {
        Self { verify, hosts, metrics, is_detailed, denials: AtomicU64::new(seed) }
    }

    /// Counters of connections.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Answers one request. A body is not read: behind the answer to a request that has one the connection is closed.
    ///
    /// # Errors
    /// None: whatever happens has an answer.
    pub async fn answer(&self, peer: Peer, request: Request<Incoming>) -> Result<Answer, Infallible> {
        let began = Instant::now();
        let (mut parts, body) = request.into_parts();
        // No proxy asks with a body of unknown length; whoever does wants it to be read in two ways.
        if !body.is_end_stream() && parts.headers.contains_key(TRANSFER_ENCODING) {
            return Ok(answer::words(StatusCode::BAD_REQUEST, "a question has no body\n"));
        }
        if parts.uri.authority().is_some() || parts.method == Method::CONNECT {
            return Ok(answer::words(StatusCode::BAD_REQUEST, "the request's target is no path\n"));
        }
        let place = gateway::place(&parts.uri);
        if let Err(fault) = self.check_host(place.as_ref(), peer, &parts) {
            return Ok(match fault {
                HostFault::Unsaid => answer::words(StatusCode::BAD_REQUEST, "the request does not say one Host\n"),
                HostFault::Foreign => answer::words(
                    StatusCode::MISDIRECTED_REQUEST,
                    "the request's Host is none of this service's names; the setting [serve] hosts lists further ones\n",
                ),
            });
        }
        let Some(place) = place else {
            return Ok(self.other(&parts.method, parts.uri.path()).await);
        };
        let verified = self.verify.verify(&place, peer, &parts).await;
        let (answer, refusal) = match verified {
            Ok(seen) => match answer::allow(&seen, std::mem::take(&mut parts.headers)) {
                Some(answer) => (answer, None),
                None => self.refuse(
                    Refused { refusal: Refusal::Fault, token: Some(seen.known.id), source: None, at: self.verify.now() },
                    place.gateway,
                    parts.headers,
                ),
            },
            Err(refused) => self.refuse(refused, place.gateway, parts.headers),
        };
        self.metrics.answered(place.gateway, refusal.as_ref(), began.elapsed());
        Ok(answer)
    }

    /// Envoy asks under the name that its client said, and the Unix socket is out of a browser's reach.
    fn check_host(&self, place: Option<&Place<'_>>, peer: Peer, parts: &Parts) -> Result<(), HostFault> {
        let is_exempt = peer == Peer::Local || place.is_some_and(|place| place.gateway == Gateway::Envoy);
        if is_exempt { Ok(()) } else { self.hosts.check(&parts.headers, parts.version) }
    }

    fn refuse(&self, refused: Refused, gateway: Gateway, spare: HeaderMap) -> (Answer, Option<Refusal>) {
        let Refused { refusal, token, source, at } = refused;
        let random = mix(self.denials.fetch_add(1, Ordering::Relaxed));
        let id = format!("err_{}x{random:08x}", at.as_millisecond().unsigned_abs());
        let token = token.map(tracing::field::display);
        let source = source.map(tracing::field::display);
        match &refusal {
            // Said once where it is found out; here it would be said with each request.
            Refusal::Unreadable | Refusal::NotUnderstood => {
                tracing::debug!(id, %gateway, reason = refusal.word(), "not verified");
            }
            Refusal::Fault => tracing::error!(id, %gateway, token, "the identity of a token is no header"),
            _ => tracing::info!(id, %gateway, token, source, reason = refusal.word(), "denied"),
        }
        (answer::deny(&refusal, gateway, self.is_detailed, &id, spare), Some(refusal))
    }

    /// What is asked by others than gateways.
    async fn other(&self, method: &Method, path: &str) -> Answer {
        match path {
            "/healthz" | "/metrics" if method != Method::GET && method != Method::HEAD => {
                answer::words(StatusCode::METHOD_NOT_ALLOWED, "ask with GET\n")
            }
            "/healthz" => match self.verify.reader().fingerprint().await {
                Ok(vault) => answer::json(StatusCode::OK, format!(r#"{{"status":"ok","vault":"{vault}"}}"#)),
                Err(Unreadable) => answer::json(StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unreadable","vault":null}"#),
            },
            "/metrics" => answer::plain(StatusCode::OK, "text/plain; version=0.0.4", self.metrics.text()),
            _ => answer::words(StatusCode::NOT_FOUND, "there is nothing here\n"),
        }
    }
}

/// Spreads a count over all numbers (the end of splitmix64).
fn mix(count: u64) -> u32 {
    let z = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z >> 32) as u32
}
