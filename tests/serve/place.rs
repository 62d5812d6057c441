//! Where the service listens: ports, Unix sockets, and who is there already.

use crate::client::{body, head};
use crate::fixture::{Fixture, Run};
use crate::service::{House, Running};
use std::io::{BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Stdio;

/// The status of a request over a Unix socket.
pub fn ask(socket: &Path, target: &str, headers: &str) -> u16 {
    let mut stream = BufReader::new(UnixStream::connect(socket).unwrap());
    let request = format!("GET {target} HTTP/1.1\r\nHost: whoever\r\nConnection: close\r\n{headers}\r\n");
    stream.get_mut().write_all(request.as_bytes()).unwrap();
    let (first, headers) = head(&mut stream).unwrap();
    body(&mut stream, &headers, false);
    first[9..12].parse().unwrap()
}

fn refused(house: &House, arguments: &[&str]) -> Run {
    let run: Run = house.command(arguments).stdin(Stdio::null()).output().unwrap().into();
    assert_ne!(run.code, 0, "{run:?}");
    assert_eq!(run.out, "");
    run
}

fn listen_at(house: &House, name: &str) -> (std::path::PathBuf, String) {
    let socket = house.fixture.home().join(name);
    let listen = format!("unix:{}", socket.display());
    (socket, listen)
}

#[test]
fn a_unix_socket_is_for_its_group_and_goes_away_with_the_service() {
    let house = House::new();
    let (socket, listen) = listen_at(&house, "run/jeton/serve.sock");
    let running = house.serve(&["--listen", &listen]);
    assert_eq!(running.place(), listen);
    let mode = |path: &Path| path.symlink_metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&socket), 0o660);
    let directory = socket.parent().unwrap();
    assert_eq!(mode(directory) & 0o027, 0, "others may not even look: {:o}", mode(directory));
    let header = format!("x-api-token: {}\r\n", house.courier);
    assert_eq!(ask(&socket, "/auth/nginx", &header), 200);
    let office = house.value("issue bot:courier --name office --allow 192.0.2.0/24");
    assert_eq!(ask(&socket, "/auth/nginx", &format!("x-api-token: {office}\r\n")), 403, "the address is unknown");
    assert_eq!(ask(&socket, "/auth/nginx", &format!("x-api-token: {office}\r\nX-Forwarded-For: 192.0.2.1\r\n")), 200);
    let (code, _) = running.end();
    assert_eq!(code, Some(0));
    assert!(!socket.exists(), "the socket is left behind");
}

#[test]
fn the_socket_of_the_living_is_respected_and_that_of_the_dead_replaced() {
    let house = House::new();
    let (socket, listen) = listen_at(&house, "run/serve.sock");
    let mut running = house.serve(&["--listen", &listen]);
    let run = refused(&house, &["--listen", &listen]);
    assert!(run.err.contains("another process listens at"), "{run:?}");
    assert_eq!(ask(&socket, "/healthz", ""), 200, "the first is not disturbed");
    running.signal(rustix::process::Signal::KILL);
    running.wait_dead();
    assert!(socket.exists());
    let running = house.serve(&["--listen", &listen]);
    assert_eq!(ask(&socket, "/healthz", ""), 200);
    drop(running);
}

#[test]
fn places_that_others_could_take_are_refused() {
    let house = House::new();
    let shared = house.fixture.home().join("shared");
    std::fs::create_dir(&shared).unwrap();
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o1777)).unwrap();
    let run = refused(&house, &["--listen", &format!("unix:{}/serve.sock", shared.display())]);
    assert!(run.err.contains("a directory of its own"), "{run:?}");
    assert_eq!(run.code, 5);
    let file = house.fixture.write("file", "precious", 0o600);
    let run = refused(&house, &["--listen", &format!("unix:{}", file.display())]);
    assert!(run.err.contains("is no socket"), "{run:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let run = refused(&house, &["--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(run.err.contains("cannot listen at 127.0.0.1:"), "{run:?}");
    for (listen, told) in
        [("7420", "not a place to listen at"), ("unix:serve.sock", "begins with /"), ("example.org:80", "not a place")]
    {
        let run = refused(&house, &["--listen", listen]);
        assert!(run.code == 2 && run.err.contains(told), "{run:?}");
    }
}

#[test]
fn a_live_socket_of_another_program_is_not_taken_over() {
    let house = House::new();
    let directory = house.fixture.home().join("run");
    std::fs::create_dir(&directory).unwrap();
    let socket = directory.join("serve.sock");
    let _other = UnixListener::bind(&socket).unwrap();
    let run = refused(&house, &["--listen", &format!("unix:{}", socket.display())]);
    assert!(run.err.contains("another process listens at"), "{run:?}");
}

#[test]
fn without_a_vault_it_does_not_start_and_says_why() {
    let house = House { fixture: Fixture::new(), courier: String::new() };
    std::fs::remove_file(house.fixture.db()).unwrap();
    let run = refused(&house, &["--listen", "127.0.0.1:0"]);
    assert!(run.err.contains("there is no vault at") && run.err.contains("jeton init"), "{run:?}");
    std::fs::write(house.fixture.db(), vec![b'x'; 8192]).unwrap();
    std::fs::set_permissions(house.fixture.db(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let run = refused(&house, &["--listen", "127.0.0.1:0"]);
    assert!(run.err.contains("is not a vault"), "{run:?}");
}

#[test]
fn a_port_of_both_families() {
    let house = House::new();
    let v6 = std::net::TcpListener::bind(("::1", 0)).is_ok();
    if !v6 {
        eprintln!("skipped: there is no IPv6 here");
        return;
    }
    let running: Running = house.serve(&["--listen", "[::1]:0"]);
    assert!(running.place().starts_with("[::1]:"));
    assert!(std::net::TcpStream::connect(("::1", running.port())).is_ok());
}
