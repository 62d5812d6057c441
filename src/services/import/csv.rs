//! CSV (RFC 4180) with a header that names at least `name` and `value`; also `service`, `note` and `expires`.
//!
//! Read with csv-core into buffers of our own, since those of a full reader are freed without being wiped.

use super::columns::{Column, Columns};
use super::entry::{Entry, Parsed, finish, roomy};
use crate::services::{Error, Result};
use csv_core::{ReadRecordResult, Reader};
use zeroize::Zeroizing;

/// The most columns that a row may have.
const MAX_COLUMNS: usize = 64;

const NOT_UTF8: &str = "it is not valid UTF-8";

/// Reads a file whose byte order mark is gone already.
///
/// # Errors
/// The header does not name the columns, or names one that is not known.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Parsed>> {
    let mut rows = Rows::over(bytes);
    let header = rows.next_row().ok_or_else(|| Error::Invalid("the file is empty".to_owned()))?;
    let names = header.fields().ok_or_else(|| Error::Invalid(format!("line 1: {NOT_UTF8}")))?;
    let columns = Columns::from_header(&names).map_err(|why| Error::Invalid(format!("line {}: {why}", header.line)))?;
    let width = names.len();
    let mut parsed = Vec::new();
    while let Some(row) = rows.next_row() {
        parsed.push(match row.fields() {
            None => Parsed::bad(row.line, None, NOT_UTF8),
            Some(fields) if row.too_wide || fields.len() != width => {
                Parsed::bad(row.line, None, format!("it has {} fields, and the header has {width}", fields.len()))
            }
            Some(fields) => entry(row.line, &columns, &fields),
        });
    }
    Ok(parsed)
}

fn entry(line: usize, columns: &Columns, fields: &[&str]) -> Parsed {
    let text =
        |column| columns.of(column).and_then(|at| fields.get(at)).map(|field| field.trim()).filter(|field| !field.is_empty());
    let Some(name) = text(Column::Name) else {
        return Parsed::bad(line, None, "its name is empty");
    };
    let given = columns.of(Column::Value).and_then(|at| fields.get(at)).copied().unwrap_or_default().trim();
    let mut value = roomy(given.len());
    value.push_str(given);
    Parsed::Entry(Entry {
        line,
        name: name.to_owned(),
        value: finish(value),
        service: text(Column::Service).map(str::to_owned),
        note: text(Column::Note).map(str::to_owned),
        expires: text(Column::Expires).map(str::to_owned),
    })
}

/// The rows of a file, one after another.
struct Rows<'a> {
    reader: Reader,
    rest: &'a [u8],
    is_over: bool,
}

/// One row: its bytes end to end, and where each field ends.
struct Row {
    line: usize,
    bytes: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
    too_wide: bool,
}

impl<'a> Rows<'a> {
    fn over(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(), rest: bytes, is_over: false }
    }

    fn next_row(&mut self) -> Option<Row> {
        // Blank lines before a row are skipped by the reader; the row's own line is counted from the first of its bytes.
        let blank = self.rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
        let line = usize::try_from(self.reader.line()).unwrap_or(usize::MAX).saturating_add(blank);
        let mut row = Row { line, bytes: Zeroizing::new(Vec::new()), ends: Vec::new(), too_wide: false };
        let mut output = Zeroizing::new(vec![0; 4096]);
        let mut ends = [0; MAX_COLUMNS];
        let (mut written, mut ended) = (0, 0);
        while !self.is_over {
            let (outcome, read, wrote, end) = self.reader.read_record(self.rest, &mut output[written..], &mut ends[ended..]);
            self.rest = &self.rest[read..];
            written += wrote;
            ended += end;
            match outcome {
                // The reader is told of the end of the input by an empty one, which is what follows.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => output = doubled(&output),
                ReadRecordResult::OutputEndsFull => {
                    row.too_wide = true;
                    row.ends.extend_from_slice(&ends);
                    ended = 0;
                }
                ReadRecordResult::Record => {
                    row.ends.extend_from_slice(&ends[..ended]);
                    row.bytes = Zeroizing::new(output[..written].to_vec());
                    return Some(row);
                }
                ReadRecordResult::End => self.is_over = true,
            }
        }
        None
    }
}

impl Row {
    fn fields(&self) -> Option<Vec<&str>> {
        let mut start = 0;
        self.ends
            .iter()
            .map(|end| {
                let field = self.bytes.get(start..*end).and_then(|bytes| std::str::from_utf8(bytes).ok());
                start = *end;
                field
            })
            .collect()
    }
}

fn doubled(full: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut larger = Zeroizing::new(vec![0; full.len() * 2]);
    larger[..full.len()].copy_from_slice(full);
    larger
}

#[cfg(test)]
mod tests;
