//! `[notify]`: who is told of new findings.

use super::settings::{Setting, quoted, span, texts};
use crate::domain::span::Span;
use std::str::FromStr;

const SECTION: &str = "notify";

/// The settings of the section, in the order of the default file.
pub(super) const SETTINGS: [Setting; 4] = [
    Setting {
        section: SECTION,
        key: "command",
        about: "the program that is run for new findings, and its arguments; they come as JSON on its standard input",
        read: |value, config| texts(value).map(|command| config.notify.command = command),
        show: |config| toml::Value::from(config.notify.command.clone()).to_string(),
    },
    Setting {
        section: SECTION,
        key: "timeout",
        about: "how long it may take before it is ended, 1s to 10m",
        read: |value, config| {
            span(value, Span::from_secs(1), Span::from_secs(600)).map(|timeout| config.notify.timeout = timeout)
        },
        show: |config| quoted(&config.notify.timeout.to_string()),
    },
    Setting {
        section: SECTION,
        key: "severity",
        about: "the least severity that is told: high, medium, low or info",
        read: |value, config| {
            let word = value.as_str().unwrap_or_default();
            let severity = crate::domain::finding::Severity::from_str(word).map_err(|error| error.to_string())?;
            config.notify.severity = severity;
            Ok(())
        },
        show: |config| quoted(config.notify.severity.word()),
    },
    Setting {
        section: SECTION,
        key: "every",
        about: "how often `jeton serve` looks for new findings, 1s to 1d",
        read: |value, config| span(value, Span::from_secs(1), Span::from_days(1)).map(|every| config.notify.every = every),
        show: |config| quoted(&config.notify.every.to_string()),
    },
];
