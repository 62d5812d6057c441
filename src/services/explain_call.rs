//! Why a call got its verdict, check by check, and what the same request would get now.

use super::verifier::known_of;
use super::{Result, Services};
use crate::domain::hindsight::{Hindsight, look_back};
use crate::domain::summary::TokenSummary;
use crate::domain::traffic::Call;
use crate::domain::verdict::Known;
use crate::store::Tx;

/// A call looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedCall {
    /// The call.
    pub call: Call,
    /// The token as it is now, where the vault knows it.
    pub token: Option<TokenSummary>,
    /// Then and now, check by check.
    pub hindsight: Hindsight,
}

impl Services {
    /// Explains a call by what it kept and by what the vault says now, with the policy that judged it.
    ///
    /// # Errors
    /// The store failed.
    pub fn explain_call(&self, call: &Call) -> Result<ExplainedCall> {
        let now = self.now();
        self.store.read(|tx| {
            let token = call.token.map(|id| tx.summary(id)).transpose()?.flatten();
            let known = known(tx, call)?;
            Ok(ExplainedCall { call: call.clone(), token, hindsight: look_back(call, known.as_ref(), now) })
        })
    }
}

/// The token and the secret that a call was made with.
fn known(tx: &Tx<'_>, call: &Call) -> Result<Option<Known>> {
    let (Some(id), Some(version)) = (call.token, call.version) else { return Ok(None) };
    let secret = tx.secrets(id)?.into_iter().find(|secret| secret.version == version);
    Ok(secret.map(|secret| known_of(tx, &secret.digest)).transpose()?.flatten())
}
