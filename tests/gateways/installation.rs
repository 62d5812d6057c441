//! `jeton doctor` at the machine itself: what is as it should be, and what it says of an installation that is not.

use crate::fixture::Fixture;
use crate::yard::{Earlier, Yard};
use jeton::app::App;
use jeton::clock::World;
use jeton::config::Config;
use jeton::domain::checkup::Health;
use jeton::domain::event::Actor;
use jeton::services::{Called, check_installation};
use serde_json::Value;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

/// Exit code, and for each check its health and what is advised.
fn doctor(fixture: &Fixture, serve: &str) -> (i32, Vec<(String, String, String)>) {
    examine(fixture, &["--json", "doctor", "--serve", serve])
}

fn examine(fixture: &Fixture, arguments: &[&str]) -> (i32, Vec<(String, String, String)>) {
    let run = fixture.run(arguments);
    let whole: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    assert_eq!(whole["ok"].as_bool(), Some(run.code == 0), "{whole:#}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = whole["checks"].as_array().unwrap().iter().map(|check| {
        let advice = check["advice"].as_array().unwrap().iter().map(|advice| text(&advice["text"]));
        (text(&check["check"]), text(&check["health"]), advice.collect::<Vec<_>>().join("\n"))
    });
    (run.code, checks.collect())
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[track_caller]
fn assert_finds(found: &(i32, Vec<(String, String, String)>), check: &str, health: &str, advice: &str) {
    assert_eq!(found.0, i32::from(health == "fail"), "{found:#?}");
    let is_it = |it: &&(String, String, String)| it.0 == check && it.1 == health && it.2.contains(advice);
    assert!(found.1.iter().any(|it| is_it(&it)), "{check} {health} {advice}: {found:#?}");
}

#[test]
fn an_installation_as_it_should_be() {
    let yard = Yard::open();
    let serve = format!("unix:{}", yard.socket().display());
    let (code, checks) = doctor(&yard.fixture, &serve);
    assert!(code == 0 && checks.iter().all(|(_, health, advice)| health == "ok" && advice.is_empty()), "{checks:#?}");
    let names: Vec<&str> = checks.iter().map(|(name, ..)| name.as_str()).collect();
    let all = [
        "directory",
        "vault file",
        "other files",
        "database",
        "clock",
        "keys",
        "history",
        "usage",
        "unattended",
        "disk",
        "service",
    ];
    assert_eq!(names, all);
    // For people, and without a service where none is expected.
    let run = yard.fixture.run(&[
        "doctor",
        "--config",
        &yard.fixture.write("c.toml", "[serve]\nlisten = \"unix:/nowhere/serve.sock\"\n", 0o600).display().to_string(),
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("warn  service          `jeton serve` does not run at unix:/nowhere/serve.sock"), "{run:?}");
    assert!(run.out.contains("      do: start it with: jeton serve --listen unix:/nowhere/serve.sock"), "{run:?}");
    assert_eq!(run.err, "10 as they should be, 1 to look at, 0 wrong, 0 not tried\n");
}

#[test]
fn what_is_open_to_others_is_closed_by_the_line_that_it_names() {
    let yard = Yard::open();
    let serve = format!("unix:{}", yard.socket().display());
    let (db, directory) = (yard.fixture.db(), yard.fixture.db().parent().unwrap().to_owned());
    for (path, open, check, mode) in [(&db, 0o640, "vault file", 0o600), (&directory, 0o750, "directory", 0o700)] {
        set_mode(path, open);
        let found = doctor(&yard.fixture, &serve);
        assert_finds(&found, check, "fail", &format!("chmod {mode:o} {}", path.display()));
        set_mode(path, mode);
    }
}

#[test]
fn figures_that_cannot_be_read_may_be_thrown_away() {
    let fixture = Fixture::new();
    let text = "no database at all, but long enough to be read as the header of one, if anybody cared to ".repeat(3);
    let usage = fixture.write("vault/usage.db", &text, 0o600);
    let config = fixture.write("c.toml", "[serve]\nlisten = \"unix:/nowhere/serve.sock\"\n", 0o600);
    let found = examine(&fixture, &["--json", "doctor", "--config", config.to_str().unwrap()]);
    assert_finds(&found, "usage", "warn", &format!("rm {}", usage.display()));
}

#[test]
fn a_service_of_another_vault_or_none_at_all_is_told() {
    let yard = Yard::open();
    let other = Fixture::new();
    let serve = format!("unix:{}", yard.socket().display());
    assert_finds(&doctor(&other, &serve), "service", "fail", "start it with the same --db");
    assert_finds(&doctor(&other, "unix:/nowhere/serve.sock"), "service", "fail", "jeton serve --listen unix:/nowhere/serve.sock");
    // The service behind a proxy answers too, but it is not Jeton.
    let address = yard.service.url().replace("http://", "");
    assert_finds(&doctor(&other, &address), "service", "fail", "listen at different addresses");
    assert_finds(&doctor(&Fixture::empty(), &serve), "vault file", "fail", "jeton init");
}

#[test]
fn a_clock_that_went_back_is_told() {
    let fixture = Fixture::new();
    let world = World { clock: Arc::new(Earlier), ..World::real() };
    let actor = Actor { name: "ops".to_owned(), address: None };
    let app = App::new(Config::default(), fixture.db(), world, actor).unwrap();
    let called = Called { at: "unix:/nowhere/serve.sock".parse().unwrap(), is_expected: false };
    let found = check_installation(&app.db, app.settings(), app.world.clone(), app.actor.clone(), &called, app.heads());
    let clock = found.iter().find(|found| found.name == "clock").unwrap();
    assert!(clock.health == Health::Fail && clock.advice[0].text.contains("set-ntp"), "{clock:?}");
}
