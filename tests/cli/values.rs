//! Values: issued, revealed, rotated, ended; and who accepts what in between.

use crate::common::Fixture;

#[test]
fn standard_output_is_the_value_alone() {
    let vault = Fixture::new();
    for (arguments, brand_and_tag) in [
        (&["project", "add", "web"][..], "jtn_prj_"),
        (&["bot", "add", "helper", "--project", "web"], "jtn_bot_"),
        (&["issue", "pat", "--name", "ci", "--scope", "files:write"], "jtn_pat_"),
        (&["issue", "bot:helper", "--name", "second"], "jtn_bot_"),
        (&["integration", "add", "mailer"], "jtn_int_"),
        (&["rotate", "project:web"], "jtn_prj_"),
        (&["reset", "project:web", "--yes"], "jtn_prj_"),
        (&["revoke", "account", "--yes"], "jtn_acc_"),
        (&["reveal", "account"], "jtn_acc_"),
    ] {
        let value = vault.value(arguments);
        assert!(value.starts_with(brand_and_tag) && value.len() == 44 && !value.contains('\n'), "{arguments:?}: {value}");
        assert_eq!(vault.feed(&value, &["verify"]).code, 0, "{arguments:?}");
    }
}

#[test]
fn a_personal_token_is_shown_once() {
    story!(Fixture::new().transcript(&[
        "issue pat --name ci --scope files:write,files:read --note 'for the build'",
        "reveal pat:ci",
        "show pat:ci --json",
        "rotate pat:ci --grace 0",
        "verify <<< <VALUE1>",
        "verify --need files:write --explain <<< <VALUE2>",
        "verify --need bots:write --explain <<< <VALUE2>",
    ]));
}

#[test]
fn the_previous_value_lives_until_its_grace_ends() {
    story!(Fixture::new().transcript(&[
        "bot add helper",
        "rotate bot:helper --grace 15m",
        "verify --explain <<< <VALUE1>",
        "rotate bot:helper",
        "grace bot:helper --extend 1h",
        "grace bot:helper --extend 200d",
        "show bot:helper",
        "grace bot:helper --end",
        "verify <<< <VALUE1>",
        "verify <<< <VALUE2>",
        "grace bot:helper --end",
        "grace bot:helper",
    ]));
}

#[test]
fn force_ends_the_older_value_at_once() {
    story!(Fixture::new().transcript(&[
        "bot add helper",
        "rotate bot:helper",
        "rotate bot:helper --force --grace 7d",
        "verify <<< <VALUE1>",
        "verify <<< <VALUE2>",
        "verify <<< <VALUE3>",
        "rotate bot:helper --grace 91d --force",
    ]));
}

#[test]
fn several_are_rotated_in_the_order_that_was_said() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "bot add one",
        "bot add two",
        "rotate bot:two bot:one",
        "rotate bot:one bot:one",
        "rotate bot:two bot:three",
        "rotate bot:one bot:two --force --json",
    ]));
}

#[test]
fn a_reset_project_has_one_value_and_no_grace() {
    story!(Fixture::new().transcript(&[
        "project add web",
        "rotate project:web",
        "reset project:web",
        "reset project:web --yes",
        "verify <<< <VALUE1>",
        "verify <<< <VALUE2>",
        "verify <<< <VALUE3>",
        "reset account --yes",
    ]));
}

#[test]
fn revoking_is_final_and_the_account_goes_on_with_the_next() {
    story!(Fixture::new().transcript(&[
        "bot add helper",
        "revoke bot:helper --dry-run",
        "revoke bot:helper account --dry-run --json",
        "revoke bot:helper",
        "revoke bot:helper --yes --reason leaked",
        "verify --explain <<< <VALUE1>",
        "reveal <ID1>",
        "rotate <ID1>",
        "enable <ID1>",
        "revoke <ID1> --yes",
        "reveal account",
        "revoke account --yes",
        "verify <<< <VALUE2>",
        "verify <<< <VALUE3>",
        "revoke account --yes --json",
    ]));
}

#[test]
fn a_disabled_token_comes_back_without_its_old_value() {
    story!(Fixture::new().transcript(&[
        "bot add helper",
        "rotate bot:helper",
        "disable bot:helper",
        "disable bot:helper",
        "verify <<< <VALUE2>",
        "rotate bot:helper",
        "enable bot:helper",
        "enable bot:helper",
        "verify <<< <VALUE1>",
        "verify <<< <VALUE2>",
    ]));
}

#[test]
fn verify_answers_by_its_exit_code_and_never_repeats_the_value() {
    let vault = Fixture::new();
    let value = vault.value(&["project", "add", "web"]);
    let swapped = value.replace("_prj_", "_acc_");
    for (input, code, answer) in [
        (value.as_str(), 0, "allow tok_"),
        (&value[..43], 1, "deny malformed"),
        (&swapped, 1, "deny malformed"),
        ("hunter2", 1, "deny malformed"),
        ("", 1, "deny malformed"),
        ("\u{1b}[2J", 1, "deny malformed"),
    ] {
        let run = vault.feed(input, &["verify"]);
        assert_eq!((run.code, run.err.as_str()), (code, ""), "{input:?}");
        assert!(run.out.starts_with(answer), "{input:?}: {}", run.out);
        let explained = vault.feed(input, &["verify", "--explain"]);
        assert!(input.is_empty() || !explained.out.contains(input), "the value is repeated: {}", explained.out);
    }
    assert_eq!(vault.feed(&format!("{value}\n"), &["verify"]).code, 0, "one line end is not part of the value");
    assert_eq!(vault.feed(&format!("{value}\n\n"), &["verify"]).code, 1);
    assert_eq!(vault.feed(&"x".repeat(20_000), &["verify"]).code, 2);
}

#[test]
fn verify_speaks_json_too() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "bot add helper --scope files:read",
        "verify --json --need files:write <<< <VALUE1>",
        "verify --json <<< nonsense",
    ]));
}

#[test]
fn two_that_rotate_the_same_token_do_not_both_win() {
    let vault = Fixture::new();
    vault.value(&["bot", "add", "helper"]);
    let spawn = || {
        let mut command = vault.command(&["rotate", "bot:helper", "--json"]);
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [spawn(), spawn()].map(|child| child.wait_with_output().unwrap());
    let done: Vec<_> = both.iter().filter(|output| output.status.success()).collect();
    // Either they met, and one was refused; or one was over before the other began, and the grace refused it.
    assert_eq!(done.len(), 1, "{both:?}");
    let printed: serde_json::Value = serde_json::from_slice(&done[0].stdout).unwrap();
    assert_eq!(printed[0]["value"].as_str().unwrap(), vault.value(&["reveal", "bot:helper"]));
    assert_eq!(printed[0]["token"]["version"], 2);
}
