//! One use case a file: the only way from a front end to the store, the keys and the clipboard.

mod add_owner;
mod archive_owner;
mod audit;
mod change;
mod change_passphrase;
mod copy;
mod demo;
mod disable;
mod doctor;
mod due;
mod edit;
mod edit_owner;
mod error;
mod explain_call;
mod fingerprint;
mod gateway_probe;
mod grace;
mod history;
mod import;
mod init;
mod issue;
mod list;
mod log;
mod log_export;
mod log_verify;
mod memory;
mod new_token;
mod new_value;
mod notify;
mod open;
mod overview;
mod owners;
mod rename_owner;
mod resolve;
mod reveal;
mod review;
mod revoke;
mod rotate;
mod save_value;
mod scan;
mod session;
mod settings;
mod show;
mod status;
mod unlock;
mod usage;
mod verifier;
mod verify;

pub use add_owner::{AddOwner, Added, FIRST_TOKEN};
pub use archive_owner::ArchiveTokens;
pub use audit::{Audit, OF_THE_VAULT};
pub use copy::{Cleared, Copier, Delivery, Environment, HOLDER_COMMAND, Receipt, check_clipboard, hold_clipboard};
pub use demo::{DEMO_MAX_TOKENS, DEMO_PASSPHRASE, Demo, DemoPlace, DemoRequest};
pub use doctor::{Called, check_installation};
pub use edit::EditRequest;
pub use edit_owner::EditOwner;
pub use error::{Category, Error, Result};
pub use explain_call::ExplainedCall;
pub use gateway_probe::GatewayProbe;
pub use history::{HistoryFrom, HistoryPage, HistoryQuery, LogEntry};
pub use import::{
    IMPORT_MAX_BYTES, ImportFormat, ImportLine, ImportOptions, ImportOutcome, ImportPlan, ImportReport, preview_import,
};
pub use init::{InitRequest, Initialised, PreparedVault, UNATTENDED_VERBS};
pub use issue::{IssueRequest, IssueTarget, Issued};
pub use list::{Sort, SortKey};
pub use log::{LogHead, LogQuery};
pub use log_verify::{BadEntry, ChainReport, ChainWalk, Proof, Stretch, Tampering};
pub use notify::{Notified, NotifyWatch, WATCH_COMMAND, cannot_watch, watch};
pub use open::{VaultInfo, engine_version};
pub use overview::Overview;
pub use owners::OwnerView;
pub use reveal::Purpose;
pub use review::{Checked, MAX_NOTE, Undecided, Unlike};
pub use revoke::{Consequence, Revoked};
pub use rotate::RotateRequest;
pub use save_value::{save_text, save_value, save_values};
pub use scan::{
    Covered, ForeignValues, Hit, Kept, Owned, Place, Recorded, ScanOf, ScanOptions, ScanReport, ScanRequest, Scanned, Unread,
    Whose, scan_without_vault,
};
pub use session::{Authority, Session};
pub use settings::Settings;
pub use show::TokenDetail;
pub use status::StatusReport;
pub use usage::{Bound, UsageError, UsageRecorder, Written};
pub use verifier::{Seen, Sight, Verifier};
pub use verify::{Asked, ROUTE_PROFILE, VerifyRequest};

use crate::clock::World;
use crate::domain::event::Actor;
use crate::store::Store;

/// The use cases over one open vault. Shared between threads behind an `Arc`; each call is one transaction.
#[derive(Debug)]
pub struct Services {
    store: Store,
    settings: Settings,
    world: World,
    actor: Actor,
    info: VaultInfo,
    usage: usage::Usage,
    memory: Option<memory::Memory>,
}
