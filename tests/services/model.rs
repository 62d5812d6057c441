//! A model of the lifecycle against the real store: whatever is done in whatever order, both agree on what is accepted.

use crate::world::{Vault, span, turn};
use jeton::domain::owner::OwnerKind;
use jeton::domain::summary::TokenSummary;
use jeton::services::{Issued, Overview, RotateRequest};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Rotate { minutes: u64, force: bool },
    EndGrace,
    ExtendGrace { minutes: u64 },
    Disable,
    Enable,
    Revoke,
    Wait { minutes: u64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (prop_oneof![Just(0u64), Just(15), Just(60)], any::<bool>()).prop_map(|(minutes, force)| Step::Rotate { minutes, force }),
        1 => Just(Step::EndGrace),
        1 => prop_oneof![Just(15u64), Just(60)].prop_map(|minutes| Step::ExtendGrace { minutes }),
        1 => Just(Step::Disable),
        2 => Just(Step::Enable),
        1 => prop_oneof![9 => Just(None), 1 => Just(Some(()))].prop_map(|end| if end.is_some() { Step::Revoke } else { Step::EndGrace }),
        3 => prop_oneof![Just(5u64), Just(15), Just(61)].prop_map(|minutes| Step::Wait { minutes }),
    ];
    prop::collection::vec(step, 1..14)
}

/// What the documentation says, in as few words as possible. Times are minutes since the start.
#[derive(Default)]
struct Model {
    now: u64,
    current: usize,
    retiring: Option<(usize, u64)>,
    disabled: bool,
    revoked: bool,
}

impl Model {
    fn grace(&self) -> Option<(usize, u64)> {
        self.retiring.filter(|(_, until)| self.now < *until)
    }

    fn accepts(&self, version: usize) -> bool {
        !self.revoked && !self.disabled && (version == self.current || self.grace().is_some_and(|(old, _)| old == version))
    }

    /// Whether the step is allowed; done if so.
    fn step(&mut self, step: &Step, versions: usize) -> bool {
        match step {
            Step::Wait { minutes } => self.now += minutes,
            Step::Rotate { minutes, force } => {
                if self.revoked || self.disabled || (self.grace().is_some() && !force) {
                    return false;
                }
                self.retiring = (*minutes > 0).then_some((self.current, self.now + minutes));
                self.current = versions;
            }
            Step::EndGrace => {
                return self.grace().is_some() && {
                    self.retiring = None;
                    true
                };
            }
            Step::ExtendGrace { minutes } => match self.grace() {
                Some((version, until)) if !self.revoked && !self.disabled => self.retiring = Some((version, until + minutes)),
                _ => return false,
            },
            Step::Disable if !self.revoked && !self.disabled => (self.disabled, self.retiring) = (true, None),
            Step::Enable if !self.revoked && self.disabled => self.disabled = false,
            Step::Revoke if !self.revoked => (self.revoked, self.retiring) = (true, None),
            Step::Disable | Step::Enable | Step::Revoke => return false,
        }
        true
    }
}

/// Rows by id.
fn rows(overview: &Overview) -> Vec<TokenSummary> {
    let mut rows: Vec<TokenSummary> = overview.roster.rows().map(|row| row.to_summary()).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

fn run(vault: &Vault, step: &Step, values: &mut Vec<Issued>) -> bool {
    let (id, by) = (values[0].token.id, (&vault.session).into());
    match step {
        Step::Wait { minutes } => {
            vault.pass(&format!("{minutes}m"));
            true
        }
        Step::Rotate { minutes, force } => {
            let grace = if *minutes == 0 { "0".to_owned() } else { format!("{minutes}m") };
            let rotated = vault.services.rotate(by, id, RotateRequest { force: *force, ..turn(&grace) });
            rotated.map(|issued| values.push(issued)).is_ok()
        }
        Step::EndGrace => vault.services.end_grace(by, id).is_ok(),
        Step::ExtendGrace { minutes } => vault.services.extend_grace(by, id, span(&format!("{minutes}m"))).is_ok(),
        Step::Disable => vault.services.disable(by, id).is_ok(),
        Step::Enable => vault.services.enable(by, id).is_ok(),
        Step::Revoke => vault.services.revoke(by, id, None).is_ok(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_accepts_exactly_what_the_model_accepts(steps in steps()) {
        let vault = Vault::new();
        let mut values = vec![vault.add(OwnerKind::Bot, "helper", None)];
        let mut model = Model::default();
        let mut overview = vault.services.overview(None).unwrap();
        for step in &steps {
            let allowed = model.step(step, values.len());
            prop_assert_eq!(run(&vault, step, &mut values), allowed, "{:?} of {:?}", step, steps);
            overview = vault.services.overview(Some((&overview.roster, overview.head))).unwrap();
            prop_assert_eq!(rows(&overview), rows(&vault.services.overview(None).unwrap()), "after {:?} of {:?}", step, steps);
            for (version, issued) in values.iter().enumerate() {
                let accepted = vault.answer(&issued.value) == "allow";
                prop_assert_eq!(accepted, model.accepts(version), "version {} after {:?} of {:?}", version, step, steps);
            }
        }
        prop_assert!(vault.services.verify_log(Some(&vault.session), None).unwrap().faults.is_empty());
    }
}
