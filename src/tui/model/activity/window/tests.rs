//! The window over a log that is longer than it, as a cursor moves and others write.

use super::*;
use proptest::prelude::*;

/// The height of the view.
const HEIGHT: usize = 20;

/// A log in which every `stride`th entry matches.
struct Log {
    len: u64,
    stride: u64,
    /// Pages that were read.
    pages: usize,
}

impl Log {
    fn new(len: u64, stride: u64) -> Self {
        Self { len, stride, pages: 0 }
    }

    fn head(&self) -> LogHead {
        LogHead { seq: self.len, hash: [0; 32] }
    }

    fn matches(&self, seq: u64) -> bool {
        seq.is_multiple_of(self.stride)
    }

    fn page(&mut self, wanted: Wanted) -> HistoryPage {
        self.pages += 1;
        let (numbers, end): (Vec<u64>, u64) = match wanted.from {
            HistoryFrom::Newest => ((1..=self.len).rev().collect(), 0),
            HistoryFrom::Before(seq) => ((1..seq.min(self.len + 1)).rev().collect(), 0),
            HistoryFrom::After(seq) => ((seq + 1..=self.len).collect(), self.len.max(seq)),
        };
        let mut page = HistoryPage { entries: Vec::new(), to: end, head: self.head() };
        if wanted.entries == 0 {
            page.to = match wanted.from {
                HistoryFrom::After(seq) | HistoryFrom::Before(seq) => seq,
                HistoryFrom::Newest => self.len + 1,
            };
            return page;
        }
        for (looked, seq) in numbers.iter().enumerate() {
            if page.entries.len() == wanted.entries || looked == LOOK_AT {
                return page;
            }
            page.to = *seq;
            if self.matches(*seq) {
                page.entries.push(LogEntry::Unreadable { seq: *seq, why: String::new() });
            }
        }
        page.to = end;
        page
    }

    /// Reads until nothing more is wanted.
    fn serve(&mut self, window: &mut LogWindow) {
        while let Some(wanted) = window.ask() {
            let page = self.page(wanted);
            window.take(wanted.generation, Ok(page), HEIGHT);
            assert!(self.pages < 10_000, "it never has enough");
        }
    }

    fn open(&mut self) -> LogWindow {
        let mut window = LogWindow::default();
        self.serve(&mut window);
        window
    }
}

fn selected(window: &LogWindow) -> u64 {
    window.selected().unwrap().seq()
}

/// What is held is what matches, without a gap, around the cursor.
fn check(window: &LogWindow, log: &Log) {
    let held: Vec<u64> = window.entries.iter().map(LogEntry::seq).collect();
    let (Some(first), Some(last)) = (held.first(), held.last()) else { return };
    let wanted: Vec<u64> = (*last..=*first).rev().filter(|seq| log.matches(*seq)).collect();
    assert_eq!(held, wanted);
    assert!(held.len() <= MOST + PAGE + MARGIN, "{} are held", held.len());
    assert!(window.top <= window.cursor && window.cursor < window.top + HEIGHT);
    let below_view = window.cursor + HEIGHT < held.len();
    assert!(below_view || held.last().is_none_or(|last| *last <= log.stride), "the view runs out at {last}");
    let at_top = window.top > 0 || held.first().is_none_or(|first| first + log.stride > log.len);
    assert!(at_top || window.cursor >= MARGIN, "the view runs out at {first} of {}", log.len);
}

#[test]
fn a_long_log_costs_a_page_until_somebody_goes_back() {
    let mut log = Log::new(100_000, 1);
    let mut window = log.open();
    assert_eq!((window.len(), selected(&window), log.pages), (PAGE, 100_000, 1));
    for _ in 0..4 {
        window.move_by(10, HEIGHT);
        log.serve(&mut window);
    }
    assert_eq!(log.pages, 1);
    for _ in 0..2_000 {
        window.move_by(20, HEIGHT);
        log.serve(&mut window);
        check(&window, &log);
    }
    assert_eq!(selected(&window), 100_000 - 40 - 40_000);
    window.first(HEIGHT);
    log.serve(&mut window);
    assert_eq!((selected(&window), window.top), (100_000, 0));
    window.last(HEIGHT);
    log.serve(&mut window);
    assert_eq!(selected(&window), 1);
    check(&window, &log);
    window.move_by(-30, HEIGHT);
    log.serve(&mut window);
    assert_eq!(selected(&window), 31);
}

