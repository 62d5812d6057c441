//! What checking the chain gave: which stretch is proven by what, the first bad entry and its kind, jumps of the clock.

use super::super::LogHead;
use crate::domain::span::Span;
use std::fmt;

/// The most faults and jumps of the clock that a report lists.
pub const MAX_LISTED: usize = 20;

/// What checking the chain gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Events read.
    pub events: u64,
    /// The newest.
    pub head: LogHead,
    /// Events whose keyed hash was checked (only while unlocked).
    pub keyed: u64,
    /// Events that carry a keyed hash, checked or not.
    pub carry_key: u64,
    /// Which stretch is proven by what; nothing is proven from the first bad entry on.
    pub proofs: Vec<Stretch>,
    /// The first bad entry.
    pub first_bad: Option<BadEntry>,
    /// Its number: the first entry at which the chain does not hold; `None` when it is whole.
    pub broken_at: Option<u64>,
    /// What is wrong in words, the earliest first, at most 20; empty when the chain is whole.
    pub faults: Vec<String>,
    /// Events dated over five minutes before the one before them, with the seconds that the clock went back; at most 20.
    pub clock_jumps: Vec<(u64, u64)>,
}

/// What proves a stretch of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// A keyed hash at its end covers it: only who can unlock the vault could have made it otherwise since.
    Keyed,
    /// The plain chain alone: whoever can write the file and hash can make it anew.
    Plain,
    /// The head that somebody kept elsewhere: nothing up to it was changed since it was taken down.
    KeptHead,
    /// What this machine remembered of the vault: nothing up to it was changed since this user's Jeton saw it.
    Remembered,
}

impl Proof {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyed => "keyed",
            Self::Plain => "plain",
            Self::KeptHead => "kept-head",
            Self::Remembered => "remembered",
        }
    }

    /// What it is, for people.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Keyed => "under the key",
            Self::Plain => "by the plain chain only",
            Self::KeptHead => "by the head that you kept",
            Self::Remembered => "by what this machine remembered",
        }
    }
}

/// Events that something proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What proves them.
    pub proof: Proof,
    /// The first.
    pub from: u64,
    /// The last, at which the proof stands.
    pub to: u64,
}

impl fmt::Display for Stretch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from == self.to {
            true => write!(out, "entry {} {}", self.from, self.proof.phrase()),
            false => write!(out, "entries {} to {} {}", self.from, self.to, self.proof.phrase()),
        }
    }
}

/// How an entry was tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tampering {
    /// What it says, or its hash, was changed.
    Edited,
    /// Before it, entries are missing.
    Cut {
        /// The first that is missing.
        from: u64,
        /// The last.
        to: u64,
    },
    /// It stands in another place.
    Moved {
        /// The number that it fits as.
        fits: u64,
    },
    /// It, and those up to another number, were put in: without them the next fits.
    SlippedIn {
        /// The last that was put in.
        to: u64,
    },
    /// Its keyed hash was taken away.
    KeyStripped,
    /// Its keyed hash was not made with this vault's key over the history as it is.
    KeyForged {
        /// The last entry before it that the key still proves; something after that one was rewritten.
        since: u64,
    },
    /// It cannot be read.
    Unreadable,
    /// The file is older than what this machine remembers: the log ends before.
    RolledBack {
        /// The number of the newest event that is remembered.
        remembered: u64,
    },
    /// The event is not the one that this machine remembers: rewritten, or gone on with from an older copy.
    NotRemembered,
    /// The head that somebody kept is not in the log.
    HeadMissing,
    /// The history is that of another vault.
    OtherVault,
}

impl Tampering {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Cut { .. } => "cut",
            Self::Moved { .. } => "moved",
            Self::SlippedIn { .. } => "slipped-in",
            Self::KeyStripped => "key-stripped",
            Self::KeyForged { .. } => "key-forged",
            Self::Unreadable => "unreadable",
            Self::RolledBack { .. } | Self::NotRemembered | Self::HeadMissing => "rolled-back",
            Self::OtherVault => "other-vault",
        }
    }
}

/// An entry at which the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadEntry {
    /// Its number. Of a row below the first: the number that it should have; of a missing end: the first that is missing.
    pub seq: u64,
    /// What was done.
    pub kind: Tampering,
}

impl fmt::Display for BadEntry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seq = self.seq;
        match self.kind {
            Tampering::Edited => {
                write!(out, "edited: entry {seq} is not what it was: its hash does not fit it and the entry before")
            }
            Tampering::Cut { from, to } if from == to => {
                write!(out, "cut: entry {from} is missing before what is now entry {seq}")
            }
            Tampering::Cut { from, to } => write!(out, "cut: entries {from} to {to} are missing before what is now entry {seq}"),
            Tampering::Moved { fits } => write!(out, "moved: what stands as entry {seq} fits as entry {fits}"),
            Tampering::SlippedIn { to } if to <= seq => write!(out, "slipped in: without entry {seq} the next one fits"),
            Tampering::SlippedIn { to } => write!(out, "slipped in: without entries {seq} to {to} the next one fits"),
            Tampering::KeyStripped => write!(out, "key stripped: entry {seq} had a keyed hash, and stands without"),
            Tampering::KeyForged { since } => {
                write!(out, "key forged: the keyed hash of entry {seq} does not fit the history after entry {since}")
            }
            Tampering::Unreadable => write!(out, "unreadable: entry {seq} holds what no event holds"),
            Tampering::RolledBack { remembered } => {
                write!(out, "rolled back: this machine remembers entries up to {remembered}, and the log ends before entry {seq}")
            }
            Tampering::NotRemembered => write!(
                out,
                "rolled back: entry {seq} is not the one that this machine remembers: \
                 the log was rewritten, or went on from an older copy"
            ),
            Tampering::HeadMissing => {
                out.write_str("rolled back: the head that you kept is not in the log: events were removed or rewritten since")
            }
            Tampering::OtherVault => write!(out, "other vault: entry {seq} is the beginning of another vault's history"),
        }
    }
}

impl ChainReport {
    /// Whether nothing is wrong.
    pub fn is_intact(&self) -> bool {
        self.faults.is_empty()
    }

    /// The last event that a proof covers; 0 when it covers none.
    pub fn proven_to(&self, proof: Proof) -> u64 {
        self.proofs.iter().filter(|stretch| stretch.proof == proof).map(|stretch| stretch.to).max().unwrap_or(0)
    }

    /// The jumps of the clock as lengths of time.
    pub fn jumps(&self) -> impl Iterator<Item = (u64, Span)> + '_ {
        self.clock_jumps.iter().map(|(seq, secs)| (*seq, Span::from_secs(*secs)))
    }
}
