//! tmux programs that are old, slow or curious, played by shell scripts. A real one is asked in `tests/clipboard_tmux.rs`.

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use tempfile::TempDir;

const VALUE: &str = "jtn_bot_canary";

fn played_by(script: &str) -> (TempDir, Tmux) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("tmux");
    fs::write(&program, format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.path().display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    (folder, Tmux { program: program.into_os_string(), variables: Vec::new(), ours: None })
}

#[test]
fn a_tmux_older_than_3_2_still_copies_and_says_that_the_terminal_was_not_told() {
    let (folder, mut tmux) = played_by(
        "case \"$*\" in *-w*) echo 'load-buffer: unknown flag -w' >&2; exit 1;; load-buffer*) cat > held; echo buffer0;; show-buffer*) cat held;; delete-buffer*) rm held;; *) exit 9;; esac",
    );
    assert!(!tmux.put(VALUE).unwrap());
    assert_eq!(fs::read_to_string(folder.path().join("held")).unwrap(), VALUE);
    assert_eq!(tmux.take_back().unwrap(), Cleared::Cleared);
    assert!(!folder.path().join("held").exists());
}

#[test]
fn the_value_is_in_no_argument_and_no_variable() {
    let (folder, mut tmux) = played_by("echo \"$*\" >> seen; env >> seen; cat > held; echo buffer0");
    tmux.put(VALUE).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("held")).unwrap(), VALUE);
    let seen = fs::read_to_string(folder.path().join("seen")).unwrap();
    assert!(seen.contains("load-buffer") && seen.contains("PATH="), "{seen}");
    assert!(!seen.contains(VALUE));
}

#[test]
fn one_that_hangs_is_given_up_without_having_read_anything() {
    let (_folder, mut tmux) = played_by("exec sleep 60");
    let started = std::time::Instant::now();
    let error = tmux.put(&"x".repeat(200_000)).unwrap_err();
    assert!(matches!(error, ClipboardError::Slow { what: "tmux", .. }), "{error}");
    assert!(started.elapsed() < child::LIMIT * 3);
    assert_eq!(tmux.take_back().unwrap(), Cleared::Nothing);
}

#[test]
fn what_it_complains_of_is_passed_on_in_short() {
    let (_folder, mut tmux) = played_by("yes 'no space for buffers' | head -c 200000 >&2; exit 1");
    let error = tmux.put(VALUE).unwrap_err().to_string();
    assert!(error.starts_with("tmux failed: no space for buffers"), "{error}");
    assert!(error.len() < 600);
}

#[test]
fn one_that_is_not_installed_is_said() {
    let mut tmux = Tmux { program: "/nonexistent/tmux".into(), variables: Vec::new(), ours: None };
    assert!(tmux.put(VALUE).unwrap_err().to_string().starts_with("tmux failed: No such file"));
}
