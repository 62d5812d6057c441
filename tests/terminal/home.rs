//! A home directory of its own for a test, with a vault made by the command line.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The program under test.
pub const JETON: &str = env!("CARGO_BIN_EXE_jeton");
/// The vault's passphrase.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// A home directory, and what Jeton finds in the environment there.
pub struct Home {
    folder: TempDir,
    variables: BTreeMap<&'static str, String>,
}

impl Home {
    /// An empty one: no vault, no configuration, no terminal's or display's variables.
    pub fn empty() -> Self {
        let folder =
            tempfile::Builder::new().prefix("jeton-home-").permissions(fs::Permissions::from_mode(0o700)).tempdir().unwrap();
        let path = |below: &str| folder.path().join(below).display().to_string();
        let path_variable = std::env::var("PATH").unwrap();
        let variables = [
            ("HOME", path("")),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("PATH", path_variable),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
        ];
        Self { variables: variables.into(), folder }
    }

    /// With a vault, the bot `helper`, and its passphrase in a file that `JETON_PASSPHRASE_FILE` names.
    pub fn with_bot() -> Self {
        let mut home = Self::empty();
        let passphrase = home.path("passphrase");
        fs::write(&passphrase, PASSPHRASE).unwrap();
        fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o600)).unwrap();
        home.set("JETON_PASSPHRASE_FILE", passphrase.display());
        let recovery = home.path("recovery").display().to_string();
        home.jeton(&["init", "--account", "Acme", "--operator", "ops", "--recovery-file", &recovery]);
        home.jeton(&["bot", "add", "helper"]);
        home
    }

    /// A path in it.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &'static str, value: impl ToString) {
        self.variables.insert(name, value.to_string());
    }

    /// Writes the configuration file.
    pub fn configure(&self, toml: &str) {
        fs::create_dir_all(self.path("config/jeton")).unwrap();
        fs::write(self.path("config/jeton/config.toml"), toml).unwrap();
    }

    /// Its variables, and no others.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Runs a command without a terminal, whether or not it succeeds.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(JETON);
        command.args(arguments).env_clear().envs(self.variables()).stdin(Stdio::null());
        command.output().unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    #[track_caller]
    pub fn jeton(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "jeton {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}
