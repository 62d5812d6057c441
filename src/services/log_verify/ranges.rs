//! Checking a long log on several threads: each takes a range and a connection of its own. A link needs no more of what stands
//! before the range than the hash of its last row, and a keyed hash no more than the last one before it.

use super::stand::{Checker, Stand};
use super::walk::ChainWalk;
use crate::services::{Result, Services};
use crate::store::Tx;
use crate::vault::chain::{AuditKey, Linker};
use std::ops::ControlFlow;

/// A shorter log is checked as fast by one.
const LONG: u64 = 50_000;

/// The most threads.
const MOST: usize = 4;

/// A range that was gone through: how far it held.
struct Ranged {
    stand: Stand,
    /// Whether it held to its end.
    is_whole: bool,
}

impl Services {
    /// Goes as far ahead as everything holds; what does not is left to the walk, which says what it is.
    pub(super) fn run_ahead(&self, walk: &mut ChainWalk, key: Option<&AuditKey>) -> Result<()> {
        let to = self.log_head()?.seq;
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST)) as u64;
        if walk.stand.seq > 0 || to < LONG || threads < 2 {
            return Ok(());
        }
        let share = to.div_ceil(threads);
        let bounds: Vec<(u64, u64)> = (0..threads).map(|part| (part * share, ((part + 1) * share).min(to))).collect();
        let (genesis, wanted) = (walk.genesis(), walk.wanted);
        let ranges: Vec<Result<Option<Ranged>>> = std::thread::scope(|scope| {
            let spawn = |(after, to): (u64, u64)| {
                scope.spawn(move || {
                    self.store.read_beside(|tx| {
                        let begun =
                            if after == 0 { Some(Stand::at_genesis(genesis)) } else { Stand::behind(tx, after, genesis)? };
                        begun.map(|stand| range(tx, stand, to, key, wanted)).transpose()
                    })
                })
            };
            let threads: Vec<_> = bounds.into_iter().map(spawn).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or(Ok(None))).collect()
        });
        for range in ranges {
            // Where a range could not be begun, the walk goes on alone from before it.
            let Some(Ranged { stand, is_whole }) = range? else { break };
            walk.stand.join(stand);
            if !is_whole {
                break;
            }
        }
        walk.keyed_to = walk.stand.proven;
        Ok(())
    }
}

fn range(tx: &Tx<'_>, mut stand: Stand, to: u64, key: Option<&AuditKey>, wanted: Option<[u8; 32]>) -> Result<Ranged> {
    let mut checker = Checker { key, linker: Linker::default(), wanted };
    let mut is_whole = true;
    tx.each_stored_event(stand.seq, to, |row| {
        is_whole = row.is_ok_and(|row| stand.take(&row, &mut checker).is_ok());
        if is_whole { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    // A range of which the end is missing is one that does not hold.
    is_whole &= stand.seq == to;
    Ok(Ranged { stand, is_whole })
}
