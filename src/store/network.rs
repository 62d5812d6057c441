//! File systems that other machines share, where neither locks nor shared memory can be trusted.
//!
//! SQLite's write-ahead log needs both. Local, stacked and memory file systems (ext4, xfs, btrfs, zfs, overlay, tmpfs …) are fine.

use super::error::{Result, StoreError};
use std::path::Path;

/// By the magic number of `statfs(2)`, from linux/magic.h and the file systems' own headers.
const BY_MAGIC: [(u32, &str); 14] = [
    (0x0000_6969, "NFS"),
    (0x0000_517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    // Shared with another machine or with the host of a virtual one.
    (0x0102_1997, "9P"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0000_564c, "NCP"),
    (0x0bd0_0bd0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636f, "OCFS2"),
    (0x1980_3021, "OrangeFS"),
];

/// FUSE has one magic number for all; these of its kinds reach over a network. Encrypting and merging ones are local.
const FUSE: u32 = 0x6573_5546;
const REMOTE_FUSE: [&str; 15] = [
    "sshfs",
    "rclone",
    "glusterfs",
    "s3fs",
    "gcsfuse",
    "goofys",
    "davfs",
    "curlftpfs",
    "ceph-fuse",
    "juicefs",
    "cifs",
    "smbnetfs",
    "gvfsd-fuse",
    "mount-s3",
    "blobfuse2",
];

/// Refuses a directory on a network file system.
pub(super) fn check(directory: &Path) -> Result<()> {
    let found = rustix::fs::statfs(directory).map_err(|errno| StoreError::io("looking at", directory)(errno.into()))?;
    // The word is 32 bits wide; some platforms hand it out sign-extended.
    let magic = found.f_type as u32;
    let kind = if magic == FUSE { fuse_kind(directory) } else { None };
    match network_name(magic, kind.as_deref()) {
        Some(system) => Err(StoreError::NetworkFileSystem { path: directory.to_path_buf(), system }),
        None => Ok(()),
    }
}

fn network_name(magic: u32, fuse_kind: Option<&str>) -> Option<String> {
    if magic == FUSE {
        let kind = fuse_kind?;
        let name = kind.strip_prefix("fuse.").unwrap_or(kind);
        return REMOTE_FUSE.contains(&name).then(|| kind.to_owned());
    }
    BY_MAGIC.iter().find(|(known, _)| *known == magic).map(|(_, name)| (*name).to_owned())
}

fn fuse_kind(directory: &Path) -> Option<String> {
    let device = directory.metadata().map(|found| std::os::unix::fs::MetadataExt::dev(&found)).ok()?;
    let device = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    kind_in(&std::fs::read_to_string("/proc/self/mountinfo").ok()?, &device)
}

/// The type of the mount of `device` (`major:minor`) in the text of `/proc/self/mountinfo`, see proc(5).
fn kind_in(mounts: &str, device: &str) -> Option<String> {
    let line = mounts.lines().rfind(|line| line.split(' ').nth(2) == Some(device))?;
    let (_, after) = line.split_once(" - ")?;
    after.split(' ').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_refused_and_local_disks_are_not() {
        for shared in [0x6969, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997] {
            assert!(network_name(shared, None).is_some(), "{shared:x}");
        }
        for local in [0xef53, 0x5846_5342, 0x9123_683e, 0x794c_7630, 0x0102_1994, 0x2fc1_2fc1] {
            assert_eq!(network_name(local, None), None, "{local:x}");
        }
    }

    #[test]
    fn of_fuse_only_the_remote_kinds_are_refused() {
        assert_eq!(network_name(FUSE, Some("fuse.sshfs")).as_deref(), Some("fuse.sshfs"));
        assert_eq!(network_name(FUSE, Some("fuse.gocryptfs")), None);
        assert_eq!(network_name(FUSE, Some("virtiofs")), None);
    }

    #[test]
    fn the_kind_of_a_mount_is_read_from_the_table_of_mounts() {
        let mounts = "36 35 98:0 / / rw - ext4 /dev/root rw\n47 36 0:44 / /far rw,nosuid shared:7 - fuse.sshfs host: rw\n";
        assert_eq!(kind_in(mounts, "0:44").as_deref(), Some("fuse.sshfs"));
        assert_eq!(kind_in(mounts, "0:45"), None);
    }

    #[test]
    fn this_machines_temporary_directory_is_local() {
        check(tempfile::tempdir().unwrap().path()).unwrap();
    }
}
