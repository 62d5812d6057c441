//! Sifting a file by itself, before the vault is asked: which lines could become tokens, and under which names.

use super::ImportOptions;
use super::entry::{BadLine, Entry, Parsed};
use super::outcome::{ImportLine, ImportOutcome};
use super::service_name::service_of;
use crate::domain::entropy_estimate::check_adoptable;
use crate::domain::expiry::Expiry;
use crate::domain::format::{self, FormatError};
use crate::domain::name::{Name, NameError};
use crate::domain::owner::OwnerKind;
use crate::domain::plaintext::Plaintext;
use crate::domain::secretlike::{self, Likeness};
use crate::services::new_value::MAX_EXTERNAL_BYTES;
use crate::services::{Error, Result};
use std::collections::HashMap;

/// A line that could become a token.
pub(super) struct Candidate {
    pub line: usize,
    /// The external service; of no use when the value is adopted.
    pub service: Name,
    /// The token's name.
    pub name: Name,
    pub value: Plaintext,
    pub note: String,
    pub expiry: Option<Expiry>,
    /// What it looks like in place of a secret.
    pub doubt: Option<String>,
}

impl Candidate {
    /// The line of the report for it.
    pub fn settled(&self, outcome: ImportOutcome) -> ImportLine {
        ImportLine { line: self.line, name: Some(self.name.as_str().to_owned()), outcome, doubt: self.doubt.clone() }
    }
}

/// A line after sifting.
pub(super) enum Sifted {
    Candidate(Candidate),
    Settled(ImportLine),
}

/// Sifts a file's lines.
///
/// # Errors
/// A name that was asked for is not in the file.
pub(super) fn sift(parsed: Vec<Parsed>, options: &ImportOptions) -> Result<Vec<Sifted>> {
    let entries = || parsed.iter().filter_map(entry_of);
    if let Some(missing) = options.only.iter().find(|wanted| !entries().any(|entry| entry.name == **wanted)) {
        return Err(Error::Invalid(format!("no line of the file has the name {missing:?}")));
    }
    let repeats = Repeats::of(entries());
    let mut sifted: Vec<Sifted> = parsed
        .into_iter()
        .map(|line| match line {
            Parsed::Bad(bad) => Sifted::Settled(refusal(bad)),
            Parsed::Entry(entry) => judge(entry, options, &repeats),
        })
        .collect();
    if options.adopt.as_ref().is_some_and(|owner| owner.kind == OwnerKind::Project) {
        keep_one(&mut sifted);
    }
    Ok(sifted)
}

fn entry_of(parsed: &Parsed) -> Option<&Entry> {
    match parsed {
        Parsed::Entry(entry) => Some(entry),
        Parsed::Bad(_) => None,
    }
}

fn refusal(bad: BadLine) -> ImportLine {
    ImportLine { line: bad.line, name: bad.name, outcome: ImportOutcome::refused(bad.reason), doubt: None }
}

fn judge(entry: Entry, options: &ImportOptions, repeats: &Repeats) -> Sifted {
    let line = entry.line;
    let name = shown_name(&entry.name);
    let outcome = match standing(&entry, options, repeats) {
        Some(outcome) => outcome,
        None => match candidate(entry, options) {
            Ok(candidate) => return Sifted::Candidate(candidate),
            Err(reason) => ImportOutcome::refused(reason),
        },
    };
    Sifted::Settled(ImportLine { line, name, outcome, doubt: None })
}

/// A name as the report may repeat it: one that is a secret itself, from swapped columns, is not.
fn shown_name(name: &str) -> Option<String> {
    (!looks_swapped(name)).then(|| name.to_owned())
}

fn looks_swapped(name: &str) -> bool {
    secretlike::is_marked(name) || format::parse(name) != Err(FormatError::Shape)
}

