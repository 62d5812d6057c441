//! The real binary under faults: full disks, kill -9, closed outputs, races, spoilt databases; and what never leaks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

#[path = "../common/fixture.rs"]
mod fixture;

mod canary;
mod full_disk;
mod house;
mod kill;
mod outputs;
mod races;
mod refusals;
mod scan;
mod surroundings;
mod tampering;
