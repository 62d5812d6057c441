//! What a scan found, in JSON. Values are masked here as everywhere.

use super::{Revoked, Token};
use crate::domain::Instant;
use crate::domain::mask::Charset;
use crate::domain::mask::{Hint, mask};
use crate::services::{Covered, Hit, Recorded, ScanReport, Unread, Whose};
use serde::Serialize;

/// A scan.
#[derive(Debug, Serialize)]
pub struct Scan<'a> {
    /// Each place of each value that was found, by place
    pub hits: Vec<Found>,
    /// Finds beyond the most that are listed
    pub more: u64,
    /// How many places have a value that is accepted
    pub live: usize,
    /// What was covered
    pub covered: Coverage,
    /// What came of remembering; `null` when nothing is remembered
    pub recorded: Option<Remembered>,
    /// The tokens that were revoked; `null` without `--revoke`
    pub revoked: Option<Vec<Revoked<'a>>>,
}

/// A value in a place.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The path; of git history the commit and the path; `stdin`
    pub place: String,
    /// The commit that brought it in, of git history
    pub commit: Option<String>,
    /// The line, from 1; `null` in a binary file
    pub line: Option<u64>,
    /// The byte of the line, from 1; `null` in a binary file
    pub column: Option<u64>,
    /// Bytes before it
    pub offset: u64,
    /// The value, masked
    pub value: String,
    /// `account`, `project`, `pat`, `bot`, `integration` or `external`
    pub kind: &'static str,
    /// The token; `null` for a value that is not this vault's
    pub token: Option<Token>,
    /// The version of the token's value
    pub version: Option<u32>,
    /// `current`, `retiring` or `retired`
    pub state: Option<&'static str>,
    /// Until when a retiring value is accepted
    pub grace_until: Option<Instant>,
    /// When it was retired
    pub retired_at: Option<Instant>,
    /// Whether it is accepted now
    pub live: bool,
}

/// What was covered.
#[derive(Debug, Serialize)]
pub struct Coverage {
    /// Whether all that was asked for could be read
    pub whole: bool,
    /// Files, blobs or streams
    pub files: u64,
    /// Bytes of them
    pub bytes: u64,
    /// Binary ones
    pub binary: u64,
    /// Left out since they are binary
    pub skipped_binary: u64,
    /// Left out since they are too large
    pub too_large: u64,
    /// FIFOs, sockets and devices, which are not opened
    pub no_files: u64,
    /// Files of the vault, which are not opened
    pub own_files: u64,
    /// Removed before they were read
    pub vanished: u64,
    /// Values issued elsewhere that were looked for; `null` without `--externals`
    pub externals: Option<usize>,
    /// Those that are too short to be looked for
    pub externals_too_short: Option<usize>,
    /// What could not be read on the way: how many
    pub unreadable: u64,
    /// The first of them by name
    pub unread: Vec<Failed>,
    /// What was asked for and could not be read
    pub failed: Vec<Failed>,
}

/// Something that could not be read.
#[derive(Debug, Serialize)]
pub struct Failed {
    /// The path, or what was read
    pub path: String,
    /// Why
    pub why: String,
}

/// What came of remembering what was seen.
#[derive(Debug, Serialize)]
pub struct Remembered {
    /// Places that were not known
    pub new: usize,
    /// Places that no longer have the value
    pub gone: usize,
    /// Places beyond the most that are remembered of a token
    pub not_kept: usize,
}

impl<'a> Scan<'a> {
    /// The report, what came of remembering it, and the tokens that were revoked upon it.
    pub fn of(
        report: &ScanReport,
        recorded: Option<Recorded>,
        revoked: Option<Vec<Revoked<'a>>>,
        now: Instant,
        brand: &crate::domain::brand::Brand,
        hide_hint: bool,
    ) -> Self {
        let remembered = |Recorded { new, gone, not_kept }| Remembered { new, gone, not_kept };
        Self {
            hits: report.hits.iter().map(|hit| Found::of(hit, now, brand, hide_hint)).collect(),
            more: report.more,
            live: report.hits.iter().filter(|hit| hit.is_live()).count(),
            covered: Coverage::of(report, &report.covered),
            recorded: recorded.map(remembered),
            revoked,
        }
    }
}

impl Found {
    fn of(hit: &Hit, now: Instant, brand: &crate::domain::brand::Brand, hide_hint: bool) -> Self {
        let shown = |hint: &Hint| if hide_hint { Hint::default() } else { *hint };
        let own = match &hit.whose {
            Whose::Own(owned) => Some(owned),
            Whose::Nobody { .. } => None,
        };
        let (kind, value) = match &hit.whose {
            Whose::Own(owned) => (owned.token.kind, owned.token.masked_with(&shown(&owned.hint), brand, Charset::Ascii)),
            Whose::Nobody { brand, kind, hint } => (*kind, mask(brand, *kind, &shown(hint), Charset::Ascii)),
        };
        Self {
            place: hit.place.shown.clone(),
            commit: hit.place.commit.clone(),
            line: (!hit.is_binary).then_some(hit.spot.line),
            column: (!hit.is_binary).then_some(hit.spot.column),
            offset: hit.spot.offset,
            value,
            kind: kind.word(),
            token: own.map(|owned| Token::at(&owned.token, now, hide_hint)),
            version: own.map(|owned| owned.version),
            state: own.map(|owned| owned.state.word()),
            grace_until: own.and_then(|owned| owned.grace_until),
            retired_at: own.and_then(|owned| owned.retired_at),
            live: hit.is_live(),
        }
    }
}

impl Coverage {
    fn of(report: &ScanReport, covered: &Covered) -> Self {
        let failed = |unread: &Unread| Failed { path: unread.path.clone(), why: unread.why.clone() };
        Self {
            whole: report.is_whole(),
            files: covered.files,
            bytes: covered.bytes,
            binary: covered.binary,
            skipped_binary: covered.skipped_binary,
            too_large: covered.too_large,
            no_files: covered.no_files,
            own_files: covered.own_files,
            vanished: covered.vanished,
            externals: report.foreign.map(|(looked_for, _)| looked_for),
            externals_too_short: report.foreign.map(|(_, too_short)| too_short),
            unreadable: covered.unreadable,
            unread: covered.unread.iter().map(failed).collect(),
            failed: covered.failed.iter().map(failed).collect(),
        }
    }
}
