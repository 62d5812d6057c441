//! Which commit brought a content in, and under which path.

use super::{Git, GitFault, complaint, finish};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// A content's commit and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub commit: String,
    pub path: String,
}

/// The byte that a commit's line begins with, which a name in a tree cannot be taken for: paths come behind their own lines.
const COMMIT: u8 = 1;

/// The oldest commit and path of each of these contents, among all branches, tags, stashes and states that a reflog remembers.
pub(super) fn name_objects(git: &Git, wanted: &HashSet<&str>) -> Result<HashMap<String, Named>, GitFault> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let arguments = [
        "log",
        "--all",
        "--reflog",
        "--raw",
        "-z",
        "-m",
        "--root",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
        "--no-notes",
        // In place of a file that the configuration names, which might be none.
        "-O/dev/null",
        "--format=%x01%H",
    ];
    let mut child = git.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (named, complaint) = std::thread::scope(|scope| {
        let complaint = scope.spawn(|| complaint(err));
        let named = out.map_or_else(|| Ok(HashMap::new()), |out| read(BufReader::with_capacity(256 * 1024, out), wanted));
        (named, complaint.join().unwrap_or_default())
    });
    // A repository without a commit has nothing to name by.
    finish(child, &complaint)?;
    Ok(named?)
}

/// Commits come with the newest first, so that the last one that has a content is the oldest.
fn read(mut out: impl BufRead, wanted: &HashSet<&str>) -> std::io::Result<HashMap<String, Named>> {
    let mut named = HashMap::new();
    let (mut commit, mut part) = (String::new(), Vec::new());
    loop {
        part.clear();
        if out.read_until(0, &mut part)? == 0 {
            return Ok(named);
        }
        let text = part.strip_suffix(b"\0").unwrap_or(&part).trim_ascii_start();
        if let [COMMIT, id @ ..] = text {
            commit = String::from_utf8_lossy(id).into_owned();
        } else if text.first() == Some(&b':') {
            let id = text.split(|byte| *byte == b' ').nth(3).and_then(|id| std::str::from_utf8(id).ok()).map(str::to_owned);
            part.clear();
            out.read_until(0, &mut part)?;
            if let Some(id) = id.filter(|id| wanted.contains(id.as_str())) {
                let path = String::from_utf8_lossy(part.strip_suffix(b"\0").unwrap_or(&part)).into_owned();
                named.insert(id, Named { commit: commit.clone(), path });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_commit_names_a_content_whatever_its_path_looks_like() {
        let out = b"\x01cc3\0\n:000000 100644 000 aa1 A\0new name\0:000000 100644 000 bb2 A\0\x01odd\0\
                    \x01cc1\0\n:000000 100644 000 aa1 A\0:old\0\x01cc0\0";
        let wanted = HashSet::from(["aa1", "bb2"]);
        let named = read(&out[..], &wanted).unwrap();
        let is = |id: &str, commit: &str, path: &str| {
            assert_eq!(named.get(id), Some(&Named { commit: commit.to_owned(), path: path.to_owned() }));
        };
        is("aa1", "cc1", ":old");
        is("bb2", "cc3", "\u{1}odd");
    }
}
