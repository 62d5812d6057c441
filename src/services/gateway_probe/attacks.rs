//! The requests of a trial. With a good token only GET is sent: whatever passes must do no harm.

use super::advice::Subject;
use super::token::{NOBODYS_ADDRESS, ProbeToken};
use super::wire::Answer;
use super::{Fate, Going, Halt, Trial};
use crate::domain::carrier::Carrier;
use crate::domain::checkup::Health;
use crate::domain::identity;
use crate::domain::traffic::Gateway;

/// A path that no profile has a route for.
const NOWHERE: &str = "/.jeton-doctor/nowhere";

/// What the trial says of itself in `User-Agent`: a service that shows it shows its headers.
const SELF: &str = "jeton-doctor";

/// Headers by which a gateway tells the path, and those by which some services let it be replaced.
const PATH_HEADERS: [&str; 4] = ["X-Original-URI", "X-Forwarded-Uri", "X-Original-URL", "X-Rewrite-URL"];

fn carried(carrier: Carrier, value: &str) -> String {
    match carrier {
        Carrier::Authorization => format!("Authorization: Bearer {value}"),
        Carrier::XApiToken | Carrier::ApiToken => format!("{}: {value}", carrier.header()),
    }
}

/// A value of the same form that is nobody's.
fn wrong(value: &str) -> String {
    let mut wrong = value.to_owned();
    let last = wrong.pop();
    wrong.push(if last == Some('0') { '1' } else { '0' });
    wrong
}

