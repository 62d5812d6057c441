//! Checking the chain: piece by piece, so that keys are taken in between and Esc gives it up.

use crate::services::ChainWalk;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::activity::chain::ChainState;
use crate::tui::model::toast::Tone;
use crate::tui::msg::Failure;

/// Checks the chain if nobody has asked for it yet.
pub(super) fn check_first(model: &mut Model) -> Vec<Effect> {
    if model.activity.chain.state == ChainState::Unchecked { check(model) } else { Vec::new() }
}

/// Checks the chain from its beginning.
pub(super) fn check(model: &mut Model) -> Vec<Effect> {
    let attempt = model.activity.chain.begin();
    vec![Effect::CheckChain { attempt, walk: None }]
}

/// Goes on with what was written since the check, as long as nothing is wrong.
pub(super) fn catch_up(model: &mut Model) -> Vec<Effect> {
    let head = model.activity.log.head.map_or(0, |head| head.seq);
    let chain = &mut model.activity.chain;
    if !chain.is_behind(head) {
        return Vec::new();
    }
    let attempt = chain.go_on();
    vec![Effect::CheckChain { attempt, walk: chain.walk.take() }]
}

/// Takes the answer about a piece.
pub(in crate::tui::update) fn checked(
    model: &mut Model,
    attempt: u64,
    result: Result<(ChainWalk, bool), Failure>,
) -> Vec<Effect> {
    let chain = &mut model.activity.chain;
    if attempt != chain.attempt {
        return Vec::new();
    }
    match result {
        Ok((walk, false)) if walk.broken_at().is_none() => {
            chain.state = ChainState::Checking(walk.seq());
            return vec![Effect::CheckChain { attempt, walk: Some(walk) }];
        }
        Ok((walk, _)) => {
            let report = walk.report();
            if let Some(seq) = report.broken_at {
                let text = format!("the history is broken at entry {seq}: screen 3 says what to do");
                model.toasts.say(Tone::Error, text, model.now);
            }
            chain.state = ChainState::Checked(Box::new(report));
            chain.walk = Some(walk);
        }
        Err(error) => {
            model.toasts.say(Tone::Error, format!("the chain could not be checked: {error}"), model.now);
            chain.state = ChainState::Failed;
        }
    }
    super::fit(model);
    Vec::new()
}
