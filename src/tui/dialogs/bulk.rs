//! One question about several marked tokens: every name listed, those left out with the reason, the count typed.

use super::about::About;
use super::control::{Control, Slot};
use super::form::Form;
use super::list::{Line, Mark};
use super::{FormDialog, Purpose, expiry, grace, refuse};
use crate::domain::Instant;
use crate::domain::grace as graces;
use crate::domain::id::TokenId;
use crate::domain::kind::{ExpiryRule, Kind};
use crate::domain::summary::TokenSummary;
use crate::domain::token::{Status, TokenState};
use crate::domain::traffic::TokenUse;
use crate::tui::model::batch::{self, Batch, Item, Work};
use crate::tui::model::{Model, Screen};
use std::collections::HashMap;

/// Why a token is left out of a rotation unless it is asked for.
const IN_GRACE: &str = "its previous value is in its grace";

/// What is to be done to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// New secrets.
    Rotate,
    /// The end.
    Revoke,
    /// Off.
    Disable,
    /// On.
    Enable,
    /// Another expiry.
    Expire,
    /// Only the scopes that were used.
    Narrow,
}

impl Verb {
    fn title(self) -> &'static str {
        match self {
            Self::Rotate => "Rotate",
            Self::Revoke => "Revoke",
            Self::Disable => "Disable",
            Self::Enable => "Enable",
            Self::Expire => "Set the expiry of",
            Self::Narrow => "Narrow",
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Expire => "Set",
            verb => verb.title(),
        }
    }

    fn consequence(self) -> About {
        match self {
            Self::Rotate => About::consequence("Each gets a new value. Personal ones are shown once, when all are done."),
            Self::Revoke => About::danger(
                "Every client that sends one of them is refused from then on. This cannot be undone. Of the account and of \
                 projects the next token is issued at once.",
            ),
            Self::Disable => About::consequence(
                "Clients are refused until they are enabled again. Previous values in their grace end for good.",
            ),
            Self::Enable => About::consequence("Clients that send their current values are accepted again."),
            Self::Expire => About::consequence("From its expiry on a token is refused."),
            Self::Narrow => {
                About::danger("Each keeps only the scopes that it really used. Calls that need another are refused from then on.")
            }
        }
    }
}

/// The tokens as they were when the dialog opened.
#[derive(Debug)]
pub struct Bulk {
    verb: Verb,
    /// Those that it is about.
    meant: Vec<Item>,
    /// Those whose previous value is in its grace, where that matters.
    in_grace: Vec<Item>,
    /// Those that are left out, and why.
    left: Vec<(String, String)>,
}

/// Whether several are to be switched off: unless all of them are off already.
pub fn switch(rows: &[TokenSummary]) -> Verb {
    if rows.iter().any(|row| row.state == TokenState::Active) { Verb::Disable } else { Verb::Enable }
}

/// The dialog.
pub fn open(model: &Model, verb: Verb, rows: &[TokenSummary]) -> FormDialog {
    let mut bulk = Bulk { verb, meant: Vec::new(), in_grace: Vec::new(), left: Vec::new() };
    for row in rows {
        let status = row.status(model.now.wall);
        let narrowed = model.audit.narrowed(row.id).filter(|_| verb == Verb::Narrow);
        match unfit(verb, row, status) {
            None if verb == Verb::Narrow && narrowed.is_none() => {
                bulk.left.push((row.selector(), "nothing is known that it could do without".to_owned()));
            }
            // A revoked token has no selector but its id; its name says more to a person.
            Some(reason) if status == Status::Revoked => {
                bulk.left.push((row.selector(), format!("{} {}: {reason}", row.kind, row.name)));
            }
            Some(reason) => bulk.left.push((row.selector(), reason.to_owned())),
            None if verb == Verb::Rotate && status == Status::Rotating => bulk.in_grace.push(Item::of(row, model.now.wall)),
            None => bulk.meant.push(Item::of(row, model.now.wall).keeping(narrowed)),
        }
    }
    let mut about = vec![verb.consequence()];
    let hidden = model.hidden_marks();
    if hidden > 0 {
        let marked = if model.screen == Screen::Audit { model.audit.list.marks.len() } else { rows.len() };
        about.insert(0, About::fact("Marked", format!("{marked}, {hidden} of them hidden by the filter")));
    }
    if !bulk.left.is_empty() {
        about.insert(0, About::fact("Left out", format!("{}, with the reason beside it", batch::counted(bulk.left.len()))));
    }
    let form = form(model, &bulk);
    let mut dialog = FormDialog::new(Purpose::Bulk(bulk), String::new(), about, form, model.now);
    fit(&mut dialog);
    dialog
}

fn form(model: &Model, bulk: &Bulk) -> Form {
    let mut controls = vec![Control::list("Tokens", Vec::new())];
    match bulk.verb {
        Verb::Rotate => {
            controls.extend(grace::controls("Old values", &graces::CHOICES, model.options.grace));
            controls.push(
                Control::choice(Slot::InGrace, "In a grace", ["leave out", "rotate too"], 0)
                    .note("rotating too ends their previous value at once")
                    .hidden(bulk.in_grace.is_empty()),
            );
        }
        Verb::Expire => controls.extend(expiry::controls(Kind::Personal)),
        _ => {}
    }
    controls.push(Control::text(Slot::Typed, "To confirm", ""));
    if bulk.verb == Verb::Revoke {
        controls.push(Control::text(Slot::Reason, "Reason", "").placeholder("optional, kept in the log"));
    }
    controls.push(Control::buttons(["Cancel", bulk.verb.button()], 0));
    let start = match bulk.verb {
        Verb::Rotate => Slot::Grace,
        Verb::Expire => Slot::Expiry,
        _ => Slot::Typed,
    };
    Form::new(controls).focused(start)
}

