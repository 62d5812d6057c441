//! `jeton log verify`

use super::args::LogVerifyArgs;
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::json;
use super::text::{Text, Tone};
use crate::services::ChainReport;

/// Checks that nobody edited, cut or reordered the log.
pub fn run(args: &LogVerifyArgs, context: &mut Context) -> Result {
    let head = args.head.as_deref().map(hash).transpose()?;
    let services = context.open()?;
    let session = if args.keyed { Some(context.unlock(&services)?) } else { None };
    let report = services.verify_log(session.as_ref(), head)?;
    // A foreign file of figures is no fault of the log, and worth a word where somebody asks what was tampered with.
    services.traffic()?;
    context.warn_of_usage(&services);
    if context.globals.json {
        context.printer.json(&json::Chain::from(&report))?;
    } else {
        print(&report, args, context)?;
    }
    Ok(if report.faults.is_empty() { Exit::Done } else { Exit::No })
}

fn print(report: &ChainReport, args: &LogVerifyArgs, context: &mut Context) -> Result<()> {
    for fault in &report.faults {
        context.printer.line(Text::toned(Tone::Bad, fault))?;
    }
    let verdict = match report.faults.len() {
        0 => Text::toned(Tone::Good, "intact").plain(format!(": {} events", report.events)),
        1 => Text::toned(Tone::Bad, "broken").plain(format!(": 1 fault in {} events", report.events)),
        faults => Text::toned(Tone::Bad, "broken").plain(format!(": {faults} faults in {} events", report.events)),
    };
    context.printer.line(verdict)?;
    for stretch in &report.proofs {
        context.printer.line(Text::toned(Tone::Faint, format!("  {stretch}")))?;
    }
    for (seq, back) in report.jumps() {
        context.printer.note(format!("the clock went back by {back} before entry {seq}"));
    }
    if !args.keyed && report.carry_key > 0 && report.is_intact() {
        context
            .printer
            .note(format!("{} events carry a keyed hash, which was not checked: jeton log verify --keyed", report.carry_key));
    }
    Ok(())
}

/// 64 hex digits.
fn hash(text: &str) -> Result<[u8; 32]> {
    let wrong = || Failure::usage("--head: write the 64 hex digits that `jeton log head` printed");
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut hash = [0; 32];
    for (byte, at) in hash.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(hash)
}
