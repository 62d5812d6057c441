//! Plays a scene: each act is the use case that a person would have run.

use super::story::{Act, Fate};
use super::{Demo, passphrase};
use crate::clock::Entropy;
use crate::domain::brand::Brand;
use crate::domain::id::TokenId;
use crate::domain::kind::Kind;
use crate::domain::owner::OwnerKind;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::policy::Policy;
use crate::domain::selector::{OwnerSelector, Selector};
use crate::services::{
    AddOwner, ArchiveTokens, Authority, EditRequest, Error, IssueRequest, IssueTarget, Purpose, Result, RotateRequest,
};
use crate::vault::mint;
use std::fmt::Display;
use std::str::FromStr;

impl Demo {
    /// Plays one act at the calendar's present instant.
    pub(super) fn play(&self, act: &Act) -> Result<()> {
        match act {
            Act::Add { .. } => self.add(act),
            Act::Issue { target, name, scopes, expires, note } => self.issue(target, name, scopes, expires, note),
            Act::Rotate { token, grace } => self.rotate(token, grace),
            Act::Edit { token, scopes, expires, note } => {
                let expiry = read_optional(expires.as_deref())?;
                let request =
                    EditRequest { name: None, note: note.clone(), scopes: scopes.clone(), expiry, ..EditRequest::default() };
                self.services.edit(self.right(), self.token(token)?.0, request).map(drop)
            }
            Act::Rename { owner, name } => self.services.rename_owner(self.right(), &read(owner)?, read(name)?).map(drop),
            Act::Archive { owner, tokens } => {
                let fate = match tokens {
                    Fate::Revoke => ArchiveTokens::Revoke,
                    Fate::Keep => ArchiveTokens::Keep,
                };
                self.services.archive_owner(self.right(), &read(owner)?, fate).map(drop)
            }
            Act::EndGrace { token } => self.services.end_grace(self.right(), self.token(token)?.0).map(drop),
            Act::ExtendGrace { token, by } => self.services.extend_grace(self.right(), self.token(token)?.0, read(by)?).map(drop),
            Act::Reveal { token } => self.services.reveal(&self.session, self.token(token)?.0, Purpose::Reveal).map(drop),
            Act::Copy { token } => self.services.reveal(&self.session, self.token(token)?.0, Purpose::Copy).map(drop),
            Act::Disable { token } => self.services.disable(self.right(), self.token(token)?.0).map(drop),
            Act::Enable { token } => self.services.enable(self.right(), self.token(token)?.0).map(drop),
            Act::Revoke { token, reason } => {
                self.services.revoke(self.right(), self.token(token)?.0, reason.as_deref()).map(drop)
            }
            Act::Unlock {} => self.services.unlock(&passphrase()).map(drop),
            Act::Mistype {} => self.mistype(),
        }
    }

    fn right(&self) -> Authority<'_> {
        Authority::Session(&self.session)
    }

    fn token(&self, selector: &str) -> Result<(TokenId, Kind)> {
        let found = self.services.resolve(&read::<Selector>(selector)?)?;
        Ok((found.id, found.kind))
    }

    fn add(&self, act: &Act) -> Result<()> {
        let Act::Add { owner, project, external_id, dashboard_url, token_name, expires, note } = act else { return Ok(()) };
        let OwnerSelector { kind, name } = read(owner)?;
        let value = if kind == OwnerKind::External { Some(self.foreign_value()?) } else { None };
        let request = AddOwner {
            kind,
            name: read(&name)?,
            project: read_optional(project.as_deref())?,
            external_id: external_id.clone(),
            dashboard_url: dashboard_url.clone(),
            note: note.clone(),
            token_name: read_optional(token_name.as_deref())?,
            scopes: None,
            expiry: read_optional(expires.as_deref())?,
            policy: Policy::default(),
            value,
        };
        self.services.add_owner(self.right(), request).map(drop)
    }

    fn issue(&self, target: &str, name: &str, scopes: &Option<Vec<String>>, expires: &Option<String>, note: &str) -> Result<()> {
        let target = if target == Kind::Personal.word() { IssueTarget::Personal } else { IssueTarget::Owner(read(target)?) };
        let request = IssueRequest {
            target,
            name: read(name)?,
            scopes: scopes.clone(),
            expiry: read_optional(expires.as_deref())?,
            policy: Policy::default(),
            note: note.to_owned(),
            value: None,
        };
        self.services.issue(self.right(), request).map(drop)
    }

    fn rotate(&self, token: &str, grace: &str) -> Result<()> {
        let (id, kind) = self.token(token)?;
        let value = if kind.is_verified() { None } else { Some(self.foreign_value()?) };
        let request = RotateRequest { grace: read(grace)?, force: false, value, expected_version: None };
        self.services.rotate(self.right(), id, request).map(drop)
    }

    fn mistype(&self) -> Result<()> {
        match self.services.unlock(&Passphrase::new(Plaintext::new("open this demo pleas".to_owned()))) {
            Err(Error::WrongPassphrase) => Ok(()),
            other => other.map(drop),
        }
    }

    fn foreign_value(&self) -> Result<Plaintext> {
        foreign_value(&*self.services.world.entropy)
    }
}

/// A value such as another service would issue: the random part of one of ours.
pub(super) fn foreign_value(entropy: &dyn Entropy) -> Result<Plaintext> {
    let ours = mint::mint(&Brand::default(), Kind::Bot, entropy)?;
    Ok(Plaintext::new(ours.expose().rsplit('_').next().unwrap_or_default().to_owned()))
}

/// A word of the story as the domain's type.
fn read<T>(text: &str) -> Result<T>
where
    T: FromStr,
    T::Err: Display,
{
    text.parse().map_err(|error| Error::Invalid(format!("the demo's story: {text:?}: {error}")))
}

fn read_optional<T>(text: Option<&str>) -> Result<Option<T>>
where
    T: FromStr,
    T::Err: Display,
{
    text.map(read).transpose()
}
