//! The loop: what happens goes to `update`, what it asks for goes to the workers, and then, once, a frame.

mod audit;
pub mod change;
mod first_run;
mod history;
mod import;
pub mod launch;
pub mod perform;
mod review;
pub mod ticker;
mod traffic;
pub mod vault;
mod watch;
pub mod workers;

use super::effect::Effect;
use super::guard::{Guard, Output, Suspend, TerminalError};
use super::input::InputEvent;
use super::key;
use super::model::Model;
use super::msg::{Msg, What};
use super::reader::{Input, Reader};
use super::signals::{self, Signal};
use super::terminal::Screen;
use super::theme::Theme;
use super::update::update;
use super::view::view;
use crate::domain::mask::Charset;
use launch::Launch;
use perform::Done;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use ticker::Ticker;
use vault::Vault;
use workers::Workers;

/// How long a lone escape character is waited on, locally and over SSH.
const ESCAPE_WAIT: [Duration; 2] = [Duration::from_millis(25), Duration::from_millis(75)];

/// Why the interface cannot open.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// The terminal cannot be had.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The theme is not as it should be.
    #[error(transparent)]
    Theme(#[from] super::theme::ThemeError),
    /// The keys are not as they should be.
    #[error("{}{source}", file.as_ref().map(|file| format!("[keys] in {}: ", file.display())).unwrap_or_default())]
    Keymap {
        /// The configuration file that changes them.
        file: Option<std::path::PathBuf>,
        /// What is wrong.
        source: super::keymap::KeymapError,
    },
    /// The machine gives no threads.
    #[error("the interface cannot start: {0}")]
    System(#[from] io::Error),
}

/// What wakes the loop.
enum Event {
    Input(Input),
    Signal(Signal),
    Done(Done),
    Stale,
    UsageChanged,
}

/// The running interface.
struct Tui {
    model: Model,
    theme: Theme,
    ticker: Ticker,
    vault: Arc<Vault>,
    workers: Workers,
    screen: Screen<Output>,
    reader: Reader,
    guard: Guard,
    leaving: bool,
}

/// Runs the interface until the operator leaves.
///
/// # Errors
/// It cannot open; nothing was changed then.
pub fn run(launch: Launch) -> Result<(), TuiError> {
    let theme = Theme::of(&launch.config, launch.facts.colours)?;
    let keymap = super::keymap_of(&launch.config)?;
    let mut ticker = Ticker::start(Arc::clone(&launch.world.clock));
    let (facts, mut model, first, vault) = launch.unfold(keymap, ticker.now());
    let vault = Arc::new(vault);
    let (send, events) = mpsc::channel();
    let guard = Guard::take(facts.term.as_deref(), model.options.mouse)?;
    super::guard::install_panic_hook();
    let (columns, rows) = guard.size()?;
    model.size = (columns, rows);
    let _watch = watch_signals(&send)?;
    let reader = read_input(&send, facts.over_ssh)?;
    let done = send.clone();
    let workers = Workers::start(&vault, move |it| done.send(Event::Done(it)).is_ok())?;
    let stale = send.clone();
    watch::start(Arc::clone(&vault), move || stale.send(Event::Stale).is_ok())?;
    watch::start_usage(Arc::clone(&vault), move || send.send(Event::UsageChanged).is_ok())?;
    let screen = Screen::new(Output::default(), columns, rows);
    let screen = if facts.charset == Charset::Ascii { screen.in_ascii() } else { screen };
    let mut tui = Tui { model, theme, ticker, vault, workers, screen, reader, guard, leaving: false };
    tui.perform(first);
    tui.run(&events);
    Ok(())
}

fn watch_signals(send: &Sender<Event>) -> io::Result<signals::Watch> {
    let send = send.clone();
    signals::watch(move |signal| send.send(Event::Signal(signal)).is_ok())
}

fn read_input(send: &Sender<Event>, over_ssh: bool) -> io::Result<Reader> {
    let send = send.clone();
    Reader::start(ESCAPE_WAIT[usize::from(over_ssh)], move |input| send.send(Event::Input(input)).is_ok())
}

/// What an input event means here: an action of the keymap, a character to type, or nothing.
pub fn translate(model: &Model, event: InputEvent) -> Option<What> {
    match event {
        InputEvent::Key(key) => {
            let action = model.keymap.action(model.context(), key);
            action.map(What::Act).or_else(|| key::typed(key).map(What::Type))
        }
        InputEvent::Paste(text) => Some(What::Paste(text)),
        InputEvent::FocusLost => Some(What::FocusLost),
        InputEvent::Mouse(report) => model.options.mouse.then_some(What::Mouse(report)),
        InputEvent::FocusGained => None,
    }
}

impl Tui {
    fn run(&mut self, events: &Receiver<Event>) {
        // A terminal that is gone ends the loop as surely as a wish to leave.
        while !self.leaving && self.draw().is_ok() {
            self.wait(events);
            while let Ok(event) = events.try_recv() {
                self.take(event);
            }
        }
        self.clear_clipboard();
    }

    fn wait(&mut self, events: &Receiver<Event>) {
        let event = match self.model.deadline() {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => events.recv_timeout(self.ticker.until(deadline)),
        };
        match event {
            Ok(event) => self.take(event),
            Err(RecvTimeoutError::Timeout) => self.tell(What::Tick),
            Err(RecvTimeoutError::Disconnected) => self.leaving = true,
        }
    }

    fn draw(&mut self) -> io::Result<bool> {
        let (model, theme) = (&self.model, &self.theme);
        self.screen.draw(|frame| view(model, theme, frame))
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Input(Input::Event(event)) => self.take_input(event),
            Event::Input(Input::Hangup) | Event::Signal(Signal::Terminate | Signal::Hangup) => self.leave(),
            Event::Signal(Signal::Resize) => self.measure(),
            Event::Signal(Signal::Suspend) => self.suspend(Suspend::Signal),
            Event::Signal(Signal::Continue) => self.take_back(),
            Event::Done(done) => {
                if !done.terminal.is_empty() && self.screen.write_raw(&done.terminal).is_err() {
                    self.leaving = true;
                }
                if let Some(answer) = done.answer {
                    self.tell(answer);
                }
            }
            Event::Stale => self.tell(What::Stale),
            Event::UsageChanged => self.tell(What::UsageChanged),
        }
    }

    fn take_input(&mut self, event: InputEvent) {
        if let Some(what) = translate(&self.model, event) {
            self.tell(what);
        }
    }

    fn tell(&mut self, what: What) {
        let effects = update(&mut self.model, Msg { at: self.ticker.now(), what });
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.leaving = true,
                // At once, whatever the workers are at.
                Effect::Lock => self.vault.lock(),
                Effect::WatchUsage(wanted) => self.vault.watch_usage(wanted),
                Effect::Suspend => self.suspend(Suspend::Key),
                effect => self.workers.run(effect),
            }
        }
    }

    fn leave(&mut self) {
        self.tell(What::Hide);
        self.leaving = true;
    }

    fn measure(&mut self) {
        if let Ok((columns, rows)) = self.guard.size() {
            self.screen.resize(columns, rows);
            self.tell(What::Resized(columns, rows));
        }
    }

    /// After a stop that nobody announced, the terminal is as the shell left it.
    fn take_back(&mut self) {
        self.leaving |= self.guard.apply().is_err();
        self.screen.forget();
        self.measure();
    }

    /// Hands the terminal to the shell, with nothing secret on it, and takes it back later.
    fn suspend(&mut self, wish: Suspend) {
        self.tell(What::Hide);
        if self.draw().is_err() {
            self.leaving = true;
            return;
        }
        self.reader.pause();
        let stopped = self.guard.suspend(wish);
        self.reader.resume();
        self.screen.forget();
        match stopped {
            Ok(was) => {
                self.measure();
                self.tell(What::Resumed(was));
            }
            Err(_) => self.leaving = true,
        }
    }

    /// Nothing of ours stays on the clipboard, nor gets there any more from a copy that is under way.
    fn clear_clipboard(&mut self) {
        let mut bytes = Vec::new();
        if self.vault.copier().close(&mut bytes).is_ok() && !bytes.is_empty() {
            let _ = self.screen.write_raw(&bytes);
        }
    }
}
