//! `jeton project|bot|integration|external add|ls|rename|set|archive`: one implementation for all four. And `jeton account rename|set`.

mod add;
mod archive;
mod ls;
mod rename;
mod set;

use super::args::{AccountCommand, AddArgs, ExternalAddArgs, OwnerCommand, ProjectAddArgs, ScopedAddArgs};
use super::context::{Context, parse, parse_optional};
use super::failure::Result;
use super::policy::policy;
use super::secret_input;
use super::terminal::Terminal;
use crate::domain::owner::OwnerKind;
use crate::services::AddOwner;
use clap::Args;

/// Runs a command about owners of one kind.
pub fn run<Add: Args + IntoRequest>(kind: OwnerKind, command: OwnerCommand<Add>, context: &mut Context) -> Result {
    match command {
        OwnerCommand::Add(args) => add::run(args.into_request(kind)?, context),
        OwnerCommand::Ls(args) => ls::run(kind, args, context),
        OwnerCommand::Rename(args) => rename::run(kind, &args, context),
        OwnerCommand::Set(args) => set::run(kind, &args, context),
        OwnerCommand::Archive(args) => archive::run(kind, &args, context),
    }
}

/// Runs a command about the account.
pub fn run_account(command: AccountCommand, context: &mut Context) -> Result {
    match command {
        AccountCommand::Rename(args) => rename::run_account(&args, context),
        AccountCommand::Set(args) => set::run_account(&args, context),
    }
}

/// Arguments of an `add` as the use case wants them.
pub trait IntoRequest {
    /// The request.
    ///
    /// # Errors
    /// A name or an expiry is none, or a value cannot be read.
    fn into_request(self, kind: OwnerKind) -> Result<AddOwner>;
}

fn common(kind: OwnerKind, args: &AddArgs) -> Result<AddOwner> {
    Ok(AddOwner {
        note: args.note.clone(),
        expiry: parse_optional(args.expires.as_deref(), "--expires")?,
        ..AddOwner::new(kind, parse(&args.name, "")?)
    })
}

impl IntoRequest for ProjectAddArgs {
    fn into_request(self, kind: OwnerKind) -> Result<AddOwner> {
        Ok(AddOwner { external_id: self.external_id, policy: policy(&self.policy)?, ..common(kind, &self.common)? })
    }
}

impl IntoRequest for ScopedAddArgs {
    fn into_request(self, kind: OwnerKind) -> Result<AddOwner> {
        Ok(AddOwner {
            project: parse_optional(self.project.as_deref(), "--project")?,
            external_id: self.external_id,
            token_name: parse_optional(self.token.as_deref(), "--token")?,
            scopes: (!self.scopes.is_empty()).then_some(self.scopes),
            policy: policy(&self.policy)?,
            ..common(kind, &self.common)?
        })
    }
}

impl IntoRequest for ExternalAddArgs {
    /// The value is read from standard input when that was said, asked at a terminal, and otherwise left for later.
    fn into_request(self, kind: OwnerKind) -> Result<AddOwner> {
        let mut request = AddOwner {
            dashboard_url: self.dashboard,
            token_name: parse_optional(self.token.as_deref(), "--token")?,
            ..common(kind, &self.common)?
        };
        if self.stdin {
            request.value = Some(secret_input::value("value: ")?);
        } else if let (false, Some(mut terminal)) = (self.no_value, Terminal::open()) {
            let value = terminal.ask_hidden("value (empty for none yet): ")?;
            request.value = (!value.expose().is_empty()).then_some(value);
        }
        Ok(request)
    }
}
