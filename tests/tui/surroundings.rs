//! What the environment and the settings make of the looks: motion, colours.

use crate::desk::Desk;
use crate::world::{Ground, PASSPHRASE, actor};
use jeton::app::paths::Environment;
use jeton::app::{App, Opening};
use jeton::config::Config;
use jeton::tui::Launch;
use jeton::tui::theme::Colours;

fn still() -> Desk {
    let mut config = Config::default();
    config.ui.reduced_motion = true;
    Desk::configured(config)
}

#[test]
fn with_reduced_motion_countdowns_change_every_five_seconds() {
    let mut desk = still();
    desk.keys("o").expect("hides in 15 s").pass("1s").expect("hides in 15 s").pass("4s").expect("hides in 10 s");
    desk.pass("10s").expect_not("hides in").keys("y").expect("clipboard 45 s").pass("3s").expect("clipboard 45 s");
    desk.pass("2s").expect("clipboard 40 s");
}

#[test]
fn with_reduced_motion_the_spinner_stands_still_and_wakes_nobody() {
    let mut desk = still();
    desk.model.lock.idle_limit = None;
    desk.keys("<c-l>").hold_effects();
    desk.keys(PASSPHRASE).keys("<enter>").expect("… checking the passphrase");
    let hour = std::time::Duration::from_secs(3_600);
    assert!(desk.model.deadline().is_none_or(|next| next > hour), "nothing turns, so nothing wakes");
    let before = desk.frame();
    desk.pass("1s");
    assert_eq!(desk.frame(), before);
}

#[test]
fn a_spinner_turns_where_motion_is_not_reduced() {
    let mut desk = Desk::at_work();
    desk.keys("<c-l>").hold_effects();
    desk.keys(PASSPHRASE).keys("<enter>").expect("checking the passphrase");
    let before = desk.frame();
    desk.settle();
    desk.tell(jeton::tui::msg::What::Tick);
    assert_ne!(desk.frame(), before);
}

fn launched(config: Config, environment: &[(&str, &str)], colours: bool) -> Launch {
    let ground = Ground::new();
    let app = App::new(config, ground.path(), ground.world.clone(), actor()).unwrap();
    let environment = Environment::of(environment.iter().copied());
    let opening = Opening { app, services: None, session: None, passphrase_hint: None, ascii: false, colours, environment };
    Launch::from(opening)
}

#[test]
fn the_environment_reduces_motion_too() {
    let reduced = |word| launched(Config::default(), &[("JETON_REDUCED_MOTION", word)], true).config.ui.reduced_motion;
    assert!(reduced("1") && reduced("yes") && !reduced("0") && !reduced(""));
}

#[test]
fn true_colour_is_only_for_those_who_ask_and_terminals_that_can() {
    let mut asking = Config::default();
    asking.ui.true_color = true;
    let able: &[(&str, &str)] = &[("COLORTERM", "truecolor")];
    assert_eq!(launched(asking.clone(), able, true).facts.colours, Colours::All);
    assert_eq!(launched(asking.clone(), &[], true).facts.colours, Colours::Sixteen);
    assert_eq!(launched(Config::default(), able, true).facts.colours, Colours::Sixteen);
    assert_eq!(launched(asking, able, false).facts.colours, Colours::None);
}

#[test]
fn keys_that_clash_are_refused_with_both_actions_and_the_file() {
    let mut config = Config { file: Some("/home/mara/.config/jeton/config.toml".into()), ..Config::default() };
    config.keys.insert("rotate".to_owned(), vec!["x".to_owned()]);
    let message = jeton::tui::keys(&config).unwrap_err().to_string();
    for part in ["/home/mara/.config/jeton/config.toml", "`rotate`", "`revoke`", "`x`", "give one of them another key"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!jeton::tui::check(&config).unwrap_err().to_string().contains("config.toml"), "the check names it itself");
}
