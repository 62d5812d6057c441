//! JSON in its two shapes, and what is neither.

use super::*;
use crate::services::import::entry::BadLine;
use proptest::prelude::*;

fn read(text: impl AsRef<[u8]>) -> Vec<String> {
    let told = |parsed: &Parsed| match parsed {
        Parsed::Entry(Entry { line, name, value, service, note, expires }) => {
            let more = [service, note, expires].map(|field| field.clone().unwrap_or_default()).join("|");
            format!("{line} {name}={} {more}", value.expose())
        }
        Parsed::Bad(BadLine { line, name, reason }) => format!("{line} {}! {reason}", name.as_deref().unwrap_or_default()),
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
fn an_object_gives_its_members_with_their_lines() {
    let file = "{\n  \"A\": \"1\",\n  \"PORT\": 3000, \"DEBUG\": true,\n  \"NONE\": null,\n  \"L\": [\"x\"]\n}";
    let expected =
        ["2 A=1 ||", "3 PORT=3000 ||", "3 DEBUG=true ||", "4 NONE= ||", "5 L! its value is a list or an object, not text"];
    assert_eq!(read(file), expected);
}

#[test]
fn a_name_that_is_there_twice_is_seen_twice() {
    assert_eq!(read(r#"{"A":"1","A":"2"}"#), ["1 A=1 ||", "1 A=2 ||"]);
}

#[test]
fn a_list_gives_its_records() {
    let file = r#"[
  {"name": "GH", "value": "ghp_1", "service": "github", "note": "deploys", "expires": "90d"},
  {"name": "X"},
  {"value": "orphan"},
  {"name": "Y", "value": {"a": 1}},
  {"name": "Z", "value": "1", "value": "2"},
  {"name": "W", "valeu": "1"},
  "text"
]"#;
    let expected = [
        "2 GH=ghp_1 github|deploys|90d",
        "3 X= ||",
        "4 ! it has no name",
        "5 ! its value is a list or an object, not text",
        "6 ! it has value twice",
        "7 ! there is no field \"valeu\"; the fields are name, value, service, note and expires",
        "8 ! it is no record with name and value",
    ];
    assert_eq!(read(file), expected);
}

#[test]
fn escapes_are_resolved() {
    assert_eq!(read(r#"{"A":"a\"b\\c\/d\n\té😀"}"#), ["1 A=a\"b\\c/d\n\té😀 ||"]);
    assert_eq!(read(r#"{"\u0041":"\u00e9\ud83d\ude00"}"#), ["1 A=é😀 ||"]);
}

#[test]
fn what_is_no_json_is_refused_with_its_line_and_nothing_of_its_text() {
    assert_eq!(refusal("{\n\"A\": \"ghp_secret\",\n}"), "line 3: this is no valid JSON");
    assert_eq!(refusal("[{\"name\": ghp_secret}]"), "line 1: this is no valid JSON");
    assert_eq!(refusal(b"{\n\"A\": \"\xff\"}"), "line 2 is not valid UTF-8; save the file as UTF-8");
    for text in ["", "\"ghp_secret\"", "42", "ghp_secret"] {
        assert!(refusal(text).contains("neither a JSON object"), "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refusal(deep), "line 1: this is no valid JSON");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in any::<String>()) {
        let _ = parse(&bytes);
        let _ = parse(format!("{{\"a\":\"{text}\"}}").as_bytes());
    }

    #[test]
    fn any_value_comes_back_as_serde_wrote_it(value in any::<String>()) {
        let file = serde_json::to_string(&serde_json::json!({ "A": value })).unwrap();
        prop_assert_eq!(read(file), [format!("1 A={value} ||")]);
    }

    #[test]
    fn any_value_comes_back_with_each_character_escaped(value in any::<String>()) {
        let escaped: String = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        prop_assert_eq!(read(format!("{{\"A\":\"{escaped}\"}}")), [format!("1 A={value} ||")]);
    }
}
