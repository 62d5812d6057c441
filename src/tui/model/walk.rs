//! The review walk's state: the review that is open, its tokens, the one that is judged.

use crate::domain::audit::Looked;
use crate::domain::finding::Finding;
use crate::domain::id::TokenId;
use crate::domain::review::{Decision, Review, ReviewItem};
use crate::services::TokenDetail;

/// Everything that a token is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The token, its secrets, its history, its use.
    pub detail: TokenDetail,
    /// What the audit noticed about it, the gravest first.
    pub findings: Vec<Finding>,
    /// Who saw its present value.
    pub looked: Vec<Looked>,
}

/// What was read of the reviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    /// The one that is open.
    pub open: Option<Review>,
    /// Its tokens; none where they were not asked for.
    pub items: Vec<ReviewItem>,
    /// The latest that is closed.
    pub closed: Option<Review>,
}

/// What is to be recorded once it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// About which token.
    pub token: TokenId,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub note: String,
}

/// The walk.
#[derive(Debug, Default)]
pub struct Walk {
    /// What was read.
    pub reviews: Reviews,
    /// Whether the walk is on the screen.
    pub is_on: bool,
    /// Whether it begins as soon as its tokens are read: at the first that is undecided.
    pub is_beginning: bool,
    /// Which of its tokens is judged, by its place from 0.
    pub at: usize,
    /// What was read of it.
    pub judged: Option<Box<Judged>>,
    /// The token that is being read.
    pub under_way: Option<TokenId>,
    /// The token that could not be read.
    pub failed: Option<TokenId>,
    /// Whether what was read of the token may have changed.
    pub is_judged_stale: bool,
    /// Whether what was read of the reviews may have changed.
    pub stale: bool,
    /// Whether the reviews are being read.
    pub reading: bool,
    /// What is to be recorded once it was done.
    pub pending: Option<Pending>,
    /// First line drawn.
    pub top: u16,
}

impl Walk {
    /// The token that is judged.
    pub fn item(&self) -> Option<&ReviewItem> {
        self.reviews.items.get(self.at).filter(|_| self.is_on)
    }

    /// What was read of the token that is judged.
    pub fn judged(&self) -> Option<&Judged> {
        let id = self.item()?.token;
        self.judged.as_deref().filter(|judged| judged.detail.summary.id == id)
    }

    /// The place of the next token about which nothing is decided: after this one, then from the beginning.
    pub fn next_undecided(&self) -> Option<usize> {
        let items = &self.reviews.items;
        let is_open = |at: &usize| items[*at].decided.is_none();
        (self.at + 1..items.len()).chain(0..(self.at + 1).min(items.len())).find(is_open)
    }

    /// The place of the first token about which nothing is decided; the first of all where there is none.
    pub fn first_undecided(&self) -> usize {
        self.reviews.items.iter().position(|item| item.decided.is_none()).unwrap_or(0)
    }

    /// Goes to a token.
    pub fn go_to(&mut self, at: usize) {
        let at = at.min(self.reviews.items.len().saturating_sub(1));
        if at != self.at {
            self.top = 0;
        }
        self.at = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Instant;
    use crate::domain::review::Decided;

    fn item(place: u32, is_decided: bool) -> ReviewItem {
        let decided = Decided {
            decision: Decision::Keep,
            note: String::new(),
            at: Instant::UNIX_EPOCH,
            by: String::new(),
            seq: 1,
            facts: Default::default(),
        };
        let token = TokenId::from_quintets([u8::try_from(place).unwrap(); 12]);
        ReviewItem { place, token, decided: is_decided.then_some(decided) }
    }

    fn walk(decided: &[bool]) -> Walk {
        let items = (1..).zip(decided).map(|(place, decided)| item(place, *decided)).collect();
        Walk { reviews: Reviews { items, ..Reviews::default() }, is_on: true, ..Walk::default() }
    }

    #[test]
    fn it_goes_on_to_what_is_undecided_round_the_end() {
        let mut walk = walk(&[false, true, false, true]);
        assert_eq!(walk.next_undecided(), Some(2));
        walk.go_to(2);
        assert_eq!(walk.next_undecided(), Some(0));
        walk.reviews.items[0] = item(1, true);
        assert_eq!(walk.next_undecided(), Some(2), "the one under the eyes, where it is the last");
        assert_eq!(walk.first_undecided(), 2);
        walk.reviews.items[2] = item(3, true);
        assert_eq!((walk.next_undecided(), walk.first_undecided()), (None, 0));
        walk.go_to(9);
        assert_eq!(walk.at, 3);
    }
}
