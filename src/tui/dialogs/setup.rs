//! The first run, step by step: nothing is written before the last one, and every one can go back.

mod steps;

use super::control::Slot;
use super::form::{Entry, Form, Step};
use super::import;
use crate::domain::label::display_safe;
use crate::domain::name::Name;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::services::ImportReport;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, FirstWishes};
use crate::tui::model::moment::Moment;
use std::path::PathBuf;
use steps::{confirm_form, lines_form, names_form, passphrase_form, project_form, read_names, recovery_form, two_of};

/// The steps in order; those without a form wait for the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Account, operator, brand.
    Names,
    /// Passphrase and repeat.
    Passphrase,
    /// Keys are being made.
    Making,
    /// The recovery key is shown.
    Recovery,
    /// Two of its groups are typed.
    Confirm,
    /// The file is being read.
    Reading,
    /// Lines of the file are ticked; only where there is one.
    Lines,
    /// A first project.
    Project,
    /// The vault is being written.
    Writing,
}

/// A file in the working directory that a new vault may begin with.
#[derive(Debug)]
pub struct Dotenv {
    /// Where it is.
    pub path: PathBuf,
    /// The same, safe to show.
    pub shown: String,
    /// What is in it, once it was read: a summary, or why it cannot be read.
    pub found: Option<Result<String, String>>,
    /// Its lines to tick.
    pub lines: Form,
}

/// The state of setting up.
#[derive(Debug)]
pub struct Setup {
    /// Where the vault will be, safe to show.
    pub path: String,
    /// The step.
    pub stage: Stage,
    /// Account, operator, brand.
    pub names: Form,
    /// Passphrase and repeat.
    pub passphrase: Form,
    /// The recovery key, once it is made.
    pub recovery: Option<Plaintext>,
    /// The buttons under it.
    pub shown: Form,
    /// Two of its groups.
    pub confirm: Form,
    /// Which two, counted from 0.
    pub asked: (usize, usize),
    /// The file that was found.
    pub dotenv: Option<Dotenv>,
    /// A first project.
    pub project: Form,
    /// Whether the recovery key is covered, after a suspension; any key uncovers it.
    pub covered: bool,
    /// What went wrong.
    pub error: Option<String>,
    /// Numbers the tries at making keys.
    attempt: u64,
}

/// What came of a key.
#[derive(Debug)]
pub enum Outcome {
    /// Stay.
    Stay,
    /// Leave the program; nothing was written.
    Leave,
    /// Have something done.
    Do(Box<Effect>),
}

impl Setup {
    /// The first step.
    pub fn new(path: String, operator: &str, dotenv: Option<PathBuf>) -> Self {
        let dotenv = dotenv.map(|path| {
            let shown = display_safe(&path.display().to_string()).to_string();
            Dotenv { path, shown, found: None, lines: lines_form(Vec::new()) }
        });
        Self {
            path,
            stage: Stage::Names,
            names: names_form(operator),
            passphrase: passphrase_form(),
            recovery: None,
            shown: recovery_form(),
            confirm: Form::new(Vec::new()),
            asked: (0, 1),
            dotenv,
            project: project_form(),
            covered: false,
            error: None,
            attempt: 0,
        }
    }

