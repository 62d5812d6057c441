//! The report of a closed review: the same bytes each time it is asked for, so that a second person can compare.

use super::{Decided, Decision, Review};
use crate::domain::Instant;
use crate::domain::label::display_safe;
use crate::domain::number::counted;
use crate::domain::sheet::{Cell, push_csv};
use serde_json::{Value, json};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// For people.
    Markdown,
    /// For tables, RFC 4180; lines that begin with `#` stand before the table.
    Csv,
    /// For programs.
    Json,
}

impl ReportFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Json];

    /// Its word in commands, which is also the usual ending of a file's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The form that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The form that a report's text has, by how it begins.
    pub fn of_text(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [b'{', ..] => Some(Self::Json),
            [b'#', b' ', b'J', b'e', ..] => Some(Self::Markdown),
            [b'#', b' ', b'j', b'e', ..] => Some(Self::Csv),
            _ => None,
        }
    }
}

/// A token of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Its place in the walk, from 1.
    pub place: u32,
    /// Its public id.
    pub token: String,
    /// What people call it, where nothing was decided.
    pub label: String,
    /// What was decided, and what the reviewer was shown.
    pub decided: Option<Decided>,
}

/// A closed review with everything that its report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The review.
    pub review: Review,
    /// The account's name.
    pub account: String,
    /// The vault's fingerprint, which tells it from others.
    pub vault: String,
    /// Hash of the event that closed it: the end of the chain at that moment. 64 hex digits.
    pub head: String,
    /// SHA-256 of [`Report::canonical`], which that event holds too. 64 hex digits.
    pub list_sha256: String,
    /// The tokens in the order of the walk.
    pub rows: Vec<ReportRow>,
}

/// The columns of a row, in each form.
const COLUMNS: [&str; 20] = [
    "place",
    "token",
    "label",
    "decision",
    "until",
    "note",
    "decided_at",
    "decided_by",
    "event",
    "kind",
    "status",
    "scopes",
    "created_at",
    "rotated_at",
    "expires_at",
    "last_used_at",
    "calls_7d",
    "sources",
    "findings",
    "undecided",
];

impl ReportRow {
    /// The row's fields in the order of the columns, as they are.
    fn fields(&self) -> [String; COLUMNS.len()] {
        let Some(decided) = &self.decided else {
            let mut fields: [String; COLUMNS.len()] = Default::default();
            fields[0] = self.place.to_string();
            fields[1] = self.token.clone();
            fields[2] = self.label.clone();
            fields[COLUMNS.len() - 1] = "yes".to_owned();
            return fields;
        };
        let facts = &decided.facts;
        [
            self.place.to_string(),
            self.token.clone(),
            facts.label.clone(),
            decided.decision.word().to_owned(),
            decided.decision.until().map(|at| at.to_string()).unwrap_or_default(),
            decided.note.clone(),
            decided.at.to_string(),
            decided.by.clone(),
            decided.seq.to_string(),
            facts.kind.clone(),
            facts.status.clone(),
            facts.scopes.clone(),
            facts.created_at.clone(),
            facts.rotated_at.clone(),
            facts.expires_at.clone(),
            facts.last_used_at.clone(),
            facts.calls_week.to_string(),
            facts.sources.to_string(),
            facts.findings.clone(),
            String::new(),
        ]
    }
}

