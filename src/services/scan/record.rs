//! Remembering where values were seen: an event for a new place, and for one that no longer has it.

use super::super::change::{About, Change};
use super::super::{Result, Services, Session};
use super::{Scanned, Whose};
use crate::domain::event::{Action, Outcome};
use crate::domain::id::TokenId;
use crate::domain::sighting::{MOST_OF_A_TOKEN, Sighting};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What came of remembering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Places that were not known.
    pub new: usize,
    /// Places that no longer have the value.
    pub gone: usize,
    /// Places beyond the most that are remembered of a token.
    pub not_kept: usize,
}

/// A secret in a place.
type Key = (TokenId, u32, String);

impl Services {
    /// Remembers what a scan saw of own tokens, with an event for each place that is new and each that no longer has the value.
    /// Needs no passphrase. Nothing is written when there is nothing to remember.
    ///
    /// # Errors
    /// The vault cannot be written.
    pub fn record_scan(&self, session: Option<&Session>, scanned: &Scanned) -> Result<Recorded> {
        let seen = seen(scanned);
        let known = self.store.read(|tx| tx.sightings())?;
        let is_known: HashSet<Key> = known.iter().map(key).collect();
        let is_gone = |row: &Sighting| {
            let reread = scanned.read_again.contains(&row.place) || scanned.whole_roots.contains(&row.root);
            reread && !seen.contains_key(&key(row))
        };
        let gone: Vec<Sighting> = known.into_iter().filter(is_gone).collect();
        if seen.is_empty() && gone.is_empty() {
            return Ok(Recorded::default());
        }
        self.write(session, |change| {
            let mut recorded = Recorded { gone: gone.len(), ..Recorded::default() };
            for row in &gone {
                if change.tx.remove_sighting(row.token, row.version, &row.place)? {
                    change.tell(row, "no longer in")?;
                }
            }
            let mut kept: HashMap<TokenId, usize> = HashMap::new();
            for ((token, version, place), (root, line)) in &seen {
                let is_new = !is_known.contains(&(*token, *version, place.clone()));
                let count = match kept.get(token) {
                    Some(count) => *count,
                    None => change.tx.sightings_of(*token)?.len(),
                };
                if is_new && count >= MOST_OF_A_TOKEN {
                    recorded.not_kept += 1;
                    kept.insert(*token, count);
                    continue;
                }
                kept.insert(*token, count + usize::from(is_new));
                let (place, root, now) = (place.clone(), root.clone(), change.now);
                let row = Sighting { token: *token, version: *version, place, root, line: *line, first_at: now, last_at: now };
                change.tx.put_sighting(&row)?;
                if is_new {
                    recorded.new += 1;
                    change.tell(&row, "seen in")?;
                }
            }
            Ok(recorded)
        })
    }
}

impl Change<'_> {
    fn tell(&self, row: &Sighting, how: &str) -> Result<()> {
        let detail = format!("version {} {how} {}", row.version, row.spot());
        self.record(Action::Sighting, Outcome::Done, About::token(&self.summary(row.token)?, detail))
    }
}

fn key(row: &Sighting) -> Key {
    (row.token, row.version, row.place.clone())
}

/// Each own secret and place that lasts, with what was scanned and the first line there.
fn seen(scanned: &Scanned) -> BTreeMap<Key, (String, u64)> {
    let mut seen = BTreeMap::new();
    for hit in &scanned.report.hits {
        let Whose::Own(owned) = &hit.whose else { continue };
        let Some(kept) = &hit.place.kept else { continue };
        let line = if hit.is_binary { 0 } else { hit.spot.line };
        seen.entry((owned.token.id, owned.version, kept.place.clone())).or_insert((kept.root.clone(), line));
    }
    seen
}
