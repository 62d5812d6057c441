//! Who may read the vault's files, and whether there is room for more.

use crate::domain::checkup::{Checked, Health};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Less room than this stops the vault soon, bytes.
const LITTLE: u64 = 100 * 1024 * 1024;
const NEXT_TO_NOTHING: u64 = 8 * 1024 * 1024;

/// The vault's directory, its file, and what stands beside it.
pub fn check(db: &Path) -> Vec<Checked> {
    let directory = directory(db);
    let mut found = vec![mode("directory", &directory, 0o700)];
    found.push(mode("vault file", db, 0o600));
    let name = |ending: &str| PathBuf::from(format!("{}{ending}", db.display()));
    let usage = directory.join("usage.db");
    let beside = ["-wal", "-shm"]
        .map(name)
        .into_iter()
        .chain(["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", usage.display()))));
    let open: Vec<Checked> = beside
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| mode("other files", &path, 0o600))
        .filter(|it| it.health != Health::Ok)
        .collect();
    if open.is_empty() {
        found.push(Checked::new("other files", Health::Ok, "nobody else reads what stands beside the vault"));
    }
    found.extend(open);
    found
}

fn directory(db: &Path) -> PathBuf {
    match db.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn mode(name: &'static str, path: &Path, wanted: u32) -> Checked {
    let shown = path.display();
    let about = match path.symlink_metadata() {
        Ok(about) => about,
        Err(error) => {
            return Checked::new(name, Health::Fail, format!("{shown}: {error}")).advise("make a vault with: jeton init");
        }
    };
    let mode = about.mode() & 0o7777;
    let us = rustix::process::geteuid().as_raw();
    if about.file_type().is_symlink() {
        Checked::new(name, Health::Fail, format!("{shown} is a symbolic link")).advise("put the file itself there")
    } else if about.uid() != us {
        let detail = format!("{shown} belongs to user {}, and this is user {us}", about.uid());
        Checked::new(name, Health::Fail, detail).advise("use the vault as the user that it belongs to")
    } else if mode & 0o077 != 0 {
        Checked::new(name, Health::Fail, format!("{shown} is open to others (mode {mode:04o})"))
            .advise(format!("chmod {wanted:o} {shown}"))
    } else {
        Checked::new(name, Health::Ok, format!("{shown} is yours alone (mode {mode:04o})"))
    }
}

/// Room on the disk of the vault.
pub fn check_room(db: &Path) -> Checked {
    let room = match rustix::fs::statvfs(directory(db)) {
        Ok(about) => about.f_bavail.saturating_mul(about.f_frsize),
        Err(error) => return Checked::new("disk", Health::Warn, format!("its room cannot be told: {error}")),
    };
    let detail = format!("{} MiB free", room / (1024 * 1024));
    let advice = "make room: without any, no change can be written, not even a revoke";
    match room {
        room if room < NEXT_TO_NOTHING => Checked::new("disk", Health::Fail, detail).advise(advice),
        room if room < LITTLE => Checked::new("disk", Health::Warn, detail).advise(advice),
        _ => Checked::new("disk", Health::Ok, detail),
    }
}
