//! The one transaction in which a change and its events are written.

use super::{Authority, Error, LogHead, Result, Services, Session};
use crate::clock::Entropy;
use crate::domain::Instant;
use crate::domain::event::{Action, Actor, Event, NewEvent, Outcome};
use crate::domain::id::TokenId;
use crate::domain::lifecycle::Refusal;
use crate::domain::owner::{Owner, OwnerId};
use crate::domain::summary::TokenSummary;
use crate::domain::token::Token;
use crate::store::{Tx, VaultRow};
use crate::vault::chain::{self, AuditKey};
use std::cell::Cell;

/// What an event is about.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub token: Option<TokenId>,
    pub owner: Option<OwnerId>,
    pub subject: String,
    pub detail: String,
}

impl About {
    /// An event about a token, named by its selector as it was at the time.
    pub fn token(summary: &TokenSummary, detail: impl Into<String>) -> Self {
        Self { token: Some(summary.id), owner: Some(summary.owner_id), subject: summary.selector(), detail: detail.into() }
    }

    /// An event about an owner.
    pub fn owner(owner: &Owner, detail: impl Into<String>) -> Self {
        Self {
            token: None,
            owner: Some(owner.id),
            subject: format!("{}:{}", owner.kind, owner.name.as_str()),
            detail: detail.into(),
        }
    }
}

/// An open write transaction with all that a use case needs in it.
pub(super) struct Change<'a> {
    pub tx: &'a Tx<'a>,
    pub vault: VaultRow,
    pub now: Instant,
    pub entropy: &'a dyn Entropy,
    pub session: Option<&'a Session>,
    actor: Actor,
    erased: Cell<bool>,
    /// The newest event that was recorded.
    recorded: Cell<Option<LogHead>>,
}

impl<'a> Change<'a> {
    /// Wraps a transaction; the operator's name takes the place of the operating system's once there is a session.
    pub fn new(
        tx: &'a Tx<'a>,
        vault: VaultRow,
        now: Instant,
        entropy: &'a dyn Entropy,
        session: Option<&'a Session>,
        actor: &Actor,
    ) -> Self {
        let name = session.map_or_else(|| actor.name.clone(), |session| session.operator().as_str().to_owned());
        let actor = Actor { name, address: actor.address.clone() };
        Self { tx, vault, now, entropy, session, actor, erased: Cell::new(false), recorded: Cell::default() }
    }

    /// Says that secret material was removed, so that the log of the database is emptied after the commit.
    pub fn mark_erased(&self) {
        self.erased.set(true);
    }

    /// Whether secret material was removed.
    pub fn has_erased(&self) -> bool {
        self.erased.get()
    }

    /// Appends an event to the chain.
    pub fn record(&self, action: Action, outcome: Outcome, about: About) -> Result<()> {
        self.record_at(self.now, action, outcome, about)
    }

    /// Appends an event that happened at another instant than now: the end of a grace, say.
    pub fn record_at(&self, at: Instant, action: Action, outcome: Outcome, about: About) -> Result<()> {
        self.record_all([(at, action, outcome, about)])
    }

    /// Appends events in their order; the end of the chain is looked up once.
    pub fn record_all(&self, happened: impl IntoIterator<Item = (Instant, Action, Outcome, About)>) -> Result<()> {
        let (mut seq, mut hash) = self.tx.event_head()?.unwrap_or_else(|| (0, chain::genesis(&self.vault.uuid)));
        let key = self.session.map(|session| AuditKey::of(session.member_key()));
        let mut last_mac = chain::NO_MAC;
        if key.is_some() {
            last_mac = self.tx.last_mac(seq)?.map_or(chain::NO_MAC, |(_, mac)| mac);
        }
        for (at, action, outcome, about) in happened {
            let About { token, owner, subject, detail } = about;
            let what = NewEvent { at, actor: self.actor.clone(), action, outcome, token, owner, subject, detail };
            seq += 1;
            hash = chain::link(&hash, seq, &what);
            let mac = key.as_ref().map(|key| key.mac(&last_mac, &hash));
            last_mac = mac.unwrap_or(last_mac);
            self.tx.append_event(&Event { seq, what, hash, mac })?;
            self.recorded.set(Some(LogHead { seq, hash }));
        }
        Ok(())
    }

