//! Saving a value that is shown once, or a report, to a file of its own.

use super::{Error, Result};
use crate::domain::label::display_safe;
use crate::domain::plaintext::Plaintext;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Writes the value and a line end to a new file that only its owner can read (0600), and has it reach the disk.
///
/// # Errors
/// Something is at `path` already (a link too), or it cannot be written; nothing is left behind then.
pub fn save_value(path: &Path, value: &Plaintext) -> Result<()> {
    save(path, |file| writeln!(file, "{}", value.expose()))
}

/// Writes several values to one such file, a line each: the token's selector, a tab, the value.
///
/// # Errors
/// As [`save_value`].
pub fn save_values<'a>(path: &Path, values: impl IntoIterator<Item = (&'a str, &'a Plaintext)>) -> Result<()> {
    save(path, |file| values.into_iter().try_for_each(|(of, value)| writeln!(file, "{}\t{}", display_safe(of), value.expose())))
}

/// Writes a text to one such file: a report, say.
///
/// # Errors
/// As [`save_value`].
pub fn save_text(path: &Path, text: &str) -> Result<()> {
    save(path, |file| file.write_all(text.as_bytes()))
}

pub(super) fn save(path: &Path, write: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::Invalid(format!("{} cannot be written: {error}; name another file", display_safe(&path.display().to_string())))
    };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    let written = write(&mut file).and_then(|()| file.sync_all());
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
    fn several_stand_a_line_each_behind_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("values");
        let values = [Plaintext::new("jtn_pat_x".to_owned()), Plaintext::new("jtn_pat_y".to_owned())];
        save_values(&path, [("pat:ci", &values[0]), ("pat:work laptop", &values[1])]).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "pat:ci\tjtn_pat_x\npat:work laptop\tjtn_pat_y\n");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
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
