//! Reports in JSON: the vault, a verdict, the configuration, an error.

use super::{Clear, RouteAnswer, Token};
use crate::cli::failure::Failure;
use crate::domain::verdict;
use serde::Serialize;
use std::collections::BTreeMap;

/// A vault just made.
#[derive(Debug, Serialize)]
pub struct Init<'a> {
    /// The database
    pub database: String,
    /// The account's name
    pub account: String,
    /// The operator's name
    pub operator: String,
    /// The account token
    pub token: Token,
    /// The recovery key, which is shown this once; `null` when it was written to a file
    pub recovery_key: Option<Clear<'a>>,
}

/// A passphrase just changed.
#[derive(Debug, Serialize)]
pub struct Passphrase {
    /// The operator's name
    pub operator: String,
    /// Their role
    pub role: &'static str,
}

/// The vault in one screen.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The database
    pub database: String,
    /// The account's name
    pub account: String,
    /// First part of each value
    pub brand: String,
    /// When the vault was made
    pub created_at: crate::domain::Instant,
    /// Verbs that need no passphrase
    pub unattended: Vec<String>,
    /// Owners that are not archived, by kind: `project`, `bot`, `integration`, `external`
    pub owners: BTreeMap<&'static str, usize>,
    /// Tokens by status: `active`, `rotating`, `disabled`, `expired`, `revoked`
    pub tokens: BTreeMap<&'static str, usize>,
    /// Live tokens that expire within 14 days, the nearest first
    pub expiring: Vec<Token>,
    /// Tokens whose previous value is in its grace, the nearest end first
    pub rotating: Vec<Token>,
    /// Findings that nobody accepted, by severity: `high`, `medium`, `low`, `info`
    pub findings: BTreeMap<&'static str, usize>,
    /// Events in the log
    pub events: u64,
    /// How the log contradicts what this machine remembers of it; `null` when it does not
    pub log_warning: Option<String>,
    /// What the verification service counted
    pub traffic: StatusTraffic,
}

/// Traffic in a few figures.
#[derive(Debug, Serialize)]
pub struct StatusTraffic {
    /// Accepted calls in the last 24 hours
    pub accepted: u64,
    /// Refused calls in the last 24 hours
    pub refused: u64,
    /// The latest call, accepted or not; `null` when none was counted
    pub last_call_at: Option<crate::domain::Instant>,
    /// Live tokens that were never accepted, as far as is known
    pub never_used: usize,
}

/// A verdict and the way to it.
#[derive(Debug, Serialize)]
pub struct Judgement {
    /// `allow` or `deny`
    pub verdict: &'static str,
    /// Why it is denied: `malformed`, `unknown`, `retired`, `revoked`, `disabled`, `expired`, `source`, `wrong-project`,
    /// `wrong-binding`, `bad-path`, `no-route` or `missing-scope`
    pub reason: Option<&'static str>,
    /// The token, once known
    pub token: Option<String>,
    /// The scope that is needed and not granted
    pub missing_scope: Option<String>,
    /// What the routes say of the method and path; `null` when they were not asked
    pub route: Option<RouteAnswer>,
    /// Each check in order
    pub steps: Vec<Step>,
}

/// One check.
#[derive(Debug, Serialize)]
pub struct Step {
    /// `carrier`, `format`, `digest`, `secret`, `token`, `expiry`, `source`, `project`, `binding`, `scope`, `rate`
    pub check: &'static str,
    /// Whether it passed; `null` when an earlier failure decided already
    pub passed: Option<bool>,
    /// What was seen
    pub detail: String,
}

impl Judgement {
    /// The verdict, with what the routes said.
    pub fn of(judgement: &verdict::Judgement, route: Option<RouteAnswer>) -> Self {
        let (verdict, reason) = match &judgement.verdict {
            verdict::Verdict::Allow => ("allow", None),
            verdict::Verdict::Deny(reason) => ("deny", Some(reason.word())),
        };
        let steps = judgement.steps.iter();
        Self {
            verdict,
            reason,
            token: judgement.token.map(|id| id.to_string()),
            missing_scope: judgement.missing.as_ref().map(ToString::to_string),
            route,
            steps: steps.map(|step| Step { check: step.check, passed: step.passed, detail: step.detail.clone() }).collect(),
        }
    }
}

/// The configuration in force.
#[derive(Debug, Serialize)]
pub struct Configuration {
    /// The file; `null` when there is none
    pub path: Option<String>,
    /// Every setting
    pub settings: Vec<Setting>,
}

/// One setting.
#[derive(Debug, Serialize)]
pub struct Setting {
    /// `section.key`
    pub name: String,
    /// The value in force, as TOML
    pub value: String,
    /// The line of the file that sets it; `null` for a default
    pub line: Option<usize>,
}

/// An action of the interface.
#[derive(Debug, Serialize)]
pub struct Key {
    /// Its name in the configuration
    pub action: &'static str,
    /// The keys that trigger it, the main one first
    pub keys: Vec<String>,
    /// What it does
    pub about: &'static str,
}

impl From<&crate::app::KeyRow> for Key {
    fn from(row: &crate::app::KeyRow) -> Self {
        Self { action: row.action, keys: row.keys.clone(), about: row.about }
    }
}

/// A path.
#[derive(Debug, Serialize)]
pub struct Path {
    /// Where the file is, or would be
    pub path: String,
    /// Whether it is there
    pub exists: bool,
}

/// A failure, on standard error.
#[derive(Debug, Serialize)]
pub struct ErrorReport<'a> {
    /// The failure
    pub error: ErrorBody<'a>,
}

/// What went wrong.
#[derive(Debug, Serialize)]
pub struct ErrorBody<'a> {
    /// A stable word: `usage`, `invalid`, `not_found`, `ambiguous`, `wrong_passphrase`, …
    pub code: &'a str,
    /// What failed, for people
    pub message: &'a str,
    /// What to do next
    pub hint: Option<&'a str>,
    /// What an ambiguous selector could have meant
    pub candidates: &'a [String],
    /// The exit code
    pub exit: u8,
}

impl<'a> From<&'a Failure> for ErrorReport<'a> {
    fn from(failure: &'a Failure) -> Self {
        Self {
            error: ErrorBody {
                code: failure.code,
                message: &failure.message,
                hint: failure.hint.as_deref(),
                candidates: &failure.candidates,
                exit: failure.exit.code(),
            },
        }
    }
}
