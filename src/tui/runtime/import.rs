//! Reading a file to import, and keeping what it would bring in until the operator has chosen.

use super::perform::with_session;
use super::vault::Vault;
use crate::domain::label::display_safe;
use crate::services::{Error, IMPORT_MAX_BYTES, ImportFormat, ImportOptions, ImportReport, Result};
use crate::tui::msg::Changed;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

/// Reads the file and says what importing it would do.
pub(super) fn plan(vault: &Vault, path: &Path, options: &ImportOptions) -> Result<ImportReport> {
    let bytes = read(path)?;
    let plan =
        with_session(vault, |services, session| services.plan_import(session, &bytes, ImportFormat::of_path(path), options))?;
    let report = plan.report();
    vault.plan(Some(plan));
    Ok(report)
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let unreadable =
        |error: std::io::Error| Error::Invalid(format!("{} cannot be read: {error}", display_safe(&path.display().to_string())));
    // A pipe or device would keep the worker waiting, or never end.
    if !path.metadata().map_err(unreadable)?.is_file() {
        return Err(Error::Invalid(format!("{} is no file", display_safe(&path.display().to_string()))));
    }
    // Room for the largest file at once: a buffer that grew would leave its beginning behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(IMPORT_MAX_BYTES + 1));
    File::open(path).map_err(unreadable)?.take(IMPORT_MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Takes the chosen lines of what was read.
pub(super) fn carry_out(vault: &Vault, lines: &BTreeSet<usize>) -> Result<Changed> {
    let gone = || Error::Invalid("what was read of the file is gone; read it again".to_owned());
    let mut plan = vault.take_plan().ok_or_else(gone)?;
    plan.keep_lines(lines);
    with_session(vault, |services, session| Ok(Changed::Imported(services.import(session.into(), plan)?)))
}
