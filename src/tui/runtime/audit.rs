//! Effects of the audit screen: the audit itself, made anew or brought up to date.

use super::perform::with_services;
use super::vault::Vault;
use crate::services::Result;
use crate::tui::effect::AuditWish;
use crate::tui::model::audit::report::Report;

/// Looks at every token, or only at what has changed since the last look.
pub(super) fn look(vault: &Vault, wish: &AuditWish) -> Result<Report> {
    let known = vault.audit().filter(|_| !wish.anew);
    let audit = with_services(vault, |services| match &known {
        Some(known) => services.refresh_audit(known, wish.chain.as_ref()),
        None => services.audit(wish.chain.as_ref()),
    })?;
    let report = Report::new(audit.at, audit.findings.clone(), audit.tokens, audit.warnings.clone(), audit.roster());
    vault.keep_audit(audit);
    Ok(report)
}
