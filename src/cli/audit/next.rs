//! What to do about a finding, as a command.

use crate::domain::finding::{Finding, Mend, Rule};
use crate::domain::label::is_active;
use crate::domain::summary::TokenRow;
use crate::domain::token::TokenState;

/// The command that mends a finding, or that looks further; none where there is no such command.
pub fn next_step(finding: &Finding, token: Option<&TokenRow<'_>>) -> Option<String> {
    let Some(token) = token else {
        return Some(match finding.rule {
            Rule::UsageUnusable => "jeton doctor".to_owned(),
            _ => "jeton log verify".to_owned(),
        });
    };
    let named = named(token);
    Some(match &finding.mend {
        // What leaked is not to be accepted for a moment longer.
        Mend::Rotate if finding.rule == Rule::SeenInScan => format!("jeton rotate {named} --grace 0"),
        Mend::Rotate => format!("jeton rotate {named}"),
        Mend::Revoke => format!("jeton revoke {named}"),
        Mend::Narrow(scopes) => {
            let words: Vec<&str> = scopes.iter().map(|grant| grant.as_str()).collect();
            format!("jeton edit {named} --scope {}", words.join(","))
        }
        Mend::SetExpiry => format!("jeton edit {named} --expires 90d"),
        Mend::Grace => format!("jeton grace {named} --extend 24h"),
        Mend::Review => "jeton review begin".to_owned(),
        Mend::LookInto if finding.rule == Rule::PatAtRuntime => "jeton issue bot:NAME --name NAME".to_owned(),
        Mend::LookInto => format!("jeton usage {named}"),
    })
}

/// The command that mends many findings of one rule, as far as one does.
pub fn next_for_many(finding: &Finding) -> &'static str {
    match &finding.mend {
        Mend::Rotate if finding.rule == Rule::RotationDue => "jeton rotate --due",
        Mend::Rotate if finding.rule == Rule::SeenInScan => "jeton rotate SEL... --grace 0",
        Mend::Rotate => "jeton rotate SEL...",
        Mend::Revoke => "jeton revoke SEL...",
        Mend::Narrow(_) => "jeton show SEL, which names the scopes that are used",
        Mend::SetExpiry => "jeton edit SEL... --expires 90d",
        Mend::Grace => "jeton grace SEL --extend 24h",
        Mend::Review => "jeton review begin",
        Mend::LookInto if finding.rule == Rule::PatAtRuntime => "jeton issue bot:NAME --name NAME",
        Mend::LookInto => "jeton usage SEL",
    }
}

/// A token as a shell reads it: its selector where that is easy to write, else its id.
fn named(token: &TokenRow<'_>) -> String {
    let label = token.label();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    match () {
        () if token.state == TokenState::Revoked || label.contains('\'') || label.chars().any(is_active) => token.id.to_string(),
        () if label.chars().all(is_bare) => label,
        () => format!("'{label}'"),
    }
}
