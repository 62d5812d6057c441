//! `jeton gateway nginx|caddy|traefik|haproxy|envoy`

use super::args::{GatewayArgs, Proxy};
use super::context::{Context, parse, parse_optional};
use super::doctor;
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::text::{Text, Tone};
use crate::app::App;
use crate::domain::gateway_config::{self, Order};
use crate::domain::label::excerpt;
use crate::domain::name::Name;
use crate::domain::owner::{Owner, OwnerKind};
use crate::domain::route::Profile;
use crate::domain::scope::Scope;
use crate::services::Settings;

/// Prints a configuration, or the script that HAProxy needs.
pub fn run(args: &GatewayArgs, context: &mut Context) -> Result {
    if args.lua {
        return print_script(args, context);
    }
    let app = context.app()?;
    let order = order(args, &app)?;
    let text = order.render().map_err(Failure::usage)?;
    warn_of_unknown_project(&order.project, context);
    context.printer.document(&text)?;
    Ok(Exit::Done)
}

fn print_script(args: &GatewayArgs, context: &mut Context) -> Result {
    if args.proxy != Proxy::Haproxy {
        return Err(Failure::usage("--lua goes with haproxy alone"));
    }
    let script = gateway_config::lua_script().map_err(Failure::fault)?;
    context.printer.document(&script)?;
    Ok(Exit::Done)
}

fn order(args: &GatewayArgs, app: &App) -> Result<Order> {
    let settings = &app.settings();
    let needs = args.needs.iter().map(|text| scope(text, settings)).collect::<Result<Vec<_>>>()?;
    Ok(Order {
        gateway: args.proxy.into(),
        project: parse(args.project.as_deref().unwrap_or_default(), "--project")?,
        upstream: parse(args.upstream.as_deref().unwrap_or_default(), "--upstream")?,
        needs,
        routes: args.routes.as_deref().map(|name| profile(name, settings)).transpose()?,
        server_name: parse_optional(args.server_name.as_deref(), "--server-name")?,
        door: parse_optional(args.listen.as_deref(), "--listen")?,
        jeton: match &args.jeton {
            Some(text) => parse(text, "--jeton")?,
            None => doctor::reaching(&app.config.serve.listen)?,
        },
        strip_token: args.strip_authorization,
    })
}

/// One that no token can have would deny everybody.
fn scope(text: &str, settings: &Settings) -> Result<Scope> {
    let scope = parse(text, "--need")?;
    settings.catalogue.require(&scope).map_err(|error| Failure::usage(format!("--need: {error}")))?;
    Ok(scope)
}

fn profile(text: &str, settings: &Settings) -> Result<String> {
    if let Some(profile) = settings.profiles.get(text) {
        return Ok(profile.name().to_owned());
    }
    let known: Vec<&str> = settings.profiles.iter().map(Profile::name).collect();
    let failure = Failure::usage(format!("--routes: there is no route profile {}", excerpt(text, 40)));
    Err(failure.hint(format!("there are {}; others go into the configuration", known.join(", "))))
}

/// A configuration may be made on another machine than the vault's; where there is one, a mistyped project would deny everybody.
fn warn_of_unknown_project(project: &Name, context: &mut Context) {
    let Ok(services) = context.open() else { return };
    let Ok(owners) = services.owners() else { return };
    let is_it = |owner: &Owner| owner.kind == OwnerKind::Project && owner.name.folded() == project.folded();
    if !owners.iter().any(|view| is_it(&view.owner)) {
        let warning = format!("the vault has no project {project}: tokens of bots and integrations will be denied");
        context.printer.note(Text::toned(Tone::Warning, "warning:").plain(" ").plain(&warning));
    }
}
