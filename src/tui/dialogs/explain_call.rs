//! Why a call got its verdict: what it asked for, and each check, then and now.

use super::about::About;
use super::control::{Body, Control, Slot};
use super::form::Form;
use super::list::{Line, Mark};
use super::{FormDialog, Purpose};
use crate::domain::hindsight::{Now, Step};
use crate::domain::id::TokenId;
use crate::domain::scope::Scope;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use crate::domain::traffic::Call;
use crate::domain::verdict::{Reason, Verdict};
use crate::services::ExplainedCall;
use crate::tui::action::Action;
use crate::tui::model::Model;
use crate::tui::view::when;

/// What its buttons lead to, in their order behind the first, which closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Grant the token the scope that was missing.
    Grant(TokenId, Scope),
    /// Go to the token.
    ToToken(TokenId),
}

/// The call that is explained, as far as its buttons need it.
#[derive(Debug)]
pub struct Explanation(Vec<Wish>);

impl Explanation {
    /// What a key leads to, without a way to its button.
    pub fn wish_of(&self, action: Action) -> Option<Wish> {
        let is_meant = |wish: &&Wish| match wish {
            Wish::Grant(..) => action == Action::Edit,
            Wish::ToToken(_) => action == Action::ToToken,
        };
        self.0.iter().find(is_meant).cloned()
    }

    /// What the selected button leads to; nowhere for the first.
    pub fn wish(&self, form: &Form) -> Option<Wish> {
        match form.control(Slot::Buttons).map(|control| &control.body) {
            Some(Body::Buttons(buttons)) => self.0.get(buttons.selected.checked_sub(1)?).cloned(),
            _ => None,
        }
    }
}

/// The dialog.
pub fn open(model: &Model, explained: &ExplainedCall) -> FormDialog {
    let ExplainedCall { call, token, hindsight } = explained;
    let now = model.now.wall;
    let mut about = vec![About::fact("Request", request(call)), About::fact("From", origin(call))];
    about.push(About::fact("Token", whose(call, token.as_ref())));
    about.push(About::fact("At", format!("{} ({})", call.at.strftime("%Y-%m-%d %H:%M:%S UTC"), when::relative(call.at, now))));
    about.push(About::fact("Verdict", verdicts(call.verdict, &hindsight.now)));
    let wishes = wishes(model, explained);
    let mut buttons = vec!["Close".to_owned()];
    buttons.extend(wishes.iter().map(|wish| match wish {
        Wish::Grant(_, scope) => format!("Grant {scope}"),
        Wish::ToToken(_) => "Go to the token".to_owned(),
    }));
    // Of what went well nothing is left to do but to look at whose it was.
    let selected = if call.verdict == Verdict::Allow { wishes.len() } else { 0 };
    let lines: Vec<Line> = hindsight.steps.iter().flat_map(lines).collect();
    let decided = lines.iter().position(|line| line.mark == Mark::Failed);
    let mut form = Form::new(vec![Control::list("Checks", lines), Control::buttons(buttons, selected)]).focused(Slot::Buttons);
    if let (Some(list), Some(decided)) = (form.list_mut(), decided) {
        list.cursor = decided;
    }
    let title = if call.verdict == Verdict::Allow { "Why it was allowed" } else { "Why it was denied" };
    FormDialog::new(Purpose::ExplainCall(Explanation(wishes)), title, about, form, model.now)
}

fn request(call: &Call) -> String {
    let what = match (call.method.as_str(), call.path.as_str()) {
        ("", "") => "not said by the gateway".to_owned(),
        (method, path) => format!("{method} {path}").trim().to_owned(),
    };
    let project = call.project.as_ref().map(|project| format!(", for project {project}")).unwrap_or_default();
    what + &project
}

/// Where it came from, and the gateway that asked about it.
fn origin(call: &Call) -> String {
    let from = call.source.map_or_else(|| "an unknown address".to_owned(), |source| source.to_canonical().to_string());
    format!("{from}, asked about by {}", call.gateway)
}

fn whose(call: &Call, token: Option<&TokenSummary>) -> String {
    let version = call.version.map(|version| format!(", version {version} of its value")).unwrap_or_default();
    match (call.token, token) {
        (None, _) => "none".to_owned(),
        (Some(id), None) => format!("{id}, which is not in the vault any more"),
        (Some(_), Some(row)) => format!("{}{version}", row.label()),
    }
}

/// How it was answered, and how the same request would be answered now.
fn verdicts(then: Verdict, now: &Now) -> String {
    let was = match then {
        Verdict::Allow => "allowed".to_owned(),
        Verdict::Deny(reason) => format!("denied, {reason}"),
    };
    match now {
        Now::Verdict(now) if *now == then => format!("{was}; now the same"),
        Now::Verdict(Verdict::Allow) if then == Verdict::Deny(Reason::RateLimited) => {
            format!("{was}; now allowed, while the rate has room")
        }
        Now::Verdict(Verdict::Allow) => format!("{was}; now it would be allowed"),
        Now::Verdict(Verdict::Deny(reason)) => format!("{was}; now it would be denied, {reason}"),
        Now::Unsaid(why) => format!("{was}; what it would be now cannot be said: {why}"),
    }
}

/// A check as it went then; beneath it as it would go now, where that is otherwise.
fn lines(step: &Step) -> Vec<Line> {
    let mark = |passed: Option<bool>| match passed {
        Some(true) => Mark::Done,
        Some(false) => Mark::Failed,
        None => Mark::LeftOut,
    };
    let mut lines = vec![Line::new(mark(step.then), step.check, when::with_dates(&step.detail))];
    if let Some((passes, detail)) = &step.now {
        lines.push(Line::new(mark(Some(*passes)), "  now", when::with_dates(detail)));
    }
    lines
}

fn wishes(model: &Model, explained: &ExplainedCall) -> Vec<Wish> {
    let Some(row) = &explained.token else { return Vec::new() };
    let can_have = |scope: &&Scope| {
        row.state != TokenState::Revoked
            && model.options.catalogue.open_to(row.kind).any(|entry| entry.scope.as_str() == scope.as_str())
    };
    let grant = explained.hindsight.missing.as_ref().filter(can_have).map(|scope| Wish::Grant(row.id, scope.clone()));
    grant.into_iter().chain([Wish::ToToken(row.id)]).collect()
}
