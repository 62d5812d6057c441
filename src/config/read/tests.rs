//! What an operator may write into the file, and what they are told otherwise.

use super::*;
use crate::clipboard::Mode;
use crate::config::default_file;
use crate::domain::span::Span;

fn complaint(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn the_default_file_reads_as_the_defaults() {
    let loaded = parse(&default_file()).unwrap();
    assert_eq!(loaded.config, Config::default());
    assert!(matches!(loaded.origin("ui", "theme"), Origin::Line(line) if line > 1));
}

#[test]
fn the_default_file_names_every_setting() {
    let file = default_file();
    for setting in settings() {
        assert!(file.contains(&format!("\n{} = ", setting.key)), "{} is missing", setting.key);
    }
}

#[test]
fn an_empty_file_means_the_defaults() {
    assert_eq!(parse("").unwrap().config, Config::default());
    assert_eq!(parse("\u{feff}# nothing\r\n").unwrap().config, Config::default());
    assert_eq!(parse("").unwrap().origin("ui", "theme"), Origin::Default);
}

#[test]
fn the_audit_notices_from_the_numbers_on_that_are_written() {
    let text = "[audit]\nrotate_after = \"30d\"\nspike_factor = 9\nignore = [\"adopted\", \"never-expires\"]\n";
    let audit = parse(text).unwrap().config.audit;
    assert_eq!((audit.rotate_after, audit.spike_factor), (Span::from_days(30), 9));
    assert_eq!(audit.ignore.iter().map(|rule| rule.word()).collect::<Vec<_>>(), ["never-expires", "adopted"]);
    for (text, said) in [
        ("[audit]\nrotate_after = \"401d\"", "line 2: audit.rotate_after: 401d is out of range: 1h to 400d"),
        ("[audit]\nspike_factor = 1", "write a number from 2 to 1000"),
        ("[audit]\nignore = [\"never-expire\"]", "did you mean \"never-expires\"?"),
        ("[audit]\nrotate = \"3d\"", "did you mean rotate_after?"),
    ] {
        assert!(complaint(text).contains(said), "{}", complaint(text));
    }
}

#[test]
fn each_setting_can_be_set() {
    let text = r#"
        [ui]
        theme = "mono"
        ascii = true
        private = true
        reveal_for = "30s"
        [clipboard]
        mode = "command"
        command = ["xclip", "-i"]
        clear_after = "1m"
        [lock]
        idle = "0"
        [rotate]
        grace = "7d"
        [keys]
        reveal = "v"
        copy = ["y", "ctrl-y"]
    "#;
    let config = parse(text).unwrap().config;
    assert_eq!(config.ui.theme, "mono");
    assert_eq!(config.ui.ascii, Some(true));
    assert!(config.ui.private);
    assert_eq!(config.ui.reveal_for, Span::from_secs(30));
    assert_eq!(config.clipboard.mode, Mode::Command);
    assert_eq!(config.clipboard.command, ["xclip", "-i"]);
    assert_eq!(config.clipboard.clear_after, Span::from_secs(60));
    assert_eq!(config.lock.idle, Span::ZERO);
    assert_eq!(config.rotate.grace, Span::from_days(7));
    assert_eq!(config.keys["reveal"], ["v"]);
    assert_eq!(config.keys["copy"], ["y", "ctrl-y"]);
}

#[test]
fn a_mistyped_setting_is_answered_with_the_nearest_and_its_line() {
    assert_eq!(complaint("[ui]\nthem = \"dark\""), "line 2: unknown setting them; did you mean theme?");
    assert_eq!(complaint("\n\n[clipbord]"), "line 3: unknown section clipbord; did you mean clipboard?");
    assert_eq!(complaint("[ui]\nqqqq = 1"), "line 2: unknown setting qqqq; `jeton config default` lists them all");
}

#[test]
fn a_value_of_the_wrong_type_is_told_what_to_be() {
    assert_eq!(complaint("[ui]\n\nprivate = \"yes\""), "line 3: ui.private: write true or false, not a string");
    assert_eq!(complaint("[ui]\nascii = 1"), "line 2: ui.ascii: write true, false or \"auto\"");
    assert_eq!(
        complaint("[lock]\nidle = 300"),
        "line 2: lock.idle: write a length of time in quotes, such as \"15s\" or \"5m\", not an integer"
    );
    assert_eq!(complaint("[rotate]\ngrace = \"2w1h1y\"").split(';').next(), Some("line 2: rotate.grace: not a length of time"));
    assert_eq!(complaint("[ui]\nreveal_for = \"1h\""), "line 2: ui.reveal_for: 1h is out of range: 1s to 10m");
    assert_eq!(
        complaint("[clipboard]\nmode = \"osc\""),
        "line 2: clipboard.mode: no such clipboard mode; did you mean \"osc52\"?"
    );
    assert_eq!(complaint("ui = 3"), "line 1: ui is a section; write [ui] on a line of its own");
}

#[test]
fn broken_toml_is_reported_with_its_line() {
    assert!(complaint("[ui]\ntheme = ").starts_with("line 2: "));
    assert!(complaint("[ui]\ntheme = \"a\"\ntheme = \"b\"").starts_with("line 3: "));
}

#[test]
fn own_scopes_are_checked_when_the_file_is_read() {
    let good = "[[scope]]\nname = \"invoices:read\"\ndescription = \"Read invoices\"\npat = true\n";
    let own = parse(good).unwrap().config.scopes.unwrap();
    assert_eq!(Catalogue::from_toml(&own).unwrap().entries().len(), 1);
    let bad = "[ui]\ntheme = \"dark\"\n[[scope]]\nname = \"Invoices\"\ndescription = \"\"\n";
    let complaint = complaint(bad);
    assert!(complaint.starts_with("line 3: [[scope]]: "), "{complaint}");
}

#[test]
fn own_routes_are_checked_when_the_file_is_read() {
    let good = "[routes]\nshop = [\n  \"R /api/invoices/** invoices:read\",\n  \"POST /api/files files:write\",\n]\n\
                [[scope]]\nname = \"invoices:read\"\ndescription = \"Read invoices\"\npat = true\n";
    let loaded = parse(good).unwrap();
    let [shop] = &loaded.config.profiles[..] else { panic!("one profile") };
    assert_eq!((shop.name(), shop.routes().len(), shop.routes()[1].line), ("shop", 2, 4));
    assert_eq!(loaded.origin("routes", "shop"), Origin::Line(2));
    for (bad, wanted) in [
        (
            "[routes]\nshop = [\n  \"R /a file:read\",\n]",
            "line 3: routes.shop: unknown scope file:read; did you mean files:read?",
        ),
        (
            "[routes]\nbotpress = [\"R /a files:read\"]",
            "line 2: routes.botpress: the profile botpress is built in; give yours another name",
        ),
        (
            "[routes]\n\nShop = [\"R /a files:read\"]",
            "line 3: routes.Shop: a profile's name has 1 to 40 characters of a-z, 0-9, - and _",
        ),
        (
            "[routes]\nshop = \"R /a files:read\"",
            "line 2: routes.shop: routes are a list of texts, [\"METHOD PATTERN SCOPE\", …]",
        ),
        ("routes = 3", "line 1: routes is a section; write [routes] on a line of its own"),
        ("[route]", "line 1: unknown section route; did you mean routes?"),
    ] {
        assert_eq!(complaint(bad), wanted);
    }
}

#[test]
fn a_key_that_would_act_on_a_terminal_is_spelled_out() {
    let complaint = complaint("\"\\u001b[2J\" = 1");
    assert!(!complaint.contains('\u{1b}'), "{complaint:?}");
}

#[test]
fn a_file_that_anyone_may_change_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("config.toml");
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(read_file(&path), Err(ConfigError::OpenToOthers { path: path.clone() }));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(read_file(&path).unwrap().path, Some(path));
}

#[test]
fn a_missing_file_or_a_directory_is_no_configuration() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(read_file(&dir.path().join("none")), Err(ConfigError::Unreadable { .. })));
    assert!(matches!(read_file(dir.path()), Err(ConfigError::Unreadable { .. })));
}
