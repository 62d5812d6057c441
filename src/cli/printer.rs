//! The one place that writes to standard output and standard error; every write is checked.

use super::failure::{Failure, Result};
use super::table::Table;
use super::text::{Text, Tone};
use crate::domain::mask::Charset;
use crate::domain::plaintext::Plaintext;
use rustix::fd::BorrowedFd;
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use zeroize::Zeroizing;

/// A value and what JSON puts around it fit here, so that no half-grown copy is left behind in memory.
const SECRET_ROOM: usize = 64 * 1024;

/// How output looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// JSON on standard output, errors as JSON on standard error.
    pub json: bool,
    /// ASCII only.
    pub ascii: bool,
    /// Colour on standard output.
    pub color: bool,
    /// Colour on standard error.
    pub color_errors: bool,
    /// Columns of the terminal that standard output is; unbounded elsewhere.
    pub columns: Option<usize>,
}

/// Writes what commands have to say: results to standard output, everything else to standard error.
pub struct Printer {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    style: Style,
}

impl Printer {
    /// Onto the process's own standard output and error.
    pub fn standard(style: Style) -> Self {
        Self::onto(Box::new(Descriptor(rustix::stdio::stdout())), Box::new(Descriptor(rustix::stdio::stderr())), style)
    }

    /// Onto any two writers.
    pub fn onto(out: Box<dyn Write>, err: Box<dyn Write>, style: Style) -> Self {
        Self { out: BufWriter::new(out), err, style }
    }

    /// How output looks.
    pub fn style(&self) -> Style {
        self.style
    }

    /// The characters that masks are drawn with.
    pub fn charset(&self) -> Charset {
        if self.style.ascii { Charset::Ascii } else { Charset::Unicode }
    }

