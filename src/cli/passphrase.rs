//! Where the passphrase comes from: a file, a command, a credential, or the person at the terminal.

use super::failure::{Failure, Result};
use super::secret_input;
use super::terminal::Terminal;
use crate::app::paths::Environment;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use std::fs::File;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The name of the systemd credential (systemd.exec(5), `LoadCredential=`).
const CREDENTIAL: &str = "jeton-passphrase";

/// Where a passphrase comes from, without asking anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `--passphrase-file`, `JETON_PASSPHRASE_FILE`
    File(PathBuf),
    /// `JETON_PASSPHRASE_COMMAND`
    Command(String),
    /// `$CREDENTIALS_DIRECTORY/jeton-passphrase`
    Credential(PathBuf),
}

impl Source {
    /// What still holds a passphrase after it was changed, for people.
    pub fn holder(&self) -> String {
        match self {
            Self::File(path) => format!("the file {}", path.display()),
            Self::Command(_) => "JETON_PASSPHRASE_COMMAND".to_owned(),
            Self::Credential(_) => "the systemd credential jeton-passphrase".to_owned(),
        }
    }
}

/// The first source that is there: file, command, credential.
pub fn source(option: Option<&Path>, environment: &Environment) -> Option<Source> {
    let file = option.or_else(|| environment.var("JETON_PASSPHRASE_FILE").map(Path::new));
    let command = || environment.text("JETON_PASSPHRASE_COMMAND").map(|command| Source::Command(command.to_owned()));
    let credential = || {
        let path = Path::new(environment.var("CREDENTIALS_DIRECTORY")?).join(CREDENTIAL);
        path.exists().then_some(Source::Credential(path))
    };
    file.map(|path| Source::File(path.to_owned())).or_else(command).or_else(credential)
}

/// The passphrase that unlocks.
///
/// # Errors
/// A source that was named cannot be read or trusted; without one, nobody sits at a terminal.
pub fn read(source: Option<&Source>) -> Result<Passphrase> {
    match source {
        Some(source) => from_source(source),
        None => ask("passphrase: "),
    }
}

/// A passphrase typed unseen.
///
/// # Errors
/// Nobody sits at a terminal; Ctrl-C.
pub fn ask(prompt: &str) -> Result<Passphrase> {
    Ok(Passphrase::new(terminal()?.ask_hidden(prompt)?))
}

/// A new passphrase: typed twice, with its strength; or from a source, as it is. `otherwise` says what a refusal means.
///
/// # Errors
/// As [`read`]; on a terminal also when it is too weak or typed differently the second time.
pub fn read_new(source: Option<&Source>, otherwise: &str) -> Result<Passphrase> {
    if let Some(source) = source {
        return from_source(source);
    }
    let mut terminal = terminal()?;
    let first = Passphrase::new(terminal.ask_hidden("new passphrase: ")?);
    terminal.say(&format!("strength: {}", first.strength().word()))?;
    first.check_new().map_err(|error| Failure::usage(error).hint(otherwise))?;
    let second = Passphrase::new(terminal.ask_hidden("once more: ")?);
    if first.expose() != second.expose() {
        return Err(Failure::usage("the two passphrases differ").hint(otherwise));
    }
    Ok(first)
}

fn terminal() -> Result<Terminal> {
    Terminal::open().ok_or_else(|| {
        Failure::locked("a passphrase is needed, and there is no terminal to ask for it").hint(
            "give --passphrase-file FILE, JETON_PASSPHRASE_FILE, JETON_PASSPHRASE_COMMAND \
             or the systemd credential jeton-passphrase",
        )
    })
}

fn from_source(source: &Source) -> Result<Passphrase> {
    let text = match source {
        Source::File(path) => {
            let file = open(path)?;
            check_privacy(path, &file)?;
            secret_input::read(file, &format!("the passphrase file {}", path.display()))?
        }
        Source::Credential(path) => secret_input::read(open(path)?, "the credential jeton-passphrase")?,
        Source::Command(command) => from_command(command)?,
    };
    if text.expose().is_empty() {
        return Err(Failure::usage("the passphrase that was given is empty"));
    }
    Ok(Passphrase::new(text))
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| Failure::usage(format!("the passphrase file {} cannot be opened: {error}", path.display())))
}

/// A file that others can read is no secret; pipes (`<(…)`) have no mode worth looking at.
fn check_privacy(path: &Path, file: &File) -> Result<()> {
    let about = file.metadata().map_err(|error| Failure::usage(format!("{} cannot be examined: {error}", path.display())))?;
    if about.is_dir() {
        return Err(Failure::usage(format!("the passphrase file {} is a directory", path.display())));
    }
    if !about.is_file() {
        return Ok(());
    }
    let shown = path.display();
    if about.permissions().mode() & 0o077 != 0 {
        let refusal = Failure::usage(format!("the passphrase file {shown} can be read by others"));
        return Err(refusal.hint(format!("close it with: chmod 600 {shown}")));
    }
    let own = rustix::process::geteuid().as_raw();
    if about.uid() != own && about.uid() != 0 {
        return Err(Failure::usage(format!("the passphrase file {shown} belongs to someone else")));
    }
    Ok(())
}

/// Runs the command in a shell; its standard error stays the operator's, for prompts of its own.
fn from_command(command: &str) -> Result<Plaintext> {
    let failed = |reason: String| Failure::usage(format!("JETON_PASSPHRASE_COMMAND {reason}"));
    let mut child = Command::new("/bin/sh")
        .args(["-c", command])
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| failed(format!("cannot be run: {error}")))?;
    let output = child.stdout.take().ok_or_else(|| failed("has no output".to_owned()))?;
    let text = secret_input::read(output, "the output of JETON_PASSPHRASE_COMMAND");
    let status = child.wait().map_err(|error| failed(format!("cannot be awaited: {error}")))?;
    if !status.success() {
        return Err(failed(format!("failed ({status})")));
    }
    text
}
