//! Making a vault, in two steps so that the recovery key can be confirmed before anything is written.

use super::{Issued, Result, Services, Session, Settings};
use crate::clock::World;
use crate::domain::brand::Brand;
use crate::domain::event::Actor;
use crate::domain::name::Name;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::vault::KdfParams;
use std::path::Path;

/// What a new vault is to be.
#[derive(Debug)]
pub struct InitRequest {
    /// The account's name: the person or team.
    pub account: Name,
    /// The first operator, of role owner.
    pub operator: Name,
    /// First part of each value.
    pub brand: Brand,
    /// Verbs that need no passphrase (`rotate`, `revoke`).
    pub unattended: Vec<String>,
    /// Cost of the passphrase; `None` calibrates it to about half a second.
    pub kdf: Option<KdfParams>,
}

/// Keys and slots made, nothing written. Dropping it leaves nothing behind.
#[derive(Debug)]
pub struct PreparedVault {
    recovery: Plaintext,
}

/// A vault just made, open and unlocked.
#[derive(Debug)]
pub struct Initialised {
    /// The open vault.
    pub services: Services,
    /// The owner's session.
    pub session: Session,
    /// The account token.
    pub account: Issued,
}

impl PreparedVault {
    /// Makes the keys and both slots (the slow part: two runs of Argon2id).
    ///
    /// # Errors
    /// The passphrase is too weak, or the machine gave no randomness or memory.
    pub fn new(request: InitRequest, passphrase: &Passphrase, world: World) -> Result<Self> {
        let _ = (request, passphrase, world);
        todo!()
    }

    /// The recovery key in printable groups, to be shown once.
    pub fn recovery_key(&self) -> &Plaintext {
        &self.recovery
    }

    /// Writes the vault to `path`, which must not exist: all of it, or nothing.
    ///
    /// # Errors
    /// Something exists at `path`, the path is unfit, or the disk failed.
    pub fn commit(self, path: &Path, settings: Settings, actor: Actor) -> Result<Initialised> {
        let _ = (path, settings, actor);
        todo!()
    }
}
