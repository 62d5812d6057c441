//! The real program on a real terminal: a working day in tmux, and every way in which it can end.

use crate::home::{Home, JETON, PASSPHRASE};
use crate::pty::{Terminal, contains, eventually};
use crate::tmux::Tmux;
use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Dialogs take no keys for 300 ms after they open; a person takes longer.
pub const A_LOOK: Duration = Duration::from_millis(400);

fn value_of(home: &Home, selector: &str) -> String {
    home.jeton(&["reveal", selector]).trim().to_owned()
}

/// The program on a terminal, as an operator starts it: nothing but the home's own variables.
pub fn command(home: &Home, program: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for (name, value) in home.variables().filter(|(name, _)| *name != "JETON_PASSPHRASE_FILE") {
        command.env(name, value);
    }
    command.cwd(home.path(""));
    command
}

/// Opened and unlocked.
pub fn unlocked(home: &Home) -> Terminal {
    let mut terminal = Terminal::start(command(home, JETON));
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(format!("{PASSPHRASE}\r").as_bytes());
    terminal.wait_to_see("ops");
    terminal
}

/// Unlocked, with the bot's value in clear.
fn revealing(home: &Home, value: &str) -> Terminal {
    let mut terminal = unlocked(home);
    terminal.type_keys(b"/helper\r");
    terminal.wait_to_see("1 of 2");
    terminal.type_keys(b"o");
    terminal.wait_to_see(value);
    terminal
}

fn ends(terminal: &mut Terminal, how: &str) {
    let asked = Instant::now();
    terminal.exit_code();
    assert!(asked.elapsed() < Duration::from_secs(3), "{how}: {:?}", asked.elapsed());
}

/// Nothing of the value on the screen that is left, nor on the one behind it; the modes are off.
fn assert_clean(terminal: &Terminal, value: &str) {
    let received = terminal.received();
    let leave = received.windows(8).rposition(|window| window == b"\x1b[?1049l").expect("the alternate screen is left");
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 1_000);
    screen.process(&received[..leave]);
    assert_eq!(screen.screen().contents().trim(), "", "blanked before it is left");
    // A shell switches modes of its own on afterwards.
    let given_back = leave + b"\x1b[?1049l\x1b[?25h".len();
    screen.process(&received[leave..received.len().min(given_back)]);
    assert!(!screen.screen().contents().contains(value));
    assert!(!screen.screen().hide_cursor() && !screen.screen().bracketed_paste() && !screen.screen().alternate_screen());
}

#[test]
fn a_working_day_in_tmux() {
    let home = Home::with_bot();
    let value = value_of(&home, "bot:helper");
    let tmux = Tmux::start_at(&home, "");
    tmux.type_in(&format!("env -u JETON_PASSPHRASE_FILE {JETON}"));
    tmux.keys(&["Enter"]);
    tmux.wait_for("Passphrase");
    tmux.type_in(PASSPHRASE);
    tmux.keys(&["Enter"]);
    tmux.wait_for("ops");
    tmux.type_in("/helper");
    tmux.keys(&["Enter"]);
    tmux.wait_for("1 of 2");

    tmux.type_in("y");
    eventually("the value is tmux's buffer", || !tmux.buffers().is_empty() && tmux.ask(&["show-buffer"]) == value);
    assert!(!tmux.screen().contains(&value), "copied without being shown");
    tmux.type_in("o");
    tmux.wait_for(&value);
    tmux.keys(&["Escape"]);
    eventually("the value is hidden", || !tmux.screen().contains(&value));

    tmux.type_in("r");
    tmux.wait_for("Rotate");
    thread::sleep(A_LOOK);
    tmux.keys(&["Tab", "Right", "Enter"]);
    tmux.wait_for("I have stored it");
    thread::sleep(A_LOOK);
    tmux.keys(&["Right", "Right", "Enter"]);
    tmux.wait_for("rotating");
    tmux.type_in("q");
    tmux.wait_for("Clear and quit");
    thread::sleep(A_LOOK);
    tmux.keys(&["Right", "Enter"]);
    eventually("the shell is back", || tmux.screen().trim_end().ends_with("ready>"));

    let next = value_of(&home, "bot:helper");
    assert_ne!(next, value);
    eventually("the clipboard is cleared on quit", || tmux.buffers().is_empty());
    for value in [&value, &next] {
        assert!(!tmux.scrollback().contains(value.as_str()), "nothing scrolled out with a value in it");
    }
}

#[test]
fn a_change_by_another_process_is_seen_within_a_second_or_so() {
    let home = Home::with_bot();
    let terminal = unlocked(&home);
    home.jeton(&["bot", "add", "newcomer"]);
    terminal.wait_to_see("newcomer");
}

#[test]
fn no_signal_leaves_a_revealed_value_behind() {
    let home = Home::with_bot();
    let value = value_of(&home, "bot:helper");
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut terminal = revealing(&home, &value);
        kill_process(Pid::from_raw(i32::try_from(terminal.pid()).unwrap()).unwrap(), signal).unwrap();
        ends(&mut terminal, "a signal");
        assert_clean(&terminal, &value);
    }
}

