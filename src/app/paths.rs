//! Where things are: the XDG base directories, read from an environment that is handed in.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The environment variables that Jeton reads, held still.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<String, OsString>);

/// Neither a path was given nor a home to look in.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no HOME to keep the vault in; name the database with --db PATH, or set HOME or {0}")]
pub struct NoHome(pub &'static str);

/// All that is ever read; nothing else of the environment is looked at.
const NAMES: [&str; 21] = [
    "COLORTERM",
    "CREDENTIALS_DIRECTORY",
    "HOME",
    "JETON_DB",
    "JETON_PASSPHRASE_COMMAND",
    "JETON_PASSPHRASE_FILE",
    "JETON_REDUCED_MOTION",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LOGNAME",
    "NOTIFY_SOCKET",
    "NO_COLOR",
    "SSH_CONNECTION",
    "TERM",
    "TMUX",
    "USER",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];

impl Environment {
    /// The process's own.
    pub fn real() -> Self {
        Self(NAMES.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var_os(name)?))).collect())
    }

    /// One made up.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
    }

    /// A variable, unless it is unset or empty.
    pub fn var(&self, name: &str) -> Option<&OsString> {
        self.0.get(name).filter(|value| !value.is_empty())
    }

    /// A variable as text, unless it is unset, empty or not UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.var(name).and_then(|value| value.to_str())
    }

    /// Whether the locale writes UTF-8 (POSIX order: `LC_ALL`, `LC_CTYPE`, `LANG`).
    pub fn is_utf8(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| self.text(name));
        locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
    }
}

/// `$JETON_DB`, else `$XDG_DATA_HOME/jeton/jeton.db`, by default `~/.local/share/jeton/jeton.db`.
///
/// # Errors
/// There is neither `JETON_DB`, `XDG_DATA_HOME` nor `HOME`.
pub fn database(environment: &Environment) -> Result<PathBuf, NoHome> {
    if let Some(path) = environment.var("JETON_DB") {
        return Ok(path.into());
    }
    Ok(base(environment, "XDG_DATA_HOME", ".local/share")?.join("jeton/jeton.db"))
}

/// `$XDG_CONFIG_HOME/jeton/config.toml`, by default `~/.config/jeton/config.toml`.
///
/// # Errors
/// There is neither `XDG_CONFIG_HOME` nor `HOME`.
pub fn configuration(environment: &Environment) -> Result<PathBuf, NoHome> {
    Ok(base(environment, "XDG_CONFIG_HOME", ".config")?.join("jeton/config.toml"))
}

/// `$XDG_STATE_HOME/jeton/heads`, by default `~/.local/state/jeton/heads`: what this machine remembers of each vault.
///
/// # Errors
/// There is neither `XDG_STATE_HOME` nor `HOME`.
pub fn heads(environment: &Environment) -> Result<PathBuf, NoHome> {
    Ok(base(environment, "XDG_STATE_HOME", ".local/state")?.join("jeton/heads"))
}

/// A base directory; relative paths are ignored, as the XDG specification demands.
fn base(environment: &Environment, name: &'static str, under_home: &str) -> Result<PathBuf, NoHome> {
    let absolute = |name: &str| environment.var(name).map(Path::new).filter(|path| path.is_absolute());
    match (absolute(name), absolute("HOME")) {
        (Some(path), _) => Ok(path.to_owned()),
        (None, Some(home)) => Ok(home.join(under_home)),
        (None, None) => Err(NoHome(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vault_lies_in_the_data_directory() {
        let home = Environment::of([("HOME", "/home/ada")]);
        assert_eq!(database(&home).unwrap(), Path::new("/home/ada/.local/share/jeton/jeton.db"));
        let xdg = Environment::of([("HOME", "/home/ada"), ("XDG_DATA_HOME", "/data")]);
        assert_eq!(database(&xdg).unwrap(), Path::new("/data/jeton/jeton.db"));
        assert_eq!(configuration(&xdg).unwrap(), Path::new("/home/ada/.config/jeton/config.toml"));
        assert_eq!(heads(&home).unwrap(), Path::new("/home/ada/.local/state/jeton/heads"));
        assert_eq!(heads(&Environment::of([("XDG_STATE_HOME", "/state")])).unwrap(), Path::new("/state/jeton/heads"));
        let named = Environment::of([("HOME", "/home/ada"), ("JETON_DB", "other.db")]);
        assert_eq!(database(&named).unwrap(), Path::new("other.db"));
        let empty = Environment::of([("HOME", "/home/ada"), ("JETON_DB", "")]);
        assert_eq!(database(&empty).unwrap(), Path::new("/home/ada/.local/share/jeton/jeton.db"));
    }

    #[test]
    fn relative_directories_are_ignored() {
        let odd = Environment::of([("HOME", "/home/ada"), ("XDG_DATA_HOME", "data")]);
        assert_eq!(database(&odd).unwrap(), Path::new("/home/ada/.local/share/jeton/jeton.db"));
    }

    #[test]
    fn without_a_home_the_error_names_the_way_out() {
        let error = database(&Environment::default()).unwrap_err();
        assert_eq!(error, NoHome("XDG_DATA_HOME"));
        assert!(error.to_string().contains("--db"), "{error}");
    }

    #[test]
    fn the_locale_decides_between_unicode_and_ascii() {
        assert!(Environment::of([("LANG", "de_DE.UTF-8")]).is_utf8());
        assert!(Environment::of([("LC_ALL", "C.utf8"), ("LANG", "C")]).is_utf8());
        assert!(!Environment::of([("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]).is_utf8());
        assert!(!Environment::of([]).is_utf8());
    }
}
