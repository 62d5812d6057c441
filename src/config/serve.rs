//! `[serve]`: what the verification service may be told.

use crate::domain::listen::Listen;
use crate::domain::policy::{Networks, Rate};
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// `[serve]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeConfig {
    /// Where it listens.
    pub listen: Listen,
    /// Further names that a request's `Host` may say.
    pub hosts: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Networks,
    /// Whether a client is told exactly why it is refused.
    pub detailed_errors: bool,
    /// How many connections are served at once; further ones wait.
    pub max_connections: u32,
    /// How long the database may take before the answer is 503.
    pub look_up_timeout: Duration,
    /// How many values that are no live token one address may present; `None` sets no limit.
    pub failures: Option<Rate>,
    /// The form of the log.
    pub log: LogFormat,
    /// The least weight of what is logged.
    pub log_level: LogLevel,
}

/// The form of the service's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The least weight of what is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Faults that answer with 5xx.
    Error,
    /// What an operator should see to.
    Warn,
    /// Denied requests too.
    Info,
    /// Accepted requests too.
    Debug,
}

impl LogFormat {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// Its word in the configuration and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

impl LogLevel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warn, Self::Info, Self::Debug];

    /// Its word in the configuration and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.word() == word).ok_or("write \"text\" or \"json\"")
    }
}

impl FromStr for LogLevel {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|level| level.word() == word).ok_or("write \"error\", \"warn\", \"info\" or \"debug\"")
    }
}

impl Default for ServeConfig {
    fn default() -> Self {
        let local = IpAddr::from([127, 0, 0, 1]);
        Self {
            listen: Listen::Tcp(local, 7420),
            hosts: Vec::new(),
            // Both are networks; were they none, no proxy would be trusted.
            trusted_proxies: Networks::from_words(["127.0.0.0/8", "::1"]).unwrap_or_default(),
            detailed_errors: false,
            max_connections: 4096,
            look_up_timeout: Duration::from_millis(150),
            failures: "600/m".parse().ok(),
            log: LogFormat::Text,
            log_level: LogLevel::Info,
        }
    }
}
