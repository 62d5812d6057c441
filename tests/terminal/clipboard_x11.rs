//! A value on the clipboard of a display, held by the process that outlives a command.

use crate::holder::{Holder, VALUE};
use crate::pty::eventually;
use crate::x11::XServer;
use rustix::process::{Signal, getsid};
use std::fs;
use std::net::TcpListener;

#[track_caller]
fn on_display(server: &XServer, clear_after: u64) -> Holder {
    let holder = Holder::start("auto", clear_after, &[("DISPLAY", server.display())]);
    assert!(holder.answer.contains("\"delivery\":\"Copied\""), "{}", holder.answer);
    holder
}

#[test]
fn any_program_can_paste_it_and_history_is_asked_to_forget_it() {
    let server = XServer::start();
    let _holder = on_display(&server, 600);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    assert_eq!(server.paste().as_deref(), Some(VALUE), "more than once");
    assert_eq!(server.paste_as("x-kde-passwordManagerHint").as_deref(), Some("secret"));
}

#[test]
fn it_goes_away_after_the_delay() {
    let server = XServer::start();
    let mut holder = on_display(&server, 3);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    eventually("the clipboard is empty", || server.paste().is_none());
    holder.wait_for_end();
}

#[test]
fn what_was_copied_since_is_left_alone() {
    let server = XServer::start();
    let mut holder = on_display(&server, 600);
    server.copy("notes");
    holder.wait_for_end();
    assert_eq!(server.paste().as_deref(), Some("notes"));
}

#[test]
fn being_told_to_end_clears_first() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let server = XServer::start();
        let mut holder = on_display(&server, 600);
        holder.tell(signal);
        holder.wait_for_end();
        assert_eq!(server.paste(), None, "after {signal:?}");
    }
}

#[test]
fn not_even_being_told_to_end_takes_away_what_others_copied() {
    let server = XServer::start();
    let mut holder = on_display(&server, 600);
    server.copy("notes");
    holder.tell(Signal::TERM);
    holder.wait_for_end();
    assert_eq!(server.paste().as_deref(), Some("notes"));
}

#[test]
fn without_a_delay_it_stays_until_something_else_is_copied() {
    let server = XServer::start();
    let mut holder = on_display(&server, 0);
    assert!(holder.answer.contains("\"clears_at\":null"), "{}", holder.answer);
    assert_eq!(server.paste().as_deref(), Some(VALUE));
    server.copy("notes");
    holder.wait_for_end();
}

#[test]
fn the_holder_is_detached_and_shows_the_value_to_no_process() {
    let server = XServer::start();
    let holder = on_display(&server, 600);
    assert_eq!(getsid(Some(holder.id())).unwrap(), holder.id(), "it leads a session of its own");
    for file in ["cmdline", "environ"] {
        let content = fs::read(format!("/proc/{}/{file}", holder.id().as_raw_nonzero())).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&content).contains(VALUE), "{file}");
    }
}

#[test]
fn a_display_that_does_not_exist_is_said() {
    let mut holder = Holder::start("native", 45, &[("DISPLAY", ":9999")]);
    assert!(holder.answer.contains("the display failed: "), "{}", holder.answer);
    holder.wait_for_end();
}

#[test]
fn a_display_that_does_not_answer_holds_nobody_up() {
    // Displays over TCP start at port 6000; this one takes the connection and says nothing.
    let (number, _deaf) = (100..200).find_map(|n| Some((n, TcpListener::bind(("127.0.0.1", 6000 + n)).ok()?))).unwrap();
    let mut holder = Holder::start("native", 45, &[("DISPLAY", &format!("127.0.0.1:{number}"))]);
    assert!(holder.answer.contains("the display did not answer within 500 ms"), "{}", holder.answer);
    holder.wait_for_end();
}
