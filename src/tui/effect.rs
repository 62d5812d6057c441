//! What `update` asks the runtime to do. Nothing here is done in `update` itself.

use super::dialogs::in_use::Question;
use super::model::activity::window::Wanted;
use super::model::arrange::Arrange;
use super::model::audit::report::Key;
use crate::domain::Instant;
use crate::domain::event::ExportFormat;
use crate::domain::filter::EventFilter;
use crate::domain::id::TokenId;
use crate::domain::name::Name;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::review::{Decision, ReportFormat, ReviewId};
use crate::domain::roster::Roster;
use crate::domain::selector::OwnerSelector;
use crate::domain::snippet::Snippet;
use crate::domain::span::Span;
use crate::domain::traffic::Call;
use crate::services::{
    AddOwner, ArchiveTokens, ChainReport, ChainWalk, EditOwner, EditRequest, ImportOptions, InitRequest, IssueRequest,
    RotateRequest, Undecided,
};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// A value with the selector of its token.
pub type Named = (String, Arc<Plaintext>);

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Read tokens and owners.
    Load(Load),
    /// Filter and sort, off the loop; a newer one cancels it.
    Arrange(Arrange),
    /// Read everything about one token but its value.
    Show(TokenId),
    /// Read a page of history.
    ReadHistory(Wanted, EventFilter),
    /// Find out what is wrong; with what was found about the chain of events.
    Audit(Box<AuditWish>),
    /// Read which reviews there are.
    ReadReviews {
        /// Whether the tokens of the open one are wanted too.
        with_items: bool,
    },
    /// Read everything that a token is judged by.
    Judge(TokenId),
    /// Save the report of a closed review to a new file.
    SaveReport {
        /// Which.
        review: ReviewId,
        /// In which form.
        format: ReportFormat,
        /// Where.
        path: PathBuf,
    },
    /// Read the figures of the traffic, and calls.
    ReadTraffic(CallsWanted),
    /// Say how the verdict on a call came about.
    ExplainCall(Box<Call>),
    /// Tell of changes of the usage file from now on, or no more.
    WatchUsage(bool),
    /// Check the next piece of the chain; a check begins without a walk.
    CheckChain {
        /// Which check this is.
        attempt: u64,
        /// What it goes on from.
        walk: Option<ChainWalk>,
    },
    /// Try a passphrase or recovery key.
    Unlock {
        /// Which try this is; an answer to an older one is void.
        attempt: u64,
        /// What was typed.
        passphrase: Passphrase,
    },
    /// Forget the keys.
    Lock,
    /// Open a value to show it.
    Reveal(TokenId),
    /// Put a value on the clipboard without showing it, alone or within a line.
    Copy(TokenId, Option<Snippet>),
    /// Put a value that is being shown on the clipboard.
    CopyShown {
        /// What it belongs to.
        of: String,
        /// The value.
        value: Arc<Plaintext>,
    },
    /// Save values that are being shown to a new file that only its owner can read.
    SaveShown {
        /// Where.
        path: PathBuf,
        /// The values; a single one is saved without its name.
        values: Vec<Named>,
    },
    /// Write the history that a filter shows to a new file.
    ExportLog {
        /// Where.
        path: PathBuf,
        /// In which form.
        format: ExportFormat,
        /// What of it.
        filter: EventFilter,
    },
    /// Take the value off the clipboard, if it is still there.
    ClearClipboard,
    /// Read how the object of a dialog is used.
    ReadUse(Question),
    /// Ask what revoking would do.
    DryRun(TokenId),
    /// Change something in the vault.
    Change(Change),
    /// Change one of several tokens.
    Step(Change),
    /// Put another passphrase in the operator's place.
    ChangePassphrase {
        /// The present one, or the recovery key.
        proof: Passphrase,
        /// The one to come.
        new: Passphrase,
    },
    /// Read a file and say what importing it would do.
    PlanImport {
        /// Which try this is; an answer to an older one is void.
        attempt: u64,
        /// The file.
        path: PathBuf,
        /// How it is to be taken.
        options: ImportOptions,
    },
    /// Take lines of the file that was read last into the vault.
    Import(BTreeSet<usize>),
    /// Forget what was read.
    Unplan,
    /// Make the keys of a new vault; nothing is written.
    Prepare {
        /// Which try this is; an answer to an older one is void.
        attempt: u64,
        /// What the vault is to be.
        request: InitRequest,
        /// What is to unlock it.
        passphrase: Passphrase,
    },
    /// Forget the keys of this try and of those before it.
    Unprepare(u64),
    /// Read the file that a new vault may begin with, and keep it.
    Preview(PathBuf),
    /// Forget it.
    Unpreview,
    /// Write the new vault, then what else was wished for.
    Commit(FirstWishes),
    /// Hand the terminal back to the shell.
    Suspend,
    /// Leave.
    Quit,
}

/// What the audit goes by.
#[derive(Debug)]
pub struct AuditWish {
    /// What the check of the chain of events found, once it is through.
    pub chain: Option<ChainReport>,
    /// Whether everything is to be looked at anew, not only what has changed.
    pub anew: bool,
}

/// Which calls are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallsWanted {
    /// The newest.
    Newest,
    /// Those after the one of this number.
    After(u64),
    /// None.
    Nothing,
}

/// How much is read.
#[derive(Debug)]
pub enum Load {
    /// The first so many rows, to have something to show at once.
    Glimpse(usize),
    /// What has changed since the rows were read, up to the event of this number.
    Since(Roster, u64),
    /// Everything.
    All,
}

/// What a new vault begins with beside its account token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstWishes {
    /// Which try the keys are of.
    pub attempt: u64,
    /// Lines of the file that was read.
    pub lines: BTreeSet<usize>,
    /// A first project.
    pub project: Option<Name>,
}

/// A change to the vault; each is one transaction with its event.
#[derive(Debug)]
pub enum Change {
    /// Issue a token.
    Issue(IssueRequest),
    /// Add an owner with its first token.
    AddOwner(AddOwner),
    /// Edit a token.
    Edit(TokenId, EditRequest),
    /// Make a new secret.
    Rotate(TokenId, RotateRequest),
    /// End a grace.
    EndGrace(TokenId),
    /// Extend a grace.
    ExtendGrace(TokenId, Span),
    /// Accept findings until a date.
    Accept {
        /// Which.
        targets: Vec<Key>,
        /// Until when.
        until: Instant,
        /// Why.
        note: String,
    },
    /// Begin a review of the tokens that match a filter.
    BeginReview(String),
    /// Record a decision about a token of the open review.
    Decide(TokenId, Decision, String),
    /// Close the open review.
    CloseReview(Undecided),
    /// Take acceptances of findings back.
    Unaccept(Vec<Key>),
    /// Switch a token off.
    Disable(TokenId),
    /// Switch a token on.
    Enable(TokenId),
    /// End a token for good.
    Revoke(TokenId, Option<String>),
    /// Give an owner another name, id, dashboard address or note.
    EditOwner(OwnerSelector, EditOwner),
    /// Archive an owner.
    ArchiveOwner(OwnerSelector, ArchiveTokens),
}
