//! What an edit changed, thing by thing: written into the event's detail, and read back from it.
//!
//! `name - "laptop" + "work laptop"; scopes + "files:write"`: a word, what was behind a minus, what is behind a plus; a side that is
//! missing had, or has, nothing. In quotes a backslash stands before each quote and backslash.

/// One thing that an edit changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What: `name`, `scopes`, `expires`. A word without blanks.
    pub what: String,
    /// What it was; of a set, what was taken away.
    pub was: Option<String>,
    /// What it is; of a set, what was added.
    pub is: Option<String>,
}

impl Difference {
    /// Of a thing that may have changed; none where it has not. Empty text is nothing.
    pub fn of(what: &str, was: &str, is: &str) -> Option<Self> {
        let side = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (was != is).then(|| Self { what: what.to_owned(), was: side(was), is: side(is) })
    }

    /// Of a set: what was taken away and what was added, parted by blanks.
    pub fn of_sets<'a>(
        what: &str,
        was: impl Iterator<Item = &'a str> + Clone,
        is: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<Self> {
        let only = |these: &mut dyn Iterator<Item = &'a str>, those: &[&str]| {
            these.filter(|one| !those.contains(one)).collect::<Vec<_>>().join(" ")
        };
        let (all_was, all_is): (Vec<&str>, Vec<&str>) = (was.clone().collect(), is.clone().collect());
        Self::of(what, &only(&mut was.clone(), &all_is), &only(&mut is.clone(), &all_was))
    }
}

/// The differences as an event's detail holds them.
pub fn write_differences(differences: &[Difference]) -> String {
    let part = |difference: &Difference| {
        let side = |sign: char, text: &Option<String>| {
            text.as_ref().map_or_else(String::new, |text| format!(" {sign} {}", quoted(text)))
        };
        format!("{}{}{}", difference.what, side('-', &difference.was), side('+', &difference.is))
    };
    differences.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The differences that an event's detail holds; none where it holds anything else.
pub fn read_differences(detail: &str) -> Option<Vec<Difference>> {
    let mut rest = detail;
    let mut all = Vec::new();
    loop {
        let end = rest.find(' ')?;
        let (what, sides) = rest.split_at(end);
        if what.is_empty() || what.contains(['"', ';']) {
            return None;
        }
        let (was, sides) = side(sides, " - ")?;
        let (is, sides) = side(sides, " + ")?;
        if was.is_none() && is.is_none() {
            return None;
        }
        all.push(Difference { what: what.to_owned(), was, is });
        if sides.is_empty() {
            return Some(all);
        }
        rest = sides.strip_prefix("; ")?;
    }
}

/// What stands behind a sign, where the sign is there, and what follows; none where the quotes do not close.
fn side<'a>(text: &'a str, sign: &str) -> Option<(Option<String>, &'a str)> {
    let Some(quoted) = text.strip_prefix(sign) else { return Some((None, text)) };
    let mut value = String::new();
    let mut chars = quoted.strip_prefix('"')?.char_indices();
    loop {
        match chars.next()? {
            (_, '\\') => value.push(chars.next()?.1),
            (at, '"') => return Some((Some(value), &quoted[at + 2..])),
            (_, c) => value.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn difference(what: &str, was: Option<&str>, is: Option<&str>) -> Difference {
        Difference { what: what.to_owned(), was: was.map(str::to_owned), is: is.map(str::to_owned) }
    }

    #[test]
    fn it_reads_as_a_diff() {
        let all = [
            difference("name", Some("laptop"), Some("work \"laptop\"; x")),
            difference("scopes", None, Some("files:write")),
            difference("note", Some("a\\b"), None),
        ];
        let text = write_differences(&all);
        assert_eq!(text, r#"name - "laptop" + "work \"laptop\"; x"; scopes + "files:write"; note - "a\\b""#);
        assert_eq!(read_differences(&text), Some(all.to_vec()));
    }

    #[test]
    fn only_what_changed_is_one() {
        assert_eq!(Difference::of("note", "a", "a"), None);
        assert_eq!(Difference::of("note", "", "a"), Some(difference("note", None, Some("a"))));
        let sets = Difference::of_sets("scopes", ["a", "b"].into_iter(), ["b", "c", "d"].into_iter());
        assert_eq!(sets, Some(difference("scopes", Some("a"), Some("c d"))));
        assert_eq!(Difference::of_sets("scopes", ["a"].into_iter(), ["a"].into_iter()), None);
    }

    #[test]
    fn other_details_are_no_differences() {
        for text in [
            "",
            "version 2; the previous one until x",
            "name - \"open",
            "name \"x\"",
            "name",
            "name - x",
            "a + \"x\";",
            "a + \"x\"b",
        ] {
            assert_eq!(read_differences(text), None, "{text}");
        }
    }

    fn text() -> impl Strategy<Value = Option<String>> {
        proptest::option::of("[a\"\\\\; +-]{1,6}")
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(sides in prop::collection::vec(("[a-z]{1,4}", text(), text()), 1..4)) {
            let all: Vec<Difference> = sides
                .into_iter()
                .map(|(what, was, is)| Difference { what, is: is.or_else(|| was.is_none().then(|| "x".to_owned())), was })
                .collect();
            prop_assert_eq!(read_differences(&write_differences(&all)), Some(all));
        }

        #[test]
        fn nothing_read_is_anything_but_what_was_written(text in "[ab\"\\\\; +-]{0,24}") {
            if let Some(read) = read_differences(&text) {
                prop_assert_eq!(read_differences(&write_differences(&read)), Some(read));
            }
        }
    }
}
