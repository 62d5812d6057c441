//! CSV as spreadsheets and password stores write it.

use super::*;
use crate::services::import::entry::BadLine;
use proptest::prelude::*;

fn read(text: impl AsRef<[u8]>) -> Vec<String> {
    let told = |parsed: &Parsed| match parsed {
        Parsed::Entry(Entry { line, name, value, service, note, expires }) => {
            let more = [service, note, expires].map(|field| field.clone().unwrap_or_default()).join("|");
            format!("{line} {name}={} {more}", value.expose())
        }
        Parsed::Bad(BadLine { line, reason, .. }) => format!("{line} ! {reason}"),
    };
    parse(text.as_ref()).unwrap().iter().map(told).collect()
}

fn refusal(text: impl AsRef<[u8]>) -> String {
    match parse(text.as_ref()) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("this was read"),
    }
}

#[test]
fn a_table_with_all_columns_is_read_in_any_order() {
    let file = "Service,NAME,value,expires,note\ngithub,GH,ghp_1,90d,\"deploys, daily\"\n,OTHER,x,,\n";
    assert_eq!(read(file), ["2 GH=ghp_1 github|deploys, daily|90d", "3 OTHER=x ||"]);
}

#[test]
fn two_columns_are_enough() {
    assert_eq!(read("name,value\r\nA,1\r\n\r\nB,\"x\"\"y\nz\"\r\nC,3"), ["2 A=1 ||", "4 B=x\"y\nz ||", "6 C=3 ||"]);
}

#[test]
fn one_bad_row_costs_no_other() {
    let file = b"name,value\nA,1\nB\nC,1,2\n,9\nD,\xff\nE,5\n";
    let expected = [
        "2 A=1 ||",
        "3 ! it has 1 fields, and the header has 2",
        "4 ! it has 3 fields, and the header has 2",
        "5 ! its name is empty",
        "6 ! it is not valid UTF-8",
        "7 E=5 ||",
    ];
    assert_eq!(read(file), expected);
}

#[test]
fn a_header_is_required_and_a_missing_one_shows_no_value() {
    assert_eq!(refusal(""), "the file is empty");
    assert!(refusal("name,secret\nA,1\n").contains("there is no field \"secret\""));
    assert!(refusal("name,value,expiry\nA,1,1d\n").contains("the fields are name, value, service, note and expires"));
    assert!(refusal("name,name,value\n").contains("names name twice"));
    assert!(refusal("name,note\nA,1\n").contains("has to name name and value"));
    let headless = refusal("GH,ghp_0123456789012345678901234567890123\n");
    assert!(!headless.contains("ghp_"), "{headless}");
    let headless = refusal("ghp_0123456789012345678901234567890123,GH\n");
    assert!(!headless.contains("ghp_"), "{headless}");
}

#[test]
fn a_very_long_row_and_a_very_wide_one_are_read_whole() {
    let long = "x".repeat(50_000);
    assert_eq!(read(format!("name,value\nA,{long}\nB,2\n")), [format!("2 A={long} ||"), "3 B=2 ||".to_owned()]);
    let wide = ",".repeat(300);
    assert_eq!(read(format!("name,value\n{wide}\nB,2\n")), ["2 ! it has 301 fields, and the header has 2", "3 B=2 ||"]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
        let _ = parse(&[b"name,value\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn quoted_values_come_back(value in "[^\r\n\0]{0,40}") {
        let file = format!("name,value\nA,\"{}\"\n", value.replace('"', "\"\""));
        prop_assert_eq!(read(file), [format!("2 A={} ||", value.trim())]);
    }
}
