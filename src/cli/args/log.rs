//! Arguments of `log`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `log [verify|head]`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct LogArgs {
    #[command(subcommand)]
    pub command: Option<LogCommand>,
    /// That match: words, !word, actor: action: outcome: token: subject: owner: seq: at:<7d since: until:
    #[arg(long, value_name = "FILTER")]
    pub filter: Option<String>,
    /// Of one token
    #[arg(long, value_name = "SEL")]
    pub token: Option<String>,
    /// Of some actions: issue, reveal, rotate, revoke, …
    #[arg(long = "action", value_name = "ACTION", value_delimiter = ',')]
    pub actions: Vec<String>,
    /// From a moment on: 7d, 2026-03-31 or 2026-03-31T12:00:00Z
    #[arg(long, value_name = "MOMENT")]
    pub since: Option<String>,
    /// Up to a moment: likewise; of a day to its end
    #[arg(long, value_name = "MOMENT")]
    pub until: Option<String>,
    /// By somebody: an operator, a user, or the address that they came from
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The latest so many; 0 for all; 50 unless exported
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// What each edit changed, line by line
    #[arg(long, conflicts_with_all = ["format", "follow"])]
    pub diff: bool,
    /// Export, with the head of the chain at the end
    #[arg(long, value_name = "FORM", conflicts_with = "follow")]
    pub format: Option<LogForm>,
    /// Export to a new private file; its ending names the form
    #[arg(long, short = 'o', value_name = "FILE", conflicts_with = "follow")]
    pub output: Option<PathBuf>,
    /// Go on, and print what happens
    #[arg(long, short = 'f')]
    pub follow: bool,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogForm {
    /// For tables
    Csv,
    /// One document for programs
    Json,
    /// A line for each event, for programs
    Jsonl,
    /// For people
    Markdown,
}

/// What to do with the log as a whole.
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Check that nothing was edited, cut or reordered; exit 1 when something was
    Verify(LogVerifyArgs),
    /// Print the newest event's hash, to be kept elsewhere
    Head,
    /// Take the log as it is for right after a backup was restored on purpose
    Trust,
}

/// `log verify`
#[derive(Debug, Args)]
pub struct LogVerifyArgs {
    /// A hash that `log head` printed earlier: it must still be in the chain
    #[arg(long, value_name = "HEX")]
    pub head: Option<String>,
    /// Check the keyed hashes too, for which the vault is unlocked
    #[arg(long)]
    pub keyed: bool,
}
