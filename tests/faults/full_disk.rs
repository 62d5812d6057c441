//! A disk that fills up at any moment: a change is made whole and acknowledged, or refused and not made.

use super::fixture::Run;
use super::house::{House, private_directory, run, words};
use jeton::clock::World;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use jeton::domain::id::TokenId;
use jeton::domain::traffic::{CallRef, Gateway};
use jeton::domain::verdict::Verdict;
use jeton::services::{Services, Settings};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A small file system in memory, unmounted when dropped.
struct SmallDisk {
    directory: TempDir,
}

impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let directory = private_directory();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "jeton-test"]).arg(directory.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self { directory }),
            _ => {
                eprintln!("skipped: mounting a small tmpfs is not permitted here");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Fills the disk until `pages` of 4 KiB are free.
    fn leave(&self, pages: u64) {
        let ballast = self.path().join("ballast");
        let _ = std::fs::remove_file(&ballast);
        let free = rustix::fs::statvfs(self.path()).unwrap();
        let bytes = (free.f_bavail * free.f_frsize).saturating_sub(pages * 4096);
        std::fs::write(&ballast, vec![0; usize::try_from(bytes).unwrap()]).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

fn on_disk(house: &House, disk: &SmallDisk, line: &str) -> Run {
    run(house.unlocking(&words(line)).env("JETON_DB", disk.path().join("jeton.db")))
}

/// Runs `line` with less and more room until it succeeds; `judge` sees what came of it once there is room again.
fn with_ever_more_room(line: &str, judge: impl Fn(&House, &SmallDisk, &Run)) {
    let house = House::new();
    for pages in 0..200 {
        let Some(disk) = SmallDisk::mount("size=2m,mode=0700") else { return };
        house.furnish(disk.path());
        // Each time is the first that the copy is met: it grew otherwise on the disk before.
        house.forget();
        disk.leave(pages);
        let ended = on_disk(&house, &disk, line);
        std::fs::remove_file(disk.path().join("ballast")).unwrap();
        let log = on_disk(&house, &disk, "log verify");
        assert_eq!(log.code, 0, "{pages} pages free: {log:?}");
        judge(&house, &disk, &ended);
        if ended.code == 0 {
            assert!(pages > 0, "the disk was never full");
            return;
        }
        assert_eq!(ended.code, 5, "{pages} pages free: {ended:?}");
        assert!(ended.err.contains("the disk is full"), "{pages} pages free: {ended:?}");
        assert_eq!(ended.out, "");
    }
    panic!("never enough room");
}

#[test]
fn rotating() {
    with_ever_more_room("rotate bot:courier --grace 0", |house, disk, ended| {
        let value = on_disk(house, disk, "reveal bot:courier").out;
        assert_eq!(value.trim() == house.bot_value, ended.code != 0);
        assert!(ended.code != 0 || value == ended.out);
    });
}

#[test]
fn issuing() {
    with_ever_more_room("issue bot:courier --name spare", |house, disk, ended| {
        let there = on_disk(house, disk, "show bot:courier/spare").code == 0;
        assert_eq!(there, ended.code == 0);
    });
}

#[test]
fn a_reveal_that_cannot_be_recorded_does_not_happen() {
    with_ever_more_room("reveal bot:courier", |house, disk, ended| {
        let recorded = on_disk(house, disk, "log --action reveal --json").out.contains("bot:courier");
        assert_eq!(recorded, ended.code == 0);
    });
}

#[test]
fn making_a_vault() {
    let house = House::new();
    let Some(disk) = SmallDisk::mount("size=2m,mode=0700") else { return };
    disk.leave(3);
    let ended = on_disk(&house, &disk, "init --operator ops --account Acme --json");
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("the disk is full"), "{ended:?}");
    let left: Vec<_> = std::fs::read_dir(disk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ballast"]);
}

#[test]
fn a_disk_that_can_only_be_read() {
    let house = House::new();
    let Some(disk) = SmallDisk::mount("size=2m,mode=0700") else { return };
    house.furnish(disk.path());
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).status().unwrap();
    assert!(remounted.success());
    for line in ["ls", "reveal bot:courier", "rotate bot:courier"] {
        let ended = on_disk(&house, &disk, line);
        assert_eq!(ended.code, 5, "{line}: {ended:?}");
        assert!(ended.err.contains("mounted read-only"), "{line}: {ended:?}");
        assert_eq!(ended.out, "");
    }
}

fn open(path: &Path) -> Services {
    let settings = Settings::built_in().unwrap();
    Services::open(path, settings, World::real(), Actor { name: "ops".to_owned(), address: None }).unwrap()
}

fn call(token: TokenId) -> CallRef<'static> {
    CallRef {
        at: Instant::now(),
        token: Some(token),
        version: Some(1),
        gateway: Gateway::Nginx,
        project: None,
        method: "GET",
        path: "/",
        scope: None,
        source: None,
        verdict: Verdict::Allow,
    }
}

#[test]
fn counting_calls() {
    let house = House::new();
    let Some(disk) = SmallDisk::mount("size=2m,mode=0700") else { return };
    house.furnish(disk.path());
    let services = open(&disk.path().join("jeton.db"));
    let (recorder, bot) = (services.usage_recorder().unwrap(), services.tokens().unwrap()[0].id);
    let count = |calls: usize| (0..calls).for_each(|_| recorder.record(&call(bot)));
    let mut told_full = false;
    count(1);
    disk.leave(0);
    for pages in 0..200 {
        disk.leave(pages);
        count(1);
        match recorder.flush() {
            Err(error) => {
                assert!(error.to_string().contains("the disk is full"), "{pages} pages free: {error}");
                told_full = true;
            }
            Ok(_) => {
                assert!(told_full, "the disk was never full");
                std::fs::remove_file(disk.path().join("ballast")).unwrap();
                let usage = services.usage_of(bot).unwrap();
                assert_eq!((services.usage_warning(), usage.day), (None, 2 + pages), "what waited was written");
                return;
            }
        }
    }
    panic!("never enough room");
}

#[test]
fn an_export_onto_a_full_disk_is_an_error_and_leaves_nothing_half_written() {
    let Some(disk) = SmallDisk::mount("size=256k,mode=0700") else { return };
    let house = House::new();
    house.tamper(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) \
         INSERT INTO event SELECT 1000 + i, at, actor, address, action, outcome, token, owner, subject, detail, hash, mac \
         FROM n, event WHERE seq = 2",
    );
    disk.leave(4);
    let target = disk.path().join("log.csv");
    let ended = run(&mut house.command(&["log", "-o", target.to_str().unwrap()]));
    assert!(ended.code == 2 && ended.err.contains("cannot be written"), "{ended:?}");
    assert!(!target.exists());
    disk.leave(60);
    assert_eq!(run(&mut house.command(&["log", "-o", target.to_str().unwrap()])).code, 0);
}
