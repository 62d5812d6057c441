//! `jeton verify`

use super::args::VerifyArgs;
use super::context::{Context, parse, parse_optional};
use super::exit::Exit;
use super::failure::Result;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use super::{json, secret_input};
use crate::domain::verdict::{Demand, Judgement, Verdict};

/// Judges a value from standard input.
pub fn run(args: &VerifyArgs, context: &mut Context) -> Result {
    let demand = Demand {
        project: parse_optional(args.project.as_deref(), "--project")?,
        scopes: args.needs.iter().map(|scope| parse(scope, "--need")).collect::<Result<_>>()?,
    };
    let services = context.open()?;
    let value = secret_input::any_value("value: ")?;
    let judgement = services.verify(&value, &demand)?;
    if context.globals.json {
        context.printer.json(&json::Judgement::from(&judgement))?;
    } else {
        print(&judgement, args.explain, context)?;
    }
    Ok(match judgement.verdict {
        Verdict::Allow => Exit::Done,
        Verdict::Deny(_) => Exit::No,
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
    context.printer.line(verdict.plain(token))
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
