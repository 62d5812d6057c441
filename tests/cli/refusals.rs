//! What nobody may do, and how they are told.

use crate::common::Fixture;

#[test]
fn names_that_no_name_may_be() {
    let vault = Fixture::new();
    let long = "n".repeat(10_240);
    for (name, complaint) in [
        ("", "a name cannot be empty"),
        ("   ", "a name cannot be empty"),
        (long.as_str(), "the name has 10240 characters; 64 is the most"),
        ("a\u{1b}[31mb", "U+001B"),
        ("a\rb", "U+000D"),
        ("a\nb", "U+000A"),
        ("abc\u{202e}fed", "U+202E"),
        ("zero\u{200b}width", "U+200B"),
        ("a/b", "'/'"),
    ] {
        for arguments in [
            &["project", "add", name][..],
            &["bot", "rename", "helper", name],
            &["issue", "pat", "--scope", "files:read", "--name", name],
        ] {
            let run = vault.run(arguments);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{name:?}");
            assert!(run.err.starts_with("jeton: ") && run.err.contains(complaint), "{name:?}: {}", run.err);
            assert!(run.err.len() < 400, "the name is repeated at length: {}", run.err);
            assert!(!run.err.trim_end().contains(|c: char| c.is_control() && c != '\n'), "{:?}", run.err);
        }
    }
    assert_eq!(vault.run(&["project", "ls", "--json"]).out, "[]\n");
}

#[test]
fn odd_names_that_are_names_all_the_same() {
    let vault = Fixture::new();
    for name in ["Café München", "日本語", "a:b", "x,y", "--dashes--", "ΣΊΣΥΦΟΣ", "'quoted' \"twice\""] {
        vault.value(&["project", "add", "--", name]);
        assert_eq!(vault.run(&["show", &format!("project:{name}")]).code, 0, "{name}");
        assert_eq!(vault.run(&["project", "add", "--", &name.to_lowercase()]).code, 2, "{name} is taken");
    }
}

#[test]
fn scopes_are_those_of_the_catalogue_and_open_to_the_kind() {
    story!(Fixture::new().transcript(&[
        "issue pat --name a --scope file:write",
        "issue pat --name a --scope qqqq",
        "issue pat --name a",
        "issue pat --name a --scope files:*,billing:read",
        "bot add helper --scope billing:read",
        "project add web --scope files:read",
        "verify --need everything <<< x",
    ]));
}

#[test]
fn an_expiry_lies_in_a_future_that_the_calendar_knows() {
    story!(Fixture::new().transcript(&[
        "issue pat --name a --scope files:read --expires 2020-01-01",
        "issue pat --name a --scope files:read --expires 0d",
        "issue pat --name a --scope files:read --expires 30s",
        "issue pat --name a --scope files:read --expires 2027-02-29",
        "issue pat --name a --scope files:read --expires 2027-13-01",
        "issue pat --name a --scope files:read --expires 9999-12-31",
        "issue pat --name a --scope files:read --expires 99999999999999d",
        "issue pat --name a --scope files:read --expires soon",
        "issue pat --name a --scope files:read --expires -1d",
        "issue pat --name a --scope files:read --expires never",
        "issue pat --name b --scope files:read --expires 1m",
    ]));
}

#[test]
fn the_29th_of_february_is_a_day_where_there_is_one() {
    let vault = Fixture::new();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let leap = (today.year() + 1..).map(|year| jiff::civil::date(year, 2, 1)).find(|month| month.in_leap_year()).unwrap();
    let day = format!("{}-02-29", leap.year());
    let run = vault.run(&["issue", "pat", "--json", "--name", "leap", "--scope", "files:read", "--expires", &day]);
    assert_eq!(run.code, 0, "{}", run.err);
    let issued: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(issued["token"]["expires_at"], format!("{}-03-01T00:00:00Z", leap.year()), "the day itself is still good");
}

#[test]
fn kinds_with_one_token_get_no_second() {
    story!(Fixture::new().transcript(&[
        "project add web",
        "issue account --name second",
        "issue project:web --name second",
        "issue nobody --name x",
        "issue bot:nobody --name x",
        "issue pat --name x --scope files:read --stdin",
        "rotate account --stdin",
    ]));
}

#[test]
fn a_wrong_passphrase_is_told_nothing_and_remembered() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    for wrong in ["wrong", "correct horse battery stapl", "jrk-AAAA-AAAA", "\u{1b}[2J"] {
        vault.write("passphrase", wrong, 0o600);
        for arguments in [&["reveal", "bot:helper"][..], &["rotate", "bot:helper"], &["project", "add", "web"]] {
            let run = vault.run(arguments);
            assert_eq!((run.code, run.out.as_str()), (4, ""));
            let told =
                "jeton: the passphrase does not unlock this vault\n  try again, or unlock with the recovery key in its place\n";
            assert_eq!(run.err, told, "{wrong:?}");
        }
    }
    let log: serde_json::Value = serde_json::from_str(&vault.run(&["log", "--json", "--action", "unlock"]).out).unwrap();
    let refused = log.as_array().unwrap().iter().filter(|event| event["outcome"] == "refused").count();
    assert_eq!(refused, 12);
    assert_eq!(vault.run(&["project", "ls", "--json"]).out, "[]\n");
}

#[test]
fn only_what_the_vault_allows_runs_without_a_passphrase() {
    let vault = Fixture::unattended(&["rotate"]);
    vault.value(&["bot", "add", "helper"]);
    let without = |arguments: &[&str]| {
        let run =
            vault.command(arguments).env_remove("JETON_PASSPHRASE_FILE").stdin(std::process::Stdio::null()).output().unwrap();
        (run.status.code().unwrap(), String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    let (code, value, err) = without(&["rotate", "bot:helper"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(vault.feed(&value, &["verify"]).code, 0);
    for arguments in [&["revoke", "bot:helper", "--yes"][..], &["reveal", "bot:helper"], &["disable", "bot:helper"]] {
        let (code, out, err) = without(arguments);
        assert_eq!((code, out.as_str()), (4, ""), "{arguments:?}");
        assert!(err.contains("no terminal to ask") && err.contains("JETON_PASSPHRASE_FILE"), "{err}");
    }
}

#[test]
fn the_command_line_itself_is_checked() {
    story!(Fixture::new().transcript(&[
        "frobnicate",
        "rotat account",
        "issue",
        "ls --limit many",
        "--color pink ls",
        "grace account --end --extend 1h",
        "edit account",
        "log --action issuing",
        "log verify --head 1234",
        "ls --json --frobnicate",
    ]));
}
