//! What opens on top of the screen. Each verb has a file; what they share is the form.

pub mod about;
pub mod accept;
pub mod add_owner;
pub mod archive_owner;
pub mod bulk;
pub mod change_passphrase;
pub mod control;
pub mod copy_line;
pub mod decide;
pub mod disable;
pub mod edit;
pub mod edit_owner;
pub mod expiry;
pub mod explain_call;
pub mod export_log;
pub mod form;
pub mod grace;
pub mod help;
pub mod import;
pub mod in_use;
pub mod issue;
pub mod list;
pub mod narrow;
pub mod palette;
pub mod policy;
pub mod quit;
pub mod report;
pub mod reveal;
pub mod review;
pub mod revoke;
pub mod rotate;
pub mod save_report;
pub mod save_value;
pub mod scopes;
pub mod set_expiry;
pub mod setup;
pub mod shown_once;
pub mod unlock;

use super::effect::Effect;
use super::keymap::Context;
use super::model::Model;
use super::model::moment::Moment;
use about::About;
use control::Slot;
use form::Form;
use help::Help;
use palette::Palette;
use reveal::Reveal;
use shown_once::ShownOnce;
use std::time::Duration;

/// For so long a dialog takes no keys, so that none meant for the screen beneath presses a button.
pub const GUARD: Duration = Duration::from_millis(300);

/// What can be open on top.
#[derive(Debug)]
pub enum Dialog {
    /// A form.
    Form(Box<FormDialog>),
    /// A value shown for a while.
    Reveal(Reveal),
    /// Values that are shown once.
    ShownOnce(ShownOnce),
    /// Work on several tokens, under way.
    Progress,
    /// The keys of a place.
    Help(Help),
    /// Any action by name.
    Palette(Palette),
}

/// What a form is for.
#[derive(Debug)]
pub enum Purpose {
    /// Unlock the vault.
    Unlock,
    /// Issue a token.
    Issue,
    /// Add an owner.
    AddOwner,
    /// Name a file to import.
    Import,
    /// Choose which of its lines are taken.
    ImportLines,
    /// Edit a token.
    Edit(edit::Edited),
    /// Accept findings.
    Accept(Vec<super::model::audit::report::Key>),
    /// Take acceptances back.
    Unaccept(Vec<super::model::audit::report::Key>),
    /// Leave a token only the scopes that it used.
    Narrow(narrow::Narrowed),
    /// Set the expiry of a token.
    SetExpiry(crate::domain::id::TokenId),
    /// Begin a review.
    BeginReview,
    /// Close the open one, of which so many tokens are undecided.
    CloseReview(usize),
    /// Decide about a token under review.
    Decide(crate::domain::id::TokenId, decide::Verb),
    /// Save the report of a review.
    SaveReport(crate::domain::review::ReviewId),
    /// Rotate tokens.
    Rotate(rotate::Rotated),
    /// Extend a grace.
    ExtendGrace(crate::domain::id::TokenId),
    /// End a grace.
    EndGrace(crate::domain::id::TokenId),
    /// Switch tokens off or on.
    Disable(disable::Switched),
    /// End tokens.
    Revoke(revoke::Ended),
    /// Do something to several tokens.
    Bulk(bulk::Bulk),
    /// Read what became of it.
    Report,
    /// Read how the verdict on a call came about.
    ExplainCall(explain_call::Explanation),
    /// Change the operator's passphrase.
    ChangePassphrase,
    /// Rename an owner.
    EditOwner(edit_owner::Edited),
    /// Archive an owner.
    ArchiveOwner(crate::domain::selector::OwnerSelector),
    /// Save values that are shown once.
    SaveValue(Vec<super::effect::Named>),
    /// Export the history that a filter shows.
    ExportLog(crate::domain::filter::EventFilter),
    /// Copy a line that is ready to run.
    CopyLine(copy_line::Lines),
    /// Leave although something is unfinished.
    Quit,
}

/// A form in a frame.
#[derive(Debug)]
pub struct FormDialog {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// The object, its last use, the consequence.
    pub about: Vec<About>,
    /// The controls.
    pub form: Form,
    /// What went wrong when it was tried.
    pub error: Option<String>,
    /// What is being done, while it is.
    pub busy: Option<&'static str>,
    /// When it opened, in time up.
    pub opened: Duration,
}

impl FormDialog {
    /// A form in a frame, opened now.
    pub fn new(purpose: Purpose, title: impl Into<String>, about: Vec<About>, form: Form, now: Moment) -> Self {
        Self { purpose, title: title.into(), about, form, error: None, busy: None, opened: now.up }
    }

