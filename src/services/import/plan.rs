//! Planning an import: what would become of each line, without changing anything.

use super::format::{ImportFormat, read};
use super::outcome::{ImportLine, ImportOutcome, ImportReport};
use super::sift::{Candidate, Sifted, sift};
use super::weigh::{Target, Weigher};
use super::{ImportOptions, ImportPlan};
use crate::domain::Instant;
use crate::services::{Result, Services, Session};
use std::collections::BTreeSet;

/// A line of a plan.
pub(super) enum Step {
    /// It becomes no token, whatever happens.
    Settled(ImportLine),
    /// It becomes a token, if the vault does not change meanwhile.
    Take(Candidate, ImportOutcome),
}

impl Services {
    /// Reads a file and says what importing it would do. Changes nothing: this is the dry run.
    ///
    /// # Errors
    /// The file is too large or not of this format, a name asked for is not in it, or the owner that is to adopt is not there.
    pub fn plan_import(
        &self,
        session: &Session,
        bytes: &[u8],
        format: ImportFormat,
        options: &ImportOptions,
    ) -> Result<ImportPlan> {
        let sifted = sift(read(bytes, format)?, options)?;
        let now = self.now();
        let steps = self.store.read(|tx| -> Result<_> {
            let target = Target::find(tx, options.adopt.as_ref())?;
            let mut weigher = Weigher::new(tx, session.member_key(), now, &target);
            sifted.into_iter().map(|line| step(&mut weigher, line)).collect::<Result<Vec<Step>>>()
        })?;
        Ok(ImportPlan { steps, adopt: options.adopt.clone() })
    }
}

/// What importing a file as external tokens would do to a vault that is not there yet. Changes nothing.
///
/// # Errors
/// The file is too large or not of this format.
pub fn preview_import(bytes: &[u8], format: ImportFormat, options: &ImportOptions, now: Instant) -> Result<ImportReport> {
    let mut weigher = Weigher::of_new_vault(now);
    let steps = sift(read(bytes, format)?, options)?.into_iter().map(|line| step(&mut weigher, line)).collect::<Result<_>>()?;
    Ok(ImportPlan { steps, adopt: None }.report())
}

fn step(weigher: &mut Weigher<'_>, line: Sifted) -> Result<Step> {
    match line {
        Sifted::Settled(line) => Ok(Step::Settled(line)),
        Sifted::Candidate(candidate) => {
            let outcome = weigher.weigh(&candidate)?;
            Ok(if outcome.is_taken() { Step::Take(candidate, outcome) } else { Step::Settled(candidate.settled(outcome)) })
        }
    }
}

impl ImportPlan {
    /// Leaves out every line but those of these numbers.
    pub fn keep_lines(&mut self, kept: &BTreeSet<usize>) {
        for step in &mut self.steps {
            if let Step::Take(candidate, _) = step
                && !kept.contains(&candidate.line)
            {
                *step = Step::Settled(candidate.settled(ImportOutcome::left_out("it was not chosen")));
            }
        }
    }

    /// What would become of each line.
    pub fn report(&self) -> ImportReport {
        let line = |step: &Step| match step {
            Step::Settled(line) => line.clone(),
            Step::Take(candidate, outcome) => candidate.settled(outcome.clone()),
        };
        ImportReport { lines: self.steps.iter().map(line).collect() }
    }
}
