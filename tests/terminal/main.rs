//! Black-box tests over the world outside: ptys, tmux and X servers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod clipboard_tmux;
mod pty;
mod tmux;