    /// Which step this is for a person, counted from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        let has_file = usize::from(self.dotenv.is_some());
        let step = match self.stage {
            Stage::Names => 1,
            Stage::Passphrase | Stage::Making => 2,
            Stage::Recovery => 3,
            Stage::Confirm => 4,
            Stage::Reading | Stage::Lines => 5,
            Stage::Project | Stage::Writing => 5 + has_file,
        };
        (step, 5 + has_file)
    }

    /// The form of this step.
    pub fn form(&self) -> Option<&Form> {
        match self.stage {
            Stage::Names => Some(&self.names),
            Stage::Passphrase => Some(&self.passphrase),
            Stage::Recovery => Some(&self.shown),
            Stage::Confirm => Some(&self.confirm),
            Stage::Lines => self.dotenv.as_ref().map(|file| &file.lines),
            Stage::Project => Some(&self.project),
            Stage::Making | Stage::Reading | Stage::Writing => None,
        }
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        match self.stage {
            Stage::Names => Some(&mut self.names),
            Stage::Passphrase => Some(&mut self.passphrase),
            Stage::Recovery => Some(&mut self.shown),
            Stage::Confirm => Some(&mut self.confirm),
            Stage::Lines => self.dotenv.as_mut().map(|file| &mut file.lines),
            Stage::Project => Some(&mut self.project),
            Stage::Making | Stage::Reading | Stage::Writing => None,
        }
    }

    /// Groups of the recovery key.
    pub fn groups(&self) -> Vec<&str> {
        self.recovery.as_ref().map(|key| key.expose().split('-').collect()).unwrap_or_default()
    }

    /// Takes something typed or pressed.
    pub fn enter(&mut self, entry: Entry) -> Outcome {
        if std::mem::take(&mut self.covered) {
            return Outcome::Stay;
        }
        let is_back = matches!(entry, Entry::Act(Action::Back));
        let Some(form) = self.form_mut() else {
            // What waits only for reading or for keys is given up by going back.
            return if is_back && self.stage != Stage::Writing { self.back() } else { Outcome::Stay };
        };
        match form.enter(entry) {
            Step::Stay => Outcome::Stay,
            Step::Cancel | Step::Press(0) => self.back(),
            Step::Press(_) => self.next(),
        }
    }

    fn back(&mut self) -> Outcome {
        self.error = None;
        match self.stage {
            Stage::Names => return Outcome::Leave,
            Stage::Passphrase => self.stage = Stage::Names,
            Stage::Making | Stage::Recovery => {
                self.stage = Stage::Passphrase;
                self.recovery = None;
                return Outcome::Do(Box::new(Effect::Unprepare(self.attempt)));
            }
            Stage::Confirm => self.stage = Stage::Recovery,
            Stage::Reading | Stage::Lines => {
                self.stage = Stage::Confirm;
                self.forget_file();
                return Outcome::Do(Box::new(Effect::Unpreview));
            }
            Stage::Project if self.dotenv.is_some() => self.stage = Stage::Lines,
            Stage::Project => self.stage = Stage::Confirm,
            Stage::Writing => {}
        }
        Outcome::Stay
    }

    fn next(&mut self) -> Outcome {
        self.error = None;
        match self.stage {
            Stage::Names => {
                if read_names(&mut self.names).is_some() {
                    self.stage = Stage::Passphrase;
                }
            }
            Stage::Passphrase => return self.make(),
            Stage::Recovery => {
                self.confirm = confirm_form(self.asked);
                self.stage = Stage::Confirm;
            }
            Stage::Confirm => return self.confirmed(),
            Stage::Lines => self.stage = Stage::Project,
            Stage::Project => return self.write(),
            Stage::Making | Stage::Reading | Stage::Writing => {}
        }
        Outcome::Stay
    }

    fn make(&mut self) -> Outcome {
        self.passphrase.forgive();
        let passphrase = Passphrase::new(self.passphrase.secret(Slot::Passphrase));
        if let Err(error) = passphrase.check_new() {
            self.passphrase.refuse(Slot::Passphrase, error.to_string());
            return Outcome::Stay;
        }
        if self.passphrase.expose(Slot::Repeat) != self.passphrase.expose(Slot::Passphrase) {
            self.passphrase.clear(Slot::Repeat);
            self.passphrase.refuse(Slot::Repeat, "not the same as above; type it again");
            return Outcome::Stay;
        }
        let Some(request) = read_names(&mut self.names) else {
            self.stage = Stage::Names;
            return Outcome::Stay;
        };
        self.stage = Stage::Making;
        self.attempt += 1;
        Outcome::Do(Box::new(Effect::Prepare { attempt: self.attempt, request, passphrase }))
    }

    fn confirmed(&mut self) -> Outcome {
        if !self.is_confirmed() {
            return Outcome::Stay;
        }
        match &self.dotenv {
            Some(file) => {
                self.stage = Stage::Reading;
                Outcome::Do(Box::new(Effect::Preview(file.path.clone())))
            }
            None => {
                self.stage = Stage::Project;
                Outcome::Stay
            }
        }
    }

    /// Whether the groups asked for are typed as they were shown.
    fn is_confirmed(&mut self) -> bool {
        self.confirm.forgive();
        let groups: Vec<String> = self.groups().into_iter().map(str::to_owned).collect();
        for (slot, place) in [(Slot::Typed, self.asked.0), (Slot::TypedToo, self.asked.1)] {
            let is_right = groups.get(place).is_some_and(|group| self.confirm.text(slot).trim().eq_ignore_ascii_case(group));
            if !is_right {
                self.confirm.refuse(slot, "not as shown; go back to look again");
                return false;
            }
        }
        true
    }

    fn write(&mut self) -> Outcome {
        self.project.forgive();
        let typed = self.project.text(Slot::Project).trim().to_owned();
        let project: Option<Name> = match (!typed.is_empty()).then(|| typed.parse()).transpose() {
            Ok(name) => name,
            Err(error) => {
                self.project.refuse(Slot::Project, format!("{error}"));
                return Outcome::Stay;
            }
        };
        let lines = self.dotenv.as_ref().map(|file| import::chosen_lines(&file.lines)).unwrap_or_default();
        self.stage = Stage::Writing;
        Outcome::Do(Box::new(Effect::Commit(FirstWishes { attempt: self.attempt, lines, project })))
    }

    /// The keys are made, or not. An answer to a try that was given up is void.
    pub fn prepared(&mut self, attempt: u64, result: Result<Plaintext, String>, now: Moment) -> Option<Effect> {
        if self.stage != Stage::Making || attempt != self.attempt {
            return Some(Effect::Unprepare(attempt));
        }
        match result {
            Ok(recovery) => {
                self.recovery = Some(recovery);
                self.asked = two_of(self.groups().len(), now);
                self.shown = recovery_form();
                self.stage = Stage::Recovery;
            }
            Err(error) => {
                self.stage = Stage::Passphrase;
                self.error = Some(error);
            }
        }
        None
    }

    /// The file was read, or not; without lines to take there is only to go on.
    pub fn previewed(&mut self, result: &Result<ImportReport, String>) {
        if self.stage != Stage::Reading {
            return;
        }
        if let Some(file) = &mut self.dotenv {
            file.found = Some(result.as_ref().map(import::summary).map_err(Clone::clone));
            file.lines = lines_form(result.as_ref().map(import::ticks).unwrap_or_default());
            self.stage = Stage::Lines;
        }
    }

    fn forget_file(&mut self) {
        if let Some(file) = &mut self.dotenv {
            file.found = None;
            file.lines = lines_form(Vec::new());
        }
    }

    /// Writing failed: the keys are gone, so the passphrase comes next.
    pub fn failed(&mut self, error: String) {
        self.recovery = None;
        self.forget_file();
        self.stage = Stage::Passphrase;
        self.error = Some(error);
    }

    /// Whether something is being made or written, which a spinner shows.
    pub fn is_at_work(&self) -> bool {
        self.form().is_none()
    }
}
