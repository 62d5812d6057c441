//! The verification service as proxies, clients, attackers and operators meet it: the real program over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

#[path = "../gateways/client.rs"]
mod client;
#[path = "../common/fixture.rs"]
mod fixture;

mod answers;
mod carriers;
mod clock;
mod faults;
mod limits;
mod notify;
mod place;
mod revoke;
mod service;
mod shapes;
mod sources;
mod surroundings;
mod systemd;
mod throttle;
mod usage;
