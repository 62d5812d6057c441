//! Makes changes to the vault: one use case each, or one for each of several tokens.

use super::perform::{said, with_session};
use super::vault::Vault;
use crate::domain::id::TokenId;
use crate::services::{Issued, Result, Services, Session};
use crate::tui::effect::Change;
use crate::tui::msg::{BulkResult, Changed};

/// Makes a change.
pub(super) fn make(vault: &Vault, change: Change) -> Result<Changed> {
    with_session(vault, |services, session| run(services, session, change))
}

fn run(services: &Services, session: &Session, change: Change) -> Result<Changed> {
    let authority = || session.into();
    Ok(match change {
        Change::Issue(request) => Changed::Issued(services.issue(authority(), request)?),
        Change::AddOwner(request) => Changed::Added(services.add_owner(authority(), request)?),
        Change::Edit(id, request) => one("saved", services.edit(authority(), id, request)?.selector()),
        Change::Rotate(id, request) => Changed::Rotated(services.rotate(authority(), id, request)?),
        Change::EndGrace(id) => one("ended the grace of", services.end_grace(authority(), id)?.selector()),
        Change::ExtendGrace(id, by) => one("extended the grace of", services.extend_grace(authority(), id, by)?.selector()),
        Change::Disable(ids) => {
            Changed::Tokens("disabled", each(services, &ids, |id| Ok(services.disable(authority(), id)?.selector()))?)
        }
        Change::Enable(ids) => {
            Changed::Tokens("enabled", each(services, &ids, |id| Ok(services.enable(authority(), id)?.selector()))?)
        }
        Change::Revoke(ids, reason) => revoke(services, session, &ids, reason.as_deref())?,
        Change::RenameOwner(owner, name) => {
            let renamed = services.rename_owner(authority(), &owner, name)?;
            Changed::Owner(format!("renamed to {}", renamed.name))
        }
        Change::ArchiveOwner(owner, tokens) => {
            let archived = services.archive_owner(authority(), &owner, tokens)?;
            Changed::Owner(format!("archived {} {}", archived.kind, archived.name))
        }
    })
}

fn one(verb: &'static str, selector: String) -> Changed {
    Changed::Tokens(verb, BulkResult { done: vec![selector], failed: Vec::new() })
}

fn revoke(services: &Services, session: &Session, ids: &[TokenId], reason: Option<&str>) -> Result<Changed> {
    let mut next: Vec<Issued> = Vec::new();
    let result = each(services, ids, |id| {
        // A revoked token is named by its id alone; the message names it as the operator knows it.
        let selector = services.show(id)?.summary.selector();
        next.extend(services.revoke(session.into(), id, reason)?.next);
        Ok(selector)
    })?;
    Ok(Changed::Revoked(result, next))
}

/// Does something to each token. The failure of a single one is the failure of the whole.
fn each(services: &Services, ids: &[TokenId], mut act: impl FnMut(TokenId) -> Result<String>) -> Result<BulkResult> {
    let mut result = BulkResult::default();
    for id in ids {
        match act(*id) {
            Ok(selector) => result.done.push(selector),
            Err(error) if ids.len() == 1 => return Err(error),
            Err(error) => {
                let selector = services.show(*id).map_or_else(|_| id.to_string(), |detail| detail.summary.selector());
                result.failed.push((selector, said(error)));
            }
        }
    }
    Ok(result)
}
