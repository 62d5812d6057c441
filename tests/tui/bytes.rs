//! What a key costs on a slow line, counted in the bytes that the terminal is sent.

use crate::callers;
use crate::desk::Desk;
use crate::world::{Ground, bare, issue};
use jeton::services::IssueTarget;
use jeton::tui::terminal::Screen;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

const SIZE: (u16, u16) = (120, 40);

/// What was sent since the last look.
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

struct Wire {
    desk: Desk,
    screen: Screen<Line>,
    line: Line,
    terminal: vt100::Parser,
}

impl Wire {
    /// A vault of eighty personal tokens, used or not, on a terminal that shows it.
    fn over_many(is_used: bool) -> Self {
        let ground = Ground::new();
        let (services, session) = bare(&ground);
        let scopes = [&["files:read", "messages:read"][..], &["conversations:*", "files:*", "messages:*", "users:read"]];
        for number in 0..80 {
            let expiry = format!("{}d", 3 + number * 7 % 200);
            issue(
                &services,
                &session,
                IssueTarget::Personal,
                &format!("backup {number:05}"),
                Some(scopes[number / 3 % 2]),
                &expiry,
            );
        }
        if is_used {
            let names: Vec<String> = (0..80).map(|number| format!("pat:backup {number:05}")).collect();
            callers::week(&services, &names, ground.world.clock.now());
        }
        let mut desk = Desk::over(ground, Some(services), Some(session));
        desk.resize(SIZE.0, SIZE.1);
        let line = Line::default();
        let screen = Screen::new(line.clone(), SIZE.0, SIZE.1);
        let terminal = vt100::Parser::new(SIZE.1.try_into().unwrap(), SIZE.0.try_into().unwrap(), 0);
        let mut wire = Self { desk, screen, line, terminal };
        wire.keys("");
        wire
    }

    /// Has the service judge a call; the bytes that showing it costs.
    fn call(&mut self, number: i64, now: jeton::domain::Instant) -> usize {
        let request = [("GET", "/v1/files/file_7"), ("POST", "/v1/chat/messages"), ("GET", "/v1/chat/conversations/conv_01JQ")];
        let call = callers::Called {
            ago: -number,
            token: Some((["pat:backup 00003", "pat:backup 00017"][number as usize % 2], 1)),
            request: request[number as usize % 3],
            scope: None,
            source: Some(["192.0.2.7", "198.51.100.23"][number as usize / 3 % 2]),
            denied: (number % 5 == 4).then_some(jeton::domain::verdict::Reason::NoRoute),
        };
        callers::record(&self.desk.vault.services().unwrap(), &[call], now);
        self.desk.tell(jeton::tui::msg::What::UsageChanged);
        self.keys("")
    }

    /// Presses keys with a frame before and one after the workers have answered; the bytes that they cost.
    fn keys(&mut self, script: &str) -> usize {
        self.desk.hold_effects();
        self.desk.keys(script).draw_on(&mut self.screen);
        self.desk.let_go();
        self.desk.draw_on(&mut self.screen);
        let sent = std::mem::take(&mut *self.line.0.borrow_mut());
        self.terminal.process(&sent);
        let shown: String = self.terminal.screen().rows(0, SIZE.0).map(|row| format!("{}\n", row.trim_end())).collect();
        assert_eq!(shown, self.desk.frame(), "after {script}");
        sent.len()
    }
}

#[test]
fn a_step_through_the_table_costs_four_hundred_bytes_at_most_scrolling_included() {
    for is_used in [false, true] {
        let mut wire = Wire::over_many(is_used);
        let costs: Vec<usize> = (0..75).map(|_| wire.keys("j")).collect();
        let mean = costs.iter().sum::<usize>() / costs.len();
        assert!(mean <= 400, "{mean}: {costs:?}");
        let back: Vec<usize> = (0..75).map(|_| wire.keys("k")).collect();
        let mean = back.iter().sum::<usize>() / back.len();
        assert!(mean <= 400, "{mean}: {back:?}");
    }
}

#[test]
fn following_the_traffic_costs_little_more_than_what_is_new() {
    let mut wire = Wire::over_many(true);
    // The pictures of the figures take three bytes a cell.
    let whole = wire.keys("4");
    assert!(whole <= 5_600, "the whole screen costs {whole}");
    let now = wire.desk.ground.world.clock.now();
    let costs: Vec<usize> = (0..20).map(|second| wire.call(second, now)).collect();
    let mean = costs.iter().sum::<usize>() / costs.len();
    assert!(mean <= 1_300, "{mean}: {costs:?}");
    wire.keys("<space>");
    let held: Vec<usize> = (20..30).map(|second| wire.call(second, now)).collect();
    let mean = held.iter().sum::<usize>() / held.len();
    assert!(mean <= 120, "held still: {mean}: {held:?}");
}

#[test]
fn nothing_costs_more_than_a_screen_and_standing_still_costs_nothing() {
    let mut wire = Wire::over_many(true);
    let screen = usize::from(SIZE.0) * usize::from(SIZE.1);
    for key in
        ["<c-d>", "<c-d>", "<c-u>", "G", "g", "<tab>", "<tab>", "<tab>", "<enter>", "h", "n", "<esc>", "?", "<esc>", ":", "<esc>"]
    {
        wire.desk.settle();
        let cost = wire.keys(key);
        assert!(cost <= screen, "{key} costs {cost}");
        assert_eq!(wire.keys(""), 0, "after {key}");
    }
}
