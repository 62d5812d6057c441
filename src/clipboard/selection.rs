//! Which clipboard to use: a pure function of configuration and environment.

use super::{ClipboardConfig, Mode};
use std::ffi::OsString;

/// What of the environment decides. Variables that are set but empty count as unset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `TMUX`: socket, server and session, when inside tmux.
    pub tmux: Option<OsString>,
    /// `TMUX_PANE`: the pane, by which tmux finds the terminal that shows it.
    pub tmux_pane: Option<OsString>,
    /// Whether `SSH_CONNECTION`, `SSH_CLIENT` or `SSH_TTY` is set. `SSH_AUTH_SOCK` says nothing: desktops set it too.
    pub over_ssh: bool,
    /// `TERM`
    pub term: Option<String>,
    /// Whether `STY` is set: inside GNU screen on this machine.
    pub in_screen: bool,
    /// Whether `WAYLAND_DISPLAY` is set.
    pub wayland: bool,
    /// Whether `DISPLAY` is set.
    pub x11: bool,
    /// Whether there is a terminal to write to.
    pub has_terminal: bool,
}

impl Environment {
    /// Reads the variables through `lookup`; whether there is a terminal only the caller knows.
    pub fn read(lookup: impl Fn(&str) -> Option<OsString>, has_terminal: bool) -> Self {
        let value = |name: &str| lookup(name).filter(|value| !value.is_empty());
        Self {
            tmux: value("TMUX"),
            tmux_pane: value("TMUX_PANE"),
            over_ssh: ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"].iter().any(|name| value(name).is_some()),
            term: value("TERM").and_then(|term| term.into_string().ok()),
            in_screen: value("STY").is_some(),
            wayland: value("WAYLAND_DISPLAY").is_some(),
            x11: value("DISPLAY").is_some(),
            has_terminal,
        }
    }

    /// The variables of this process.
    pub fn of_process(has_terminal: bool) -> Self {
        Self::read(|name| std::env::var_os(name), has_terminal)
    }
}

/// The clipboard to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// X11 or Wayland.
    Native,
    /// `tmux load-buffer -w`
    Tmux,
    /// OSC 52 through the terminal.
    Osc52(Wrapping),
    /// The operator's command.
    Command,
    /// None, and why.
    Refused(Refusal),
}

/// How an OSC 52 sequence travels to the outer terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// As it is.
    Plain,
    /// In device control strings, which GNU screen passes on unread.
    Screen,
    /// Both ways: `TERM=screen…` over SSH names GNU screen or an older tmux at the near end. tmux reads the first form
    /// and drops the second, screen the other way round.
    Either,
}

/// Why nothing can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The operator turned the clipboard off.
    Off,
    /// Mode `native` without a display.
    NoDisplay,
    /// OSC 52 without a terminal.
    NoTerminal,
    /// Mode `command` without a command.
    NoCommand,
    /// No tmux, no display, no terminal.
    Nowhere,
    /// The session is over.
    Closed,
}

/// Chooses the clipboard. A plain OSC 52 is dropped under tmux's default `set-clipboard external`, so tmux comes first;
/// over SSH the display, if any, is a forwarded one and seldom where the operator pastes.
pub fn choose(config: &ClipboardConfig, environment: &Environment) -> Choice {
    match config.mode {
        Mode::Off => Choice::Refused(Refusal::Off),
        Mode::Tmux => Choice::Tmux,
        Mode::Command if config.command.first().is_none_or(String::is_empty) => Choice::Refused(Refusal::NoCommand),
        Mode::Command => Choice::Command,
        Mode::Native if has_display(environment) => Choice::Native,
        Mode::Native => Choice::Refused(Refusal::NoDisplay),
        Mode::Osc52 => osc52(environment, Refusal::NoTerminal),
        Mode::Auto if environment.tmux.is_some() => Choice::Tmux,
        Mode::Auto if !environment.over_ssh && has_display(environment) => Choice::Native,
        Mode::Auto => osc52(environment, Refusal::Nowhere),
    }
}

fn has_display(environment: &Environment) -> bool {
    environment.wayland || environment.x11
}

fn osc52(environment: &Environment, otherwise: Refusal) -> Choice {
    if !environment.has_terminal {
        return Choice::Refused(otherwise);
    }
    let says_screen = environment.term.as_deref().is_some_and(|term| term.starts_with("screen"));
    Choice::Osc52(match (environment.tmux.is_some(), says_screen, environment.in_screen) {
        (false, true, true) => Wrapping::Screen,
        (false, true, false) => Wrapping::Either,
        _ => Wrapping::Plain,
    })
}

#[cfg(test)]
mod tests;
