//! Finding tokens: lists, filters, sorting, selectors.

use crate::common::Fixture;

fn populated() -> Fixture {
    let vault = Fixture::new();
    vault.value(&["project", "add", "web"]);
    vault.value(&["bot", "add", "helper", "--project", "web"]);
    vault.value(&["bot", "add", "greeter", "--expires", "7d"]);
    vault.value(&["issue", "bot:helper", "--name", "night", "--scope", "files:read"]);
    vault.value(&["issue", "pat", "--name", "deploy", "--scope", "files:write", "--expires", "20d"]);
    vault
}

#[test]
fn a_filter_is_words_of_the_command_line() {
    story!(populated().transcript(&[
        "ls kind:bot",
        "ls kind:bot !night",
        "ls scope:files:write",
        "ls 'expires:<10d'",
        "ls used:never kind:pat",
        "ls project:web",
        "ls status:revoked",
        "ls nothing-like-it",
        "ls kidn:bot",
        "ls kind:bott",
        "ls expires:soon",
    ]));
}

#[test]
fn lists_are_sorted_and_cut() {
    story!(populated().transcript(&[
        "ls --sort name",
        "ls --sort expires --limit 2",
        "ls --sort name --reverse --limit 1",
        "ls --sort size",
    ]));
}

#[test]
fn ended_tokens_stay_findable() {
    story!(populated().transcript(&[
        "revoke bot:greeter --yes",
        "ls kind:bot",
        "ls status:revoked",
        "show bot:greeter",
        "show <ID1>",
    ]));
}

#[test]
fn an_ambiguous_selector_lists_what_it_could_mean() {
    let vault = populated();
    story!(vault.transcript(&[
        "show bot:helper",
        "show bot:helper --json",
        "show bot:helper/night",
        "show bot:HELPER/NIGHT --json",
        "show bot:helper/nigth",
        "show bot:helpr",
        "show project:wep",
        "show pat:nobody",
        "show tok_zzzzzzzzzzzz",
        "show tok_",
        "show nonsense",
        "show 'bot:'",
    ]));
}

#[test]
fn a_unique_beginning_of_an_id_is_enough() {
    let vault = populated();
    let shown: serde_json::Value = serde_json::from_str(&vault.run(&["show", "pat:deploy", "--json"]).out).unwrap();
    let id = shown["token"]["id"].as_str().unwrap();
    let by = |selector: &str| vault.run(&["show", selector, "--json"]);
    assert_eq!(by(id).code, 0);
    assert_eq!(by(&id[..12]).code, 0);
    assert_eq!(by(&id.to_uppercase().replace("TOK_", "tok_")).code, 0);
}

#[test]
fn an_edit_replaces_what_was_said_and_nothing_else() {
    story!(populated().transcript(&[
        "edit pat:deploy --name ship --note 'by the pipeline' --scope files:read,bots:* --expires never",
        "show pat:ship --json",
        "edit pat:ship",
        "edit pat:ship --expires 2020-01-01",
        "edit bot:helper/night --name default",
        "edit account --expires 30d",
        "edit pat:ship --note ''",
        "ls kind:pat",
    ]));
}

#[test]
fn the_status_says_what_needs_attention() {
    story!(populated().transcript(&["rotate bot:helper/night", "disable pat:deploy", "status", "status --json",]));
}

#[test]
fn in_private_mode_hints_are_hidden() {
    let vault = populated();
    for arguments in [&["--private", "ls"][..], &["--private", "show", "account"], &["--private", "--ascii", "ls"]] {
        let run = vault.run(arguments);
        assert_eq!(run.code, 0, "{}", run.err);
        let open = vault.run(&arguments[1..]);
        assert_ne!(run.out, open.out, "{arguments:?}");
    }
    let list: serde_json::Value = serde_json::from_str(&vault.run(&["--private", "ls", "--json"]).out).unwrap();
    assert!(list.as_array().unwrap().iter().all(|token| token["hint"] == ""), "{list}");
}
