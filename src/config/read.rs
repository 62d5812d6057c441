//! Reading a configuration file: every key must be known, every value of its type, every fault has a line.

use super::settings::{settings, texts};
use super::{Config, ConfigError};
use crate::domain::catalogue::Catalogue;
use crate::domain::label::display_safe;
use crate::domain::nearest::nearest;
use crate::domain::route::{Profile, Profiles, RouteError, RouteFault};
use std::collections::BTreeMap;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// Longer files are refused: nobody writes a megabyte of settings.
const MAX_BYTES: u64 = 1_048_576;

/// Where a setting's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// The configuration file, on this line.
    Line(usize),
}

/// A configuration with where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// What is in force.
    pub config: Config,
    /// The file that was read; none when there is none.
    pub path: Option<PathBuf>,
    lines: BTreeMap<String, usize>,
}

impl Loaded {
    /// Where `section.key` comes from.
    pub fn origin(&self, section: &str, key: &str) -> Origin {
        self.lines.get(&format!("{section}.{key}")).map_or(Origin::Default, |line| Origin::Line(*line))
    }
}

/// Reads the file at `path`.
///
/// # Errors
/// It cannot be read, anyone may change it, or its content is not as it should be.
pub fn read_file(path: &Path) -> Result<Loaded, ConfigError> {
    let unreadable = |reason: String| ConfigError::Unreadable { path: path.to_owned(), reason };
    let file = std::fs::File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let about = file.metadata().map_err(|error| unreadable(error.to_string()))?;
    if !about.is_file() {
        return Err(unreadable("it is not a regular file".to_owned()));
    }
    if about.permissions().mode() & 0o002 != 0 {
        return Err(ConfigError::OpenToOthers { path: path.to_owned() });
    }
    let mut text = String::new();
    file.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(|error| unreadable(error.to_string()))?;
    if text.len() as u64 > MAX_BYTES {
        return Err(unreadable("it is over 1 MiB long".to_owned()));
    }
    let mut loaded = parse(&text).map_err(|error| match error {
        ConfigError::Content { line, message, .. } => ConfigError::Content { path: Some(path.to_owned()), line, message },
        other => other,
    })?;
    loaded.path = Some(path.to_owned());
    loaded.config.file = Some(path.to_owned());
    Ok(loaded)
}

/// Reads a configuration from text.
///
/// # Errors
/// It is no TOML, a key is unknown (the nearest is named) or a value does not fit; always with the line.
pub fn parse(text: &str) -> Result<Loaded, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault(text, at, error.message().to_owned())
    })?;
    let mut reader = Reader { text, loaded: Loaded::default() };
    for (key, value) in document.get_ref() {
        reader.section(key, value)?;
    }
    reader.check_routes()?;
    Ok(reader.loaded)
}

struct Reader<'t> {
    text: &'t str,
    loaded: Loaded,
}

