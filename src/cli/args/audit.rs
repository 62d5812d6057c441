//! Arguments of `audit` and `expiring`.

use clap::{Args, Subcommand, ValueEnum};

/// `audit [accept|unaccept|rules]`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct AuditArgs {
    #[command(subcommand)]
    pub command: Option<AuditCommand>,
    /// Findings that match: words, !word, severity: rule: kind: owner: token: accepted:yes
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Exit 1 when an open finding matters at least so much
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Accepted findings too
    #[arg(long)]
    pub all: bool,
    /// Run the program of `[notify]` for findings that are new since it was last run, whatever is listed
    #[arg(long)]
    pub notify: bool,
    /// Run that program with a sample, to try it
    #[arg(long, conflicts_with_all = ["filter", "fail_on", "notify"])]
    pub notify_test: bool,
    /// Of one rule; may be repeated
    #[arg(long = "rule", value_name = "RULE", value_delimiter = ',')]
    pub rules: Vec<String>,
}

/// Severities on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// To be mended now
    High,
    /// To be mended soon, or now
    Medium,
    /// Also what can wait
    Low,
    /// Any finding
    Info,
}

/// What to do about findings.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Accept a finding as it is until a date; another cause opens it again
    Accept(AuditAcceptArgs),
    /// Take an acceptance back
    Unaccept(AuditUnacceptArgs),
    /// The rules, and from which numbers on they notice something
    Rules,
}

/// `audit accept`
#[derive(Debug, Args)]
pub struct AuditAcceptArgs {
    /// The token, or vault
    #[arg(value_name = "SEL|vault")]
    pub selector: String,
    /// The rule
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// Until when: 30d, 2027-03-31; at most 400d
    #[arg(long, value_name = "WHEN")]
    pub until: String,
    /// Why, for whoever looks next
    #[arg(long, value_name = "TEXT")]
    pub note: String,
}

/// `audit unaccept`
#[derive(Debug, Args)]
pub struct AuditUnacceptArgs {
    /// The token, or vault
    #[arg(value_name = "SEL|vault")]
    pub selector: String,
    /// The rule
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// `expiring`
#[derive(Debug, Args)]
pub struct ExpiringArgs {
    /// How far to look ahead [default: the configuration's audit.expires_within, 14d]
    #[arg(long, value_name = "LENGTH")]
    pub within: Option<String>,
    /// Print an iCalendar file (RFC 5545), each expiry with an alarm a day before
    #[arg(long, conflicts_with = "json")]
    pub ics: bool,
}
