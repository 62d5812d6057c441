//! Bringing in an `.env` that is there already, at the command line.

use crate::common::Fixture;
use std::fs;

const GITHUB: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
const FIT: &str = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1x";

/// A vault, and a file as editors and shells leave them.
fn with_env() -> Fixture {
    let vault = Fixture::new();
    let file = format!(
        "\u{feff}# mine\r\nexport GITHUB_TOKEN=\"{GITHUB}\"\r\nDB_PASSWORD='hunter2' # the old one\r\nPORT=3000\r\n\
         EMPTY_TOKEN=\r\nnonsense \u{1b}[31m\r\nA_TOKEN=one\r\nA_TOKEN=two\r\nURL_TOKEN=${{HOST}}/x\r\n"
    );
    vault.write(".env", &file, 0o600);
    vault
}

#[test]
fn a_dry_run_says_what_would_be_then_the_import_does_it() {
    insta::assert_snapshot!(with_env().transcript(&[
        "import .env --dry-run",
        "ls",
        "import .env",
        "reveal external:github",
        "reveal external:db/DB_PASSWORD",
        "import .env --json",
        "log verify",
    ]));
}

#[test]
fn no_value_of_the_file_is_in_any_output() {
    let vault = with_env();
    for arguments in [&["import", ".env", "--dry-run"][..], &["import", ".env"], &["import", ".env", "--json"], &["log"], &["ls"]]
    {
        let run = vault.run(arguments);
        for output in [&run.out, &run.err] {
            assert!(
                !output.contains("hunter2") && !output.contains(GITHUB) && !output.contains('\u{1b}'),
                "{arguments:?}: {output}"
            );
        }
    }
}

#[test]
fn a_bot_and_a_project_adopt() {
    let vault = Fixture::new();
    vault.write("old.env", &format!("BOT_TOKEN={FIT}\nWEAK_TOKEN=hunter2\n"), 0o600);
    vault.write("project.env", &format!("PROJECT_TOKEN={}\n", FIT.chars().rev().collect::<String>()), 0o600);
    insta::assert_snapshot!(vault.transcript(&[
        "project add village",
        "bot add greeter --project village",
        "import old.env --adopt bot:greeter",
        "import old.env --adopt project:nowhere",
        "import old.env --adopt account",
        "import project.env --adopt project:village",
        "verify <<< <VALUE1>",
    ]));
    assert_eq!(vault.feed(FIT, &["verify"]).code, 0);
    assert_eq!(vault.value(&["reveal", "bot:greeter/BOT_TOKEN"]), FIT);
}

#[test]
fn json_and_csv_are_known_by_their_endings() {
    let vault = Fixture::new();
    vault.write("secrets.json", &format!("{{\n  \"GITHUB_TOKEN\": \"{GITHUB}\",\n  \"PORT\": 3000\n}}\n"), 0o600);
    vault.write("table.csv", "name,value,service,note,expires\ndeploy,hunter2,Village,for CI,never\n", 0o600);
    vault.write("broken.json", "{\n  \"A\": \"hunter2\",\n}\n", 0o600);
    insta::assert_snapshot!(vault.transcript(&[
        "import secrets.json",
        "import table.csv --all",
        "import broken.json",
        "import table.csv --format dotenv",
    ]));
    let shown: serde_json::Value = serde_json::from_str(&vault.value(&["show", "external:village/deploy", "--json"])).unwrap();
    assert_eq!(shown["token"]["note"], "for CI");
}

#[test]
fn standard_input_and_names_asked_for() {
    let vault = with_env();
    let env = fs::read_to_string(vault.home().join(".env")).unwrap();
    let run = vault.feed(&env, &["import", "-", "--only", "PORT", "--service", "settings", "--json"]);
    assert_eq!(run.code, 1, "the lines that cannot be read still count: {}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let imported: Vec<_> = report["lines"].as_array().unwrap().iter().filter(|line| line["outcome"] == "imported").collect();
    assert_eq!(imported.len(), 1, "{report}");
    assert_eq!(imported[0]["selector"], "external:settings/PORT");
    assert_eq!(vault.value(&["reveal", "external:settings"]), "3000");
    let missing = vault.feed(&env, &["import", "-", "--only", "NOPE"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no line of the file has the name \"NOPE\""), "{}", missing.err);
}

#[test]
fn what_is_no_file_of_secrets_is_refused() {
    let vault = Fixture::new();
    let refused = |file: &str| {
        let run = vault.run(&["import", file]);
        assert_eq!(run.code, 2, "{file}: {}", run.err);
        run.err
    };
    assert!(refused("missing.env").contains("missing.env cannot be read"));
    assert!(refused(".").contains("cannot be read"));
    assert!(refused("/dev/zero").contains("over 4 MiB"));
    let binary = vault.home().join("binary.env");
    fs::write(&binary, b"A_TOKEN=hunter2\nB_TOKEN=\xff\xfe\nC_TOKEN=hunter3\n").unwrap();
    let run = vault.run(&["import", "binary.env"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("it is not valid UTF-8") && run.out.contains("external:c/C_TOKEN"), "{}", run.out);
}

#[test]
fn a_locked_vault_imports_nothing() {
    let vault = with_env();
    vault.write("passphrase", "not the passphrase", 0o600);
    let run = vault.run(&["import", ".env"]);
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(run.out.is_empty());
}
