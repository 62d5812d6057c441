//! At a real terminal: questions, answers that are not echoed, and Ctrl-C.

use crate::common::{Fixture, PASSPHRASE};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than any answer takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program at a terminal of its own.
struct Sitting {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Sitting {
    fn down(vault: &Fixture, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_jeton"));
        command.args(arguments);
        command.cwd(vault.home());
        command.env_clear();
        for (name, value) in [("LANG", "C.UTF-8"), ("TERM", "xterm"), ("JETON_DB", vault.db().to_str().unwrap())] {
            command.env(name, value);
        }
        environment.iter().for_each(|(name, value)| command.env(name, value));
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        Self { child, master: pty.master, keyboard, output, seen: String::new() }
    }

    /// Waits until `text` is on the screen.
    fn sees(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.seen.contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("{text:?} is not to be seen ({error}) in {:?}", self.seen),
            }
        }
    }

    fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn echoes(&self) -> bool {
        let settings = rustix::termios::tcgetattr(line_of(&*self.master)).unwrap();
        settings.local_modes.contains(rustix::termios::LocalModes::ECHO)
    }

    /// Waits for the end: the exit code and all that was seen.
    fn ends(mut self) -> (u32, String) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (status.exit_code(), self.seen)
    }
}

/// The terminal's own side, as another process that has it open: its settings outlive the program.
fn line_of(master: &(dyn MasterPty + Send)) -> std::os::fd::OwnedFd {
    let path = master.tty_name().unwrap();
    std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap().into()
}

#[test]
fn a_typed_passphrase_is_not_echoed() {
    let vault = Fixture::new();
    let mut sitting = Sitting::down(&vault, &["reveal", "account"], &[]);
    sitting.sees("passphrase: ");
    sitting.types(&format!("{PASSPHRASE}\n"));
    sitting.sees("jtn_acc_");
    let (code, seen) = sitting.ends();
    assert_eq!(code, 0);
    assert!(!seen.contains("horse"), "{seen:?}");
}

#[test]
fn ctrl_c_at_the_prompt_gives_the_echo_back() {
    let vault = Fixture::new();
    let mut sitting = Sitting::down(&vault, &["reveal", "account"], &[]);
    sitting.sees("passphrase: ");
    let tty = line_of(&*sitting.master);
    sitting.types("correct ho\u{3}");
    sitting.sees("interrupted");
    let echoes = sitting.echoes();
    let (code, seen) = sitting.ends();
    assert_eq!(code, 130, "{seen}");
    assert!(echoes, "the terminal stays mute");
    assert!(!seen.contains("correct"), "{seen:?}");
    drop(tty);
}

#[test]
fn ctrl_c_at_a_second_prompt_gives_the_echo_back_too() {
    let home = Fixture::empty();
    let mut sitting = Sitting::down(&home, &["init", "--account", "Acme"], &[]);
    sitting.sees("new passphrase: ");
    sitting.types("purple monkey dishwasher nine\n");
    sitting.sees("once more: ");
    let tty = line_of(&*sitting.master);
    sitting.types("\u{3}");
    sitting.sees("interrupted");
    let echoes = sitting.echoes();
    assert_eq!(sitting.ends().0, 130);
    assert!(echoes, "the terminal stays mute");
    drop(tty);
}

#[test]
fn a_new_passphrase_is_typed_twice_and_judged() {
    let home = Fixture::empty();
    let mut sitting = Sitting::down(&home, &["init", "--account", "Acme"], &[]);
    sitting.sees("new passphrase: ");
    sitting.types("purple monkey dishwasher nine\n");
    sitting.sees("strength: very strong");
    sitting.sees("once more: ");
    sitting.types("purple monkey dishwasher nein\n");
    let (code, seen) = sitting.ends();
    assert_eq!(code, 2, "{seen}");
    assert!(seen.contains("the two passphrases differ") && !home.db().exists(), "{seen}");

    let mut sitting = Sitting::down(&home, &["init", "--account", "Acme"], &[]);
    sitting.sees("new passphrase: ");
    sitting.types("password1\n");
    let (code, seen) = sitting.ends();
    assert_eq!(code, 2, "{seen}");
    assert!(seen.contains("strength: very weak") && seen.contains("too easy to guess"), "{seen}");

    let mut sitting = Sitting::down(&home, &["init", "--account", "Acme"], &[]);
    for prompt in ["new passphrase: ", "once more: "] {
        sitting.sees(prompt);
        sitting.types("purple monkey dishwasher nine\n");
    }
    sitting.sees("recovery key, shown this once");
    let (code, seen) = sitting.ends();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("jeton project add NAME") && !seen.contains("dishwasher"), "{seen}");
    home.write("passphrase", "purple monkey dishwasher nine", 0o600);
    home.value(&["reveal", "account"]);
}

