//! What a scan found before anybody asked the vault about it, and what it covered.

use super::content::{Looked, Matched};
use crate::domain::scan::Spot;
use std::collections::HashSet;

/// So many finds are kept; whoever has more needs no list.
const MAX_FINDS: usize = 100_000;

/// So many files that could not be read are named.
const MAX_NAMED: usize = 1_000;

/// How a scan goes about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Ignore files are not heeded.
    pub no_ignore: bool,
    /// Larger files and blobs are left out, in bytes.
    pub max_size: Option<u64>,
    /// Binary files are left out.
    pub skip_binary: bool,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// As people are told: the path below the one that was given, the path in a repository, `stdin`.
    pub shown: String,
    /// As it is remembered; nothing for places that do not last.
    pub kept: Option<Kept>,
    /// The commit that brought it in, of a git history.
    pub commit: Option<String>,
}

/// A place as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// The file, absolute; of a git history `/repository@commit:path`.
    pub place: String,
    /// What was scanned.
    pub root: String,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Find {
    pub place: Place,
    pub spot: Spot,
    pub is_binary: bool,
    pub what: Matched,
}

/// A place that could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The path, or what was read.
    pub path: String,
    /// Why, in the system's words.
    pub why: String,
}

/// What a scan covered and what not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Files, blobs or streams that were looked through.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Binary ones among them, or those left out since they are binary.
    pub binary: u64,
    /// Left out since they are binary.
    pub skipped_binary: u64,
    /// Left out since they are too large.
    pub too_large: u64,
    /// FIFOs, sockets and devices, which are not opened.
    pub no_files: u64,
    /// Files of the vault itself.
    pub own_files: u64,
    /// Removed before they were read.
    pub vanished: u64,
    /// Could not be read, below a path that was given: how many.
    pub unreadable: u64,
    /// The first of them by name.
    pub unread: Vec<Unread>,
    /// What was asked for and could not be read: the scan is not whole.
    pub failed: Vec<Unread>,
}

impl Covered {
    pub(super) fn took(&mut self, looked: Looked) {
        self.binary += u64::from(looked.is_binary);
        self.skipped_binary += u64::from(looked.is_skipped);
        if !looked.is_skipped {
            self.files += 1;
            self.bytes += looked.bytes;
        }
    }

    /// Names something that could not be read on the way.
    pub(super) fn name(&mut self, path: String, why: String) {
        self.unreadable += 1;
        if self.unread.len() < MAX_NAMED {
            self.unread.push(Unread { path, why });
        }
    }

    /// Names something that was asked for and could not be read.
    pub(super) fn name_given(&mut self, path: String, why: String) {
        self.failed.push(Unread { path, why });
    }
}

/// What a scan found and covered.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    pub finds: Vec<Find>,
    /// Finds beyond those that are kept.
    pub more: u64,
    /// Remembered places that were read to their end, or that are gone.
    pub read_again: HashSet<String>,
    /// Histories that were read to their end.
    pub whole_roots: Vec<String>,
    pub covered: Covered,
}

impl Sweep {
    pub fn add(&mut self, find: Find) {
        if self.finds.len() < MAX_FINDS {
            self.finds.push(find);
        } else {
            self.more += 1;
        }
    }

    pub fn join(&mut self, part: Self) {
        let Self { finds, more, read_again, whole_roots, covered } = part;
        finds.into_iter().for_each(|find| self.add(find));
        self.more += more;
        self.read_again.extend(read_again);
        self.whole_roots.extend(whole_roots);
        let all = &mut self.covered;
        all.files += covered.files;
        all.bytes += covered.bytes;
        all.binary += covered.binary;
        all.skipped_binary += covered.skipped_binary;
        all.too_large += covered.too_large;
        all.no_files += covered.no_files;
        all.own_files += covered.own_files;
        all.vanished += covered.vanished;
        all.unreadable += covered.unreadable.saturating_sub(covered.unread.len() as u64);
        covered.unread.into_iter().for_each(|unread| all.name(unread.path, unread.why));
        all.failed.extend(covered.failed);
    }

    /// In an order that does not depend on which thread was quicker, each find once however many paths lead to it.
    pub fn sort(&mut self) {
        self.finds.sort_by(|one, other| (&one.place, one.spot).cmp(&(&other.place, other.spot)));
        let mut seen = HashSet::new();
        self.finds.retain(|find| match &find.place.kept {
            Some(kept) => seen.insert((kept.place.clone(), find.spot, find.what.clone())),
            None => true,
        });
        self.covered.unread.sort();
        self.covered.failed.sort();
    }
}
