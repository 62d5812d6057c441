//! Landlock: from here on the process can touch the vault's directory and nothing else, whatever it is led to do.

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use std::fmt;
use std::path::Path;

/// How far the kernel confines the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// As far as is asked for.
    Fully,
    /// The kernel is older and knows some of it.
    Partially,
    /// The kernel has no Landlock, or it is switched off.
    NotSupported,
}

impl fmt::Display for Level {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Fully => "fully",
            Self::Partially => "partially",
            Self::NotSupported => "not supported",
        })
    }
}

/// What the kernel may know at most.
const NEWEST: ABI = ABI::V6;

/// Confines this thread and all that it starts later: call it while there is no other.
///
/// In the vault's directory files may be read, written, made and removed: the engine's log and index come and go, and so may the usage
/// file. (That `jeton.db` itself is not written is the engine's doing, which opens it for reading.) A socket's directory may have
/// the socket removed. No program can be started, no port opened or connected to, and no process outside signalled.
///
/// # Errors
/// The kernel has Landlock and refuses the rules.
pub fn confine(vault: &Path, socket: Option<&Path>) -> Result<Level, RulesetError> {
    let files = AccessFs::ReadFile
        | AccessFs::ReadDir
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::RemoveFile
        // The engine and the usage file are renamed into place in one directory.
        | AccessFs::Refer;
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    for (directory, access) in [(Some(vault), files), (socket, BitFlags::from(AccessFs::RemoveFile))] {
        // A directory that is not there needs no rule; whatever is missing is complained of where it is used.
        if let Some(directory) = directory.and_then(|directory| PathFd::new(directory).ok()) {
            rules = rules.add_rule(PathBeneath::new(directory, access))?;
        }
    }
    Ok(match rules.restrict_self()?.ruleset {
        RulesetStatus::FullyEnforced => Level::Fully,
        RulesetStatus::PartiallyEnforced => Level::Partially,
        RulesetStatus::NotEnforced => Level::NotSupported,
    })
}
