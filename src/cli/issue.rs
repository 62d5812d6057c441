//! `jeton issue pat|bot:NAME|integration:NAME|external:NAME`

use super::args::IssueArgs;
use super::context::{Context, parse, parse_optional};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::{outcome, policy, secret_input};
use crate::domain::owner::OwnerKind;
use crate::domain::plaintext::Plaintext;
use crate::domain::selector::OwnerSelector;
use crate::services::{IssueRequest, IssueTarget};

/// Issues a token and prints its value alone.
pub fn run(args: &IssueArgs, context: &mut Context) -> Result {
    context.expect_reader()?;
    let target = target(&args.target)?;
    let mut request = IssueRequest {
        name: parse(&args.name, "--name")?,
        scopes: (!args.scopes.is_empty()).then(|| args.scopes.clone()),
        expiry: parse_optional(args.expires.as_deref(), "--expires")?,
        policy: policy::policy(&args.policy)?,
        note: args.note.clone(),
        value: None,
        target,
    };
    let services = context.open()?;
    request.value = value(args, &request.target)?;
    let session = context.unlock(&services)?;
    let issued = services.issue((&session).into(), request)?;
    let now = services.now();
    if context.globals.json {
        let result = outcome::issued_json(&issued, now, context);
        context.printer.secret_json(&result).map_err(|error| Failure::value_lost(&issued.token, &error))?;
        return Ok(Exit::Done);
    }
    outcome::note_token("issued", &issued.token, now, context);
    outcome::note_shown_once(&issued.token, context);
    outcome::print_value(&issued, context)?;
    Ok(Exit::Done)
}

fn target(text: &str) -> Result<IssueTarget> {
    if text == "pat" {
        return Ok(IssueTarget::Personal);
    }
    let owner: OwnerSelector = text
        .parse()
        .map_err(|_| Failure::usage("write what the token speaks for: pat, bot:NAME, integration:NAME or external:NAME"))?;
    match owner.kind {
        OwnerKind::Account | OwnerKind::Project => {
            let next = match owner.kind {
                OwnerKind::Account => "jeton rotate account".to_owned(),
                _ => format!("jeton rotate {owner}"),
            };
            Err(Failure::usage(format!("{} tokens come one at a time", owner.kind))
                .hint(format!("give it a new value with: {next}")))
        }
        _ => Ok(IssueTarget::Owner(owner)),
    }
}

/// The value of an external token, which is issued elsewhere and brought here.
fn value(args: &IssueArgs, target: &IssueTarget) -> Result<Option<Plaintext>> {
    let is_external = matches!(target, IssueTarget::Owner(owner) if owner.kind == OwnerKind::External);
    match (is_external, args.stdin) {
        (true, _) => secret_input::value("value: ").map(Some),
        (false, true) => Err(Failure::usage("--stdin is for external tokens; Jeton makes the values of its own")),
        (false, false) => Ok(None),
    }
}
