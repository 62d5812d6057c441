//! The contents of objects, one after the other from one process of git.

use super::{Git, GitFault, complaint, finish};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::Stdio;

/// Bytes that are read of git at once.
const BUFFER: usize = 256 * 1024;

/// The longest line before a content: a name, a kind and a length.
const MAX_HEADER: u64 = 4096;

/// An object, as git names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    /// Its name in hexadecimal digits.
    pub id: String,
    /// `blob`, `commit`, `tag` or `tree`.
    pub kind: String,
    /// Bytes of its content.
    pub size: u64,
}

impl Object {
    /// Reads `name kind length`; `None` for one that is missing.
    pub fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (id, kind, size) = (words.next()?, words.next()?, words.next()?);
        Some(Self { id: id.to_owned(), kind: kind.to_owned(), size: size.trim_end().parse().ok()? })
    }
}

/// Where the names of objects that are wanted are written, a line each.
pub(super) type Wanted<'a> = BufWriter<&'a mut dyn Write>;

impl Git {
    /// Hands each object that `names` writes to `each`, with its content. Answers how many were missing.
    pub(super) fn each_object(
        &self,
        names: impl FnOnce(&mut Wanted<'_>) -> Result<(), GitFault> + Send,
        mut each: impl FnMut(Object, &mut dyn Read) -> io::Result<()>,
    ) -> Result<u64, GitFault> {
        let mut command = self.command(&["cat-file", "--batch", "--buffer"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (input, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (read, named, complaint) = std::thread::scope(|scope| {
            let named = scope.spawn(move || {
                let mut input = input;
                let Some(input) = &mut input else { return Ok(()) };
                let mut wanted = BufWriter::new(input as &mut dyn Write);
                names(&mut wanted)?;
                // A git that ended takes no more; why, it says itself.
                let _ = wanted.flush();
                Ok(())
            });
            let complaint = scope.spawn(|| complaint(err));
            let read = out.map_or(Ok(0), |out| read_all(BufReader::with_capacity(BUFFER, out), &mut each));
            let named = named.join().unwrap_or_else(|_| Err(GitFault("the list of objects broke off".to_owned())));
            (read, named, complaint.join().unwrap_or_default())
        });
        // What git says comes first: it is the cause of all else.
        finish(child, &complaint)?;
        named?;
        read.map_err(|error| GitFault(format!("an object was cut short: {error}")))
    }
}

fn read_all(mut out: impl BufRead, each: &mut impl FnMut(Object, &mut dyn Read) -> io::Result<()>) -> io::Result<u64> {
    let mut missing = 0;
    let mut header = String::new();
    loop {
        header.clear();
        if (&mut out).take(MAX_HEADER).read_line(&mut header)? == 0 {
            return Ok(missing);
        }
        let Some(object) = Object::read(&header) else {
            missing += 1;
            continue;
        };
        let mut content = (&mut out).take(object.size);
        each(object, &mut content)?;
        // What was left out is passed over, and so is the line end behind a content.
        io::copy(&mut content, &mut io::sink())?;
        if content.limit() > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        out.read_exact(&mut [0])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (io::Result<u64>, Vec<(String, String)>) {
        let mut seen = Vec::new();
        let result = read_all(bytes, &mut |object, content| {
            let mut text = String::new();
            // Of a second object nothing is read: it is passed over all the same.
            if seen.len() != 1 {
                content.read_to_string(&mut text)?;
            }
            seen.push((object.id, text));
            Ok(())
        });
        (result, seen)
    }

    #[test]
    fn contents_are_told_apart_by_their_lengths() {
        let (result, seen) = read(b"aa blob 3\na\nb\nbb missing\ncc tree 2\nxy\ndd commit 0\n\n");
        assert_eq!(result.unwrap(), 1);
        let pair = |id: &str, text: &str| (id.to_owned(), text.to_owned());
        assert_eq!(seen, [pair("aa", "a\nb"), pair("cc", ""), pair("dd", "")]);
    }

    #[test]
    fn a_content_that_breaks_off_is_an_error() {
        assert!(read(b"aa blob 30\nabc").0.is_err());
        assert!(read(b"aa blob 3\nabc").0.is_err());
    }
}
