//! `jeton log trust`

use super::context::Context;
use super::exit::Exit;
use super::failure::Result;
use super::json;
use serde::Serialize;

/// What was remembered, and what is from now on.
#[derive(Debug, Serialize)]
struct Trusted {
    remembered: json::Head,
    head: json::Head,
}

/// Takes the log as it is for right, although this machine remembers another.
pub fn run(context: &mut Context) -> Result {
    let services = context.open()?;
    let session = context.unlock(&services)?;
    let (remembered, head) = services.trust_head(&session)?;
    let trusted = Trusted { remembered: remembered.into(), head: head.into() };
    if context.globals.json {
        context.printer.json(&trusted)?;
    } else {
        let Trusted { remembered, head } = trusted;
        context.printer.note(format!(
            "this machine remembered event {} and remembers event {} from now on; the log tells of it",
            remembered.seq, head.seq
        ));
    }
    Ok(Exit::Done)
}
