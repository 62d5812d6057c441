//! `jeton verify`

use super::args::VerifyArgs;
use super::context::{Context, parse, parse_optional};
use super::exit::Exit;
use super::failure::Result;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use super::{json, secret_input};
use crate::domain::verdict::{Demand, Judgement, Verdict};
use crate::services::{Asked, VerifyRequest};

/// Judges a value from standard input.
pub fn run(args: &VerifyArgs, context: &mut Context) -> Result {
    let request = request(args)?;
    let services = context.open()?;
    let route = match &request.asked {
        Some(asked) => Some(json::RouteAnswer::of(services.profile(&asked.profile)?, &asked.method, &asked.target)),
        None => None,
    };
    let value = secret_input::any_value("value: ")?;
    let judgement = services.verify_request(&value, &request)?;
    if context.globals.json {
        context.printer.json(&json::Judgement::of(&judgement, route))?;
    } else {
        print(&judgement, args.explain, context)?;
    }
    Ok(match judgement.verdict {
        Verdict::Allow => Exit::Done,
        Verdict::Deny(_) => Exit::No,
    })
}

fn request(args: &VerifyArgs) -> Result<VerifyRequest> {
    let demand = Demand {
        project: parse_optional(args.project.as_deref(), "--project")?,
        scopes: args.needs.iter().map(|scope| parse(scope, "--need")).collect::<Result<_>>()?,
    };
    let asked = args.profile.iter().zip(&args.method).zip(&args.path).next();
    let asked = asked.map(|((profile, method), target)| Asked {
        profile: profile.clone(),
        method: method.clone(),
        target: target.clone(),
    });
    Ok(VerifyRequest {
        demand,
        asked,
        source: args.source,
        bot: args.bot_id.clone(),
        integration: args.integration_id.clone(),
        workspace: args.workspace_id.clone(),
    })
}

fn print(judgement: &Judgement, explain: bool, context: &mut Context) -> Result<()> {
    if explain {
        context.printer.table(&steps(judgement))?;
    }
    let verdict = match &judgement.verdict {
        Verdict::Allow => Text::toned(Tone::Good, "allow"),
        Verdict::Deny(reason) => Text::toned(Tone::Bad, "deny").plain(" ").plain(reason.word()),
    };
    let token = judgement.token.map(|id| format!(" {id}")).unwrap_or_default();
    let missing = judgement.missing.as_ref().map(|scope| format!(" (needs {scope})")).unwrap_or_default();
    context.printer.line(verdict.plain(token).plain(missing))
}

fn steps(judgement: &Judgement) -> Table {
    let mut table = Table::new([("CHECK", Fit::Fixed), ("PASSED", Fit::Fixed), ("SEEN", Fit::Cut(20))]);
    for step in &judgement.steps {
        let passed = match step.passed {
            Some(true) => Text::toned(Tone::Good, "yes"),
            Some(false) => Text::toned(Tone::Bad, "no"),
            None => Text::toned(Tone::Faint, "-"),
        };
        table.row([Text::from(step.check), passed, Text::from(step.detail.as_str())]);
    }
    table
}
