//! Arguments of the commands about tokens.

use clap::{ArgGroup, Args, ValueEnum};
use std::net::IpAddr;

/// Commands that take one token and nothing else.
#[derive(Debug, Args)]
pub struct OneArgs {
    /// The token: tok_…, account, project:NAME, pat:NAME, bot:NAME[/TOKEN], …
    #[arg(value_name = "SEL")]
    pub selector: String,
}

/// Commands that take one token or several and nothing else.
#[derive(Debug, Args)]
pub struct ManyArgs {
    /// The tokens
    #[arg(value_name = "SEL", required = true)]
    pub selectors: Vec<String>,
}

/// `copy`
#[derive(Debug, Args)]
pub struct CopyArgs {
    /// The token: tok_…, account, project:NAME, pat:NAME, bot:NAME[/TOKEN], …
    #[arg(value_name = "SEL")]
    pub selector: String,
    /// What to copy
    #[arg(long = "as", value_name = "SHAPE", default_value = "value")]
    pub shape: CopyAs,
}

/// What of a token is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CopyAs {
    /// The value alone
    Value,
    /// A curl line with `Authorization: Bearer`; the one way for external tokens
    Bearer,
    /// A curl line with `x-api-token`
    XApiToken,
    /// A curl line with `api-token`, for callers of old
    ApiToken,
    /// The line that makes a JavaScript client
    Js,
}

/// A new token's own policy.
#[derive(Clone, Debug, Default, Args)]
pub struct PolicyArgs {
    /// Where the token may be used from: an address or CIDR; may be repeated [default: anywhere]
    #[arg(long = "allow", value_name = "CIDR", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// How often it may be used: calls per s, m, h or d, such as 100/m [default: no limit]
    #[arg(long, value_name = "RATE")]
    pub rate: Option<String>,
}

/// `issue`
#[derive(Debug, Args)]
pub struct IssueArgs {
    /// What it speaks for: pat, bot:NAME, integration:NAME or external:NAME
    pub target: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// What it may do; may be repeated, or hold several parted by commas
    #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',')]
    pub scopes: Vec<String>,
    /// When it expires: 90d, 12h, 2027-03-31, 2027-03-31T12:00:00Z or never
    #[arg(long, value_name = "WHEN")]
    pub expires: Option<String>,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
    /// Read the value of an external token from standard input; without it a terminal asks
    #[arg(long)]
    pub stdin: bool,
}

/// `ls`
#[derive(Debug, Args)]
pub struct LsArgs {
    /// Words that must match: fuzzy, !word, kind: status: owner: project: name: scope: expires:<30d used:never
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// The column to sort by
    #[arg(long, value_name = "COLUMN", default_value = "owner")]
    pub sort: SortBy,
    /// Sort backwards
    #[arg(long, short = 'r')]
    pub reverse: bool,
    /// The first so many
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

/// Columns to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// Kind, owner, name
    Owner,
    /// Name
    Name,
    /// Status
    Status,
    /// Expiry, the nearest first
    Expires,
    /// Issued
    Created,
    /// Last use, the latest first
    Used,
}

/// `edit`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct EditArgs {
    /// The tokens; several only without --name and --scope
    #[arg(value_name = "SEL", required = true)]
    pub selectors: Vec<String>,
    /// A new name
    #[arg(long, value_name = "NAME", group = "change")]
    pub name: Option<String>,
    /// A new note; "" removes it
    #[arg(long, value_name = "TEXT", group = "change")]
    pub note: Option<String>,
    /// New scopes, in place of all old ones
    #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',', group = "change")]
    pub scopes: Vec<String>,
    /// A new expiry: 90d, 12h, 2027-03-31 or never
    #[arg(long, value_name = "WHEN", group = "change")]
    pub expires: Option<String>,
    /// Where it may be used from, in place of all old networks: addresses or CIDR, or any; may be repeated
    #[arg(long = "allow", value_name = "CIDR", value_delimiter = ',', group = "change")]
    pub allow: Vec<String>,
    /// How often it may be used, such as 100/m, or none for no limit
    #[arg(long, value_name = "RATE", group = "change")]
    pub rate: Option<String>,
}

/// `rotate`
#[derive(Debug, Args)]
pub struct RotateArgs {
    /// The tokens
    #[arg(value_name = "SEL", required_unless_present = "due")]
    pub selectors: Vec<String>,
    /// Every token whose value is older than the policy (audit.rotate_after) allows, but for external ones
    #[arg(long, conflicts_with_all = ["selectors", "stdin"])]
    pub due: bool,
    /// How long the old value is still accepted; 0 ends it at once [default: the configuration's, 1d]
    #[arg(long, value_name = "LENGTH")]
    pub grace: Option<String>,
    /// Rotate although a previous value is still in its grace, and end that one at once
    #[arg(long)]
    pub force: bool,
    /// Read the new value of an external token from standard input; without it a terminal asks
    #[arg(long)]
    pub stdin: bool,
}

/// `grace`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").required(true))]
pub struct GraceArgs {
    /// The token
    #[arg(value_name = "SEL")]
    pub selector: String,
    /// End it now
    #[arg(long, group = "how")]
    pub end: bool,
    /// Let it last so much longer
    #[arg(long, value_name = "LENGTH", group = "how")]
    pub extend: Option<String>,
}

/// `reset`
#[derive(Debug, Args)]
pub struct ResetArgs {
    /// The project's token: project:NAME
    #[arg(value_name = "SEL")]
    pub selector: String,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `revoke`
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// The tokens
    #[arg(value_name = "SEL", required = true)]
    pub selectors: Vec<String>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Print each check and how it went
    #[arg(long)]
    pub explain: bool,
    /// The project that the token must be of, unless it speaks for the account
    #[arg(long, value_name = "NAME")]
    pub project: Option<String>,
    /// A scope that the token must have; may be repeated
    #[arg(long = "need", value_name = "SCOPE", value_delimiter = ',')]
    pub needs: Vec<String>,
    /// The route profile that says which scope the method and path need
    #[arg(long, value_name = "NAME", requires_all = ["method", "path"])]
    pub profile: Option<String>,
    /// The request's method
    #[arg(long, value_name = "METHOD", requires = "profile")]
    pub method: Option<String>,
    /// The request's path, with its query, as the client sends it
    #[arg(long, value_name = "PATH", requires = "profile")]
    pub path: Option<String>,
    /// The address that the request comes from
    #[arg(long, value_name = "ADDRESS")]
    pub source: Option<IpAddr>,
    /// What the request says in x-bot-id
    #[arg(long, value_name = "ID")]
    pub bot_id: Option<String>,
    /// What it says in x-integration-id
    #[arg(long, value_name = "ID")]
    pub integration_id: Option<String>,
    /// What it says in x-workspace-id
    #[arg(long, value_name = "ID")]
    pub workspace_id: Option<String>,
}
