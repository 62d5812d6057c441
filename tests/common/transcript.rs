//! A session at the shell, written down: each command with what it printed, what differs from run to run taken out.
//!
//! `<VALUE1>`, `<ID1>` and so on stand for values and ids in the order in which they were first seen, in the
//! transcript as well as in the command lines that come later. ` <<< text` feeds standard input.

use super::fixture::Fixture;
use regex::Regex;

pub struct Transcript<'f> {
    fixture: &'f Fixture,
    text: String,
    seen: Vec<Seen>,
}

/// Things that are told apart by a number.
struct Seen {
    name: &'static str,
    pattern: Regex,
    found: Vec<String>,
}

impl Fixture {
    /// Runs command lines one after the other and writes down what was seen, as [`Transcript`] tells.
    pub fn transcript(&self, lines: &[&str]) -> String {
        let mut transcript = Transcript::new(self);
        lines.iter().for_each(|line| transcript.run(line));
        transcript.finish()
    }
}

impl<'f> Transcript<'f> {
    pub fn new(fixture: &'f Fixture) -> Self {
        let seen = |name, pattern| Seen { name, pattern: Regex::new(pattern).unwrap(), found: Vec::new() };
        let seen = vec![
            seen("VALUE", "[a-z0-9]{2,8}_(?:acc|prj|pat|bot|int)_[0-9A-Za-z]{36}"),
            seen("ID", "tok_[0-9a-z]{12}"),
            seen("HASH", "[0-9a-f]{64}"),
            seen("VAULT", r"\b[0-9a-f]{32}\b"),
        ];
        Self { fixture, text: String::new(), seen }
    }

    pub fn run(&mut self, line: &str) {
        let typed = self.fill_in(line);
        let (command, input) = typed.split_once(" <<< ").unwrap_or((&typed, ""));
        let words = split(command);
        let run = self.fixture.feed(input, &words.iter().map(String::as_str).collect::<Vec<_>>());
        self.text.push_str(&format!("$ jeton {line}\n"));
        for (mark, output) in [("", &run.out), ("! ", &run.err)] {
            for line in self.take_out(output).lines() {
                self.text.push_str(format!("{mark}{line}").trim_end());
                self.text.push('\n');
            }
        }
        if run.code != 0 {
            self.text.push_str(&format!("[exit {}]\n", run.code));
        }
    }

    pub fn finish(self) -> String {
        self.text
    }

    fn fill_in(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for seen in &self.seen {
            for (at, text) in seen.found.iter().enumerate() {
                line = line.replace(&format!("<{}{}>", seen.name, at + 1), text);
            }
        }
        line
    }

    fn take_out(&mut self, output: &str) -> String {
        let mut text = output.replace(&self.fixture.home().display().to_string(), "<HOME>");
        for seen in &mut self.seen {
            text = seen.number(&text);
        }
        for (pattern, instead) in [
            // Where the columns stand depends on the hour of the day.
            (r"[▁▂▃▄▅▆▇█]{24,}", "<CHART>"),
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<TIME>"),
            (r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC)?", "<TIME>"),
            (r"(_?[•*]{8})[0-9A-Za-z]{4}", "${1}<HINT>"),
            (r#""hint": "[0-9A-Za-z]{4}""#, r#""hint": "<HINT>""#),
            (r"\b(current|retiring|retired) +[0-9A-Za-z]{4}\b", "$1  <HINT>"),
            (r"in \d+ (y|mo|d|h|min|s)\b", "in <SPAN>"),
            (r"\d+ (y|mo|d|h|min|s) ago|just now", "<AGO>"),
        ] {
            text = Regex::new(pattern).unwrap().replace_all(&text, instead).into_owned();
        }
        // A table's blanks depend on the widths of what was taken out.
        Regex::new(r"(\S)  +").unwrap().replace_all(&text, "$1  ").into_owned()
    }
}

impl Seen {
    fn number(&mut self, text: &str) -> String {
        let found = &mut self.found;
        let name = self.name;
        let replace = |captures: &regex::Captures<'_>| {
            let at = found.iter().position(|known| known == &captures[0]).unwrap_or_else(|| {
                found.push(captures[0].to_owned());
                found.len() - 1
            });
            format!("<{name}{}>", at + 1)
        };
        self.pattern.replace_all(text, replace).into_owned()
    }
}

/// Words parted by blanks; single quotes hold blanks together.
fn split(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '\'' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
