//! `jeton audit`: what is wrong, the evidence, and the command that mends it.

mod accept;
mod next;
mod rules;

use super::args::{AuditArgs, AuditCommand, FailOn};
use super::context::Context;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use super::{json, notify};
use crate::domain::filter::FindingFilter;
use crate::domain::finding::{Finding, Rule, Severity};
use crate::domain::number::counted;
use crate::services::{Audit, OF_THE_VAULT};

pub use next::{next_for_many, next_step};

/// Runs the audit, or does something about its findings.
pub fn run(args: &AuditArgs, context: &mut Context) -> Result {
    match &args.command {
        None if args.notify_test => notify::sample(context),
        None => audit(args, context),
        Some(AuditCommand::Accept(args)) => accept::accept(args, context),
        Some(AuditCommand::Unaccept(args)) => accept::unaccept(args, context),
        Some(AuditCommand::Rules) => rules::run(context),
    }
}

fn audit(args: &AuditArgs, context: &mut Context) -> Result {
    let filter = FindingFilter::parse(&args.filter.join(" "))
        .map_err(|error| Failure::usage(error).hint("for example: jeton audit severity:high,medium owner:shop"))?;
    let rules = args.rules.iter().map(|word| rule(word)).collect::<Result<Vec<_>>>()?;
    let notifying = if args.notify { Some(notify::configured(context)?) } else { None };
    let services = context.open()?;
    let chain = services.verify_log(None, None)?;
    let audit = services.audit(Some(&chain))?;
    let shows_accepted = args.all || filter.asks_for_accepted();
    let wanted: Vec<&Finding> = audit
        .findings
        .iter()
        .filter(|finding| rules.is_empty() || rules.contains(&finding.rule))
        .filter(|finding| filter.matches(&audit.filter_row(finding)))
        .collect();
    let shown: Vec<&Finding> = wanted.iter().copied().filter(|finding| shows_accepted || finding.is_open()).collect();
    if context.globals.json {
        context.printer.json(&json::Audit::of(&audit, &wanted, &shown))?;
    } else {
        print(&audit, &wanted, &shown, context)?;
    }
    if let Some(notifying) = &notifying {
        notify::tell(notifying, &services, &audit, context);
    }
    let least = args.fail_on.map(Severity::from);
    let fails = wanted.iter().any(|finding| finding.is_open() && least.is_some_and(|least| finding.severity >= least));
    Ok(if fails { Exit::No } else { Exit::Done })
}

/// The rule that a word on the command line names.
fn rule(word: &str) -> Result<Rule> {
    Rule::from_word(word).ok_or_else(|| {
        let near = crate::domain::nearest::nearest(word, Rule::ALL.into_iter().map(Rule::word));
        let shown = crate::domain::label::excerpt(word, 40);
        let hint = near.map_or_else(|| "jeton audit rules lists them".to_owned(), |near| format!("did you mean {near}?"));
        Failure::usage(format!("no such rule: {}", shown.as_str())).hint(hint)
    })
}

fn print(audit: &Audit, wanted: &[&Finding], shown: &[&Finding], context: &mut Context) -> Result<()> {
    for warning in &audit.warnings {
        context.printer.note(Text::toned(Tone::Warning, format!("warning: {warning}")));
    }
    for severity in Severity::ALL {
        let group: Vec<&Finding> = shown.iter().copied().filter(|finding| finding.severity == severity).collect();
        if group.is_empty() {
            continue;
        }
        let count = counted(group.len() as u64, "finding", "findings");
        context.printer.line(Text::toned(tone(severity), severity.word()).and(Tone::Faint, format!("  {count}")))?;
        for alike in group.chunk_by(|one, other| one.rule == other.rule && one.is_open() == other.is_open()) {
            match alike {
                [first, ..] if alike.len() > FEW && first.is_open() => print_crowd(audit, first, alike, context)?,
                _ => print_each(audit, alike, context)?,
            }
        }
        context.printer.line("")?;
    }
    context.printer.line(summary(audit, wanted))
}

