//! The smallest program that owns the terminal the way Jeton does, for tests of what becomes of the terminal.
//!
//! It shows what it is told, a value among it, and obeys `q` (quit), `p` (panic), `t` (panic of a thread) and Ctrl-z.
//! With the argument `stubborn` it does not end by itself, whatever happens.

use jeton::tui::guard::{Guard, Output, Suspend, install_panic_hook};
use jeton::tui::input::{ESCAPE_WAIT, InputEvent};
use jeton::tui::key;
use jeton::tui::reader::{Input, Reader};
use jeton::tui::signals::{self, Signal};
use jeton::tui::terminal::Screen;
use ratatui::widgets::Paragraph;
use std::error::Error;
use std::sync::mpsc;
use std::time::Duration;

const VALUE: &str = "jtn_bot_thisValueMustNotStay";

enum Message {
    Input(Input),
    Signal(Signal),
}

struct Probe {
    guard: Guard,
    screen: Screen<Output>,
    told: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    install_panic_hook();
    let guard = Guard::take(std::env::var("TERM").ok().as_deref(), true)?;
    let (columns, rows) = guard.size()?;
    let mut probe = Probe { guard, screen: Screen::new(Output::default(), columns, rows), told: Vec::new() };
    let (send, received) = mpsc::channel();
    let signals_to = send.clone();
    let _watch = signals::watch(move |signal| signals_to.send(Message::Signal(signal)).is_ok())?;
    let _reader = Reader::start(ESCAPE_WAIT, move |input| send.send(Message::Input(input)).is_ok())?;
    probe.draw()?;
    let stubborn = std::env::args().nth(1).as_deref() == Some("stubborn");
    while let Ok(message) = received.recv() {
        if !probe.obey(message)? {
            if !stubborn {
                break;
            }
            loop {
                std::thread::sleep(Duration::from_secs(1));
            }
        }
    }
    Ok(())
}

impl Probe {
    /// `false` to end.
    fn obey(&mut self, message: Message) -> Result<bool, Box<dyn Error>> {
        match message {
            Message::Input(Input::Hangup) | Message::Signal(Signal::Terminate | Signal::Hangup) => return Ok(false),
            Message::Signal(Signal::Suspend) => self.suspend(Suspend::Signal)?,
            Message::Signal(Signal::Continue) => {
                self.guard.apply()?;
                self.screen.forget();
            }
            Message::Signal(Signal::Resize) => {
                let (columns, rows) = self.guard.size()?;
                self.screen.resize(columns, rows);
            }
            Message::Input(Input::Event(InputEvent::Key(pressed))) => match key::label(pressed).as_str() {
                "q" => return Ok(false),
                "p" => panic!("{VALUE}"),
                "t" => drop(std::thread::spawn(|| panic!("{VALUE}"))),
                "Ctrl-z" => self.suspend(Suspend::Key)?,
                label => self.told.push(label.to_owned()),
            },
            Message::Input(Input::Event(event)) => self.told.push(format!("{event:?}")),
        }
        self.draw()?;
        Ok(true)
    }

    fn suspend(&mut self, wish: Suspend) -> Result<(), Box<dyn Error>> {
        let stopped = self.guard.suspend(wish)?;
        self.told.push(if stopped { "went on" } else { "cannot stop" }.to_owned());
        self.screen.forget();
        Ok(())
    }

    fn draw(&mut self) -> Result<(), Box<dyn Error>> {
        let (columns, rows) = self.screen.size();
        let text = format!("{VALUE} {columns}x{rows}\ntold: {}.", self.told.join(" "));
        self.screen.draw(|frame| frame.render_widget(Paragraph::new(text), frame.area()))?;
        Ok(())
    }
}
