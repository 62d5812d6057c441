//! `jeton copy`: the value outlives the command, and goes away by itself.

use crate::home::{Home, JETON};
use crate::pty::{Terminal, contains, eventually};
use crate::tmux::Tmux;
use crate::x11::XServer;
use base64ct::{Base64, Encoding as _};
use portable_pty::CommandBuilder;

fn value_of(home: &Home, selector: &str) -> String {
    home.jeton(&["reveal", selector]).trim().to_owned()
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn on_a_display_it_can_be_pasted_after_the_command_and_is_cleared_after_the_delay() {
    let server = XServer::start();
    let mut home = Home::with_bot();
    home.set("DISPLAY", server.display());
    home.configure("[clipboard]\nclear_after = \"3s\"\n");
    let value = value_of(&home, "bot:helper");
    let output = home.run(&["copy", "bot:helper"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(output.stdout, b"");
    assert_eq!(said(&output), "bot:helper/default: copied; cleared after 3s\n");
    assert_eq!(server.paste().as_deref(), Some(value.as_str()));
    eventually("the clipboard is empty", || server.paste().is_none());
}

#[test]
fn what_the_operator_copies_next_is_left_alone() {
    let server = XServer::start();
    let mut home = Home::with_bot();
    home.set("DISPLAY", server.display());
    home.jeton(&["copy", "bot:helper"]);
    server.copy("notes");
    home.jeton(&["copy", "account"]);
    assert_eq!(server.paste(), Some(value_of(&home, "account")));
    server.copy("more notes");
    assert_eq!(server.paste().as_deref(), Some("more notes"));
}

#[test]
fn a_line_that_is_ready_to_run_can_be_pasted_with_the_value_in_it() {
    let server = XServer::start();
    let mut home = Home::with_bot();
    home.set("DISPLAY", server.display());
    let value = value_of(&home, "bot:helper");
    let output = home.run(&["copy", "bot:helper", "--as", "x-api-token"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output), "bot:helper/default (curl, x-api-token): copied; cleared after 45s\n");
    assert_eq!(server.paste(), Some(format!("curl -H 'x-api-token: {value}' https://YOUR-HOST/")));
}

#[test]
fn inside_tmux_it_is_the_newest_buffer_until_the_delay_is_over() {
    let home = Home::with_bot();
    home.configure("[clipboard]\nclear_after = \"3s\"\n");
    let value = value_of(&home, "bot:helper");
    let tmux = Tmux::start_at(&home, "");
    tmux.type_in(&format!("{JETON} copy bot:helper > out; wc -c < out"));
    tmux.keys(&["Enter"]);
    tmux.wait_for("bot:helper/default: copied through tmux; cleared after 3s");
    assert_eq!(tmux.ask(&["show-buffer"]), value);
    eventually("the buffer is gone", || tmux.buffers().is_empty());
    assert_eq!(std::fs::read(home.path("out")).unwrap(), b"");
    assert!(!tmux.scrollback().contains(&value));
}

#[test]
fn over_ssh_the_terminal_gets_it_and_later_a_blank_though_the_command_has_ended() {
    let home = Home::with_bot();
    home.configure("[clipboard]\nclear_after = \"2s\"\n");
    let value = value_of(&home, "bot:helper");
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("{JETON} copy bot:helper; echo ended; exec sleep 60")]);
    command.env_clear();
    home.variables().for_each(|(name, value)| command.env(name, value));
    command.env("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22");
    let terminal = Terminal::start(command);
    terminal.wait_for("the command ends", b"ended");
    let received = terminal.received();
    let sequence = format!("\x1b]52;c;{}\x1b\\", Base64::encode_string(value.as_bytes()));
    assert!(contains(&received, sequence.as_bytes()));
    assert!(contains(&received, b"sent to your terminal (OSC 52), cannot be confirmed; cleared after 2s"));
    assert!(!contains(&received, value.as_bytes()));
    terminal.wait_for("a blank", b"\x1b]52;c;IA==\x1b\\");
}

#[test]
fn scripts_read_what_became_of_it() {
    let server = XServer::start();
    let mut home = Home::with_bot();
    home.set("DISPLAY", server.display());
    let report: serde_json::Value = serde_json::from_str(&home.jeton(&["copy", "bot:helper", "--json"])).unwrap();
    assert_eq!(report["selector"], "bot:helper/default");
    assert_eq!(report["delivery"], "copied");
    assert!(report["clears_at"].as_str().unwrap().ends_with('Z'), "{report}");
    server.copy("notes");
}

#[test]
fn a_copy_that_cannot_work_is_refused_before_the_passphrase_is_asked() {
    let mut home = Home::with_bot();
    home.set("JETON_PASSPHRASE_FILE", "/nonexistent");
    home.configure("[clipboard]\nmode = \"off\"\n");
    let output = home.run(&["copy", "bot:helper"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("the clipboard is off; set mode = \"auto\""), "{}", said(&output));
}

#[test]
fn a_value_that_was_shown_once_is_not_copied() {
    let server = XServer::start();
    let mut home = Home::with_bot();
    home.set("DISPLAY", server.display());
    home.jeton(&["issue", "pat", "--name", "ci", "--scope", "bots:read"]);
    let output = home.run(&["copy", "pat:ci"]);
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert_eq!(server.paste(), None);
}

#[test]
fn a_display_that_is_gone_is_said_and_nothing_stays_behind() {
    let mut home = Home::with_bot();
    home.set("DISPLAY", ":9999");
    let output = home.run(&["copy", "bot:helper"]);
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    assert!(said(&output).contains("the display failed: "), "{}", said(&output));
}
