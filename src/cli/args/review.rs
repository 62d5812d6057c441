//! Arguments of `review`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `review [begin|keep|rotate|revoke|snooze|close|…]`
#[derive(Debug, Args)]
pub struct ReviewArgs {
    #[command(subcommand)]
    pub command: Option<ReviewCommand>,
}

/// One step of a review.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Begin a walk through every live token, or those that match a filter
    Begin(ReviewBeginArgs),
    /// Decide that a token may stay as it is
    Keep(ReviewKeepArgs),
    /// Give a token a new value, print it, and record that
    Rotate(ReviewRotateArgs),
    /// End a token for good, and record why
    Revoke(ReviewRevokeArgs),
    /// Put a token off until a date
    Snooze(ReviewSnoozeArgs),
    /// The tokens of a review and what was decided
    Show(ReviewShowArgs),
    /// Close the open review and print its report
    Close(ReviewCloseArgs),
    /// The report of a closed review, the same bytes each time
    Report(ReviewReportArgs),
    /// Check a report against the vault and its history; exit 1 when it does not hold
    Check(ReviewCheckArgs),
    /// Every review
    Ls,
}

/// `review begin`
#[derive(Debug, Args)]
pub struct ReviewBeginArgs {
    /// Words, !word, kind: status: owner: project: name: scope: expires: used:
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
}

/// `review keep`
#[derive(Debug, Args)]
pub struct ReviewKeepArgs {
    /// Tokens
    #[arg(value_name = "SEL", required = true)]
    pub selectors: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

/// `review rotate`
#[derive(Debug, Args)]
pub struct ReviewRotateArgs {
    /// The token
    #[arg(value_name = "SEL")]
    pub selector: String,
    /// How long the old value is still accepted: 0, 15m, 1h, 24h, 7d, …
    #[arg(long, value_name = "TIME")]
    pub grace: Option<String>,
    /// End an older value that still is in its grace
    #[arg(long)]
    pub force: bool,
    /// Only record it: the token was rotated since the review began
    #[arg(long, conflicts_with_all = ["grace", "force"])]
    pub done: bool,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

/// `review revoke`
#[derive(Debug, Args)]
pub struct ReviewRevokeArgs {
    /// The token
    #[arg(value_name = "SEL")]
    pub selector: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub note: String,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Only record it: the token is revoked already
    #[arg(long, conflicts_with = "yes")]
    pub done: bool,
}

/// `review snooze`
#[derive(Debug, Args)]
pub struct ReviewSnoozeArgs {
    /// Tokens
    #[arg(value_name = "SEL", required = true)]
    pub selectors: Vec<String>,
    /// A length of time such as 30d, or a date
    #[arg(long = "until", alias = "for", value_name = "WHEN")]
    pub until: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub note: String,
}

/// `review show`
#[derive(Debug, Args)]
pub struct ReviewShowArgs {
    /// The review's number [default: the open one, else the last]
    #[arg(value_name = "NUMBER")]
    pub review: Option<i64>,
    /// Only tokens about which nothing was decided
    #[arg(long)]
    pub undecided: bool,
}

/// The form of a report, and where it goes.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The form of the report
    #[arg(long, value_name = "FORM", default_value = "md")]
    pub format: ReportForm,
    /// Write it to a new file that only you can read, in place of standard output
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    /// Markdown, for people
    Md,
    /// CSV, for tables
    Csv,
    /// JSON, for programs
    Json,
}

/// `review close`
#[derive(Debug, Args)]
pub struct ReviewCloseArgs {
    /// Close it although some tokens are undecided; the report lists them
    #[arg(long)]
    pub unfinished: bool,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `review report`
#[derive(Debug, Args)]
pub struct ReviewReportArgs {
    /// The review's number
    #[arg(value_name = "NUMBER")]
    pub review: i64,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `review check`
#[derive(Debug, Args)]
pub struct ReviewCheckArgs {
    /// The report, in any of its forms
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Check the keyed hashes too, for which the vault is unlocked
    #[arg(long)]
    pub keyed: bool,
}
