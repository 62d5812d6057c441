//! Changing what a token is called, may do, until when, from where and how often.

use super::change::{About, Change, refused};
use super::new_token::check_policy;
use super::{Authority, Error, Result, Services};
use crate::domain::event::{Action, Difference, Outcome, write_differences};
use crate::domain::expiry::Expiry;
use crate::domain::id::TokenId;
use crate::domain::kind::ExpiryRule;
use crate::domain::lifecycle::{Refusal, retiring};
use crate::domain::name::Name;
use crate::domain::policy::{Networks, Rate};
use crate::domain::scope::ScopeSet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Token, TokenState};

/// What is to change; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditRequest {
    /// A new name.
    pub name: Option<Name>,
    /// A new note.
    pub note: Option<String>,
    /// New scopes, in place of all old ones.
    pub scopes: Option<Vec<String>>,
    /// A new expiry.
    pub expiry: Option<Expiry>,
    /// New networks, in place of all old ones; none of them means anywhere.
    pub networks: Option<Networks>,
    /// A new rate; `Some(None)` for no limit.
    pub rate: Option<Option<Rate>>,
}

impl Services {
    /// Edits a token. What is asked for but is so already is no change; an edit that changes nothing is refused.
    ///
    /// # Errors
    /// The token is revoked, the name is taken, a scope or the expiry does not fit the kind, or nothing is to change.
    pub fn edit(&self, authority: Authority<'_>, id: TokenId, request: EditRequest) -> Result<TokenSummary> {
        self.change(authority, "edit", |change| {
            let before = change.token(id)?;
            let summary = change.summary(id)?;
            if before.state == TokenState::Revoked {
                return Err(refused(&summary)(Refusal::Revoked));
            }
            let scopes = match &request.scopes {
                Some(words) => Some(self.settings.catalogue.choose(before.kind, words)?),
                None => None,
            };
            let after = apply(change, &before, &request, scopes)?;
            let detail = differences(&before, &after);
            if detail.is_empty() {
                return Err(Error::Invalid("nothing is to change".to_owned()));
            }
            change.tx.update_token(&after)?;
            shorten_grace(change, &after)?;
            let summary = change.summary(id)?;
            change.record(Action::Edit, Outcome::Done, About::token(&summary, detail))?;
            Ok(summary)
        })
        .map(|summary| self.with_use(summary))
    }
}

fn apply(change: &Change<'_>, before: &Token, request: &EditRequest, scopes: Option<ScopeSet>) -> Result<Token> {
    let mut after = before.clone();
    if let Some(name) = &request.name {
        let holder = change.tx.token_named(before.owner, before.kind, name.as_str())?;
        if holder.is_some_and(|holder| holder.id != before.id) {
            return Err(Error::Duplicate { what: format!("{} token", before.kind), name: name.to_string() });
        }
        after.name = name.clone();
    }
    if let Some(note) = &request.note {
        after.note = note.clone();
    }
    if let Some(scopes) = scopes {
        after.scopes = scopes;
    }
    if let Some(expiry) = request.expiry {
        if before.kind.expiry_rule() == ExpiryRule::None && expiry != Expiry::Never {
            return Err(Error::Invalid(Refusal::NoExpiry(before.kind).to_string()));
        }
        after.expires_at = expiry.resolve(change.now)?;
    }
    if let Some(networks) = &request.networks {
        after.policy.networks = networks.clone();
    }
    if let Some(rate) = request.rate {
        after.policy.rate = rate;
    }
    check_policy(after.kind, &after.policy)?;
    Ok(after)
}

/// A grace never outlasts the token: a nearer expiry ends it earlier.
fn shorten_grace(change: &Change<'_>, token: &Token) -> Result<()> {
    let secrets = change.tx.secrets(token.id)?;
    let Some((secret, until)) = retiring(&secrets, change.now).and_then(|secret| Some((secret, secret.grace_until?))) else {
        return Ok(());
    };
    match token.expires_at {
        Some(expiry) if expiry < until => Ok(change.tx.set_retiring(token.id, secret.version, expiry)?),
        _ => Ok(()),
    }
}

fn differences(before: &Token, after: &Token) -> String {
    let grants = |token: &'_ Token| token.scopes.iter().map(|grant| grant.as_str().to_owned()).collect::<Vec<_>>();
    let (had, has) = (grants(before), grants(after));
    let expiry = |token: &Token| token.expires_at.map(|at| at.to_string()).unwrap_or_default();
    let rate = |token: &Token| token.policy.rate.map(|rate| rate.to_string()).unwrap_or_default();
    let networks = |token: &Token| match &token.policy.networks {
        anywhere if anywhere.is_empty() => String::new(),
        networks => networks.to_string(),
    };
    let all = [
        Difference::of("name", before.name.as_str(), after.name.as_str()),
        Difference::of("note", &before.note, &after.note),
        Difference::of_sets("scopes", had.iter().map(String::as_str), has.iter().map(String::as_str)),
        Difference::of("expires", &expiry(before), &expiry(after)),
        Difference::of("networks", &networks(before), &networks(after)),
        Difference::of("rate", &rate(before), &rate(after)),
    ];
    write_differences(&all.into_iter().flatten().collect::<Vec<_>>())
}
