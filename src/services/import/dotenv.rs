//! Dotenv files, read strictly: where programs disagree about what a line means, the line is refused rather than guessed.
//!
//! `NAME=value`, with `export ` before it or not; blanks around both; comments; single quotes and backticks as they
//! stand, double quotes with `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; quoted values over several lines. Nothing is ever
//! substituted, least of all from our own environment.

use super::entry::{Parsed, finish, roomy};
use crate::domain::plaintext::Plaintext;

/// The longest quoted value, in bytes; beyond it a quote counts as never closed.
const MAX_QUOTED: usize = 16 * 1024;

const NOT_AN_ASSIGNMENT: &str = "it is not NAME=value";
const NOT_UTF8: &str = "it is not valid UTF-8";
const NEVER_CLOSED: &str = "its quote is never closed";
const AFTER_QUOTE: &str = "something follows its closing quote; put all of the value into the quotes";
const REFERS: &str = "its dollar sign may stand for another variable; if it is meant as it is, put the value into single quotes";

/// Reads a file whose byte order mark is gone already.
pub(super) fn parse(bytes: &[u8]) -> Vec<Parsed> {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    let mut parsed = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (found, used) = read(&lines[at..], at + 1);
        parsed.extend(found);
        at += used;
    }
    parsed
}

/// Reads the first of `lines`, and says how many it took.
fn read(lines: &[&[u8]], number: usize) -> (Option<Parsed>, usize) {
    let Ok(line) = std::str::from_utf8(lines[0]) else {
        return (Some(Parsed::bad(number, None, NOT_UTF8)), 1);
    };
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return (None, 1);
    }
    let Some((name, rest)) = assignment(line) else {
        return (Some(Parsed::bad(number, None, NOT_AN_ASSIGNMENT)), 1);
    };
    let value = match rest.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => quoted(quote, &rest[1..], &lines[1..]),
        _ => unquoted(rest).map(|value| (value, 1)),
    };
    match value {
        Ok((value, used)) => (Some(Parsed::entry(number, name, value)), used),
        Err(reason) => (Some(Parsed::bad(number, Some(name), reason)), 1),
    }
}

/// The name, and what stands after the equals sign.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (left, rest) = line.split_once('=')?;
    let left = left.trim_end();
    let name = match left.strip_prefix("export") {
        Some(after) if after.starts_with([' ', '\t']) => after.trim_start(),
        _ => left,
    };
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let goes_on = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (begins && goes_on).then_some((name, rest.trim_start()))
}

fn unquoted(rest: &str) -> Result<Plaintext, &'static str> {
    let end = rest.char_indices().scan(true, |after_blank, (at, c)| {
        let is_comment = *after_blank && c == '#';
        *after_blank = c.is_whitespace();
        Some((at, is_comment))
    });
    let end = end.into_iter().find(|(_, is_comment)| *is_comment).map_or(rest.len(), |(at, _)| at);
    let text = rest[..end].trim_end();
    if refers(text) {
        return Err(REFERS);
    }
    let mut value = roomy(text.len());
    value.push_str(text);
    Ok(finish(value))
}

/// A quoted value that begins with `first` and may go on over the `following` lines; and the lines that it took.
fn quoted(quote: char, first: &str, following: &[&[u8]]) -> Result<(Plaintext, usize), &'static str> {
    let mut raw = roomy(MAX_QUOTED.min(first.len() + following.iter().map(|line| line.len() + 1).take(400).sum::<usize>()));
    let mut line = first;
    let mut used = 1;
    loop {
        let end = closing(quote, line);
        let text = &line[..end.unwrap_or(line.len())];
        if raw.len() + text.len() > MAX_QUOTED.min(raw.capacity()) {
            return Err(NEVER_CLOSED);
        }
        raw.push_str(text);
        if let Some(end) = end {
            let rest = line[end + 1..].trim_start();
            if !(rest.is_empty() || rest.starts_with('#')) {
                return Err(AFTER_QUOTE);
            }
            break;
        }
        let next = following.get(used - 1).ok_or(NEVER_CLOSED)?;
        line = std::str::from_utf8(next).map_err(|_| NEVER_CLOSED)?;
        if raw.len() == raw.capacity() {
            return Err(NEVER_CLOSED);
        }
        raw.push('\n');
        used += 1;
    }
    if quote != '"' {
        return Ok((finish(raw), used));
    }
    unescape(&raw).map(|value| (value, used))
}

/// Where the quote closes in this line. A backslash guards the next character within double quotes only.
fn closing(quote: char, line: &str) -> Option<usize> {
    let mut guarded = false;
    line.char_indices().find_map(|(at, c)| {
        let closes = c == quote && !guarded;
        guarded = quote == '"' && c == '\\' && !guarded;
        closes.then_some(at)
    })
}

fn unescape(raw: &str) -> Result<Plaintext, &'static str> {
    let mut value = roomy(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['\\', '$']) {
        value.push_str(&rest[..at]);
        if rest[at..].starts_with('$') {
            if refers(&rest[at..at + rest[at..].chars().take(2).map(char::len_utf8).sum::<usize>()]) {
                return Err(REFERS);
            }
            value.push('$');
            rest = &rest[at + 1..];
            continue;
        }
        let mut after = rest[at + 1..].chars();
        match after.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some(c @ ('"' | '\\' | '$')) => value.push(c),
            Some(c) => value.extend(['\\', c]),
            None => value.push('\\'),
        }
        rest = after.as_str();
    }
    value.push_str(rest);
    Ok(finish(value))
}

/// Whether a shell or another reader would put something else in place of a part of it.
fn refers(text: &str) -> bool {
    text.match_indices('$')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(')))
}

#[cfg(test)]
mod tests;
