//! Which clipboard an operator gets, from what their session looks like.

use super::*;
use proptest::prelude::*;

fn session(variables: &[(&str, &str)]) -> Environment {
    let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    Environment::read(lookup, true)
}

fn config(mode: Mode) -> ClipboardConfig {
    ClipboardConfig { mode, ..ClipboardConfig::default() }
}

const TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-1000/default,4242,0");
const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22");
const SSH_TTY: (&str, &str) = ("SSH_TTY", "/dev/pts/3");
const X11: (&str, &str) = ("DISPLAY", ":0");
const FORWARDED: (&str, &str) = ("DISPLAY", "localhost:10.0");
const WAYLAND: (&str, &str) = ("WAYLAND_DISPLAY", "wayland-0");
const AGENT: (&str, &str) = ("SSH_AUTH_SOCK", "/run/user/1000/keyring/ssh");
const SCREEN: (&str, &str) = ("STY", "1234.pts-0.host");
const TERM_SCREEN: (&str, &str) = ("TERM", "screen-256color");
const TERM_XTERM: (&str, &str) = ("TERM", "xterm-256color");

#[test]
fn auto_goes_by_where_the_operator_sits() {
    let cases: &[(&[(&str, &str)], Choice)] = &[
        (&[X11], Choice::Native),
        (&[WAYLAND], Choice::Native),
        (&[WAYLAND, X11, TERM_XTERM], Choice::Native),
        (&[X11, AGENT], Choice::Native),
        (&[("DISPLAY", ""), TERM_XTERM], Choice::Osc52(Wrapping::Plain)),
        (&[("TMUX", ""), X11], Choice::Native),
        (&[TMUX], Choice::Tmux),
        (&[TMUX, X11], Choice::Tmux),
        (&[TMUX, SSH, TERM_SCREEN], Choice::Tmux),
        (&[TMUX, SCREEN, TERM_SCREEN], Choice::Tmux),
        (&[SSH, TERM_XTERM], Choice::Osc52(Wrapping::Plain)),
        (&[SSH_TTY, FORWARDED, TERM_XTERM], Choice::Osc52(Wrapping::Plain)),
        (&[SSH, SCREEN, TERM_SCREEN], Choice::Osc52(Wrapping::Screen)),
        (&[SSH, TERM_SCREEN], Choice::Osc52(Wrapping::Either)),
        (&[SCREEN, TERM_SCREEN], Choice::Osc52(Wrapping::Screen)),
        (&[TERM_XTERM], Choice::Osc52(Wrapping::Plain)),
        (&[], Choice::Osc52(Wrapping::Plain)),
    ];
    for (variables, expected) in cases {
        assert_eq!(choose(&config(Mode::Auto), &session(variables)), *expected, "{variables:?}");
    }
}

#[test]
fn a_chosen_mode_beats_the_environment() {
    let tools = ClipboardConfig { command: vec!["wl-copy".to_owned()], ..config(Mode::Command) };
    assert_eq!(choose(&tools, &session(&[TMUX, X11])), Choice::Command);
    assert_eq!(choose(&config(Mode::Native), &session(&[TMUX, X11, SSH])), Choice::Native);
    assert_eq!(choose(&config(Mode::Tmux), &session(&[X11])), Choice::Tmux);
    assert_eq!(choose(&config(Mode::Osc52), &session(&[TMUX, TERM_SCREEN])), Choice::Osc52(Wrapping::Plain));
    assert_eq!(choose(&config(Mode::Off), &session(&[TMUX, X11])), Choice::Refused(Refusal::Off));
}

#[test]
fn what_cannot_work_is_refused_by_its_cause() {
    let nowhere = Environment { has_terminal: false, ..session(&[]) };
    assert_eq!(choose(&config(Mode::Auto), &nowhere), Choice::Refused(Refusal::Nowhere));
    assert_eq!(choose(&config(Mode::Osc52), &nowhere), Choice::Refused(Refusal::NoTerminal));
    assert_eq!(choose(&config(Mode::Native), &session(&[TMUX])), Choice::Refused(Refusal::NoDisplay));
    assert_eq!(choose(&config(Mode::Command), &session(&[X11])), Choice::Refused(Refusal::NoCommand));
    let blank = ClipboardConfig { command: vec![String::new()], ..config(Mode::Command) };
    assert_eq!(choose(&blank, &session(&[X11])), Choice::Refused(Refusal::NoCommand));
}

#[test]
fn every_mode_is_found_by_its_word() {
    for mode in Mode::ALL {
        assert_eq!(Mode::from_word(mode.word()), Some(mode));
    }
    assert_eq!(Mode::from_word("AUTO"), None);
}

proptest! {
    #[test]
    fn osc52_is_never_chosen_without_a_terminal(mode in proptest::sample::select(&Mode::ALL[..]), picks in any::<[bool; 6]>()) {
        let all = [TMUX, SSH, X11, WAYLAND, SCREEN, TERM_SCREEN];
        let variables: Vec<_> = all.into_iter().zip(picks).filter_map(|(variable, picked)| picked.then_some(variable)).collect();
        let environment = Environment { has_terminal: false, ..session(&variables) };
        prop_assert!(!matches!(choose(&config(mode), &environment), Choice::Osc52(_)));
    }
}
