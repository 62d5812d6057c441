//! The program: harden the process, hand over to the command line, end with its exit code.

use jeton::app::Interface;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(failure) = jeton::app::harden() {
        return jeton::cli::refuse_to_start(&failure);
    }
    let interface = Interface {
        serve: |serving| jeton::serve::serve(serving).map_err(Into::into),
        open: |opening| jeton::tui::open(opening).map_err(|error| error.to_string()),
        keys: |config| jeton::tui::keys(config).map_err(|error| error.to_string()),
        check: |config| jeton::tui::check(config).map_err(|error| error.to_string()),
    };
    jeton::cli::run(std::env::args_os(), interface)
}
