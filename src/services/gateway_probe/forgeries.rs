//! The requests of a trial that say something else than they are: other paths, methods and identities.

use super::advice::Subject;
use super::attacks::{NOWHERE, carried};
use super::{Going, Trial};
use crate::domain::carrier::Carrier;
use crate::domain::checkup::Health;
use crate::domain::identity;

/// What the trial says of itself in `User-Agent`: a service that shows it shows its headers.
const SELF: &str = "jeton-doctor";

/// Headers by which a gateway tells the path, and those by which some services let it be replaced.
const PATH_HEADERS: [&str; 4] = ["X-Original-URI", "X-Forwarded-Uri", "X-Original-URL", "X-Rewrite-URL"];

impl Trial<'_> {
    pub(super) fn asks_by_route(&mut self, good: &str) -> Going<bool> {
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

    pub(super) fn paths(&mut self, good: &str) -> Going {
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

    pub(super) fn forged_path(&mut self, good: &str) -> Going {
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
    pub(super) fn forged_method(&mut self, reader: &str) -> Going {
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

    pub(super) fn identity(&mut self, good: &str) -> Going {
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
}
