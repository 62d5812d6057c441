//! What each room may reach, and the customs of every file.

use crate::lex::{Piece, Placed, lex};
use crate::paths::{Found, module_of, paths};

/// A room and the rooms below it that it may use.
const ROOMS: [(&str, &[&str]); 13] = [
    ("main", &["app", "cli", "tui", "serve", "config", "domain"]),
    ("lib", &[]),
    ("cli", &["app", "config", "services", "clipboard", "clock", "domain"]),
    ("tui", &["app", "config", "services", "clipboard", "clock", "domain"]),
    ("serve", &["app", "config", "services", "clock", "domain"]),
    ("app", &["config", "services", "store", "vault", "clipboard", "clock", "domain"]),
    ("config", &["clipboard", "domain"]),
    ("services", &["store", "vault", "clipboard", "clock", "domain"]),
    ("store", &["clock", "domain"]),
    ("vault", &["clock", "domain"]),
    ("clipboard", &["clock", "domain"]),
    ("clock", &["domain"]),
    ("domain", &[]),
];

/// Rooms that may know the clipboard's configuration and nothing else of it.
const CLIPBOARD_BY_CONFIGURATION: [&str; 3] = ["cli", "tui", "config"];
const CLIPBOARD_CONFIGURATION: [&str; 2] = ["ClipboardConfig", "Mode"];

/// Crates, or parts of the standard library, and the only rooms that may use them.
const FOREIGN: [(&str, &[&str]); 19] = [
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("hpke", &["vault"]),
    ("argon2", &["vault"]),
    ("chacha20poly1305", &["vault"]),
    ("arboard", &["clipboard"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("clap", &["cli"]),
    ("anyhow", &["main", "app", "cli"]),
    ("tokio", &["serve"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("landlock", &["serve"]),
    ("std::fs", &["main", "app", "cli", "tui", "serve", "config", "services", "store", "vault", "clipboard"]),
    // An address alone reaches nothing.
    ("std::net::IpAddr", &["app", "cli", "tui", "serve", "config", "services", "store", "domain"]),
    ("std::net", &["main", "app", "cli", "serve", "services", "store"]),
    ("std::process", &["main", "app", "cli", "tui", "config", "services", "store", "clipboard"]),
    ("std::time::SystemTime", &["clock"]),
];

/// Beginnings of SQL, which only the store speaks.
const SQL: [&str; 9] =
    ["SELECT ", "INSERT INTO ", "INSERT OR ", "UPDATE ", "DELETE FROM ", "PRAGMA ", "CREATE TABLE ", "BEGIN IMMEDIATE", "DROP "];

/// The modules that a file declares for tests only: `#[cfg(test)] mod fixture;`
pub fn test_modules(file: &str, source: &str) -> Vec<Vec<String>> {
    let pieces: Vec<Piece> = lex(source).into_iter().map(|placed| placed.piece).collect();
    let head: Vec<Piece> = lex("#[cfg(test)] mod").into_iter().map(|placed| placed.piece).collect();
    let names = pieces.windows(head.len() + 2).filter_map(|window| match &window[head.len()..] {
        [Piece::Word(name), Piece::Sign(';')] if window.starts_with(&head) => Some(name.clone()),
        _ => None,
    });
    names.map(|name| module_of(file).into_iter().chain([name]).collect()).collect()
}

/// Checks one file; `file` is its path below `src`, `is_test` whether it is compiled for tests only.
/// Each fault says where and what.
pub fn faults(file: &str, source: &str, is_test: bool) -> Vec<String> {
    let pieces = lex(source);
    let mut faults = Vec::new();
    if !source.starts_with("//! ") {
        faults.push(format!("{file}:1: the file does not open with a //! line that says what it is for"));
    }
    let room = room_of(file);
    let Some((_, reach)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        faults.push(format!("{file}: there is no room {room}"));
        return faults;
    };
    for path in paths(file, &pieces) {
        faults.extend(path_fault(&room, reach, &path).map(|fault| format!("{file}:{}: {fault}", path.line)));
    }
    faults.extend(sql_faults(&room, &pieces).map(|line| format!("{file}:{line}: SQL stands in store/ alone")));
    let allowed = if is_test { Vec::new() } else { allow_faults(&pieces) };
    faults.extend(allowed.into_iter().map(|line| format!("{file}:{line}: a lint is switched off outside tests")));
    faults
}

fn room_of(file: &str) -> String {
    match file {
        "main.rs" => "main".to_owned(),
        "lib.rs" => "lib".to_owned(),
        _ => module_of(file)[1].clone(),
    }
}

fn path_fault(room: &str, reach: &[&str], path: &Found) -> Option<String> {
    let shown = path.segments.join("::");
    if path.segments[0] != "crate" {
        return foreign_fault(room, &shown);
    }
    let Some(target) = path.segments.get(1) else {
        return Some("takes the whole crate, so that nobody sees which rooms".to_owned());
    };
    if target == room || (room == "lib" && path.segments.len() == 2) {
        return None;
    }
    if !reach.contains(&target.as_str()) {
        return Some(format!("{room} reaches {shown}, which is not below it"));
    }
    let part = path.segments.get(2).map_or("", String::as_str);
    let by_configuration = target == "clipboard" && CLIPBOARD_BY_CONFIGURATION.contains(&room);
    (by_configuration && !CLIPBOARD_CONFIGURATION.contains(&part))
        .then(|| format!("{room} reaches {shown}; of the clipboard it may know the configuration only"))
}

fn foreign_fault(room: &str, shown: &str) -> Option<String> {
    let (name, rooms) = FOREIGN.iter().find(|(name, _)| shown == *name || shown.starts_with(&format!("{name}::")))?;
    (!rooms.contains(&room)).then(|| format!("{room} uses {name}, which belongs to {}", rooms.join(", ")))
}

fn sql_faults(room: &str, pieces: &[Placed]) -> impl Iterator<Item = usize> {
    let in_store = room == "store";
    pieces.iter().filter(move |placed| !in_store && is_sql(&placed.piece)).map(|placed| placed.line)
}

fn is_sql(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if SQL.iter().any(|start| text.trim_start().starts_with(start)))
}

/// Lines with `allow(…)` or `expect(…)` in an attribute, before the inline test module.
fn allow_faults(pieces: &[Placed]) -> Vec<usize> {
    let tests_begin = pieces.windows(3).position(|three| {
        three[0].piece == Piece::Word("mod".to_owned())
            && three[1].piece == Piece::Word("tests".to_owned())
            && three[2].piece == Piece::Sign('{')
    });
    let code = &pieces[..tests_begin.unwrap_or(pieces.len())];
    let mut lines = Vec::new();
    let mut depth = 0_usize;
    for (i, placed) in code.iter().enumerate() {
        match &placed.piece {
            Piece::Sign('[') if depth > 0 || follows_hash(code, i) => depth += 1,
            Piece::Sign(']') => depth = depth.saturating_sub(1),
            Piece::Word(word) if depth > 0 && matches!(word.as_str(), "allow" | "expect") => lines.push(placed.line),
            _ => {}
        }
    }
    lines
}

fn follows_hash(pieces: &[Placed], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| &pieces[at].piece);
    let hash = Some(&Piece::Sign('#'));
    before(1) == hash || (before(1) == Some(&Piece::Sign('!')) && before(2) == hash)
}
