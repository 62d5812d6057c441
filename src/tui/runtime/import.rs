//! Reading a file to import, and keeping what it would bring in until the operator has chosen.

use super::perform::with_session;
use super::vault::{FirstFile, Vault};
use crate::domain::label::display_safe;
use crate::services::{
    Error, IMPORT_MAX_BYTES, ImportFormat, ImportOptions, ImportReport, Result, Services, Session, preview_import,
};
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

/// How the file that a new vault may begin with is taken: each line can be ticked.
fn first_options() -> ImportOptions {
    ImportOptions { all: true, ..ImportOptions::default() }
}

/// Reads the file that a new vault may begin with, says what it would bring in, and keeps it.
pub(super) fn preview(vault: &Vault, path: &Path) -> Result<ImportReport> {
    let (bytes, format) = (read(path)?, ImportFormat::of_path(path));
    let report = preview_import(&bytes, format, &first_options(), vault.world.clock.now())?;
    vault.keep_first_file(Some(FirstFile { bytes, format }));
    Ok(report)
}

/// Takes the chosen lines of that file into the new vault; the file is wiped.
pub(super) fn take_first(
    services: &Services,
    session: &Session,
    file: Option<FirstFile>,
    lines: &BTreeSet<usize>,
) -> Result<ImportReport> {
    let gone = || Error::Invalid("what was read of the file is gone".to_owned());
    let FirstFile { bytes, format } = file.ok_or_else(gone)?;
    let mut plan = services.plan_import(session, &bytes, format, &first_options())?;
    plan.keep_lines(lines);
    services.import(session.into(), plan)
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
