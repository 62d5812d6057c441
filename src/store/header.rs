//! The first hundred bytes of a database file, read before the engine may change any.
//! Layout: <https://www.sqlite.org/fileformat2.html#the_database_header>.

use super::error::{Result, StoreError};
use std::path::Path;

/// `JETN`, in the header of every vault, so that `file` and other programs can tell what it is.
pub(super) const APPLICATION_ID: i32 = 0x4a45_544e;

/// Length of the header in bytes.
pub(super) const LENGTH: usize = 100;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) application_id: i32,
    pub(super) user_version: i32,
    /// Bytes that the file has when no log is beside it.
    bytes: u64,
}

impl Header {
    /// What a header says as the engine sees it, which may be newer than what the file's first bytes say.
    pub(super) fn of(application_id: i32, user_version: i32) -> Self {
        Self { application_id, user_version, bytes: 0 }
    }

    /// Reads the header from the file's first bytes.
    pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let not_a_vault = |why| StoreError::NotAVault { path: path.to_path_buf(), why };
        if bytes.is_empty() {
            return Err(not_a_vault("it is empty"));
        }
        if !bytes.starts_with(&MAGIC[..MAGIC.len().min(bytes.len())]) {
            return Err(not_a_vault("it is not an SQLite database"));
        }
        let word = |at: usize| bytes.get(at..at + 4).and_then(|word| word.try_into().ok()).map(i32::from_be_bytes);
        let number = |at: usize| word(at).map(i32::cast_unsigned).map(u64::from);
        let header = || {
            // The page's size is two bytes at 16, where 1 stands for 65536. The count at 28 holds if these two counters agree.
            let page_size = match number(14)? & 0xffff {
                1 => 65536,
                size => size,
            };
            let pages = if number(24)? == number(92)? { number(28)? } else { 0 };
            Some(Self { application_id: word(68)?, user_version: word(60)?, bytes: pages * page_size })
        };
        header()
            .filter(|_| bytes.len() >= LENGTH)
            .ok_or_else(|| StoreError::Damaged("the file ends within its header".to_owned()))
    }

    /// Refuses a file that was cut short. Not to be asked while a log is beside it: a crash may have left the rest there.
    pub(super) fn check_length(self, found: u64) -> Result<()> {
        match self.bytes.checked_sub(found) {
            None | Some(0) => Ok(()),
            Some(missing) => Err(StoreError::Damaged(format!("{missing} bytes are missing at its end"))),
        }
    }

    /// Refuses another program's database, and one that a newer program made. `known` is the newest version known here.
    pub(super) fn check(self, path: &Path, known: usize) -> Result<()> {
        if self.application_id != APPLICATION_ID {
            return Err(StoreError::NotAVault { path: path.to_path_buf(), why: "it is the database of another program" });
        }
        let found = i64::from(self.user_version);
        let known = i64::try_from(known).unwrap_or(i64::MAX);
        match found {
            ..=0 => Err(StoreError::Damaged(format!("its version is {found}"))),
            found if found > known => Err(StoreError::Newer { found, known }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(application_id: i32, user_version: i32) -> Vec<u8> {
        let mut bytes = vec![0; LENGTH];
        bytes[..16].copy_from_slice(MAGIC);
        bytes[60..64].copy_from_slice(&user_version.to_be_bytes());
        bytes[68..72].copy_from_slice(&application_id.to_be_bytes());
        bytes
    }

    #[test]
    fn the_length_is_known_from_the_count_of_pages() {
        let mut bytes = bytes(APPLICATION_ID, 1);
        bytes[16..18].copy_from_slice(&4096_u16.to_be_bytes());
        bytes[28..32].copy_from_slice(&7_u32.to_be_bytes());
        let header = Header::parse(Path::new("v"), &bytes).unwrap();
        header.check_length(7 * 4096).unwrap();
        assert!(matches!(header.check_length(7 * 4096 - 1), Err(StoreError::Damaged(what)) if what.starts_with("1 bytes")));
        bytes[92] = 1;
        Header::parse(Path::new("v"), &bytes).unwrap().check_length(0).unwrap();
    }

    fn read(bytes: &[u8]) -> Result<()> {
        Header::parse(Path::new("v"), bytes)?.check(Path::new("v"), 3)
    }

    #[test]
    fn a_vault_of_a_known_version_passes() {
        read(&bytes(APPLICATION_ID, 1)).unwrap();
        read(&bytes(APPLICATION_ID, 3)).unwrap();
    }

    #[test]
    fn everything_else_has_its_own_refusal() {
        assert!(matches!(read(b""), Err(StoreError::NotAVault { why: "it is empty", .. })));
        assert!(matches!(read(&[0; 4096]), Err(StoreError::NotAVault { why: "it is not an SQLite database", .. })));
        assert!(matches!(read(&bytes(0, 1)), Err(StoreError::NotAVault { .. })));
        assert!(matches!(read(&bytes(APPLICATION_ID, 4)), Err(StoreError::Newer { found: 4, known: 3 })));
        assert!(matches!(read(&bytes(APPLICATION_ID, 0)), Err(StoreError::Damaged(_))));
        assert!(matches!(read(&bytes(APPLICATION_ID, 1)[..99]), Err(StoreError::Damaged(_))));
        assert!(matches!(read(b"SQLite"), Err(StoreError::Damaged(_))));
    }
}
