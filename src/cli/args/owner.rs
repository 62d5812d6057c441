//! Arguments of `project`, `bot`, `integration` and `external`: one shape, with an `add` of each one's own; and of `account`.

use super::PolicyArgs;
use clap::{ArgGroup, Args, Subcommand};

/// `KIND add|ls|rename|archive`
#[derive(Debug, Subcommand)]
pub enum OwnerCommand<Add: Args> {
    /// Add one, and issue its first token; standard output is the value alone
    Add(Add),
    /// List them
    Ls(OwnerLsArgs),
    /// Give one another name; its tokens keep their ids and values
    Rename(RenameArgs),
    /// Change its external id or note
    Set(SetArgs),
    /// Put one away
    Archive(ArchiveArgs),
}

/// What every `add` takes.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// Its name
    pub name: String,
    /// When its first token expires: 90d, 12h, 2027-03-31, 2027-03-31T12:00:00Z or never
    #[arg(long, value_name = "WHEN")]
    pub expires: Option<String>,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
}

/// `project add`
#[derive(Debug, Args)]
pub struct ProjectAddArgs {
    #[command(flatten)]
    pub common: AddArgs,
    /// How it calls itself where it runs
    #[arg(long, value_name = "ID")]
    pub external_id: Option<String>,
    #[command(flatten)]
    pub policy: PolicyArgs,
}

/// `bot add`, `integration add`
#[derive(Debug, Args)]
pub struct ScopedAddArgs {
    #[command(flatten)]
    pub common: AddArgs,
    /// The project that it belongs to
    #[arg(long, value_name = "NAME")]
    pub project: Option<String>,
    /// How it calls itself where it runs: what x-bot-id or x-integration-id must say
    #[arg(long, value_name = "ID")]
    pub external_id: Option<String>,
    #[command(flatten)]
    pub policy: PolicyArgs,
    /// Scopes of its first token, in place of the default set
    #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',')]
    pub scopes: Vec<String>,
    /// Name of its first token [default: default]
    #[arg(long, value_name = "NAME")]
    pub token: Option<String>,
}

/// `external add`
#[derive(Debug, Args)]
pub struct ExternalAddArgs {
    #[command(flatten)]
    pub common: AddArgs,
    /// Where the service lets you issue a new value
    #[arg(long, value_name = "URL")]
    pub dashboard: Option<String>,
    /// Read the first token's value from standard input; without it a terminal asks
    #[arg(long)]
    pub stdin: bool,
    /// Store no value yet
    #[arg(long, conflicts_with = "stdin")]
    pub no_value: bool,
    /// Name of its first token [default: default]
    #[arg(long, value_name = "NAME")]
    pub token: Option<String>,
}

/// `KIND ls`
#[derive(Clone, Copy, Debug, Args)]
pub struct OwnerLsArgs {
    /// Archived ones too
    #[arg(long)]
    pub all: bool,
}

/// `KIND rename`
#[derive(Debug, Args)]
pub struct RenameArgs {
    /// Its name
    pub name: String,
    /// Its new name
    pub new_name: String,
}

/// `KIND archive`
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// Its name
    pub name: String,
    /// Revoke its live tokens
    #[arg(long, conflicts_with = "keep")]
    pub revoke: bool,
    /// Leave its live tokens as they are
    #[arg(long)]
    pub keep: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `KIND set`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct SetArgs {
    /// Its name
    pub name: String,
    /// How it calls itself where it runs: what x-bot-id or x-integration-id must say; "" removes it
    #[arg(long, value_name = "ID", group = "change")]
    pub external_id: Option<String>,
    /// Where an external service lets you issue a new value; "" removes it
    #[arg(long, value_name = "URL", group = "change")]
    pub dashboard: Option<String>,
    /// A note; "" removes it
    #[arg(long, value_name = "TEXT", group = "change")]
    pub note: Option<String>,
}

/// `account …`
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Give it another name
    Rename(AccountRenameArgs),
    /// Change its external id or note
    Set(AccountSetArgs),
}

/// `account rename`
#[derive(Debug, Args)]
pub struct AccountRenameArgs {
    /// Its new name
    pub new_name: String,
}

/// `account set`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct AccountSetArgs {
    /// What it is called where it runs: what x-workspace-id must say of a personal token; "" removes it
    #[arg(long, value_name = "ID", group = "change")]
    pub external_id: Option<String>,
    /// A note; "" removes it
    #[arg(long, value_name = "TEXT", group = "change")]
    pub note: Option<String>,
}