/// `30 keep, 5 rotate, 2 undecided`, of rows in any order.
pub fn tally(rows: &[ReportRow]) -> String {
    let count = |word: &str| rows.iter().filter(|row| row.decided.as_ref().is_some_and(|d| d.decision.word() == word)).count();
    let mut said: Vec<String> = Decision::WORDS
        .iter()
        .map(|word| (count(word), *word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    let undecided = rows.iter().filter(|row| row.decided.is_none()).count();
    said.extend((undecided > 0).then(|| format!("{undecided} undecided")));
    said.join(", ")
}

impl Report {
    /// What is signed: every row's fields in order, each behind its length in bytes (eight, big-endian).
    pub fn canonical(rows: &[ReportRow]) -> Vec<u8> {
        let mut form = Vec::new();
        for field in rows.iter().flat_map(ReportRow::fields) {
            form.extend_from_slice(&(field.len() as u64).to_be_bytes());
            form.extend_from_slice(field.as_bytes());
        }
        form
    }

    /// The report as text, ending with a line end.
    pub fn write(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::Markdown => self.markdown(),
            ReportFormat::Csv => self.csv(),
            ReportFormat::Json => self.json(),
        }
    }

    fn closed(&self) -> (Option<Instant>, &str, u64) {
        let closed = self.review.closed.as_ref();
        (closed.map(|closed| closed.at), closed.map_or("", |closed| &closed.by), closed.map_or(0, |closed| closed.seq))
    }

    /// What stands above the rows: names and what they say.
    fn heading(&self) -> [(&'static str, String); 10] {
        let review = &self.review;
        let (closed_at, closed_by, seq) = self.closed();
        [
            ("account", self.account.clone()),
            ("vault", self.vault.clone()),
            ("filter", review.filter.clone()),
            ("begun", format!("{} by {}", review.begun_at, review.begun_by)),
            ("closed", format!("{} by {closed_by}", closed_at.map(|at| at.to_string()).unwrap_or_default())),
            ("tokens", format!("{}: {}", self.rows.len(), tally(&self.rows))),
            ("events", format!("{} to {seq}", review.begun_seq)),
            ("head", self.head.clone()),
            ("list sha256", self.list_sha256.clone()),
            ("check", format!("jeton review check FILE; jeton log verify --head {}", self.head)),
        ]
    }

    fn json(&self) -> String {
        let review = &self.review;
        let (closed_at, closed_by, seq) = self.closed();
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| COLUMNS.iter().zip(row.fields()).map(|(name, field)| ((*name).to_owned(), Value::String(field))).collect())
            .collect();
        let document = json!({
            "jeton_review": review.id.0,
            "account": self.account,
            "vault": self.vault,
            "filter": review.filter,
            "begun_at": review.begun_at.to_string(),
            "begun_by": review.begun_by,
            "begun_event": review.begun_seq,
            "closed_at": closed_at.map(|at| at.to_string()),
            "closed_by": closed_by,
            "closed_event": seq,
            "head": self.head,
            "list_sha256": self.list_sha256,
            "tokens": rows,
        });
        format!("{document:#}\n")
    }

    fn csv(&self) -> String {
        let mut text = format!("# jeton review {}\r\n", self.review.id);
        for (name, said) in self.heading() {
            text.push_str(&format!("# {name}: {}\r\n", display_safe(&said)));
        }
        push_csv(&mut text, COLUMNS.iter().map(|name| (*name).to_owned()));
        for row in &self.rows {
            push_csv(&mut text, row.fields().into_iter());
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("# Jeton review {}\n\n", self.review.id);
        for (name, said) in self.heading() {
            text.push_str(&format!("- **{name}**: {}\n", Cell(&said)));
        }
        let undecided = self.rows.iter().filter(|row| row.decided.is_none());
        for word in Decision::WORDS {
            let rows = self.rows.iter().filter(|row| row.decided.as_ref().is_some_and(|decided| decided.decision.word() == word));
            let rows: Vec<&ReportRow> = rows.collect();
            if rows.is_empty() {
                continue;
            }
            text.push_str(&format!("\n## {word}: {}\n\n", counted(rows.len() as u64, "token", "tokens")));
            text.push_str("| # | token | id | status | scopes | issued | value made | expires | last used | calls in 7 d | addresses | findings | note | decided |\n");
            text.push_str("| ---: | --- | --- | --- | --- | --- | --- | --- | --- | ---: | ---: | --- | --- | --- |\n");
            for row in rows {
                push_markdown(&mut text, row);
            }
        }
        let undecided: Vec<&ReportRow> = undecided.collect();
        if !undecided.is_empty() {
            text.push_str(&format!("\n## undecided: {}\n\n", counted(undecided.len() as u64, "token", "tokens")));
            for row in undecided {
                text.push_str(&format!("- {}: {} {}\n", row.place, Cell(&row.label), Cell(&row.token)));
            }
        }
        text
    }
}

fn push_markdown(text: &mut String, row: &ReportRow) {
    let Some(decided) = &row.decided else { return };
    let facts = &decided.facts;
    let day = |instant: &str| instant.get(..10).unwrap_or(instant).to_owned();
    let expires = if facts.expires_at.is_empty() { "never".to_owned() } else { day(&facts.expires_at) };
    let note = match decided.decision.until() {
        Some(until) => format!("until {}: {}", day(&until.to_string()), decided.note),
        None => decided.note.clone(),
    };
    let decided = format!("{} by {}, event {}", decided.at, decided.by, decided.seq);
    let (calls, sources) = (facts.calls_week.to_string(), facts.sources.to_string());
    let place = row.place.to_string();
    let (issued, made, used) = (day(&facts.created_at), day(&facts.rotated_at), day(&facts.last_used_at));
    let cells = [
        &place,
        &facts.label,
        &row.token,
        &facts.status,
        &facts.scopes,
        &issued,
        &made,
        &expires,
        &used,
        &calls,
        &sources,
        &facts.findings,
        &note,
        &decided,
    ];
    text.push('|');
    for cell in cells {
        text.push_str(&format!(" {} |", Cell(cell)));
    }
    text.push('\n');
}
