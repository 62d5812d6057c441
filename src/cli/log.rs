//! `jeton log`

use super::args::LogArgs;
use super::context::{Context, resolve};
use super::exit::Exit;
use super::failure::{Failure, Result};
use super::follow::reader_left_within_half_a_second;
use super::json;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::domain::event::{Action, Event, Outcome};
use crate::domain::filter::EventFilter;
use crate::domain::label::display_safe;
use crate::domain::nearest::nearest;
use crate::services::{LogQuery, Services};

/// Prints events, the oldest first.
pub fn run(args: &LogArgs, context: &mut Context) -> Result {
    let actions = args.actions.iter().map(|word| action(word)).collect::<Result<Vec<_>>>()?;
    let filter = EventFilter::parse(args.filter.as_deref().unwrap_or_default())
        .map_err(|error| Failure::usage(error).hint("for example: jeton log --filter 'action:rotate at:<7d !owner:helper'"))?;
    let services = context.open()?;
    let token = args.token.as_deref().map(|selector| resolve(&services, selector)).transpose()?;
    let mut query = LogQuery {
        token: token.map(|token| token.id),
        actions,
        filter,
        after: None,
        limit: (args.limit > 0).then_some(args.limit),
    };
    let events = services.log(&query)?;
    if args.follow {
        query.after = Some(services.log_head()?.seq.max(events.last().map_or(0, |event| event.seq)));
        return follow(&events, query, &services, context);
    }
    if context.globals.json {
        context.printer.json(&events.iter().map(json::Event::from).collect::<Vec<_>>())?;
    } else if events.is_empty() {
        context.printer.note("no event matches");
    } else {
        context.printer.table(&table(&events))?;
    }
    Ok(Exit::Done)
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
