//! A vault with many tokens whose values are known, made past the program: issuing each would take minutes.

use jeton::domain::format::checksum;
use jeton::domain::id::TokenId;
use jeton::vault::digest::digest;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A vault in a directory of its own, and the values of its bots' tokens.
pub struct Vault {
    home: tempfile::TempDir,
    pub values: Vec<String>,
}

/// The passphrase of the demo's vault.
pub const PASSPHRASE: &str = "open this demo please";

impl Vault {
    /// A vault with so many tokens.
    pub fn with(tokens: usize) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        let home = tempfile::Builder::new().permissions(private).tempdir().unwrap();
        let path = home.path().join("jeton.db");
        let made = jeton(&path).args(["demo", "--only-make", "--tokens", "1"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        std::fs::write(home.path().join("passphrase"), PASSPHRASE).unwrap();
        std::fs::set_permissions(home.path().join("passphrase"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let values = fill(&path, tokens);
        Self { home, values }
    }

    pub fn path(&self) -> PathBuf {
        self.home.path().join("jeton.db")
    }

    /// The program on this vault, unlocked by a file.
    pub fn jeton(&self) -> Command {
        let mut command = jeton(&self.path());
        command.arg("--passphrase-file").arg(self.home.path().join("passphrase"));
        command
    }
}

fn jeton(path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jeton"));
    command.arg("--db").arg(path).env("HOME", path.parent().unwrap()).env_remove("XDG_CONFIG_HOME");
    command
}

/// The id of the token with this number.
pub fn id(number: usize) -> TokenId {
    TokenId::from_quintets(std::array::from_fn(|at| (number >> (5 * (11 - at)) & 31) as u8))
}

fn fill(path: &Path, tokens: usize) -> Vec<String> {
    let mut vault = Connection::open(path).unwrap();
    let brand: String = vault.query_row("SELECT brand FROM vault", [], |row| row.get(0)).unwrap();
    let bots: Vec<i64> = {
        let mut statement = vault.prepare("SELECT id FROM owner WHERE kind = 'bot' AND archived_at IS NULL").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let transaction = vault.transaction().unwrap();
    let mut values = Vec::with_capacity(tokens);
    for number in 0..tokens {
        let head = format!("{brand}_bot_{number:030}");
        let value = format!("{head}{}", std::str::from_utf8(&checksum(&head)).unwrap());
        let (id, name) = (id(number).to_string(), format!("load {number}"));
        let scopes = ["files:read", "files:read files:write", "messages:*"][number % 3];
        transaction
            .prepare_cached(
                "INSERT INTO token (id, kind, owner, name, folded, scopes, state, created_at, state_changed_at, rotated_at) \
                 VALUES (?1, 'bot', ?2, ?3, ?3, ?4, 'active', 0, 0, 0)",
            )
            .unwrap()
            .execute(params![id, bots[number % bots.len()], name, scopes])
            .unwrap();
        transaction
            .prepare_cached(
                "INSERT INTO secret (token, version, state, digest, hint, created_at) VALUES (?1, 1, 'current', ?2, '0000', 0)",
            )
            .unwrap()
            .execute(params![id, digest(&value).0])
            .unwrap();
        values.push(value);
    }
    transaction.commit().unwrap();
    values
}
