//! The clock is set back and forth under the service.

use crate::client::{body, head};
use crate::service::{House, wait_until};
use jeton::app::{App, Serving};
use jeton::clock::{Clock, World};
use jeton::config::Config;
use jeton::domain::Instant;
use jeton::domain::event::Actor;
use std::io::{BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A clock that stands where the test puts it.
struct Hand(Mutex<Instant>);

impl Hand {
    fn set(&self, now: Instant) {
        *self.0.lock().unwrap() = now;
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

fn status(socket: &Path, value: &str) -> u16 {
    let mut stream = BufReader::new(UnixStream::connect(socket).unwrap());
    let request = format!("GET /auth/caddy HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-api-token: {value}\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes()).unwrap();
    let (first, headers) = head(&mut stream).unwrap();
    body(&mut stream, &headers, false);
    first[9..12].parse().unwrap()
}

#[test]
fn what_has_expired_may_not_pass_and_a_rate_neither_opens_nor_locks_for_ever() {
    let house = House::new();
    let ends = house.value("issue pat --name ends --scope files:read --expires 365d");
    let slow = house.value("issue bot:courier --name slow --rate 2/m");
    let clock = Arc::new(Hand(Mutex::new(Instant::now())));
    let world = World { clock: clock.clone(), entropy: World::real().entropy };
    let socket = house.fixture.home().join("run/serve.sock");
    let mut config = Config::default();
    config.serve.listen = format!("unix:{}", socket.display()).parse().unwrap();
    let actor = Actor { name: "ops".to_owned(), address: None };
    let app = App::new(config, house.fixture.db(), world, actor).unwrap();
    // Ends with the test's process.
    std::thread::spawn(|| jeton::serve::serve(Serving { app, notify: None, watch: None, require_landlock: false }).unwrap());
    wait_until("the service listens", || UnixStream::connect(&socket).is_ok());
    wait_until("the service answers", || status(&socket, &house.courier) == 200);
    assert_eq!(status(&socket, &ends), 200);
    assert_eq!([status(&socket, &slow), status(&socket, &slow), status(&socket, &slow)], [200, 200, 429]);
    let before = clock.now();
    clock.set(before + Duration::from_secs(366 * 86_400));
    assert_eq!(status(&socket, &ends), 401, "a year later it has expired");
    assert_eq!([status(&socket, &slow), status(&socket, &slow), status(&socket, &slow)], [200, 200, 429]);
    clock.set(before);
    assert_eq!(status(&socket, &slow), 429, "the clock's step gives nothing away");
    clock.set(before + Duration::from_secs(31));
    assert_eq!(status(&socket, &slow), 200, "and what was used up comes back");
    assert_eq!(status(&socket, &ends), 200, "by the clock as it is now it has not expired yet");
}