/// Why a token is left out.
fn unfit(verb: Verb, row: &TokenSummary, status: Status) -> Option<&'static str> {
    match (verb, status) {
        (_, Status::Revoked) => Some("revoked for good"),
        (Verb::Rotate, _) if row.kind == Kind::External => Some("external: rotate it by itself"),
        (Verb::Rotate, Status::Disabled) => Some("disabled; enable it first"),
        (Verb::Rotate, Status::Expired) => Some("expired; set a new expiry first"),
        (Verb::Disable, Status::Disabled) => Some("disabled already"),
        (Verb::Expire, _) if row.kind.expiry_rule() == ExpiryRule::None => Some("tokens of this kind never expire"),
        _ => None,
    }
}

impl Bulk {
    fn takes_in_grace(&self, form: &Form) -> bool {
        form.choice(Slot::InGrace) == 1
    }

    fn count(&self, form: &Form) -> usize {
        self.meant.len() + if self.takes_in_grace(form) { self.in_grace.len() } else { 0 }
    }

    fn lines(&self, form: &Form) -> Vec<Line> {
        let meant = self.meant.iter().map(|item| Line::new(Mark::Plain, &item.selector, &item.used));
        let (mark, text) =
            if self.takes_in_grace(form) { (Mark::Plain, "its previous value ends at once") } else { (Mark::LeftOut, IN_GRACE) };
        let in_grace = self.in_grace.iter().map(|item| Line::new(mark, &item.selector, text));
        let left = self.left.iter().map(|(name, why)| Line::new(Mark::LeftOut, name, why));
        meant.chain(in_grace).chain(left).collect()
    }
}

/// Brings the form into line with its choices.
pub(super) fn settle(dialog: &mut FormDialog) {
    grace::settle(dialog);
    expiry::settle(&mut dialog.form);
    fit(dialog);
}

fn fit(dialog: &mut FormDialog) {
    let Purpose::Bulk(bulk) = &dialog.purpose else { return };
    let (count, lines) = (bulk.count(&dialog.form), bulk.lines(&dialog.form));
    let title = format!("{} {}", bulk.verb.title(), batch::counted(count));
    if dialog.title == title {
        return;
    }
    dialog.title = title;
    dialog.form.list_mut().into_iter().for_each(|list| list.replace(lines.clone()));
    dialog.form.set_placeholder(Slot::Typed, &format!("type {count}, as many as there are"));
}

/// Says of each token how it is used, once that was read.
pub(super) fn tell(dialog: &mut FormDialog, uses: &[(TokenId, TokenUse)], now: Instant) {
    let Purpose::Bulk(bulk) = &mut dialog.purpose else { return };
    let used: HashMap<TokenId, &TokenUse> = uses.iter().map(|(id, used)| (*id, used)).collect();
    for item in &mut bulk.meant {
        if let Some(used) = used.get(&item.id) {
            item.used = used.told(now);
        }
    }
    let lines = bulk.lines(&dialog.form);
    dialog.form.list_mut().into_iter().for_each(|list| list.replace(lines.clone()));
}

/// The tokens that it is about.
pub fn ids(dialog: &FormDialog) -> Vec<TokenId> {
    let Purpose::Bulk(bulk) = &dialog.purpose else { return Vec::new() };
    if bulk.verb == Verb::Narrow {
        // What each of them keeps stands where their use would.
        return Vec::new();
    }
    bulk.meant.iter().chain(&bulk.in_grace).map(|item| item.id).collect()
}

/// The work that the dialog asks for, once the count is right.
pub fn submit(dialog: &mut FormDialog, model: &Model) -> Option<Batch> {
    let Purpose::Bulk(bulk) = &dialog.purpose else { return None };
    let (verb, count, force) = (bulk.verb, bulk.count(&dialog.form), bulk.takes_in_grace(&dialog.form));
    let work = match work(verb, force, &dialog.form, model) {
        Ok(work) => work,
        Err((slot, error)) => return refuse(dialog, slot, error),
    };
    if count == 0 {
        return refuse(dialog, Slot::Typed, "none of them can be; cancel, and mark others");
    }
    if dialog.form.text(Slot::Typed).trim() != count.to_string() {
        return refuse(dialog, Slot::Typed, format!("type {count} as it stands"));
    }
    let Purpose::Bulk(bulk) = &dialog.purpose else { return None };
    let mut items = bulk.meant.clone();
    let mut left = bulk.left.clone();
    if force {
        items.extend(bulk.in_grace.iter().cloned());
    } else {
        left.extend(bulk.in_grace.iter().map(|item| (item.selector.clone(), IN_GRACE.to_owned())));
    }
    Some(Batch::new(work, items, left))
}

fn work(verb: Verb, force: bool, form: &Form, model: &Model) -> Result<Work, (Slot, String)> {
    Ok(match verb {
        Verb::Rotate => Work::Rotate { grace: grace::read(form)?, force },
        Verb::Revoke => {
            let reason = form.text(Slot::Reason).trim();
            Work::Revoke((!reason.is_empty()).then(|| reason.to_owned()))
        }
        Verb::Disable => Work::Disable,
        Verb::Enable => Work::Enable,
        Verb::Narrow => Work::Narrow,
        Verb::Expire => {
            let chosen = expiry::read(form, model.now.wall)?;
            Work::Expire(chosen.ok_or((Slot::Expiry, "choose an expiry".to_owned()))?)
        }
    })
}
