//! `jeton log`

use super::args::{LogArgs, LogForm};
use super::context::{Context, parse, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::follow::reader_left_within_half_a_second;
use super::json;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::domain::event::{Action, Event, ExportFormat, Outcome, read_differences};
use crate::domain::filter::{self, EventFilter};
use crate::domain::label::display_safe;
use crate::domain::moment::Moment;
use crate::domain::nearest::nearest;
use crate::domain::number::counted;
use crate::services::{LogQuery, Services};
use std::ffi::OsStr;
use std::path::Path;

/// Events that are shown unless told otherwise.
const SHOWN: usize = 50;

/// Prints events, the oldest first.
pub fn run(args: &LogArgs, context: &mut Context) -> Result {
    let actions = args.actions.iter().map(|word| action(word)).collect::<Result<Vec<_>>>()?;
    let filter = EventFilter::parse(&filter_text(args)?)
        .map_err(|error| Failure::usage(error).hint("for example: jeton log --filter 'action:rotate at:<7d !owner:helper'"))?;
    if let Some(path) = &args.output {
        expect_free(path)?;
    }
    let services = context.open()?;
    let token = args.token.as_deref().map(|selector| resolve(&services, selector)).transpose()?;
    let is_exported = args.format.is_some() || args.output.is_some();
    let limit = args.limit.unwrap_or(if is_exported { 0 } else { SHOWN });
    let mut query =
        LogQuery { token: token.map(|token| token.id), actions, filter, after: None, limit: (limit > 0).then_some(limit) };
    if is_exported {
        return export(args, &query, &services, context);
    }
    let events = services.log(&query)?;
    if args.follow {
        query.after = Some(services.log_head()?.seq.max(events.last().map_or(0, |event| event.seq)));
        return follow(&events, query, &services, context);
    }
    if context.globals.json {
        context.printer.json(&events.iter().map(json::Event::from).collect::<Vec<_>>())?;
    } else if events.is_empty() {
        context.printer.note("no event matches");
    } else if args.diff {
        events.iter().try_for_each(|event| print_with_diff(event, context))?;
    } else {
        context.printer.table(&table(&events))?;
    }
    Ok(Exit::Done)
}

/// The filter with what the options add to it, in its own grammar.
fn filter_text(args: &LogArgs) -> Result<String> {
    let mut text = args.filter.clone().unwrap_or_default();
    for (option, key, moment) in [("--since", "since", &args.since), ("--until", "until", &args.until)] {
        if let Some(moment) = moment {
            let moment: Moment = parse(moment, option)?;
            text.push_str(&format!(" {key}:{moment}"));
        }
    }
    if let Some(by) = &args.by {
        text.push_str(&format!(" actor:{}", filter::in_quotes(by)));
    }
    Ok(text)
}

/// Refuses a target that is taken before anything is read.
fn expect_free(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(_) => {
            let path = path.display().to_string();
            Err(Failure::usage(format!("{} exists already; nothing was written", display_safe(&path))).hint("name another file"))
        }
        Err(_) => Ok(()),
    }
}

fn export(args: &LogArgs, query: &LogQuery, services: &Services, context: &mut Context) -> Result {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(OsStr::to_str);
    let format = match args.format {
        Some(LogForm::Csv) => ExportFormat::Csv,
        Some(LogForm::Json) => ExportFormat::Json,
        Some(LogForm::Jsonl) => ExportFormat::JsonLines,
        Some(LogForm::Markdown) => ExportFormat::Markdown,
        None => ending.and_then(ExportFormat::of_ending).ok_or_else(|| {
            let unknown = Failure::usage("--output: the file's ending names no form");
            unknown.hint("end it in .csv, .json, .jsonl or .md, or add --format")
        })?,
    };
    match &args.output {
        None => {
            services.export_log(query, format, |text| context.printer.document(text))?;
        }
        Some(path) => {
            let events = services.export_log_to(path, query, format)?;
            let path = path.display().to_string();
            context.printer.note(format!("{} written to {}", counted(events, "event", "events"), display_safe(&path)));
        }
    }
    Ok(Exit::Done)
}

/// An event's line, and below it what an edit took away and brought.
fn print_with_diff(event: &Event, context: &mut Context) -> Result<()> {
    let Some(differences) = read_differences(&event.what.detail) else {
        return context.printer.line(Text::joined(cells(event)));
    };
    let [seq, at, by, action, on, _] = cells(event);
    context.printer.line(Text::joined([seq, at, by, action, on]))?;
    for difference in differences {
        for (sign, tone, side) in [('-', Tone::Bad, difference.was), ('+', Tone::Good, difference.is)] {
            if let Some(side) = side {
                context.printer.line(Text::from(format!("    {:<10}", difference.what)).and(tone, format!("{sign} {side}")))?;
            }
        }
    }
    Ok(())
}

/// A table of events.
pub fn table(events: &[Event]) -> Table {
    let mut table = Table::new([
        ("SEQ", Fit::Drop(2)),
        ("AT", Fit::Fixed),
        ("BY", Fit::Cut(8)),
        ("ACTION", Fit::Fixed),
        ("ON", Fit::Cut(16)),
        ("DETAIL", Fit::Cut(16)),
    ]);
    for event in events {
        table.row(cells(event));
    }
    table
}

fn cells(event: &Event) -> [Text; 6] {
    let what = &event.what;
    let by = match &what.actor.address {
        Some(address) => format!("{} ({address})", what.actor.name),
        None => what.actor.name.clone(),
    };
    let action = match what.outcome {
        Outcome::Done => Text::from(what.action.word()),
        Outcome::Refused => Text::toned(Tone::Bad, format!("{} refused", what.action.word())),
    };
    [
        Text::toned(Tone::Faint, event.seq.to_string()),
        Text::from(what.at.strftime("%Y-%m-%d %H:%M:%S").to_string()),
        Text::from(by),
        action,
        Text::from(what.subject.as_str()),
        Text::from(what.detail.as_str()),
    ]
}

/// Goes on printing until the reader has gone or Ctrl-C is pressed.
fn follow(events: &[Event], mut query: LogQuery, services: &Services, context: &mut Context) -> Result {
    query.limit = None;
    print_lines(events, context)?;
    let mut version = services.data_version()?;
    while !reader_left_within_half_a_second()? {
        let seen = services.data_version()?;
        if seen == version {
            continue;
        }
        version = seen;
        let events = services.log(&query)?;
        query.after = events.last().map(|event| event.seq).or(query.after);
        print_lines(&events, context)?;
    }
    Ok(Exit::Done)
}

fn print_lines(events: &[Event], context: &mut Context) -> Result<()> {
    for event in events {
        if context.globals.json {
            context.printer.json_line(&json::Event::from(event))?;
        } else {
            context.printer.line(Text::joined(cells(event)))?;
        }
    }
    context.printer.flush()
}

fn action(word: &str) -> Result<Action> {
    Action::from_word(word).ok_or_else(|| {
        let unknown = Failure::usage(format!("no such action: {}", display_safe(word)));
        match nearest(word, Action::ALL.into_iter().map(Action::word)) {
            Some(near) => unknown.hint(format!("did you mean {near}?")),
            None => unknown.hint(format!("the actions are {}", Action::ALL.map(Action::word).join(", "))),
        }
    })
}
