//! The detail pane's state: which token it shows, and what was read of it.

use super::moment::Moment;
use crate::domain::id::TokenId;
use crate::services::TokenDetail;
use std::time::Duration;

/// How long what was shown before stays while the selected token is being read. Reading takes a few milliseconds, so that the
/// pane is drawn once a key; longer, and it would tell of another token than the one selected.
const LINGER: Duration = Duration::from_millis(60);

/// The detail of the selected token. One reading is under way at a time, so that holding a movement key
/// costs one reading and not a hundred.
#[derive(Debug, Default)]
pub struct DetailPane {
    /// What was last read.
    pub read: Option<Box<TokenDetail>>,
    /// The token being read.
    pub under_way: Option<TokenId>,
    /// Whether what was read may have changed since.
    pub stale: bool,
    /// The token that could not be read; not tried again until something changes.
    pub failed: Option<TokenId>,
    /// First line drawn.
    pub top: u16,
    /// Since when, in time up, the selected token is another than the one read.
    pub behind_since: Option<Duration>,
}

impl DetailPane {
    /// What was read, if it is of this token.
    pub fn of(&self, id: TokenId) -> Option<&TokenDetail> {
        self.read.as_deref().filter(|detail| detail.summary.id == id)
    }

    /// Takes notice of which token is selected now.
    pub fn follow(&mut self, selected: Option<TokenId>, now: Moment) {
        let is_behind = selected.is_some_and(|id| self.of(id).is_none() && self.failed != Some(id));
        self.behind_since = if is_behind { self.behind_since.or(Some(now.up)) } else { None };
    }

    /// Whether what was read before may still be shown for the selected token.
    pub fn lingers(&self, now: Moment) -> bool {
        self.deadline().is_some_and(|until| !now.reached(until))
    }

    /// When what was shown before has to go, in time up; `None` while it is of the selected token.
    fn deadline(&self) -> Option<Duration> {
        self.behind_since.map(|since| since.saturating_add(LINGER))
    }

    /// The next moment at which something changes by itself.
    pub fn next_change(&self, now: Moment) -> Option<Duration> {
        self.deadline().filter(|until| !now.reached(*until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Instant;

    fn at(millis: u64) -> Moment {
        Moment { wall: Instant::UNIX_EPOCH, up: Duration::from_millis(millis) }
    }

    fn id(number: u8) -> TokenId {
        TokenId::from_quintets([number; 12])
    }

    #[test]
    fn what_was_shown_before_stays_for_a_moment_however_many_keys_are_pressed() {
        let mut pane = DetailPane::default();
        pane.follow(Some(id(1)), at(100));
        assert_eq!(pane.next_change(at(100)), Some(Duration::from_millis(160)));
        pane.follow(Some(id(2)), at(150));
        assert!(pane.lingers(at(159)));
        pane.follow(Some(id(3)), at(160));
        assert!(!pane.lingers(at(160)));
        assert_eq!(pane.next_change(at(160)), None, "nothing wakes the loop any more");
    }

    #[test]
    fn nothing_waits_for_what_cannot_be_read() {
        let mut pane = DetailPane { failed: Some(id(1)), ..DetailPane::default() };
        pane.follow(Some(id(1)), at(0));
        assert!(!pane.lingers(at(0)));
        pane.follow(None, at(0));
        assert_eq!(pane.next_change(at(0)), None);
    }
}
