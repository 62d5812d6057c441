//! Trying a gateway from outside: a token for a few minutes, hostile requests over raw sockets, and what became of each.
//!
//! What the service behind saw cannot be read from here. A request counts as denied when Jeton's own denial came back, as refused
//! when the proxy turned it away by itself (400, 414, 421, 431, or a closed connection), and else as passed. What a service shows of
//! the headers that it got is looked through for forged ones; a service that shows none proves nothing there.

mod advice;
mod attacks;
mod forgeries;
mod token;
mod wire;

use super::{Error, Result, Services, Session};
use crate::domain::checkup::{Checked, Health};
use crate::domain::gateway_config::{ServerName, Upstream};
use crate::domain::label::excerpt;
use crate::domain::name::Name;
use crate::domain::traffic::Gateway;
use advice::Subject;
use std::sync::atomic::{AtomicBool, Ordering};
use token::ProbeToken;
use wire::{Answer, Wire};

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct GatewayProbe {
    /// The gateway's address; TLS is not spoken.
    pub url: Upstream,
    /// The host name to ask for, where it is not that of the address.
    pub host: Option<ServerName>,
    /// A path that a token may read.
    pub path: String,
    /// The project that the gateway is for; tokens of others must be denied.
    pub project: Option<Name>,
    /// The proxy, where that is known: advice is about it alone.
    pub proxy: Option<Gateway>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// The service behind answered it.
    Passed(u16),
    /// Jeton denied it.
    Denied(u16),
    /// The proxy turned it away by itself.
    Refused(u16),
    /// Something between failed: it did not pass.
    Failed(u16),
    /// The connection was closed without an answer.
    Closed,
}

impl Fate {
    fn has_passed(self) -> bool {
        matches!(self, Self::Passed(_))
    }
}

impl std::fmt::Display for Fate {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Passed(status) => write!(out, "it passed ({status})"),
            Self::Denied(status) => write!(out, "denied ({status})"),
            Self::Refused(status) => write!(out, "refused by the proxy ({status})"),
            Self::Failed(status) => write!(out, "not answered ({status})"),
            Self::Closed => write!(out, "the connection was closed"),
        }
    }
}

/// A trial under way.
struct Trial<'a> {
    probe: &'a GatewayProbe,
    wire: Wire,
    /// What the answer to a good token looks like, once known.
    usual: Option<u16>,
    /// Whether Jeton's words reach clients, so that a denial of the service's own can be told from one of Jeton's.
    told: bool,
    /// The proxy, where it says its name.
    proxy: Option<Gateway>,
    stop: &'a AtomicBool,
    tell: &'a mut dyn FnMut(&Checked),
    found: Vec<Checked>,
}

/// Why a trial does not go on.
enum Halt {
    /// Somebody wants it to end.
    Stopped,
    /// Nothing more can be learnt.
    Pointless,
    /// It cannot be done.
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

type Going<T = ()> = std::result::Result<T, Halt>;

impl Services {
    /// Tries a gateway. `tell` gets each finding as it is made; once `stop` is set the trial ends as soon as it can. The tokens that
    /// it issues expire after a quarter of an hour, and are revoked before it returns, whatever happens.
    ///
    /// # Errors
    /// The gateway cannot be reached, no token can be issued, or one could not be revoked.
    pub fn probe_gateway(
        &self,
        session: &Session,
        probe: &GatewayProbe,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(&Checked),
    ) -> Result<Vec<Checked>> {
        let wire = Wire::to(&probe.url, probe.host.as_ref()).map_err(|error| unreachable(probe, &error))?;
        let proxy = probe.proxy;
        let mut trial = Trial { probe, wire, usual: None, told: false, proxy, stop, tell, found: Vec::new() };
        // Before anything is issued: nobody answering is no finding but a mistake in the address.
        let first = trial.exchange("GET", &probe.path, &[]).map_err(|error| unreachable(probe, &error))?;
        // Nobody was asked there: a redirect would look like a request that passed.
        if let Some(to) = first.as_ref().and_then(Answer::sends_on_to_tls) {
            return Err(Error::Invalid(format!(
                "{} sends every client on to {}; try the port behind it",
                probe.url,
                excerpt(to, 80)
            )));
        }
        let good = ProbeToken::personal(self, session)?;
        let reader = ProbeToken::reader(self, session)?;
        let foreign = ProbeToken::of_other_project(self, session, probe.project.as_ref())?;
        let distant = ProbeToken::for_one_address(self, session)?;
        let ended = trial.run(&good, &reader, foreign.as_ref(), &distant);
        let last = if ended.is_ok() { trial.after_revoke(good) } else { good.revoke().map_err(Halt::from) };
        let revoked = foreign.map_or(Ok(()), ProbeToken::revoke).and(distant.revoke()).and(reader.revoke());
        for end in [ended, last] {
            if let Err(Halt::Failed(error)) = end {
                return Err(error);
            }
        }
        revoked?;
        Ok(trial.found)
    }
}

fn unreachable(probe: &GatewayProbe, error: &std::io::Error) -> Error {
    Error::Invalid(format!("nobody answers at {}: {error}", probe.url))
}

impl Trial<'_> {
    fn exchange(&self, method: &str, target: &str, headers: &[String]) -> std::io::Result<Option<Answer>> {
        self.wire.exchange(method, target, headers)
    }

    /// Sends a request and says what became of it.
    fn ask(&self, method: &str, target: &str, headers: &[String]) -> Going<(Fate, Option<Answer>)> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Halt::Stopped);
        }
        let answer = self.exchange(method, target, headers).map_err(|error| unreachable(self.probe, &error))?;
        let fate = match &answer {
            None => Fate::Closed,
            // Nobody's words come with an answer to HEAD.
            Some(answer) if method == "HEAD" && matches!(answer.status, 401 | 403 | 429) => Fate::Denied(answer.status),
            Some(answer) => self.fate(answer),
        };
        Ok((fate, answer))
    }

    fn fate(&self, answer: &Answer) -> Fate {
        let status = answer.status;
        if answer.is_jetons() {
            return Fate::Denied(status);
        }
        match status {
            _ if self.usual == Some(status) => Fate::Passed(status),
            // Without words of Jeton's it is the service's own, where Jeton's words usually come through.
            401 | 403 | 429 if self.told => Fate::Passed(status),
            401 | 403 | 429 => Fate::Denied(status),
            400 | 414 | 421 | 431 => Fate::Refused(status),
            500 | 502 | 503 | 504 => Fate::Failed(status),
            _ => Fate::Passed(status),
        }
    }

    /// Writes a finding down.
    fn find(&mut self, subject: Subject, health: Health, detail: impl Into<String>) {
        let advice = if health == Health::Fail { subject.advice(self.proxy) } else { Vec::new() };
        let found = Checked { name: subject.name(), health, detail: detail.into(), advice };
        (self.tell)(&found);
        self.found.push(found);
    }
}
