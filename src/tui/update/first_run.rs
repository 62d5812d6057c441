//! The new vault is written: what was made of what was wished for, and how to go on where something was not.

use super::{changes, open, reload};
use crate::tui::dialogs::about::About;
use crate::tui::dialogs::list::{Line, Mark};
use crate::tui::dialogs::{Dialog, report};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::toast::Tone;
use crate::tui::msg::{Failure, NewVault};

/// Takes what came of writing it.
pub(super) fn committed(model: &mut Model, result: Result<Box<NewVault>, Failure>) -> Vec<Effect> {
    let vault = match result {
        Ok(vault) => *vault,
        Err(error) => {
            model.setup.iter_mut().for_each(|setup| setup.failed(error.clone()));
            return Vec::new();
        }
    };
    let path = model.setup.take().map(|setup| setup.path).unwrap_or_default();
    let lines = told(&vault, &path);
    model.info = Some(vault.info);
    model.lock.unlock(vault.operator, model.now);
    if let Some(Ok(report)) = &vault.imported {
        let taken = report.count("imported");
        model.toasts.say(Tone::Done, format!("imported {taken}; delete the file once nothing reads it"), model.now);
    }
    let project = vault.project.and_then(|(_, made)| made.ok().flatten());
    changes::show_values(model, [Some(vault.account), project].into_iter().flatten().collect());
    if lines.iter().any(|line| line.mark == Mark::Failed) {
        let about = vec![About::consequence("The vault is made and good. What is missing can be done at any time.")];
        let dialog = report::open("Made in part", about, "Parts", lines, model.now);
        open(model, Dialog::Form(Box::new(dialog)));
    }
    reload(model)
}

/// Each part and what came of it.
fn told(vault: &NewVault, path: &str) -> Vec<Line> {
    let mut lines = vec![Line::new(Mark::Done, "vault", path), Line::new(Mark::Done, "account token", "shown next")];
    lines.extend(vault.imported.as_ref().map(|imported| match imported {
        Ok(report) if report.count("refused") == 0 => {
            Line::new(Mark::Done, "import", format!("{} taken", report.count("imported")))
        }
        Ok(report) => {
            let (taken, refused) = (report.count("imported"), report.count("refused"));
            Line::new(Mark::Failed, "import", format!("{taken} taken, {refused} refused; press i to see why and try again"))
        }
        Err(error) => Line::new(Mark::Failed, "import", format!("nothing was taken: {error}; press i to try again")),
    }));
    lines.extend(vault.project.as_ref().map(|(name, made)| match made {
        Ok(_) => Line::new(Mark::Done, format!("project {name}"), "its token is shown next"),
        Err(error) => Line::new(Mark::Failed, format!("project {name}"), format!("{error}; press a to add it")),
    }));
    lines
}
