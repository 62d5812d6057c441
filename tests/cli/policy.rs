//! A token's own policy and its owner's external id: set, changed, shown, kept, and what a request then meets.

use crate::common::Fixture;
use serde_json::Value;

fn shown(vault: &Fixture, selector: &str) -> (Value, Value) {
    let detail: Value = serde_json::from_str(&vault.run(&["show", selector, "--json"]).out).unwrap();
    (detail["token"]["networks"].clone(), detail["token"]["rate"].clone())
}

#[test]
fn a_token_is_kept_to_its_networks_and_rate() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "bot add helper --allow 192.0.2.7,10.0.0.0/8 --rate 100/m",
        "show bot:helper",
        "verify --source 10.1.2.3 <<< <VALUE1>",
        "verify --source ::ffff:10.1.2.3 <<< <VALUE1>",
        "verify --source 192.0.2.8 --explain <<< <VALUE1>",
        "verify <<< <VALUE1>",
        "edit bot:helper --allow any",
        "edit bot:helper --allow 2001:db8::/32 --rate none",
        "edit bot:helper --rate none",
        "show bot:helper --json",
        "log --filter action:edit",
    ]));
}

#[test]
fn what_is_no_network_and_no_rate_is_refused_before_anything_is_done() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "project add web --allow 10.0.0.1/8",
        "project add web --allow 10.0.0.0/8 --allow cellar",
        "project add web --rate often",
        "issue pat --name ci --scope files:read --rate 0/m",
        "issue pat --name ci --scope files:read --allow ''",
        "external add github --no-value",
        "issue external:github --name t --stdin --rate 5/s <<< ghp_0123456789abcdefghijABCDEFGHIJ",
        "edit account --allow any --allow 10.0.0.0/8",
        "project ls",
    ]));
    let many: Vec<String> = (0..33).map(|last| format!("192.0.2.{last}")).collect();
    let refused = vault.run(&["edit", "account", "--allow", &many.join(",")]);
    assert_eq!((refused.code, refused.err.contains("at most 32 networks")), (2, true), "{}", refused.err);
}

#[test]
fn a_policy_outlives_the_value() {
    let vault = Fixture::new();
    vault.value(&["project", "add", "web", "--allow", "10.0.0.0/8", "--rate", "7/d"]);
    vault.value(&["edit", "account", "--allow", "192.0.2.0/24", "--json"]);
    let before = (shown(&vault, "project:web"), shown(&vault, "account"));
    assert_eq!(before.0.0[0], "10.0.0.0/8");
    vault.value(&["rotate", "project:web"]);
    vault.value(&["reset", "project:web", "--yes"]);
    vault.value(&["revoke", "project:web", "--yes"]);
    vault.value(&["revoke", "account", "--yes"]);
    assert_eq!((shown(&vault, "project:web"), shown(&vault, "account")), before, "the next tokens too");
}

#[test]
fn a_request_must_name_the_tokens_owner_if_it_names_any() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "bot add helper",
        "verify --bot-id b_7 <<< <VALUE1>",
        "bot set helper --external-id b_7",
        "verify --bot-id b_7 <<< <VALUE1>",
        "verify --bot-id b_8 <<< <VALUE1>",
        "verify --integration-id i_1 --workspace-id ws_1 <<< <VALUE1>",
        "bot set helper --external-id b_8 --note 'moved house'",
        "bot set helper --external-id b_8",
        "bot set helper --external-id ''",
        "issue pat --name ci --scope files:read",
        "account rename 'Acme Works'",
        "account set --external-id ws_1 --json",
        "verify --workspace-id ws_1 <<< <VALUE2>",
        "verify --workspace-id ws_2 --explain <<< <VALUE2>",
        "log --filter action:owner-edit",
    ]));
}

#[test]
fn an_external_id_is_what_a_header_can_hold() {
    let vault = Fixture::new();
    story!(vault.transcript(&[
        "bot add helper",
        "bot set helper",
        "bot set helpr --external-id b_7",
        "bot set helper --external-id 'b 7'",
        "bot set helper --external-id é",
        "bot set helper --dashboard https://example.org",
        "external add github --no-value",
        "external set github --external-id x",
        "external set github --dashboard 'https://example.org/tokens'",
        "external set github --dashboard javascript:alert",
    ]));
}
