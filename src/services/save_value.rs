//! Saving a value that is shown once to a file of its own.

use super::{Error, Result};
use crate::domain::label::display_safe;
use crate::domain::plaintext::Plaintext;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Writes the value and a line end to a new file that only its owner can read (0600), and has it reach the disk.
///
/// # Errors
/// Something is at `path` already (a link too), or it cannot be written; nothing is left behind then.
pub fn save_value(path: &Path, value: &Plaintext) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::Invalid(format!("{} cannot be written: {error}; name another file", display_safe(&path.display().to_string())))
    };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    let written = file.write_all(value.expose().as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half a value is of no use to anybody but a thief.
        let _ = std::fs::remove_file(path);
        failed(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_file_is_new_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("value");
        save_value(&path, &Plaintext::new("jtn_pat_x".to_owned())).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "jtn_pat_x\n");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let error = save_value(&path, &Plaintext::new("jtn_pat_y".to_owned())).unwrap_err().to_string();
        assert!(error.contains("cannot be written") && !error.contains("jtn_pat_y"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "jtn_pat_x\n", "what was there is untouched");
    }

    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        save_value(&link, &Plaintext::new("v".to_owned())).unwrap_err();
        assert!(!target.exists());
    }
}
