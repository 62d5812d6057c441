//! A known value appears in the one output that asked for it and nowhere else.

use super::fixture::Run;
use super::house::{House, contains, private_directory, run, wait_until};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

const CANARY: &str = "canary-Zq8vT3mWx5Kp1Ls7Nd0Rb4Yc6Hg2Jf9A";

/// Values that must not be seen, and what runs of the binary said.
struct Watch<'a> {
    house: &'a House,
    values: Vec<String>,
}

impl Watch<'_> {
    fn expect_silence(&self, what: &str, run: &Run) {
        for value in &self.values {
            for text in [&run.out, &run.err] {
                assert!(!text.contains(value.as_str()), "{what} shows a value");
                // Neither may most of it, as a debug print or a cut table would show.
                assert!(!text.contains(&value[8..value.len() - 4]), "{what} shows most of a value");
            }
        }
    }

    fn expect_clean_files(&self) {
        for value in &self.values {
            assert!(!self.house.files_hold(value.as_bytes()), "a file holds a value");
        }
    }

    fn expect_clean_process(&self, pid: u32) {
        for name in ["environ", "cmdline", "comm"] {
            let bytes = match std::fs::read(format!("/proc/{pid}/{name}")) {
                // The process is not dumpable: only root may look, and whoever runs this test may not.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => continue,
                bytes => bytes.unwrap(),
            };
            assert!(!bytes.is_empty());
            for value in &self.values {
                assert!(!contains(&bytes, value.as_bytes()), "/proc/PID/{name} holds a value");
            }
        }
    }
}

/// A vault with a value from outside and values of its own, all known here.
fn furnished(house: &House) -> Watch<'_> {
    let given = house.feed(CANARY, "external add hub --stdin");
    assert_eq!(given.code, 0, "{given:?}");
    assert!(!given.out.contains(CANARY) && !given.err.contains(CANARY), "a value that was handed in is not repeated");
    let personal = house.run_unlocking("issue pat --name laptop --scope files:read --expires 90d");
    assert_eq!(personal.code, 0, "{personal:?}");
    Watch {
        house,
        values: vec![CANARY.to_owned(), house.bot_value.clone(), personal.out.trim().to_owned(), house.recovery().to_owned()],
    }
}

#[test]
fn no_other_command_shows_it() {
    let house = House::new();
    let watch = furnished(&house);
    for line in [
        "ls",
        "ls canary-Zq8v",
        "show external:hub",
        "show bot:courier",
        "show pat:laptop",
        "show bot:nobody",
        "status",
        "log --limit 0",
        "log verify --keyed",
        "log head",
        "bot ls",
        "external ls",
        "edit external:hub --note kept",
        "disable bot:courier",
        "reveal bot:courier --private",
        "enable bot:courier",
        "reveal pat:laptop",
        "rotate external:hub",
        "issue external:hub --name hub",
        "issue external:hub --name default --stdin",
        "revoke --dry-run account",
        "config check",
        "grace bot:courier --end",
    ] {
        for json in ["", " --json"] {
            if line.starts_with("reveal bot") {
                continue;
            }
            let run = house.run_unlocking(&format!("{line}{json}"));
            watch.expect_silence(&format!("{line}{json}"), &run);
        }
    }
    watch.expect_clean_files();
    for (selector, value) in [("external:hub", CANARY), ("bot:courier", house.bot_value.as_str())] {
        let asked = house.run_unlocking(&format!("reveal {selector}"));
        assert_eq!((asked.out.trim(), asked.err.as_str()), (value, ""));
    }
    watch.expect_clean_files();
}

#[test]
fn no_refusal_repeats_it() {
    let house = House::new();
    let watch = furnished(&house);
    let twice = house.feed(CANARY, "external add mirror --stdin");
    assert_ne!(twice.code, 0, "the same value twice");
    watch.expect_silence("a second copy", &twice);
    for value in watch.values.clone() {
        for line in ["verify --explain", "verify --json"] {
            let judged = house.feed(&value, line);
            watch.expect_silence("verify", &judged);
        }
        let mangled = format!("{value}x");
        let judged = house.feed(&mangled, "verify --explain");
        assert_eq!(judged.code, 1, "{judged:?}");
        watch.expect_silence("verify of a mistyped value", &judged);
    }
}

