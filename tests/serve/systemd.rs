//! Under systemd: a socket that is handed over, word that the service is ready, and units that keep it in.

use crate::fixture::Run;
use crate::place::ask;
use crate::service::{House, Running};
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const UNITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/systemd");

#[test]
fn it_says_when_it_is_ready_and_when_it_ends() {
    let house = House::new();
    let path = house.fixture.home().join("notify");
    let told = UnixDatagram::bind(&path).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut command = house.command(&["--listen", "127.0.0.1:0"]);
    command.env("NOTIFY_SOCKET", &path);
    let running = Running::start(command);
    let mut buffer = [0; 64];
    let mut next = || {
        let length = told.recv(&mut buffer).unwrap();
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    assert_eq!(next(), "READY=1");
    assert_eq!(running.status(&house.courier), 200, "what it says is true");
    assert_eq!(running.end().0, Some(0));
    assert_eq!(next(), "STOPPING=1");
}

/// Starts the service with `socket` as its file descriptor 3.
fn activated(house: &House, socket: &impl std::os::fd::AsFd) -> Running {
    let inherited = socket.as_fd().try_clone_to_owned().unwrap();
    let serve = house.command(&[]);
    // The shell puts standard input where systemd puts the socket.
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ exec \"$@\"", "sh"]).arg(serve.get_program()).args(serve.get_args());
    command.current_dir(house.fixture.home()).env_clear().env("LISTEN_FDS", "1");
    for (name, value) in serve.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    Running::start_with(command, inherited.into())
}

#[test]
fn a_socket_that_is_handed_over_is_used_and_left_to_its_owner() {
    let house = House::new();
    let path = house.fixture.home().join("handed.sock");
    let socket = UnixListener::bind(&path).unwrap();
    let running = activated(&house, &socket);
    assert_eq!(running.place(), format!("unix:{}", path.display()));
    assert_eq!(ask(&path, "/auth/nginx", &format!("x-api-token: {}\r\n", house.courier)), 200);
    assert_eq!(running.end().0, Some(0));
    assert!(path.exists(), "who made it removes it");
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let running = activated(&house, &port);
    assert_eq!(running.place(), port.local_addr().unwrap().to_string());
    assert_eq!(running.status(&house.courier), 200);
}

fn systemd_analyze(arguments: &[&str]) -> Option<Run> {
    match Command::new("systemd-analyze").args(arguments).output() {
        Ok(output) => Some(output.into()),
        Err(_) => {
            eprintln!("skipped: systemd-analyze is not installed");
            None
        }
    }
}

/// The units as installed, with a program that is there.
fn units(directory: &Path) -> Vec<PathBuf> {
    ["jeton-serve.service", "jeton-serve.socket"]
        .map(|name| {
            let text = std::fs::read_to_string(Path::new(UNITS).join(name)).unwrap();
            let path = directory.join(name);
            std::fs::write(&path, text.replace("/usr/local/bin/jeton", env!("CARGO_BIN_EXE_jeton"))).unwrap();
            path
        })
        .to_vec()
}

#[test]
fn the_units_are_sound_and_keep_the_service_in() {
    let directory = tempfile::tempdir().unwrap();
    let units = units(directory.path());
    let paths: Vec<&str> = units.iter().map(|path| path.to_str().unwrap()).collect();
    let Some(run) = systemd_analyze(&[&["verify", "--man=no"][..], &paths].concat()) else { return };
    let complaints: Vec<&str> = run.err.lines().filter(|line| line.contains("jeton-serve")).collect();
    assert!(complaints.is_empty(), "{run:?}");
    let Some(run) = systemd_analyze(&["security", "--offline=yes", "--threshold=15", paths[0]]) else { return };
    if run.err.contains("unrecognized option") || run.err.contains("Unknown") {
        eprintln!("skipped: this systemd-analyze judges no files");
        return;
    }
    assert_eq!(run.code, 0, "exposed by more than 1.5 of 10: {}{}", run.out, run.err);
}

#[test]
fn the_unit_starts_the_program_as_it_is() {
    let text = std::fs::read_to_string(Path::new(UNITS).join("jeton-serve.service")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert!(jeton::cli::description().try_get_matches_from(words).is_ok(), "{line}");
    for needed in
        ["Type=notify", "NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectoryMode=0700", "StateDirectory=jeton"]
    {
        assert!(text.lines().any(|line| line == needed), "{needed}");
    }
}
