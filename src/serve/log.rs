//! The log, on standard error: ids and reasons, never a value and never a query.

use crate::config::{LogFormat, LogLevel, ServeConfig};
use std::io;
use tracing::Level;

/// Sends the log to standard error in the form that is configured. Only the first call in a process counts.
pub fn start(config: &ServeConfig) {
    let level = match config.log_level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(level).with_target(false);
    // A second subscriber is refused; the first one goes on.
    let _ = match config.log {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

/// Logs what the process beside the service says of new findings.
pub fn of_findings(has_failed: bool, text: &str) {
    if has_failed {
        tracing::warn!("{text}");
    } else {
        tracing::info!("{text}");
    }
}
