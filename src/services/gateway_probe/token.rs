//! The tokens of a trial: they live for a quarter of an hour, and are revoked when they are let go of, also on errors and panics.

use super::super::{IssueRequest, IssueTarget, Issued, Result, Services, Session};
use crate::domain::Instant;
use crate::domain::expiry::Expiry;
use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::owner::OwnerKind;
use crate::domain::policy::{Networks, Policy};
use crate::domain::selector::OwnerSelector;
use crate::domain::span::Span;

/// Long enough for a trial over a slow line, and short if nobody could revoke them.
const LIFE: Span = Span::from_secs(15 * 60);

/// An address that is nobody's (RFC 5737).
pub const NOBODYS_ADDRESS: &str = "192.0.2.77";

/// What the name of the token ends in that may only read.
const READER: &str = "-reader";

const REASON: &str = "the trial of a gateway has ended";

/// A token of a trial.
pub struct ProbeToken<'a> {
    services: &'a Services,
    session: &'a Session,
    issued: Issued,
    is_over: bool,
}

impl<'a> ProbeToken<'a> {
    /// One that may do everything that a personal token may.
    pub fn personal(services: &'a Services, session: &'a Session) -> Result<Self> {
        Self::issue(services, session, IssueTarget::Personal, "", Policy::default())
    }

    /// As [`Self::personal`], but it may only read.
    pub fn reader(services: &'a Services, session: &'a Session) -> Result<Self> {
        Self::issue(services, session, IssueTarget::Personal, READER, Policy::default())
    }

    /// As [`Self::personal`], from [`NOBODYS_ADDRESS`] alone.
    pub fn for_one_address(services: &'a Services, session: &'a Session) -> Result<Self> {
        let networks = Networks::from_words([NOBODYS_ADDRESS]).unwrap_or_default();
        Self::issue(services, session, IssueTarget::Personal, "-elsewhere", Policy { networks, ..Policy::default() })
    }

    /// One of a bot or integration of another project, or of none, where there is such an owner.
    pub fn of_other_project(services: &'a Services, session: &'a Session, project: Option<&Name>) -> Result<Option<Self>> {
        let Some(project) = project else { return Ok(None) };
        let views = services.owners()?;
        let other = views.iter().find(|view| {
            let is_fit = matches!(view.owner.kind, OwnerKind::Bot | OwnerKind::Integration) && view.owner.archived_at.is_none();
            is_fit && view.project.as_ref().is_none_or(|its| its.folded() != project.folded())
        });
        let Some(view) = other else { return Ok(None) };
        let selector = OwnerSelector { kind: view.owner.kind, name: view.owner.name.as_str().to_owned() };
        Self::issue(services, session, IssueTarget::Owner(selector), "", Policy::default()).map(Some)
    }

    fn issue(services: &'a Services, session: &'a Session, target: IssueTarget, ending: &str, policy: Policy) -> Result<Self> {
        let now = services.now();
        let scopes = match target {
            IssueTarget::Personal => {
                let open = services.settings().catalogue.open_to(Kind::Personal);
                let fit = open.map(|entry| entry.scope.as_str()).filter(|scope| ending != READER || scope.ends_with(":read"));
                Some(fit.map(str::to_owned).collect())
            }
            IssueTarget::Owner(_) => None,
        };
        let expiry = Some(Expiry::At(LIFE.after(now)));
        let name = name(now, ending);
        let note = "issued by `jeton doctor --gateway`".to_owned();
        let request = IssueRequest { target, name, scopes, expiry, policy, note, value: None };
        let issued = services.issue(session.into(), request)?;
        Ok(Self { services, session, issued, is_over: false })
    }

    /// Its value.
    pub fn value(&self) -> &str {
        self.issued.value.expose()
    }

    /// Ends it.
    pub fn revoke(mut self) -> Result<()> {
        self.end()
    }

    /// Ends it, and keeps the value to be tried once more.
    pub fn end(&mut self) -> Result<()> {
        if !self.is_over {
            self.services.revoke(self.session.into(), self.issued.token.id, Some(REASON))?;
            self.is_over = true;
        }
        Ok(())
    }
}

impl Drop for ProbeToken<'_> {
    fn drop(&mut self) {
        // Whoever lets it go in passing has a fault of their own to tell; the token expires by itself.
        let _ = self.end();
    }
}

fn name(now: Instant, ending: &str) -> Name {
    Name::from_stored(format!("doctor-{}{ending}", now.as_millisecond()))
}
