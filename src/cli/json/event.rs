//! History in JSON.

pub use crate::domain::event::EventRecord as Event;
use crate::services::{self, ChainReport, LogHead};
use serde::Serialize;

/// The newest event's hash.
#[derive(Debug, Serialize)]
pub struct Head {
    /// Its number
    pub seq: u64,
    /// Its hash, 64 hex digits
    pub hash: String,
}

impl From<LogHead> for Head {
    fn from(head: LogHead) -> Self {
        Self { seq: head.seq, hash: hex(&head.hash) }
    }
}

/// What checking the log gave.
#[derive(Debug, Serialize)]
pub struct Chain {
    /// Whether nothing is wrong
    pub intact: bool,
    /// Events read
    pub events: u64,
    /// Events whose keyed hash was checked
    pub keyed: u64,
    /// Events that carry a keyed hash, checked or not
    pub carry_key: u64,
    /// The newest event
    pub head: Head,
    /// Which stretch is proven by what
    pub proofs: Vec<Stretch>,
    /// The first bad entry
    pub first_bad: Option<BadEntry>,
    /// Events dated over five minutes before an earlier one
    pub clock_jumps: Vec<ClockJump>,
    /// What is wrong, the earliest first
    pub faults: Vec<String>,
}

/// Events that something proves.
#[derive(Debug, Serialize)]
pub struct Stretch {
    /// `keyed`, `plain`, `kept-head` or `remembered`
    pub proof: &'static str,
    /// The first
    pub from: u64,
    /// The last
    pub to: u64,
}

/// An entry at which the chain does not hold.
#[derive(Debug, Serialize)]
pub struct BadEntry {
    /// Its number
    pub seq: u64,
    /// `edited`, `cut`, `moved`, `slipped-in`, `key-stripped`, `key-forged`, `unreadable`, `rolled-back` or `other-vault`
    pub kind: &'static str,
    /// In words
    pub why: String,
}

impl From<services::BadEntry> for BadEntry {
    fn from(bad: services::BadEntry) -> Self {
        Self { seq: bad.seq, kind: bad.kind.word(), why: bad.to_string() }
    }
}

/// A step back of the clock.
#[derive(Debug, Serialize)]
pub struct ClockJump {
    /// The event that is dated before an earlier one
    pub seq: u64,
    /// By how many seconds
    pub seconds: u64,
}

impl From<&ChainReport> for Chain {
    fn from(report: &ChainReport) -> Self {
        Self {
            intact: report.faults.is_empty(),
            events: report.events,
            keyed: report.keyed,
            carry_key: report.carry_key,
            head: report.head.into(),
            proofs: report
                .proofs
                .iter()
                .map(|&services::Stretch { proof, from, to }| Stretch { proof: proof.word(), from, to })
                .collect(),
            first_bad: report.first_bad.map(BadEntry::from),
            clock_jumps: report.jumps().map(|(seq, back)| ClockJump { seq, seconds: back.as_secs() }).collect(),
            faults: report.faults.clone(),
        }
    }
}

/// Two lower-case digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
