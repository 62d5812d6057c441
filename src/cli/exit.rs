//! The exit codes, each with its one meaning.

use crate::services::Category;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was done, or the answer is yes.
    Done,
    /// The answer is no: denied, refused by the lifecycle, a broken chain.
    No,
    /// The command was not well said.
    Usage,
    /// No such thing, or more than one.
    NotFound,
    /// Locked, wrong passphrase or not permitted.
    Denied,
    /// The store or the machine failed.
    Fault,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Denied => 4,
            Self::Fault => 5,
            // 128 + SIGINT, as a shell reports a program that the signal ended.
            Self::Interrupted => 130,
        }
    }
}

impl From<Category> for Exit {
    fn from(category: Category) -> Self {
        match category {
            Category::No => Self::No,
            Category::Usage => Self::Usage,
            Category::NotFound => Self::NotFound,
            Category::Denied => Self::Denied,
            Category::Fault => Self::Fault,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
