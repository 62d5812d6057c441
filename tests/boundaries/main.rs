//! The map of the house holds: imports point down, front ends reach past nothing, and every file keeps the customs.

#![allow(clippy::expect_used)] // a test that cannot read the source has nothing else to say

mod lex;
mod paths;
mod rules;

use rules::{faults, test_modules};
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_keeps_to_its_room() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 100, "only {} files were found below {}", files.len(), root.display());
    let read = |path: PathBuf| {
        let file = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        (file, std::fs::read_to_string(&path).expect("source is UTF-8"))
    };
    let files: Vec<(String, String)> = files.into_iter().map(read).collect();
    let tests: Vec<Vec<String>> = files.iter().flat_map(|(file, source)| test_modules(file, source)).collect();
    let is_test = |file: &str| tests.iter().any(|module| paths::module_of(file).starts_with(module));
    let all: Vec<String> = files.iter().flat_map(|(file, source)| faults(file, source, is_test(file))).collect();
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[track_caller]
fn assert_fault(file: &str, body: &str, part: &str) {
    let found = faults(file, &format!("//! A room.\n{body}"), false);
    assert!(found.iter().any(|fault| fault.contains(part)), "{file}: {body}\nshould have given: {part}\ngave: {found:?}");
}

#[track_caller]
fn assert_fine(file: &str, body: &str) {
    let found = faults(file, &format!("//! A room.\n{body}"), false);
    assert!(found.is_empty(), "{file}: {body}\n{found:?}");
}

#[test]
fn imports_that_point_up_or_sideways_are_found_however_they_are_written() {
    for (file, body) in [
        ("cli/ls.rs", "use crate::tui::model::Model;"),
        ("cli/ls.rs", "use crate::store::Store;"),
        ("tui/view.rs", "use crate::vault::PrivateKey;"),
        ("tui.rs", "use crate::{domain::kind::Kind, cli};"),
        ("services/list.rs", "use crate::cli::text;"),
        ("services/list.rs", "use crate::{domain::{kind, name}, tui::{self, view}};"),
        ("store/rows.rs", "use crate::vault::chain;"),
        ("vault/seal.rs", "use crate::store;"),
        ("clipboard.rs", "use crate::config::Config;"),
        ("domain/filter.rs", "use crate::clock::Clock;"),
        ("domain/filter.rs", "use super::super::services::Sort;"),
        ("domain/filter/terms.rs", "use super::super::super::store as rows;"),
        ("domain.rs", "use super::clock;"),
        ("domain/name.rs", "fn f() { let _ = crate::store::StoreError::Fault; }"),
        ("domain/name.rs", "fn f(_: super::super::vault::Hint) {}"),
        ("cli/ls.rs", "fn f() { println!(\"{}\", crate::store::VERSION); }"),
        ("cli/ls.rs", "macro_rules! m { () => { $crate::vault::digest() } }"),
        ("cli/ls.rs", "mod inner { use super::super::super::tui; }"),
        ("cli/ls.rs", "pub use jeton::store::Store;"),
        ("cli/ls.rs", "type T = Vec<crate::vault::SlotKeys>;"),
        ("app.rs", "use crate::cli::Args;"),
        ("config.rs", "use crate::services::Settings;"),
    ] {
        assert_fault(file, body, "is not below it");
    }
    for body in ["use crate as root;", "use super::*;", "use crate::*;"] {
        let found = faults("cli.rs", &format!("//! A room.\n{body}"), false);
        assert!(!found.is_empty(), "{body}");
    }
    assert_fault("gate/listener.rs", "", "there is no room gate");
}

#[test]
fn the_clipboard_is_known_to_front_ends_by_its_configuration() {
    assert_fine("tui/runtime.rs", "use crate::clipboard::{ClipboardConfig, Mode};");
    assert_fault("tui/runtime.rs", "use crate::clipboard::Clipboard;", "configuration only");
    assert_fault("cli/copy.rs", "use crate::clipboard;", "configuration only");
    assert_fine("services/copy.rs", "use crate::clipboard::Clipboard;");
}

