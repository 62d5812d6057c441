//! A person at the interface: keys go in as a terminal sends them, frames come out; effects run at once.

use crate::world::{Ground, actor, cheap, settings};
use jeton::config::Config;
use jeton::domain::mask::Charset;
use jeton::services::{Environment, Services, Session};
use jeton::tui::dialogs::setup::Setup;
use jeton::tui::effect::Effect;
use jeton::tui::input::{InputEvent, Normaliser};
use jeton::tui::keymap::Keymap;
use jeton::tui::model::Model;
use jeton::tui::model::moment::Moment;
use jeton::tui::msg::{Msg, What};
use jeton::tui::runtime::perform::perform;
use jeton::tui::runtime::translate;
use jeton::tui::runtime::vault::Vault;
use jeton::tui::symbols::Symbols;
use jeton::tui::terminal::Screen;
use jeton::tui::theme::{Colours, Theme};
use jeton::tui::update::update;
use jeton::tui::view::view;
use jeton::tui::{Facts, Launch};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use std::collections::VecDeque;
use std::io::Write;
use std::time::{Duration, Instant};

/// The interface with everything around it held still.
pub struct Desk {
    pub ground: Ground,
    pub model: Model,
    pub vault: Vault,
    /// Bytes that went to the terminal beside the frames.
    pub terminal: Vec<u8>,
    /// Whether it has left.
    pub left: bool,
    /// How often it wanted to be suspended.
    pub suspended: usize,
    theme: Theme,
    up: Duration,
    held: Option<VecDeque<Effect>>,
}

impl Desk {
    /// Over a vault, unlocked when a session is handed in.
    pub fn over(ground: Ground, services: Option<Services>, session: Option<Session>) -> Self {
        Self::with(ground, services, session, Config::default(), Charset::Unicode)
    }

    pub fn with(ground: Ground, services: Option<Services>, session: Option<Session>, config: Config, charset: Charset) -> Self {
        let clipboard =
            Environment { over_ssh: true, term: Some("xterm".to_owned()), has_terminal: true, ..Environment::default() };
        let facts = Facts { term: Some("xterm".to_owned()), charset, colours: Colours::Sixteen, over_ssh: true, clipboard };
        let launch = Launch {
            config,
            settings: settings(),
            path: ground.path(),
            world: ground.world.clone(),
            actor: actor(),
            services,
            session,
            passphrase_hint: None,
            dotenv: None,
            facts,
        };
        let moment = Moment { wall: ground.world.clock.now(), up: Duration::ZERO };
        let (_, model, effects, vault) = launch.unfold(Keymap::built_in().unwrap(), moment);
        let theme = Theme::load("mono", Colours::Sixteen).unwrap();
        let mut desk =
            Self { ground, model, vault, terminal: Vec::new(), left: false, suspended: 0, theme, up: Duration::ZERO, held: None };
        desk.perform(effects);
        desk
    }

    /// The small shop's vault, unlocked.
    pub fn at_work() -> Self {
        let ground = Ground::new();
        let (services, session) = crate::world::lived_in(&ground);
        Self::over(ground, Some(services), Some(session))
    }

    /// As [`Desk::at_work`], with settings of the operator's own.
    pub fn configured(config: Config) -> Self {
        let ground = Ground::new();
        let (services, session) = crate::world::lived_in(&ground);
        Self::with(ground, Some(services), Some(session), config, Charset::Unicode)
    }

    /// Where there is no vault yet, nor the directory that it will be in; with a `.env` of this text beside it, or none.
    pub fn first_run(dotenv: Option<&str>) -> Self {
        let ground = Ground::new();
        let file = ground.directory.path().join(".env");
        if let Some(text) = dotenv {
            std::fs::write(&file, text).unwrap();
        }
        let mut desk = Self::over(ground, None, None);
        desk.vault.path = desk.ground.directory.path().join("share/jeton/jeton.db");
        // Shown, not used: where the test's own directory lies is no part of a frame.
        let path = "/home/mara/.local/share/jeton/jeton.db".to_owned();
        desk.model.setup = Some(Box::new(Setup::new(path, "tester", dotenv.map(|_| file))));
        desk
    }

