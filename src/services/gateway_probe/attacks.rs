//! The requests of a trial. With a good token only GET is sent: whatever passes must do no harm.

use super::advice::Subject;
use super::token::{NOBODYS_ADDRESS, ProbeToken};
use super::wire::Answer;
use super::{Fate, Going, Halt, Trial};
use crate::domain::carrier::Carrier;
use crate::domain::checkup::Health;
use crate::domain::traffic::Gateway;

/// A path that no profile has a route for.
pub const NOWHERE: &str = "/.jeton-doctor/nowhere";

/// A header line that carries a value.
pub fn carried(carrier: Carrier, value: &str) -> String {
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

    pub(super) fn conclude(&mut self, subject: Subject, passed: &[String], fine: &str) {
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
