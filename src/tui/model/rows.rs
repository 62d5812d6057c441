//! The token table's state: a shared snapshot of rows, and which of them are shown in which order.

use super::window;
use crate::domain::id::TokenId;
use crate::domain::roster::Roster;
use crate::domain::summary::{TokenRow, TokenSummary};
use crate::services::{Sort, SortKey};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows of every token; a copy is cheap.
pub type Rows = Roster;

/// The token table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Every token, ended ones too.
    pub rows: Rows,
    /// Indices into `rows` of those shown, in order.
    pub visible: Arc<Vec<u32>>,
    /// Position of the cursor among `visible`.
    pub cursor: usize,
    /// First position drawn.
    pub top: usize,
    /// Order.
    pub sort: Sort,
    /// Marked tokens, by identity, whether shown or not.
    pub marks: BTreeSet<TokenId>,
    /// Where a range of marks began.
    pub anchor: Option<TokenId>,
    selected: Option<TokenId>,
    wish: Option<TokenId>,
}

impl Table {
    /// The row at a position, if it is shown.
    pub fn at(&self, position: usize) -> Option<TokenRow<'_>> {
        self.visible.get(position).and_then(|index| self.rows.row(*index as usize))
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<TokenSummary> {
        self.at(self.cursor).map(|row| row.to_summary())
    }

    /// The token under the cursor.
    pub fn selected_id(&self) -> Option<TokenId> {
        self.id_at(self.cursor)
    }

    fn id_at(&self, position: usize) -> Option<TokenId> {
        self.visible.get(position).and_then(|index| self.rows.id_at(*index as usize))
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.visible.len()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.visible.is_empty()
    }

    /// A row by identity, shown or not.
    pub fn find(&self, id: TokenId) -> Option<TokenSummary> {
        self.rows.row(self.rows.place_of(id)?).map(|row| row.to_summary())
    }

    /// Whether a token is among the rows shown.
    pub fn is_shown(&self, id: TokenId) -> bool {
        self.place_of(id).is_some()
    }

    /// How many marked tokens are not among the rows shown.
    pub fn hidden_marks(&self) -> usize {
        if self.marks.is_empty() || self.len() == self.rows.len() {
            return 0;
        }
        let shown = (0..self.len()).filter_map(|at| self.id_at(at)).filter(|id| self.marks.contains(id)).count();
        self.marks.len().saturating_sub(shown)
    }

    /// Moves the cursor to a position, and the window of `height` rows after it.
    pub fn move_to(&mut self, position: usize, height: usize) {
        self.cursor = position.min(self.len().saturating_sub(1));
        self.selected = self.selected_id();
        self.follow(height);
    }

    /// Moves the cursor by so many rows.
    pub fn move_by(&mut self, rows: isize, height: usize) {
        self.move_to(self.cursor.saturating_add_signed(rows), height);
    }

    /// Puts the cursor on a token, now or as soon as it is shown.
    pub fn select(&mut self, id: TokenId, height: usize) {
        self.wish = Some(id);
        self.restore(height);
    }

    /// Takes over a new choice of rows. The cursor stays on its token; if that is gone, on its place.
    pub fn show(&mut self, rows: Rows, visible: Vec<u32>, height: usize) {
        self.rows = rows;
        self.visible = Arc::new(visible);
        self.restore(height);
    }

    /// Whether a token is among those shown.
    pub fn shows(&self, id: TokenId) -> bool {
        self.place_of(id).is_some()
    }

    fn place_of(&self, id: TokenId) -> Option<usize> {
        (0..self.len()).find(|at| self.id_at(*at) == Some(id))
    }

    fn restore(&mut self, height: usize) {
        let wished = self.wish.and_then(|id| self.place_of(id));
        if wished.is_some() {
            self.wish = None;
        }
        let place = wished.or_else(|| self.selected.and_then(|id| self.place_of(id)));
        self.cursor = place.unwrap_or(self.cursor.min(self.len().saturating_sub(1)));
        self.selected = self.selected_id();
        self.follow(height);
    }

    /// Shifts the window so that the cursor is in it.
    pub fn follow(&mut self, height: usize) {
        self.top = window::follow(self.top, self.cursor, self.len(), height);
    }

    /// Sorts by the next key.
    pub fn next_sort(&mut self) {
        const ORDER: [SortKey; 6] =
            [SortKey::Owner, SortKey::Name, SortKey::Status, SortKey::Expires, SortKey::Created, SortKey::Used];
        let at = ORDER.iter().position(|key| *key == self.sort.key).unwrap_or(0);
        self.sort = Sort { key: ORDER[(at + 1) % ORDER.len()], reverse: false };
    }

    /// Marks or unmarks the row under the cursor.
    pub fn toggle_mark(&mut self) {
        if let Some(id) = self.selected_id()
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    /// Marks everything between the anchor and the cursor, both included.
    pub fn mark_range(&mut self, from: TokenId) {
        let Some(start) = self.place_of(from) else { return };
        let (low, high) = (start.min(self.cursor), start.max(self.cursor));
        let ids: Vec<TokenId> = (low..=high).filter_map(|at| self.id_at(at)).collect();
        self.marks.extend(ids);
    }

    /// Drops marks of tokens that are no more.
    pub fn prune_marks(&mut self) {
        if !self.marks.is_empty() {
            let marks = std::mem::take(&mut self.marks);
            self.marks = self.rows.ids().filter(|id| marks.contains(id)).collect();
        }
    }
}

/// The word that names a sort key in the table's title.
pub fn sort_word(key: SortKey) -> &'static str {
    match key {
        SortKey::Owner => "owner",
        SortKey::Name => "name",
        SortKey::Status => "status",
        SortKey::Expires => "expires",
        SortKey::Created => "created",
        SortKey::Used => "used",
    }
}
