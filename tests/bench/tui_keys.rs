//! What a key costs over a slow line: bytes and time of a hundred `j` over 100,000 tokens at 120×40, beside repainting it all.
//!
//! `cargo bench --bench tui_keys [-- TOKENS]`. Counts and times; judges nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod synthetic;

use jeton::config::Config;
use jeton::domain::catalogue::Catalogue;
use jeton::domain::id::TokenId;
use jeton::domain::mask::Charset;
use jeton::domain::role::Role;
use jeton::domain::roster::Roster;
use jeton::services::TokenDetail;
use jeton::tui::action::Action;
use jeton::tui::effect::Effect;
use jeton::tui::keymap::Keymap;
use jeton::tui::model::moment::Moment;
use jeton::tui::model::{Looks, Model};
use jeton::tui::msg::{Arranged, Msg, Operator, Snapshot, What};
use jeton::tui::symbols::Symbols;
use jeton::tui::terminal::Screen;
use jeton::tui::theme::Theme;
use jeton::tui::update::{begin, update};
use jeton::tui::view::view;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TOKENS: usize = 100_000;
const SIZE: (u16, u16) = (120, 40);
const PRESSES: usize = 100;

/// An output that keeps what it is given until it is taken.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The interface, with a reader that answers at once.
struct Desk {
    model: Model,
    theme: Theme,
    screen: Screen<Line>,
    line: Line,
    up: Duration,
    tokens: Roster,
}

impl Desk {
    fn new(tokens: &Roster) -> Self {
        let looks = Looks { keymap: Arc::new(Keymap::built_in().unwrap()), symbols: Symbols::of(Charset::Unicode) };
        let now = Moment { wall: synthetic::now(), up: Duration::ZERO };
        let mut model = Model::new(&Config::default(), Catalogue::built_in().unwrap(), looks, now);
        model.size = SIZE;
        model.info = Some(synthetic::info());
        let line = Line::default();
        let screen = Screen::new(line.clone(), SIZE.0, SIZE.1);
        let mut desk = Self {
            model,
            theme: Theme::load("dark", jeton::tui::theme::Colours::Sixteen).unwrap(),
            screen,
            line,
            up: Duration::ZERO,
            tokens: tokens.clone(),
        };
        let operator = Operator { name: "mara".parse().unwrap(), role: Role::Owner, can_reveal: true };
        let effects = begin(&mut desk.model, Some(operator));
        desk.perform(effects);
        desk
    }

    fn tell(&mut self, what: What) {
        let at = Moment { wall: synthetic::now(), up: self.up };
        let effects = update(&mut self.model, Msg { at, what });
        self.draw();
        self.perform(effects);
    }

    /// Answers as the workers do; a frame comes between, for they take longer than the loop.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let answer = match effect {
                Effect::Load(_) => What::Loaded(Ok(Snapshot {
                    info: synthetic::info(),
                    tokens: self.tokens.clone(),
                    head: 1,
                    whole: true,
                    owners: Arc::new(synthetic::owners()),
                })),
                Effect::Arrange(wish) => {
                    let arrangement = wish.run(|| false).unwrap();
                    What::Arranged(Arranged {
                        generation: wish.generation,
                        rows: wish.rows,
                        order: arrangement.order,
                        visible: arrangement.visible,
                        next_change: arrangement.next_change,
                    })
                }
                Effect::Show(id) => What::Shown(id, Ok(Box::new(self.detail(id)))),
                other => panic!("nobody asked for {other:?}"),
            };
            self.tell(answer);
        }
    }

    fn detail(&self, id: TokenId) -> TokenDetail {
        let row = self.model.table.selected().unwrap();
        assert_eq!(row.id, id);
        synthetic::detail(&row)
    }

    fn draw(&mut self) {
        let (model, theme) = (&self.model, &self.theme);
        self.screen.draw(|frame| view(model, theme, frame)).unwrap();
    }

    fn sent(&self) -> Vec<u8> {
        std::mem::take(&mut *self.line.0.borrow_mut())
    }

    /// Presses a key a hundred times; what each cost.
    fn press(&mut self, action: Action, repaints: bool) -> Vec<Cost> {
        self.sent();
        let mut costs = Vec::with_capacity(PRESSES);
        for _ in 0..PRESSES {
            self.up += Duration::from_millis(300);
            let began = Instant::now();
            if repaints {
                self.screen.forget();
            }
            self.tell(What::Act(action));
            let time = began.elapsed();
            let sent = self.sent();
            costs.push(Cost { bytes: sent.len(), time });
        }
        costs
    }
}

struct Cost {
    bytes: usize,
    time: Duration,
}

fn report(what: &str, costs: &[Cost]) {
    let of = |pick: fn(&Cost) -> u128| {
        let mut all: Vec<u128> = costs.iter().map(pick).collect();
        all.sort_unstable();
        (all[all.len() / 2], all[all.len() * 99 / 100], all.iter().sum::<u128>() / all.len() as u128)
    };
    let (bytes, times) = (of(|cost| cost.bytes as u128), of(|cost| cost.time.as_micros()));
    println!("{what:<24} {:>6} {:>6} {:>6}   {:>7} {:>7} {:>7}", bytes.0, bytes.1, bytes.2, times.0, times.1, times.2);
}

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(TOKENS);
    let tokens = synthetic::tokens(count);
    println!("{count} tokens, {}x{}, {PRESSES} presses each", SIZE.0, SIZE.1);
    println!("{:<24} {:^20}   {:^23}", "", "bytes", "microseconds");
    println!("{:<24} {:>6} {:>6} {:>6}   {:>7} {:>7} {:>7}", "", "median", "p99", "mean", "median", "p99", "mean");
    report("j", &Desk::new(&tokens).press(Action::MoveDown, false));
    report("Ctrl-d", &Desk::new(&tokens).press(Action::HalfPageDown, false));
    report("j, everything repainted", &Desk::new(&tokens).press(Action::MoveDown, true));
}
