//! Archiving an owner.

use super::change::{About, Change};
use super::owners::find_owner;
use super::{Authority, Error, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::selector::OwnerSelector;
use crate::domain::token::Token;

/// What becomes of the live tokens of an owner that is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveTokens {
    /// Refuse to archive while there are any.
    Refuse,
    /// Revoke them.
    Revoke,
    /// Leave them as they are; the audit will say so.
    Keep,
}

impl Services {
    /// Archives a project, bot, integration or external service; a project's bots and integrations go with it.
    ///
    /// # Errors
    /// No such owner, it is the account or archived already, or tokens are live and may be neither revoked nor kept.
    pub fn archive_owner(&self, authority: Authority<'_>, owner: &OwnerSelector, tokens: ArchiveTokens) -> Result<Owner> {
        self.change(authority, "archive", |change| {
            let owner = find_owner(change.tx, owner)?;
            if owner.kind == OwnerKind::Account {
                return Err(Error::Invalid("the account cannot be archived".to_owned()));
            }
            if owner.archived_at.is_some() {
                return Err(Error::Invalid(format!("{} {:?} is archived already", owner.kind, owner.name.as_str())));
            }
            let members = change.tx.members_of(owner.id)?;
            let together = std::iter::once(&owner).chain(members.iter().filter(|member| member.archived_at.is_none()));
            let held: Vec<(&Owner, Vec<Token>)> =
                together.map(|owner| Ok((owner, change.tx.tokens_of(owner.id)?))).collect::<Result<_>>()?;
            let live: usize = held.iter().map(|(_, tokens)| tokens.len()).sum();
            if live > 0 && tokens == ArchiveTokens::Refuse {
                let name = owner.name.as_str();
                return Err(Error::Invalid(format!(
                    "{} {name:?} still has {live} {} not revoked; choose whether to revoke or to keep them",
                    owner.kind,
                    if live == 1 { "token that is" } else { "tokens that are" }
                )));
            }
            for (owner, held) in held {
                archive(change, owner, held, tokens)?;
            }
            Ok(change.tx.owner(owner.id)?)
        })
    }
}

fn archive(change: &Change<'_>, owner: &Owner, held: Vec<Token>, tokens: ArchiveTokens) -> Result<()> {
    change.tx.archive_owner(owner.id, change.now)?;
    let kept = if tokens == ArchiveTokens::Keep { held.len() } else { 0 };
    let detail = if kept > 0 { format!("{kept} tokens kept") } else { String::new() };
    change.record(Action::OwnerArchive, Outcome::Done, About::owner(owner, detail))?;
    if tokens == ArchiveTokens::Revoke {
        for token in held {
            change.revoke_token(token, "its owner was archived")?;
        }
    }
    Ok(())
}
