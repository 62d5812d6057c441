//! A scan of what is no file, has no end, goes round in circles, vanishes, or cannot be read.

use super::house::{House, private_directory, run};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// A vault beside a directory to scan.
fn house() -> (House, PathBuf) {
    let house = House::new();
    let tree = house.home().join("tree");
    fs::create_dir(&tree).unwrap();
    (house, tree)
}

fn fifo(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// The report of `scan` with these arguments, which ended with `code`.
fn report(house: &House, arguments: &[&OsStr], code: i32) -> serde_json::Value {
    let mut command = house.command(&["scan", "--json"]);
    let ended = run(command.args(arguments));
    assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
    serde_json::from_str(&ended.out).unwrap()
}

#[test]
fn what_is_no_file_is_never_opened() {
    let (house, tree) = house();
    fs::write(tree.join("leak"), &house.bot_value).unwrap();
    let pipe = tree.join("pipe");
    fifo(&pipe);
    let _listener = UnixListener::bind(tree.join("socket")).unwrap();
    for device in ["/dev/zero", "/dev/full", "/dev/tty"] {
        symlink(device, tree.join(Path::new(device).file_name().unwrap())).unwrap();
    }
    let found = report(&house, &[tree.as_os_str()], 1);
    let covered = &found["covered"];
    assert_eq!((&covered["files"], &covered["no_files"], &covered["unreadable"]), (&1.into(), &2.into(), &0.into()), "{found}");
    for (path, why) in [
        (pipe.as_path(), "a FIFO"),
        (&tree.join("socket"), "a socket"),
        (&tree.join("zero"), "a device"),
        (Path::new("/dev/zero"), "a device"),
    ] {
        let found = report(&house, &[path.as_os_str()], 5);
        let told = found["covered"]["failed"][0]["why"].as_str().unwrap();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn rules_that_cannot_be_read_leave_their_directory_out_and_say_so() {
    let (house, tree) = house();
    for (below, trap) in [("piped", None), ("endless", Some("/dev/zero"))] {
        fs::create_dir(tree.join(below)).unwrap();
        fs::write(tree.join(below).join("leak"), &house.bot_value).unwrap();
        match trap {
            None => fifo(&tree.join(below).join(".ignore")),
            Some(device) => symlink(device, tree.join(below).join(".gitignore")).unwrap(),
        }
    }
    let found = report(&house, &[tree.as_os_str()], 0);
    let unread: Vec<&str> = found["covered"]["unread"].as_array().unwrap().iter().filter_map(|one| one["why"].as_str()).collect();
    assert!(unread.len() == 2 && unread.iter().all(|why| why.contains("--no-ignore")), "{found}");
    assert_eq!(report(&house, &[tree.join("piped").as_os_str()], 5)["hits"], serde_json::json!([]));
    assert_eq!(report(&house, &["--no-ignore".as_ref(), tree.as_os_str()], 1)["live"], 2);
}

#[test]
fn links_are_followed_only_where_they_are_named_and_circles_end() {
    let (house, tree) = house();
    let outside = house.home().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("leak"), &house.bot_value).unwrap();
    symlink(&tree, tree.join("round")).unwrap();
    symlink(".", tree.join("self")).unwrap();
    symlink("nowhere", tree.join("dangling")).unwrap();
    symlink(&outside, tree.join("out")).unwrap();
    symlink(outside.join("leak"), tree.join("file")).unwrap();
    assert_eq!(report(&house, &[tree.as_os_str()], 0)["covered"]["files"], 0);
    assert_eq!(report(&house, &[tree.join("out").as_os_str()], 1)["live"], 1);
    assert_eq!(report(&house, &[tree.join("file").as_os_str()], 1)["live"], 1);
    assert_eq!(report(&house, &[tree.join("round/out").as_os_str(), tree.join("file").as_os_str()], 1)["live"], 1, "told once");
    assert_eq!(report(&house, &[tree.join("dangling").as_os_str()], 5)["live"], 0);
}

#[test]
fn files_that_vanish_meanwhile_are_no_fault() {
    let (house, tree) = house();
    fs::write(tree.join("leak"), &house.bot_value).unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                for at in 0..200 {
                    fs::create_dir_all(tree.join("restless")).unwrap();
                    fs::write(tree.join(format!("restless/{at}")), "here").unwrap();
                }
                fs::remove_dir_all(tree.join("restless")).unwrap();
            }
        });
        for _ in 0..5 {
            let found = report(&house, &[tree.as_os_str()], 1);
            assert_eq!((&found["live"], &found["covered"]["unreadable"]), (&1.into(), &0.into()), "{found}");
        }
        stop.store(true, Ordering::Relaxed);
    });
}

