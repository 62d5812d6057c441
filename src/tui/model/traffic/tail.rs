//! The calls that are held: the newest some thousand, those that the filter leaves, and where a person is in them.

use crate::domain::Instant;
use crate::domain::filter::{CallFilter, CallRow};
use crate::domain::id::TokenId;
use crate::domain::roster::Roster;
use crate::domain::traffic::Call;
use crate::tui::model::window;
use std::collections::{HashMap, VecDeque};

/// The most calls that are held, and read at a time.
pub const MOST: usize = 5_000;

/// What the vault says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What people call it.
    pub label: String,
    /// Its owner's name.
    pub owner: String,
}

/// The calls. Those held are numbered from the first that ever was; numbers stay when the oldest go.
#[derive(Debug, Default)]
pub struct Tail {
    /// The oldest first.
    calls: VecDeque<Call>,
    /// The number of the first of them.
    base: u64,
    /// Numbers of those that the filter leaves, in order.
    shown: VecDeque<u64>,
    /// While it is paused: the number of the first call that is held back.
    paused_at: Option<u64>,
    /// How many of those held back the filter leaves.
    waiting: usize,
    names: HashMap<TokenId, Named>,
    /// Position of the cursor among those shown.
    pub cursor: usize,
    /// First position drawn.
    pub top: usize,
    /// Whether the cursor has left the newest call, which it follows otherwise.
    is_back: bool,
}

impl Tail {
    /// How many calls are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many are held, whatever the filter.
    pub fn held(&self) -> usize {
        match self.paused_at {
            Some(at) => usize::try_from(at - self.base).unwrap_or(usize::MAX),
            None => self.calls.len(),
        }
    }

    /// The call at a position.
    pub fn at(&self, position: usize) -> Option<&Call> {
        self.shown.get(position).and_then(|number| self.numbered(*number))
    }

    /// The call under the cursor.
    pub fn selected(&self) -> Option<&Call> {
        self.at(self.cursor)
    }

    fn numbered(&self, number: u64) -> Option<&Call> {
        self.calls.get(usize::try_from(number.checked_sub(self.base)?).ok()?)
    }

    /// What the vault says of a token that a call was made with.
    pub fn name_of(&self, id: TokenId) -> Option<&Named> {
        self.names.get(&id)
    }

    /// Whether it is held still.
    pub fn is_paused(&self) -> bool {
        self.paused_at.is_some()
    }

    /// How many calls wait until it goes on; with whether there may be more of them.
    pub fn waiting(&self) -> (usize, bool) {
        (self.waiting, self.is_full())
    }

    /// How many newer calls are shown below the cursor's view of `height`.
    pub fn below(&self, height: usize) -> usize {
        self.len().saturating_sub(self.top + height)
    }

    /// Whether nothing more is taken in until it goes on.
    pub fn is_full(&self) -> bool {
        self.is_paused() && self.calls.len() - self.held() >= MOST
    }

    /// The number of the newest call in the usage file that is held.
    pub fn newest(&self) -> Option<u64> {
        self.calls.back().map(|call| call.seq)
    }

    /// Takes calls in, the newest last; `anew` in place of all that are held.
    pub fn take(&mut self, calls: Vec<Call>, anew: bool, filter: &CallFilter, now: Instant, height: usize) {
        if anew {
            self.base += self.calls.len() as u64;
            self.calls.clear();
            self.shown.clear();
            self.waiting = 0;
            self.paused_at = self.paused_at.map(|_| self.base);
        }
        for call in calls {
            if matches(&self.names, filter, &call, now) {
                match self.paused_at {
                    Some(_) => self.waiting += 1,
                    None => self.shown.push_back(self.base + self.calls.len() as u64),
                }
            }
            self.calls.push_back(call);
        }
        self.forget();
        self.settle(height);
    }

