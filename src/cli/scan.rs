//! `jeton scan [PATH…]`

mod print;
mod revoking;

use super::args::{Sample, ScanArgs};
use super::context::{Context, parse};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::text::{Text, Tone};
use crate::domain::brand::Brand;
use crate::services::{Recorded, ScanOf, ScanOptions, ScanReport, ScanRequest, Scanned, Services, Session, scan_without_vault};
use std::path::PathBuf;

/// So many places that could not be read are named to people.
const NAMED: usize = 10;

/// Finds values, and says whose they are and whether they are accepted.
pub fn run(args: &ScanArgs, context: &mut Context) -> Result {
    if let Some(sample) = args.print_hook {
        context.printer.document(sample.text())?;
        return Ok(Exit::Done);
    }
    let request = request(args)?;
    if args.no_vault {
        return run_without_vault(&request, &parse(&args.brand, "--brand")?, context);
    }
    let services = context.open()?;
    let session = if args.externals { Some(context.unlock(&services)?) } else { None };
    let foreign = session.as_ref().map(|session| services.foreign_values(session)).transpose()?;
    let scanned = services.scan(&request, foreign)?;
    context.warn_of_usage(&services);
    let recorded = if args.no_record { None } else { record(&services, session.as_ref(), &scanned, context) };
    let report = &scanned.report;
    if !context.globals.json {
        print::hits(report, &services.info().brand, Some(services.now()), context)?;
        tell(report, true, recorded, context);
    }
    let (revoked, ended) = match args.revoke && report.has_live() {
        true => revoking::run(report, args.yes, session, &services, context)?,
        false => (Vec::new(), Ok(())),
    };
    if context.globals.json {
        let revoked_json = args.revoke.then(|| super::revoke::as_json(&revoked, services.now(), context));
        let (brand, private) = (&services.info().brand, context.globals.private);
        let result = json::Scan::of(report, recorded, revoked_json, services.now(), brand, private);
        print::json(&result, revoked.iter().any(|done| done.next.is_some()), context)?;
    }
    ended?;
    end(report, report.has_live())
}

fn run_without_vault(request: &ScanRequest, brand: &Brand, context: &mut Context) -> Result {
    let report = scan_without_vault(request, brand)?;
    if context.globals.json {
        let result = json::Scan::of(&report, None, None, crate::domain::Instant::UNIX_EPOCH, brand, context.globals.private);
        context.printer.json(&result)?;
    } else {
        print::hits(&report, brand, None, context)?;
        tell(&report, false, None, context);
    }
    end(&report, !report.hits.is_empty())
}

fn request(args: &ScanArgs) -> Result<ScanRequest> {
    let repository = || match &args.paths[..] {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        _ => Err(Failure::usage("one repository at a time")),
    };
    let of = match (args.stdin, args.staged, args.history) {
        (true, ..) => ScanOf::Stdin,
        (_, true, _) => ScanOf::Staged(repository()?),
        (_, _, true) => ScanOf::History(repository()?),
        _ if args.paths.is_empty() => ScanOf::Paths(vec![PathBuf::from("./")]),
        _ => ScanOf::Paths(args.paths.clone()),
    };
    let options = ScanOptions { no_ignore: args.no_ignore, max_size: args.max_size, skip_binary: args.skip_binary };
    Ok(ScanRequest { of, options })
}

/// Remembers what was seen. A vault that cannot be written is no reason to keep the answer back.
fn record(services: &Services, session: Option<&Session>, scanned: &Scanned, context: &mut Context) -> Option<Recorded> {
    match services.record_scan(session, scanned) {
        Ok(recorded) => Some(recorded),
        Err(error) => {
            let note = format!("warning: what was seen is not remembered: {error}");
            context.printer.note(Text::toned(Tone::Warning, note));
            None
        }
    }
}

/// Says on standard error what was covered and what came of it.
fn tell(report: &ScanReport, asked: bool, recorded: Option<Recorded>, context: &mut Context) {
    for unread in report.covered.unread.iter().take(NAMED) {
        let note = format!("could not be read: {}: {}", unread.path, unread.why);
        context.printer.note(Text::toned(Tone::Warning, note));
    }
    print::summary(report, asked, recorded).into_iter().for_each(|line| context.printer.note(line));
}

/// The answer; a scan that is not whole has none.
fn end(report: &ScanReport, found: bool) -> Result {
    let failed = &report.covered.failed;
    if !failed.is_empty() {
        let mut lines: Vec<String> =
            failed.iter().take(NAMED).map(|unread| format!("{} was not scanned: {}", unread.path, unread.why)).collect();
        if failed.len() > NAMED {
            lines.push(format!("nor were {} others", failed.len() - NAMED));
        }
        return Err(Failure::fault(lines.join("\n")).hint("what is listed was found in the rest"));
    }
    Ok(if found { Exit::No } else { Exit::Done })
}

impl Sample {
    fn text(self) -> &'static str {
        match self {
            Self::PreCommit => include_str!("../../assets/hooks/pre-commit"),
            Self::Github => include_str!("../../assets/ci/github.yml"),
            Self::Gitlab => include_str!("../../assets/ci/gitlab.yml"),
        }
    }
}
