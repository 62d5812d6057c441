//! The program: harden the process, hand over to the command line, end with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(failure) = jeton::app::harden() {
        return jeton::cli::refuse_to_start(&failure);
    }
    jeton::cli::run(std::env::args_os(), |opening| jeton::tui::open(opening).map_err(|error| error.to_string()))
}
