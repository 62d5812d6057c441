//! Setting up the first vault, step by step; nothing is written before the last.

use super::control::{Control, Slot};
use super::form::{Entry, Form, Step};
use crate::domain::brand::Brand;
use crate::domain::name::Name;
use crate::domain::passphrase::{Passphrase, Strength};
use crate::domain::plaintext::Plaintext;
use crate::services::InitRequest;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::moment::Moment;

/// The steps in order; those without a form wait for the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The vault is being written.
    Writing,
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
    /// Whether the recovery key is covered, after a suspension; any key uncovers it.
    pub covered: bool,
    /// What went wrong.
    pub error: Option<String>,
    /// Strength of the passphrase as typed so far; `None` for none.
    pub strength: Option<Strength>,
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
    pub fn new(path: String, operator: &str) -> Self {
        Self {
            path,
            stage: Stage::Names,
            names: Form::new(vec![
                Control::text(Slot::Name, "Account", "").placeholder("you or your team, for example Acme"),
                Control::text(Slot::Operator, "Operator", operator).placeholder("your own name"),
                Control::text(Slot::Brand, "Brand", Brand::default().as_str()).note("first part of each value: jtn_bot_…"),
                Control::buttons(["Quit", "Next"], 1),
            ])
            .submitting(1),
            passphrase: passphrase_form(),
            recovery: None,
            shown: Form::new(vec![Control::buttons(["Back", "I have written it down"], 1)]),
            confirm: Form::new(Vec::new()),
            asked: (0, 1),
            covered: false,
            error: None,
            strength: None,
        }
    }

    /// The form of this step.
    pub fn form(&self) -> Option<&Form> {
        match self.stage {
            Stage::Names => Some(&self.names),
            Stage::Passphrase => Some(&self.passphrase),
            Stage::Recovery => Some(&self.shown),
            Stage::Confirm => Some(&self.confirm),
            Stage::Making | Stage::Writing => None,
        }
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        match self.stage {
            Stage::Names => Some(&mut self.names),
            Stage::Passphrase => Some(&mut self.passphrase),
            Stage::Recovery => Some(&mut self.shown),
            Stage::Confirm => Some(&mut self.confirm),
            Stage::Making | Stage::Writing => None,
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
            // Keys are being made; going back forgets them.
            return if is_back && self.stage == Stage::Making { self.back() } else { Outcome::Stay };
        };
        let step = form.enter(entry);
        self.measure();
        match step {
            Step::Stay => Outcome::Stay,
            Step::Cancel | Step::Press(0) => self.back(),
            Step::Press(_) => self.next(),
        }
    }

    fn measure(&mut self) {
        if self.stage == Stage::Passphrase {
            let typed = self.passphrase.expose(Slot::Passphrase);
            self.strength = (!typed.is_empty()).then(|| Passphrase::new(self.passphrase.secret(Slot::Passphrase)).strength());
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
                return Outcome::Do(Box::new(Effect::Unprepare));
            }
            Stage::Confirm => self.stage = Stage::Recovery,
            Stage::Writing => {}
        }
        Outcome::Stay
    }

    fn next(&mut self) -> Outcome {
        self.error = None;
        match self.stage {
            Stage::Names => {
                if self.request().is_some() {
                    self.stage = Stage::Passphrase;
                }
                Outcome::Stay
            }
            Stage::Passphrase => self.make(),
            Stage::Recovery => {
                self.confirm = confirm_form(self.asked);
                self.stage = Stage::Confirm;
                Outcome::Stay
            }
            Stage::Confirm => self.write(),
            Stage::Making | Stage::Writing => Outcome::Stay,
        }
    }

    /// What the new vault is to be, once all three names make sense.
    fn request(&mut self) -> Option<InitRequest> {
        self.names.forgive();
        let account: Result<Name, _> = self.names.text(Slot::Name).parse();
        let operator: Result<Name, _> = self.names.text(Slot::Operator).parse();
        let brand: Result<Brand, _> = self.names.text(Slot::Brand).trim().parse();
        match (account, operator, brand) {
            (Ok(account), Ok(operator), Ok(brand)) => {
                return Some(InitRequest { account, operator, brand, unattended: Vec::new(), kdf: None });
            }
            (Err(error), ..) => self.names.refuse(Slot::Name, error.to_string()),
            (_, Err(error), _) => self.names.refuse(Slot::Operator, error.to_string()),
            (.., Err(error)) => self.names.refuse(Slot::Brand, error.to_string()),
        }
        None
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
        let Some(request) = self.request() else {
            self.stage = Stage::Names;
            return Outcome::Stay;
        };
        self.stage = Stage::Making;
        Outcome::Do(Box::new(Effect::Prepare(request, passphrase)))
    }

    fn write(&mut self) -> Outcome {
        self.confirm.forgive();
        let groups: Vec<String> = self.groups().into_iter().map(str::to_owned).collect();
        for (slot, place) in [(Slot::Typed, self.asked.0), (Slot::TypedToo, self.asked.1)] {
            let is_right = groups.get(place).is_some_and(|group| self.confirm.text(slot).trim().eq_ignore_ascii_case(group));
            if !is_right {
                self.confirm.refuse(slot, "not as shown; go back to look again");
                return Outcome::Stay;
            }
        }
        self.stage = Stage::Writing;
        Outcome::Do(Box::new(Effect::Commit))
    }

    /// The keys are made, or not.
    pub fn prepared(&mut self, result: Result<Plaintext, String>, now: Moment) -> Option<Effect> {
        if self.stage != Stage::Making {
            return Some(Effect::Unprepare);
        }
        match result {
            Ok(recovery) => {
                self.recovery = Some(recovery);
                self.asked = two_of(self.groups().len(), now);
                self.shown = Form::new(vec![Control::buttons(["Back", "I have written it down"], 0)]);
                self.stage = Stage::Recovery;
            }
            Err(error) => {
                self.stage = Stage::Passphrase;
                self.error = Some(error);
            }
        }
        None
    }

    /// Writing failed: the keys are gone, so the passphrase comes next.
    pub fn failed(&mut self, error: String) {
        self.recovery = None;
        self.stage = Stage::Passphrase;
        self.error = Some(error);
    }

    /// Whether something is being made or written, which a spinner shows.
    pub fn is_at_work(&self) -> bool {
        self.form().is_none()
    }
}

fn passphrase_form() -> Form {
    Form::new(vec![
        Control::secret(Slot::Passphrase, "Passphrase"),
        Control::secret(Slot::Repeat, "Once more"),
        Control::buttons(["Back", "Next"], 1),
    ])
    .submitting(1)
}

fn confirm_form((first, second): (usize, usize)) -> Form {
    Form::new(vec![
        Control::text(Slot::Typed, &format!("Group {}", first + 1), ""),
        Control::text(Slot::TypedToo, &format!("Group {}", second + 1), ""),
        Control::buttons(["Back", "Make the vault"], 1),
    ])
    .submitting(1)
}

/// Two different groups in order, by the time at which the key was made.
fn two_of(count: usize, now: Moment) -> (usize, usize) {
    if count < 2 {
        return (0, 0);
    }
    let millis = now.wall.as_millisecond().unsigned_abs() as usize;
    let first = millis % count;
    let second = (first + 1 + (millis / count) % (count - 1)) % count;
    (first.min(second), first.max(second))
}