impl Reader<'_> {
    fn section(&mut self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Result<(), ConfigError> {
        let name: &str = key.get_ref();
        match name {
            "keys" => self.keys(key, value),
            "scope" => self.scopes(value),
            "routes" => self.routes(name, value),
            _ if settings().any(|setting| setting.section == name) => {
                for (key, value) in self.table(name, value)? {
                    self.setting(name, key, value)?;
                }
                Ok(())
            }
            _ => {
                let known = settings().map(|setting| setting.section).chain(["keys", "scope", "routes"]);
                Err(self.unknown("section", key, known))
            }
        }
    }

    fn table<'v, 'i>(&self, name: &str, value: &'v Spanned<DeValue<'i>>) -> Result<&'v DeTable<'i>, ConfigError> {
        let wanted = || self.fault(value, format!("{name} is a section; write [{name}] on a line of its own"));
        value.get_ref().as_table().ok_or_else(wanted)
    }

    fn setting(&mut self, section: &str, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Result<(), ConfigError> {
        let mut of_section = settings().filter(|setting| setting.section == section);
        let name: &str = key.get_ref();
        let Some(setting) = of_section.clone().find(|setting| setting.key == name) else {
            return Err(self.unknown("setting", key, of_section.by_ref().map(|setting| setting.key)));
        };
        (setting.read)(value.get_ref(), &mut self.loaded.config)
            .map_err(|message| self.fault(value, format!("{section}.{name}: {message}")))?;
        let line = line_of(self.text, key.span().start);
        self.loaded.lines.insert(format!("{section}.{name}"), line);
        Ok(())
    }

    fn keys(&mut self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Result<(), ConfigError> {
        for (action, keys) in self.table(key.get_ref(), value)? {
            let name: &str = action.get_ref();
            let keys = match keys.get_ref().as_str() {
                Some(one) => Ok(vec![one.to_owned()]),
                None => texts(keys.get_ref()).map_err(|message| self.fault(keys, format!("keys.{name}: {message}"))),
            }?;
            self.loaded.config.keys.insert(name.to_owned(), keys);
            self.loaded.lines.insert(format!("keys.{name}"), line_of(self.text, action.span().start));
        }
        Ok(())
    }

    /// Scopes go on as TOML, for the catalogue's own reader to judge.
    fn scopes(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), ConfigError> {
        let file: toml::Table = toml::from_str(self.text).map_err(|error| self.fault(value, error.message().to_owned()))?;
        let only = file.into_iter().filter(|(key, _)| key == "scope").collect::<toml::Table>();
        let own = only.to_string();
        Catalogue::from_toml(&own).map_err(|error| self.fault(value, one_line(&error.to_string())))?;
        self.loaded.config.scopes = Some(own);
        Ok(())
    }

    fn routes(&mut self, section: &str, value: &Spanned<DeValue<'_>>) -> Result<(), ConfigError> {
        for (name, list) in self.table(section, value)? {
            let line = line_of(self.text, name.span().start);
            let name: &str = name.get_ref();
            let profile = if Profiles::is_built_in(name) {
                Err(RouteError { line, fault: RouteFault::BuiltIn(name.to_owned()) })
            } else {
                Profile::from_list(name, list, |at| line_of(self.text, at))
            };
            self.loaded.config.profiles.push(profile.map_err(|error| route_fault(name, &error))?);
            self.loaded.lines.insert(format!("routes.{name}"), line);
        }
        Ok(())
    }

    /// Scopes may stand behind the routes that need them, so they are looked up at the end.
    fn check_routes(&self) -> Result<(), ConfigError> {
        let config = &self.loaded.config;
        if config.profiles.is_empty() {
            return Ok(());
        }
        let whole = |error: &dyn std::fmt::Display| fault(self.text, 0, error.to_string());
        let mut catalogue = Catalogue::built_in().map_err(|error| whole(&error))?;
        if let Some(own) = &config.scopes {
            catalogue.extend(Catalogue::from_toml(own).map_err(|error| whole(&error))?);
        }
        let check = |profile: &Profile| profile.check(&catalogue).map_err(|error| route_fault(profile.name(), &error));
        config.profiles.iter().try_for_each(check)
    }

    fn unknown<'k>(&self, what: &str, key: &Spanned<DeString<'_>>, known: impl Iterator<Item = &'k str>) -> ConfigError {
        let name: &str = key.get_ref();
        let safe = display_safe(name);
        let message = match nearest(name, known) {
            Some(near) => format!("unknown {what} {safe}; did you mean {near}?"),
            None => format!("unknown {what} {safe}; `jeton config default` lists them all"),
        };
        fault(self.text, key.span().start, message)
    }

    fn fault(&self, value: &Spanned<DeValue<'_>>, message: String) -> ConfigError {
        fault(self.text, value.span().start, message)
    }
}

fn fault(text: &str, at: usize, message: String) -> ConfigError {
    ConfigError::Content { path: None, line: line_of(text, at), message }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn route_fault(profile: &str, error: &RouteError) -> ConfigError {
    let message = format!("routes.{}: {}", display_safe(profile), error.fault);
    ConfigError::Content { path: None, line: error.line, message }
}

/// A parser's drawing of the place does not fit an error's one line.
fn one_line(message: &str) -> String {
    let last = message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or(message);
    format!("[[scope]]: {}", last.trim())
}

#[cfg(test)]
mod tests;
