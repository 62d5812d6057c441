//! The service tells of new findings by a process of its own, since it can start none itself; that goes when it goes.

use crate::service::{Service, wait_until};
use std::fs;
use std::path::{Path, PathBuf};

/// A service that looks every second, with a program that does `script` where the vault's home is.
fn service(script: &str) -> (Service, PathBuf) {
    let place = tempfile::tempdir().unwrap().keep();
    let program = place.join("program");
    fs::write(&program, format!("#!/bin/sh\ncd '{}'\n{script}\n", place.display())).unwrap();
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let settings = format!("\n[notify]\ncommand = [\"{}\"]\nevery = \"1s\"\ntimeout = \"1m\"", program.display());
    (Service::with(&settings), place)
}

fn leak(service: &Service) {
    service.house.fixture.write("leak", &service.house.courier, 0o600);
    assert_eq!(service.house.run("scan leak").code, 1);
}

fn is_alive(pid: &str) -> bool {
    let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    !state.is_empty() && !state.contains(") Z ")
}

/// The number in a file, once it is there.
fn number(path: &Path) -> String {
    wait_until("the program runs", || fs::read_to_string(path).is_ok_and(|text| text.ends_with('\n')));
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_running_service_tells_of_what_is_new_also_after_a_failure() {
    let (mut service, place) = service("[ -e broken ] && exit 4\ncat > told.new && mv told.new told; echo $PPID > watcher");
    fs::write(place.join("broken"), "").unwrap();
    leak(&service);
    let failed = service.wait_for("exit code 4");
    assert_eq!(failed["level"], "WARN");
    fs::remove_file(place.join("broken")).unwrap();
    service.wait_for("a notification tells of new findings: 1");
    let told = fs::read_to_string(place.join("told")).unwrap();
    assert!(told.contains("seen-in-scan") && told.contains("bot:courier") && !told.contains(&service.house.courier), "{told}");
    let watcher = number(&place.join("watcher"));
    assert!(is_alive(&watcher));
    assert_eq!(service.status(&service.house.courier), 200);
    let (code, log) = service.into_running().end();
    assert_eq!(code, Some(0), "{log:#?}");
    wait_until("the watcher ends", || !is_alive(&watcher));
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn a_program_that_hangs_goes_with_the_service_even_when_that_is_killed() {
    let (service, place) = service("echo $$ > program.pid.new; mv program.pid.new program.pid; sleep 600");
    leak(&service);
    let program = number(&place.join("program.pid"));
    assert!(is_alive(&program));
    service.signal(rustix::process::Signal::KILL);
    wait_until("the program ends", || !is_alive(&program));
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn a_watcher_that_is_gone_is_said_once_and_the_service_goes_on() {
    let (mut service, place) = service("cat > told; echo $PPID > watcher.new; mv watcher.new watcher");
    leak(&service);
    let watcher: i32 = number(&place.join("watcher")).trim().parse().unwrap();
    let watcher = rustix::process::Pid::from_raw(watcher).unwrap();
    rustix::process::kill_process(watcher, rustix::process::Signal::KILL).unwrap();
    let said = service.wait_for("nobody is notified of findings any more");
    assert_eq!(said["level"], "WARN");
    assert_eq!(service.status(&service.house.courier), 200);
    let (code, log) = service.into_running().end();
    assert_eq!(code, Some(0), "{log:#?}");
    fs::remove_dir_all(place).unwrap();
}
