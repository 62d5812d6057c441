//! A file sifted by itself.

use super::*;
use crate::services::import::format::{ImportFormat, read};

const LONG: &str = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1x";

fn told(text: &str, options: &ImportOptions) -> Vec<String> {
    let parsed = read(text.as_bytes(), ImportFormat::Dotenv).unwrap();
    let told = |line: &Sifted| match line {
        Sifted::Candidate(candidate) => format!("{} {}/{}", candidate.line, candidate.service.as_str(), candidate.name.as_str()),
        Sifted::Settled(ImportLine { line, name, outcome, .. }) => {
            let why = match outcome {
                ImportOutcome::LeftOut { reason }
                | ImportOutcome::Refused { reason }
                | ImportOutcome::Duplicate { of: reason } => reason,
                taken => panic!("sifting takes nothing: {taken:?}"),
            };
            format!("{line} {} {}: {why}", name.as_deref().unwrap_or("-"), outcome.word())
        }
    };
    sift(parsed, options).unwrap().iter().map(told).collect()
}

#[test]
fn secrets_become_tokens_of_the_services_in_their_names() {
    let file = "GITHUB_TOKEN=ghp_0123456789abcdefghij\nPORT=3000\nEMPTY_TOKEN=\n";
    let expected =
        ["1 github/GITHUB_TOKEN", "2 PORT left-out: it looks like a number", "3 EMPTY_TOKEN left-out: it has no value"];
    assert_eq!(told(file, &ImportOptions::default()), expected);
}

#[test]
fn one_service_for_all() {
    let options = ImportOptions { service: Some("village".parse().unwrap()), ..ImportOptions::default() };
    assert_eq!(told("A_TOKEN=x1\nB_KEY=x2", &options), ["1 village/A_TOKEN", "2 village/B_KEY"]);
}

#[test]
fn what_is_asked_for_by_name_is_taken_whatever_it_looks_like() {
    let only = ImportOptions { only: vec!["PORT".to_owned()], ..ImportOptions::default() };
    assert_eq!(told("PORT=3000\nA_TOKEN=x\n", &only), ["1 port/PORT", "2 A_TOKEN left-out: it was not asked for"]);
    let all = ImportOptions { all: true, ..ImportOptions::default() };
    assert_eq!(told("PORT=3000\nEMPTY=\n", &all), ["1 port/PORT", "2 EMPTY left-out: it has no value"]);
    let missing = ImportOptions { only: vec!["NOPE".to_owned()], ..ImportOptions::default() };
    let parsed = read(b"A=1", ImportFormat::Dotenv).unwrap();
    assert!(sift(parsed, &missing).is_err_and(|error| error.to_string().contains("no line of the file has the name \"NOPE\"")));
}

#[test]
fn a_name_that_is_there_twice_is_taken_once_or_not_at_all() {
    let same = "A_TOKEN=one\na_token=one\n";
    assert_eq!(told(same, &ImportOptions::default()), ["1 a/A_TOKEN", "2 a_token duplicate: line 1"]);
    let differing = "A_TOKEN=one\nB_TOKEN=b\nA_TOKEN=two\n";
    let refused = "A_TOKEN refused: its name is there more than once, with different values; keep one";
    assert_eq!(
        told(differing, &ImportOptions::default()),
        [format!("1 {refused}"), "2 b/B_TOKEN".to_owned(), format!("3 {refused}")]
    );
}

#[test]
fn swapped_columns_do_not_put_a_secret_into_the_report() {
    let parsed = read(b"name,value\nghp_0123456789abcdefghij,GITHUB_TOKEN\n", ImportFormat::Csv).unwrap();
    let sifted = sift(parsed, &ImportOptions::default()).unwrap();
    let Sifted::Settled(line) = &sifted[0] else { panic!("taken") };
    assert_eq!(line.name, None);
    assert_eq!(line.outcome, ImportOutcome::refused("its name looks like a secret; are name and value swapped?"));
}

#[test]
fn only_strong_values_are_adopted_and_a_project_takes_one() {
    let bot = ImportOptions { adopt: Some("bot:greeter".parse().unwrap()), ..ImportOptions::default() };
    let weak = told(&format!("WEAK_TOKEN=hunter2\nA_TOKEN={LONG}\nB_TOKEN={LONG}b\n"), &bot);
    assert!(weak[0].starts_with("1 WEAK_TOKEN refused: the value has 7 characters"), "{weak:?}");
    assert_eq!(weak[1..], ["2 a/A_TOKEN", "3 b/B_TOKEN"]);
    let project = ImportOptions { adopt: Some("project:village".parse().unwrap()), ..ImportOptions::default() };
    let many = told(&format!("A_TOKEN={LONG}\nB_TOKEN={LONG}b\n"), &project);
    assert!(many.iter().all(|line| line.contains("a project has exactly one token, and 2 lines could be it")), "{many:?}");
    assert_eq!(told(&format!("A_TOKEN={LONG}\nPORT=1\n"), &project)[0], "1 a/A_TOKEN");
}

#[test]
fn names_and_expiries_that_the_vault_does_not_know_are_refused() {
    let csv = "name,value,expires\na/b_token,x1,\nA_TOKEN,x2,someday\nB_TOKEN,x3,90d\n";
    let parsed = read(csv.as_bytes(), ImportFormat::Csv).unwrap();
    let sifted = sift(parsed, &ImportOptions::default()).unwrap();
    let refused = |at: usize| match &sifted[at] {
        Sifted::Settled(ImportLine { outcome: ImportOutcome::Refused { reason }, .. }) => reason.clone(),
        _ => panic!("line {at} was not refused"),
    };
    assert!(refused(0).contains("'/'"));
    assert!(refused(1).contains("not an expiry"));
    assert!(matches!(&sifted[2], Sifted::Candidate(candidate) if candidate.expiry.is_some()));
}

#[test]
fn a_byte_order_mark_is_skipped_and_limits_hold() {
    let parsed = read(b"\xef\xbb\xbfA_TOKEN=x\n", ImportFormat::Dotenv).unwrap();
    assert!(matches!(&parsed[0], Parsed::Entry(entry) if entry.name == "A_TOKEN"));
    let utf16 = read(b"\xff\xfeA\0=\0", ImportFormat::Dotenv);
    assert!(utf16.is_err_and(|error| error.to_string().contains("UTF-16")));
    let huge = read(&vec![b'a'; 4 * 1024 * 1024 + 1], ImportFormat::Dotenv);
    assert!(huge.is_err_and(|error| error.to_string().contains("over 4 MiB")));
    let many = read("A=1\n".repeat(10_001).as_bytes(), ImportFormat::Dotenv);
    assert!(many.is_err_and(|error| error.to_string().contains("10001 values")));
}
