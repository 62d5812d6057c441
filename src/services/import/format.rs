//! The formats that can be imported, and reading a file of one.

use super::entry::Parsed;
use super::{csv, dotenv, json};
use crate::services::{Error, Result};
use std::path::Path;

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The most lines that a file may have values on.
pub const MAX_LINES: usize = 10_000;

/// The format of a file to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportFormat {
    /// `NAME=value` lines.
    Dotenv,
    /// An object of names and values, or a list of records.
    Json,
    /// Rows under a header.
    Csv,
}

impl ImportFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Dotenv, Self::Json, Self::Csv];

    /// The word that names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dotenv => "dotenv",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The format that a file's name promises; dotenv unless it ends in `.json` or `.csv`.
    pub fn of_path(path: &Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        ending.and_then(|ending| Self::from_word(&ending)).unwrap_or(Self::Dotenv)
    }
}

/// Reads a file into its lines.
///
/// # Errors
/// It is too large, has too many lines, or as a whole is not of this format.
pub(super) fn read(bytes: &[u8], format: ImportFormat) -> Result<Vec<Parsed>> {
    let refuse = |why: String| Err(Error::Invalid(why));
    if bytes.len() > MAX_BYTES {
        return refuse(format!("the file has over {} MiB, more than any file of secrets; nothing was imported", MAX_BYTES >> 20));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refuse("the file is UTF-16; save it as UTF-8".to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let parsed = match format {
        ImportFormat::Dotenv => dotenv::parse(bytes),
        ImportFormat::Json => json::parse(bytes)?,
        ImportFormat::Csv => csv::parse(bytes)?,
    };
    if parsed.len() > MAX_LINES {
        return refuse(format!("the file has {} values, and {MAX_LINES} is the most; split it", parsed.len()));
    }
    Ok(parsed)
}