    /// Effects wait from now on until [`Desk::let_go`].
    pub fn hold_effects(&mut self) {
        self.held = Some(VecDeque::new());
    }

    /// Runs the effects that waited.
    pub fn let_go(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.perform(held.into());
    }

    /// Runs the effect that waited longest; what it leads to waits too.
    pub fn let_one_go(&mut self) {
        if let Some(effect) = self.held.as_mut().and_then(VecDeque::pop_front) {
            self.answer(effect);
        }
    }

    /// Those that wait and would change the vault, or end the program.
    pub fn held_changes(&self) -> Vec<&Effect> {
        let changes = |effect: &&Effect| {
            matches!(
                effect,
                Effect::Change(_) | Effect::Step(_) | Effect::Import(_) | Effect::ChangePassphrase { .. } | Effect::Quit
            )
        };
        self.held.iter().flatten().filter(changes).collect()
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.ground.world.clock.now(), up: self.up }
    }

    pub fn tell(&mut self, what: What) {
        let at = self.moment();
        let effects = update(&mut self.model, Msg { at, what });
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(held) = &mut self.held {
                held.push_back(effect);
                continue;
            }
            match effect {
                Effect::Quit => self.left = true,
                Effect::Suspend => self.suspended += 1,
                // The real cost would only slow the tests down.
                Effect::Prepare { attempt, mut request, passphrase } => {
                    request.kdf = Some(cheap());
                    self.answer(Effect::Prepare { attempt, request, passphrase });
                }
                effect => self.answer(effect),
            }
        }
    }

    fn answer(&mut self, effect: Effect) {
        let done = perform(&self.vault, effect, || false);
        self.terminal.extend(done.terminal);
        if let Some(answer) = done.answer {
            self.tell(answer);
        }
    }

    /// Types a script: text as it stands, `<enter>`, `<esc>`, `<tab>`, `<s-tab>`, `<up>`…, `<c-x>`.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for bytes in bytes_of(script) {
            let mut events = Vec::new();
            let mut normaliser = Normaliser::new(Duration::from_millis(25));
            normaliser.feed(&bytes, Instant::now(), &mut |event| events.push(event));
            normaliser.flush(Instant::now() + Duration::from_secs(1), &mut |event| events.push(event));
            events.into_iter().for_each(|event| self.happen(event));
        }
        self
    }

    /// Presses and releases the main button on the first place where a text stands.
    #[track_caller]
    pub fn click(&mut self, text: &str) -> &mut Self {
        self.report(0, text);
        self
    }

    /// Two clicks, one right after the other.
    #[track_caller]
    pub fn double_click(&mut self, text: &str) -> &mut Self {
        self.click(text).click(text)
    }

    /// Turns the wheel by a notch over the first place where a text stands.
    #[track_caller]
    pub fn wheel(&mut self, text: &str, down: bool) -> &mut Self {
        self.report(if down { 65 } else { 64 }, text);
        self
    }

    /// Sends a mouse report as a terminal does in SGR form, and the one of the release.
    #[track_caller]
    fn report(&mut self, button: u16, text: &str) {
        let frame = self.frame();
        let place = frame.lines().enumerate().find_map(|(row, line)| {
            let (before, _) = line.split_once(text)?;
            Some((unicode_width::UnicodeWidthStr::width(before) + 1, row + 1))
        });
        let (column, row) = place.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{frame}"));
        for bytes in [format!("\x1b[<{button};{column};{row}M"), format!("\x1b[<{button};{column};{row}m")] {
            let mut events = Vec::new();
            Normaliser::new(Duration::from_millis(25)).feed(bytes.as_bytes(), Instant::now(), &mut |event| events.push(event));
            events.into_iter().for_each(|event| self.happen(event));
        }
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let mut events = Vec::new();
        let mut normaliser = Normaliser::new(Duration::from_millis(25));
        let bytes = format!("\x1b[200~{text}\x1b[201~");
        normaliser.feed(bytes.as_bytes(), Instant::now(), &mut |event| events.push(event));
        events.into_iter().for_each(|event| self.happen(event));
        self
    }

    fn happen(&mut self, event: InputEvent) {
        if let Some(what) = translate(&self.model, event) {
            self.tell(what);
        }
    }

    /// Lets time pass, with a wake-up at every deadline in it.
    pub fn pass(&mut self, time: &str) -> &mut Self {
        let end = self.up + Duration::from_secs(time.parse::<jeton::domain::span::Span>().unwrap().as_secs());
        while let Some(deadline) = self.model.deadline().filter(|deadline| *deadline <= end) {
            self.go_to(deadline.max(self.up + Duration::from_millis(1)).min(end));
            self.tell(What::Tick);
        }
        self.go_to(end);
        self.tell(What::Tick);
        self
    }

    /// Lets the guard of a dialog pass.
    pub fn settle(&mut self) -> &mut Self {
        self.go_to(self.up + Duration::from_millis(300));
        self
    }

    fn go_to(&mut self, up: Duration) {
        self.ground.clock.pass(up.saturating_sub(self.up));
        self.up = up;
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.tell(What::Resized(columns, rows));
        self
    }

    /// The frame as text, lines without their trailing spaces.
    pub fn frame(&self) -> String {
        let buffer = self.buffer(&self.theme);
        let mut text = String::new();
        for row in buffer.content().chunks(usize::from(buffer.area.width)) {
            let line: String = row.iter().map(|cell| cell.symbol()).collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Gives the screen another size without a word, as if it had been so all along: being told would hide a value.
    pub fn take_size(&mut self, (columns, rows): (u16, u16)) {
        self.model.size = (columns, rows);
        let (table, tree) = (self.model.table_height(), self.model.tree_height());
        self.model.table.follow(table);
        self.model.tree.move_by(0, tree);
        let calls = self.model.calls_height();
        self.model.traffic.tail.move_by(0, calls);
    }

    /// The frame in a theme and a set of characters.
    pub fn drawn(&mut self, theme: &Theme, charset: Charset) -> Buffer {
        let before = std::mem::replace(&mut self.model.symbols, Symbols::of(charset));
        let buffer = self.buffer(theme);
        self.model.symbols = before;
        buffer
    }

    /// The frame in a theme, and where the text cursor stands in it.
    pub fn drawn_with_cursor(&self, theme: &Theme) -> (Buffer, Option<Position>) {
        let (columns, rows) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view(&self.model, theme, frame)).unwrap();
        let backend = terminal.backend();
        let cursor = backend.cursor_visible().then(|| backend.cursor_position());
        (backend.buffer().clone(), cursor)
    }

    fn buffer(&self, theme: &Theme) -> Buffer {
        self.drawn_with_cursor(theme).0
    }

    /// Draws a frame on a screen, as the loop does after each message.
    pub fn draw_on<W: Write>(&self, screen: &mut Screen<W>) {
        screen.draw(|frame| view(&self.model, &self.theme, frame)).unwrap();
    }

    #[track_caller]
    pub fn expect(&mut self, text: &str) -> &mut Self {
        let frame = self.frame();
        assert!(frame.contains(text), "{text:?} is not on the screen:\n{frame}");
        self
    }

    #[track_caller]
    pub fn expect_not(&mut self, text: &str) -> &mut Self {
        let frame = self.frame();
        assert!(!frame.contains(text), "{text:?} is on the screen:\n{frame}");
        self
    }
}

fn bytes_of(script: &str) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let named =
            rest.strip_prefix('<').and_then(|tail| tail.split_once('>')).and_then(|(name, tail)| Some((named(name)?, tail)));
        match named {
            Some((bytes, tail)) => {
                keys.push(bytes);
                rest = tail;
            }
            None => {
                keys.push(c.to_string().into_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    keys
}

fn named(name: &str) -> Option<Vec<u8>> {
    Some(match name {
        "enter" => b"\r".to_vec(),
        "esc" => b"\x1b".to_vec(),
        "tab" => b"\t".to_vec(),
        "s-tab" => b"\x1b[Z".to_vec(),
        "up" => b"\x1b[A".to_vec(),
        "down" => b"\x1b[B".to_vec(),
        "right" => b"\x1b[C".to_vec(),
        "left" => b"\x1b[D".to_vec(),
        "space" => b" ".to_vec(),
        "bs" => b"\x7f".to_vec(),
        _ => {
            let c = name.strip_prefix("c-")?.bytes().next()?;
            vec![c.to_ascii_uppercase() - 64]
        }
    })
}
