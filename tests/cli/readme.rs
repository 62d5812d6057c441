//! The README's table of JSON fields, held against what the program prints.

use crate::common::Fixture;
use serde_json::Value;
use std::collections::BTreeMap;

/// The README's objects and their fields, in its order.
pub fn documented() -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let table = text.split("<!-- json -->").nth(1).unwrap().split("<!-- /json -->").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| *")?.split_once("* | "));
    let in_quotes = |fields: &str| fields.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    // What stands in parentheses explains the field before it.
    let without_remarks = |fields: &str| {
        let mut depth = 0;
        let kept = fields.chars().filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth -= 1;
                false
            }
            _ => depth == 0,
        });
        kept.collect::<String>()
    };
    rows.map(|(object, fields)| (object.to_owned(), in_quotes(&without_remarks(fields)))).collect()
}

pub fn fields(object: &Value) -> Vec<String> {
    object.as_object().unwrap_or_else(|| panic!("no object: {object}")).keys().cloned().collect()
}

#[test]
fn every_field_of_the_json_is_in_the_readme_and_none_besides() {
    let vault = Fixture::new();
    vault.write("import.env", "GITHUB_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ\n", 0o600);
    let print = |arguments: &[&str]| -> Value {
        let run = vault.run(&[arguments, &["--json"]].concat());
        serde_json::from_str(if run.out.is_empty() { &run.err } else { &run.out })
            .unwrap_or_else(|_| panic!("{arguments:?}: {run:?}"))
    };
    let added = print(&["project", "add", "web"]);
    let issued = print(&["issue", "pat", "--name", "ci", "--scope", "files:read"]);
    let detail = print(&["show", "pat:ci"]);
    let error = print(&["show", "pat:nobody"]);
    let routed = ["verify", "--profile", "bgplus", "--method", "POST", "--path", "/api/v1/list", "--json"];
    let judgement: Value = serde_json::from_str(&vault.feed("x", &routed).out).unwrap();
    let import = print(&["import", "import.env", "--dry-run"]);
    let configuration = print(&["config", "check"]);
    let empty = Fixture::empty();
    let init: Value = serde_json::from_str(&empty.run(&["init", "--json", "--account", "a", "--operator", "b"]).out).unwrap();
    let usage = print(&["usage", "pat:ci"]);
    let traffic = print(&["usage"]);
    let status = print(&["status"]);
    let chain = print(&["log", "verify"]);
    // Nothing listens there.
    let checkup = print(&["doctor", "--serve", "unix:/nowhere/serve.sock"]);
    let audit = print(&["audit"]);
    let accepted = print(&["audit", "accept", "project:web", "never-expires", "--until", "30d", "--note", "known"]);
    let finding = &print(&["audit", "--all", "accepted:yes"])["findings"][0];
    let alarming = checkup["checks"].as_array().unwrap().last().unwrap();
    let spot = vault.value(&["issue", "pat", "--name", "leaked", "--scope", "files:read"]);
    vault.write("leak", &spot, 0o600);
    let scan = print(&["scan", "leak", "gone"]);
    let documented = documented();
    for (object, printed) in [
        ("token", &print(&["ls"])[0]),
        ("issued", &issued),
        ("owner", &print(&["project", "ls"])[0]),
        ("added", &added),
        ("detail", &detail),
        ("secret", &detail["secrets"][0]),
        ("audit", &audit),
        ("finding", finding),
        ("acceptance", &finding["accepted"]),
        ("accepted finding", &accepted),
        ("audit rule", &print(&["audit", "rules"])[0]),
        ("event", &detail["history"][0]),
        ("init", &init),
        ("status", &status),
        ("status traffic", &status["traffic"]),
        ("usage", &usage),
        ("traffic", &traffic),
        ("hour", &traffic["hours"][0]),
        ("import", &import),
        ("imported", &import["lines"][0]),
        ("scan", &scan),
        ("found", &scan["hits"][0]),
        ("coverage", &scan["covered"]),
        ("unread", &scan["covered"]["failed"][0]),
        ("remembered", &scan["recorded"]),
        ("judgement", &judgement),
        ("step", &judgement["steps"][0]),
        ("route answer", &judgement["route"]),
        ("route", &judgement["route"]["route"]),
        ("chain", &chain),
        ("stretch", &chain["proofs"][0]),
        ("head", &print(&["log", "head"])),
        ("checkup", &checkup),
        ("check", alarming),
        ("advice", &alarming["advice"][0]),
        ("configuration", &configuration),
        ("setting", &configuration["settings"][0]),
        ("key", &print(&["config", "keys"])[0]),
        ("path", &print(&["config", "path"])),
        ("consequence", &print(&["revoke", "pat:ci", "--dry-run"])[0]),
        ("revoked", &print(&["revoke", "pat:ci", "--yes"])[0]),
    ] {
        assert_eq!(documented.get(object), Some(&fields(printed)), "{object}");
    }
    assert_eq!(documented["error"], [fields(&error), fields(&error["error"])].concat());
}
