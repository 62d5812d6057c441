//! `jeton enable SEL…`

use super::args::ManyArgs;
use super::context::Context;
use super::failure::Result;
use super::several;

/// Switches tokens on.
pub fn run(args: &ManyArgs, context: &mut Context) -> Result {
    several::change(&args.selectors, "enabled", context, |services, session, token| services.enable(session.into(), token.id))
}
