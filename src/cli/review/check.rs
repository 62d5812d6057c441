//! `jeton review check FILE`

use crate::cli::args::ReviewCheckArgs;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::cli::json;
use crate::cli::text::{Text, Tone};
use crate::domain::label::display_safe;
use std::io::Read;

/// A report of a hundred thousand tokens is smaller.
const MAX_BYTES: u64 = 256 << 20;

/// Checks a report against the vault and its history.
pub fn run(args: &ReviewCheckArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let session = if args.keyed { Some(context.unlock(&services)?) } else { None };
    let text = read(&args.file)
        .map_err(|why| Failure::usage(format!("{} cannot be read: {why}", display_safe(&args.file.display().to_string()))))?;
    let checked = services.check_report(&text, session.as_ref())?;
    if context.globals.json {
        context.printer.json(&json::ReviewCheck::from(&checked))?;
    } else {
        if let Some(unlike) = &checked.unlike {
            let number = unlike.line;
            context.printer.line(Text::toned(Tone::Bad, format!("line {number} is not what the vault says")))?;
            context.printer.line(format!("  given   {}", unlike.given.trim_end()))?;
            context.printer.line(format!("  wanted  {}", unlike.wanted.trim_end()))?;
        }
        for fault in &checked.chain.faults {
            context.printer.line(Text::toned(Tone::Bad, fault))?;
        }
        let events = checked.chain.events;
        let verdict = if checked.is_good() {
            let keyed = if args.keyed { format!(", {} under the key", checked.chain.keyed) } else { String::new() };
            Text::toned(Tone::Good, "good")
                .plain(format!(": the report of review {}, {events} events intact{keyed}", checked.review))
        } else {
            Text::toned(Tone::Bad, "not good")
                .plain(format!(": this is not the report of review {} as it was closed", checked.review))
        };
        context.printer.line(verdict)?;
    }
    Ok(if checked.is_good() { Exit::Done } else { Exit::No })
}

fn read(path: &std::path::Path) -> std::result::Result<String, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    if !file.metadata().map_err(|error| error.to_string())?.is_file() {
        return Err("it is no regular file".to_owned());
    }
    let mut text = String::new();
    file.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > MAX_BYTES { Err("it is over 256 MiB long".to_owned()) } else { Ok(text) }
}