    /// A line of the result.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn line(&mut self, text: impl Into<Text>) -> Result<()> {
        let line = self.spelled(text.into().render(self.style.color));
        writeln!(self.out, "{line}").map_err(|error| Failure::output(&error))
    }

    /// The program's own words without the one character of them that is not ASCII, where that is asked for.
    fn spelled(&self, line: String) -> String {
        if self.style.ascii { line.replace('…', "...") } else { line }
    }

    /// A table of the result.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn table(&mut self, table: &Table) -> Result<()> {
        let mark = if self.style.ascii { "..." } else { "…" };
        let lines = self.spelled(table.render(self.style.columns, mark, self.style.color));
        self.document(&lines)
    }

    /// Text of the program's own that is a document: a completion script, a configuration file.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn document(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(|error| Failure::output(&error))
    }

    /// The result as JSON, set out for reading.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn json(&mut self, result: &impl Serialize) -> Result<()> {
        self.json_bytes(serde_json::to_vec_pretty(result)).map_err(|error| Failure::output(&error))
    }

    /// One of many results as JSON on one line.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn json_line(&mut self, result: &impl Serialize) -> Result<()> {
        self.json_bytes(serde_json::to_vec(result)).map_err(|error| Failure::output(&error))
    }

    fn json_bytes(&mut self, bytes: serde_json::Result<Vec<u8>>) -> io::Result<()> {
        self.out.write_all(&bytes?)?;
        self.out.write_all(b"\n")
    }

    /// A value in clear, alone on its line, out of the process at once and through no buffer that is not wiped.
    ///
    /// # Errors
    /// Standard output did not take it.
    pub fn value(&mut self, value: &Plaintext) -> io::Result<()> {
        let mut line = Zeroizing::new(String::with_capacity(value.expose().len() + 1));
        line.push_str(value.expose());
        line.push('\n');
        self.secret_bytes(line.as_bytes())
    }

    /// JSON that holds a value in clear, out at once and through no buffer that is not wiped.
    ///
    /// # Errors
    /// Standard output did not take it.
    pub fn secret_json(&mut self, result: &impl Serialize) -> io::Result<()> {
        self.secret_json_beside(result, 0)
    }

    /// As [`Self::secret_json`], where so many further bytes stand around the value.
    ///
    /// # Errors
    /// Standard output did not take it.
    pub fn secret_json_beside(&mut self, result: &impl Serialize, further: usize) -> io::Result<()> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_ROOM + further));
        serde_json::to_writer_pretty(&mut *bytes, result)?;
        bytes.push(b'\n');
        self.secret_bytes(&bytes)
    }

    fn secret_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_mut().write_all(bytes)?;
        self.out.get_mut().flush()
    }

    /// A remark beside the result, on standard error; left out with `--json`. Whether anyone reads it changes nothing.
    pub fn note(&mut self, text: impl Into<Text>) {
        if !self.style.json {
            let _ = self.urgent(text);
        }
    }

    /// A warning on standard error: also beside JSON, which is on standard output.
    pub fn warn(&mut self, text: impl Into<Text>) {
        let _ = self.urgent(text);
    }

    /// A line on standard error that must be seen.
    ///
    /// # Errors
    /// Standard error did not take it.
    pub fn urgent(&mut self, text: impl Into<Text>) -> io::Result<()> {
        let line = self.spelled(text.into().render(self.style.color_errors));
        self.err.write_all(format!("{line}\n").as_bytes())?;
        self.err.flush()
    }

    /// A secret on a line of its own on standard error.
    ///
    /// # Errors
    /// Standard error did not take it.
    pub fn urgent_secret(&mut self, secret: &Plaintext) -> io::Result<()> {
        self.err.write_all(secret.expose().as_bytes())?;
        self.err.write_all(b"\n")?;
        self.err.flush()
    }

    /// Why a command failed. When standard error is gone too there is nobody left to tell.
    pub fn failure(&mut self, failure: &Failure) {
        if failure.is_silent {
            return;
        }
        let _ = if self.style.json { self.failure_as_json(failure) } else { self.failure_as_text(failure) };
    }

    fn failure_as_text(&mut self, failure: &Failure) -> io::Result<()> {
        let mut lines = failure.message.lines();
        let first = lines.next().unwrap_or_default();
        self.urgent(Text::toned(Tone::Bad, "jeton:").plain(" ").plain(first))?;
        lines.try_for_each(|line| self.urgent(line))?;
        failure.candidates.iter().try_for_each(|candidate| self.urgent(Text::from("  - ").plain(candidate)))?;
        failure.hint.iter().try_for_each(|hint| self.urgent(Text::from("  ").plain(hint)))
    }

    fn failure_as_json(&mut self, failure: &Failure) -> io::Result<()> {
        let report = super::json::ErrorReport::from(failure);
        let mut bytes = serde_json::to_vec(&report)?;
        bytes.push(b'\n');
        self.err.write_all(&bytes)?;
        self.err.flush()
    }

    /// Lets go of what is still buffered.
    ///
    /// # Errors
    /// Standard output takes no more.
    pub fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(|error| Failure::output(&error))
    }
}

/// A file descriptor without a buffer of its own, unlike `std::io::Stdout`, whose buffer is never wiped.
struct Descriptor(BorrowedFd<'static>);

impl Write for Descriptor {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(self.0, bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether standard output was closed by whoever started us. The Rust runtime puts the null device,
/// open for reading and writing, in its place; a redirection to `/dev/null` is open for writing only.
pub fn output_is_closed() -> bool {
    use rustix::fs::{FileType, OFlags, fcntl_getfl, fstat, major, minor};
    let out = rustix::stdio::stdout();
    let is_null = |about: rustix::fs::Stat| {
        FileType::from_raw_mode(about.st_mode).is_char_device() && (major(about.st_rdev), minor(about.st_rdev)) == (1, 3)
    };
    match (fstat(out), fcntl_getfl(out)) {
        (Ok(about), Ok(flags)) => is_null(about) && flags.contains(OFlags::RDWR),
        _ => true,
    }
}
