//! Where a demo vault lies: a private temporary directory that goes when the program ends.

use crate::domain::Instant;
use crate::services::{Error, Result};
use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PREFIX: &str = "jeton-demo-";
const LOCK: &str = "in-use";
const DATABASE: &str = "jeton.db";

/// How old a leftover must be before it is cleared away, in seconds: a day.
const LEFTOVER_AGE: i64 = 86_400;

/// A private directory. Dropped, it is removed with all that is in it.
#[derive(Debug)]
pub struct DemoPlace {
    directory: TempDir,
    // Held as long as this lives, so that another demo's clearing away leaves it alone; the system lets go of it on any end.
    _in_use: File,
}

impl DemoPlace {
    /// Makes one below `root`, after clearing away what demos left there that were killed more than a day ago.
    ///
    /// # Errors
    /// The directory cannot be made.
    pub fn make(root: &Path, now: Instant) -> Result<Self> {
        clear_away(root, now);
        let failed = |error: std::io::Error| {
            Error::Invalid(format!(
                "no temporary directory can be made in {}: {error}; set TMPDIR to one that can",
                root.display()
            ))
        };
        let root = root.canonicalize().map_err(failed)?;
        let private = Permissions::from_mode(0o700);
        let directory = tempfile::Builder::new().prefix(PREFIX).permissions(private).tempdir_in(root).map_err(failed)?;
        let lock = File::create_new(directory.path().join(LOCK)).map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(Self { directory, _in_use: lock })
    }

    /// Where the vault is to be.
    pub fn database(&self) -> PathBuf {
        self.directory.path().join(DATABASE)
    }
}

/// Removes directories of demos that ended without a chance to do it themselves. What cannot be removed stays.
fn clear_away(root: &Path, now: Instant) {
    let Ok(entries) = root.read_dir() else { return };
    for entry in entries.flatten() {
        let is_named_so = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_named_so && is_leftover(&entry.path(), now) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether it is a directory of ours, a day old, and nobody holds its lock.
fn is_leftover(path: &Path, now: Instant) -> bool {
    let Ok(found) = path.symlink_metadata() else { return false };
    let is_ours = found.is_dir() && found.uid() == rustix::process::getuid().as_raw();
    let is_old = now.as_second() - found.mtime() > LEFTOVER_AGE;
    is_ours && is_old && File::open(path.join(LOCK)).map_or(true, |lock| lock.try_lock().is_ok())
}

#[cfg(test)]
mod tests {

    use super::*;

    fn in_two_days() -> Instant {
        Instant::now() + jiff::SignedDuration::from_hours(48)
    }

    #[test]
    fn a_place_is_private_and_goes_when_dropped() {
        let root = tempfile::tempdir().unwrap();
        let place = DemoPlace::make(root.path(), Instant::now()).unwrap();
        let directory = place.database().parent().unwrap().to_owned();
        assert_eq!(directory.metadata().unwrap().mode() & 0o777, 0o700);
        std::fs::write(place.database(), "rows").unwrap();
        drop(place);
        assert!(!directory.exists());
    }

    #[test]
    fn leftovers_of_killed_demos_are_cleared_away_after_a_day() {
        let root = tempfile::tempdir().unwrap();
        let killed = root.path().join("jeton-demo-killed");
        std::fs::create_dir(&killed).unwrap();
        std::fs::write(killed.join("jeton.db"), "rows").unwrap();
        let other = root.path().join("somebody-elses");
        std::fs::create_dir(&other).unwrap();
        let link = root.path().join("jeton-demo-link");
        std::os::unix::fs::symlink(&other, &link).unwrap();

        let _young = DemoPlace::make(root.path(), Instant::now()).unwrap();
        assert!(killed.exists(), "it may be of today");
        let running = DemoPlace::make(root.path(), in_two_days()).unwrap();
        assert!(!killed.exists());
        assert!(other.exists() && link.symlink_metadata().is_ok());
        assert!(running.database().parent().unwrap().exists());
    }

    #[test]
    fn a_demo_that_runs_for_days_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let running = DemoPlace::make(root.path(), Instant::now()).unwrap();
        let _next = DemoPlace::make(root.path(), in_two_days()).unwrap();
        assert!(running.database().parent().unwrap().exists());
    }

    #[test]
    fn without_a_directory_it_says_what_to_do() {
        let error = DemoPlace::make(Path::new("/nowhere/at/all"), Instant::now()).unwrap_err().to_string();
        assert!(error.contains("set TMPDIR"), "{error}");
    }
}
