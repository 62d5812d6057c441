//! Each setting declared once: its name, what it is for, how it is read and how it is written.

use super::{Config, audit, notify};
use crate::clipboard::Mode;
use crate::domain::grace;
use crate::domain::label::display_safe;
use crate::domain::nearest::nearest;
use crate::domain::policy::Networks;
use crate::domain::span::Span;
use std::fmt::Display;
use std::str::FromStr;
use toml::de::DeValue;

/// One setting of the configuration file.
pub struct Setting {
    /// The table it stands in.
    pub section: &'static str,
    /// Its name there.
    pub key: &'static str,
    /// What it is for, as the default file says it.
    pub about: &'static str,
    /// Takes a value over, or says what to write instead.
    pub(super) read: fn(&DeValue<'_>, &mut Config) -> Result<(), String>,
    /// The value in force, as TOML.
    pub show: fn(&Config) -> String,
}

/// All settings, in the order of the default file.
pub fn settings() -> impl Iterator<Item = &'static Setting> + Clone {
    SETTINGS.iter().chain(&audit::SETTINGS).chain(&notify::SETTINGS)
}

/// Those that stand here; a section with many has a file of its own.
const SETTINGS: [Setting; 22] = [
    Setting {
        section: "ui",
        key: "theme",
        about: "dark, light, high-contrast, mono, or a theme file (.toml), sought beside this file",
        read: |value, config| {
            config.ui.theme = text(value)?.to_owned();
            Ok(())
        },
        show: |config| quoted(&config.ui.theme),
    },
    Setting {
        section: "ui",
        key: "ascii",
        about: "true draws with ASCII only; \"auto\" goes by the locale",
        read: |value, config| {
            config.ui.ascii = flag_or_auto(value)?;
            Ok(())
        },
        show: |config| config.ui.ascii.map_or_else(|| quoted("auto"), |ascii| ascii.to_string()),
    },
    Setting {
        section: "ui",
        key: "private",
        about: "true starts in private mode, for shared screens: nothing can be revealed, hints are hidden",
        read: |value, config| {
            config.ui.private = flag(value)?;
            Ok(())
        },
        show: |config| config.ui.private.to_string(),
    },
    Setting {
        section: "ui",
        key: "reveal_for",
        about: "how long a revealed value stays on the screen, 1s to 10m",
        read: |value, config| {
            config.ui.reveal_for = span(value, Span::from_secs(1), Span::from_secs(600))?;
            Ok(())
        },
        show: |config| quoted(&config.ui.reveal_for.to_string()),
    },
    Setting {
        section: "ui",
        key: "mouse",
        about: "true listens to clicks and the wheel; the terminal then selects text only with Shift held",
        read: |value, config| {
            config.ui.mouse = flag(value)?;
            Ok(())
        },
        show: |config| config.ui.mouse.to_string(),
    },
    Setting {
        section: "ui",
        key: "reduced_motion",
        about: "true keeps the screen still: no spinner, countdowns in steps of five seconds (so does JETON_REDUCED_MOTION=1)",
        read: |value, config| {
            config.ui.reduced_motion = flag(value)?;
            Ok(())
        },
        show: |config| config.ui.reduced_motion.to_string(),
    },
    Setting {
        section: "ui",
        key: "true_color",
        about: "true draws a theme's #rrggbb where COLORTERM says that the terminal can; else the nearest of the 16 colours",
        read: |value, config| {
            config.ui.true_color = flag(value)?;
            Ok(())
        },
        show: |config| config.ui.true_color.to_string(),
    },
    Setting {
        section: "clipboard",
        key: "mode",
        about: "auto, native, tmux, osc52, command or off",
        read: |value, config| {
            config.clipboard.mode = mode(value)?;
            Ok(())
        },
        show: |config| quoted(config.clipboard.mode.word()),
    },
    Setting {
        section: "clipboard",
        key: "command",
        about: "for mode = \"command\": the program and its arguments; the value comes on its standard input",
        read: |value, config| {
            config.clipboard.command = texts(value)?;
            Ok(())
        },
        show: |config| toml::Value::from(config.clipboard.command.clone()).to_string(),
    },
    Setting {
        section: "clipboard",
        key: "clear_after",
        about: "how long a copied value stays on the clipboard, 0 (until you quit) to 1h",
        read: |value, config| {
            config.clipboard.clear_after = span(value, Span::ZERO, Span::from_secs(3_600))?;
            Ok(())
        },
        show: |config| quoted(&config.clipboard.clear_after.to_string()),
    },
    Setting {
        section: "lock",
        key: "idle",
        about: "idle time after which the interface locks; 0 never does",
        read: |value, config| {
            config.lock.idle = span(value, Span::ZERO, Span::from_days(1))?;
            Ok(())
        },
        show: |config| quoted(&config.lock.idle.to_string()),
    },
    Setting {
        section: "rotate",
        key: "grace",
        about: "how long the previous value is still accepted after a rotation",
        read: |value, config| {
            config.rotate.grace = span(value, Span::ZERO, grace::MAX)?;
            Ok(())
        },
        show: |config| quoted(&config.rotate.grace.to_string()),
    },
    Setting {
        section: "serve",
        key: "listen",
        about: "where `jeton serve` listens: ADDRESS:PORT, or unix:/PATH (mode 0660, in a directory of its own)",
        read: |value, config| parsed(value, "a text in quotes").map(|listen| config.serve.listen = listen),
        show: |config| quoted(&config.serve.listen.to_string()),
    },
    Setting {
        section: "serve",
        key: "hosts",
        about: "names that the Host of a request may say, besides localhost, loopback addresses and the one listened at",
        read: |value, config| hosts(value).map(|hosts| config.serve.hosts = hosts),
        show: |config| toml::Value::from(config.serve.hosts.clone()).to_string(),
    },
    Setting {
        section: "serve",
        key: "trusted_proxies",
        about: "proxies whose X-Forwarded-For is believed; a peer on the Unix socket is one",
        read: |value, config| networks(value).map(|networks| config.serve.trusted_proxies = networks),
        show: |config| {
            let words: Vec<String> = config.serve.trusted_proxies.words().collect();
            toml::Value::from(words).to_string()
        },
    },
    Setting {
        section: "serve",
        key: "detailed_errors",
        about: "true tells clients exactly why they are refused: for development",
        read: |value, config| flag(value).map(|detailed| config.serve.detailed_errors = detailed),
        show: |config| config.serve.detailed_errors.to_string(),
    },
    Setting {
        section: "serve",
        key: "max_connections",
        about: "how many connections are served at once, 1 to 65536; further ones wait",
        read: |value, config| number(value, 1, 65_536).map(|most| config.serve.max_connections = most),
        show: |config| config.serve.max_connections.to_string(),
    },
    Setting {
        section: "serve",
        key: "look_up_timeout_ms",
        about: "how many milliseconds the database may take before the answer is 503, 10 to 10000 (Envoy itself waits 200)",
        read: |value, config| {
            let wait = number(value, 10, 10_000)?;
            config.serve.look_up_timeout = std::time::Duration::from_millis(wait.into());
            Ok(())
        },
        show: |config| config.serve.look_up_timeout.as_millis().to_string(),
    },
    Setting {
        section: "serve",
        key: "failures",
        about: "how many values that are no live token one address may present, as N/s, N/m, N/h or N/d, or \"off\"",
        read: |value, config| {
            let is_off = value.as_str() == Some("off");
            config.serve.failures =
                if is_off { None } else { Some(parsed(value, "a rate in quotes, such as \"600/m\", or \"off\"")?) };
            Ok(())
        },
        show: |config| quoted(&config.serve.failures.map_or_else(|| "off".to_owned(), |rate| rate.to_string())),
    },
    Setting {
        section: "serve",
        key: "log",
        about: "the form of the log on standard error: text or json",
        read: |value, config| parsed(value, "a text in quotes").map(|format| config.serve.log = format),
        show: |config| quoted(config.serve.log.word()),
    },
    Setting {
        section: "serve",
        key: "log_level",
        about: "error, warn, info (denied requests too) or debug (accepted ones too)",
        read: |value, config| parsed(value, "a text in quotes").map(|level| config.serve.log_level = level),
        show: |config| quoted(config.serve.log_level.word()),
    },
    Setting {
        section: "usage",
        key: "addresses",
        about: "false keeps no addresses of callers in usage.db; what is there already goes when the file is deleted",
        read: |value, config| flag(value).map(|addresses| config.usage.addresses = addresses),
        show: |config| config.usage.addresses.to_string(),
    },
];

