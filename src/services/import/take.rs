//! Taking a plan's values into the vault, all of them in one transaction.

use super::ImportPlan;
use super::outcome::ImportReport;
use super::plan::Step;
use super::sift::Candidate;
use super::weigh::{Target, Weigher, project_token};
use crate::domain::catalogue::Catalogue;
use crate::domain::event::Action;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::span::Span;
use crate::services::change::Change;
use crate::services::new_token::{NewToken, expiry_for, scopes_for};
use crate::services::rotate::Turn;
use crate::services::{AddOwner, Authority, Error, Result, Services};

impl Services {
    /// Carries out a plan. Each line is weighed again, since the vault may have changed since.
    ///
    /// # Errors
    /// The vault is locked, the role may not change it, or the store failed; nothing was imported then.
    pub fn import(&self, authority: Authority<'_>, plan: ImportPlan) -> Result<ImportReport> {
        let ImportPlan { steps, adopt } = plan;
        let catalogue = &self.settings.catalogue;
        let lines = self.change(authority, "import", |change| {
            // Digests of external values are keyed, and the key is in the session.
            let key = change.session.ok_or(Error::Locked)?.member_key();
            let target = Target::find(change.tx, adopt.as_ref())?;
            let mut weigher = Weigher::new(change.tx, key, change.now, &target);
            steps
                .into_iter()
                .map(|step| match step {
                    Step::Settled(line) => Ok(line),
                    Step::Take(candidate, _) => {
                        let outcome = weigher.weigh(&candidate)?;
                        let is_taken = outcome.is_taken();
                        let line = candidate.settled(outcome);
                        if is_taken {
                            change.take(&target, candidate, catalogue)?;
                        }
                        Ok(line)
                    }
                })
                .collect::<Result<Vec<_>>>()
        })?;
        Ok(ImportReport { lines })
    }
}

impl Change<'_> {
    fn take(&self, target: &Target, candidate: Candidate, catalogue: &Catalogue) -> Result<()> {
        match target {
            Target::External => {
                let owner = self.service(&candidate.service)?;
                self.add_imported(&owner, candidate, catalogue, false)
            }
            Target::Own(owner) if owner.kind == OwnerKind::Project => {
                let token = project_token(self.tx, owner)?;
                let turn = Turn { grace: Span::ZERO, force: false, expected_version: None, adopted: true };
                self.rotate_token(token, candidate.value, &turn).map(drop)
            }
            Target::Own(owner) => self.add_imported(owner, candidate, catalogue, true),
        }
    }

    fn add_imported(&self, owner: &Owner, candidate: Candidate, catalogue: &Catalogue, adopted: bool) -> Result<()> {
        let kind = owner.kind.token_kind();
        let new = NewToken {
            owner,
            kind,
            name: candidate.name,
            scopes: scopes_for(catalogue, kind, None)?,
            expires_at: expiry_for(kind, candidate.expiry, self.now)?,
            policy: crate::domain::policy::Policy::default(),
            note: candidate.note,
            adopted,
            action: Action::Import,
        };
        self.add_token(new, candidate.value).map(drop)
    }

    /// The external service of that name, added when it is not there yet.
    fn service(&self, name: &Name) -> Result<Owner> {
        if let Some(owner) = self.tx.owner_named(OwnerKind::External, name.as_str())? {
            return Ok(owner);
        }
        self.add_owner_row(&AddOwner::new(OwnerKind::External, name.clone()))
    }
}
