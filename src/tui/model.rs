//! Everything that the interface knows. Nothing in here acts; `update` changes it and `view` draws it.

pub mod activity;
pub mod areas;
pub mod arrange;
pub mod audit;
pub mod availability;
pub mod batch;
pub mod detail;
pub mod filter_line;
pub mod lock;
pub mod moment;
pub mod rows;
pub mod screen;
pub mod toast;
pub mod traffic;
pub mod tree;
pub mod walk;
pub mod window;

use super::action::Action;
use super::dialogs::Dialog;
use super::dialogs::setup::Setup;
use super::hit::Hit;
use super::keymap::{Context, Keymap};
use super::symbols::Symbols;
use crate::config::Config;
use crate::domain::Instant;
use crate::domain::catalogue::Catalogue;
use crate::domain::filter::Filter;
use crate::domain::id::TokenId;
use crate::services::VaultInfo;
use activity::Activity;
use arrange::Order;
use audit::AuditScreen;
use detail::DetailPane;
use filter_line::FilterLine;
use lock::Lock;
use moment::Moment;
use rows::Table;
pub use screen::{Screen, TABS, Tab};
use std::sync::Arc;
use std::time::Duration;
use toast::Toasts;
use traffic::TrafficScreen;
use tree::Tree;
use walk::Walk;

/// A part of the screen that keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Pane {
    /// The owners tree.
    Owners,
    /// The token table.
    #[default]
    Tokens,
    /// The detail of the selected token.
    Detail,
}

/// What the configuration and the environment say, as far as the interface needs it.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a revealed value stays.
    pub reveal_for: Duration,
    /// The grace that a rotation starts on.
    pub grace: crate::domain::span::Span,
    /// Scopes that exist.
    pub catalogue: Catalogue,
    /// Whether clicks and the wheel are listened to.
    pub mouse: bool,
    /// Whether nothing on the screen moves without need.
    pub reduced_motion: bool,
}

/// A value of ours on the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// What it belongs to.
    pub of: String,
    /// When it is cleared, in time up; `None` when it is not.
    pub clears_at: Option<Duration>,
}

/// Keys and characters, which stay as they are while the program runs.
#[derive(Clone, Debug)]
pub struct Looks {
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The characters.
    pub symbols: &'static Symbols,
}

/// The spinner turns eight times a second.
const SPIN: Duration = Duration::from_millis(125);

/// The model.
#[derive(Debug)]
pub struct Model {
    /// The moment of the last message.
    pub now: Moment,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What configuration and environment say.
    pub options: Options,
    /// The vault, once there is one.
    pub info: Option<VaultInfo>,
    /// Setting up the first vault.
    pub setup: Option<Box<Setup>>,
    /// The lock.
    pub lock: Lock,
    /// The screen shown.
    pub screen: Screen,
    /// The keys, for hints, help and the palette.
    pub keymap: Arc<Keymap>,
    /// The characters that pictures are made of.
    pub symbols: &'static Symbols,
    /// The pane that keys go to.
    pub pane: Pane,
    /// The owners tree.
    pub tree: Tree,
    /// The token table.
    pub table: Table,
    /// The rows as last read; shown as soon as they are arranged.
    pub fresh: Fresh,
    /// The order of the rows shown, for the next filter to walk along.
    pub order: Option<Arc<Order>>,
    /// Whether the vault has been read whole; before, only the first rows are there.
    pub loaded: bool,
    /// Whether the latest reading failed: what is shown may be old.
    pub unreadable: bool,
    /// Whether it is being read, and whether it must be read again afterwards.
    pub reading: Reading,
    /// The latest wish for an arrangement.
    pub generation: u64,
    /// When a shown status next changes by itself.
    pub next_change: Option<Instant>,
    /// The detail pane.
    pub detail: DetailPane,
    /// The `/` line of the tokens.
    pub filter: FilterLine<Filter>,
    /// The audit screen.
    pub audit: AuditScreen,
    /// The review walk.
    pub walk: Walk,
    /// The activity screen.
    pub activity: Activity,
    /// The traffic screen.
    pub traffic: TrafficScreen,
    /// What is open on top, the last one uppermost.
    pub dialogs: Vec<Dialog>,
    /// The token whose value is being opened to be shown.
    pub revealing: Option<TokenId>,
    /// Work on several tokens, under way.
    pub batch: Option<Box<batch::Batch>>,
    /// Numbers the tries at reading a file to import.
    pub attempt: u64,
    /// What was asked for while locked; done once the vault is unlocked.
    pub after_unlock: Option<Action>,
    /// Short messages.
    pub toasts: Toasts,
    /// A value of ours on the clipboard.
    pub clipboard: Option<Copied>,
    /// Private mode: nothing is revealed, hints are hidden.
    pub private: bool,
    /// What was last clicked, and when, in time up; another click soon after makes two.
    pub clicked: Option<(Hit, Duration)>,
    /// Whether the program is about to leave.
    pub leaving: bool,
}

