//! A person's first evening with Jeton: everything by keyboard, in tmux, in a window of 80 by 24.

use crate::home::{Home, JETON, PASSPHRASE};
use crate::pty::eventually;
use crate::tmux::Tmux;
use std::thread;
use std::time::Duration;

const STORED: &str = "[ I have stored it ]";

/// A person at the keyboard.
struct Operator {
    home: Home,
    tmux: Tmux,
    /// Every value that was ever on the screen.
    seen: Vec<String>,
}

impl Operator {
    /// At a shell that asks for every passphrase.
    fn sits_down(home: Home) -> Self {
        let tmux = Tmux::start_at(&home, "set-environment -gu JETON_PASSPHRASE_FILE");
        Self { home, tmux, seen: Vec::new() }
    }

    fn starts_jeton(&self) {
        self.tmux.type_in(&format!("{JETON}; echo ended with $?"));
        self.tmux.keys(&["Enter"]);
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        self.tmux.wait_for(text);
    }

    #[track_caller]
    fn sees_no(&self, text: &str) {
        eventually(&format!("{text:?} is gone"), || !self.tmux.screen().contains(text));
    }

    fn presses(&self, keys: &[&str]) {
        self.tmux.keys(keys);
    }

    fn types(&self, text: &str) {
        self.tmux.type_in(text);
    }

    /// Dialogs take no keys for 300 ms, so that a person has seen what they ask.
    fn reads(&self) {
        thread::sleep(Duration::from_millis(350));
    }

    /// The value on the screen, on one unbroken line.
    #[track_caller]
    fn reads_value(&mut self, tag: &str) -> String {
        let start = format!("jtn_{tag}_");
        let mut value = None;
        eventually("a value is shown", || {
            let screen = self.tmux.screen();
            let words = screen.split_whitespace().map(str::to_owned);
            value = words.into_iter().find(|word| word.starts_with(&start) && word.len() == start.len() + 36);
            value.is_some()
        });
        self.seen.push(value.clone().unwrap());
        value.unwrap()
    }

    #[track_caller]
    fn stores_value(&mut self, tag: &str) -> String {
        self.sees(STORED);
        let value = self.reads_value(tag);
        self.reads();
        self.presses(&["Right", "Right", "Enter"]);
        self.sees_no(STORED);
        value
    }

    /// Through the five steps, without a project; what the recovery key is.
    fn sets_up(&self) -> Vec<String> {
        self.sees("Set up a vault");
        self.types("Acme");
        self.presses(&["Enter", "Enter", "Enter"]);
        self.sees("Choose a passphrase");
        self.types(PASSPHRASE);
        self.presses(&["Enter"]);
        self.types(PASSPHRASE);
        self.sees("very strong");
        self.presses(&["Enter"]);
        self.sees("Keep the recovery key");
        let groups = recovery_groups(&self.tmux.screen());
        assert_eq!(groups.len(), 8, "{groups:?}");
        self.presses(&["Right", "Enter"]);
        self.sees("Confirm the recovery key");
        let asked = asked_groups(&self.tmux.screen());
        assert_eq!(asked.len(), 2, "{asked:?}");
        for number in asked {
            self.types(&groups[number - 1]);
            self.presses(&["Enter"]);
        }
        self.sees("A first project");
        self.presses(&["Enter"]);
        groups
    }

    #[track_caller]
    fn unlocks(&self) {
        self.sees("Passphrase");
        self.types(PASSPHRASE);
        self.presses(&["Enter"]);
        self.sees("owner");
        self.sees_no("Passphrase");
    }

    /// The terminal is the shell's again, and nothing that was shown is left in it.
    #[track_caller]
    fn is_back_at_the_shell(&self) {
        self.sees("ended with 0");
        self.types("echo typed_$((40+2))");
        self.sees("ready> echo typed_$((40+2))");
        self.presses(&["Enter"]);
        self.sees("typed_42");
        let left = self.tmux.scrollback();
        assert!(self.seen.iter().all(|value| !left.contains(value.as_str())), "{left}");
        assert!(!left.contains("jtn_"), "{left}");
    }

