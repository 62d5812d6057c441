//! Arguments of the commands about the vault as a whole and about the program.

use crate::services::DEMO_MAX_TOKENS;
use clap::{Args, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// `init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The person or team that the vault belongs to [default: your user name]
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Your name in the log [default: your user name]
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,
    /// First part of every value: 2 to 8 characters of a-z and 0-9
    #[arg(long, value_name = "BRAND", default_value = "jtn")]
    pub brand: String,
    /// Let `rotate` or `revoke` run without a passphrase, for cron and scripts
    #[arg(long, value_name = "VERB", value_delimiter = ',', value_parser = ["rotate", "revoke"])]
    pub unattended: Vec<String>,
    /// Write the recovery key to a new file (mode 0600) in place of the terminal
    #[arg(long, value_name = "PATH")]
    pub recovery_file: Option<PathBuf>,
}

/// `passphrase`
#[derive(Debug, Args)]
pub struct PassphraseArgs {
    /// Read the new passphrase from a file that only you can read; without it a terminal asks, twice
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Add so many tokens to those of the story, up to a million
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = parse_tokens)]
    pub tokens: usize,
    /// Make the vault at `--db` and end
    #[arg(long, hide = true)]
    pub only_make: bool,
}

fn parse_tokens(text: &str) -> Result<usize, String> {
    let tokens: usize = text.parse().map_err(|_| "not a number".to_owned())?;
    if tokens <= DEMO_MAX_TOKENS { Ok(tokens) } else { Err(format!("{DEMO_MAX_TOKENS} is the most")) }
}

/// `completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct ManArgs {
    /// An existing directory
    pub dir: PathBuf,
}

/// `config …`
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check the file, and print what is in force and where it comes from; or which route a request hits
    Check(ConfigCheckArgs),
    /// List the actions of the interface and their keys
    Keys,
    /// Print the file's path
    Path,
    /// Print a commented file of the defaults
    Default,
}

/// `config check`
#[derive(Clone, Debug, Args)]
pub struct ConfigCheckArgs {
    /// A request's method: print which route it hits, exit 1 when none
    #[arg(requires = "path")]
    pub method: Option<String>,
    /// Its path, with its query, as a client sends it
    pub path: Option<String>,
    /// Ask this route profile alone [default: all of them]
    #[arg(long, value_name = "PROFILE", requires = "method")]
    pub routes: Option<String>,
}