#[test]
fn a_process_that_holds_it_shows_it_to_nobody() {
    let house = House::new();
    let watch = furnished(&house);
    // A pipe that is full keeps the process at the moment when it has the value in hand.
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    let room = rustix::pipe::fcntl_setpipe_size(&writer, 4096).unwrap();
    writer.write_all(&vec![b'.'; room]).unwrap();
    let mut command = house.unlocking(&["reveal", "external:hub"]);
    let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    drop(command);
    wait_until("the reveal is recorded", || house.run("log --action reveal --json").out.contains("external:hub"));
    watch.expect_clean_process(child.id());
    watch.expect_clean_files();
    let mut received = Vec::new();
    reader.read_to_end(&mut received).unwrap();
    let ended = Run::from(child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert_eq!(&received[room..], format!("{CANARY}\n").as_bytes());
}

#[test]
fn after_a_revoke_no_file_holds_it_even_sealed() {
    let house = House::new();
    let watch = furnished(&house);
    let sealed = sealed_values(&house);
    assert!(sealed.len() >= 3, "account, bot and external");
    for selector in ["external:hub", "bot:courier", "pat:laptop", "account"] {
        let revoked = house.run_unlocking(&format!("revoke {selector} --yes"));
        assert_eq!(revoked.code, 0, "{revoked:?}");
        watch.expect_silence("revoke", &revoked);
    }
    for bytes in sealed {
        assert!(!house.files_hold(&bytes), "a sealed value outlived its token");
        assert!(!house.files_hold(&bytes[bytes.len() / 2..]), "half a sealed value outlived its token");
    }
    watch.expect_clean_files();
}

#[test]
fn after_a_rotation_without_grace_no_file_holds_the_old_one_even_sealed() {
    let house = House::new();
    for _ in 0..5 {
        let sealed = sealed_values(&house);
        let rotated = house.run("rotate bot:courier --grace 0");
        assert_eq!(rotated.code, 0, "{rotated:?}");
        let kept = sealed_values(&house);
        for old in sealed.iter().filter(|bytes| !kept.contains(bytes)) {
            assert!(!house.files_hold(old) && !house.files_hold(&old[old.len() / 2..]), "a sealed value outlived its rotation");
        }
        assert!(!house.files_hold(rotated.out.trim().as_bytes()));
    }
}

fn sealed_values(house: &House) -> Vec<Vec<u8>> {
    let connection = rusqlite::Connection::open(house.db()).unwrap();
    let mut statement = connection.prepare("SELECT sealed FROM secret WHERE sealed IS NOT NULL").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn an_adopted_value_is_as_quiet_as_an_issued_one() {
    let house = House::new();
    let file = format!("# from the old house\nexport COURIER_TOKEN=\"{CANARY}\"\n");
    let import = |line: &str| {
        let run = house.feed(&file, line);
        assert!(!run.out.contains(CANARY) && !run.err.contains(CANARY), "import repeats a value");
        run
    };
    for options in ["--dry-run", "--dry-run --json", "--adopt bot:courier --json", "--adopt bot:courier"] {
        let run = import(&format!("import - {options}"));
        assert!(matches!(run.code, 0 | 1), "{options}: {run:?}");
    }
    assert!(house.accepts(CANARY), "it was adopted");
    let watch = Watch { house: &house, values: vec![CANARY.to_owned()] };
    for line in ["ls", "ls --json", "log --limit 0", "log --limit 0 --json", "status --json", "bot ls --json"] {
        watch.expect_silence(line, &house.run(line));
    }
    watch.expect_clean_files();
}

#[test]
fn copying_hands_it_to_the_clipboard_and_to_nothing_else() {
    let house = House::new();
    let watch = furnished(&house);
    let outside = private_directory();
    let (pasted, config) = (outside.path().join("pasted"), outside.path().join("config.toml"));
    let clipboard = format!(
        "[clipboard]\nmode = \"command\"\ncommand = [\"/bin/sh\", \"-c\", \"cat > '{}'\"]\nclear_after = \"1h\"\n",
        pasted.display()
    );
    std::fs::write(&config, clipboard).unwrap();
    // Under a name of its own, by which the process that stays behind is found.
    let program = outside.path().join("jeton-of-this-test");
    let usual = house.unlocking(&["copy", "external:hub", "--config"]);
    std::fs::hard_link(usual.get_program(), &program)
        .or_else(|_| std::fs::copy(usual.get_program(), &program).map(drop))
        .unwrap();
    let mut command = Command::new(&program);
    command.args(usual.get_args()).arg(&config).env_clear();
    command.envs(usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let run = run(&mut command);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    watch.expect_silence("copy", &run);
    assert_eq!(std::fs::read_to_string(&pasted).unwrap(), CANARY);
    let holder = running(&program);
    watch.expect_clean_process(holder);
    watch.expect_clean_files();
    rustix::process::kill_process(rustix::process::Pid::from_raw(holder as i32).unwrap(), rustix::process::Signal::TERM).unwrap();
    wait_until("the clipboard is cleared", || !std::fs::read_to_string(&pasted).unwrap().contains(CANARY));
    assert!(house.run("log --action copy").out.contains("external:hub"));
}

/// The process that runs `program`.
fn running(program: &Path) -> u32 {
    let ours = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let pid: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
        let command_line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        command_line.starts_with(program.as_os_str().as_bytes()).then_some(pid)
    });
    ours.max().expect("nobody holds the value")
}
