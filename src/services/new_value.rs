//! Writing a value as a token's current secret: digest, hint, and the sealed value where the kind keeps one.

use super::change::Change;
use super::{Error, Result, Session};
use crate::clock::Entropy;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::plaintext::Plaintext;
use crate::domain::secret::Digest;
use crate::domain::slot::VaultId;
use crate::store::{NewSecret, SealedRow};
use crate::vault::{MemberKey, PublicKey, SealContext, digest, mint, seal};

/// The longest value that an external service may have issued, in bytes; room for keys in PEM.
pub(super) const MAX_EXTERNAL_BYTES: usize = 16 * 1024;

/// A value to be written, and whose it is.
pub(super) struct NewValue<'a> {
    pub token: TokenId,
    pub kind: Kind,
    pub version: u32,
    pub value: &'a Plaintext,
}

impl Change<'_> {
    /// Mints a value of the vault's brand, or takes the one that an external service issued.
    pub fn mint_or_take(&self, kind: Kind, given: Option<Plaintext>) -> Result<Plaintext> {
        match (kind.is_verified(), given) {
            (true, None) => Ok(mint::mint(&self.vault.brand, kind, self.entropy)?),
            (true, Some(_)) => Err(Error::Invalid(format!(
                "{kind} tokens get a value of this vault; to keep one issued elsewhere, import it and adopt it"
            ))),
            (false, Some(value)) => check_external(value),
            (false, None) => Err(Error::Invalid("an external token needs the value that its service issued".to_owned())),
        }
    }

    /// The digest under which a value of this kind is known.
    pub fn digest_of(&self, kind: Kind, value: &Plaintext) -> Result<Digest> {
        digest_under(self.session.map(Session::member_key), kind, value)
    }

    /// Writes the current secret. A value that the vault knows already is refused.
    pub fn write_value(&self, new: &NewValue<'_>) -> Result<()> {
        let known = self.digest_of(new.kind, new.value)?;
        if let Some((token, _)) = self.tx.secret_by_digest(&known)? {
            let holder = self.summary(token)?;
            return Err(Error::Invalid(format!("this value is, or once was, that of {} ({})", holder.selector(), holder.id)));
        }
        let sealed = self.sealer()?.seal(new, self.entropy)?;
        self.tx.insert_secret(&NewSecret {
            token: new.token,
            version: new.version,
            digest: known,
            hint: &Hint::of(new.value.expose()),
            sealed: sealed.as_ref(),
            created_at: self.now,
        })?;
        Ok(())
    }

    /// What values are sealed with now.
    pub fn sealer(&self) -> Result<Sealer> {
        let key = self.tx.newest_vault_key()?;
        Ok(Sealer { vault: self.vault.uuid, key_id: key.id, key: PublicKey::from_bytes(key.public_key) })
    }
}

/// The digest under which a value of this kind is known. External values have a keyed one, which needs an unlocked slot.
pub(super) fn digest_under(key: Option<&MemberKey>, kind: Kind, value: &Plaintext) -> Result<Digest> {
    if kind.is_verified() {
        return Ok(digest::digest(value.expose()));
    }
    Ok(digest::keyed_digest(key.ok_or(Error::Locked)?, value.expose()))
}

/// Seals values to the vault's newest key. Needs no transaction, so that threads can share it.
pub(super) struct Sealer {
    vault: VaultId,
    key_id: i64,
    key: PublicKey,
}

impl Sealer {
    /// The sealed value, where the kind keeps one.
    pub fn seal(&self, new: &NewValue<'_>, entropy: &dyn Entropy) -> Result<Option<SealedRow>> {
        if !new.kind.is_revealable() {
            return Ok(None);
        }
        let context =
            SealContext { vault: self.vault, token: new.token, version: new.version, kind: new.kind, key_id: self.key_id };
        let bytes = seal::seal(&self.key, &context, new.value, entropy)?;
        Ok(Some(SealedRow { key_id: self.key_id, bytes }))
    }
}

fn check_external(value: Plaintext) -> Result<Plaintext> {
    let text = value.expose();
    let refuse = |why: &str| Err(Error::Invalid(format!("the value {why}")));
    match text.len() {
        0 => refuse("is empty"),
        length if length > MAX_EXTERNAL_BYTES => refuse(&format!("has {length} bytes; {MAX_EXTERNAL_BYTES} is the most")),
        _ if text.contains('\0') => refuse("holds a NUL character, which no client can send"),
        _ => Ok(value),
    }
}
