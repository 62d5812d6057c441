//! Makes the first vault: its keys, then all of it, then what it begins with.

use super::import;
use super::perform::{operator, said};
use super::vault::Vault;
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::services::{AddOwner, Error, InitRequest, PreparedVault, Result};
use crate::tui::effect::FirstWishes;
use crate::tui::msg::NewVault;

/// Makes the keys and keeps them; nothing is written.
pub(super) fn prepare(vault: &Vault, attempt: u64, request: InitRequest, passphrase: &Passphrase) -> Result<Plaintext> {
    let prepared = PreparedVault::new(request, passphrase, vault.world.clone())?;
    let shown = Plaintext::new(prepared.recovery_key().expose().to_owned());
    vault.prepare(attempt, prepared);
    Ok(shown)
}

/// Writes the vault, all of it or nothing; then the lines and the project that were wished for, each of which may fail
/// while the vault stays.
pub(super) fn commit(vault: &Vault, wishes: FirstWishes) -> Result<NewVault> {
    let file = vault.take_first_file();
    let gone = || Error::Invalid("the keys that were made are gone; start again".to_owned());
    let prepared = vault.take_prepared(wishes.attempt).ok_or_else(gone)?;
    let made = prepared.commit(&vault.path, vault.settings.clone(), vault.actor.clone())?;
    let (services, session) = (&made.services, &made.session);
    let imported = (!wishes.lines.is_empty()).then(|| import::take_first(services, session, file, &wishes.lines).map_err(said));
    let project = wishes.project.map(|name| {
        let added = services.add_owner(session.into(), project(name.clone()));
        (name, added.map(|added| added.issued).map_err(said))
    });
    let (info, operator) = (services.info().clone(), operator(session));
    vault.open(made.services);
    vault.unlock(made.session);
    Ok(NewVault { info, operator, account: made.account, imported, project })
}

fn project(name: Name) -> AddOwner {
    AddOwner::new(OwnerKind::Project, name)
}
