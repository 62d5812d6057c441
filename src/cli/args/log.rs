//! Arguments of `log`.

use clap::{Args, Subcommand};

/// `log [verify|head]`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct LogArgs {
    #[command(subcommand)]
    pub command: Option<LogCommand>,
    /// That match: words, !word, actor: action: outcome: token: subject: owner: seq: at:<7d
    #[arg(long, value_name = "FILTER")]
    pub filter: Option<String>,
    /// Of one token
    #[arg(long, value_name = "SEL")]
    pub token: Option<String>,
    /// Of some actions: issue, reveal, rotate, revoke, …
    #[arg(long = "action", value_name = "ACTION", value_delimiter = ',')]
    pub actions: Vec<String>,
    /// The latest so many; 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Go on, and print what happens
    #[arg(long, short = 'f')]
    pub follow: bool,
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
