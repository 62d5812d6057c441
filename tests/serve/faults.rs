//! The vault goes away, changes, breaks or is held while the service runs: nothing passes that is not live, and when the fault
//! is over the service goes on without being started again.

use crate::service::{House, Running, Service, wait_until};
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc::{F_UNLCK, F_WRLCK, SEEK_SET, flock};
use std::fs::File;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tempfile::TempDir;

/// A service with a live token (`courier`) and a dead one.
struct Faulty {
    service: Service,
    dead: String,
}

impl Faulty {
    fn start() -> Self {
        let service = Service::with("failures = \"off\"");
        let dead = service.house.value("bot add dead");
        service.house.revoke("bot:dead");
        assert_eq!((service.status(&service.house.courier), service.status(&dead)), (200, 401));
        Self { service, dead }
    }

    fn db(&self) -> PathBuf {
        self.service.house.fixture.db()
    }

    fn live(&self) -> u16 {
        self.service.status(&self.service.house.courier)
    }

    /// While the fault lasts: the dead one never passes, and what answers is the truth or 503.
    fn expect_no_wrong_answer(&self) {
        for _ in 0..20 {
            let (live, dead) = (self.live(), self.service.status(&self.dead));
            assert!([200, 503].contains(&live), "{live}");
            assert!([401, 503].contains(&dead), "{dead}");
        }
    }

    fn expect_denial_of_everything(&self) {
        wait_until("everything is denied", || self.live() == 503);
        assert_eq!(self.service.status(&self.dead), 503);
        assert_eq!(self.service.ask("/healthz", &[]).status, 503);
        assert_eq!(self.service.ask("/auth/nginx", &[]).status, 401, "without a value no vault is needed");
    }

    fn expect_recovery(&self) {
        wait_until("the service goes on", || self.live() == 200);
        wait_until("it knows the dead again", || self.service.status(&self.dead) == 401);
        wait_until("it is healthy again", || self.service.ask("/healthz", &[]).status == 200);
        self.expect_no_wrong_answer();
    }
}

fn siblings(db: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| PathBuf::from(format!("{}{suffix}", db.display())))
}

/// Moves a vault with everything beside it.
fn move_all(from: &Path, to: &Path) {
    for (from, to) in siblings(from).iter().zip(siblings(to)) {
        if from.exists() {
            std::fs::rename(from, to).unwrap();
        }
    }
}

#[test]
fn a_vault_that_is_moved_away_and_back() {
    let faulty = Faulty::start();
    let aside = faulty.db().with_file_name("aside.db");
    move_all(&faulty.db(), &aside);
    faulty.expect_denial_of_everything();
    assert!(!faulty.service.said("the vault cannot be read").is_empty());
    move_all(&aside, &faulty.db());
    faulty.expect_recovery();
    wait_until("that is said", || !faulty.service.said("can be read again").is_empty());
    assert!(faulty.service.said("the vault cannot be read").len() < 5, "a lasting fault is not said with each request");
}

#[test]
fn a_vault_in_whose_place_another_is_put() {
    let faulty = Faulty::start();
    let health = faulty.service.ask("/healthz", &[]).json();
    let other = House::new();
    let copy = faulty.db().with_file_name("other.db");
    std::fs::copy(other.fixture.db(), &copy).unwrap();
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::rename(&copy, faulty.db()).unwrap();
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", faulty.db().display()));
    }
    wait_until("the other vault answers", || faulty.service.status(&other.courier) == 200);
    assert_eq!(faulty.live(), 401, "the old vault's tokens are none of the new one's");
    let now = faulty.service.ask("/healthz", &[]).json();
    assert!(now["status"] == "ok" && now["vault"] != health["vault"], "{health} {now}");
}

#[test]
fn a_vault_that_is_overwritten_with_garbage() {
    let faulty = Faulty::start();
    // Nobody has it open for writing, so the file holds everything once the log is in it.
    let sound = std::fs::read(faulty.db()).unwrap();
    let log = std::fs::read(&siblings(&faulty.db())[1]).unwrap_or_default();
    let file = File::options().write(true).open(faulty.db()).unwrap();
    file.write_all_at(&vec![0xa5; sound.len()], 0).unwrap();
    faulty.expect_no_wrong_answer();
    std::fs::write(&siblings(&faulty.db())[1], b"").unwrap();
    faulty.expect_no_wrong_answer();
    file.write_all_at(&sound, 0).unwrap();
    std::fs::write(&siblings(&faulty.db())[1], log).unwrap();
    faulty.expect_recovery();
}