/// What is settled about an entry before its parts are read.
fn standing(entry: &Entry, options: &ImportOptions, repeats: &Repeats) -> Option<ImportOutcome> {
    if looks_swapped(&entry.name) {
        return Some(ImportOutcome::refused("its name looks like a secret; are name and value swapped?"));
    }
    let is_asked_for = options.only.contains(&entry.name);
    if !options.only.is_empty() && !is_asked_for {
        return Some(ImportOutcome::left_out("it was not asked for"));
    }
    let value = entry.value.expose();
    if value.is_empty() {
        return Some(ImportOutcome::left_out("it has no value"));
    }
    if let Some(outcome) = repeats.verdict(entry) {
        return Some(outcome);
    }
    if !is_asked_for
        && !options.all
        && let Some(reason) = doubt(entry)
    {
        return Some(ImportOutcome::left_out(format!("it looks like {reason}")));
    }
    if value.len() > MAX_EXTERNAL_BYTES {
        return Some(ImportOutcome::refused(format!("its value has {} bytes; {MAX_EXTERNAL_BYTES} is the most", value.len())));
    }
    if value.contains('\0') {
        return Some(ImportOutcome::refused("its value holds a NUL character, which no client can send"));
    }
    options.adopt.as_ref().and_then(|_| check_adoptable(value).err()).map(|unfit| ImportOutcome::refused(unfit.to_string()))
}

/// What an entry looks like in place of a secret.
fn doubt(entry: &Entry) -> Option<String> {
    match secretlike::judge(&entry.name, entry.value.expose()) {
        Likeness::Plain(reason) => Some(reason.to_owned()),
        _ => None,
    }
}

fn candidate(entry: Entry, options: &ImportOptions) -> std::result::Result<Candidate, String> {
    let doubt = doubt(&entry);
    let bad_name = |error: NameError| error.to_string();
    let name: Name = entry.name.parse().map_err(bad_name)?;
    let service = match (entry.service, &options.service) {
        (Some(own), _) => own.parse().map_err(bad_name)?,
        (None, Some(all)) => all.clone(),
        (None, None) => service_of(&entry.name).parse().map_err(bad_name)?,
    };
    let expiry = entry.expires.map(|text| text.parse::<Expiry>()).transpose().map_err(|error| error.to_string())?;
    Ok(Candidate { line: entry.line, service, name, value: entry.value, note: entry.note.unwrap_or_default(), expiry, doubt })
}

/// A project has exactly one token, so of several values none is the obvious one.
fn keep_one(sifted: &mut [Sifted]) {
    let count = sifted.iter().filter(|line| matches!(line, Sifted::Candidate(_))).count();
    if count < 2 {
        return;
    }
    for line in sifted {
        if let Sifted::Candidate(candidate) = line {
            let reason = format!("a project has exactly one token, and {count} lines could be it; choose one by its name");
            *line = Sifted::Settled(candidate.settled(ImportOutcome::refused(reason)));
        }
    }
}

/// Names that are there more than once, of the same service.
struct Repeats {
    /// For each name: its first line, and whether every line has the same value.
    names: HashMap<(Option<String>, String), (usize, bool)>,
}

impl Repeats {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut first: HashMap<(Option<String>, String), &Entry> = HashMap::new();
        let mut names = HashMap::new();
        for entry in entries {
            let key = Self::key(entry);
            let earlier = *first.entry(key.clone()).or_insert(entry);
            let seen = names.entry(key).or_insert((earlier.line, true));
            seen.1 &= earlier.value.expose() == entry.value.expose();
        }
        Self { names }
    }

    fn key(entry: &Entry) -> (Option<String>, String) {
        (entry.service.as_deref().map(str::to_lowercase), entry.name.to_lowercase())
    }

    fn verdict(&self, entry: &Entry) -> Option<ImportOutcome> {
        match self.names.get(&Self::key(entry)) {
            Some((_, false)) => Some(ImportOutcome::refused("its name is there more than once, with different values; keep one")),
            Some((first, true)) if *first != entry.line => Some(ImportOutcome::Duplicate { of: format!("line {first}") }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
