//! What a git index has that differs from the last commit: what a commit would bring in.

use super::super::content::Looker;
use super::super::sweep::{Find, Options, Place, Sweep};
use super::{Git, GitFault};
use crate::domain::scan::Recogniser;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A link to a commit of another repository.
const SUBMODULE: &str = "160000";

/// Looks through the contents that are staged.
pub(in super::super) fn look_at_index(at: Option<&Path>, options: &Options, recogniser: &Recogniser) -> Sweep {
    let mut sweep = Sweep::default();
    if let Err(fault) = look(&Git::at(at), options, recogniser, &mut sweep) {
        sweep.covered.name_given("the git index".to_owned(), fault.to_string());
    }
    sweep
}

fn look(git: &Git, options: &Options, recogniser: &Recogniser, sweep: &mut Sweep) -> Result<(), GitFault> {
    let paths = staged(git)?;
    if paths.is_empty() {
        return Ok(());
    }
    let mut looker = Looker::new(recogniser, options.skip_binary);
    let names: Vec<&String> = paths.keys().collect();
    let missing = git.each_object(
        |wanted| {
            // A git that ended takes no more.
            names.iter().try_for_each(|name| writeln!(wanted, "{name}")).or(Ok(()))
        },
        |object, content| {
            if options.max_size.is_some_and(|most| object.size > most) {
                sweep.covered.too_large += 1;
                return Ok(());
            }
            let mut sights = Vec::new();
            let looked = looker.look(&mut &mut *content, Some(object.size), &mut sights)?;
            sweep.covered.took(looked);
            for path in paths.get(&object.id).into_iter().flatten() {
                let place = Place { shown: path.clone(), kept: None, commit: None };
                for sight in &sights {
                    let (what, spot) = (sight.what.clone(), sight.spot);
                    sweep.add(Find { place: place.clone(), spot, is_binary: looked.is_binary, what });
                }
            }
            Ok(())
        },
    )?;
    match missing {
        0 => Ok(()),
        missing => Err(GitFault(format!("{missing} staged contents are not in the repository"))),
    }
}

/// The staged contents by their names, with the paths that they stand at.
fn staged(git: &Git) -> Result<BTreeMap<String, Vec<String>>, GitFault> {
    // Before the first commit there is nothing to differ from.
    let has_commit = git.ask(&["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]).is_ok();
    let listed = if has_commit {
        git.ask(&[
            "diff-index",
            "--cached",
            "--raw",
            "--no-abbrev",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "-O/dev/null",
            "-r",
            "HEAD",
            "--",
        ])?
    } else {
        git.ask(&["ls-files", "--stage", "-z"])?
    };
    let mut parts = listed.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
    let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while let Some(part) = parts.next() {
        let words: Vec<&str> = part.split(['\t', ' ']).collect();
        let (mode, name, path) = if has_commit {
            let [_, mode, _, name, _] = words[..] else { continue };
            (mode, name, parts.next().unwrap_or_default())
        } else {
            let [mode, name, _, ..] = words[..] else { continue };
            (mode, name, part.split_once('\t').map(|(_, path)| path.to_owned()).unwrap_or_default())
        };
        // What is removed, or not merged yet, has no content of its own.
        let has_content = mode != SUBMODULE && name.bytes().any(|digit| digit != b'0');
        if has_content {
            paths.entry(name.to_owned()).or_default().push(path);
        }
    }
    Ok(paths)
}
