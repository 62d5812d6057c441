//! `jeton import FILE`

use super::args::{FileFormat, ImportArgs};
use super::context::{Context, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::services::{IMPORT_MAX_BYTES, ImportFormat, ImportLine, ImportOptions, ImportOutcome, ImportReport};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

/// The words of the summary, in its order.
const OUTCOMES: [&str; 5] = ["imported", "adopted", "duplicate", "left-out", "refused"];

/// Brings values in that were issued elsewhere, and reports on each line.
pub fn run(args: &ImportArgs, context: &mut Context) -> Result {
    let options = options(args)?;
    let format = args.format.map_or_else(|| ImportFormat::of_path(&args.file), ImportFormat::from);
    let services = context.open()?;
    let bytes = read(&args.file)?;
    let session = context.unlock(&services)?;
    let plan = services.plan_import(&session, &bytes, format, &options)?;
    drop(bytes);
    let report = if args.dry_run { plan.report() } else { services.import((&session).into(), plan)? };
    tell(&report, args, context)?;
    Ok(if report.count("refused") == 0 { Exit::Done } else { Exit::No })
}

fn options(args: &ImportArgs) -> Result<ImportOptions> {
    Ok(ImportOptions {
        service: parse_optional(args.service.as_deref(), "--service")?,
        adopt: parse_optional(args.adopt.as_deref(), "--adopt")?,
        only: args.only.clone(),
        all: args.all,
    })
}

/// The file's bytes, in memory that is wiped.
fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let unreadable = |error: std::io::Error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
    // Room for the largest file at once: a buffer that grew would leave its beginning behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(IMPORT_MAX_BYTES + 1));
    let most = IMPORT_MAX_BYTES as u64 + 1;
    let taken = if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes)
    };
    taken.map_err(unreadable)?;
    Ok(bytes)
}

fn tell(report: &ImportReport, args: &ImportArgs, context: &mut Context) -> Result<()> {
    if context.globals.json {
        return context.printer.json(&json::Import::of(report, args.dry_run));
    }
    if report.lines.is_empty() {
        context.printer.note("the file has no values");
        return Ok(());
    }
    let outcome = if args.dry_run { "WOULD BE" } else { "OUTCOME" };
    let columns = [("LINE", Fit::Fixed), ("NAME", Fit::Cut(12)), (outcome, Fit::Fixed), ("TOKEN OR REASON", Fit::Cut(20))];
    let mut table = Table::new(columns);
    for line in &report.lines {
        table.row(row(line));
    }
    context.printer.table(&table)?;
    let counts = OUTCOMES.iter().map(|word| (report.count(word), word)).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    if args.dry_run {
        context.printer.note(format!("would be: {}", counts.join(", ")));
        context.printer.note("nothing was changed; leave --dry-run out to import");
        return Ok(());
    }
    context.printer.note(counts.join(", "));
    if report.lines.iter().any(|line| line.outcome.is_taken()) && args.file != Path::new("-") {
        context.printer.note(format!("the values still stand in {}: delete it once nothing reads it", args.file.display()));
    }
    Ok(())
}

fn row(line: &ImportLine) -> [Text; 4] {
    let tone = match &line.outcome {
        ImportOutcome::Imported { .. } | ImportOutcome::Adopted { .. } => Tone::Good,
        ImportOutcome::Duplicate { .. } | ImportOutcome::LeftOut { .. } => Tone::Faint,
        ImportOutcome::Refused { .. } => Tone::Bad,
    };
    let told = match &line.outcome {
        ImportOutcome::Imported { selector } | ImportOutcome::Adopted { selector } => selector.clone(),
        ImportOutcome::Duplicate { of } => format!("the same value as {of}"),
        ImportOutcome::LeftOut { reason } | ImportOutcome::Refused { reason } => reason.clone(),
    };
    let name = line.name.as_deref().unwrap_or_default();
    [Text::from(line.line.to_string()), Text::from(name), Text::toned(tone, line.outcome.word()), Text::from(told)]
}

impl From<FileFormat> for ImportFormat {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Dotenv => Self::Dotenv,
            FileFormat::Json => Self::Json,
            FileFormat::Csv => Self::Csv,
        }
    }
}
