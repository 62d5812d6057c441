//! Why a command failed, in the form that a person and a script read: code, message, next step.

use super::exit::Exit;
use crate::app::AppError;
use crate::config::ConfigError;
use crate::domain::lifecycle::Refusal;
use crate::domain::summary::TokenSummary;
use crate::services::{Error, ROUTE_PROFILE};
use std::fmt;
use std::io;

/// The result of a command.
pub type Result<T = Exit> = std::result::Result<T, Failure>;

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// A stable word for scripts.
    pub code: &'static str,
    /// What failed.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// What an ambiguous selector could have meant.
    pub candidates: Vec<String>,
    /// The exit code.
    pub exit: Exit,
    /// Nobody reads our output any more, so nothing needs to be said.
    pub is_silent: bool,
}

impl Failure {
    fn new(exit: Exit, code: &'static str, message: impl fmt::Display) -> Self {
        Self { code, message: message.to_string(), hint: None, candidates: Vec::new(), exit, is_silent: false }
    }

    /// The command was not well said.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Nobody can be asked for the passphrase.
    pub fn locked(message: impl fmt::Display) -> Self {
        Self::new(Exit::Denied, "locked", message)
    }

    /// The machine failed.
    pub fn fault(message: impl fmt::Display) -> Self {
        Self::new(Exit::Fault, "fault", message)
    }

    /// Ctrl-C while something was asked.
    pub fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "interrupted", "interrupted; nothing was changed")
    }

    /// Standard output took nothing. A reader that has seen enough (`| head`) is no failure.
    pub fn output(error: &io::Error) -> Self {
        let is_silent = error.kind() == io::ErrorKind::BrokenPipe;
        let exit = if is_silent { Exit::Done } else { Exit::Fault };
        Self { is_silent, ..Self::new(exit, "output", format!("standard output cannot be written: {error}")) }
    }

    /// The change is made, but its value reached nobody.
    pub fn value_lost(token: &TokenSummary, error: &io::Error) -> Self {
        let selector = token.selector();
        let next = match (token.kind.is_revealable(), token.kind.is_verified()) {
            (true, _) => format!("see it with: jeton reveal {selector}"),
            (false, _) => format!("get a new one with: jeton rotate {selector} --grace 0"),
        };
        let message = format!("{selector} ({}) has a new value, but standard output did not take it: {error}", token.id);
        Self::new(Exit::Fault, "value_not_written", message).hint(next)
    }

    /// With what to do next.
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match &error {
            AppError::NoHome(_) => Self::new(Exit::Usage, "no_home", error),
            AppError::Config(ConfigError::Content { .. }) => {
                Self::new(Exit::Usage, "config", error).hint("`jeton config default` prints a commented file of the defaults")
            }
            AppError::Config(_) | AppError::Catalogue(_) | AppError::Routes(_) => Self::new(Exit::Usage, "config", error),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = Exit::from(error.category());
        let failure = Self::new(exit, code(&error), &error);
        match error {
            Error::NotFound { what: ROUTE_PROFILE, .. } => {
                failure.hint("built in are botpress and bgplus; yours stand under [routes] in the configuration")
            }
            Error::NotFound { .. } => failure.hint("see what there is with: jeton ls"),
            Error::Ambiguous { name, candidates } => Self {
                message: format!("{name} is ambiguous"),
                candidates,
                ..failure.hint("name one of these by its id, or more exactly")
            },
            Error::Refused { subject, refusal } => match next_step(&subject, &refusal) {
                Some(next) => failure.hint(next),
                None => failure,
            },
            Error::NotRevealable(subject) => failure.hint(format!("jeton rotate {subject}")),
            Error::WrongPassphrase => failure.hint("try again, or unlock with the recovery key in its place"),
            _ => failure,
        }
    }
}

/// The command that clears the way.
fn next_step(subject: &str, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Disabled => Some(format!("jeton enable {subject}")),
        Refusal::Expired => Some(format!("jeton edit {subject} --expires 90d")),
        Refusal::StillRetiring(_) => Some(format!("jeton grace {subject} --end")),
        Refusal::NotLater(_) | Refusal::ExpiresFirst(_) => Some(format!("jeton edit {subject} --expires 90d")),
        Refusal::RotatedMeanwhile => Some(format!("jeton show {subject}")),
        Refusal::Revoked | Refusal::Already(_) | Refusal::NoGrace | Refusal::GraceTooLong(_) | Refusal::NoExpiry(_) => None,
    }
}

/// The stable word of a use case's error.
fn code(error: &Error) -> &'static str {
    match error {
        Error::Invalid(_) => "invalid",
        Error::Refused { .. } => "refused",
        Error::NotFound { .. } => "not_found",
        Error::Ambiguous { .. } => "ambiguous",
        Error::Duplicate { .. } => "duplicate",
        Error::WrongPassphrase => "wrong_passphrase",
        Error::Locked => "locked",
        Error::NotPermitted { .. } => "not_permitted",
        Error::NotRevealable(_) => "not_revealable",
        Error::Tampered(_) => "tampered",
        Error::Store(_) => "store",
        Error::Vault(_) => "vault",
        Error::Entropy(_) => "entropy",
        Error::Clipboard(_) => "clipboard",
    }
}
