//! History as a file: for tables, programs and people, each form with the head of the chain at its end, so that a second person
//! can check it.

use super::Event;
use crate::domain::Instant;
use crate::domain::number::counted;
use crate::domain::sheet::{Cell, push_csv};
use serde::Serialize;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// For tables (RFC 4180); the last line, which begins with `#`, holds the head.
    Csv,
    /// One document for programs.
    Json,
    /// A line for each event, the last with the head.
    JsonLines,
    /// For people.
    Markdown,
}

impl ExportFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::JsonLines, Self::Markdown];

    /// Its word in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Markdown => "markdown",
        }
    }

    /// The form that a file's ending names.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "md" => Some(Self::Markdown),
            word => Self::ALL.into_iter().find(|format| format.word() == word),
        }
    }
}

/// One event as programs read it.
#[derive(Debug, Serialize)]
pub struct EventRecord {
    /// 1 for the first, without gaps
    pub seq: u64,
    /// When
    pub at: Instant,
    /// The operator, or the operating system's user
    pub actor: String,
    /// The address of their SSH client
    pub address: Option<String>,
    /// What was done: `issue`, `rotate`, …
    pub action: &'static str,
    /// `done` or `refused`
    pub outcome: &'static str,
    /// The token concerned
    pub token: Option<String>,
    /// The name of the thing at that time
    pub subject: String,
    /// What else there is to say
    pub detail: String,
    /// The event's hash, 64 hex digits
    pub hash: String,
    /// Whether it was also hashed under a key, which needs an unlocked vault
    pub keyed: bool,
}

impl From<&Event> for EventRecord {
    fn from(event: &Event) -> Self {
        let what = &event.what;
        Self {
            seq: event.seq,
            at: what.at,
            actor: what.actor.name.clone(),
            address: what.actor.address.clone(),
            action: what.action.word(),
            outcome: what.outcome.word(),
            token: what.token.map(|id| id.to_string()),
            subject: what.subject.clone(),
            detail: what.detail.clone(),
            hash: hex(&event.hash),
            keyed: event.mac.is_some(),
        }
    }
}

const COLUMNS: [&str; 11] = ["seq", "at", "actor", "address", "action", "outcome", "token", "subject", "detail", "hash", "keyed"];

fn cells(event: &Event) -> [String; COLUMNS.len()] {
    let record = EventRecord::from(event);
    [
        record.seq.to_string(),
        record.at.to_string(),
        record.actor,
        record.address.unwrap_or_default(),
        record.action.to_owned(),
        record.outcome.to_owned(),
        record.token.unwrap_or_default(),
        record.subject,
        record.detail,
        record.hash,
        record.keyed.to_string(),
    ]
}

/// Two lower-case digits a byte.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An export that is being written, part by part.
#[derive(Debug)]
pub struct Export {
    format: ExportFormat,
    events: u64,
}

impl Export {
    /// Of a form; gives what comes before the first event.
    pub fn begin(format: ExportFormat) -> (Self, String) {
        let mut text = String::new();
        match format {
            ExportFormat::Csv => push_csv(&mut text, COLUMNS.iter().map(|name| (*name).to_owned())),
            ExportFormat::Json => text.push_str("{\"events\": ["),
            ExportFormat::JsonLines => {}
            ExportFormat::Markdown => {
                text.push_str("# Jeton log\n\n| # | at | by | action | on | detail |\n| ---: | --- | --- | --- | --- | --- |\n")
            }
        }
        (Self { format, events: 0 }, text)
    }

    /// Appends an event.
    ///
    /// # Errors
    /// None for any event that there is; what the writer of JSON says, should it fail.
    pub fn push(&mut self, text: &mut String, event: &Event) -> serde_json::Result<()> {
        let is_first = self.events == 0;
        self.events += 1;
        match self.format {
            ExportFormat::Csv => push_csv(text, cells(event).into_iter()),
            ExportFormat::Json => {
                text.push_str(if is_first { "\n  " } else { ",\n  " });
                text.push_str(&serde_json::to_string(&EventRecord::from(event))?);
            }
            ExportFormat::JsonLines => {
                text.push_str(&serde_json::to_string(&EventRecord::from(event))?);
                text.push('\n');
            }
            ExportFormat::Markdown => markdown(text, event),
        }
        Ok(())
    }