/// The rows as last read.
#[derive(Clone, Debug, Default)]
pub struct Fresh {
    /// Every token, or the first ones only.
    pub rows: rows::Rows,
    /// Number of the newest event that they take into account; `None` where everything is to be read anew.
    pub head: Option<u64>,
    /// Counts the states that were read.
    pub version: u64,
}

/// Where reading the vault stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Reading {
    /// Nothing is under way.
    #[default]
    Idle,
    /// It is being read.
    Busy,
    /// It is being read and has changed since.
    Again,
}

impl Model {
    /// The model before the first message.
    pub fn new(config: &Config, catalogue: Catalogue, looks: Looks, now: Moment) -> Self {
        let idle = config.lock.idle.as_secs();
        Self {
            now,
            size: (80, 24),
            options: Options {
                reveal_for: Duration::from_secs(config.ui.reveal_for.as_secs()),
                grace: config.rotate.grace,
                catalogue,
                mouse: config.ui.mouse,
                reduced_motion: config.ui.reduced_motion,
            },
            info: None,
            setup: None,
            lock: Lock { idle_limit: (idle > 0).then(|| Duration::from_secs(idle)), active_at: now.up, ..Lock::default() },
            screen: Screen::default(),
            keymap: looks.keymap,
            symbols: looks.symbols,
            pane: Pane::default(),
            tree: Tree::default(),
            table: Table::default(),
            fresh: Fresh::default(),
            order: None,
            loaded: false,
            unreadable: false,
            reading: Reading::default(),
            generation: 0,
            next_change: None,
            detail: DetailPane::default(),
            filter: FilterLine::default(),
            audit: AuditScreen::default(),
            walk: Walk::default(),
            activity: Activity::default(),
            traffic: TrafficScreen::default(),
            dialogs: Vec::new(),
            revealing: None,
            batch: None,
            attempt: 0,
            after_unlock: None,
            toasts: Toasts::default(),
            clipboard: None,
            private: config.ui.private,
            clicked: None,
            leaving: false,
        }
    }

    /// Where keys are looked up now.
    pub fn context(&self) -> Context {
        let text_in_focus =
            |form: &super::dialogs::form::Form| form.focused_control().is_some_and(|control| control.takes_text());
        if let Some(setup) = &self.setup {
            return if setup.form().is_some_and(text_in_focus) { Context::Field } else { Context::Dialog };
        }
        if let Some(dialog) = self.dialogs.last() {
            return dialog.context();
        }
        match self.screen {
            Screen::Tokens if self.filter.open => Context::Filter,
            Screen::Tokens => match self.pane {
                Pane::Owners => Context::Tree,
                Pane::Tokens => Context::Table,
                Pane::Detail => Context::Detail,
            },
            Screen::Audit if self.walk.is_on => Context::Walk,
            Screen::Audit => self.audit.context(),
            Screen::Activity => self.activity.context(),
            Screen::Traffic => self.traffic.context(),
        }
    }

    /// What is uppermost.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialogs.last()
    }

    /// The seconds that a countdown shows: where motion is reduced, only each fifth.
    pub fn countdown(&self, seconds: u64) -> u64 {
        const STEP: u64 = 5;
        if self.options.reduced_motion { seconds.div_ceil(STEP) * STEP } else { seconds }
    }

    /// The spinner's picture now; one that stands still where motion is reduced.
    pub fn spinner(&self) -> &'static str {
        match self.options.reduced_motion {
            true => self.symbols.ellipsis,
            false => self.symbols.spin(usize::try_from(self.now.up.as_millis() / SPIN.as_millis()).unwrap_or(0)),
        }
    }

    /// When the spinner's picture next changes, if it ever does.
    pub fn next_spin(&self) -> Option<Duration> {
        let turns = u32::try_from(self.now.up.as_millis() / SPIN.as_millis()).unwrap_or(u32::MAX);
        (!self.options.reduced_motion).then(|| SPIN.saturating_mul(turns.saturating_add(1)))
    }

    /// When `update` wants to hear of the time again, in time up; `None` while nothing counts down.
    pub fn deadline(&self) -> Option<Duration> {
        let clears = self.clipboard.as_ref().and_then(|copied| copied.clears_at).map(|at| self.now.next_second(at).unwrap_or(at));
        let status = self.next_change.map(|at| self.up_at(at));
        let dialogs = self.dialogs.iter().filter_map(|dialog| dialog.deadline(self.now)).min();
        let works = self.dialogs.iter().any(Dialog::is_at_work) || self.setup.as_ref().is_some_and(|setup| setup.is_at_work());
        let works = works || (self.screen == Screen::Audit && self.audit.reading && !self.audit.is_read);
        let spin = self.next_spin().filter(|_| works);
        let detail = self.detail.next_change(self.now);
        let audit = self.audit.deadline(self.screen, self.now);
        [audit, self.toasts.deadline(), self.lock.deadline(self.now), clears, status, dialogs, spin, detail]
            .into_iter()
            .flatten()
            .min()
    }

    /// The time up at a wall-clock instant, were the clock to run on evenly.
    fn up_at(&self, at: Instant) -> Duration {
        let left = at.as_millisecond().saturating_sub(self.now.wall.as_millisecond());
        self.now.plus(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
    }
}
