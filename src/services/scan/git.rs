//! Git asked for what it has stored: run without a shell, and without anything that a repository's configuration could start.

mod history;
mod index;
mod naming;
mod objects;

pub(super) use history::{ROOT_PREFIX, look_at_history};
pub(super) use index::look_at_index;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

/// Settings that could start programs, or change what is shown: whatever the repository and the user say, these hold.
const SETTINGS: [&str; 9] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.quotePath=false",
    "diff.external=",
    "diff.ignoreSubmodules=all",
    "log.showSignature=false",
    "log.showRoot=true",
    "submodule.recurse=false",
];

/// Variables that would lead to another repository than the one that was named.
const LEADING: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// Variables that could start programs, or hold what is none of git's business.
const UNWANTED: [&str; 9] = [
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_ASKPASS",
    "GIT_TRACE",
    "GIT_REPLACE_REF_BASE",
    "JETON_PASSPHRASE_COMMAND",
    "JETON_PASSPHRASE_FILE",
];

/// Bytes of git's complaints that are kept; more are read and dropped.
const MAX_COMPLAINT: usize = 16 * 1024;

/// Git did not do what it was asked to; its own words.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub(super) struct GitFault(String);

impl From<io::Error> for GitFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self("git is not installed, or not in PATH".to_owned()),
            _ => Self(format!("git cannot be run: {error}")),
        }
    }
}

/// A repository that git is asked about.
#[derive(Clone, Debug)]
pub(super) struct Git {
    at: Option<PathBuf>,
}

/// What a repository is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repository {
    /// The directory of its work tree; of a bare one its own.
    pub top: PathBuf,
    /// Older history was left where it was cloned from.
    pub is_shallow: bool,
}

impl Git {
    /// Of the repository at a path; of the one here where none is named.
    pub fn at(path: Option<&Path>) -> Self {
        Self { at: path.map(Path::to_owned) }
    }

    /// A command of git, all of its streams shut.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        let leading = if self.at.is_some() { &LEADING[..] } else { &[] };
        for name in UNWANTED.iter().chain(leading) {
            command.env_remove(name);
        }
        if let Some(at) = &self.at {
            command.arg("-C").arg(at);
        }
        command.args(arguments);
        // Of a partial clone nothing is fetched; messages are the ones that people search for.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs a command to its end and gives what it printed, which is little.
    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitFault> {
        let mut child = self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let (answer, complaint) = std::thread::scope(|scope| {
            let complaint = scope.spawn(|| complaint(err));
            let mut answer = Vec::new();
            let read = out.map_or(Ok(0), |mut out| out.read_to_end(&mut answer));
            (read.map(|_| answer), complaint.join().unwrap_or_default())
        });
        finish(child, &complaint)?;
        Ok(answer?)
    }

    /// What the repository is.
    fn repository(&self) -> Result<Repository, GitFault> {
        let answer = self.ask(&["rev-parse", "--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir"])?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let mut lines = answer.lines();
        let (bare, shallow, directory) = (lines.next(), lines.next(), lines.next().unwrap_or_default());
        let top = if bare == Some("true") {
            directory.to_owned()
        } else {
            let top = self.ask(&["rev-parse", "--show-toplevel"])?;
            String::from_utf8_lossy(&top).trim_end_matches('\n').to_owned()
        };
        Ok(Repository { top: PathBuf::from(top), is_shallow: shallow == Some("true") })
    }
}

/// Waits for a command; one that failed is told by its complaint.
fn finish(mut child: Child, complaint: &str) -> Result<(), GitFault> {
    let status = child.wait()?;
    if status.success() {
        return Ok(());
    }
    let told = told(complaint);
    Err(GitFault(if told.is_empty() { format!("git ended with {status}") } else { format!("git: {told}") }))
}

/// The first lines of a complaint in one.
fn told(complaint: &str) -> String {
    complaint.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join("; ")
}

/// What a command complains of, read to the end so that it never waits.
fn complaint(err: Option<ChildStderr>) -> String {
    let Some(mut err) = err else { return String::new() };
    let (mut kept, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = err.read(&mut piece) {
        let room = MAX_COMPLAINT.saturating_sub(kept.len());
        kept.extend_from_slice(&piece[..read.min(room)]);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
