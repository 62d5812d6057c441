//! Runs one effect to its end and says what came of it. Called off the loop, and by tests in it.

use super::vault::Vault;
use super::{audit, change, first_run, history, import, review, traffic};
use crate::domain::id::TokenId;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::snippet::Snippet;
use crate::services::{Cleared, Error, Purpose, Receipt, Result, Services, Session, VaultInfo, save_value, save_values};
use crate::tui::effect::{Effect, Load, Named};
use crate::tui::model::arrange::Arrange;
use crate::tui::msg::{Arranged, CopyReceipt, Operator, Snapshot, UnlockFailure, What};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What came of an effect.
#[derive(Debug, Default)]
pub struct Done {
    /// The answer, if there is one.
    pub answer: Option<What>,
    /// Bytes for the terminal that draw nothing, for the clipboard.
    pub terminal: Vec<u8>,
}

impl From<What> for Done {
    fn from(answer: What) -> Self {
        Self { answer: Some(answer), terminal: Vec::new() }
    }
}

/// Runs an effect; `is_stale` tells a long one that nobody waits for it any more.
pub fn perform(vault: &Vault, effect: Effect, is_stale: impl Fn() -> bool) -> Done {
    match effect {
        Effect::Load(wish) => What::Loaded(with_services(vault, |services| load(services, wish)).map_err(said)).into(),
        Effect::Arrange(wish) => Done { answer: arrange(&wish, is_stale), terminal: Vec::new() },
        Effect::Show(id) => {
            What::Shown(id, with_services(vault, |services| services.show(id)).map(Box::new).map_err(said)).into()
        }
        Effect::ReadHistory(wanted, filter) => {
            What::HistoryRead(wanted.generation, history::read(vault, wanted, filter).map_err(said)).into()
        }
        Effect::Audit(wish) => What::Audited(audit::look(vault, &wish).map(Arc::new).map_err(said)).into(),
        Effect::ReadReviews { with_items } => {
            What::ReviewsRead(review::read(vault, with_items).map(Box::new).map_err(said)).into()
        }
        Effect::Judge(id) => What::Judged(id, review::judge(vault, id).map(Box::new).map_err(said)).into(),
        Effect::SaveReport { review, format, path } => {
            What::ReportSaved(review::save(vault, review, format, &path).map_err(said)).into()
        }
        Effect::ReadTraffic(wanted) => What::TrafficRead(traffic::read(vault, wanted).map(Box::new).map_err(said)).into(),
        Effect::ExplainCall(call) => {
            What::CallExplained(with_services(vault, |services| services.explain_call(&call)).map(Box::new).map_err(said)).into()
        }
        Effect::WatchUsage(wanted) => {
            vault.watch_usage(wanted);
            Done::default()
        }
        Effect::CheckChain { attempt, walk } => {
            What::ChainChecked { attempt, result: history::check(vault, walk).map_err(said) }.into()
        }
        Effect::Unlock { attempt, passphrase } => What::Unlocked { attempt, result: unlock(vault, &passphrase) }.into(),
        Effect::Lock => {
            vault.lock();
            Done::default()
        }
        Effect::Reveal(id) => What::Revealed(id, reveal(vault, id).map(Arc::new).map_err(said)).into(),
        Effect::Copy(id, line) => copy(vault, id, line),
        Effect::CopyShown { of, value } => copy_shown(vault, of, &value),
        Effect::SaveShown { path, values } => What::Saved(save(path, &values)).into(),
        Effect::ExportLog { path, format, filter } => {
            What::LogExported(history::export(vault, path, format, filter).map_err(said)).into()
        }
        Effect::ClearClipboard => clear(vault),
        Effect::DryRun(id) => {
            What::DryRun(with_services(vault, |services| services.revoke_dry_run(id)).map(Box::new).map_err(said)).into()
        }
        Effect::ReadUse(question) => What::UseRead(traffic::use_of(vault, question).map_err(said)).into(),
        Effect::PlanImport { attempt, path, options } => {
            What::Planned(attempt, import::plan(vault, &path, &options).map_err(said)).into()
        }
        Effect::Import(lines) => What::Changed(import::carry_out(vault, &lines).map(Box::new).map_err(said)).into(),
        Effect::Unplan => {
            vault.plan(None);
            Done::default()
        }
        Effect::Change(change) => What::Changed(change::make(vault, change).map(Box::new).map_err(said)).into(),
        Effect::Step(change) => What::Stepped(change::make(vault, change).map(Box::new).map_err(said)).into(),
        Effect::ChangePassphrase { proof, new } => {
            What::PassphraseChanged(change_passphrase(vault, &proof, &new).map_err(said)).into()
        }
        Effect::Prepare { attempt, request, passphrase } => {
            What::Prepared(attempt, first_run::prepare(vault, attempt, request, &passphrase).map_err(said)).into()
        }
        Effect::Unprepare(attempt) => {
            vault.unprepare(attempt);
            Done::default()
        }
        Effect::Preview(path) => What::Previewed(import::preview(vault, &path).map_err(said)).into(),
        Effect::Unpreview => {
            vault.keep_first_file(None);
            Done::default()
        }
        Effect::Commit(wishes) => What::Committed(first_run::commit(vault, wishes).map(Box::new).map_err(said)).into(),
        // These two are the loop's own.
        Effect::Suspend | Effect::Quit => Done::default(),
    }
}

