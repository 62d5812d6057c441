//! The command line as clap reads it: types only.
//!
//! A new command is a variant of [`Command`] with its arguments here, a file of its own beside this
//! one with `run`, and one arm of the `match` in [`super::dispatch`].

mod audit;
mod doctor;
mod gateway;
mod import;
mod log;
mod owner;
mod review;
mod scan;
mod serve;
mod system;
mod token;
mod usage;

pub use audit::{AuditAcceptArgs, AuditArgs, AuditCommand, AuditUnacceptArgs, ExpiringArgs, FailOn};
pub use doctor::DoctorArgs;
pub use gateway::{GatewayArgs, Proxy};
pub use import::{FileFormat, ImportArgs};
pub use log::{LogArgs, LogCommand, LogForm, LogVerifyArgs};
pub use owner::{
    AccountCommand, AccountRenameArgs, AccountSetArgs, AddArgs, ArchiveArgs, ExternalAddArgs, OwnerCommand, OwnerLsArgs,
    ProjectAddArgs, RenameArgs, ScopedAddArgs, SetArgs,
};
pub use review::{
    ReportArgs, ReportForm, ReviewArgs, ReviewBeginArgs, ReviewCheckArgs, ReviewCloseArgs, ReviewCommand, ReviewKeepArgs,
    ReviewReportArgs, ReviewRevokeArgs, ReviewRotateArgs, ReviewShowArgs, ReviewSnoozeArgs,
};
pub use scan::{Sample, ScanArgs};
pub use serve::ServeArgs;
pub use system::{CompletionsArgs, ConfigCommand, DemoArgs, InitArgs, ManArgs, PassphraseArgs};
pub use token::{
    CopyArgs, CopyAs, EditArgs, GraceArgs, IssueArgs, LsArgs, ManyArgs, OneArgs, PolicyArgs, ResetArgs, RevokeArgs, RotateArgs,
    SortBy, VerifyArgs,
};
pub use usage::UsageArgs;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// API tokens for the bots and services that you host yourself
#[derive(Debug, Parser)]
#[command(
    name = "jeton",
    bin_name = "jeton",
    version,
    about = "API tokens for the bots and services that you host yourself",
    long_about = "API tokens for the bots and services that you host yourself.\n\nWithout a command, the terminal interface opens.",
    after_long_help = AFTER_HELP,
    max_term_width = 110,
    infer_long_args = false,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER_HELP: &str = "\
Selectors name one token:
  tok_…                     its id, or a unique beginning of it
  account                   the account token
  project:NAME              a project's token
  pat:NAME                  a personal token
  bot:NAME[/TOKEN]          a bot's token; so too integration: and external:

Exit codes:
  0 done   1 the answer is no   2 usage   3 no such thing, or ambiguous
  4 locked, wrong passphrase or not permitted   5 the store or the machine failed   130 interrupted

The passphrase comes from the first of these that is there:
  --passphrase-file FILE, JETON_PASSPHRASE_FILE, the output of JETON_PASSPHRASE_COMMAND,
  the systemd credential jeton-passphrase, the terminal.";

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// The vault's database [env: JETON_DB] [default: $XDG_DATA_HOME/jeton/jeton.db]
    #[arg(long, global = true, value_name = "PATH")]
    pub db: Option<PathBuf>,
    /// The configuration file [default: $XDG_CONFIG_HOME/jeton/config.toml]
    #[arg(long, global = true, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// Print JSON, with stable field names and times in RFC 3339 UTC
    #[arg(long, global = true)]
    pub json: bool,
    /// Draw with ASCII only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// For shared screens: no value is shown on a terminal, and hints are hidden
    #[arg(long, global = true)]
    pub private: bool,
    /// Read the passphrase from a file that only you can read [env: JETON_PASSPHRASE_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a vault: its keys, your passphrase, a recovery key and the account token
    Init(InitArgs),
    /// The vault in one screen
    Status,
    /// Change your passphrase, proven by the present one or the recovery key
    Passphrase(PassphraseArgs),
    /// The account itself
    #[command(subcommand)]
    Account(AccountCommand),
    /// Projects, each with exactly one token
    #[command(subcommand)]
    Project(OwnerCommand<ProjectAddArgs>),
    /// Bots and their tokens
    #[command(subcommand)]
    Bot(OwnerCommand<ScopedAddArgs>),
    /// Integrations and their tokens
    #[command(subcommand)]
    Integration(OwnerCommand<ScopedAddArgs>),
    /// Services that issue tokens elsewhere
    #[command(subcommand)]
    External(OwnerCommand<ExternalAddArgs>),
    /// Issue a token; standard output is its value alone
    Issue(IssueArgs),
    /// List tokens
    Ls(LsArgs),
    /// Everything about one token but its value
    Show(OneArgs),
    /// Change what a token is called, may do, until when, from where and how often
    Edit(EditArgs),
    /// Switch tokens off; a previous value in its grace ends for good
    Disable(ManyArgs),
    /// Switch tokens on again
    Enable(ManyArgs),
    /// Print a token's value
    Reveal(OneArgs),
    /// Put a token's value, or a line with it, on the clipboard, and take it away after a while
    Copy(CopyArgs),
    /// Give tokens a new value; the old one is accepted until its grace ends
    Rotate(RotateArgs),
    /// End or extend the grace of a token's previous value
    Grace(GraceArgs),
    /// Give a project a new token value and end the old one at once
    Reset(ResetArgs),
    /// End tokens for good
    Revoke(RevokeArgs),
    /// Bring in values issued elsewhere, from a dotenv, JSON or CSV file
    Import(ImportArgs),
    /// Judge a value read from standard input; exit 0 allows, 1 denies
    Verify(VerifyArgs),
    /// Find own values in files, standard input or git; exit 1 when one of them is accepted
    Scan(ScanArgs),
    /// Verify tokens for a reverse proxy, until told to end
    Serve(ServeArgs),
    /// Print the configuration of a proxy that asks Jeton before every request
    Gateway(GatewayArgs),
    /// What tokens are used for: calls, addresses, refusals, as the verification service counted them
    Usage(UsageArgs),
    /// Check the installation, or try a gateway with hostile requests from outside; exit 1 when something is wrong
    Doctor(DoctorArgs),
    /// Walk through every live token: keep, rotate, revoke or put off, and leave with a report that others can check
    Review(ReviewArgs),
    /// What is wrong with tokens, with the evidence and the command that mends it
    Audit(AuditArgs),
    /// Tokens that expire soon; exit 1 when there are some
    Expiring(ExpiringArgs),
    /// What happened, and proof that nobody rewrote it
    Log(LogArgs),
    /// Look around in a throw-away vault full of sample life
    Demo(DemoArgs),
    /// Print the completion script of a shell
    Completions(CompletionsArgs),
    /// Write the manual pages into a directory
    Man(ManArgs),
    /// The configuration file
    #[command(subcommand)]
    Config(ConfigCommand),
}
