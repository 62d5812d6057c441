//! What was told already: a small file beside the figures of use. It holds ids, rules and causes, and may be deleted at any time.

use super::Key;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A larger file is none of ours.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The file.
pub(super) struct Memory(PathBuf);

impl Memory {
    /// `notified.json` beside `usage.db`; `notified.NAME.json` beside `usage.NAME`.
    pub fn beside(usage: &Path) -> Self {
        let name = usage.file_name().unwrap_or_default().to_string_lossy();
        let own = name.strip_prefix("usage").unwrap_or(&name);
        Self(
            usage.with_file_name(format!("notified{}.json", own.strip_suffix(".db").filter(|own| own.is_empty()).unwrap_or(own))),
        )
    }

    /// What was told; nothing, where the file is not there or cannot be read: then it is told once more.
    pub fn read(&self) -> BTreeSet<Key> {
        let is_ours = self.0.symlink_metadata().is_ok_and(|about| about.is_file() && about.len() <= MAX_BYTES);
        let text = if is_ours { fs::read(&self.0).unwrap_or_default() } else { Vec::new() };
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Keeps what was told, where that has changed.
    pub fn write(&self, told: &BTreeSet<Key>, before: &BTreeSet<Key>) -> io::Result<()> {
        if told == before {
            return Ok(());
        }
        let directory = self.0.parent().unwrap_or(Path::new("."));
        // Only its owner reads it; all of it takes the old one's place, or nothing.
        let mut file = tempfile::Builder::new().prefix(".notified").tempfile_in(directory)?;
        file.write_all(&serde_json::to_vec(told)?)?;
        file.persist(&self.0).map_err(|error| error.error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_vault_has_a_file_of_its_own() {
        let name = |usage: &str| Memory::beside(Path::new(usage)).0.display().to_string();
        assert_eq!([name("/v/usage.db"), name("/v/usage.other.db")], ["/v/notified.json", "/v/notified.other.db.json"]);
    }

    #[test]
    fn what_cannot_be_read_is_nothing() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::beside(&home.path().join("usage.db"));
        let told = BTreeSet::from([("tok".to_owned(), "rule".to_owned(), "cause".to_owned())]);
        memory.write(&told, &memory.read()).unwrap();
        assert_eq!(memory.read(), told);
        fs::write(&memory.0, "no JSON").unwrap();
        assert!(memory.read().is_empty());
        fs::remove_file(&memory.0).unwrap();
        fs::create_dir(&memory.0).unwrap();
        assert!(memory.read().is_empty() && memory.write(&told, &memory.read()).is_err());
    }
}
