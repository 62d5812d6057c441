//! Much of everything: headers, bytes, bodies, connections, and clients that take their time.

use crate::client::Answer;
use crate::service::{House, Service};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

fn connect(service: &Service) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", service.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn with_headers(value: &str, headers: &str) -> Vec<u8> {
    format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}x-api-token: {value}\r\n\r\n")
        .into_bytes()
}

#[test]
fn as_many_headers_as_there_is_room_for_and_not_one_more() {
    let service = Service::start();
    let value = &service.house.courier;
    let headers = |count: usize| (0..count).map(|n| format!("x-h-{n}: y\r\n")).collect::<String>();
    assert_eq!(service.status_of(&with_headers(value, &headers(61))), Some(200));
    assert_eq!(service.status_of(&with_headers(value, &headers(62))), Some(431));
    assert!([None, Some(431)].contains(&service.status_of(&with_headers(value, &headers(10_000)))));
    assert_eq!(service.status_of(&with_headers(value, &format!("x-h: {}\r\n", "y".repeat(15_000)))), Some(200));
    assert_eq!(service.status_of(&with_headers(value, &format!("x-h: {}\r\n", "y".repeat(17_000)))), Some(431));
    let before = service.peak_memory();
    for _ in 0..20 {
        let long = with_headers(value, &format!("x-h: {}\r\n", "y".repeat(500 * 1024)));
        assert!([None, Some(431)].contains(&service.status_of(&long)));
    }
    assert!(service.peak_memory() < before + 4_096, "{} KiB, {before} before", service.peak_memory());
    assert_eq!(service.status(value), 200);
}

#[test]
fn a_body_of_a_gigabyte_is_not_read() {
    let service = Service::start();
    let value = &service.house.courier;
    let before = service.peak_memory();
    let mut stream = connect(&service);
    let head = format!(
        "POST /auth/envoy/-/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nx-api-token: {value}\r\n\r\n",
        1 << 30
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200", "the answer does not wait for the body");
    let chunk = vec![b'x'; 1 << 20];
    let taken = (0..1024).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(taken < 64, "{taken} MiB were taken");
    assert!(service.peak_memory() < before + 8_192, "{} KiB, {before} before", service.peak_memory());
    assert_eq!(service.status(value), 200);
}

#[test]
fn a_small_body_is_passed_over_and_the_connection_goes_on() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    let mut client = service.client();
    for _ in 0..3 {
        let request = format!("POST /auth/envoy/-/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n{header}\r\n\r\nhello");
        assert_eq!(client.send(request.as_bytes()).status, 200);
    }
}

/// How long it takes until the service closes the connection.
fn closed_after(mut stream: TcpStream, mut drip: impl FnMut(&mut TcpStream)) -> Duration {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return began.elapsed(),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                drip(&mut stream)
            }
            Err(_) => return began.elapsed(),
            Ok(_) => {}
        }
        assert!(began.elapsed() < Duration::from_secs(15), "the connection stays open");
    }
}

#[test]
fn who_dawdles_over_a_head_is_shown_out_after_five_seconds() {
    let service = Service::start();
    let value = service.house.courier.clone();
    let silent = connect(&service);
    let mut dripping = connect(&service);
    dripping.write_all(b"GET /auth/nginx HTTP/1.1\r\n").unwrap();
    let mut second = connect(&service);
    let good = format!("GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nx-api-token: {value}\r\n\r\n");
    second.write_all(good.as_bytes()).unwrap();
    second.read_exact(&mut [0; 12]).unwrap();
    second.write_all(&good.as_bytes()[..40]).unwrap();
    let threads = [
        std::thread::spawn(move || closed_after(silent, |_| {})),
        std::thread::spawn(move || closed_after(dripping, |stream| drop(stream.write_all(b"X-Slow: y\r\n")))),
        std::thread::spawn(move || closed_after(second, |_| {})),
    ];
    for thread in threads {
        let took = thread.join().unwrap();
        assert!((4..=12).contains(&took.as_secs()), "{took:?}");
    }
    assert_eq!(service.status(&value), 200);
}

#[test]
fn a_connection_may_rest_between_requests_for_longer_than_a_head_may_take() {
    let service = Service::start();
    let header = format!("x-api-token: {}", service.house.courier);
    let mut client = service.client();
    assert_eq!(client.ask("GET /auth/nginx", &[&header]).status, 200);
    std::thread::sleep(Duration::from_secs(7));
    assert_eq!(client.ask("GET /auth/nginx", &[&header]).status, 200);
}

#[test]
fn thousands_of_idle_connections_hinder_nobody() {
    let house = House::new();
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let most = limit.maximum.unwrap_or(u64::MAX);
    let raised = rustix::process::Rlimit { current: Some(most), maximum: limit.maximum };
    let _ = rustix::process::setrlimit(rustix::process::Resource::Nofile, raised);
    let count = usize::try_from(most.saturating_sub(200).min(5_000)).unwrap();
    if count < 5_000 {
        eprintln!("the limit of open files allows {count} connections in place of 5000");
    }
    let config = house.configure("[serve]\nmax_connections = 6000\n");
    let running = house.serve(&["--config", &config]);
    let before = running.peak_memory();
    let idle: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(("127.0.0.1", running.port())).unwrap()).collect();
    for _ in 0..20 {
        assert_eq!(running.status(&house.courier), 200);
    }
    let per_connection = (running.peak_memory() - before) * 1024 / idle.len() as u64;
    assert!(per_connection < 16 * 1024, "{per_connection} bytes for each idle connection");
    crate::service::wait_until("the idle connections are shown out", || running.metric("jeton_connections_open") < 10);
    drop(idle);
    assert_eq!(running.status(&house.courier), 200);
}

#[test]
fn beyond_the_most_connections_further_ones_wait_for_their_turn() {
    let service = Service::with("max_connections = 4");
    let held: Vec<TcpStream> = (0..4).map(|_| connect(&service)).collect();
    let request = with_headers(&service.house.courier, "");
    let mut waiting = connect(&service);
    waiting.write_all(&request).unwrap();
    waiting.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let mut first = [0; 12];
    let early = waiting.read_exact(&mut first);
    assert!(early.is_err(), "there was no place yet");
    held.iter().for_each(|stream| drop(stream.shutdown(Shutdown::Both)));
    waiting.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    waiting.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
}

#[test]
fn an_answer_is_whole_even_where_the_client_reads_a_byte_at_a_time() {
    let service = Service::start();
    let mut stream = connect(&service);
    stream.write_all(b"GET /auth/nginx HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let mut byte = [0];
    while stream.read_exact(&mut byte).is_ok() {
        answer.push(byte[0]);
    }
    let text = String::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let headers =
        head.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = Answer { status: 401, headers: headers.collect(), body: body.to_owned() };
    assert_eq!(answer.all("content-length"), [body.len().to_string()]);
    assert_eq!(answer.json()["code"], 401);
}