    /// Lets the oldest go; not those that are held still.
    fn forget(&mut self) {
        while !self.is_paused() && self.calls.len() > MOST {
            self.calls.pop_front();
            if self.shown.front() == Some(&self.base) {
                self.shown.pop_front();
                self.cursor = self.cursor.saturating_sub(1);
                self.top = self.top.saturating_sub(1);
            }
            self.base += 1;
        }
    }

    /// Looks up what the vault says of the tokens of the calls held, and of `others`.
    pub fn name(&mut self, rows: &Roster, others: impl Iterator<Item = TokenId>, anew: bool) {
        if anew {
            self.names.clear();
        }
        for id in self.calls.iter().filter_map(|call| call.token).chain(others) {
            if !self.names.contains_key(&id)
                && let Some(row) = rows.place_of(id).and_then(|place| rows.row(place))
            {
                let named = Named { label: row.to_summary().label(), owner: row.owner.to_owned() };
                self.names.insert(id, named);
            }
        }
    }

    /// Holds it still, or lets it go on at the newest call; `true` where what is held is not all that happened meanwhile.
    pub fn toggle_pause(&mut self, filter: &CallFilter, now: Instant, height: usize) -> bool {
        let was_full = self.is_full();
        match self.paused_at {
            None => self.paused_at = Some(self.base + self.calls.len() as u64),
            Some(_) => {
                self.paused_at = None;
                self.forget();
                self.sift(filter, now, height);
                self.move_to(usize::MAX, height);
            }
        }
        was_full
    }

    /// Applies a filter. The cursor stays on its call; where that is hidden, it goes to the next older one that is not.
    pub fn sift(&mut self, filter: &CallFilter, now: Instant, height: usize) {
        let selected = self.shown.get(self.cursor).copied();
        let end = self.paused_at.unwrap_or(u64::MAX);
        let names = &self.names;
        let left = self.calls.iter().zip(self.base..).filter(|(call, _)| matches(names, filter, call, now));
        let (shown, waiting): (Vec<u64>, Vec<u64>) = left.map(|(_, number)| number).partition(|number| *number < end);
        (self.shown, self.waiting) = (shown.into(), waiting.len());
        if let Some(selected) = selected.filter(|_| self.is_back) {
            self.cursor = self.shown.partition_point(|number| *number <= selected).saturating_sub(1);
        }
        self.settle(height);
    }

    fn settle(&mut self, height: usize) {
        if self.is_back {
            self.follow(height);
        } else {
            self.cursor = self.len().saturating_sub(1);
            self.top = self.len().saturating_sub(height.max(1));
        }
    }

    /// Moves the cursor to a position, and the view of `height` calls after it. On the newest it follows.
    pub fn move_to(&mut self, position: usize, height: usize) {
        let last = self.len().saturating_sub(1);
        self.cursor = position.min(last);
        self.is_back = self.cursor < last;
        self.settle(height);
    }

    /// Moves the cursor by so many calls.
    pub fn move_by(&mut self, calls: isize, height: usize) {
        self.move_to(self.cursor.saturating_add_signed(calls), height);
    }

    /// Shifts the view so that the cursor is in it.
    pub fn follow(&mut self, height: usize) {
        self.cursor = self.cursor.min(self.len().saturating_sub(1));
        self.top = window::follow(self.top, self.cursor, self.len(), height);
    }

    /// Turns the view by some calls; the cursor only moves where it would be left behind.
    pub fn turn(&mut self, calls: isize, height: usize) {
        let height = height.max(1);
        self.top = self.top.saturating_add_signed(calls).min(self.len().saturating_sub(height));
        self.move_to(self.cursor.clamp(self.top, self.top + height - 1), height);
    }
}

fn matches(names: &HashMap<TokenId, Named>, filter: &CallFilter, call: &Call, now: Instant) -> bool {
    if filter.is_empty() {
        return true;
    }
    let named = call.token.and_then(|id| names.get(&id));
    let row = CallRow { call, token: named.map(|named| named.label.as_str()), owner: named.map(|named| named.owner.as_str()) };
    filter.matches(&row, now)
}

#[cfg(test)]
mod tests;
