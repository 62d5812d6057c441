//! What becomes of the terminal when the program ends, however it ends.

use crate::pty::{Terminal, contains, eventually};
use crate::tmux::Tmux;
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const VALUE: &str = "jtn_bot_thisValueMustNotStay";
const LEAVE: &[u8] = b"\x1b[?1049l";

/// Built by cargo beside the tests.
fn probe() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let path = path.join("examples/terminal-probe");
    assert!(path.is_file(), "{} is missing: cargo builds it with all targets", path.display());
    path
}

fn started(arguments: &[&str]) -> Terminal {
    let mut command = CommandBuilder::new(probe());
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    let terminal = Terminal::start(command);
    terminal.wait_to_see("told: .");
    terminal
}

fn pid(terminal: &Terminal) -> Pid {
    Pid::from_raw(i32::try_from(terminal.pid()).unwrap()).unwrap()
}

/// Everything that was switched on is off again, and nothing of the value stays on either screen.
fn assert_given_back(received: &[u8]) {
    // A shell has modes of its own, before and after.
    let from = received.windows(LEAVE.len()).position(|window| window == b"\x1b[?1049h").unwrap();
    let to = received.windows(LEAVE.len()).rposition(|window| window == LEAVE).unwrap();
    let received = &received[from..received.len().min(to + LEAVE.len() + b"\x1b[?25h".len())];
    for mode in [b"\x1b[?1049".as_slice(), b"\x1b[?2004", b"\x1b[?1004", b"\x1b[?1000", b"\x1b[?1006"] {
        let count = |end: u8| received.windows(mode.len() + 1).filter(|w| w.starts_with(mode) && w.ends_with(&[end])).count();
        assert_eq!(count(b'h'), count(b'l'), "{}", String::from_utf8_lossy(mode));
        assert!(count(b'l') > 0);
    }
    let leave = received.windows(LEAVE.len()).rposition(|window| window == LEAVE).unwrap();
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 1_000);
    screen.process(&received[..leave]);
    assert_eq!(screen.screen().contents().trim(), "", "the alternate screen is blanked before it is left");
    screen.process(&received[leave..]);
    assert!(!screen.screen().contents().contains("jtn_bot"), "{}", screen.screen().contents());
    assert!(!screen.screen().hide_cursor());
}

#[test]
fn quitting_gives_the_terminal_back_as_it_was() {
    let mut terminal = started(&[]);
    let raw = terminal.line_discipline();
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
    assert_given_back(&terminal.received());
    assert_ne!(terminal.line_discipline(), raw);
    assert_eq!(terminal.line_discipline(), Terminal::start(CommandBuilder::new("true")).line_discipline());
}

#[test]
fn a_panic_gives_it_back_and_tells_no_value() {
    for (key, place) in [(b"p", "the main thread"), (b"t", "another thread")] {
        let mut terminal = started(&[]);
        terminal.type_keys(key);
        assert_eq!(terminal.exit_code(), 101, "{place}");
        let received = terminal.received();
        assert_given_back(&received);
        let leave = received.windows(LEAVE.len()).rposition(|window| window == LEAVE).unwrap();
        let after = String::from_utf8_lossy(&received[leave..]).into_owned();
        assert!(after.contains("probe.rs:") && after.contains("The terminal is restored"), "{after}");
        assert!(!after.contains(VALUE), "{after}");
    }
}

#[test]
fn after_a_panic_tmux_has_nothing_of_the_value_either() {
    for key in ["p", "t"] {
        let tmux = Tmux::start("");
        tmux.type_in(&probe().display().to_string());
        tmux.keys(&["Enter"]);
        tmux.wait_for(VALUE);
        tmux.type_in(key);
        // The rest of what it says may be wrapped anywhere.
        tmux.wait_for("a fault of its own");
        assert!(!tmux.scrollback().contains(VALUE), "{key}");
    }
}

