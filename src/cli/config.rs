//! `jeton config check|keys|path|default`

use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::app::{Interface, load_config, paths};
use crate::config::{self, Loaded, Origin, default_file};
use crate::domain::route::Route;

/// Checks the file and prints what is in force and where it comes from.
pub fn check(interface: Interface, context: &mut Context) -> Result {
    let loaded = load_config(&context.overrides, &context.environment)?;
    (interface.check)(&loaded.config).map_err(|complaint| {
        let path = loaded.path.as_ref().map(|path| format!("the configuration {}: ", path.display())).unwrap_or_default();
        Failure::usage(format!("{path}{complaint}"))
    })?;
    let settings = settings(&loaded);
    let path = loaded.path.as_ref().map(|path| path.display().to_string());
    if context.globals.json {
        context.printer.json(&json::Configuration { path, settings })?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([("SETTING", Fit::Fixed), ("VALUE", Fit::Cut(12)), ("FROM", Fit::Fixed)]);
    for setting in &settings {
        let from = match setting.line {
            Some(line) => Text::from(format!("line {line}")),
            None => Text::toned(Tone::Faint, "default"),
        };
        table.row([Text::from(setting.name.as_str()), Text::from(setting.value.as_str()), from]);
    }
    context.printer.table(&table)?;
    context.printer.note(match path {
        Some(path) => format!("{path} is in order"),
        None => "there is no configuration file; these are the defaults".to_owned(),
    });
    Ok(Exit::Done)
}

/// Lists what the interface can do and the keys for it.
pub fn keys(interface: Interface, context: &mut Context) -> Result {
    let loaded = load_config(&context.overrides, &context.environment)?;
    let rows = (interface.keys)(&loaded.config).map_err(Failure::usage)?;
    if context.globals.json {
        context.printer.json(&rows.iter().map(json::Key::from).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([("ACTION", Fit::Fixed), ("KEYS", Fit::Fixed), ("DOES", Fit::Cut(20))]);
    for row in &rows {
        table.row([Text::toned(Tone::Strong, row.action), Text::from(row.keys.join(" ")), Text::from(row.about)]);
    }
    context.printer.table(&table)?;
    Ok(Exit::Done)
}

/// Prints where the file is, or would be.
pub fn path(context: &mut Context) -> Result {
    let path = match &context.globals.config {
        Some(path) => path.clone(),
        None => paths::configuration(&context.environment).map_err(|_| {
            Failure::usage("there is no HOME to look for a configuration in")
                .hint("set HOME or XDG_CONFIG_HOME, or give --config PATH")
        })?,
    };
    let shown = path.display().to_string();
    if context.globals.json {
        context.printer.json(&json::Path { path: shown, exists: path.exists() })?;
    } else {
        context.printer.line(shown)?;
    }
    Ok(Exit::Done)
}

/// Prints a commented file of the defaults.
pub fn default(context: &mut Context) -> Result {
    context.printer.document(&default_file())?;
    Ok(Exit::Done)
}

fn settings(loaded: &Loaded) -> Vec<json::Setting> {
    let line = |section: &str, key: &str| match loaded.origin(section, key) {
        Origin::Line(line) => Some(line),
        Origin::Default => None,
    };
    let fixed = config::settings().map(|setting| json::Setting {
        name: format!("{}.{}", setting.section, setting.key),
        value: (setting.show)(&loaded.config),
        line: line(setting.section, setting.key),
    });
    let keys = loaded.config.keys.iter().map(|(action, keys)| json::Setting {
        name: format!("keys.{action}"),
        value: toml::Value::from(keys.clone()).to_string(),
        line: line("keys", action),
    });
    let routes = loaded.config.profiles.iter().map(|profile| json::Setting {
        name: format!("routes.{}", profile.name()),
        value: toml::Value::from(profile.routes().iter().map(Route::to_line).collect::<Vec<_>>()).to_string(),
        line: line("routes", profile.name()),
    });
    fixed.chain(keys).chain(routes).collect()
}
