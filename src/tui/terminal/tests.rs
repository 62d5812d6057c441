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
    assert!(!bytes.contains(&b'?'), "a small frame needs no marks");
    assert_eq!(bench.lines()[0], "hello");
    assert!(bench.draw(say("hello")).is_empty());
    assert!(!bench.screen.draw(say("hello")).unwrap());
    let large = bench.draw(|frame| {
        for position in frame.area().positions() {
            let red = u8::try_from(position.x).unwrap();
            frame.buffer_mut()[position].set_symbol("x").set_fg(Color::Rgb(red, 0, 0));
        }
    });
    assert!(large.starts_with(BEGIN_UPDATE) && large.ends_with(END_UPDATE));
}

#[test]
fn a_small_change_is_few_bytes() {
    let mut bench = Bench::new();
    bench.draw(say("row one, and so on"));
    let bytes = bench.draw(say("row two, and so on"));
    assert_eq!(bench.lines()[0], "row two, and so on");
    assert!(bytes.len() <= 9, "{}", bytes.len());
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
    // The terminal of these tests is bold or faint, never both.
    let weight = proptest::sample::select(vec![Modifier::empty(), Modifier::BOLD, Modifier::DIM]);
    let others = vec![Modifier::ITALIC, Modifier::REVERSED, Modifier::UNDERLINED];
    let others = proptest::sample::subsequence(others, 0..=2).prop_map(|all| all.into_iter().collect::<Modifier>());
    let modifier = (weight, others).prop_map(|(weight, others)| weight | others);
    (colour.clone(), colour, modifier).prop_map(|(fg, bg, modifier)| Style::reset().fg(fg).bg(bg).add_modifier(modifier))
}

fn text() -> impl Strategy<Value = (String, Style)> {
    let words = vec![
        "deploy key",
        "deploy kin",
        "a    b",
        "a b  b",
        "x",
        "漢字",
        "漢 字漢",
        "e\u{301}tage",
        "──────────",
        "          ",
        "     ",
        "from the edge of the terminal to the edge",
    ];
    (proptest::sample::select(words).prop_map(str::to_owned), style())
}

/// A cell as a person sees it: of a blank only its ground, and what shows on blanks.
fn look(terminal: &vt100::Parser, row: u16, column: u16) -> impl PartialEq + std::fmt::Debug + use<> {
    let cell = terminal.screen().cell(row, column).unwrap();
    let is_blank = cell.contents().trim().is_empty();
    let shows = !is_blank || cell.inverse() || cell.underline();
    let style = shows.then(|| (cell.fgcolor(), cell.inverse(), cell.underline()));
    let weight = (!is_blank).then(|| (cell.bold(), cell.dim(), cell.italic()));
    (cell.contents().trim().to_owned(), cell.bgcolor(), style, weight)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_terminal_always_shows_the_last_frame(
        frames in proptest::collection::vec(
            proptest::collection::vec((0..COLUMNS, 0..ROWS, text()), 0..8), 1..8),
        in_ascii in any::<bool>(),
        whole_again in 0..8_usize,
    ) {
        let bench = || {
            let mut bench = Bench::new();
            if in_ascii {
                bench.screen = Screen::new(Vec::new(), COLUMNS, ROWS).in_ascii();
            }
            bench
        };
        let mut changing = bench();
        let mut buffer = None;
        for (number, pieces) in frames.iter().enumerate() {
            if number == whole_again {
                changing.screen.forget();
            }
            changing.draw(|frame| {
                // Every other frame is drawn over the one before, so that much of it stays.
                if let Some(before) = buffer.take().filter(|_| number % 2 == 1) {
                    *frame.buffer_mut() = before;
                }
                for (x, y, (text, style)) in pieces {
                    frame.buffer_mut().set_string(*x, *y, text, *style);
                }
                buffer = Some(frame.buffer_mut().clone());
            });
            // A terminal drawn whole is the measure for one drawn by differences.
            let mut whole = bench();
            let wanted = buffer.clone().unwrap();
            whole.draw(|frame| *frame.buffer_mut() = wanted);
            for row in 0..ROWS {
                for column in 0..COLUMNS {
                    let (ours, theirs) = (look(&changing.terminal, row, column), look(&whole.terminal, row, column));
                    prop_assert_eq!(ours, theirs, "{} {}", row, column);
                }
            }
        }
    }
}

#[test]
fn what_stays_between_two_changes_is_drawn_again_where_that_is_shorter() {
    let mut bench = Bench::new();
    bench.draw(say("2026-01-31 10:20"));
    let bytes = bench.draw(say("2026-12-30 11:20"));
    assert_eq!(bench.lines()[0], "2026-12-30 11:20");
    assert_eq!(bytes, b"\x1b[;6H12-30 11");
}

#[test]
fn a_line_that_becomes_short_is_erased_at_once_words_and_gaps() {
    let mut bench = Bench::new();
    bench.draw(say("files read    messages  read"));
    let bytes = bench.draw(say("files"));
    assert_eq!(bench.lines()[0].trim_end(), "files");
    assert!(bytes.ends_with(b"\x1b[K") && bytes.len() <= 10, "{:?}", String::from_utf8_lossy(&bytes));
}

#[test]
fn a_coloured_ground_is_drawn_not_erased() {
    let mut bench = Bench::new();
    let bytes = bench.draw(|frame| frame.render_widget(Paragraph::new("").on_blue(), frame.area()));
    let spaces = bytes.iter().filter(|byte| **byte == b' ').count();
    assert_eq!(spaces, usize::from(COLUMNS * ROWS), "some terminals erase with their own ground");
}

#[test]
fn a_blank_of_another_colour_is_the_same_blank() {
    let mut bench = Bench::new();
    bench.draw(say("a b".red()));
    assert!(bench.draw(say(Line::from(vec!["a".red(), " ".green(), "b".red()]))).is_empty());
}

#[test]
fn an_empty_area_is_survived() {
    let mut screen = Screen::new(Vec::new(), 1, 1);
    screen.draw(|frame| frame.render_widget(Paragraph::new("x").bold(), Rect::new(0, 0, 1, 1))).unwrap();
    assert_eq!(screen.size(), (1, 1));
}
