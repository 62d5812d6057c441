//! What the process does to itself before anything else, so that secrets stay in its memory.

use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask};
use std::io;

/// New files are for their owner alone, no core is dumped, and nobody else may attach to or read the process.
///
/// # Errors
/// The system refuses; the program must not go on then.
pub fn harden() -> io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(())
}
