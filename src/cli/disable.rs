//! `jeton disable SEL…`

use super::args::ManyArgs;
use super::context::Context;
use super::failure::Result;
use super::several;

/// Switches tokens off.
pub fn run(args: &ManyArgs, context: &mut Context) -> Result {
    several::change(&args.selectors, "disabled", context, |services, session, token| services.disable(session.into(), token.id))
}
