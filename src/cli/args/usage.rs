//! Arguments of `usage`.

use clap::Args;

/// `usage`
#[derive(Debug, Args)]
pub struct UsageArgs {
    /// One token; without it the whole vault
    #[arg(value_name = "SEL")]
    pub selector: Option<String>,
    /// The latest calls, one a line
    #[arg(long)]
    pub calls: bool,
    /// Only refused calls
    #[arg(long, requires = "calls")]
    pub denied: bool,
    /// Go on, and print calls as they come
    #[arg(long, short = 'f', requires = "calls")]
    pub follow: bool,
    /// So many calls, or lines of each list [default: 50 calls, 10 lines]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}
