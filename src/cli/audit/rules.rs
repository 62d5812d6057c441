//! `jeton audit rules`

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::Result;
use crate::cli::json;
use crate::cli::table::{Fit, Table};
use crate::cli::text::{Text, Tone};
use crate::domain::finding::Rule;

/// Lists the rules, with the numbers in force.
pub fn run(context: &mut Context) -> Result {
    let thresholds = context.app()?.settings().audit;
    let is_asked = |rule: Rule| !thresholds.ignore.contains(&rule);
    if context.globals.json {
        let rule = |rule: Rule| json::AuditRule {
            rule: rule.word(),
            title: rule.title(),
            threshold: Some(thresholds.told(rule)).filter(|told| !told.is_empty()),
            asked: is_asked(rule),
        };
        context.printer.json(&Rule::ALL.map(rule))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([("RULE", Fit::Fixed), ("NOTICES", Fit::Cut(16)), ("FROM", Fit::Cut(10))]);
    for rule in Rule::ALL {
        let from =
            if is_asked(rule) { Text::from(thresholds.told(rule)) } else { Text::toned(Tone::Faint, "not asked (audit.ignore)") };
        table.row([Text::toned(Tone::Strong, rule.word()), Text::from(rule.title()), from]);
    }
    context.printer.table(&table)?;
    Ok(Exit::Done)
}
