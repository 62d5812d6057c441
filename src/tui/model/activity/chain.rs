//! Whether the chain of events holds: checked piece by piece, so that it can be watched and given up.

use crate::services::{ChainReport, ChainWalk};

/// Events that are checked between two answers.
pub const STRIDE: usize = 20_000;

/// Lines that a broken chain takes above the history.
const ALARM: u16 = 2;

/// Where the check stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ChainState {
    /// Nobody has asked yet.
    #[default]
    Unchecked,
    /// A piece is being checked; how far the check has come.
    Checking(u64),
    /// It was given up there.
    GivenUp(u64),
    /// It reached the newest event, or a fault.
    Checked(Box<ChainReport>),
    /// The vault could not be read.
    Failed,
}

/// The check of the chain.
#[derive(Debug, Default)]
pub struct ChainCheck {
    /// Where it stands.
    pub state: ChainState,
    /// Numbers the checks; an answer to an older one is void.
    pub attempt: u64,
    /// What to go on from.
    pub walk: Option<ChainWalk>,
}

impl ChainCheck {
    /// Begins anew; gives the number of the check.
    pub fn begin(&mut self) -> u64 {
        self.walk = None;
        self.go_on()
    }

    /// Goes on from where it stopped; gives the number of the check.
    pub fn go_on(&mut self) -> u64 {
        self.attempt += 1;
        self.state = ChainState::Checking(self.walk.as_ref().map_or(0, ChainWalk::seq));
        self.attempt
    }

    /// Gives the check up, if one is under way.
    pub fn give_up(&mut self) -> bool {
        let ChainState::Checking(seq) = self.state else { return false };
        self.attempt += 1;
        self.state = ChainState::GivenUp(seq);
        true
    }

    /// Whether events up to `head` were written since a check that found nothing wrong.
    pub fn is_behind(&self, head: u64) -> bool {
        matches!(&self.state, ChainState::Checked(report) if report.faults.is_empty() && report.head.seq < head)
    }

    /// What it found, once it is through.
    pub fn report(&self) -> Option<&ChainReport> {
        match &self.state {
            ChainState::Checked(report) => Some(report),
            _ => None,
        }
    }

    /// What is wrong with the chain, if it is known to be broken.
    pub fn alarm(&self) -> Option<&ChainReport> {
        self.report().filter(|report| !report.faults.is_empty())
    }

    /// Lines that the alarm takes.
    pub fn alarm_height(&self) -> u16 {
        if self.alarm().is_some() { ALARM } else { 0 }
    }
}
