//! Projects, bots, integrations and external services.

use crate::common::Fixture;

#[test]
fn an_owner_comes_with_its_first_token() {
    story!(Fixture::new().transcript(&[
        "project add web --note 'the shop'",
        "bot add helper --project web --external-id bot-17 --scope files:read --expires 30d",
        "integration add mailer --token primary",
        "project ls",
        "bot ls",
        "integration ls",
        "external ls",
        "ls",
        "show bot:helper",
    ]));
}

#[test]
fn an_external_service_brings_its_value_along() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "external add github --dashboard https://github.com/settings/tokens --stdin <<< ghp_0123456789abcdefghijABCDEFGHIJ",
        "external add later",
        "reveal external:github",
        "issue external:github --name second --stdin <<< ghp_98765432109abcdefghijABCDEFGHI",
        "rotate external:github/default <<< ghp_1111456789abcdefghijABCDEFGHIJ",
        "reveal external:github/default",
        "verify <<< ghp_1111456789abcdefghijABCDEFGHIJ",
        "external ls",
    ]));
}

#[test]
fn a_new_name_changes_neither_ids_nor_values() {
    story!(Fixture::new().transcript(&[
        "project add web",
        "bot add helper --project web",
        "project rename web shop",
        "project rename web again",
        "ls",
        "show bot:helper --json",
        "reveal project:shop",
        "verify --project shop <<< <VALUE1>",
        "verify --project web <<< <VALUE1>",
    ]));
}

#[test]
fn archiving_asks_what_becomes_of_the_tokens() {
    story!(Fixture::new().transcript(&[
        "project add web",
        "bot add helper --project web",
        "project archive web",
        "project archive web --revoke",
        "project archive web --revoke --keep",
        "project archive web --revoke --yes",
        "project archive web --revoke --yes",
        "verify <<< <VALUE2>",
        "project ls",
        "project ls --all",
        "bot add late --project web",
    ]));
}

#[test]
fn tokens_of_an_archived_bot_may_be_kept() {
    story!(Fixture::new().transcript(&[
        "bot add helper",
        "bot archive helper --keep",
        "verify <<< <VALUE1>",
        "ls --json owner:helper",
    ]));
}

#[test]
fn names_are_one_of_their_kind() {
    story!(Fixture::new().transcript(&[
        "project add web",
        "project add WEB",
        "bot add web",
        "bot add late --project nowhere",
        "bot add late --project wep",
        "external add hub --dashboard javascript:alert(1) --no-value",
        "bot add odd --external-id 'a b'",
    ]));
}
