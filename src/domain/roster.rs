//! Every token of a vault in little room: what lists, filters and the token table walk over.

use super::Instant;
use super::id::TokenId;
use super::kind::Kind;
use super::mask::Hint;
use super::owner::OwnerId;
use super::policy::{Policy, PolicyError};
use super::scope::ScopeSet;
use super::summary::{Times, TokenRow, TokenSummary};
use super::token::TokenState;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows in a part. Parts are shared between one state of the roster and the next, so that a change costs one of them.
const PART: usize = 1024;

/// An owner as rows show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowOwner {
    /// Its row in the store.
    pub id: OwnerId,
    /// Its name.
    pub name: String,
    /// Its project's name; a project's own.
    pub project: Option<String>,
    /// Whether it is archived.
    pub archived: bool,
}

/// A row without what it shares with others.
#[derive(Clone, Copy, Debug)]
struct Packed {
    times: Times,
    id: TokenId,
    owner: u32,
    terms: u32,
    version: u32,
    /// Where its name begins in the part's text; its note follows.
    text: u32,
    name_len: u32,
    note_len: u32,
    hint: Hint,
    kind: Kind,
    state: TokenState,
    is_sealed: bool,
    adopted: bool,
}

/// Some rows with their names and notes, one behind the other.
#[derive(Clone, Debug, Default)]
struct Part {
    rows: Vec<Packed>,
    text: String,
}

/// What a token may do, from where and how often: many have the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Terms {
    scopes: ScopeSet,
    policy: Policy,
}

/// What many rows share.
#[derive(Clone, Debug, Default)]
struct Shared {
    owners: Vec<RowOwner>,
    terms: Vec<Terms>,
}

/// Every token, ended ones too; a hundred thousand take some ten megabytes. A copy is cheap: it shares everything.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    shared: Arc<Shared>,
    parts: Vec<Arc<Part>>,
    len: usize,
}

