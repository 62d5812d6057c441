//! The mouse on a real terminal: only for those who ask for it, and gone when the program is.

use crate::home::{Home, JETON, PASSPHRASE};
use crate::pty::{Terminal, contains};
use portable_pty::CommandBuilder;

/// What asks a terminal for clicks, and for the form in which they are read.
const MODES: [&[u8]; 2] = [b"\x1b[?1000", b"\x1b[?1006"];

fn unlocked(home: &Home) -> Terminal {
    let mut command = CommandBuilder::new(JETON);
    command.env_clear();
    for (name, value) in home.variables().filter(|(name, _)| *name != "JETON_PASSPHRASE_FILE") {
        command.env(name, value);
    }
    command.cwd(home.path(""));
    let mut terminal = Terminal::start(command);
    terminal.wait_to_see("Passphrase");
    terminal.type_keys(format!("{PASSPHRASE}\r").as_bytes());
    terminal.wait_to_see("ops");
    terminal
}

fn is_asked_for(terminal: &Terminal, mode: &[u8], on: bool) -> bool {
    contains(&terminal.received(), &[mode, if on { b"h" } else { b"l" }].concat())
}

#[test]
fn nobody_who_has_not_asked_for_it_gets_it() {
    let mut terminal = unlocked(&Home::with_bot());
    terminal.type_keys(b"q");
    assert_eq!(terminal.exit_code(), 0);
    for mode in MODES {
        assert!(!contains(&terminal.received(), mode), "{}", String::from_utf8_lossy(mode));
    }
}

#[test]
fn a_click_leaves_and_takes_the_mouse_with_it() {
    let home = Home::with_bot();
    home.configure("[ui]\nmouse = true\n");
    let mut terminal = unlocked(&home);
    assert!(MODES.iter().all(|mode| is_asked_for(&terminal, mode, true)));
    terminal.wait_to_see("q quit");
    let screen = terminal.screen();
    let line = screen.lines().position(|line| line.contains("q quit")).unwrap();
    let column = screen.lines().nth(line).unwrap().split("q quit").next().unwrap().chars().count();
    terminal.type_keys(format!("\x1b[<0;{};{}M", column + 1, line + 1).as_bytes());
    assert_eq!(terminal.exit_code(), 0);
    assert!(MODES.iter().all(|mode| is_asked_for(&terminal, mode, false)));
}
