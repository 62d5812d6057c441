//! The effect of the traffic screen: the figures, and what is new since the calls that it holds.

use super::perform::with_services;
use super::vault::Vault;
use crate::domain::traffic::Call;
use crate::services::{Result, Services};
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