impl Roster {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row at a place.
    pub fn row(&self, at: usize) -> Option<TokenRow<'_>> {
        let part = self.parts.get(at / PART)?;
        self.unpack(part, part.rows.get(at % PART)?)
    }

    /// Every row, in the order of the places.
    pub fn rows(&self) -> impl Iterator<Item = TokenRow<'_>> {
        self.rows_with_owners().map(|(_, row)| row)
    }

    /// Every row with the number of its owner, in the order of the places.
    pub fn rows_with_owners(&self) -> impl Iterator<Item = (usize, TokenRow<'_>)> {
        self.parts.iter().flat_map(move |part| {
            part.rows.iter().filter_map(move |packed| Some((packed.owner as usize, self.unpack(part, packed)?)))
        })
    }

    /// Every id, in the order of the places.
    pub fn ids(&self) -> impl Iterator<Item = TokenId> {
        self.parts.iter().flat_map(|part| part.rows.iter().map(|packed| packed.id))
    }

    /// The place of a token.
    pub fn place_of(&self, id: TokenId) -> Option<usize> {
        place_in(&self.parts, id)
    }

    /// The id at a place.
    pub fn id_at(&self, at: usize) -> Option<TokenId> {
        self.parts.get(at / PART)?.rows.get(at % PART).map(|packed| packed.id)
    }

    /// The owners that rows belong to; the numbers of [`Roster::owner_at`] point into them.
    pub fn owners(&self) -> &[RowOwner] {
        &self.shared.owners
    }

    /// Number of the owner of the row at a place.
    pub fn owner_at(&self, at: usize) -> Option<usize> {
        Some(self.parts.get(at / PART)?.rows.get(at % PART)?.owner as usize)
    }

    /// The same with some rows as they are now: those that were there change, the others come last.
    #[must_use]
    pub fn with(&self, changed: &[TokenSummary]) -> Self {
        let mut shared = Shared::clone(&self.shared);
        let mut parts = self.parts.clone();
        let mut len = self.len;
        for token in changed {
            let row = TokenRow::from(token);
            let (owner, terms) = (shared.owner_of(&row), shared.terms_of(&row));
            let at = place_in(&parts, row.id).unwrap_or(len);
            if at / PART == parts.len() {
                parts.push(Arc::default());
            }
            let Some(part) = parts.get_mut(at / PART) else { continue };
            Arc::make_mut(part).put(at % PART, &row, owner, terms);
            len = len.max(at + 1);
        }
        Self { shared: Arc::new(shared), parts, len }
    }

    /// The same with the last uses as they are known now. Parts in which none changed are shared on.
    #[must_use]
    pub fn with_uses(&self, last: &HashMap<TokenId, Instant>) -> Self {
        let used = |packed: &Packed| packed.times.used(last.get(&packed.id).copied());
        let mut parts = self.parts.clone();
        for part in &mut parts {
            if part.rows.iter().any(|packed| used(packed) != packed.times) {
                Arc::make_mut(part).rows.iter_mut().for_each(|packed| packed.times = used(packed));
            }
        }
        Self { shared: Arc::clone(&self.shared), parts, len: self.len }
    }

    fn unpack<'a>(&'a self, part: &'a Part, packed: &Packed) -> Option<TokenRow<'a>> {
        let owner = self.shared.owners.get(packed.owner as usize)?;
        let terms = self.shared.terms.get(packed.terms as usize)?;
        let name_end = packed.text as usize + packed.name_len as usize;
        Some(TokenRow {
            id: packed.id,
            kind: packed.kind,
            name: part.text.get(packed.text as usize..name_end)?,
            owner_id: owner.id,
            owner: &owner.name,
            project: owner.project.as_deref(),
            owner_archived: owner.archived,
            state: packed.state,
            scopes: &terms.scopes,
            policy: &terms.policy,
            version: packed.version,
            hint: packed.hint,
            is_sealed: packed.is_sealed,
            adopted: packed.adopted,
            note: part.text.get(name_end..name_end + packed.note_len as usize)?,
            times: packed.times,
        })
    }
}

fn place_in(parts: &[Arc<Part>], id: TokenId) -> Option<usize> {
    parts.iter().flat_map(|part| &part.rows).position(|packed| packed.id == id)
}

impl Part {
    /// Takes a row in at its end, or in the place of another.
    fn put(&mut self, at: usize, row: &TokenRow<'_>, owner: u32, terms: u32) {
        let packed = pack(row, owner, terms, self.text.len());
        self.text.push_str(row.name);
        self.text.push_str(row.note);
        match self.rows.get_mut(at) {
            Some(place) => {
                *place = packed;
                self.close_gaps();
            }
            None => self.rows.push(packed),
        }
    }

    /// Drops text that no row has any more.
    fn close_gaps(&mut self) {
        let mut text = String::with_capacity(self.text.len());
        for packed in &mut self.rows {
            let (start, len) = (packed.text as usize, packed.name_len as usize + packed.note_len as usize);
            packed.text = number(text.len());
            text.push_str(self.text.get(start..start + len).unwrap_or_default());
        }
        self.text = text;
    }
}

fn pack(row: &TokenRow<'_>, owner: u32, terms: u32, text: usize) -> Packed {
    Packed {
        times: row.times,
        id: row.id,
        owner,
        terms,
        version: row.version,
        text: number(text),
        note_len: number(row.note.len()),
        name_len: number(row.name.len()),
        hint: row.hint,
        kind: row.kind,
        state: row.state,
        is_sealed: row.is_sealed,
        adopted: row.adopted,
    }
}

fn number(places: usize) -> u32 {
    u32::try_from(places).unwrap_or(u32::MAX)
}

