//! Makes changes to the vault: one use case each, or one for each of several tokens.

use super::perform::with_session;
use super::vault::Vault;
use crate::domain::id::TokenId;
use crate::services::{Result, Services, Session};
use crate::tui::effect::Change;
use crate::tui::msg::Changed;

/// Makes a change.
pub(super) fn make(vault: &Vault, change: Change) -> Result<Changed> {
    with_session(vault, |services, session| run(services, session, change))
}

fn run(services: &Services, session: &Session, change: Change) -> Result<Changed> {
    let authority = || session.into();
    Ok(match change {
        Change::Issue(request) => Changed::Issued(services.issue(authority(), request)?),
        Change::AddOwner(request) => Changed::Added(services.add_owner(authority(), request)?),
        Change::Edit(id, request) => Changed::Token("saved", services.edit(authority(), id, request)?.selector()),
        Change::Rotate(id, request) => Changed::Rotated(services.rotate(authority(), id, request)?),
        Change::EndGrace(id) => Changed::Token("ended the grace of", services.end_grace(authority(), id)?.selector()),
        Change::ExtendGrace(id, by) => {
            Changed::Token("extended the grace of", services.extend_grace(authority(), id, by)?.selector())
        }
        Change::Accept { targets, until, note } => Changed::Accepted(services.accept(session, &targets, until, &note)?),
        Change::Unaccept(targets) => Changed::Unaccepted(services.unaccept(session, &targets)?),
        Change::BeginReview(filter) => Changed::ReviewBegun(services.begin_review(session, &filter)?),
        Change::Decide(id, decision, note) => {
            services.decide(session, id, decision, &note)?;
            Changed::Decided(decision, services.show(id)?.summary.label())
        }
        Change::CloseReview(undecided) => Changed::ReviewClosed(services.close_review(session, undecided)?),
        Change::Disable(id) => Changed::Token("disabled", services.disable(authority(), id)?.selector()),
        Change::Enable(id) => Changed::Token("enabled", services.enable(authority(), id)?.selector()),
        Change::Revoke(id, reason) => revoke(services, session, id, reason.as_deref())?,
        Change::EditOwner(owner, request) => {
            let edited = services.edit_owner(authority(), &owner, &request)?;
            Changed::Owner(match request.name {
                Some(_) => format!("renamed to {}", edited.name),
                None => format!("saved {} {}", edited.kind, edited.name),
            })
        }
        Change::ArchiveOwner(owner, tokens) => {
            let archived = services.archive_owner(authority(), &owner, tokens)?;
            Changed::Owner(format!("archived {} {}", archived.kind, archived.name))
        }
    })
}

fn revoke(services: &Services, session: &Session, id: TokenId, reason: Option<&str>) -> Result<Changed> {
    // A revoked token is named by its id alone; the message names it as the operator knows it.
    let selector = services.show(id)?.summary.selector();
    Ok(Changed::Revoked(selector, services.revoke(session.into(), id, reason)?.next))
}
