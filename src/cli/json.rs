//! The JSON that `--json` prints: every field name in one place, and stable.
//!
//! Times are RFC 3339 in UTC; what is not there is `null`, never left out. Values in clear stand only in `value`
//! and `recovery_key`, and only in the results of commands that print values.
//!
//! | command | result |
//! | --- | --- |
//! | `init` | [`Init`] |
//! | `status` | [`Status`] |
//! | `passphrase` | [`Passphrase`] |
//! | `project`, `bot`, `integration`, `external` `add` | [`Added`] |
//! | … `ls` | list of [`Owner`] |
//! | … `rename`, `set`, `archive`; `account rename`, `account set` | [`Owner`] |
//! | `issue`, `reveal`, `reset` | [`Issued`] |
//! | `copy` | [`Copied`] |
//! | `ls` | list of [`Token`] |
//! | `show` | [`Detail`] |
//! | `edit`, `disable`, `enable`, `grace` | [`Token`]; of several selectors a list of [`Token`] |
//! | `rotate` | list of [`Issued`] |
//! | `revoke` | list of [`Revoked`]; with `--dry-run` list of [`Consequence`] |
//! | `import` | [`Import`] |
//! | `verify` | [`Judgement`] |
//! | `scan` | [`Scan`] |
//! | `usage` | [`Traffic`]; of one token [`Usage`]; with `--calls` list of [`Call`], with `--follow` too one a line |
//! | `doctor` | [`Checkup`] |
//! | `review` | [`ReviewNext`] |
//! | `review begin`, `keep`, `snooze` | [`Review`] |
//! | `review rotate` | [`Issued`] |
//! | `review revoke` | list of [`Revoked`] |
//! | `review show` | [`ReviewShown`] |
//! | `review ls` | list of [`Review`] |
//! | `review close`, `report` | the report itself |
//! | `review check` | [`ReviewCheck`] |
//! | `audit` | [`Audit`] |
//! | `audit accept`, `unaccept` | [`Accepted`] |
//! | `audit rules` | list of [`AuditRule`] |
//! | `expiring` | list of [`Token`] |
//! | `log` | list of [`Event`]; with `--follow` one [`Event`] a line |
//! | `log verify` | [`Chain`] |
//! | `log head` | [`Head`] |
//! | `config check` | [`Configuration`]; of a method and path list of [`RouteAnswer`] |
//! | `config keys` | list of [`Key`] |
//! | `config path` | [`Path`] |
//! | any that fails | [`ErrorReport`], on standard error |

mod audit;
mod checkup;
mod event;
mod import;
mod owner;
mod report;
mod review;
mod route;
mod scan;
mod token;
mod usage;

pub use audit::{Acceptance, Accepted, Audit, AuditRule, Finding, Series, open_by_severity};
pub use checkup::Checkup;
pub use event::{Chain, Event, Head, hex};
pub use import::{Import, Imported};
pub use owner::{Added, Owner};
pub use report::{
    Configuration, ErrorBody, ErrorReport, Init, Judgement, Key, Passphrase, Path, Setting, Status, StatusTraffic, Step,
};
pub use review::{Review, ReviewCheck, ReviewItem, ReviewNext, ReviewShown};
pub use route::{Route, RouteAnswer};
pub use scan::Scan;
pub use token::{Clear, Consequence, Copied, Detail, Issued, Revoked, Secret, Token};
pub use usage::{BusyToken, Call, Hour, Refused, ScopeUse, SecretUsage, Source, Traffic, Usage};
