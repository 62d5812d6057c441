//! Adding an owner, and with it the first token.

use super::change::{About, Change};
use super::new_token::{NewToken, check_policy, expiry_for, scopes_for};
use super::owners::find_owner;
use super::{Authority, Error, Issued, Result, Services};
use crate::domain::event::{Action, Outcome};
use crate::domain::expiry::Expiry;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerId, OwnerKind};
use crate::domain::plaintext::Plaintext;
use crate::domain::policy::Policy;
use crate::domain::selector::OwnerSelector;
use crate::store::NewOwner;

/// The name of an owner's first token, unless another is chosen.
pub const FIRST_TOKEN: &str = "default";

/// What is to be added.
#[derive(Debug)]
pub struct AddOwner {
    /// Project, bot, integration or external.
    pub kind: OwnerKind,
    /// Its name.
    pub name: Name,
    /// The project of a bot or integration.
    pub project: Option<Name>,
    /// How it calls itself where it runs.
    pub external_id: Option<String>,
    /// Where an external service issues values.
    pub dashboard_url: Option<String>,
    /// A person's words.
    pub note: String,
    /// Name of the first token; `None` for [`FIRST_TOKEN`].
    pub token_name: Option<Name>,
    /// Scopes of the first token; `None` for the kind's default set.
    pub scopes: Option<Vec<String>>,
    /// Expiry of the first token.
    pub expiry: Option<Expiry>,
    /// Where the first token may be used from, and how often.
    pub policy: Policy,
    /// Value of the first token of an external service; without it none is stored yet.
    pub value: Option<Plaintext>,
}

impl AddOwner {
    /// An owner of which nothing is said but its kind and its name.
    pub fn new(kind: OwnerKind, name: Name) -> Self {
        Self {
            kind,
            name,
            project: None,
            external_id: None,
            dashboard_url: None,
            note: String::new(),
            token_name: None,
            scopes: None,
            expiry: None,
            policy: Policy::default(),
            value: None,
        }
    }
}

/// An owner just added.
#[derive(Debug)]
pub struct Added {
    /// The owner.
    pub owner: Owner,
    /// Its first token; none for an external service without a value.
    pub issued: Option<Issued>,
}

impl Services {
    /// Adds an owner and issues its first token, in one transaction.
    ///
    /// # Errors
    /// The name is taken, the project does not exist or is archived, something does not fit the kind.
    pub fn add_owner(&self, authority: Authority<'_>, request: AddOwner) -> Result<Added> {
        check_fit(&request)?;
        let kind = request.kind.token_kind();
        check_policy(kind, &request.policy)?;
        let scopes = scopes_for(&self.settings.catalogue, kind, request.scopes.as_deref())?;
        self.change(authority, "add", |change| {
            let expires_at = expiry_for(kind, request.expiry, change.now)?;
            let owner = change.add_owner_row(&request)?;
            if request.kind == OwnerKind::External && request.value.is_none() {
                return Ok(Added { owner, issued: None });
            }
            let name = match request.token_name {
                Some(name) => name,
                None => FIRST_TOKEN.parse()?,
            };
            let value = change.mint_or_take(kind, request.value)?;
            let note = String::new();
            let policy = request.policy;
            let new =
                NewToken { owner: &owner, kind, name, scopes, expires_at, policy, note, adopted: false, action: Action::Issue };
            let issued = change.add_token(new, value)?;
            Ok(Added { owner, issued: Some(issued) })
        })
    }
}

impl Change<'_> {
    /// Writes the owner's row and the event.
    pub fn add_owner_row(&self, request: &AddOwner) -> Result<Owner> {
        if self.tx.owner_named(request.kind, request.name.as_str())?.is_some() {
            return Err(Error::Duplicate { what: request.kind.to_string(), name: request.name.to_string() });
        }
        let project = request.project.as_ref().map(|name| self.project_named(name)).transpose()?;
        let id = self.tx.insert_owner(&NewOwner {
            kind: request.kind,
            name: &request.name,
            project,
            external_id: request.external_id.as_deref(),
            dashboard_url: request.dashboard_url.as_deref(),
            note: &request.note,
            created_at: self.now,
        })?;
        let owner = self.tx.owner(id)?;
        let detail = request.project.as_ref().map(|name| format!("of project {}", name.as_str())).unwrap_or_default();
        self.record(Action::OwnerAdd, Outcome::Done, About::owner(&owner, detail))?;
        Ok(owner)
    }

    fn project_named(&self, name: &Name) -> Result<OwnerId> {
        let selector = OwnerSelector { kind: OwnerKind::Project, name: name.as_str().to_owned() };
        Ok(self.live_owner(find_owner(self.tx, &selector)?)?.id)
    }
}

fn check_fit(request: &AddOwner) -> Result<()> {
    let kind = request.kind;
    let belongs = matches!(kind, OwnerKind::Bot | OwnerKind::Integration);
    if kind == OwnerKind::Account {
        return Err(Error::Invalid("a vault has exactly one account".to_owned()));
    }
    if request.project.is_some() && !belongs {
        return Err(Error::Invalid(format!("only bots and integrations belong to a project, not a {kind}")));
    }
    check_dashboard(kind, request.dashboard_url.as_deref())?;
    check_external_id(kind, request.external_id.as_deref())
}

/// A dashboard is where an external service lets people issue values.
pub(super) fn check_dashboard(kind: OwnerKind, url: Option<&str>) -> Result<()> {
    match url {
        None => Ok(()),
        Some(_) if kind != OwnerKind::External => {
            Err(Error::Invalid("only external services have a dashboard address".to_owned()))
        }
        Some(url) if is_web_address(url) => Ok(()),
        Some(_) => Err(Error::Invalid("a dashboard address begins with https:// or http:// and holds no spaces".to_owned())),
    }
}

/// An external id is compared with what a header says, byte by byte.
pub(super) fn check_external_id(kind: OwnerKind, id: Option<&str>) -> Result<()> {
    match id {
        None => Ok(()),
        Some(_) if kind == OwnerKind::External => {
            Err(Error::Invalid("external services have no external id: their tokens are verified elsewhere".to_owned()))
        }
        Some(id) if id.is_empty() || id.len() > 200 || !id.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(Error::Invalid("an external id is 1 to 200 visible ASCII characters, as sent in a header".to_owned()))
        }
        Some(_) => Ok(()),
    }
}

fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && url.len() <= 2048 && !url.chars().any(|c| c.is_whitespace() || c.is_control()))
}