#[test]
fn a_vault_that_another_process_writes_to_for_long_is_read_all_the_same() {
    let faulty = Faulty::start();
    let connection = rusqlite::Connection::open(faulty.db()).unwrap();
    connection.execute_batch("BEGIN EXCLUSIVE; UPDATE token SET note = 'held'").unwrap();
    for _ in 0..50 {
        assert_eq!((faulty.live(), faulty.service.status(&faulty.dead)), (200, 401));
    }
    connection.execute_batch("ROLLBACK").unwrap();
    faulty.expect_recovery();
}

/// The bytes of the index that readers lock (sqlite3's wal.c: `WAL_READ_LOCK`).
fn lock_readers(index: &File, kind: i32) -> bool {
    let range = flock { l_type: kind as i16, l_whence: SEEK_SET as i16, l_start: 123, l_len: 5, l_pid: 0 };
    fcntl(index, FcntlArg::F_SETLK(&range)).is_ok()
}

#[test]
fn a_vault_whose_readers_are_locked_out() {
    let faulty = Faulty::start();
    // What is committed now no copy in memory holds yet, so the database has to be asked.
    let late = faulty.service.house.value("bot add late");
    let index = File::options().read(true).write(true).open(&siblings(&faulty.db())[2]).unwrap();
    wait_until("no reader is at it", || lock_readers(&index, F_WRLCK));
    let began = std::time::Instant::now();
    assert_eq!(faulty.service.status(&late), 503);
    assert!(began.elapsed().as_millis() < 1_000, "the answer comes in time: {:?}", began.elapsed());
    faulty.expect_no_wrong_answer();
    assert!(lock_readers(&index, F_UNLCK));
    faulty.expect_recovery();
    assert_eq!(faulty.service.status(&late), 200);
}

/// A small file system in memory, unmounted when dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m,mode=0700", "jeton-test"]).arg(directory.path()).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(directory));
        }
        eprintln!("skipped: mounting a small tmpfs is not permitted here");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_is_full() {
    let Some(disk) = SmallDisk::mount() else { return };
    let house = House::new();
    house.value("bot add dead");
    let dead = house.value("rotate bot:dead --grace 0");
    house.revoke("bot:dead");
    let db = disk.0.path().join("jeton.db");
    std::fs::copy(house.fixture.db(), &db).unwrap();
    std::fs::set_permissions(&db, std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut command = house.command(&["--listen", "127.0.0.1:0"]);
    command.env("JETON_DB", &db);
    let running = Running::start(command);
    assert_eq!(running.status(&house.courier), 200);
    wait_until("usage is written", || disk.0.path().join("usage.db").exists());
    let ballast = disk.0.path().join("ballast");
    let free = rustix::fs::statvfs(disk.0.path()).unwrap();
    std::fs::write(&ballast, vec![0; usize::try_from(free.f_bavail * free.f_frsize).unwrap()]).unwrap();
    wait_until("usage cannot be written any more", || {
        assert_eq!((running.status(&house.courier), running.status(&dead)), (200, 401));
        running.metric("jeton_usage_failures_total") > 0
    });
    std::fs::remove_file(&ballast).unwrap();
    let calls = || {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let usage = rusqlite::Connection::open_with_flags(disk.0.path().join("usage.db"), flags).unwrap();
        usage.query_row("SELECT count(*) FROM call", [], |row| row.get::<_, i64>(0)).unwrap_or(0)
    };
    let before = calls();
    wait_until("usage is written again", || {
        assert_eq!(running.status(&house.courier), 200);
        calls() > before
    });
    assert_eq!(running.end().0, Some(0));
}

#[test]
fn a_service_that_is_killed_under_load_leaves_the_vault_whole() {
    let mut service = Service::with("failures = \"off\"");
    let before = std::fs::read(service.house.fixture.db()).unwrap();
    for _ in 0..3 {
        let (asked, over) = (AtomicU64::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let value = &service.house.courier;
                    let request = format!(
                        "GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nx-api-token: {value}\r\n\r\n"
                    );
                    while !over.load(Ordering::SeqCst) {
                        let status = service.status_of(request.as_bytes());
                        assert!([None, Some(200)].contains(&status), "{status:?}");
                        asked.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            wait_until("requests are answered", || asked.load(Ordering::Relaxed) > 300);
            service.signal(rustix::process::Signal::KILL);
            over.store(true, Ordering::SeqCst);
        });
        service.wait_dead();
        let log = service.house.run("log verify");
        assert_eq!(log.code, 0, "{log:?}");
        assert_eq!(std::fs::read(service.house.fixture.db()).unwrap(), before, "not a byte of the vault was written");
        service.restart();
        assert_eq!(service.status(&service.house.courier), 200);
    }
}
