//! Dotenv files as they are found in the wild.

use super::*;
use crate::services::import::entry::BadLine;
use proptest::prelude::*;

/// `line NAME=value` for what is read, `line NAME! reason` for what is not.
fn read(text: impl AsRef<[u8]>) -> Vec<String> {
    let told = |parsed: &Parsed| match parsed {
        Parsed::Entry(entry) => format!("{} {}={}", entry.line, entry.name, entry.value.expose()),
        Parsed::Bad(BadLine { line, name, reason }) => format!("{line} {}! {reason}", name.as_deref().unwrap_or_default()),
    };
    parse(text.as_ref()).iter().map(told).collect()
}

#[test]
fn an_everyday_file_is_read() {
    let file = "# secrets\n\nGITHUB_TOKEN=ghp_abc\nexport SLACK=xoxb-1 # the bot\n  SPACED  =  a b  \nEMPTY=\nHASH=a#b\n";
    assert_eq!(read(file), ["3 GITHUB_TOKEN=ghp_abc", "4 SLACK=xoxb-1", "5 SPACED=a b", "6 EMPTY=", "7 HASH=a#b"]);
}

#[test]
fn line_ends_of_windows_are_no_part_of_a_value() {
    assert_eq!(read("A=1\r\nB=\"2\"\r\nC='3'\r\n"), ["1 A=1", "2 B=2", "3 C=3"]);
}

#[test]
fn quotes_keep_what_is_in_them() {
    let file = r##"A='a # "b" \n $HOME'
B="say \"hi\"\n\t\\ \$x # no comment" # a comment
C=`it's`
D='x'# comment
E=''
F="\q"
"##;
    let expected = ["1 A=a # \"b\" \\n $HOME", "2 B=say \"hi\"\n\t\\ $x # no comment", "3 C=it's", "4 D=x", "5 E=", "6 F=\\q"];
    assert_eq!(read(file), expected);
}

#[test]
fn a_quoted_value_may_go_on_over_lines() {
    let file = "KEY=\"-----BEGIN KEY-----\nabc\r\n-----END KEY-----\"\nNEXT=1\n";
    assert_eq!(read(file), ["1 KEY=-----BEGIN KEY-----\nabc\n-----END KEY-----", "4 NEXT=1"]);
}

#[test]
fn one_bad_line_costs_no_other() {
    let file = b"A=1\nB=\xff\xfe\nnonsense\n2B=x\nC=\"open\nD='a' b\nE=5\n";
    let expected = [
        "1 A=1",
        "2 ! it is not valid UTF-8",
        "3 ! it is not NAME=value",
        "4 ! it is not NAME=value",
        "5 C! its quote is never closed",
        "6 D! something follows its closing quote; put all of the value into the quotes",
        "7 E=5",
    ];
    assert_eq!(read(file), expected);
}

#[test]
fn a_line_without_a_name_does_not_get_its_text_into_the_report() {
    for file in ["ghp_secretsecret", "Bearer ghp_secretsecret = x", "=ghp_secretsecret", "ghp secretsecret=1"] {
        let report = read(file);
        assert_eq!(report.len(), 1, "{file}");
        assert!(!report[0].contains("secretsecret"), "{report:?}");
    }
}

#[test]
fn a_dollar_that_another_program_would_replace_is_not_guessed_at() {
    for file in ["A=$HOME/x", "A=pa$word", "A=${X}", "A=\"$(date)\"", "A=\"x${Y}\""] {
        assert!(read(file)[0].starts_with("1 A! its dollar sign"), "{file}");
    }
    assert_eq!(read("A='$HOME'\nB=$2b$10$9N\nC=5$\nD=\"\\$HOME\""), ["1 A=$HOME", "2 B=$2b$10$9N", "3 C=5$", "4 D=$HOME"]);
}

#[test]
fn nothing_of_our_environment_gets_in() {
    assert!(std::env::var("PATH").is_ok());
    for line in read("A=$PATH\nB=\"${PATH}\"\nC='$PATH'\n") {
        assert!(!line.contains("/bin"), "{line}");
    }
}

#[test]
fn a_thousand_open_quotes_do_not_take_for_ever() {
    let begun = std::time::Instant::now();
    assert_eq!(read("A=\"x\n".repeat(10_001)).len(), 10_001);
    assert!(begun.elapsed() < std::time::Duration::from_secs(20));
}

#[test]
fn export_can_be_a_name_too() {
    assert_eq!(read("export=1\nexport\tA=2\nexported=3"), ["1 export=1", "2 A=2", "3 exported=3"]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn single_quotes_keep_any_text(value in "[^'\r\n\0]{0,40}") {
        prop_assert_eq!(read(format!("A='{value}'")), [format!("1 A={value}")]);
    }

    #[test]
    fn escaped_double_quotes_keep_any_text(value in "[^\r\0]{0,40}") {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$").replace('\n', "\\n");
        prop_assert_eq!(read(format!("A=\"{escaped}\"")), [format!("1 A={value}")]);
    }
}