    /// The effect that the pressed button asks for; `None` when something has to be mended first.
    pub fn submit(&mut self, model: &Model) -> Option<Effect> {
        self.form.forgive();
        self.error = None;
        let (effect, busy) = match &self.purpose {
            Purpose::Unlock => (unlock::submit(self, model)?, "checking the passphrase"),
            Purpose::Issue => (issue::submit(self, model)?, "issuing"),
            Purpose::AddOwner => (add_owner::submit(self, model)?, "adding"),
            Purpose::Import => (import::submit(self, model)?, "reading"),
            Purpose::ImportLines => (import::submit_lines(self)?, "importing"),
            Purpose::Edit(_) => (edit::submit(self, model)?, "saving"),
            Purpose::Accept(_) => (accept::submit(self, model)?, "accepting"),
            Purpose::Unaccept(_) => (accept::submit(self, model)?, "taking it back"),
            Purpose::Narrow(_) => (narrow::submit(self)?, "narrowing"),
            Purpose::BeginReview => (review::submit(self)?, "beginning"),
            Purpose::CloseReview(_) => (review::submit(self)?, "closing"),
            Purpose::Decide(..) => (decide::submit(self, model)?, "recording"),
            Purpose::SaveReport(_) => (save_report::submit(self)?, "saving"),
            Purpose::SetExpiry(_) => (set_expiry::submit(self, model)?, "saving"),
            Purpose::Rotate(_) => (rotate::submit(self)?, "rotating"),
            Purpose::ExtendGrace(_) | Purpose::EndGrace(_) => (grace::submit(self)?, "changing the grace"),
            Purpose::Disable(_) => (disable::submit(self)?, "switching"),
            Purpose::Revoke(_) => (revoke::submit(self)?, "revoking"),
            Purpose::ChangePassphrase => (change_passphrase::submit(self)?, "changing the passphrase"),
            // Begun by `update`, one token after the other.
            Purpose::Bulk(_) | Purpose::Report | Purpose::ExplainCall(_) => return None,
            Purpose::EditOwner(_) => (edit_owner::submit(self)?, "saving"),
            Purpose::ArchiveOwner(_) => (archive_owner::submit(self)?, "archiving"),
            Purpose::SaveValue(_) => (save_value::submit(self)?, "saving"),
            Purpose::ExportLog(_) => (export_log::submit(self)?, "exporting"),
            Purpose::CopyLine(_) => (copy_line::submit(self)?, "copying"),
            Purpose::Quit => (Effect::Quit, "leaving"),
        };
        self.busy = Some(busy);
        Some(effect)
    }

    /// Brings the form into line with what was just typed: some controls only make sense beside others.
    pub fn settle(&mut self, model: &Model) {
        match self.purpose {
            Purpose::Issue => issue::settle(self, model),
            Purpose::AddOwner => add_owner::settle(self, model),
            Purpose::Rotate(_) | Purpose::ExtendGrace(_) => grace::settle(self),
            Purpose::Edit(_) | Purpose::Accept(_) | Purpose::SetExpiry(_) | Purpose::Decide(..) => expiry::settle(&mut self.form),
            Purpose::SaveReport(_) => save_report::settle(self),
            Purpose::Bulk(_) => bulk::settle(self),
            Purpose::Import => import::settle(self, model),
            Purpose::CopyLine(_) => copy_line::settle(self),
            _ => {}
        }
    }
}

impl Dialog {
    /// Where its keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Self::Form(dialog) if dialog.form.focused_control().is_some_and(control::Control::takes_text) => Context::Field,
            Self::Form(dialog) if matches!(dialog.purpose, Purpose::ExplainCall(_)) => Context::Verdict,
            Self::Form(_) | Self::Progress => Context::Dialog,
            Self::Reveal(_) | Self::ShownOnce(_) => Context::Value,
            Self::Help(_) => Context::Help,
            Self::Palette(_) => Context::Palette,
        }
    }

    /// Whether it is too young to take keys.
    pub fn is_guarded(&self, now: Moment) -> bool {
        let opened = match self {
            // Nothing can be pressed by accident where a passphrase is asked for.
            Self::Form(dialog) if matches!(dialog.purpose, Purpose::Unlock) => return false,
            Self::Form(dialog) => dialog.opened,
            Self::ShownOnce(shown) => shown.opened,
            Self::Reveal(_) | Self::Help(_) | Self::Palette(_) | Self::Progress => return false,
        };
        !now.reached(opened.saturating_add(GUARD))
    }

    /// The next moment that changes what is drawn of it, in time up.
    pub fn deadline(&self, now: Moment) -> Option<Duration> {
        match self {
            Self::Reveal(reveal) => Some(now.next_second(reveal.until).unwrap_or(reveal.until)),
            _ => None,
        }
    }

    /// Whether something is being done for it, which a spinner shows.
    pub fn is_at_work(&self) -> bool {
        match self {
            Self::Form(dialog) => dialog.busy.is_some(),
            Self::Progress => true,
            _ => false,
        }
    }
}

/// A form's answer that a slot holds something wrong.
pub fn refuse<T>(dialog: &mut FormDialog, slot: Slot, error: impl Into<String>) -> Option<T> {
    dialog.form.refuse(slot, error);
    None
}
