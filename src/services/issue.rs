//! Issuing a token.

use super::new_token::{NewToken, check_policy, expiry_for, scopes_for};
use super::owners::find_owner;
use super::{Authority, Error, Result, Services};
use crate::domain::event::Action;
use crate::domain::expiry::Expiry;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::plaintext::Plaintext;
use crate::domain::policy::Policy;
use crate::domain::selector::OwnerSelector;
use crate::domain::summary::TokenSummary;

/// What the token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueTarget {
    /// A personal token of the account.
    Personal,
    /// A further token of a bot, an integration or an external service.
    Owner(OwnerSelector),
}

/// What is to be issued.
#[derive(Debug)]
pub struct IssueRequest {
    /// What it speaks for.
    pub target: IssueTarget,
    /// Its name.
    pub name: Name,
    /// Chosen scopes; `None` takes the kind's default set.
    pub scopes: Option<Vec<String>>,
    /// Chosen expiry; `None` takes the kind's default (90 days for personal tokens, else never).
    pub expiry: Option<Expiry>,
    /// Where it may be used from, and how often.
    pub policy: Policy,
    /// A person's words.
    pub note: String,
    /// The value, for external services only.
    pub value: Option<Plaintext>,
}

/// A token with the value just issued.
#[derive(Debug)]
pub struct Issued {
    /// The token.
    pub token: TokenSummary,
    /// Its value, in clear.
    pub value: Plaintext,
}

impl Services {
    /// Issues a token; the value is returned after the commit.
    ///
    /// # Errors
    /// The owner does not exist or is archived, the name is taken, a scope or the expiry does not fit the kind.
    pub fn issue(&self, authority: Authority<'_>, request: IssueRequest) -> Result<Issued> {
        let IssueRequest { target, name, scopes, expiry, policy, note, value } = request;
        let kind = kind_of(&target)?;
        check_policy(kind, &policy)?;
        let scopes = scopes_for(&self.settings.catalogue, kind, scopes.as_deref())?;
        self.change(authority, "issue", |change| {
            let owner = match &target {
                IssueTarget::Personal => change.tx.account()?,
                IssueTarget::Owner(selector) => change.live_owner(find_owner(change.tx, selector)?)?,
            };
            let expires_at = expiry_for(kind, expiry, change.now)?;
            let value = change.mint_or_take(kind, value)?;
            let new =
                NewToken { owner: &owner, kind, name, scopes, expires_at, policy, note, adopted: false, action: Action::Issue };
            change.add_token(new, value)
        })
    }
}

fn kind_of(target: &IssueTarget) -> Result<Kind> {
    match target {
        IssueTarget::Personal => Ok(Kind::Personal),
        IssueTarget::Owner(owner) => match owner.kind {
            OwnerKind::Bot | OwnerKind::Integration | OwnerKind::External => Ok(owner.kind.token_kind()),
            OwnerKind::Account => {
                Err(Error::Invalid("the account has exactly one token; revoking it issues the next".to_owned()))
            }
            OwnerKind::Project => Err(Error::Invalid("a project has exactly one token; reset it to get a new value".to_owned())),
        },
    }
}
