//! What can happen: input, time, and the answers to effects. Each message carries its moment, so that
//! `update` needs no clock.

use super::action::Action;
use super::dialogs::in_use::Answer;
use super::input::{Mouse, Pasted};
use super::model::arrange::Order;
use super::model::audit::report::Report;
use super::model::moment::Moment;
use super::model::traffic::Recent;
use super::model::walk::{Judged, Reviews};
use crate::domain::Instant;
use crate::domain::id::TokenId;
use crate::domain::plaintext::Plaintext;
use crate::domain::review::{Decision, Review};
use crate::domain::roster::Roster;
use crate::services::{
    Added, ChainWalk, Consequence, ExplainedCall, HistoryPage, ImportReport, Issued, OwnerView, TokenDetail, VaultInfo,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Something that happened, and when.
#[derive(Debug)]
pub struct Msg {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// Why something failed, as a sentence that holds no value.
pub type Failure = String;

/// What happened.
#[derive(Debug)]
pub enum What {
    /// A key that the keymap has a meaning for here.
    Act(Action),
    /// A character for whatever is being typed into.
    Type(char),
    /// Pasted text.
    Paste(Pasted),
    /// The mouse, where it is switched on.
    Mouse(Mouse),
    /// The terminal has this many columns and rows.
    Resized(u16, u16),
    /// The terminal lost the focus.
    FocusLost,
    /// Time to look at deadlines.
    Tick,
    /// The process is about to be suspended or ended: take what is secret off the screen.
    Hide,
    /// The process runs again after a suspension, or could not be suspended.
    Resumed(bool),
    /// Another process changed the vault.
    Stale,
    /// Every token and owner.
    Loaded(Result<Snapshot, Failure>),
    /// Rows filtered and sorted.
    Arranged(Arranged),
    /// One token in detail.
    Shown(TokenId, Result<Box<TokenDetail>, Failure>),
    /// A page of history, of the window that has this number.
    HistoryRead(u64, Result<HistoryPage, Failure>),
    /// Somebody touched the usage file.
    UsageChanged,
    /// What the audit found.
    Audited(Result<Arc<Report>, Failure>),
    /// Which reviews there are.
    ReviewsRead(Result<Box<Reviews>, Failure>),
    /// Everything that a token is judged by.
    Judged(TokenId, Result<Box<Judged>, Failure>),
    /// A report was saved, or not.
    ReportSaved(Result<PathBuf, Failure>),
    /// What is new in the traffic.
    TrafficRead(Result<Box<Recent>, Failure>),
    /// How the verdict on a call came about.
    CallExplained(Result<Box<ExplainedCall>, Failure>),
    /// A piece of the chain was checked.
    ChainChecked {
        /// The check that it belongs to.
        attempt: u64,
        /// How far it came, and whether that was the end.
        result: Result<(ChainWalk, bool), Failure>,
    },
    /// An answer to a passphrase.
    Unlocked {
        /// The try that it answers.
        attempt: u64,
        /// Who, or why not.
        result: Result<Operator, UnlockFailure>,
    },
    /// A value, opened.
    Revealed(TokenId, Result<Arc<Plaintext>, Failure>),
    /// A value was copied, or not.
    Copied(Result<CopyReceipt, Failure>),
    /// The clipboard no longer holds our value.
    ClipboardCleared,
    /// A shown value was saved, or not.
    Saved(Result<PathBuf, Failure>),
    /// The history was exported to a file, so many events of it, or not.
    LogExported(Result<(PathBuf, u64), Failure>),
    /// What revoking would do.
    DryRun(Result<Box<Consequence>, Failure>),
    /// How the object of a dialog is used.
    UseRead(Result<Answer, Failure>),
    /// What importing a file would do.
    Planned(u64, Result<ImportReport, Failure>),
    /// A change was made, or not.
    Changed(Result<Box<Changed>, Failure>),
    /// One of several tokens was changed, or not.
    Stepped(Result<Box<Changed>, Failure>),
    /// The passphrase was changed, or not.
    PassphraseChanged(Result<(), Failure>),
    /// The keys of a new vault are made.
    Prepared(u64, Result<Plaintext, Failure>),
    /// What the file that a new vault may begin with would bring in.
    Previewed(Result<ImportReport, Failure>),
    /// The new vault is written.
    Committed(Result<Box<NewVault>, Failure>),
}

/// Every token and owner, read in one go.
#[derive(Debug)]
pub struct Snapshot {
    /// The vault.
    pub info: VaultInfo,
    /// Tokens, ended ones too.
    pub tokens: Roster,
    /// Number of the newest event that they take into account.
    pub head: u64,
    /// Whether these are all; a glimpse has the first rows, and owners without counts.
    pub whole: bool,
    /// Owners, archived ones too.
    pub owners: Arc<Vec<OwnerView>>,
}

/// Rows filtered and sorted.
#[derive(Debug)]
pub struct Arranged {
    /// The wish that it answers.
    pub generation: u64,
    /// The rows that the places are of.
    pub rows: Roster,
    /// All of them in their order.
    pub order: Arc<Order>,
    /// Indices of the rows shown, in order.
    pub visible: Vec<u32>,
    /// When the next token's status changes by itself.
    pub next_change: Option<Instant>,
}

/// Who unlocked the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Their name.
    pub name: crate::domain::name::Name,
    /// Their role.
    pub role: crate::domain::role::Role,
    /// Whether their slot holds the private key.
    pub can_reveal: bool,
}

/// Why unlocking failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnlockFailure {
    /// Neither a passphrase nor a recovery key of this vault.
    Wrong,
    /// Something else went wrong.
    Fault(Failure),
}

/// What became of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyReceipt {
    /// What was copied.
    pub of: String,
    /// What can honestly be said.
    pub message: String,
    /// How long until it is cleared; `None` when it is not.
    pub clears_in: Option<Duration>,
}

/// A change that was made.
#[derive(Debug)]
pub enum Changed {
    /// A token was issued.
    Issued(Issued),
    /// An owner was added.
    Added(Added),
    /// A new secret was made.
    Rotated(Issued),
    /// The token of this selector was ended; the next one, of the account and of projects.
    Revoked(String, Option<Issued>),
    /// Something was done to the token of this selector.
    Token(&'static str, String),
    /// So many findings were accepted.
    Accepted(usize),
    /// So many acceptances were taken back.
    Unaccepted(usize),
    /// A review was begun.
    ReviewBegun(Review),
    /// Something was decided about the token called so.
    Decided(Decision, String),
    /// The review was closed.
    ReviewClosed(Review),
    /// A file was imported.
    Imported(ImportReport),
    /// An owner was changed.
    Owner(String),
}

/// A vault just made.
#[derive(Debug)]
pub struct NewVault {
    /// The vault.
    pub info: VaultInfo,
    /// Its owner, unlocked.
    pub operator: Operator,
    /// The account token.
    pub account: Issued,
    /// What came of the file, where lines of it were wished for.
    pub imported: Option<Result<ImportReport, Failure>>,
    /// The first project's name and token, where one was wished for.
    pub project: Option<(crate::domain::name::Name, Result<Option<Issued>, Failure>)>,
}
