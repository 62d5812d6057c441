//! What `doctor` found, in JSON.

use crate::domain::checkup::{self, Health};
use serde::Serialize;

/// What was found.
#[derive(Debug, Serialize)]
pub struct Checkup<'a> {
    /// Whether nothing is wrong
    pub ok: bool,
    /// Each check in order
    pub checks: Vec<Checked<'a>>,
}

/// One check.
#[derive(Debug, Serialize)]
pub struct Checked<'a> {
    /// The check, in words that stay the same
    pub check: &'static str,
    /// `ok`, `warn`, `fail` or `skip`
    pub health: &'static str,
    /// What was seen
    pub detail: &'a str,
    /// What to do; empty where nothing is wrong
    pub advice: Vec<Advice<'a>>,
}

/// What to do.
#[derive(Debug, Serialize)]
pub struct Advice<'a> {
    /// The proxy that it is about: `nginx`, `caddy`, `traefik`, `haproxy`, `envoy`, or `null`
    pub proxy: Option<&'static str>,
    /// The line to change, or the command to run
    pub text: &'a str,
}

impl<'a> From<&'a [checkup::Checked]> for Checkup<'a> {
    fn from(found: &'a [checkup::Checked]) -> Self {
        let checks = found.iter().map(|found| Checked {
            check: found.name,
            health: found.health.word(),
            detail: &found.detail,
            advice: found.advice.iter().map(Advice::from).collect(),
        });
        Self { ok: found.iter().all(|found| found.health != Health::Fail), checks: checks.collect() }
    }
}

impl<'a> From<&'a checkup::Advice> for Advice<'a> {
    fn from(advice: &'a checkup::Advice) -> Self {
        Self { proxy: advice.gateway.map(|gateway| gateway.word()), text: &advice.text }
    }
}
