//! The traffic screen's state: the calls that were answered lately, and the figures of the last day.

pub mod areas;
pub mod tail;

use super::filter_line::FilterLine;
use crate::domain::filter::CallFilter;
use crate::domain::traffic::{Call, Traffic};
use crate::tui::keymap::Context;
use tail::Tail;

/// A part of the screen that keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TrafficPane {
    /// The calls.
    #[default]
    Calls,
    /// The figures of the last day.
    Figures,
}

/// What was read of the usage file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// Calls newer than those asked for, the newest last.
    pub calls: Vec<Call>,
    /// Whether these take the place of all that were read before: the file is another one, or too much happened since.
    pub anew: bool,
    /// The figures of the last day.
    pub traffic: Traffic,
    /// Whether there is a usage file.
    pub exists: bool,
    /// What is wrong with it.
    pub warning: Option<String>,
}

/// What is known of the usage file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum UsageFile {
    /// It was not read yet.
    #[default]
    Unread,
    /// There is none: the service has never run.
    Missing,
    /// It could be read.
    Readable,
    /// What is wrong with it.
    Faulty(String),
}

/// The traffic screen.
#[derive(Debug, Default)]
pub struct TrafficScreen {
    /// The pane that keys go to.
    pub pane: TrafficPane,
    /// The calls that are held.
    pub tail: Tail,
    /// The `/` line.
    pub filter: FilterLine<CallFilter>,
    /// The figures of the last day.
    pub figures: Traffic,
    /// First line drawn of the figures.
    pub figures_top: u16,
    /// What is known of the file.
    pub file: UsageFile,
    /// Whether the file may have changed since it was read.
    pub stale: bool,
    /// Whether it has changed since the tokens were read, which tell their last use.
    pub is_news_for_tokens: bool,
    /// Whether it is being read.
    pub reading: bool,
    /// Whether the runtime was asked to tell of its changes.
    pub watched: bool,
    /// The call that is being explained.
    pub explaining: Option<u64>,
}

impl TrafficScreen {
    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match self.pane {
            _ if self.filter.open => Context::Filter,
            TrafficPane::Calls => Context::Calls,
            TrafficPane::Figures => Context::Figures,
        }
    }
}
