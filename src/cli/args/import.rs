//! Arguments of `import`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file; `-` is standard input
    pub file: PathBuf,
    /// How the file is written [default: as its name ends, else dotenv]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
    /// The external service that all values are of [default: told from each name, GITHUB_TOKEN is of github]
    #[arg(long, value_name = "NAME", conflicts_with = "adopt")]
    pub service: Option<String>,
    /// Adopt the values as tokens of your own: project:NAME, bot:NAME or integration:NAME
    #[arg(long, value_name = "OWNER")]
    pub adopt: Option<String>,
    /// Only the lines of these names, whatever they look like
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Every line that has a value, whatever it looks like
    #[arg(long, conflicts_with = "only")]
    pub all: bool,
    /// Say what would become of each line, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// NAME=value lines
    Dotenv,
    /// An object of names and values, or a list of records
    Json,
    /// A header with name and value (service, note, expires), then rows
    Csv,
}
