//! Arguments of `serve`.

use clap::Args;

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen: ADDRESS:PORT or unix:/PATH [default: `[serve]` listen, 127.0.0.1:7420]
    #[arg(long, value_name = "PLACE")]
    pub listen: Option<String>,
    /// The form of the log on standard error: text or json
    #[arg(long, value_name = "FORMAT")]
    pub log: Option<String>,
    /// The least weight of what is logged: error, warn, info (denied requests too), debug (accepted ones too)
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,
    /// Do not start where the kernel cannot confine the service to its own files (Landlock)
    #[arg(long)]
    pub require_landlock: bool,
}
