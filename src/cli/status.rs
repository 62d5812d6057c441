//! `jeton status`

use super::context::Context;
use super::exit::Exit;
use super::failure::Result;
use super::text::{Text, Tone};
use super::{audit, json, tokens, when};
use crate::domain::Instant;
use crate::domain::finding::Severity;
use crate::domain::number::grouped;
use crate::domain::owner::OwnerKind;
use crate::domain::relative::relative;
use crate::domain::summary::TokenSummary;
use crate::domain::token::Status;
use crate::services::StatusReport;

/// Shows the vault in one screen.
pub fn run(context: &mut Context) -> Result {
    let app = context.app()?;
    let services = context.open_of(&app)?;
    let report = services.status()?;
    context.warn_of_usage(&services);
    let now = services.now();
    let database = app.db.display().to_string();
    if context.globals.json {
        context.printer.json(&as_json(&report, database, now, context.globals.private))?;
    } else {
        print(&report, &database, now, context)?;
    }
    Ok(Exit::Done)
}

fn owners(report: &StatusReport) -> [(OwnerKind, usize); 4] {
    [
        (OwnerKind::Project, report.projects),
        (OwnerKind::Bot, report.bots),
        (OwnerKind::Integration, report.integrations),
        (OwnerKind::External, report.externals),
    ]
}

fn as_json(report: &StatusReport, database: String, now: Instant, private: bool) -> json::Status {
    let tokens = |tokens: &[TokenSummary]| tokens.iter().map(|token| json::Token::at(token, now, private)).collect();
    json::Status {
        database,
        account: report.vault.account.as_str().to_owned(),
        brand: report.vault.brand.to_string(),
        created_at: report.vault.created_at,
        unattended: report.vault.unattended.clone(),
        owners: owners(report).into_iter().map(|(kind, count)| (kind.word(), count)).collect(),
        tokens: Status::ALL.into_iter().zip(report.by_status).map(|(status, count)| (status.word(), count)).collect(),
        expiring: tokens(&report.expiring),
        rotating: tokens(&report.rotating),
        findings: json::open_by_severity(|severity| found(report, severity)),
        events: report.events,
        log_warning: report.log_warning.clone(),
        traffic: json::StatusTraffic {
            accepted: report.calls.0,
            refused: report.calls.1,
            last_call_at: report.last_call_at,
            never_used: report.never_used,
        },
    }
}

fn print(report: &StatusReport, database: &str, now: Instant, context: &mut Context) -> Result<()> {
    let heading = Text::toned(Tone::Strong, report.vault.account.as_str()).and(Tone::Faint, format!("  {database}"));
    context.printer.line(heading)?;
    context.printer.line(format!("made    {}", when::both(report.vault.created_at, now)))?;
    let counted = owners(report).map(|(kind, count)| count_of(kind, count)).join(", ");
    context.printer.line(format!("owners  {counted}"))?;
    let mut line = Text::from("tokens  ");
    for (at, (status, count)) in Status::ALL.into_iter().zip(report.by_status).enumerate() {
        let tone = if count == 0 { Tone::Faint } else { Tone::of(status) };
        line = line.plain(if at == 0 { "" } else { ", " }).and(tone, format!("{count} {status}"));
    }
    context.printer.line(line)?;
    context.printer.line(findings(report))?;
    context.printer.line(format!("log     {} events", report.events))?;
    if let Some(warning) = &report.log_warning {
        context.printer.line(Text::from("        ").and(Tone::Bad, warning.clone()))?;
    }
    context.printer.line(traffic(report, now))?;
    if !report.vault.unattended.is_empty() {
        context.printer.line(format!("without a passphrase: {}", report.vault.unattended.join(", ")))?;
    }
    print_tokens("expiring within 14 days", &report.expiring, report, now, context)?;
    print_tokens("previous value still accepted", &report.rotating, report, now, context)
}

/// Findings of a severity that nobody accepted.
fn found(report: &StatusReport, severity: Severity) -> usize {
    let counts = Severity::ALL.into_iter().zip(report.findings);
    counts.filter(|(of, _)| *of == severity).map(|(_, count)| count).sum()
}

fn findings(report: &StatusReport) -> Text {
    let mut line = Text::from("audit   ");
    for (at, severity) in Severity::ALL.into_iter().enumerate() {
        let count = found(report, severity);
        let tone = if count == 0 { Tone::Faint } else { audit::tone(severity) };
        line = line.plain(if at == 0 { "" } else { ", " }).and(tone, format!("{count} {severity}"));
    }
    line
}

/// Calls, and tokens that nobody calls with. Where none was ever counted, no token is called unused.
fn traffic(report: &StatusReport, now: Instant) -> Text {
    let (accepted, refused) = report.calls;
    let Some(last) = report.last_call_at else {
        return Text::from("calls   ").and(Tone::Faint, "none counted");
    };
    let tone = if refused == 0 { Tone::Plain } else { Tone::Bad };
    let calls =
        Text::from(format!("calls   {} accepted, ", grouped(accepted))).and(tone, format!("{} refused", grouped(refused)));
    let unused = match report.never_used {
        0 => String::new(),
        1 => "; 1 token was never used".to_owned(),
        count => format!("; {count} tokens were never used"),
    };
    calls.plain(format!(" in 24 h, last {}{unused}", relative(last, now)))
}

fn count_of(kind: OwnerKind, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    match kind {
        OwnerKind::External => format!("{count} external"),
        _ => format!("{count} {kind}{plural}"),
    }
}

fn print_tokens(title: &str, list: &[TokenSummary], report: &StatusReport, now: Instant, context: &mut Context) -> Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    context.printer.line("")?;
    context.printer.line(Text::toned(Tone::Strong, title))?;
    let table = tokens::table(list, &report.vault.brand, now, context);
    context.printer.table(&table)
}