impl Shared {
    fn owner_of(&mut self, row: &TokenRow<'_>) -> u32 {
        let is_same = |owner: &RowOwner| {
            owner.id == row.owner_id
                && owner.name == row.owner
                && owner.project.as_deref() == row.project
                && owner.archived == row.owner_archived
        };
        let known = self.owners.iter().position(is_same);
        number(known.unwrap_or_else(|| {
            self.owners.push(RowOwner {
                id: row.owner_id,
                name: row.owner.to_owned(),
                project: row.project.map(str::to_owned),
                archived: row.owner_archived,
            });
            self.owners.len() - 1
        }))
    }

    fn terms_of(&mut self, row: &TokenRow<'_>) -> u32 {
        let known = self.terms.iter().position(|terms| terms.scopes == *row.scopes && terms.policy == *row.policy);
        number(known.unwrap_or_else(|| {
            self.terms.push(Terms { scopes: row.scopes.clone(), policy: row.policy.clone() });
            self.terms.len() - 1
        }))
    }
}

/// Builds a roster row by row.
#[derive(Debug, Default)]
pub struct RosterBuilder {
    shared: Shared,
    owner_numbers: HashMap<OwnerId, u32>,
    term_numbers: HashMap<String, u32>,
    parts: Vec<Arc<Part>>,
    part: Part,
    len: usize,
}

impl RosterBuilder {
    /// With the owners that rows will belong to.
    pub fn new(owners: Vec<RowOwner>) -> Self {
        let owner_numbers = owners.iter().enumerate().map(|(at, owner)| (owner.id, number(at))).collect();
        Self { shared: Shared { owners, terms: Vec::new() }, owner_numbers, ..Self::default() }
    }

    /// The number of the owner with an id.
    pub fn owner(&self, id: OwnerId) -> Option<u32> {
        self.owner_numbers.get(&id).copied()
    }

    /// The number of a set of scopes with a policy by their stored texts: many tokens share few, so each is read once.
    ///
    /// # Errors
    /// The policy cannot be read.
    pub fn terms(&mut self, scopes: &str, networks: &str, rate: Option<&str>) -> Result<u32, PolicyError> {
        let is_open = networks.is_empty() && rate.is_none();
        // Scopes hold no line end, so the texts of a policy cannot be taken for theirs.
        let key =
            if is_open { Cow::Borrowed(scopes) } else { Cow::Owned([scopes, networks, rate.unwrap_or_default()].join("\n")) };
        if let Some(known) = self.term_numbers.get(&*key) {
            return Ok(*known);
        }
        let policy = Policy::from_stored(networks, rate)?;
        let at = number(self.shared.terms.len());
        self.shared.terms.push(Terms { scopes: ScopeSet::from_stored(scopes), policy });
        self.term_numbers.insert(key.into_owned(), at);
        Ok(at)
    }

    /// Takes a row in whose owner and terms have these numbers; what the row itself says of them does not count.
    pub fn push(&mut self, row: &TokenRow<'_>, owner: u32, terms: u32) {
        let at = self.part.rows.len();
        self.part.put(at, row, owner, terms);
        self.len += 1;
        if self.part.rows.len() == PART {
            self.close_part();
        }
    }

    fn close_part(&mut self) {
        let mut part = std::mem::take(&mut self.part);
        part.rows.shrink_to_fit();
        part.text.shrink_to_fit();
        self.parts.push(Arc::new(part));
        self.part.rows.reserve_exact(PART);
    }

    /// The roster.
    pub fn finish(mut self) -> Roster {
        if !self.part.rows.is_empty() {
            self.close_part();
        }
        Roster { shared: Arc::new(self.shared), parts: self.parts, len: self.len }
    }
}

impl<'a> FromIterator<TokenRow<'a>> for Roster {
    fn from_iter<I: IntoIterator<Item = TokenRow<'a>>>(rows: I) -> Self {
        let mut builder = RosterBuilder::default();
        for row in rows {
            let (owner, terms) = (builder.shared.owner_of(&row), builder.shared.terms_of(&row));
            builder.push(&row, owner, terms);
        }
        builder.finish()
    }
}

#[cfg(test)]
mod tests;
