//! `jeton scan --revoke`: every token of which an accepted value was found is ended, after one question.

use super::super::context::{Context, Right};
use super::super::failure::Result;
use super::super::revoke;
use crate::domain::summary::TokenSummary;
use crate::services::{self, Hit, Revoked, ScanReport, Services, Session, Whose};

/// Ends tokens up to the first that cannot be ended; the reason names the first place where a value was seen.
pub fn run(
    report: &ScanReport,
    yes: bool,
    session: Option<Session>,
    services: &Services,
    context: &mut Context,
) -> Result<(Vec<Revoked>, Result<()>)> {
    let found = live(&report.hits);
    let consequences = found.iter().map(|(token, _)| services.revoke_dry_run(token.id)).collect::<services::Result<Vec<_>>>()?;
    let tokens: Vec<TokenSummary> = found.iter().map(|(token, _)| (*token).clone()).collect();
    revoke::ask(&tokens, &consequences, yes, services, context)?;
    let right = match session {
        Some(session) => Right::Session(session),
        None => context.right_to("revoke", services)?,
    };
    let each: Vec<_> = found.iter().map(|(token, reason)| (*token, Some(reason.as_str()))).collect();
    Ok(revoke::end_each(&each, right.authority(), services, context))
}

/// Each token with an accepted value, and where that was seen first.
fn live(hits: &[Hit]) -> Vec<(&TokenSummary, String)> {
    let mut found: Vec<(&TokenSummary, String)> = Vec::new();
    for hit in hits {
        if let Whose::Own(owned) = &hit.whose
            && owned.is_live
            && !found.iter().any(|(token, _)| token.id == owned.token.id)
        {
            found.push((&owned.token, format!("seen in {}", hit.told())));
        }
    }
    found
}
