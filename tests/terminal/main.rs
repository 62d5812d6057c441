//! Black-box tests over the world outside: ptys, tmux and X servers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod adversity;
mod cli_copy;
mod clipboard_tmux;
mod clipboard_x11;
mod demo;
mod holder;
mod home;
mod interface;
mod mouse;
mod ownership;
mod pty;
mod tmux;
mod traffic;
mod tui_clipboard;
mod tui_flow;
mod x11;