/// A commented file that says what each setting is for and reads as the defaults.
pub fn default_file() -> String {
    let defaults = Config::default();
    let mut file = String::from("# Configuration of Jeton. Everything is optional; these are the defaults.\n");
    let mut section = "";
    for setting in settings() {
        if setting.section != section {
            section = setting.section;
            file.push_str(&format!("\n[{section}]\n"));
        }
        file.push_str(&format!("# {}\n{} = {}\n", setting.about, setting.key, (setting.show)(&defaults)));
    }
    file.push_str(
        "\n# Keys in place of the keymap's own, by the action's name (`jeton config keys` lists them).\n\
         [keys]\n# reveal = [\"o\", \"ctrl-o\"]\n\
         \n# Further scopes; one of the same name replaces the built-in.\n\
         # [[scope]]\n# name = \"invoices:read\"\n# description = \"Read invoices\"\n# pat = true\n# bot = false\n# integration = false\n\
         \n# Your own route profiles: METHOD PATTERN SCOPE, the first that fits decides, what fits none is denied.\n\
         # R is GET and HEAD, W the rest, * any; in a pattern * is one segment, ** the rest, {a,b} either.\n\
         # [routes]\n# shop = [\n#     \"R     /api/invoices/**  invoices:read\",\n# ]\n",
    );
    file
}

pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn wrong(value: &DeValue<'_>, wanted: &str) -> String {
    format!("write {wanted}, not {}", with_article(value.type_str()))
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| wrong(value, "a text in quotes"))
}

pub(super) fn texts(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| wrong(value, "a list of texts, [\"…\", \"…\"]"))?;
    list.iter().map(|item| text(item.get_ref()).map(str::to_owned)).collect()
}

fn flag(value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| wrong(value, "true or false"))
}

fn flag_or_auto(value: &DeValue<'_>) -> Result<Option<bool>, String> {
    match value.as_str() {
        Some("auto") => Ok(None),
        _ => value.as_bool().map(Some).ok_or_else(|| "write true, false or \"auto\"".to_owned()),
    }
}

pub(super) fn span(value: &DeValue<'_>, least: Span, most: Span) -> Result<Span, String> {
    let text = value.as_str().ok_or_else(|| wrong(value, "a length of time in quotes, such as \"15s\" or \"5m\""))?;
    let span: Span = text.parse().map_err(|error: crate::domain::span::NotASpan| error.to_string())?;
    if (least..=most).contains(&span) { Ok(span) } else { Err(format!("{span} is out of range: {least} to {most}")) }
}

fn parsed<T>(value: &DeValue<'_>, wanted: &str) -> Result<T, String>
where
    T: FromStr,
    T::Err: Display,
{
    let text = value.as_str().ok_or_else(|| wrong(value, wanted))?;
    text.parse().map_err(|error: T::Err| error.to_string())
}

pub(super) fn number(value: &DeValue<'_>, least: u32, most: u32) -> Result<u32, String> {
    let number = value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| format!("write a number from {least} to {most}"))
}

fn networks(value: &DeValue<'_>) -> Result<Networks, String> {
    Networks::from_words(texts(value)?).map_err(|error| error.to_string())
}

/// Names as a `Host` says them, without a port.
fn hosts(value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let hosts = texts(value)?;
    let is_name =
        |host: &String| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte));
    match hosts.iter().find(|host| !is_name(host)) {
        Some(host) => {
            Err(format!("{} is no host name; write it as in \"auth.example.org\", without http:// and path", display_safe(host)))
        }
        None => Ok(hosts),
    }
}

fn mode(value: &DeValue<'_>) -> Result<Mode, String> {
    let word = text(value)?;
    Mode::from_word(word).ok_or_else(|| match nearest(word, Mode::ALL.into_iter().map(Mode::word)) {
        Some(near) => format!("no such clipboard mode; did you mean \"{near}\"?"),
        None => format!("no such clipboard mode; write {}", Mode::ALL.map(Mode::word).join(", ")),
    })
}
