//! Frames as a terminal shows them, and the bytes that they take.

use super::*;
use proptest::prelude::*;
use ratatui::backend::Backend;
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

const COLUMNS: u16 = 30;
const ROWS: u16 = 6;

/// A screen and the terminal at the other end of its line.
struct Bench {
    screen: Screen<Vec<u8>>,
    terminal: vt100::Parser,
}

impl Bench {
    fn new() -> Self {
        let (rows, columns) = (ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap());
        Self { screen: Screen::new(Vec::new(), COLUMNS, ROWS), terminal: vt100::Parser::new(rows, columns, 0) }
    }

    /// Draws, lets the terminal see it, and gives the bytes.
    fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Vec<u8> {
        self.screen.draw(view).unwrap();
        let bytes = std::mem::take(&mut self.screen.output);
        self.terminal.process(&bytes);
        bytes
    }

    fn lines(&self) -> Vec<String> {
        self.terminal.screen().rows(0, self.terminal.screen().size().1.get()).collect()
    }
}

fn say<'a>(line: impl Into<Line<'a>>) -> impl FnOnce(&mut Frame<'_>) {
    let line = line.into();
    move |frame| frame.render_widget(Paragraph::new(line), frame.area())
}

#[test]
fn a_frame_is_one_marked_update_and_an_equal_one_is_nothing() {
    let mut bench = Bench::new();
    let bytes = bench.draw(say("hello"));
    assert!(bytes.starts_with(BEGIN_UPDATE) && bytes.ends_with(END_UPDATE));
    assert_eq!(bench.lines()[0], "hello");
    assert!(bench.draw(say("hello")).is_empty());
    assert!(!bench.screen.draw(say("hello")).unwrap());
}

#[test]
fn a_small_change_is_few_bytes() {
    let mut bench = Bench::new();
    bench.draw(say("row one, and so on"));
    let bytes = bench.draw(say("row two, and so on"));
    assert_eq!(bench.lines()[0], "row two, and so on");
    assert!(bytes.len() <= BEGIN_UPDATE.len() + END_UPDATE.len() + 8, "{}", bytes.len());
}

#[test]
fn the_cursor_is_shown_where_a_field_has_it_and_hidden_otherwise() {
    let mut bench = Bench::new();
    bench.draw(|frame| {
        frame.render_widget("name: ", frame.area());
        frame.set_cursor_position(Position::new(6, 0));
    });
    assert!(!bench.terminal.screen().hide_cursor());
    assert_eq!(bench.terminal.screen().cursor_position(), (0, 6));
    bench.draw(say("name: "));
    assert!(bench.terminal.screen().hide_cursor());
}

#[test]
fn after_a_resize_everything_is_drawn_again_once() {
    let mut bench = Bench::new();
    bench.draw(say("hello"));
    for (columns, rows) in [(20, 4), (40, 8), (1, 1), (30, 6)] {
        bench.screen.resize(columns, rows);
        bench.terminal.screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        bench.terminal.process(b"\x1b[mrubbish of a reflow");
        let bytes = bench.draw(say("hello"));
        let clears = bytes.windows(4).filter(|window| window == b"\x1b[2J").count();
        assert_eq!(clears, 1, "{columns}x{rows}");
        assert_eq!(bench.lines().concat().trim(), &"hello"[..usize::from(columns).min(5)]);
        assert!(bench.draw(say("hello")).is_empty());
    }
}

#[test]
fn what_somebody_else_drew_is_drawn_over() {
    let mut bench = Bench::new();
    bench.draw(say("hello"));
    bench.terminal.process(b"\x1b[H\x1b[7;31mshell prompt\x1b[?25h");
    bench.screen.forget();
    bench.draw(say("hello"));
    assert_eq!(bench.lines()[0], "hello");
    assert!(bench.terminal.screen().hide_cursor());
    assert!(!bench.terminal.screen().cell(0, 0).unwrap().inverse());
}

#[test]
fn no_control_character_reaches_the_terminal_from_a_frame() {
    let mut canvas = Canvas::new(Size::new(COLUMNS, ROWS));
    let cells = [Cell::new("\x1b"), Cell::new("\u{9b}")];
    canvas.draw(cells.iter().enumerate().map(|(x, cell)| (x as u16, 0, cell))).unwrap();
    let drawn = String::from_utf8(canvas.bytes().clone()).unwrap();
    assert!(drawn.ends_with("??") && !drawn.contains('\u{9b}'), "{drawn:?}");
}

#[test]
fn a_terminal_without_utf8_gets_none() {
    let mut bench = Bench::new();
    bench.screen = Screen::new(Vec::new(), COLUMNS, ROWS).in_ascii();
    let bytes = bench.draw(say("漢é e\u{301} name"));
    assert!(bytes.is_ascii());
    assert_eq!(bench.lines()[0], "??? ? name");
}

#[test]
fn a_sequence_for_the_clipboard_goes_out_as_it_is() {
    let mut bench = Bench::new();
    bench.screen.write_raw(b"\x1b]52;c;IA==\x1b\\").unwrap();
    assert_eq!(bench.screen.output, b"\x1b]52;c;IA==\x1b\\");
}

#[test]
fn a_terminal_that_is_gone_is_an_error() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert!(Screen::new(Gone, 10, 2).draw(say("hello")).is_err());
}

fn style() -> impl Strategy<Value = Style> {
    let colour =
        proptest::sample::select(vec![Color::Reset, Color::Red, Color::LightBlue, Color::Indexed(99), Color::Rgb(1, 2, 3)]);
    let modifier = proptest::sample::select(vec![Modifier::empty(), Modifier::BOLD, Modifier::REVERSED, Modifier::UNDERLINED]);
    (colour.clone(), colour, modifier).prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

fn text() -> impl Strategy<Value = (String, Style)> {
    (proptest::sample::select(vec!["deploy key", "a    b", "x", "漢字", "漢 字漢"]).prop_map(str::to_owned), style())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_terminal_always_shows_the_last_frame(
        frames in proptest::collection::vec(
            proptest::collection::vec((0..COLUMNS, 0..ROWS, text()), 0..8), 1..6),
    ) {
        let mut bench = Bench::new();
        for pieces in frames {
            let mut wanted = None;
            bench.draw(|frame| {
                for (x, y, (text, style)) in &pieces {
                    frame.buffer_mut().set_string(*x, *y, text, *style);
                }
                wanted = Some(frame.buffer_mut().clone());
            });
            // A terminal drawn whole is the measure for one drawn by differences.
            let mut whole = Bench::new();
            let wanted = wanted.unwrap();
            whole.draw(|frame| *frame.buffer_mut() = wanted);
            for row in 0..ROWS {
                for column in 0..COLUMNS {
                    let (ours, theirs) = (bench.terminal.screen().cell(row, column), whole.terminal.screen().cell(row, column));
                    let look = |cell: Option<&vt100::Cell>| cell.map(|cell| {
                        let blank = cell.contents().trim().is_empty();
                        let fg = (!blank || cell.inverse()).then(|| cell.fgcolor());
                        (cell.contents().trim().to_owned(), fg, cell.bgcolor(), cell.inverse(), cell.underline())
                    });
                    prop_assert_eq!(look(ours), look(theirs), "{} {}", row, column);
                }
            }
        }
    }
}

#[test]
fn an_empty_area_is_survived() {
    let mut screen = Screen::new(Vec::new(), 1, 1);
    screen.draw(|frame| frame.render_widget(Paragraph::new("x").bold(), Rect::new(0, 0, 1, 1))).unwrap();
    assert_eq!(screen.size(), (1, 1));
}
