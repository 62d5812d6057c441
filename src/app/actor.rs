//! Who acts before an operator has unlocked: the operating system's user, and where they come from.

use super::paths::Environment;
use crate::domain::event::Actor;
use std::net::IpAddr;

/// The user that the process runs as, and the address of its SSH client.
pub fn current(environment: &Environment) -> Actor {
    let uid = rustix::process::getuid().as_raw();
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    Actor { name: user_name(uid, &passwd, environment), address: client_address(environment) }
}

/// The system's word first: the environment can be set to any name.
fn user_name(uid: u32, passwd: &str, environment: &Environment) -> String {
    let listed = passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    });
    let told = || ["LOGNAME", "USER"].iter().find_map(|name| environment.text(name)).map(str::to_owned);
    listed.or_else(told).unwrap_or_else(|| format!("uid {uid}"))
}

/// The first word of `SSH_CONNECTION`, if it is an address.
fn client_address(environment: &Environment) -> Option<String> {
    let first = environment.text("SSH_CONNECTION")?.split_whitespace().next()?;
    first.parse::<IpAddr>().ok().map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n";

    #[test]
    fn the_system_knows_its_users_better_than_the_environment() {
        let liar = Environment::of([("USER", "grace"), ("LOGNAME", "grace")]);
        assert_eq!(user_name(1000, PASSWD, &liar), "ada");
        assert_eq!(user_name(4711, PASSWD, &liar), "grace");
        assert_eq!(user_name(4711, PASSWD, &Environment::default()), "uid 4711");
    }

    #[test]
    fn only_an_address_is_taken_from_ssh_connection() {
        let address = |text| client_address(&Environment::of([("SSH_CONNECTION", text)]));
        assert_eq!(address("203.0.113.9 50000 10.0.0.1 22").as_deref(), Some("203.0.113.9"));
        assert_eq!(address("2001:db8::7 50000 ::1 22").as_deref(), Some("2001:db8::7"));
        assert_eq!(address("\u{1b}[2J 1 2 3"), None);
        assert_eq!(client_address(&Environment::default()), None);
    }
}