/// Four gigabytes without a line end, nearly all of them a hole, in no more memory than any other file. What is read of a hole
/// costs no disk; some seconds it takes.
#[test]
fn a_line_of_four_gigabytes_is_read_in_little_memory() {
    let (house, tree) = house();
    let mut file = fs::File::create(tree.join("line")).unwrap();
    file.write_all(b"a line").unwrap();
    let offset = 4 * 1024 * 1024 * 1024_u64 + 7;
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(format!("{}\nnext", house.bot_value).as_bytes()).unwrap();
    let jeton = house.command(&["scan", "--json", "tree/line"]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 600000; exec \"$0\" \"$@\""]).arg(jeton.get_program()).args(jeton.get_args()).env_clear();
    command.envs(jeton.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(house.home());
    let ended = run(&mut command);
    assert_eq!(ended.code, 1, "{ended:?}");
    let found: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&found["hits"][0]["offset"], &found["covered"]["binary"]), (&offset.into(), &1.into()), "{found}");
}

#[test]
fn bytes_that_are_no_text_and_names_that_would_act_are_told_safely() {
    let (house, tree) = house();
    let name = OsStr::from_bytes(b"\x1b[31mred\n\xff\xfe");
    let content = [b"\xff\xfd\xc3(\xf0\x9f", house.bot_value.as_bytes(), b"\xed\xa0\x80"].concat();
    fs::write(tree.join(name), content).unwrap();
    let ended = house.run("scan tree");
    assert!(ended.code == 1 && ended.out.contains("tree/^[[31mred^J\u{fffd}\u{fffd}:1:7"), "{ended:?}");
    assert!(![&ended.out, &ended.err].iter().any(|text| text.contains('\u{1b}')), "{ended:?}");
    assert_eq!(report(&house, &[tree.as_os_str()], 1)["hits"][0]["column"], 7);
    assert!(!house.run("log").out.contains('\u{1b}'));
}

#[test]
fn what_may_not_be_read_is_counted_and_named_and_the_rest_is_scanned() {
    let (house, _) = house();
    // Of a directory that everybody may enter, by somebody who is not allowed everything.
    let open = tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap();
    for directory in ["shut", "open"] {
        fs::create_dir(open.path().join(directory)).unwrap();
        fs::write(open.path().join(directory).join("leak"), &house.bot_value).unwrap();
    }
    fs::write(open.path().join("secret"), &house.bot_value).unwrap();
    fs::set_permissions(open.path().join("secret"), Permissions::from_mode(0o0)).unwrap();
    fs::set_permissions(open.path().join("shut"), Permissions::from_mode(0o0)).unwrap();
    let program = open.path().join("jeton");
    fs::copy(env!("CARGO_BIN_EXE_jeton"), &program).unwrap();
    let scan = |arguments: &[&str]| {
        let is_root = rustix::process::geteuid().is_root();
        let mut command = if is_root { Command::new("setpriv") } else { Command::new(&program) };
        if is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        }
        run(command.args(["scan", "--no-vault", "--json", "--skip-binary"]).args(arguments).current_dir(open.path()).env_clear())
    };
    let ended = scan(&["."]);
    let found: serde_json::Value = serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{ended:?}"));
    let unread: Vec<&str> =
        found["covered"]["unread"].as_array().unwrap().iter().filter_map(|one| one["path"].as_str()).collect();
    assert_eq!((ended.code, unread), (1, vec!["./secret", "./shut"]), "{found}");
    assert_eq!(found["hits"][0]["place"], "open/leak");
    for given in ["secret", "shut"] {
        assert_eq!(scan(&[given]).code, 5, "{given}");
    }
    fs::set_permissions(open.path().join("shut"), Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_vault_that_cannot_be_written_costs_a_note() {
    let (house, tree) = house();
    fs::write(tree.join("leak"), &house.bot_value).unwrap();
    let other = rusqlite::Connection::open(house.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ended = house.run("scan tree");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("not remembered") && ended.out.contains("bot:courier"), "{ended:?}");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(house.run("scan tree").err.contains("1 new"));
    house.expect_intact_log();
}

#[test]
fn a_repository_of_somebody_else_is_not_trusted() {
    let (house, tree) = house();
    if !rustix::process::geteuid().is_root() {
        eprintln!("left out: only root can give a directory away");
        return;
    }
    let made = Command::new("git").args(["init", "-q"]).current_dir(&tree).env("HOME", house.home()).status().unwrap();
    assert!(made.success());
    for path in [tree.clone(), tree.join(".git")] {
        chown(path, Some(65534), Some(65534)).unwrap();
    }
    for mode in ["--history", "--staged"] {
        let ended = house.run(&format!("scan {mode} tree"));
        assert!(ended.code == 5 && ended.err.contains("dubious ownership"), "{ended:?}");
    }
}

#[test]
fn standard_input_may_end_at_any_time() {
    let (house, _) = house();
    let directory = private_directory();
    let ended = run(house.command(&["scan", "--stdin"]).stdin(Stdio::null()));
    assert_eq!(ended.code, 0, "{ended:?}");
    let ended = run(house.command(&["scan", "--stdin"]).stdin(fs::File::open(directory.path()).unwrap()));
    assert!(ended.code == 5 && ended.err.contains("stdin"), "{ended:?}");
}
