//! What `jeton doctor` finds: one line a check, and what to do where something is wrong.

use super::traffic::Gateway;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// It could not be tried.
    Skipped,
    /// As it should be.
    Ok,
    /// It works, and wants attention.
    Warn,
    /// It is wrong.
    Fail,
}

impl Health {
    /// Its word in output and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Skipped => "skip",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The proxy that it is about, where it is about one.
    pub gateway: Option<Gateway>,
    /// The line to change, or the command to run.
    pub text: String,
}

/// One check and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The check, in a few words that stay the same.
    pub name: &'static str,
    /// How it went.
    pub health: Health,
    /// What was seen. May hold words of others: to be passed through `display_safe`.
    pub detail: String,
    /// What to do; empty where nothing is wrong.
    pub advice: Vec<Advice>,
}

impl Checked {
    /// A check that needs no advice.
    pub fn new(name: &'static str, health: Health, detail: impl Into<String>) -> Self {
        Self { name, health, detail: detail.into(), advice: Vec::new() }
    }

    /// With what to do.
    pub fn advise(mut self, text: impl Into<String>) -> Self {
        self.advice.push(Advice { gateway: None, text: text.into() });
        self
    }
}
