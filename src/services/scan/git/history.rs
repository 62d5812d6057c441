//! All that a git repository has stored: every content once, whichever commit, branch, stash or forgotten state it is of.
//!
//! Contents come in the order in which they are packed, which is the fastest; commits and paths are asked for only when there is
//! something to name. Messages of commits and tags are looked through as well.

use super::super::content::{Looker, Sight};
use super::super::sweep::{Find, Kept, Options, Place, Sweep};
use super::naming::{Named, name_objects};
use super::objects::Object;
use super::{Git, GitFault, Repository, complaint, finish, told};
use crate::domain::scan::Recogniser;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the root of a remembered history begins with.
pub(in super::super) const ROOT_PREFIX: &str = "git:";

/// Digits of a commit's name that tell it from others.
const SHORT: usize = 12;

/// An object with something in it.
struct Seen {
    object: Object,
    is_binary: bool,
    sights: Vec<Sight>,
}

/// Looks through all that a repository has stored.
pub(in super::super) fn look_at_history(at: Option<&Path>, options: &Options, recogniser: &Recogniser) -> Sweep {
    let mut sweep = Sweep::default();
    let git = Git::at(at);
    let fault = |sweep: &mut Sweep, fault: &GitFault| sweep.covered.name_given("the git history".to_owned(), fault.to_string());
    let repository = match git.repository() {
        Ok(repository) => repository,
        Err(error) => {
            fault(&mut sweep, &error);
            return sweep;
        }
    };
    let mut seen = Vec::new();
    // What was seen before a fault is told all the same.
    match look(&git, options, recogniser, &mut sweep, &mut seen) {
        Ok(0) => {}
        Ok(missing) => sweep.covered.name("the git history".to_owned(), format!("{missing} objects were not cloned")),
        Err(error) => fault(&mut sweep, &error),
    }
    if repository.is_shallow {
        sweep.covered.name("the git history".to_owned(), "older history was not cloned (a shallow clone)".to_owned());
    }
    let wanted: HashSet<&str> = seen.iter().map(|seen| seen.object.id.as_str()).collect();
    let named = name_objects(&git, &wanted).unwrap_or_else(|error| {
        fault(&mut sweep, &error);
        HashMap::new()
    });
    let root = format!("{ROOT_PREFIX}{}", repository.top.to_string_lossy());
    for seen in &seen {
        let place = place(&seen.object, named.get(&seen.object.id), &repository, &root);
        for sight in &seen.sights {
            let (what, spot) = (sight.what.clone(), sight.spot);
            sweep.add(Find { place: place.clone(), spot, is_binary: seen.is_binary, what });
        }
    }
    let covered = &sweep.covered;
    if covered.failed.is_empty() && covered.unreadable + covered.too_large + covered.skipped_binary == 0 {
        sweep.whole_roots.push(root);
    }
    sweep
}

fn look(git: &Git, options: &Options, recogniser: &Recogniser, sweep: &mut Sweep, seen: &mut Vec<Seen>) -> Result<u64, GitFault> {
    let mut looker = Looker::new(recogniser, options.skip_binary);
    let too_large = AtomicU64::new(0);
    let missing = git.each_object(
        |wanted| {
            list_objects(git, |object| {
                if options.max_size.is_some_and(|most| object.size > most) {
                    too_large.fetch_add(1, Ordering::Relaxed);
                    return true;
                }
                writeln!(wanted, "{}", object.id).is_ok()
            })
        },
        |object, content| {
            let mut sights = Vec::new();
            let looked = looker.look(&mut &mut *content, Some(object.size), &mut sights)?;
            sweep.covered.took(looked);
            if !sights.is_empty() {
                seen.push(Seen { object, is_binary: looked.is_binary, sights });
            }
            Ok(())
        },
    );
    sweep.covered.too_large += too_large.into_inner();
    missing
}

/// Hands each object that may hold something to `take`, in the order in which they are packed, until that wants no more.
fn list_objects(git: &Git, mut take: impl FnMut(&Object) -> bool) -> Result<(), GitFault> {
    let format = "--batch-check=%(objectname) %(objecttype) %(objectsize)";
    let mut command = git.command(&["cat-file", "--batch-all-objects", "--unordered", "--buffer", format]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (stopped, spoilt, complaint) = std::thread::scope(|scope| {
        let complaint = scope.spawn(|| complaint(err));
        let (mut stopped, mut spoilt) = (false, 0_u64);
        if let Some(out) = out {
            let mut lines = BufReader::with_capacity(64 * 1024, out);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
                match Object::read(&line) {
                    // It is stored, and yet git cannot make anything of it.
                    None => spoilt += 1,
                    Some(object) if object.kind == "tree" || take(&object) => {}
                    Some(_) => {
                        stopped = true;
                        break;
                    }
                }
                line.clear();
            }
        }
        (stopped, spoilt, complaint.join().unwrap_or_default())
    });
    match finish(child, &complaint) {
        // Nobody listened any more.
        Err(_) if stopped => Ok(()),
        Ok(()) if spoilt > 0 => Err(GitFault(format!("{spoilt} objects cannot be read; git: {}", told(&complaint)))),
        ended => ended,
    }
}

fn place(object: &Object, named: Option<&Named>, repository: &Repository, root: &str) -> Place {
    let short = |id: &str| id.chars().take(SHORT).collect::<String>();
    let (commit, shown) = match (object.kind.as_str(), named) {
        ("commit", _) => (Some(object.id.clone()), format!("{}:(message)", short(&object.id))),
        ("tag", _) => (None, format!("{}:(tag)", short(&object.id))),
        (_, Some(named)) => (Some(named.commit.clone()), format!("{}:{}", short(&named.commit), named.path)),
        (_, None) => (None, format!("{}:(in no commit)", short(&object.id))),
    };
    let kept = Kept { place: format!("{}@{shown}", repository.top.to_string_lossy()), root: root.to_owned() };
    Place { shown, kept: Some(kept), commit }
}