/// So many findings of one rule stand each for itself.
const FEW: usize = 3;

fn label<'a>(audit: &'a Audit, finding: &Finding) -> &'a str {
    finding.token.map_or(OF_THE_VAULT, |id| audit.label(id))
}

fn print_each(audit: &Audit, findings: &[&Finding], context: &mut Context) -> Result<()> {
    for finding in findings {
        let line = Text::from("  ").join(heading(finding)).plain("  ").and(Tone::Strong, label(audit, finding));
        context.printer.line(line)?;
        explain(finding, next_step(finding, finding.token.and_then(|id| audit.row(id)).as_ref()), context)?;
    }
    Ok(())
}

/// Many findings of one rule: a line each, and once what to do.
fn print_crowd(audit: &Audit, first: &Finding, alike: &[&Finding], context: &mut Context) -> Result<()> {
    let count = counted(alike.len() as u64, "token", "tokens");
    context.printer.line(Text::from("  ").join(heading(first)).plain("  ").and(Tone::Strong, count))?;
    let labels = alike.iter().map(|finding| Text::toned(Tone::Strong, label(audit, finding)));
    let widest = labels.clone().map(|label| label.width()).max().unwrap_or_default().min(WIDEST_LABEL);
    for (finding, label) in alike.iter().zip(labels) {
        let gap = " ".repeat(widest.saturating_sub(label.width()) + 2);
        context.printer.line(Text::from("    ").join(label).plain(gap).plain(&finding.evidence))?;
    }
    context.printer.line(Text::toned(Tone::Faint, "    next: ").plain(next_for_many(first)))
}

/// A longer label pushes its own evidence to the right, not that of all others.
const WIDEST_LABEL: usize = 36;

/// What was noticed.
pub fn heading(finding: &Finding) -> Text {
    Text::toned(tone(finding.severity), finding.rule.word())
}

/// The evidence and what to do, below the heading.
pub fn explain(finding: &Finding, next: Option<String>, context: &mut Context) -> Result<()> {
    context.printer.line(Text::from("    ").plain(&finding.evidence))?;
    match (&finding.accepted, next) {
        (Some(accepted), _) => {
            let until = super::when::exact(accepted.until);
            let line = format!("    accepted until {until} by {}: {}", accepted.by, accepted.note);
            context.printer.line(Text::toned(Tone::Faint, line))
        }
        (None, Some(next)) => context.printer.line(Text::toned(Tone::Faint, "    next: ").plain(next)),
        (None, None) => Ok(()),
    }
}

/// How a severity looks.
pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::High => Tone::Bad,
        Severity::Medium => Tone::Warning,
        Severity::Low => Tone::Plain,
        Severity::Info => Tone::Faint,
    }
}

fn summary(audit: &Audit, wanted: &[&Finding]) -> Text {
    let open = |severity| wanted.iter().filter(|finding| finding.is_open() && finding.severity == severity).count();
    let counts = Severity::ALL.map(|severity| (severity, open(severity)));
    let accepted = wanted.iter().filter(|finding| !finding.is_open()).count();
    let mut line = Text::default();
    for (at, (severity, count)) in counts.into_iter().enumerate() {
        let tone = if count == 0 { Tone::Faint } else { tone(severity) };
        line = line.plain(if at == 0 { "" } else { ", " }).and(tone, format!("{count} {severity}"));
    }
    let accepted = if accepted == 0 { String::new() } else { format!("; {accepted} accepted") };
    line.plain(format!("{accepted} in {}", counted(audit.tokens as u64, "live token", "live tokens")))
}

impl From<FailOn> for Severity {
    fn from(least: FailOn) -> Self {
        match least {
            FailOn::High => Self::High,
            FailOn::Medium => Self::Medium,
            FailOn::Low => Self::Low,
            FailOn::Info => Self::Info,
        }
    }
}
