//! Rules about whose a token is and where its value comes from.

use crate::domain::audit::facts::Facts;
use crate::domain::audit::noticed::Noticed;
use crate::domain::finding::{Mend, Severity};
use crate::domain::number::counted;
use crate::domain::relative::relative;

/// Its owner is archived, and it is accepted all the same.
pub fn owner_archived(facts: &Facts<'_>) -> Option<Noticed> {
    if !facts.token.owner_archived || !facts.is_live() {
        return None;
    }
    let used = match facts.figures.and_then(|figures| Some((figures.week, figures.used_at()?))) {
        Some((week, at)) => format!("{} in 7 d, last {}", counted(week, "call", "calls"), relative(at, facts.now)),
        None => "no use is known".to_owned(),
    };
    let evidence = format!("its owner is archived, and the token is accepted; {used}");
    Some(Noticed::new(Severity::High, evidence, Mend::Revoke))
}

/// Its value was issued elsewhere: nobody here knows who else has it, or how it was made.
pub fn adopted(facts: &Facts<'_>) -> Option<Noticed> {
    if !facts.token.adopted || !facts.is_live() {
        return None;
    }
    let evidence = format!("its value was issued elsewhere and taken in {}", relative(facts.token.rotated_at(), facts.now));
    Some(Noticed::new(Severity::Info, evidence, Mend::Rotate).cause(format!("version {}", facts.token.version)))
}
