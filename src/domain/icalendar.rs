//! Dates as an iCalendar file (RFC 5545), for the calendars that people look into anyway.

use super::Instant;
use super::label::display_safe;
use super::span::Span;

/// The most octets of a line without its end (section 3.1).
const LINE: usize = 75;

/// One date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names the date for ever, so that a calendar that reads the file again changes it and adds no other.
    pub uid: String,
    /// When it is.
    pub at: Instant,
    /// What it is, in a line.
    pub summary: String,
    /// What there is to do.
    pub description: String,
}

/// A calendar of dates, each with an alarm so long before it. `now` is when it was written.
pub fn calendar(entries: &[Entry], alarm: Span, now: Instant) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", concat!("-//jeton//jeton ", env!("CARGO_PKG_VERSION"), "//EN"));
    line("CALSCALE", "GREGORIAN");
    for entry in entries {
        let summary = escaped(&entry.summary);
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&entry.uid));
        line("DTSTAMP", &stamp(now));
        line("DTSTART", &stamp(entry.at));
        line("SUMMARY", &summary);
        line("DESCRIPTION", &escaped(&entry.description));
        line("TRANSP", "TRANSPARENT");
        line("BEGIN", "VALARM");
        line("ACTION", "DISPLAY");
        line("DESCRIPTION", &summary);
        line("TRIGGER", &format!("-PT{}M", alarm.as_secs() / 60));
        line("END", "VALARM");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// The form of section 3.3.5 with UTC time.
fn stamp(at: Instant) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text of section 3.3.11. Control characters, which it may not hold, are spelled.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        escaped.push_str(if at > 0 { "\\n" } else { "" });
        for c in display_safe(line).as_str().chars() {
            if matches!(c, '\\' | ';' | ',') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// A line in pieces of at most 75 octets, none of which cuts a character; each but the first begins with a blank.
fn fold(text: &mut String, line: &str) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn written(summary: &str) -> String {
        let entry = Entry {
            uid: "expiry-tok_000000000001@jeton".to_owned(),
            at: at("2027-03-31T12:00:00.5Z"),
            summary: summary.to_owned(),
            description: "one\ntwo".to_owned(),
        };
        calendar(&[entry], Span::from_days(1), at("2027-03-01T00:00:00Z"))
    }

    #[test]
    fn a_date_is_an_event_with_an_alarm() {
        let text = written("a, b; c\\d\u{1b}[2J");
        for line in [
            "BEGIN:VCALENDAR",
            "UID:expiry-tok_000000000001@jeton",
            "DTSTAMP:20270301T000000Z",
            "DTSTART:20270331T120000Z",
            "SUMMARY:a\\, b\\; c\\\\d^[[2J",
            "DESCRIPTION:one\\ntwo",
            "TRIGGER:-PT1440M",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing: {text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    }

    proptest! {
        #[test]
        fn folded_lines_are_short_and_unfold_to_what_they_were(summary in "\\PC{0,300}") {
            let text = written(&summary);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE));
            let unfolded = text.replace("\r\n ", "");
            let wanted = format!("SUMMARY:{}", escaped(&summary));
            prop_assert!(unfolded.split("\r\n").any(|line| line == wanted));
        }
    }
}