#[test]
fn revoking_wants_the_name_typed() {
    let vault = Fixture::new();
    let value = vault.value(&["bot", "add", "helper", "--token", "night"]);
    let first = vault.value(&["bot", "add", "greeter"]);
    let passphrase = vault.home().join("passphrase");
    let environment = [("JETON_PASSPHRASE_FILE", passphrase.to_str().unwrap())];
    for (answer, code) in [("\n", 2), ("helper\n", 2), ("y\n", 2), ("night\n", 0)] {
        let mut sitting = Sitting::down(&vault, &["revoke", "bot:helper"], &environment);
        sitting.sees("the token's name (night) to go on: ");
        sitting.types(answer);
        let (ended, seen) = sitting.ends();
        assert_eq!(ended, code, "{answer:?}: {seen}");
        assert!(seen.contains("is final: its value is refused from then on; no use is recorded"), "{seen}");
        assert_eq!(vault.feed(&value, &["verify"]).code, i32::from(code == 0), "{answer:?}");
    }
    // Every owner has a token named default, so that name would tell nothing.
    let mut sitting = Sitting::down(&vault, &["revoke", "bot:greeter"], &environment);
    sitting.sees("its owner's name (greeter) to go on: ");
    sitting.types("greeter\n");
    assert_eq!(sitting.ends().0, 0);
    assert_eq!(vault.feed(&first, &["verify"]).code, 1);
}

#[test]
fn several_are_revoked_by_their_number() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "one"]);
    vault.value(&["bot", "add", "two"]);
    let passphrase = vault.home().join("passphrase");
    let environment = [("JETON_PASSPHRASE_FILE", passphrase.to_str().unwrap())];
    let mut sitting = Sitting::down(&vault, &["revoke", "bot:one", "bot:two"], &environment);
    sitting.sees("the number of tokens (2) to go on: ");
    sitting.types("2\n");
    assert_eq!(sitting.ends().0, 0);
    assert_eq!(vault.run(&["ls", "status:revoked", "--json"]).out.matches("\"revoked\"").count(), 2);
}

#[test]
fn in_private_mode_no_value_is_printed_on_a_terminal() {
    let vault = Fixture::new();
    let passphrase = vault.home().join("passphrase");
    let environment = [("JETON_PASSPHRASE_FILE", passphrase.to_str().unwrap())];
    for arguments in [&["--private", "reveal", "account"][..], &["--private", "project", "add", "web"]] {
        let (code, seen) = Sitting::down(&vault, arguments, &environment).ends();
        assert_eq!(code, 2, "{seen}");
        assert!(seen.contains("in private mode no value is printed on a terminal") && !seen.contains("jtn_"), "{seen}");
    }
    // Into a pipe it may go.
    assert_eq!(vault.run(&["--private", "reveal", "account"]).code, 0);
}

#[test]
fn a_table_fits_the_terminal_and_has_colour() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "a-helper-with-quite-a-long-name-for-a-bot", "--token", "and-a-token-with-one-too"]);
    let (code, seen) = Sitting::down(&vault, &["ls"], &[]).ends();
    assert_eq!(code, 0);
    assert!(seen.contains("\u{1b}[32mactive\u{1b}[0m"), "{seen:?}");
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 200.try_into().unwrap(), 0);
    screen.process(seen.as_bytes());
    let widest = screen.screen().contents().lines().map(|line| line.trim_end().chars().count()).max().unwrap();
    assert!((60..=80).contains(&widest), "{widest}: {}", screen.screen().contents());
    let (_, plain) = Sitting::down(&vault, &["ls"], &[("NO_COLOR", "1")]).ends();
    assert!(!plain.contains("\u{1b}["), "{plain:?}");
}

#[test]
fn a_passphrase_is_changed_by_typing_the_old_one_and_the_new_one_twice() {
    let vault = Fixture::new();
    let mut sitting = Sitting::down(&vault, &["passphrase"], &[]);
    sitting.sees("present passphrase, or the recovery key: ");
    sitting.types(&format!("{PASSPHRASE}\n"));
    for prompt in ["new passphrase: ", "once more: "] {
        sitting.sees(prompt);
        sitting.types("seven purple otters juggle quietly\n");
    }
    sitting.sees("changed the passphrase of ops");
    let (code, seen) = sitting.ends();
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains("otters") && !seen.contains("horse"), "{seen}");
    vault.write("passphrase", "seven purple otters juggle quietly", 0o600);
    vault.value(&["reveal", "account"]);
}