/// An error as a sentence.
pub(super) fn said(error: Error) -> String {
    error.to_string()
}

fn not_open() -> Error {
    Error::Invalid("no vault is open".to_owned())
}

pub(super) fn with_services<T>(vault: &Vault, act: impl FnOnce(&Services) -> Result<T>) -> Result<T> {
    act(&*vault.services().ok_or_else(not_open)?)
}

pub(super) fn with_session<T>(vault: &Vault, act: impl FnOnce(&Services, &Session) -> Result<T>) -> Result<T> {
    let services = vault.services().ok_or_else(not_open)?;
    let session = vault.session().ok_or(Error::Locked)?;
    act(&services, &session)
}

fn load(services: &Services, wish: Load) -> Result<Snapshot> {
    let whole = !matches!(wish, Load::Glimpse(_));
    let overview = match wish {
        Load::Glimpse(rows) => services.glimpse(rows)?,
        Load::Since(roster, seen) => services.overview(Some((&roster, seen)))?,
        Load::All => services.overview(None)?,
    };
    // The account may have been renamed since the vault was opened.
    let info = VaultInfo { account: overview.account, ..services.info().clone() };
    Ok(Snapshot { info, tokens: overview.roster, owners: Arc::new(overview.owners), head: overview.head, whole })
}

fn arrange(wish: &Arrange, is_stale: impl Fn() -> bool) -> Option<What> {
    let arrangement = wish.run(is_stale)?;
    Some(What::Arranged(Arranged {
        generation: wish.generation,
        rows: wish.rows.clone(),
        order: arrangement.order,
        visible: arrangement.visible,
        next_change: arrangement.next_change,
    }))
}

fn unlock(vault: &Vault, passphrase: &Passphrase) -> std::result::Result<Operator, UnlockFailure> {
    match with_services(vault, |services| services.unlock(passphrase)) {
        Ok(session) => {
            let operator = operator(&session);
            vault.unlock(session);
            Ok(operator)
        }
        Err(Error::WrongPassphrase) => Err(UnlockFailure::Wrong),
        Err(error) => Err(UnlockFailure::Fault(said(error))),
    }
}

/// What the model may know of a session.
pub fn operator(session: &Session) -> Operator {
    Operator { name: session.operator().clone(), role: session.role(), can_reveal: session.can_reveal() }
}

fn reveal(vault: &Vault, id: TokenId) -> Result<Plaintext> {
    with_session(vault, |services, session| services.reveal(session, id, Purpose::Reveal))
}

fn copy(vault: &Vault, id: TokenId, line: Option<Snippet>) -> Done {
    let mut terminal = Vec::new();
    let result = with_session(vault, |services, session| {
        let selector = services.show(id)?.summary.selector();
        let of = line.map_or_else(|| selector.clone(), |line| format!("{selector} ({})", line.title()));
        let receipt = services.copy(session, id, line, &mut vault.copier(), &mut terminal)?;
        Ok(told(vault, of, &receipt))
    });
    Done { answer: Some(What::Copied(result.map_err(said))), terminal }
}

fn copy_shown(vault: &Vault, of: String, value: &Plaintext) -> Done {
    let mut terminal = Vec::new();
    let receipt = vault.copier().copy_value(value, &mut terminal, vault.world.clock.now());
    let result = receipt.map(|receipt| told(vault, of, &receipt));
    Done { answer: Some(What::Copied(result.map_err(said))), terminal }
}

fn told(vault: &Vault, of: String, receipt: &Receipt) -> CopyReceipt {
    let left = receipt.clears_at.map(|at| at.as_millisecond().saturating_sub(vault.world.clock.now().as_millisecond()));
    let clears_in = left.map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0)));
    CopyReceipt { of, message: receipt.message().to_owned(), clears_in }
}

fn clear(vault: &Vault) -> Done {
    let mut terminal = Vec::new();
    let cleared = vault.copier().clear(&mut terminal);
    let answer = match cleared {
        Ok(Cleared::Nothing) => None,
        Ok(_) => Some(What::ClipboardCleared),
        Err(error) => Some(What::Copied(Err(said(error)))),
    };
    Done { answer, terminal }
}

fn save(path: PathBuf, values: &[Named]) -> std::result::Result<PathBuf, String> {
    match values {
        [(_, value)] => save_value(&path, value),
        values => save_values(&path, values.iter().map(|(name, value)| (name.as_str(), &**value))),
    }
    .map_err(said)?;
    Ok(path)
}

fn change_passphrase(vault: &Vault, proof: &Passphrase, new: &Passphrase) -> Result<()> {
    let session = with_services(vault, |services| services.change_passphrase(proof, new))?;
    vault.renew(session);
    Ok(())
}