#[test]
fn new_entries_appear_above_and_the_cursor_stays_on_its_own() {
    let mut log = Log::new(1_000, 1);
    let mut window = log.open();
    window.move_by(3, HEIGHT);
    log.len += 2;
    window.news();
    log.serve(&mut window);
    assert_eq!((selected(&window), window.cursor, window.top), (997, 5, 0), "the new ones are seen");
    window.move_by(60, HEIGHT);
    let top = window.top;
    log.len += 2;
    window.news();
    log.serve(&mut window);
    assert_eq!((selected(&window), window.top), (937, top + 2), "what is read does not move");
    window.move_by(300, HEIGHT);
    log.len += 5;
    window.news();
    log.serve(&mut window);
    assert_eq!((window.head, window.len()), (Some(log.head()), 1_004), "far from the end only the head is read");
    window.first(HEIGHT);
    log.serve(&mut window);
    assert_eq!(selected(&window), log.len);
    check(&window, &log);
}

#[test]
fn a_rare_match_is_searched_step_by_step_until_somebody_stops_it() {
    let mut log = Log::new(100_000, 99_000);
    let mut window = LogWindow::default();
    let wanted = window.ask().unwrap();
    window.take(wanted.generation, Ok(log.page(wanted)), HEIGHT);
    assert_eq!((window.len(), window.searched_to()), (1, Some(80_001)));
    let wanted = window.ask().unwrap();
    assert!(window.halt() && !window.halt());
    window.take(wanted.generation, Ok(log.page(wanted)), HEIGHT);
    assert_eq!((window.ask(), window.searched_to(), window.is_halted()), (None, Some(80_001), true), "a late answer is void");
    window.move_by(1, HEIGHT);
    log.serve(&mut window);
    assert!(window.is_whole() && window.searched_to().is_none());
    assert_eq!(log.pages, 1 + 1 + 4, "five steps of 20,000, one of them in vain");
}

#[test]
fn a_window_that_begins_anew_shows_the_old_one_until_there_is_something() {
    let mut log = Log::new(5_000, 1);
    let mut window = log.open();
    window.move_by(40, HEIGHT);
    let late = {
        window.restart();
        window.ask().unwrap()
    };
    assert_eq!(window.len(), PAGE, "nothing flickers");
    window.restart_around_selected();
    window.take(late.generation, Ok(log.page(late)), HEIGHT);
    assert!(window.is_fresh, "the answer to the older wish is void");
    log.serve(&mut window);
    assert_eq!(selected(&window), 4_960);
    assert!(window.top > 0 && window.at(window.top).unwrap().seq() > 4_960, "with what happened after it above");
    check(&window, &log);
}

#[test]
fn a_failure_is_kept_until_something_changes() {
    let mut window = LogWindow::default();
    let wanted = window.ask().unwrap();
    window.take(wanted.generation, Err("the disk is gone".to_owned()), HEIGHT);
    assert_eq!(window.ask(), None);
    assert_eq!(window.failed.as_deref(), Some("the disk is gone"));
    window.news();
    assert!(window.ask().is_some());
}

#[derive(Clone, Debug)]
enum Step {
    Move(isize),
    First,
    Last,
    Write(u64),
    Around,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (-3_000isize..3_000).prop_map(Step::Move),
        1 => Just(Step::First),
        1 => Just(Step::Last),
        2 => (1u64..30).prop_map(Step::Write),
        1 => Just(Step::Around),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_done_nothing_is_missing_around_the_cursor(
        len in 1u64..30_000,
        stride in prop::sample::select(vec![1u64, 2, 7, 900]),
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let mut log = Log::new(len.max(stride), stride);
        let mut window = log.open();
        for step in steps {
            let before = window.selected().map(LogEntry::seq);
            match step {
                Step::Move(by) => window.move_by(by, HEIGHT),
                Step::First => window.first(HEIGHT),
                Step::Last => window.last(HEIGHT),
                Step::Around => window.restart_around_selected(),
                Step::Write(count) => {
                    log.len += count;
                    window.news();
                }
            }
            log.serve(&mut window);
            check(&window, &log);
            if matches!(step, Step::Write(_) | Step::Around) {
                prop_assert_eq!(window.selected().map(LogEntry::seq), before);
            }
        }
    }
}
