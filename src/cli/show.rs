//! `jeton show SEL`

use super::args::OneArgs;
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::Result;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use super::{audit, json, log, tokens, when};
use crate::domain::Instant;
use crate::domain::mask::Hint;
use crate::domain::secret::{Secret, SecretState};
use crate::domain::summary::TokenRow;
use crate::services::{Services, TokenDetail};

/// Events shown to people; `--json` has all that the use case gives.
const HISTORY_SHOWN: usize = 10;

/// Shows everything about one token but its value.
pub fn run(args: &OneArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let token = resolve(&services, &args.selector)?;
    let detail = services.show(token.id)?;
    context.warn_of_usage(&services);
    let now = services.now();
    if context.globals.json {
        context.printer.json(&as_json(&detail, now, context.globals.private))?;
    } else {
        print(&detail, &services, now, context)?;
    }
    Ok(Exit::Done)
}

/// A token in detail as JSON.
pub fn as_json(detail: &TokenDetail, now: Instant, private: bool) -> json::Detail {
    let row = TokenRow::from(&detail.summary);
    json::Detail {
        token: json::Token::at(&detail.summary, now, private),
        owner: json::Owner {
            // Of a project itself the summary names it too; only what belongs to one has it as its project.
            project: detail.owner.project.and(detail.summary.project.as_ref()).map(|name| name.as_str().to_owned()),
            ..json::Owner::from(&detail.owner)
        },
        secrets: detail.secrets.iter().map(|secret| json::Secret::at(secret, now, private)).collect(),
        findings: detail.findings.iter().map(|finding| json::Finding::of(finding, Some(&row))).collect(),
        history: detail.history.iter().map(json::Event::from).collect(),
    }
}

/// Shows a token in detail.
///
/// # Errors
/// Standard output failed.
pub fn print(detail: &TokenDetail, services: &Services, now: Instant, context: &mut Context) -> Result<()> {
    for (label, text) in facts(detail, services, now, context) {
        context.printer.line(Text::toned(Tone::Faint, format!("{label:<10}  ")).join(text))?;
    }
    print_findings(detail, context)?;
    context.printer.line("")?;
    context.printer.table(&secrets(&detail.secrets, now, context.globals.private))?;
    context.printer.line("")?;
    let history = &detail.history[..detail.history.len().min(HISTORY_SHOWN)];
    context.printer.table(&log::table(history))
}

/// What the audit notices, with all that there is to say about it.
fn print_findings(detail: &TokenDetail, context: &mut Context) -> Result<()> {
    let row = TokenRow::from(&detail.summary);
    for finding in &detail.findings {
        context.printer.line("")?;
        context.printer.line(audit::heading(finding).and(Tone::Faint, format!("  {}", finding.severity)))?;
        audit::explain(finding, audit::next_step(finding, Some(&row)), context)?;
        for line in &finding.details {
            context.printer.line(Text::from("      ").plain(line))?;
        }
    }
    Ok(())
}

fn facts(detail: &TokenDetail, services: &Services, now: Instant, context: &Context) -> Vec<(&'static str, Text)> {
    let usage = &detail.usage;
    let token = &detail.summary;
    let status = token.status(now);
    let mut facts = vec![
        ("token", Text::toned(Tone::Strong, token.label())),
        ("id", token.id.to_string().into()),
        ("status", Text::toned(Tone::of(status), status.word())),
        ("value", tokens::masked(token, &services.info().brand, context).into()),
        ("owner", format!("{} {}", detail.owner.kind, token.owner.as_str()).into()),
    ];
    let mut fact = |label, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            facts.push((label, Text::from(text)));
        }
    };
    fact("project", detail.owner.project.and(token.project.as_ref()).map(|name| name.as_str().to_owned()));
    fact("runs as", detail.owner.external_id.clone());
    fact("dashboard", detail.owner.dashboard_url.clone());
    fact("scopes", Some(token.scopes.to_string()));
    fact("from", Some(token.policy.networks.to_string()));
    fact("rate", token.policy.rate.map(|rate| rate.to_string()));
    fact("note", Some(token.note.clone()));
    fact("issued", Some(when::both(token.created_at, now)));
    fact("rotated", (token.version > 1).then(|| when::both(token.rotated_at, now)));
    fact("grace", token.grace_until.filter(|until| now < *until).map(|until| format!("until {}", when::both(until, now))));
    fact("last used", token.last_used_at.map(|at| when::both(at, now)));
    fact("use", Some(usage.told(now)));
    let expiry = token.expires_at.map_or_else(|| "never".to_owned(), |at| when::both(at, now));
    fact("expires", Some(expiry));
    facts
}

fn secrets(secrets: &[Secret], now: Instant, private: bool) -> Table {
    let mut table = Table::new([
        ("VERSION", Fit::Fixed),
        ("STATE", Fit::Fixed),
        ("ENDS IN", Fit::Fixed),
        ("MADE", Fit::Fixed),
        ("UNTIL", Fit::Drop(1)),
    ]);
    for secret in secrets {
        let state = secret.state_at(now);
        let tone = match state {
            SecretState::Current => Tone::Good,
            SecretState::Retiring => Tone::Warning,
            SecretState::Retired => Tone::Faint,
        };
        let hint = if private { Hint::default() } else { secret.hint };
        let until = secret.retired_at.or(secret.grace_until).map(when::exact).unwrap_or_default();
        table.row([
            Text::from(secret.version.to_string()),
            Text::toned(tone, state.word()),
            Text::from(hint.as_str()),
            Text::from(when::exact(secret.created_at)),
            Text::from(until),
        ]);
    }
    table
}