impl Trial<'_> {
    /// Everything that is tried while the tokens are good.
    pub(super) fn run(
        &mut self,
        good: &ProbeToken<'_>,
        reader: &ProbeToken<'_>,
        foreign: Option<&ProbeToken<'_>>,
        distant: &ProbeToken<'_>,
    ) -> Going {
        self.without_token()?;
        self.carriers(good.value())?;
        self.elsewhere(good.value())?;
        self.pairs(good.value())?;
        self.project(foreign)?;
        self.source(distant.value())?;
        if self.asks_by_route(good.value())? {
            self.paths(good.value())?;
            self.forged_path(good.value())?;
            self.forged_method(reader.value())?;
        }
        self.identity(good.value())
    }

    fn without_token(&mut self) -> Going {
        let path = self.probe.path.clone();
        let (fate, answer) = self.ask("GET", &path, &[])?;
        if let Some(answer) = &answer {
            self.recognise(answer);
        }
        let health = if fate.has_passed() { Health::Fail } else { Health::Ok };
        self.find(Subject::Missing, health, format!("a request without a token: {fate}"));
        let is_challenged = |answer: &Answer| answer.all("www-authenticate").any(|value| value.starts_with("Bearer"));
        let is_json = |answer: &Answer| answer.all("content-type").any(|value| value.starts_with("application/json"));
        match &answer {
            Some(answer) if answer.is_jetons() => {
                self.told = true;
                let is_whole = is_challenged(answer) && is_json(answer);
                let (health, detail) = match is_whole {
                    true => (Health::Ok, "the client gets Jeton's words, as JSON and with WWW-Authenticate"),
                    false => (Health::Fail, "the client gets Jeton's words, but not Content-Type and WWW-Authenticate"),
                };
                self.find(Subject::Told, health, detail);
            }
            _ if !fate.has_passed() => {
                self.find(Subject::Told, Health::Fail, "the client does not get the JSON with which Jeton denies");
            }
            _ => {}
        }
        let mut passed = Vec::new();
        for method in ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let (fate, _) = self.ask(method, &path, &["Content-Length: 0".to_owned()])?;
            if fate.has_passed() {
                passed.push(method);
            }
        }
        let (health, detail) = match passed.is_empty() {
            true => (Health::Ok, "nor does any other method pass without a token".to_owned()),
            false => (Health::Fail, format!("without a token there pass: {}", passed.join(", "))),
        };
        self.find(Subject::Methods, health, detail);
        // Where nobody is asked, nothing else is denied either.
        if fate.has_passed() { Err(Halt::Pointless) } else { Ok(()) }
    }

    /// nginx and Caddy say their names.
    fn recognise(&mut self, answer: &Answer) {
        let said = answer.all("server").next().unwrap_or_default().to_ascii_lowercase();
        let named = [Gateway::Nginx, Gateway::Caddy].into_iter().find(|gateway| said.starts_with(gateway.word()));
        self.proxy = self.proxy.or(named);
    }

    fn carriers(&mut self, value: &str) -> Going {
        let path = self.probe.path.clone();
        let mut fates = Vec::new();
        for carrier in Carrier::ALL {
            let (fate, answer) = self.ask("GET", &path, &[carried(carrier, value)])?;
            if let (None, Some(answer)) = (self.usual, &answer)
                && (fate.has_passed() || (self.told && matches!(fate, Fate::Failed(_))))
            {
                self.usual = Some(answer.status);
            }
            fates.push((carrier, fate));
        }
        let Some(usual) = self.usual else { return self.nothing_passes(fates[0].1, value) };
        let is_up = !matches!(usual, 500 | 502 | 503 | 504);
        let (health, detail) = match is_up {
            true => (Health::Ok, format!("a good token passes ({usual})")),
            false => (Health::Warn, format!("a good token passes, but the service behind does not answer ({usual})")),
        };
        self.find(Subject::Good, health, detail);
        let mut lost = fates.iter().filter(|(_, fate)| !fate.has_passed() && !matches!(fate, Fate::Failed(_))).peekable();
        let (health, detail) = match lost.peek() {
            None => (Health::Ok, "each of the three headers carries a token".to_owned()),
            Some(_) => {
                let lost: Vec<String> = lost.map(|(carrier, fate)| format!("{} ({fate})", carrier.header())).collect();
                (Health::Fail, format!("these headers do not carry a token: {}", lost.join(", ")))
            }
        };
        self.find(Subject::Carriers, health, detail);
        Ok(())
    }

    /// Why a good token does not pass; without one that does, nothing else can be learnt.
    fn nothing_passes(&mut self, fate: Fate, value: &str) -> Going {
        let path = self.probe.path.clone();
        if fate == Fate::Denied(403) {
            for (uri, method) in [("X-Original-URI", "X-Original-Method"), ("X-Forwarded-Uri", "X-Forwarded-Method")] {
                let forged = [carried(Carrier::XApiToken, value), format!("{method}: GET"), format!("{uri}: {path}")];
                let tries = [(Subject::ForgedMethod, path.as_str(), &forged[..2]), (Subject::ForgedPath, NOWHERE, &forged[..])];
                for (subject, target, headers) in tries {
                    if self.ask("GET", target, headers)?.0.has_passed() {
                        let detail =
                            format!("a good token passes only where the client itself says {}", headers[1..].join(" and "));
                        self.find(subject, Health::Fail, detail);
                        return Err(Halt::Pointless);
                    }
                }
            }
        }
        let why = match fate {
            Fate::Denied(403) => format!("no route of its profile is for GET {path}, or it does not tell Jeton method and path"),
            Fate::Denied(401) => "Jeton serves another vault, or the gateway does not hand the headers on".to_owned(),
            Fate::Failed(_) => "Jeton or the service behind does not answer".to_owned(),
            other => other.to_string(),
        };
        let subject = if fate == Fate::Denied(403) { Subject::Unrouted } else { Subject::Good };
        self.find(subject, Health::Fail, format!("a good token does not pass ({fate}): {why}"));
        Err(Halt::Pointless)
    }

    fn elsewhere(&mut self, value: &str) -> Going {
        let path = self.probe.path.clone();
        let join = if path.contains('?') { '&' } else { '?' };
        let query = format!("{path}{join}x-api-token={value}&api-token={value}&access_token={value}&token={value}");
        let cookie = format!("Cookie: x-api-token={value}; api-token={value}; token={value}");
        let mut tries = vec![(query, Vec::new()), (path.clone(), vec![cookie])];
        for name in ["x_api_token", "X-Api_Token", "api_token", "X.Api.Token"] {
            tries.push((path.clone(), vec![format!("{name}: {value}")]));
        }
        let mut passed = Vec::new();
        for (target, headers) in tries {
            if self.ask("GET", &target, &headers)?.0.has_passed() {
                let what = headers.first().map_or("the query", |header| header.split(':').next().unwrap_or_default());
                passed.push(what.to_owned());
            }
        }
        self.conclude(Subject::Elsewhere, &passed, "query, cookies and look-alikes of the headers carry nothing");
        Ok(())
    }

    fn conclude(&mut self, subject: Subject, passed: &[String], fine: &str) {
        match passed {
            [] => self.find(subject, Health::Ok, fine),
            passed => self.find(subject, Health::Fail, format!("there pass: {}", passed.join(", "))),
        }
    }

    fn pairs(&mut self, good: &str) -> Going {
        let path = self.probe.path.clone();
        let wrong = wrong(good);
        let (mut twice, mut mixed) = (Vec::new(), Vec::new());
        for (first, second, order) in [(good, wrong.as_str(), "good before wrong"), (wrong.as_str(), good, "wrong before good")] {
            for (at, carrier) in Carrier::ALL.into_iter().enumerate() {
                let pair = [carried(carrier, first), carried(carrier, second)];
                if self.ask("GET", &path, &pair)?.0.has_passed() {
                    twice.push(format!("{} twice, {order}", carrier.header()));
                }
                let joined = [carried(carrier, &format!("{first}, {second}"))];
                if self.ask("GET", &path, &joined)?.0.has_passed() {
                    twice.push(format!("{} with a comma, {order}", carrier.header()));
                }
                let other = Carrier::ALL[(at + 1) % Carrier::ALL.len()];
                let pair = [carried(carrier, first), carried(other, second)];
                if self.ask("GET", &path, &pair)?.0.has_passed() {
                    mixed.push(format!("{} beside {}, {order}", carrier.header(), other.header()));
                }
            }
        }
        self.conclude(Subject::Twice, &twice, "a header that stands there twice, or holds two values, is refused");
        self.conclude(Subject::Mixed, &mixed, "two headers with different tokens are refused");
        Ok(())
    }

    fn project(&mut self, foreign: Option<&ProbeToken<'_>>) -> Going {
        let path = self.probe.path.clone();
        let Some(foreign) = foreign else {
            let detail = match &self.probe.project {
                None => "say with --project which one the gateway is for",
                Some(_) => "there is no bot and no integration outside this project to try with",
            };
            self.find(Subject::Project, Health::Skipped, detail);
            return Ok(());
        };
        let (fate, _) = self.ask("GET", &path, &[carried(Carrier::XApiToken, foreign.value())])?;
        let health = if fate.has_passed() { Health::Fail } else { Health::Ok };
        self.find(Subject::Project, health, format!("a token of another project: {fate}"));
        Ok(())
    }

    fn source(&mut self, distant: &str) -> Going {
        let path = self.probe.path.clone();
        let forged = [
            carried(Carrier::XApiToken, distant),
            format!("X-Forwarded-For: {NOBODYS_ADDRESS}"),
            format!("X-Real-IP: {NOBODYS_ADDRESS}"),
            format!("Forwarded: for={NOBODYS_ADDRESS}"),
        ];
        let (fate, _) = self.ask("GET", &path, &forged)?;
        let health = if fate.has_passed() { Health::Fail } else { Health::Ok };
        self.find(Subject::Source, health, format!("a token for another address, with that address in X-Forwarded-For: {fate}"));
        Ok(())
    }

    fn asks_by_route(&mut self, good: &str) -> Going<bool> {
        let (fate, _) = self.ask("GET", NOWHERE, &[carried(Carrier::XApiToken, good)])?;
        if fate.has_passed() {
            self.find(
                Subject::Paths,
                Health::Skipped,
                "the gateway asks by no route profile, so every path is as good as another",
            );
        }
        Ok(!fate.has_passed())
    }

    fn paths(&mut self, good: &str) -> Going {
        let path = self.probe.path.split('?').next().unwrap_or_default().to_owned();
        let (last, rest) = (path.rsplit('/').next().unwrap_or_default(), path.strip_prefix('/').unwrap_or(&path));
        let hostile = [
            format!("{path}/../{last}"),
            format!("{path}/%2e%2e/{last}"),
            format!("{path}/.%2E/{last}"),
            format!("/doctor/..{path}"),
            format!("/doctor/%2e%2e{path}"),
            format!("/doctor/..%2f{rest}"),
            format!("/doctor%2f..%2f{rest}"),
            format!("/doctor/%252e%252e{path}"),
            format!("/.{path}"),
            format!("{path}/."),
            format!("{path}/%2e"),
            format!("/{path}"),
            format!("{path}//"),
            format!("{path};doctor"),
            format!("{path}%3bdoctor"),
            format!("/doctor\\..\\{rest}"),
            format!("/doctor%5c..%5c{rest}"),
            format!("{path}%00"),
            format!("{path}#doctor"),
            format!("{path}%23doctor"),
        ];
        let mut passed = Vec::new();
        for target in hostile {
            if self.ask("GET", &target, &[carried(Carrier::XApiToken, good)])?.0.has_passed() {
                passed.push(target);
            }
        }
        self.conclude(Subject::Paths, &passed, "paths that can be read in more than one way are refused");
        Ok(())
    }

    fn forged_path(&mut self, good: &str) -> Going {
        let path = self.probe.path.clone();
        let mut passed = Vec::new();
        for header in PATH_HEADERS {
            let forged = [carried(Carrier::XApiToken, good), format!("{header}: {path}")];
            if self.ask("GET", NOWHERE, &forged)?.0.has_passed() {
                passed.push(format!("a forbidden path with {header}: {path}"));
            }
        }
        self.conclude(Subject::ForgedPath, &passed, "headers that name another path are not believed");
        Ok(())
    }

    /// A token that may only read, and a GET: where another method is believed, it is denied.
    fn forged_method(&mut self, reader: &str) -> Going {
        let path = self.probe.path.clone();
        let token = carried(Carrier::XApiToken, reader);
        if !self.ask("GET", &path, std::slice::from_ref(&token))?.0.has_passed() {
            self.find(Subject::ForgedMethod, Health::Skipped, "a token that may only read does not pass here");
            return Ok(());
        }
        let mut believed = Vec::new();
        for header in ["X-Original-Method", "X-Forwarded-Method"] {
            if !self.ask("GET", &path, &[token.clone(), format!("{header}: DELETE")])?.0.has_passed() {
                believed.push(header);
            }
        }
        match believed.as_slice() {
            [] => self.find(Subject::ForgedMethod, Health::Ok, "headers that name another method are not believed"),
            names => self.find(Subject::ForgedMethod, Health::Fail, format!("a client's own is believed: {}", names.join(", "))),
        }
        Ok(())
    }

    fn identity(&mut self, good: &str) -> Going {
        let path = self.probe.path.clone();
        let token = carried(Carrier::XApiToken, good);
        let (_, answer) = self.ask("GET", &path, std::slice::from_ref(&token))?;
        let shown = answer.map(|answer| answer.body).unwrap_or_default();
        if !shown.contains(SELF) {
            let detail = "the service's answer does not show its headers; try a --path where it does";
            self.find(Subject::Identity, Health::Skipped, detail);
            return Ok(());
        }
        let spellings =
            |name: &&str| [(*name).to_owned(), name.replace('-', "_"), name.replacen('-', "_", 1), name.replace('-', ".")];
        let names: Vec<String> = identity::HEADERS.iter().flat_map(spellings).collect();
        let mut arrived = Vec::new();
        // Few at a time: servers take so many headers and no more.
        for some in names.chunks(8) {
            let mut headers = vec![token.clone()];
            headers.extend(some.iter().enumerate().map(|(at, name)| format!("{name}: forged{at}forged")));
            let (_, answer) = self.ask("GET", &path, &headers)?;
            let shown = answer.map(|answer| answer.body).unwrap_or_default();
            arrived.extend(
                some.iter()
                    .enumerate()
                    .filter(|(at, _)| shown.contains(&format!("forged{at}forged")))
                    .map(|(_, name)| name.clone()),
            );
        }
        let dropped = self.taken_away(&token, &shown)?;
        match (arrived.is_empty(), dropped.is_empty()) {
            (true, true) => self.find(Subject::Identity, Health::Ok, "whom a request speaks for cannot be forged"),
            (false, _) => {
                self.find(Subject::Identity, Health::Fail, format!("the service gets a client's own: {}", arrived.join(", ")))
            }
            (true, false) => {
                let detail = format!("`Connection: {}` keeps them from the service", dropped.join(", "));
                self.find(Subject::Connection, Health::Fail, detail);
            }
        }
        self.decoded(good)
    }

    /// Headers of the identity that a client's `Connection` takes away again.
    fn taken_away(&self, token: &str, shown: &str) -> Going<Vec<&'static str>> {
        let has = |shown: &str, name: &str| shown.to_ascii_lowercase().contains(name);
        let there = identity::HEADERS.into_iter().filter(|name| has(shown, name));
        let there: Vec<&str> = there.collect();
        let headers = [token.to_owned(), format!("Connection: close, {}", there.join(", "))];
        let (_, answer) = self.ask("GET", &self.probe.path, &headers)?;
        let shown = answer.map(|answer| answer.body).unwrap_or_default();
        // The header itself may be shown too, which says nothing of the others.
        let without = shown.to_ascii_lowercase().replace(&there.join(", "), "");
        Ok(there.into_iter().filter(|name| !without.contains(name)).collect())
    }

    /// Whether a slash that is data stays data on the way to a service that shows its path.
    fn decoded(&mut self, good: &str) -> Going {
        let path = self.probe.path.split('?').next().unwrap_or_default();
        let target = format!("{path}%2Fdoctor");
        let (fate, answer) = self.ask("GET", &target, &[carried(Carrier::XApiToken, good)])?;
        let shown = answer.map(|answer| answer.body).unwrap_or_default();
        if fate.has_passed() && shown.contains("/doctor") {
            self.find(Subject::Decoded, Health::Fail, format!("{target} reaches the service with its slash decoded"));
        } else if fate.has_passed() && shown.contains("%2Fdoctor") {
            self.find(Subject::Decoded, Health::Ok, "the path reaches the service as it was sent");
        }
        Ok(())
    }

    /// The last of it: the token is revoked, and tried at once.
    pub(super) fn after_revoke(&mut self, mut good: ProbeToken<'_>) -> Going {
        good.end()?;
        let path = self.probe.path.clone();
        let (fate, _) = self.ask("GET", &path, &[carried(Carrier::XApiToken, good.value())])?;
        let health = if fate.has_passed() { Health::Fail } else { Health::Ok };
        self.find(Subject::Revoked, health, format!("the same token, just revoked: {fate}"));
        Ok(())
    }
}