#[test]
fn quitting_leaves_a_clean_terminal() {
    let home = Home::with_bot();
    let value = value_of(&home, "bot:helper");
    let mut terminal = revealing(&home, &value);
    terminal.type_keys(b"\x1b");
    eventually("it is hidden", || !terminal.screen().contains(&value));
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
    assert_clean(&terminal, &value);
}

#[test]
fn a_closed_terminal_ends_it() {
    let home = Home::with_bot();
    let terminal = unlocked(&home);
    let closed = Instant::now();
    let mut child = terminal.hang_up();
    eventually("the program has ended", || child.try_wait().unwrap().is_some());
    assert!(closed.elapsed() < Duration::from_secs(3), "{:?}", closed.elapsed());
}

#[test]
fn suspended_to_a_shell_it_hides_the_value_and_comes_back_masked() {
    crate::pty::needs("bash", "bash");
    let home = Home::with_bot();
    let value = value_of(&home, "bot:helper");
    let mut shell = command(&home, "bash");
    shell.args(["--noprofile", "--norc", "-i"]);
    shell.env("PS1", "shell> ");
    let mut terminal = Terminal::start(shell);
    terminal.wait_to_see("shell>");
    terminal.type_keys(format!("{JETON}\r").as_bytes());
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(format!("{PASSPHRASE}\r").as_bytes());
    terminal.wait_to_see("ops");
    terminal.type_keys(b"/helper\r");
    terminal.wait_to_see("1 of 2");
    terminal.type_keys(b"o");
    terminal.wait_to_see(&value);
    terminal.type_keys(b"\x1a");
    terminal.wait_to_see("Stopped");
    assert_clean(&terminal, &value);
    terminal.type_keys(b"fg\r");
    terminal.wait_to_see("helper");
    assert!(!terminal.screen().contains(&value));
    terminal.type_keys(b"q");
    eventually("the shell has the terminal a second time", || {
        terminal.received().windows(8).filter(|window| window == b"\x1b[?1049l").count() == 2
    });
    terminal.type_keys(b"exit\r");
    terminal.exit_code();
}

#[test]
fn late_answers_of_the_terminal_press_nothing() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    let before = terminal.screen();
    for piece in
        [b"\x1b]11;rgb:1e1e/".as_slice(), b"1e1e/2e2e\x1b", b"\\\x1b[?62;", b"1;6c\x1b[24;80R\x1bP>|xterm", b"(390)\x1b\\"]
    {
        terminal.type_keys(piece);
        thread::sleep(Duration::from_millis(10));
    }
    // A key that does show is seen after them, and nothing else happened.
    terminal.type_keys(b"/");
    eventually("the filter opens", || terminal.screen() != before);
    terminal.type_keys(b"\x1b");
    eventually("and the screen is as it was", || terminal.screen() == before);
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_storm_of_sizes_ends_in_a_whole_frame() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    for (columns, rows) in [(1, 1), (300, 100), (39, 9), (2, 50), (200, 3), (60, 15), (80, 24)] {
        terminal.resize(columns, rows);
        thread::sleep(Duration::from_millis(20));
    }
    let from = terminal.received().len();
    // The last size is drawn whole, so that whoever attaches now sees everything.
    terminal.resize(80, 23);
    eventually("a whole frame is drawn", || {
        let received = terminal.received();
        let mut screen = vt100::Parser::new(23.try_into().unwrap(), 80.try_into().unwrap(), 0);
        screen.process(&received[from..]);
        let shown = screen.screen().contents();
        shown.contains("jeton") && shown.contains("helper") && shown.contains("Owners")
    });
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn without_a_terminal_it_names_the_commands_and_writes_no_sequence() {
    let home = Home::with_bot();
    let output = Command::new(JETON).env_clear().envs(home.variables()).stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(told.contains("is not a terminal") && told.contains("jeton ls"), "{told}");
    assert!(!contains(&output.stdout, b"\x1b") && !told.contains('\x1b'));

    let mut dumb = command(&home, JETON);
    dumb.env("TERM", "dumb");
    let mut terminal = Terminal::start(dumb);
    assert_ne!(terminal.exit_code(), 0);
    let told = terminal.received();
    assert!(contains(&told, b"jeton ls") && !contains(&told, b"\x1b"), "{}", String::from_utf8_lossy(&told));
}

/// Both read and write the one vault at once, and neither has to be told.
#[test]
fn what_the_command_line_changes_shows_in_the_open_interface_and_the_other_way_round() {
    let home = Home::with_bot();
    let mut terminal = unlocked(&home);
    home.jeton(&["integration", "add", "mailer"]);
    terminal.wait_to_see("mailer");
    home.jeton(&["integration", "rename", "mailer", "courier"]);
    terminal.wait_to_see("courier");

    terminal.type_keys(b"/courier\r");
    terminal.wait_to_see("1 of 3");
    terminal.type_keys(b"d");
    terminal.wait_to_see("Disable");
    thread::sleep(A_LOOK);
    terminal.type_keys(b"\x1b[C\r");
    eventually("the command line sees it disabled", || home.jeton(&["show", "integration:courier"]).contains("disabled"));
    assert!(home.jeton(&["log", "verify"]).contains("intact"));
    terminal.type_keys(b"q");
    terminal.exit_code();
}
