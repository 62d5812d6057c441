//! What the vault says of values that a scan found.

use super::super::{Result, Services};
use super::content::Matched;
use super::sweep::{Find, Place};
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::scan::Spot;
use crate::domain::secret::{Secret, SecretState};
use crate::domain::summary::TokenSummary;
use std::collections::HashMap;
use std::sync::Arc;

/// A value in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub place: Place,
    /// Where there.
    pub spot: Spot,
    /// It is no text: the line says nothing.
    pub is_binary: bool,
    /// Whose it is.
    pub whose: Whose,
}

/// Whose a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A token's of this vault.
    Own(Arc<Owned>),
    /// Whole by its checksum, and not this vault's.
    Nobody {
        /// The brand that it begins with.
        brand: Brand,
        /// The kind that its tag names.
        kind: Kind,
        /// Its end.
        hint: Hint,
    },
}

/// A value of a token of this vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// The token.
    pub token: TokenSummary,
    /// The version of its value.
    pub version: u32,
    /// The end of this version's value.
    pub hint: Hint,
    /// Where that version stands.
    pub state: SecretState,
    /// Until when it is accepted, while it retires.
    pub grace_until: Option<Instant>,
    /// When it was retired.
    pub retired_at: Option<Instant>,
    /// Whether it is accepted now.
    pub is_live: bool,
}

impl Owned {
    fn of(token: TokenSummary, secret: &Secret, now: Instant) -> Self {
        let is_live = secret.is_accepted(now) && token.status(now).is_live();
        let (version, hint, state) = (secret.version, secret.hint, secret.state_at(now));
        Self { is_live, token, version, hint, state, grace_until: secret.grace_until, retired_at: secret.retired_at }
    }
}

impl Hit {
    /// Whether it is a value that is accepted now.
    pub fn is_live(&self) -> bool {
        matches!(&self.whose, Whose::Own(owned) if owned.is_live)
    }

    /// `PLACE:LINE`, or `PLACE` of a binary file.
    pub fn told(&self) -> String {
        if self.is_binary { self.place.shown.clone() } else { format!("{}:{}", self.place.shown, self.spot.line) }
    }
}

impl Services {
    /// Asks the vault about each find, in one transaction.
    pub(super) fn judge(&self, finds: Vec<Find>, foreign: &[(TokenId, u32)]) -> Result<Vec<Hit>> {
        let now = self.now();
        let known = self.store.read(|tx| -> Result<_> {
            let mut known: HashMap<Matched, Option<Owned>> = HashMap::new();
            for find in &finds {
                if known.contains_key(&find.what) {
                    continue;
                }
                let secret = match &find.what {
                    Matched::Value { digest, .. } => tx.secret_by_digest(digest)?,
                    Matched::Foreign(which) => match foreign.get(*which) {
                        Some((id, version)) => {
                            tx.secrets(*id)?.into_iter().find(|secret| secret.version == *version).map(|secret| (*id, secret))
                        }
                        None => None,
                    },
                };
                let owned = match secret {
                    Some((id, secret)) => tx.summary(id)?.map(|token| Owned::of(token, &secret, now)),
                    None => None,
                };
                known.insert(find.what.clone(), owned);
            }
            Ok(known)
        })?;
        let mut ids: Vec<TokenId> = known.values().flatten().map(|owned| owned.token.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let used = self.usage.last_used_of(&ids);
        let known: HashMap<Matched, Arc<Owned>> = known
            .into_iter()
            .filter_map(|(what, owned)| {
                let mut owned = owned?;
                owned.token.last_used_at = used.get(&owned.token.id).copied();
                Some((what, Arc::new(owned)))
            })
            .collect();
        Ok(finds.into_iter().filter_map(|find| hit(find, |what| known.get(what).cloned())).collect())
    }
}

/// Finds of a scan that has no vault to ask.
pub(super) fn nobodys(finds: Vec<Find>) -> Vec<Hit> {
    finds.into_iter().filter_map(|find| hit(find, |_| None)).collect()
}

fn hit(find: Find, known: impl Fn(&Matched) -> Option<Arc<Owned>>) -> Option<Hit> {
    let whose = match (known(&find.what), find.what) {
        (Some(owned), _) => Whose::Own(owned),
        (None, Matched::Value { brand, kind, hint, .. }) => Whose::Nobody { brand, kind, hint },
        // The token went away while it was looked for.
        (None, Matched::Foreign(_)) => return None,
    };
    Some(Hit { place: find.place, spot: find.spot, is_binary: find.is_binary, whose })
}
