//! Checking a report that somebody hands in: against the vault, byte by byte, and against the history.

use crate::domain::review::{ReportFormat, ReviewId};
use crate::services::{ChainReport, Error, Result, Services, Session};

/// What a check found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The review that the report is of.
    pub review: ReviewId,
    /// Where the report differs from what the vault says; `None` when it does not.
    pub unlike: Option<Unlike>,
    /// The history, which must hold the head that the report names.
    pub chain: ChainReport,
}

/// The first line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// Its number, from 1.
    pub line: usize,
    /// What the report says; empty past its end.
    pub given: String,
    /// What the vault says; empty past its end.
    pub wanted: String,
}

impl Checked {
    /// Whether the report is the vault's own and the history holds.
    pub fn is_good(&self) -> bool {
        self.unlike.is_none() && self.chain.faults.is_empty()
    }
}

impl Services {
    /// Checks a report: it must be, byte for byte, what the vault says of that review, and the event that closed the review must
    /// stand in an unbroken history. With a session the keyed hashes are checked too.
    ///
    /// # Errors
    /// The text is no report, the review is not of this vault, or what the vault keeps of it is not what history says.
    pub fn check_report(&self, text: &str, session: Option<&Session>) -> Result<Checked> {
        let form = ReportFormat::of_text(text).and_then(|format| Some((format, review_of(text, format)?)));
        let (format, review) =
            form.ok_or_else(|| Error::Invalid("that is no report of a review as `jeton review close` writes it".to_owned()))?;
        let report = self.report(review)?;
        let unlike = first_difference(text, &report.write(format));
        let chain = self.verify_log(session, head_bytes(&report.head))?;
        Ok(Checked { review, unlike, chain })
    }
}

/// The number of the review, which stands in the first lines of each form.
fn review_of(text: &str, format: ReportFormat) -> Option<ReviewId> {
    let number = match format {
        ReportFormat::Json => {
            let document: serde_json::Value = serde_json::from_str(text).ok()?;
            document.get("jeton_review")?.as_i64()?
        }
        ReportFormat::Markdown | ReportFormat::Csv => text.lines().next()?.rsplit(' ').next()?.trim().parse().ok()?,
    };
    Some(ReviewId(number))
}

fn first_difference(given: &str, wanted: &str) -> Option<Unlike> {
    if given == wanted {
        return None;
    }
    let (mut given, mut wanted) = (given.split('\n'), wanted.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (given.next(), wanted.next()) {
            (None, None) => return None,
            (one, other) if one != other => {
                let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
                return Some(Unlike { line, given: owned(one), wanted: owned(other) });
            }
            _ => {}
        }
    }
}

fn head_bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
