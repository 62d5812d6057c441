//! A call looked at afterwards: which check decided then, and what the same request would get now.

use super::Instant;
use super::name::Name;
use super::route;
use super::scope::Scope;
use super::traffic::Call;
use super::verdict::{CHECKS, Demand, Judgement, Known, Presented, Reason, Request, Routed, Verdict, explain};

/// One check, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The check's name, one of [`CHECKS`].
    pub check: &'static str,
    /// Whether the call passed it; `None` when an earlier one had decided already.
    pub then: Option<bool>,
    /// What was seen, for the operator.
    pub detail: String,
    /// Whether it would pass now, and what would be seen, where that is otherwise than then.
    pub now: Option<(bool, String)>,
}

/// What the same request would get now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Now {
    /// This answer.
    Verdict(Verdict),
    /// That cannot be said, and why.
    Unsaid(&'static str),
}

/// A call looked at afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindsight {
    /// Each check in order.
    pub steps: Vec<Step>,
    /// What the same request would get now.
    pub now: Now,
    /// The scope that is missing now, where that is the reason.
    pub missing: Option<Scope>,
}

/// Looks at a call again at `now`. `known` is what the vault says now of the token and the secret that it was made with.
///
/// What a call keeps decides what can be judged anew: the value, the headers that bind it to a bot, and how much of the rate was
/// used are not kept.
pub fn look_back(call: &Call, known: Option<&Known>, now: Instant) -> Hindsight {
    let then = marks(call.verdict);
    let Some(known) = known.filter(|_| call.token.is_some()) else {
        return without_token(call, then);
    };
    let scope = call.scope.as_deref().and_then(|scope| scope.parse::<Scope>().ok());
    let request =
        Request { source: call.source, routed: routed(call, scope.as_ref()), ..Request::of(Presented::Value(Ok(())), now) };
    let demand = Demand { project: call.project.clone().map(Name::from_stored), scopes: Vec::new() };
    let judgement = explain(&request, Some(known), &demand, |_, _| true);
    let now = match call.verdict {
        Verdict::Deny(Reason::WrongBinding) if passes(&judgement, "binding") => Now::Unsaid("whom its headers named is not kept"),
        _ => Now::Verdict(judgement.verdict),
    };
    let steps = judgement.steps.iter().zip(then).map(|(step, then)| {
        let (detail, now) = compare(call, step.check, then, step.passed, &step.detail);
        Step { check: step.check, then, detail, now }
    });
    Hindsight { steps: steps.collect(), now, missing: judgement.missing }
}

/// Whether each check was passed, as far as the verdict tells.
fn marks(verdict: Verdict) -> [Option<bool>; CHECKS.len()] {
    let decided = match verdict {
        Verdict::Allow => CHECKS.len(),
        Verdict::Deny(reason) => CHECKS.iter().position(|check| *check == reason.check()).unwrap_or(0),
    };
    std::array::from_fn(|at| match at.cmp(&decided) {
        std::cmp::Ordering::Less => Some(true),
        std::cmp::Ordering::Equal => Some(false),
        std::cmp::Ordering::Greater => None,
    })
}

fn passes(judgement: &Judgement, check: &str) -> bool {
    judgement.steps.iter().any(|step| step.check == check && step.passed == Some(true))
}

/// What the routes said, as far as it is kept.
fn routed<'a>(call: &Call, scope: Option<&'a Scope>) -> Routed<'a> {
    match (call.verdict, scope) {
        (Verdict::Deny(Reason::BadPath), _) => route::path_fault(&call.path).map_or(Routed::NotAsked, Routed::Refused),
        (Verdict::Deny(Reason::NoRoute), _) => Routed::Unmatched,
        (_, Some(scope)) => Routed::Needs(scope),
        (_, None) => Routed::NotAsked,
    }
}

/// What was seen then, and what would be seen now where that is otherwise.
fn compare(
    call: &Call,
    check: &'static str,
    then: Option<bool>,
    now: Option<bool>,
    seen: &str,
) -> (String, Option<(bool, String)>) {
    let phrase = || match call.verdict {
        Verdict::Deny(reason) => reason.phrase().to_owned(),
        Verdict::Allow => String::new(),
    };
    let otherwise = |is_fine: bool| Some((is_fine, seen.to_owned()));
    match (then, now) {
        (None, Some(false)) => ("not reached".to_owned(), otherwise(false)),
        (None, _) => ("not reached".to_owned(), None),
        // Whom the headers named is not kept.
        (Some(true), Some(true)) if check == "binding" => ("names no other than the token's own".to_owned(), None),
        (Some(false), Some(true)) if check == "binding" => (phrase(), None),
        (Some(true), Some(false)) => ("passed".to_owned(), otherwise(false)),
        (Some(false), Some(true)) => (phrase(), otherwise(true)),
        (Some(true), None) => ("passed".to_owned(), None),
        (Some(false), None) => (phrase(), None),
        (Some(_), Some(_)) => (seen.to_owned(), None),
    }
}

/// A call whose value belonged to no token, or to one that the vault does not know any more.
fn without_token(call: &Call, then: [Option<bool>; CHECKS.len()]) -> Hindsight {
    let steps = CHECKS.iter().zip(then).map(|(check, then)| {
        let detail = match (then, call.verdict) {
            (Some(false), Verdict::Deny(reason)) => reason.phrase(),
            (Some(true), _) => passed(check),
            _ => "not reached",
        };
        Step { check, then, detail: detail.to_owned(), now: None }
    });
    let now = match call.verdict {
        _ if call.token.is_some() => Now::Unsaid("the vault does not know the token or its secret any more"),
        Verdict::Deny(Reason::Unknown) | Verdict::Allow => Now::Unsaid("values are not kept"),
        // Neither depends on anything that the vault says.
        verdict => Now::Verdict(verdict),
    };
    Hindsight { steps: steps.collect(), now, missing: None }
}

/// What the first checks see of a value that passes them.
fn passed(check: &str) -> &'static str {
    match check {
        "carrier" => "one value was sent",
        "format" => "the checksum matches",
        _ => "passed",
    }
}

#[cfg(test)]
mod tests;
