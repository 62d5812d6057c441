//! What every command works with: options, application, printer, and the way to an unlocked vault.

use super::args::Globals;
use super::failure::{Failure, Result};
use super::passphrase::{self, Source};
use super::printer::{Printer, output_is_closed};
use super::text::{Text, Tone};
use crate::app::paths::Environment;
use crate::app::{App, Overrides};
use crate::clock::World;
use crate::domain::label::excerpt;
use crate::domain::selector::Selector;
use crate::domain::summary::TokenSummary;
use crate::services::{Authority, Services, Session};
use rustix::termios::isatty;
use std::fmt::Display;
use std::str::FromStr;

/// What every command works with.
pub struct Context {
    /// The options of every command.
    pub globals: Globals,
    /// What options say about where things are.
    pub overrides: Overrides,
    /// The environment.
    pub environment: Environment,
    /// The only way to standard output and error.
    pub printer: Printer,
}

/// By what right a command makes its changes.
#[derive(Debug)]
pub enum Right {
    /// The vault was unlocked.
    Session(Session),
    /// The vault lets the verb run without.
    Unattended,
}

impl Right {
    /// As the use cases want it.
    pub fn authority(&self) -> Authority<'_> {
        match self {
            Self::Session(session) => Authority::Session(session),
            Self::Unattended => Authority::Unattended,
        }
    }
}

impl Context {
    /// The application: configuration read, paths found, nothing opened.
    ///
    /// # Errors
    /// There is no home and no `--db`, or the configuration is not as it should be.
    pub fn app(&self) -> Result<App> {
        Ok(App::load(&self.overrides, &self.environment, World::real())?)
    }

    /// The open vault.
    ///
    /// # Errors
    /// As [`Self::app`] and `Services::open`.
    pub fn open(&mut self) -> Result<Services> {
        let app = self.app()?;
        self.open_of(&app)
    }

    /// As [`Self::open`], of an application that is there already. Says when the vault contradicts what this machine remembers.
    ///
    /// # Errors
    /// As `Services::open`.
    pub fn open_of(&mut self, app: &App) -> Result<Services> {
        let services = app.open()?;
        if let Some(warning) = services.memory_warning() {
            self.printer.warn(Text::toned(Tone::Warning, format!("warning: {warning}")));
        }
        Ok(services)
    }

    /// Says when the figures of use could not be read, so that nobody takes that for no use.
    pub fn warn_of_usage(&mut self, services: &Services) {
        if let Some(warning) = services.usage_warning() {
            self.printer.note(Text::toned(Tone::Warning, format!("warning: {warning}")));
        }
    }

    /// Where the passphrase comes from; none means the terminal.
    pub fn passphrase_source(&self) -> Option<Source> {
        passphrase::source(self.globals.passphrase_file.as_deref(), &self.environment)
    }

    /// An unlocked vault.
    ///
    /// # Errors
    /// No passphrase is to be had, or it is the wrong one.
    pub fn unlock(&self, services: &Services) -> Result<Session> {
        let passphrase = passphrase::read(self.passphrase_source().as_ref())?;
        Ok(services.unlock(&passphrase)?)
    }

    /// The right to run `verb`: without a passphrase where the vault allows that and none was given.
    ///
    /// # Errors
    /// As [`Self::unlock`].
    pub fn right_to(&self, verb: &str, services: &Services) -> Result<Right> {
        let may_run_unattended = services.info().unattended.iter().any(|allowed| allowed == verb);
        if may_run_unattended && self.passphrase_source().is_none() {
            return Ok(Right::Unattended);
        }
        self.unlock(services).map(Right::Session)
    }

    /// Refuses to make or open a value that nobody could read, or that everyone could.
    ///
    /// # Errors
    /// Standard output is closed; or it is a terminal, in private mode.
    pub fn expect_reader(&self) -> Result<()> {
        if output_is_closed() {
            let refusal = Failure::fault("standard output is closed, so the value would be lost; nothing was changed");
            return Err(refusal.hint("leave standard output open, or send it to a file"));
        }
        if self.globals.private && isatty(rustix::stdio::stdout()) {
            let refusal = Failure::usage("in private mode no value is printed on a terminal; nothing was changed");
            return Err(refusal.hint("send standard output to a file or a program, or leave --private out"));
        }
        Ok(())
    }
}

/// The token that a selector names.
///
/// # Errors
/// The text is no selector, or names none or several.
pub fn resolve(services: &Services, text: &str) -> Result<TokenSummary> {
    let selector: Selector = parse(text, "")?;
    Ok(services.resolve(&selector)?)
}

/// An argument as the domain's type; `option` is put before the complaint.
///
/// # Errors
/// The text is none.
pub fn parse<T>(text: &str, option: &str) -> Result<T>
where
    T: FromStr,
    T::Err: Display,
{
    text.parse().map_err(|error| {
        let message = if option.is_empty() { format!("{error}") } else { format!("{option}: {error}") };
        Failure::usage(message)
    })
}

/// As [`parse`], for what is read by a function of its own; the text is named.
///
/// # Errors
/// The text is none.
pub fn parse_with<T, E: Display>(text: &str, option: &str, read: impl FnOnce(&str) -> std::result::Result<T, E>) -> Result<T> {
    read(text).map_err(|error| Failure::usage(format!("{option} {:?}: {error}", excerpt(text, 80).as_str())))
}

/// As [`parse`], for what may be left out.
///
/// # Errors
/// The text is none.
pub fn parse_optional<T>(text: Option<&str>, option: &str) -> Result<Option<T>>
where
    T: FromStr,
    T::Err: Display,
{
    text.map(|text| parse(text, option)).transpose()
}
