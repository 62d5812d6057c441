//! `jeton review close|report`

use crate::cli::args::{ReportArgs, ReportForm, ReviewCloseArgs, ReviewReportArgs};
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, Result};
use crate::domain::label::display_safe;
use crate::domain::review::{ReportFormat, ReviewId};
use crate::services::{Services, Undecided, save_text};

/// Closes the open review and gives its report out.
pub fn close(args: &ReviewCloseArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    super::open(&services)?;
    expect_free(&args.report)?;
    let session = context.unlock(&services)?;
    let undecided = if args.unfinished { Undecided::List } else { Undecided::Refuse };
    let review = services.close_review(&session, undecided)?;
    context.printer.note(format!("review {} is closed", review.id));
    give_out(review.id, &args.report, &services, context).map_err(|failure| {
        failure.hint(format!("the review is closed; its report can be had again: jeton review report {}", review.id))
    })
}

/// Gives the report of a closed review out.
pub fn run(args: &ReviewReportArgs, context: &mut Context) -> Result {
    let services = context.open()?;
    let review = super::chosen(&services, Some(args.review))?;
    give_out(review.id, &args.report, &services, context)
}

/// Refuses a target that is taken before anything is signed.
fn expect_free(args: &ReportArgs) -> Result<()> {
    match &args.output {
        Some(path) if path.symlink_metadata().is_ok() => {
            let path = path.display().to_string();
            Err(Failure::usage(format!("{} exists already; nothing was changed", display_safe(&path))).hint("name another file"))
        }
        _ => Ok(()),
    }
}

fn give_out(review: ReviewId, args: &ReportArgs, services: &Services, context: &mut Context) -> Result {
    let format = match (args.format, context.globals.json) {
        (_, true) | (ReportForm::Json, _) => ReportFormat::Json,
        (ReportForm::Csv, _) => ReportFormat::Csv,
        (ReportForm::Md, _) => ReportFormat::Markdown,
    };
    let report = services.review_report(review, format)?;
    match &args.output {
        None => context.printer.document(&report)?,
        Some(path) => {
            save_text(path, &report)?;
            context.printer.note(format!("report written to {}", display_safe(&path.display().to_string())));
        }
    }
    Ok(Exit::Done)
}