    /// The token with this id.
    pub fn token(&self, id: TokenId) -> Result<Token> {
        self.tx.token(id)?.ok_or_else(|| no_such_token(id))
    }

    /// The token with this id as a row of a list.
    pub fn summary(&self, id: TokenId) -> Result<TokenSummary> {
        self.tx.summary(id)?.ok_or_else(|| no_such_token(id))
    }

    /// Retires one version: its sealed value is erased.
    pub fn retire(&self, token: TokenId, version: u32) -> Result<()> {
        self.tx.retire(token, version, self.now)?;
        self.mark_erased();
        Ok(())
    }

    /// Retires every secret whose grace has ended by now.
    fn sweep(&self) -> Result<()> {
        for (token, version, ended_at) in self.tx.graces_over(self.now)? {
            self.tx.retire(token, version, ended_at)?;
            self.mark_erased();
            let about = About::token(&self.summary(token)?, format!("version {version}"));
            self.record_at(ended_at, Action::GraceOver, Outcome::Done, about)?;
        }
        Ok(())
    }
}

/// What a use case answers when an id names nothing.
pub(super) fn no_such_token(id: TokenId) -> Error {
    Error::NotFound { what: "token", name: id.to_string(), suggestion: None }
}

/// A lifecycle's refusal, with the token that it is about.
pub(super) fn refused(summary: &TokenSummary) -> impl Fn(Refusal) -> Error {
    let subject = summary.selector();
    move |refusal| Error::Refused { subject: subject.clone(), refusal }
}

impl Services {
    /// Runs a change: checks the authority, sweeps ended graces, runs `act`, commits, and empties the database's log
    /// when secret material was removed.
    pub(super) fn change<T>(
        &self,
        authority: Authority<'_>,
        verb: &'static str,
        act: impl FnOnce(&Change<'_>) -> Result<T>,
    ) -> Result<T> {
        if let Some(session) = authority.session()
            && !session.role().may_change()
        {
            return Err(Error::NotPermitted { role: session.role(), verb });
        }
        self.write(authority.session(), |change| {
            if authority.session().is_none() && !change.vault.unattended.iter().any(|allowed| allowed == verb) {
                return Err(Error::Locked);
            }
            change.sweep()?;
            act(change)
        })
    }

    /// A write transaction without the rules for changes: for events of looking, such as a reveal or a failed unlock.
    pub(super) fn write<T>(&self, session: Option<&Session>, act: impl FnOnce(&Change<'_>) -> Result<T>) -> Result<T> {
        let (mut erased, mut recorded) = (false, None);
        let done = self.store.write(|tx| -> Result<T> {
            let vault = tx.vault()?;
            if let Some(session) = session {
                check_session(tx, &vault, session)?;
            }
            let change = Change::new(tx, vault, self.world.clock.now(), &*self.world.entropy, session, &self.actor);
            let done = act(&change)?;
            erased = change.has_erased();
            recorded = change.recorded.get();
            Ok(done)
        })?;
        if erased {
            // The change holds either way; what a reader still keeps in the log goes with the next change or the last close.
            let _ = self.store.empty_log();
        }
        if let Some(head) = recorded {
            self.remember(head);
        }
        Ok(done)
    }
}

/// A session is good only for the vault that it unlocked, and only while its slot is there.
fn check_session(tx: &Tx<'_>, vault: &VaultRow, session: &Session) -> Result<()> {
    let is_good = session.vault() == vault.uuid && tx.has_slot(session.slot())?;
    if is_good { Ok(()) } else { Err(Error::Locked) }
}
