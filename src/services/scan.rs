//! Leak response: values found in files, streams and git, and what the vault knows of each.

mod content;
mod files;
mod foreign;
mod git;
mod judge;
mod opening;
mod record;
mod stream;
mod sweep;

pub use foreign::ForeignValues;
pub use judge::{Hit, Owned, Whose};
pub use record::Recorded;
pub use sweep::{Covered, Kept, Options as ScanOptions, Place, Unread};

use super::{Error, Result, Services};
use crate::domain::brand::Brand;
use crate::domain::scan::{Foreign, Recogniser};
use files::OwnFiles;
use foreign::Matcher;
use std::collections::HashSet;
use std::path::PathBuf;
use sweep::Sweep;

/// What is scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOf {
    /// Files, and directories with what is below them.
    Paths(Vec<PathBuf>),
    /// Standard input.
    Stdin,
    /// What a git index has that differs from the last commit; of the repository here or at a path.
    Staged(Option<PathBuf>),
    /// All that a git repository has stored; of the one here or at a path.
    History(Option<PathBuf>),
}

/// A scan that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanRequest {
    /// What is scanned.
    pub of: ScanOf,
    /// How.
    pub options: ScanOptions,
}

/// What a scan found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanReport {
    /// Each place of each value, by place.
    pub hits: Vec<Hit>,
    /// Finds beyond the most that are listed.
    pub more: u64,
    /// What was covered.
    pub covered: Covered,
    /// Values without a shape of their own that were looked for, and those that are too short for it.
    pub foreign: Option<(usize, usize)>,
}

impl ScanReport {
    /// Whether a value was found that is accepted.
    pub fn has_live(&self) -> bool {
        self.hits.iter().any(Hit::is_live)
    }

    /// Whether all that was asked for could be read.
    pub fn is_whole(&self) -> bool {
        self.covered.failed.is_empty()
    }
}

/// A scan that is done, with what is needed to remember it.
#[derive(Debug)]
pub struct Scanned {
    /// What it found.
    pub report: ScanReport,
    /// Remembered places that it read again.
    read_again: HashSet<String>,
    /// The roots of git histories that were read to their end.
    whole_roots: Vec<String>,
}

impl Services {
    /// Scans, and says of each value that was found whose it is and whether it is accepted. `foreign` are values without a shape
    /// of their own, see [`Services::foreign_values`]. What could not be read is in the report.
    ///
    /// # Errors
    /// The store failed.
    pub fn scan(&self, request: &ScanRequest, foreign: Option<ForeignValues>) -> Result<Scanned> {
        let remembered = self.store.read(|tx| tx.sightings())?;
        let in_files = remembered.into_iter().filter(|seen| !seen.root.starts_with(git::ROOT_PREFIX));
        let remembered = in_files.map(|seen| seen.place).collect();
        let own = OwnFiles::of(self.path(), self.usage_path());
        let told = foreign.as_ref().map(ForeignValues::counts);
        let matcher = foreign.map(|values| values.into_matcher(&*self.world.entropy)).transpose()?;
        let Matcher { search, whose } = matcher.unwrap_or_default();
        let mut sweep = sweep_up(request, search, &own, &remembered)?;
        sweep.sort();
        let whole_roots = std::mem::take(&mut sweep.whole_roots);
        let Sweep { finds, more, read_again, covered, .. } = sweep;
        let hits = self.judge(finds, &whose)?;
        Ok(Scanned { report: ScanReport { hits, more, covered, foreign: told }, read_again, whole_roots })
    }
}

/// Scans without a vault: whatever has the shape and the checksum of a value is reported as nobody's. Only values of `brand` are
/// kept, where one is named.
///
/// # Errors
/// [`Error::Invalid`]: the search could not be made.
pub fn scan_without_vault(request: &ScanRequest, brand: &Brand) -> Result<ScanReport> {
    let mut sweep = sweep_up(request, None, &OwnFiles::default(), &HashSet::new())?;
    sweep.sort();
    let mut hits = judge::nobodys(sweep.finds);
    hits.retain(|hit| matches!(&hit.whose, Whose::Nobody { brand: found, .. } if found == brand));
    Ok(ScanReport { hits, more: sweep.more, covered: sweep.covered, foreign: None })
}

fn sweep_up(request: &ScanRequest, foreign: Option<Foreign>, own: &OwnFiles, remembered: &HashSet<String>) -> Result<Sweep> {
    let recogniser = Recogniser::new(foreign).map_err(|error| Error::Invalid(format!("no search can be made: {error}")))?;
    let options = &request.options;
    Ok(match &request.of {
        ScanOf::Paths(paths) => files::look_through(paths, options, &recogniser, own, remembered),
        ScanOf::Stdin => stream::look_through(options, &recogniser),
        ScanOf::Staged(at) => git::look_at_index(at.as_deref(), options, &recogniser),
        ScanOf::History(at) => git::look_at_history(at.as_deref(), options, &recogniser),
    })
}
