//! Arguments of `scan`.

use clap::{ArgGroup, Args};
use std::path::PathBuf;

/// `scan`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").args(["stdin", "staged", "history"]))]
pub struct ScanArgs {
    /// Files, and directories with what is below them; of --staged and --history the repository [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Scan standard input
    #[arg(long, conflicts_with = "paths")]
    pub stdin: bool,
    /// Scan what is staged in a git repository, as a commit would bring it in
    #[arg(long)]
    pub staged: bool,
    /// Scan all that a git repository has stored: every branch, tag, stash and forgotten state
    #[arg(long)]
    pub history: bool,
    /// Scan what .gitignore and .ignore leave out, too
    #[arg(long)]
    pub no_ignore: bool,
    /// Leave larger files out: bytes, or such as 512K, 20M, 1G
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_size: Option<u64>,
    /// Leave binary files out
    #[arg(long)]
    pub skip_binary: bool,
    /// Look for values issued elsewhere, too; asks for the passphrase of an owner
    #[arg(long, conflicts_with = "no_vault")]
    pub externals: bool,
    /// Revoke each token of which an accepted value was found
    #[arg(long, conflicts_with = "no_vault")]
    pub revoke: bool,
    /// Do not ask
    #[arg(long, short = 'y', requires = "revoke")]
    pub yes: bool,
    /// Do not remember what was seen where
    #[arg(long)]
    pub no_record: bool,
    /// Ask no vault: exit 1 for whatever has the shape and the checksum of a value, as where there is no vault
    #[arg(long)]
    pub no_vault: bool,
    /// With --no-vault: the brand that values begin with
    #[arg(long, value_name = "BRAND", default_value = "jtn", requires = "no_vault")]
    pub brand: String,
    /// Print a sample: a hook for .git/hooks/pre-commit, or a job for GitHub or GitLab
    #[arg(long, value_name = "FOR", conflicts_with_all = ["paths", "source"], num_args = 0..=1, default_missing_value = "pre-commit")]
    pub print_hook: Option<Sample>,
}

/// What there is a sample for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sample {
    /// A git hook that refuses a commit with an accepted value in it
    PreCommit,
    /// A job of GitHub Actions, without a vault
    Github,
    /// A job of GitLab CI, without a vault
    Gitlab,
}

/// Bytes: a number, with K, M or G for powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    let (digits, worth) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let number: Option<u64> = digits.parse().ok();
    number
        .and_then(|number| number.checked_mul(worth))
        .ok_or_else(|| "write a number of bytes, or such as 512K, 20M, 1G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_read_in_powers_of_1024() {
        assert_eq!(["0", "17", "512K", "20m", "1G"].map(|text| size(text).unwrap()), [0, 17, 524_288, 20_971_520, 1_073_741_824]);
        for text in ["", "K", "1T", "-1", "1.5M", "99999999999999G", "é"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
