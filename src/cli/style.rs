//! How output looks here: terminal or pipe, colour, characters.

use super::args::{ColorWhen, Globals};
use super::printer::Style;
use crate::app::paths::Environment;
use rustix::termios::{isatty, tcgetwinsize};

/// What the descriptors of this process are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// Standard output is a terminal.
    pub out: bool,
    /// Standard error is a terminal.
    pub err: bool,
    /// Columns of standard output.
    pub columns: Option<usize>,
}

impl Surroundings {
    /// Those of this process.
    pub fn real() -> Self {
        let out = rustix::stdio::stdout();
        let columns = tcgetwinsize(out).ok().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0);
        Self { out: isatty(out), err: isatty(rustix::stdio::stderr()), columns }
    }
}

/// The style that options, configuration (`ui.ascii`), environment and terminal ask for.
pub fn choose(globals: &Globals, ascii: Option<bool>, environment: &Environment, surroundings: Surroundings) -> Style {
    let wants = |is_terminal: bool| match globals.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            is_terminal && environment.var("NO_COLOR").is_none() && environment.text("TERM").is_some_and(|term| term != "dumb")
        }
    };
    Style {
        json: globals.json,
        ascii: globals.ascii || ascii.unwrap_or(!environment.is_utf8()),
        color: wants(surroundings.out),
        color_errors: wants(surroundings.err),
        columns: surroundings.columns.filter(|_| surroundings.out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser;

    const TERMINAL: Surroundings = Surroundings { out: true, err: true, columns: Some(80) };

    fn style(options: &[&str], environment: &[(&str, &str)], surroundings: Surroundings) -> Style {
        let globals = Cli::try_parse_from(["jeton"].iter().chain(options)).unwrap().globals;
        choose(&globals, None, &Environment::of(environment.iter().copied()), surroundings)
    }

    #[test]
    fn colour_is_for_terminals_that_can_and_people_who_want() {
        let xterm = [("TERM", "xterm")];
        assert!(style(&[], &xterm, TERMINAL).color);
        assert!(!style(&[], &xterm, Surroundings::default()).color);
        assert!(!style(&[], &[("TERM", "dumb")], TERMINAL).color);
        assert!(!style(&[], &[], TERMINAL).color);
        assert!(!style(&[], &[("TERM", "xterm"), ("NO_COLOR", "1")], TERMINAL).color);
        assert!(style(&["--color", "always"], &[("NO_COLOR", "1")], Surroundings::default()).color);
        assert!(!style(&["--color", "never"], &xterm, TERMINAL).color);
    }

    #[test]
    fn ascii_goes_by_option_configuration_and_locale() {
        let utf8 = [("LANG", "C.UTF-8")];
        assert!(!style(&[], &utf8, TERMINAL).ascii);
        assert!(style(&["--ascii"], &utf8, TERMINAL).ascii);
        assert!(style(&[], &[], TERMINAL).ascii);
        let globals = Cli::try_parse_from(["jeton"]).unwrap().globals;
        assert!(choose(&globals, Some(true), &Environment::of(utf8), TERMINAL).ascii);
        assert!(!choose(&globals, Some(false), &Environment::default(), TERMINAL).ascii);
    }

    #[test]
    fn only_a_terminal_has_a_width() {
        assert_eq!(style(&[], &[], TERMINAL).columns, Some(80));
        assert_eq!(style(&[], &[], Surroundings { out: false, ..TERMINAL }).columns, None);
    }
}