#[test]
fn crates_and_the_system_stay_in_their_rooms() {
    for (file, body) in [
        ("cli/ls.rs", "use rusqlite::Connection;"),
        ("services/list.rs", "fn f() -> rusqlite::Result<()> { Ok(()) }"),
        ("domain/name.rs", "use std::{fmt, fs};"),
        ("domain/name.rs", "fn f() { std::process::exit(1) }"),
        ("domain/name.rs", "use ::std::net::TcpStream;"),
        ("domain/name.rs", "fn f() { let _ = std::time::SystemTime::now(); }"),
        ("services/list.rs", "use std::time::SystemTime;"),
        ("domain/name.rs", "use tokio::sync::mpsc;"),
        ("domain/name.rs", "use ratatui::text::Line;"),
        ("tui/view.rs", "use clap::Parser;"),
        ("cli/ls.rs", "use crossterm::style;"),
        ("services/list.rs", "use anyhow::Context;"),
    ] {
        assert_fault(file, body, "which belongs to");
    }
}

#[test]
fn sql_is_spoken_in_the_store_alone() {
    for body in [
        "const Q: &str = \"SELECT * FROM token\";",
        "const Q: &str = r#\"  DELETE FROM token\"#;",
        "const Q: &str = \"\n  UPDATE token SET name = ''\";",
        "const Q: &[u8] = b\"PRAGMA user_version\";",
    ] {
        assert_fault("services/list.rs", body, "SQL stands in store/");
        assert_fine("store/tokens.rs", body);
    }
    assert_fine("services/list.rs", "const Q: &str = \"selects a token; Update it\"; // SELECT * FROM token");
}

#[test]
fn lints_are_switched_off_in_tests_alone() {
    for body in [
        "#[allow(clippy::unwrap_used)]\nfn f() {}",
        "#![allow(dead_code)]",
        "#[expect(clippy::expect_used, reason = \"x\")]\nfn f() {}",
        "#[cfg_attr(test, allow(unused))]\nfn f() {}",
    ] {
        assert_fault("services/list.rs", body, "a lint is switched off");
        assert!(faults("services/list/tests.rs", &format!("//! Tests.\n{body}"), true).is_empty());
        assert_fine("services/list.rs", &format!("#[cfg(test)]\nmod tests {{\n{body}\n}}"));
    }
}

#[test]
fn modules_for_tests_are_known_by_their_declaration() {
    let source = "mod rows;\n#[cfg(test)]\nmod fixture;\n#[cfg(test)]\nmod tests;\n#[cfg(unix)]\nmod place;";
    let module = |name: &str| vec!["crate".to_owned(), "vault".to_owned(), name.to_owned()];
    assert_eq!(test_modules("vault.rs", source), [module("fixture"), module("tests")]);
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in ["", "use std::fmt;", "// A room.", "//!", "\n//! A room."] {
        assert!(faults("domain/name.rs", source, false).iter().any(|fault| fault.contains("//! line")), "{source:?}");
    }
}

#[test]
fn what_is_in_order_is_left_alone() {
    for (file, body) in [
        ("main.rs", "fn main() { jeton::app::harden(); jeton::cli::run(std::env::args_os()) }"),
        ("lib.rs", "pub mod store;\npub use self::store as kept;"),
        (
            "cli/ls.rs",
            "use super::printer::Printer;\nuse crate::services::{Services, Sort};\nuse crate::domain::{filter::Filter, kind::*};",
        ),
        ("store/rows.rs", "use super::{StoreError, transaction::Tx};\nuse crate::domain::Instant;"),
        ("vault/mint.rs", "use crate::clock::Entropy;"),
        ("domain/filter.rs", "use super::{Instant, summary::TokenSummary};\npub(crate) fn f() {}"),
        (
            "domain/filter.rs",
            "mod tests { use super::*; use super::super::kind::Kind; fn f() { let c = '\"'; let l: &'static str = \"use crate::store;\"; } }",
        ),
        (
            "domain/filter.rs",
            "// use crate::store;\n/* use crate::vault; /* nested */ */\n/// [`crate::store::Store`]\nfn f<'a>(c: &'a str) -> char { '\\'' }",
        ),
        ("domain/filter.rs", "const T: &str = r##\"\"# use crate::store; \"##;"),
    ] {
        assert_fine(file, body);
    }
}
