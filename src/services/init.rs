//! Making a vault, in two steps so that the recovery key can be confirmed before anything is written.

use super::change::{About, Change};
use super::new_token::NewToken;
use super::{Error, Issued, Result, Services, Session, Settings};
use crate::clock::World;
use crate::domain::brand::Brand;
use crate::domain::event::{Action, Actor, Outcome};
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::role::Role;
use crate::domain::scope::ScopeSet;
use crate::domain::slot::{KdfParams, Slot, SlotSort, VaultId};
use crate::store::{NewOwner, Store, VaultRow};
use crate::vault::{MemberKey, NewSlot, SlotError, SlotKeys, VaultError, kdf, keys, recovery, seal_slot};
use std::path::Path;

/// The verbs that a vault may allow without a passphrase.
pub const UNATTENDED_VERBS: [&str; 2] = ["rotate", "revoke"];

/// What a new vault is to be.
#[derive(Debug)]
pub struct InitRequest {
    /// The account's name: the person or team.
    pub account: Name,
    /// The first operator, of role owner.
    pub operator: Name,
    /// First part of each value.
    pub brand: Brand,
    /// Verbs that need no passphrase, out of [`UNATTENDED_VERBS`].
    pub unattended: Vec<String>,
    /// Cost of the passphrase; `None` calibrates it to about half a second.
    pub kdf: Option<KdfParams>,
}

/// Keys and slots made, nothing written. Dropping it leaves nothing behind.
#[derive(Debug)]
pub struct PreparedVault {
    request: InitRequest,
    id: VaultId,
    public_key: [u8; 32],
    keys: SlotKeys,
    slots: [Slot; 2],
    recovery: Plaintext,
    world: World,
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
        passphrase.check_new()?;
        if recovery::normalise(passphrase.expose()).is_some() {
            return Err(Error::Invalid("a recovery key cannot be the passphrase; choose words of your own".to_owned()));
        }
        if let Some(verb) = request.unattended.iter().find(|verb| !UNATTENDED_VERBS.contains(&verb.as_str())) {
            return Err(Error::Invalid(format!("only rotate and revoke can be unattended, not {verb:?}")));
        }
        let entropy = &*world.entropy;
        let mut id = [0; 16];
        entropy.fill(&mut id)?;
        let (private, public) = keys::generate(entropy)?;
        let keys = SlotKeys { member: MemberKey::generate(entropy)?, private: Some(private) };
        let recovery = recovery::generate(entropy)?;
        let params = match request.kdf {
            Some(params) => params,
            None => {
                kdf::calibrate(kdf::available_memory_kib(), kdf::measure).map_err(SlotError::from).map_err(VaultError::from)?
            }
        };
        let id = VaultId(id);
        let slots = Maker { vault: id, request: &request, keys: &keys, params, world: &world }.slots(passphrase, &recovery)?;
        Ok(Self { id, public_key: *public.as_bytes(), slots, request, keys, recovery, world })
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
        let Self { request, id, public_key, keys, slots, world, .. } = self;
        let session = Session::new(id, &slots[0], keys);
        let (store, account) = Store::create(path, |tx| {
            let row = VaultRow { uuid: id, brand: request.brand, unattended: request.unattended, created_at: world.clock.now() };
            let change = Change::new(tx, row, world.clock.now(), &*world.entropy, Some(&session), &actor);
            change.fill_new_vault(&request.account, &public_key, &slots)
        })?;
        let services = Services::over(store, settings, world, actor)?;
        Ok(Initialised { services, session, account })
    }
}

/// What the first two slots are made from.
struct Maker<'a> {
    vault: VaultId,
    request: &'a InitRequest,
    keys: &'a SlotKeys,
    params: KdfParams,
    world: &'a World,
}

impl Maker<'_> {
    fn slots(&self, passphrase: &Passphrase, recovery: &Plaintext) -> Result<[Slot; 2]> {
        let recovery = recovery::normalise(recovery.expose())
            .ok_or_else(|| Error::Invalid("the recovery key just made cannot be read back; try again".to_owned()))?;
        Ok([self.slot(SlotSort::Passphrase, passphrase)?, self.slot(SlotSort::Recovery, &recovery)?])
    }

    fn slot(&self, sort: SlotSort, passphrase: &Passphrase) -> Result<Slot> {
        let new = NewSlot {
            vault: self.vault,
            sort,
            operator: self.request.operator.clone(),
            role: Role::Owner,
            params: self.params,
            created_at: self.world.clock.now(),
        };
        Ok(seal_slot(new, passphrase, self.keys, &*self.world.entropy)?)
    }
}

impl Change<'_> {
    /// Writes all of a new vault: its row, key, slots, account, and the account's token.
    fn fill_new_vault(&self, account: &Name, public_key: &[u8; 32], slots: &[Slot]) -> Result<Issued> {
        self.tx.insert_vault(&self.vault)?;
        self.tx.insert_vault_key(public_key, self.now)?;
        for slot in slots {
            self.tx.insert_slot(slot)?;
        }
        let id = self.tx.insert_owner(&NewOwner {
            kind: OwnerKind::Account,
            name: account,
            project: None,
            external_id: None,
            dashboard_url: None,
            note: "",
            created_at: self.now,
        })?;
        let owner = self.tx.owner(id)?;
        // With its vault's identity in it, a history that was put into another vault says where it comes from.
        let detail = format!("brand {}, vault {}", self.vault.brand, self.vault.uuid);
        self.record(Action::Init, Outcome::Done, About::owner(&owner, detail))?;
        let value = self.mint_or_take(Kind::Account, None)?;
        let new = NewToken {
            owner: &owner,
            kind: Kind::Account,
            name: super::add_owner::FIRST_TOKEN.parse()?,
            scopes: ScopeSet::default(),
            expires_at: None,
            policy: crate::domain::policy::Policy::default(),
            note: String::new(),
            adopted: false,
            action: Action::Issue,
        };
        self.add_token(new, value)
    }
}