#[test]
fn a_signal_to_end_is_obeyed_within_a_second_even_by_a_stuck_program() {
    for arguments in [&[][..], &["stubborn"]] {
        for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
            let mut terminal = started(arguments);
            let asked = Instant::now();
            kill_process(pid(&terminal), signal).unwrap();
            let code = terminal.exit_code();
            assert!(asked.elapsed() < Duration::from_secs(3), "{signal:?} {:?}", asked.elapsed());
            assert_eq!(code == 0, arguments.is_empty(), "{signal:?}: {code}");
            assert_given_back(&terminal.received());
        }
    }
}

#[test]
fn a_closed_terminal_ends_even_a_stuck_program_without_spinning() {
    for arguments in [&[][..], &["stubborn"]] {
        let terminal = started(arguments);
        let pid = terminal.pid();
        let closed = Instant::now();
        let mut child = terminal.hang_up();
        eventually("the program has ended", || child.try_wait().unwrap().is_some());
        assert!(closed.elapsed() < Duration::from_secs(3), "{pid}: {:?}", closed.elapsed());
    }
}

#[test]
fn the_shell_takes_over_while_suspended_and_the_frame_comes_back() {
    crate::pty::needs("bash", "bash");
    let mut command = CommandBuilder::new("bash");
    command.args(["--noprofile", "--norc", "-i"]);
    command.env("TERM", "xterm-256color");
    command.env("PS1", "shell> ");
    let mut terminal = Terminal::start(command);
    terminal.wait_to_see("shell>");
    terminal.type_keys(format!("{}\r", probe().display()).as_bytes());
    terminal.wait_to_see("told: .");
    terminal.type_keys(b"\x1a");
    terminal.wait_to_see("Stopped");
    assert_given_back(&terminal.received());
    terminal.type_keys(b"fg\r");
    terminal.wait_to_see("went on");
    terminal.type_keys(b"q");
    eventually("the terminal is given back a second time", || {
        terminal.received().windows(LEAVE.len()).filter(|window| *window == LEAVE).count() == 2
    });
    terminal.type_keys(b"exit\r");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn where_no_shell_could_continue_it_the_key_does_nothing() {
    let mut terminal = started(&[]);
    terminal.type_keys(b"\x1a");
    terminal.wait_to_see("cannot stop");
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_stop_signal_gives_the_terminal_back_until_the_next_one() {
    let mut terminal = started(&[]);
    kill_process(pid(&terminal), Signal::TSTP).unwrap();
    let state = || std::fs::read_to_string(format!("/proc/{}/stat", terminal.pid())).unwrap();
    eventually("it is stopped", || state().rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T')));
    terminal.wait_for("the alternate screen is left", b"\x1b[?1049l\x1b[?25h");
    assert_given_back(&terminal.received());
    kill_process(pid(&terminal), Signal::CONT).unwrap();
    terminal.wait_to_see("went on");
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn another_size_of_the_window_is_noticed() {
    let mut terminal = started(&[]);
    terminal.resize(40, 10);
    terminal.wait_to_see("40x10");
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn late_answers_of_the_terminal_press_nothing_and_typing_goes_through() {
    let mut terminal = started(&[]);
    terminal.type_keys(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;1;6c\x1bP1$r0m\x1b\\j\x1b[A\x1b[200~q\x1b[201~");
    terminal.wait_to_see("told: j Up Paste(Pasted(redacted, truncated: false)).");
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn without_a_terminal_the_way_on_is_named() {
    let output = Command::new(probe()).env("TERM", "xterm").stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(told.contains("NotATerminal"), "{told}");
    let mut command = CommandBuilder::new(probe());
    command.env("TERM", "dumb");
    let mut terminal = Terminal::start(command);
    assert_ne!(terminal.exit_code(), 0);
    assert!(!contains(&terminal.received(), b"\x1b["), "nothing is written to a terminal that cannot be drawn on");
}