    /// What comes after the last event: how many there were, and the head of the chain at that time.
    pub fn end(self, seq: u64, hash: &[u8; 32]) -> String {
        let (hash, events) = (hex(hash), self.events);
        let counted = counted(events, "event", "events");
        let head = format!("{{\"seq\": {seq}, \"hash\": \"{hash}\"}}");
        match self.format {
            ExportFormat::Csv => format!("# {counted}; head of the log: event {seq} {hash}\r\n"),
            ExportFormat::Json => format!("\n], \"count\": {events}, \"head\": {head}}}\n"),
            ExportFormat::JsonLines => format!("{{\"count\": {events}, \"head\": {head}}}\n"),
            ExportFormat::Markdown => {
                format!("\n{counted}. Head of the log: event {seq}, `{hash}`. To check: `jeton log verify --head {hash}`\n")
            }
        }
    }
}

fn markdown(text: &mut String, event: &Event) {
    let what = &event.what;
    let by = match &what.actor.address {
        Some(address) => format!("{} ({address})", what.actor.name),
        None => what.actor.name.clone(),
    };
    let refused = if what.outcome == super::Outcome::Refused { " (refused)" } else { "" };
    let at = what.at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    text.push_str(&format!(
        "| {} | {at} | {} | {}{refused} | {} | {} |\n",
        event.seq,
        Cell(&by),
        what.action,
        Cell(&what.subject),
        Cell(&what.detail)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Action, Actor, NewEvent, Outcome};

    fn event(seq: u64, text: &str) -> Event {
        let what = NewEvent {
            at: "2026-03-01T12:00:00Z".parse().unwrap(),
            actor: Actor { name: text.to_owned(), address: None },
            action: Action::Edit,
            outcome: Outcome::Done,
            token: None,
            owner: None,
            subject: text.to_owned(),
            detail: text.to_owned(),
        };
        Event { seq, what, hash: [0xab; 32], mac: None }
    }

    fn export(format: ExportFormat, texts: &[&str]) -> String {
        let (mut export, mut text) = Export::begin(format);
        for (at, of) in texts.iter().enumerate() {
            export.push(&mut text, &event(at as u64 + 1, of)).unwrap();
        }
        text.push_str(&export.end(texts.len() as u64, &[0xcd; 32]));
        text
    }

    const HOSTILE: [&str; 5] = ["=1+1", "@x", "a,\"b\"\r\nc", "\u{1b}[2J|*x*", "-\u{202e}"];

    #[test]
    fn json_is_exact_and_ends_in_the_head() {
        let json: serde_json::Value = serde_json::from_str(&export(ExportFormat::Json, &HOSTILE)).unwrap();
        for (at, text) in HOSTILE.iter().enumerate() {
            assert_eq!(json["events"][at]["detail"], *text);
        }
        assert_eq!((json["count"].as_u64(), json["head"]["seq"].as_u64()), (Some(5), Some(5)));
        assert_eq!(json["head"]["hash"], "cd".repeat(32));
        let lines = export(ExportFormat::JsonLines, &HOSTILE);
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(
            (lines.len(), &lines[2]["subject"], &lines[5]["head"]["hash"]),
            (6, &HOSTILE[2].into(), &"cd".repeat(32).into())
        );
        let empty: serde_json::Value = serde_json::from_str(&export(ExportFormat::Json, &[])).unwrap();
        assert_eq!((&empty["events"], &empty["count"]), (&serde_json::json!([]), &0.into()));
    }

    #[test]
    fn nothing_in_a_table_acts() {
        let csv = export(ExportFormat::Csv, &HOSTILE);
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert_eq!(lines.len(), 8, "a line for each event, the names, the head, and the end: {csv}");
        assert!(lines[1].contains(",'=1+1,") && lines[2].contains(",'@x,") && lines[5].contains(",'-<U+202E>,"), "{csv}");
        assert!(lines[3].contains("\"a,\"\"b\"\"^M^Jc\""), "{csv}");
        assert!(lines[6].starts_with("# 5 events; head of the log: event 5 cdcd"), "{csv}");
        let markdown = export(ExportFormat::Markdown, &HOSTILE);
        assert!(markdown.contains("^\\[\\[2J\\|\\*x\\*") && !markdown.contains('\u{1b}'), "{markdown}");
        assert!(markdown.ends_with(&format!("jeton log verify --head {}`\n", "cd".repeat(32))));
    }
}
