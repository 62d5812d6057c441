//! Templates of configurations: `{{name}}` is a value; `%if`, `%else`, `%each` and `%end` stand on lines of their own.
//!
//! `%if FLAG` keeps the lines up to `%else` or `%end`; `%each LIST` repeats them for each header of a list, which has
//! `{{header}}` (as it is usually written), `{{name}}` (in lower case) and `{{variable}}` (with `_`).

use std::collections::BTreeMap;

/// A template asks for something that nobody gave, or its blocks do not end.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the template of this configuration is broken: {0}")]
pub struct TemplateFault(String);

/// A header in its three spellings.
#[derive(Clone, Debug)]
pub struct Header {
    header: String,
    name: String,
    variable: String,
}

impl Header {
    /// The spellings of a header's name; one in lower case alone is written as `X-Api-Token`.
    pub fn of(header: &str) -> Self {
        let name = header.to_ascii_lowercase();
        let usual = if name == header { capitals(header) } else { header.to_owned() };
        Self { header: usual, variable: name.replace('-', "_"), name }
    }
}

fn capitals(name: &str) -> String {
    let mut starts = true;
    let spell = |c: char| if std::mem::replace(&mut starts, c == '-') { c.to_ascii_uppercase() } else { c };
    name.chars().map(spell).collect()
}

/// What a template may ask for.
#[derive(Clone, Debug, Default)]
pub struct Values {
    texts: BTreeMap<&'static str, String>,
    flags: BTreeMap<&'static str, bool>,
    lists: BTreeMap<&'static str, Vec<Header>>,
}

impl Values {
    /// Gives a text.
    pub fn set(&mut self, name: &'static str, text: impl Into<String>) {
        self.texts.insert(name, text.into());
    }

    /// Gives a flag.
    pub fn flag(&mut self, name: &'static str, is_set: bool) {
        self.flags.insert(name, is_set);
    }

    /// Gives a list of headers.
    pub fn list(&mut self, name: &'static str, headers: impl Iterator<Item = Header>) {
        self.lists.insert(name, headers.collect());
    }
}

/// Fills a template in.
///
/// # Errors
/// It asks for something that is not among the values, or a block does not end.
pub fn render(template: &str, values: &Values) -> Result<String, TemplateFault> {
    let mut lines = template.lines();
    let mut out = String::with_capacity(template.len() * 2);
    match block(&mut lines, values, None, true, &mut out)? {
        None => Ok(out),
        Some(end) => Err(TemplateFault(format!("{end} stands where no block began"))),
    }
}

/// Renders up to the block's end; gives the line that ended it.
fn block<'t>(
    lines: &mut std::str::Lines<'t>,
    values: &Values,
    header: Option<&Header>,
    is_kept: bool,
    out: &mut String,
) -> Result<Option<&'t str>, TemplateFault> {
    while let Some(line) = lines.next() {
        if matches!(line, "%end" | "%else") {
            return Ok(Some(line));
        } else if let Some(flag) = line.strip_prefix("%if ") {
            let is_set = *values.flags.get(flag).ok_or_else(|| TemplateFault(format!("there is no flag {flag}")))?;
            let mut end = block(lines, values, header, is_kept && is_set, out)?;
            if end == Some("%else") {
                end = block(lines, values, header, is_kept && !is_set, out)?;
            }
            expect_end(end, line)?;
        } else if let Some(list) = line.strip_prefix("%each ") {
            let headers = values.lists.get(list).ok_or_else(|| TemplateFault(format!("there is no list {list}")))?;
            let begin = lines.clone();
            expect_end(block(lines, values, header, false, out)?, line)?;
            for header in headers {
                block(&mut begin.clone(), values, Some(header), is_kept, out)?;
            }
        } else if is_kept {
            fill(line, values, header, out)?;
            out.push('\n');
        }
    }
    Ok(None)
}

fn expect_end(end: Option<&str>, begun: &str) -> Result<(), TemplateFault> {
    if end == Some("%end") { Ok(()) } else { Err(TemplateFault(format!("the block {begun:?} has no %end"))) }
}

fn fill(line: &str, values: &Values, header: Option<&Header>, out: &mut String) -> Result<(), TemplateFault> {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or_else(|| TemplateFault(format!("a name is not closed in {line:?}")))?;
        let text = match (name, header) {
            ("header", Some(header)) => &header.header,
            ("name", Some(header)) => &header.name,
            ("variable", Some(header)) => &header.variable,
            _ => values.texts.get(name).ok_or_else(|| TemplateFault(format!("there is no value {name}")))?,
        };
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}