    /// Adds an owner by its dialog, which opens on projects.
    fn adds(&self, kind: &str, name: &str, project: Option<&str>) {
        self.presses(&["a"]);
        self.sees("─ Add ─");
        self.reads();
        if kind == "bot" {
            self.presses(&["Right"]);
            self.sees("comes with a bot token");
        }
        self.presses(&["Tab"]);
        self.types(name);
        if let Some(project) = project {
            self.presses(&["Tab"]);
            self.types(project);
            self.presses(&["BTab"]);
        }
        // Backwards over the kind to the buttons at the end.
        self.presses(&["BTab", "BTab", "Enter"]);
    }

    fn log(&self) -> Vec<String> {
        let events: serde_json::Value = serde_json::from_str(&self.home.jeton(&["log", "--json"])).unwrap();
        events.as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap().to_owned()).collect()
    }
}

/// `1 A0HYY     2 G9TNV …`
fn recovery_groups(screen: &str) -> Vec<String> {
    let words: Vec<&str> = screen.split_whitespace().collect();
    let numbered = (1..=8).filter_map(|number: usize| {
        let at = words.windows(2).position(|pair| pair[0] == number.to_string() && pair[1].len() == 5 && is_group(pair[1]))?;
        Some(words[at + 1].to_owned())
    });
    numbered.collect()
}

fn is_group(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// `Group 3`
fn asked_groups(screen: &str) -> Vec<usize> {
    let words: Vec<&str> = screen.split_whitespace().collect();
    words.windows(2).filter(|pair| pair[0] == "Group").map(|pair| pair[1].parse().unwrap()).collect()
}

#[test]
fn a_first_evening() {
    let mut operator = Operator::sits_down(Home::empty());
    operator.starts_jeton();
    operator.sets_up();
    operator.stores_value("acc");

    operator.adds("project", "Web", None);
    operator.stores_value("prj");
    operator.adds("bot", "helper", Some("Web"));
    let issued = operator.stores_value("bot");

    operator.presses(&["o"]);
    operator.sees("hides in");
    assert_eq!(operator.reads_value("bot"), issued, "revealed as it was issued");
    operator.presses(&["Escape"]);
    operator.sees_no(&issued);

    operator.presses(&["y"]);
    operator.sees("copied through tmux");
    assert_eq!(operator.tmux.ask(&["show-buffer"]), issued);

    operator.presses(&["r"]);
    operator.sees("─ Rotate ─");
    operator.reads();
    operator.presses(&["Tab", "Right", "Enter"]);
    let rotated = operator.stores_value("bot");
    assert_ne!(rotated, issued);
    operator.sees("rotating");

    operator.presses(&["x"]);
    operator.sees("─ Revoke ─");
    operator.sees("2 values are accepted now");
    operator.reads();
    operator.types("helper");
    operator.presses(&["Tab", "Tab", "Right", "Enter"]);
    operator.sees("revoked");
    operator.sees_no("─ Revoke ─");

    operator.presses(&["q"]);
    operator.sees("Clear and quit");
    operator.reads();
    operator.presses(&["Right", "Enter"]);
    operator.is_back_at_the_shell();
    assert_eq!(operator.tmux.buffers(), [""; 0], "the clipboard was cleared on the way out");
    for action in ["init", "reveal", "copy", "rotate", "revoke"] {
        assert!(operator.log().iter().any(|done| done == action), "{action} is on record: {:?}", operator.log());
    }
}

#[test]
fn the_next_morning_it_asks_for_the_passphrase() {
    let operator = Operator::sits_down(Home::with_bot());
    operator.starts_jeton();
    operator.sees("Passphrase");
    operator.types("not the passphrase");
    operator.presses(&["Enter"]);
    operator.sees("does not unlock");
    operator.sees("before the next try");
    operator.sees_no("before the next try");
    operator.unlocks();
    operator.presses(&["q"]);
    operator.is_back_at_the_shell();
}
