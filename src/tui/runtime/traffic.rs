//! Effects that read the usage file: for the traffic screen, and for dialogs that say who would notice.

use super::perform::with_services;
use super::vault::Vault;
use crate::domain::cutover::Cutover;
use crate::domain::traffic::Call;
use crate::services::{Result, Services};
use crate::tui::dialogs::in_use::{Answer, Question};
use crate::tui::effect::CallsWanted;
use crate::tui::model::traffic::Recent;
use crate::tui::model::traffic::tail::MOST;

/// Reads the figures and the calls that are wanted; the newest ones instead where the file has become another one, or where more
/// happened than is held.
pub(super) fn read(vault: &Vault, wanted: CallsWanted) -> Result<Recent> {
    with_services(vault, |services| {
        let (calls, anew) = match wanted {
            CallsWanted::Nothing => (Vec::new(), false),
            CallsWanted::Newest => (services.calls(None, MOST)?, true),
            CallsWanted::After(seq) => after(services, seq)?,
        };
        let traffic = services.traffic()?;
        let (exists, warning) = (services.usage_path().exists(), services.usage_warning());
        Ok(Recent { calls, anew, traffic, exists, warning })
    })
}

/// Calls after the one of this number, and whether they take the place of all before.
fn after(services: &Services, seq: u64) -> Result<(Vec<Call>, bool)> {
    let calls = services.calls(Some(seq), MOST)?;
    if calls.len() == MOST {
        return Ok((services.calls(None, MOST)?, true));
    }
    // A file that has not come so far is another one, and was read from its beginning.
    let is_another = calls.first().is_some_and(|first| first.seq <= seq) || !services.usage_path().exists();
    Ok((calls, is_another))
}

/// Reads how the object of a dialog is used.
pub(super) fn use_of(vault: &Vault, question: Question) -> Result<Answer> {
    with_services(vault, |services| {
        if let [id] = question.ids[..] {
            let detail = services.show(id)?;
            let cutover = Cutover::of(&detail.secrets, &detail.usage, services.now());
            return Ok(Answer { opened: question.opened, uses: vec![(id, detail.usage)], cutover });
        }
        let uses = question.ids.into_iter().map(|id| Ok((id, services.usage_of(id)?))).collect::<Result<_>>()?;
        Ok(Answer { opened: question.opened, uses, cutover: None })
    })
}
