//! The lifecycle's rules, by example and whatever happens.

use super::*;
use crate::domain::mask::Hint;
use crate::domain::owner::OwnerId;
use crate::domain::scope::ScopeSet;
use crate::domain::secret::Digest;
use proptest::prelude::*;

fn at(seconds: i64) -> Instant {
    Instant::from_second(1_800_000_000 + seconds).unwrap()
}

fn secret(version: u32, state: SecretState, now: Instant) -> Secret {
    Secret {
        version,
        state,
        digest: Digest([0; 32]),
        hint: Hint::default(),
        is_sealed: state != SecretState::Retired,
        created_at: now,
        grace_until: None,
        retired_at: None,
    }
}

/// A token with its secrets, changed the way the use cases change it: by the decisions of this module alone.
#[derive(Clone, Debug)]
struct Life {
    token: Token,
    secrets: Vec<Secret>,
}

impl Life {
    fn new(expires_at: Option<Instant>) -> Self {
        let token = Token {
            id: "tok_000000000000".parse().unwrap(),
            kind: Kind::Bot,
            owner: OwnerId(1),
            name: "deploy".parse().unwrap(),
            scopes: ScopeSet::default(),
            expires_at,
            policy: crate::domain::policy::Policy::default(),
            state: TokenState::Active,
            adopted: false,
            note: String::new(),
            created_at: at(0),
            state_changed_at: at(0),
            rotated_at: at(0),
        };
        Self { token, secrets: vec![secret(1, SecretState::Current, at(0))] }
    }

    fn rotate(&mut self, grace: Span, force: bool, now: Instant) -> Result<Rotation, Refusal> {
        let rotation = rotate(&self.token, &self.secrets, grace, force, now)?;
        for old in &mut self.secrets {
            match old.state {
                SecretState::Current if rotation.grace_until.is_some() => {
                    old.state = SecretState::Retiring;
                    old.grace_until = rotation.grace_until;
                }
                SecretState::Retired => {}
                _ => old.state = SecretState::Retired,
            }
        }
        self.secrets.push(secret(rotation.version, SecretState::Current, now));
        Ok(rotation)
    }

    fn extend(&mut self, by: Span, now: Instant) -> Result<Instant, Refusal> {
        let end = extend_grace(&self.token, &self.secrets, by, now)?;
        let retiring = self.secrets.iter_mut().find(|secret| secret.state_at(now) == SecretState::Retiring).unwrap();
        retiring.grace_until = Some(end);
        Ok(end)
    }

    fn kill_all(&mut self) {
        self.secrets.iter_mut().for_each(|secret| secret.state = SecretState::Retired);
    }

    fn count(&self, state: SecretState, now: Instant) -> usize {
        self.secrets.iter().filter(|secret| secret.state_at(now) == state).count()
    }
}

#[test]
fn a_rotation_keeps_the_old_secret_until_its_grace_ends() {
    let mut life = Life::new(None);
    let rotation = life.rotate(Span::from_secs(3_600), false, at(0)).unwrap();
    assert_eq!(rotation, Rotation { version: 2, grace_until: Some(at(3_600)), cuts_retiring: false });
    assert_eq!(retiring(&life.secrets, at(3_599)).unwrap().version, 1);
    assert!(retiring(&life.secrets, at(3_600)).is_none(), "refused from the instant on");
}

#[test]
fn a_second_rotation_waits_or_cuts() {
    let mut life = Life::new(None);
    life.rotate(Span::from_secs(3_600), false, at(0)).unwrap();
    assert_eq!(life.clone().rotate(Span::ZERO, false, at(60)), Err(Refusal::StillRetiring(at(3_600))));
    let forced = life.clone().rotate(Span::from_secs(60), true, at(60)).unwrap();
    assert!(forced.cuts_retiring);
    let later = life.rotate(Span::ZERO, false, at(3_600)).unwrap();
    assert!(!later.cuts_retiring, "the grace was over by itself");
}

#[test]
fn no_grace_is_no_overlap() {
    let mut life = Life::new(None);
    assert_eq!(life.rotate(Span::ZERO, false, at(0)).unwrap().grace_until, None);
    assert_eq!(life.count(SecretState::Retiring, at(0)), 0);
}

#[test]
fn a_grace_ends_with_the_token_at_the_latest() {
    let mut life = Life::new(Some(at(600)));
    assert_eq!(life.rotate(Span::from_days(7), false, at(0)).unwrap().grace_until, Some(at(600)));
    assert_eq!(life.extend(Span::from_secs(60), at(10)), Err(Refusal::ExpiresFirst(at(600))));
    assert_eq!(life.rotate(Span::ZERO, true, at(600)), Err(Refusal::Expired));
}

#[test]
fn a_grace_is_extended_forwards_and_within_reason() {
    let mut life = Life::new(None);
    assert_eq!(life.extend(Span::from_secs(60), at(0)), Err(Refusal::NoGrace));
    life.rotate(Span::from_secs(600), false, at(0)).unwrap();
    assert_eq!(life.extend(Span::from_secs(60), at(10)), Ok(at(660)));
    assert_eq!(life.extend(Span::ZERO, at(10)), Err(Refusal::NotLater(at(660))));
    assert_eq!(life.extend(Span::from_days(91), at(10)), Err(Refusal::GraceTooLong(Span::from_days(91))));
    assert_eq!(life.extend(Span::from_days(90), at(10)), Err(Refusal::GraceTooLong(Span::from_days(90))), "counted from now");
    assert_eq!(life.extend(Span::from_secs(u64::MAX), at(10)), Err(Refusal::GraceTooLong(Span::from_secs(u64::MAX))));
    assert_eq!(life.extend(Span::from_secs(60), at(660)), Err(Refusal::NoGrace), "it is over");
}

#[test]
fn graces_beyond_ninety_days_are_refused() {
    let too_long = Span::from_days(90).as_secs() + 1;
    assert_eq!(
        Life::new(None).rotate(Span::from_secs(too_long), false, at(0)),
        Err(Refusal::GraceTooLong(Span::from_secs(too_long)))
    );
    assert!(Life::new(None).rotate(grace::MAX, false, at(0)).is_ok());
}

#[test]
fn a_token_is_switched_off_and_on_but_ends_once() {
    let mut token = Life::new(None).token;
    assert_eq!(enable(&token), Err(Refusal::Already("active")));
    token.state = disable(&token).unwrap();
    assert_eq!(disable(&token), Err(Refusal::Already("disabled")));
    assert_eq!(rotate(&token, &[], Span::ZERO, true, at(0)), Err(Refusal::Disabled));
    assert_eq!(extend_grace(&token, &[], Span::ZERO, at(0)), Err(Refusal::Disabled));
    token.state = enable(&token).unwrap();
    token.state = revoke(&token).unwrap();
    assert_eq!(enable(&token), Err(Refusal::Revoked));
    assert_eq!(disable(&token), Err(Refusal::Revoked));
    assert_eq!(rotate(&token, &[], Span::ZERO, true, at(0)), Err(Refusal::Revoked));
    assert_eq!(extend_grace(&token, &[], Span::ZERO, at(0)), Err(Refusal::Revoked));
    assert_eq!(revoke(&token), Err(Refusal::Already("revoked")));
}

#[test]
fn versions_never_wrap_round() {
    let life = Life { secrets: vec![secret(u32::MAX, SecretState::Current, at(0))], ..Life::new(None) };
    assert_eq!(rotate(&life.token, &life.secrets, Span::ZERO, false, at(0)).unwrap().version, u32::MAX);
}

/// What may happen to a token.
#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Rotate { grace: u64, force: bool },
    Extend(u64),
    Disable,
    Enable,
    Revoke,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..200_000_i64).prop_map(Step::Wait),
        4 => (prop_oneof![Just(0), 1..200_000_u64, Just(u64::MAX)], any::<bool>()).prop_map(|(grace, force)| Step::Rotate { grace, force }),
        2 => (0..200_000_u64).prop_map(Step::Extend),
        1 => Just(Step::Disable),
        1 => Just(Step::Enable),
        1 => Just(Step::Revoke),
    ]
}

fn take(step: &Step, life: &mut Life, now: &mut i64) {
    match *step {
        Step::Wait(seconds) => *now += seconds,
        Step::Rotate { grace, force } => {
            let retiring_before = life.count(SecretState::Retiring, at(*now));
            let taken = life.rotate(Span::from_secs(grace), force, at(*now));
            assert!(taken.is_err() || force || retiring_before == 0, "only force cuts a grace");
        }
        Step::Extend(by) => {
            let before = retiring(&life.secrets, at(*now)).and_then(|secret| secret.grace_until);
            if let Ok(end) = life.extend(Span::from_secs(by), at(*now)) {
                assert!(Some(end) > before, "extending never shortens");
            }
        }
        Step::Disable => {
            if let Ok(state) = disable(&life.token) {
                life.token.state = state;
                life.secrets
                    .iter_mut()
                    .filter(|old| old.state == SecretState::Retiring)
                    .for_each(|old| old.state = SecretState::Retired);
            }
        }
        Step::Enable => life.token.state = enable(&life.token).unwrap_or(life.token.state),
        Step::Revoke => {
            if let Ok(state) = revoke(&life.token) {
                life.token.state = state;
                life.kill_all();
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_the_rules_hold(steps in proptest::collection::vec(any_step(), 1..40), life_span in proptest::option::of(60..400_000_i64)) {
        let mut life = Life::new(life_span.map(at));
        let mut now = 0;
        let mut was_revoked = false;
        for step in &steps {
            let newest = life.secrets.iter().map(|secret| secret.version).max();
            take(step, &mut life, &mut now);
            let revoked = life.token.state == TokenState::Revoked;
            prop_assert!(revoked || !was_revoked, "revoked is final");
            was_revoked = revoked;
            prop_assert_eq!(life.count(SecretState::Current, at(now)), usize::from(!revoked), "one current secret while it lives");
            prop_assert!(life.count(SecretState::Retiring, at(now)) <= 1, "at most one retiring");
            prop_assert!(life.secrets.iter().map(|secret| secret.version).max() >= newest, "versions only grow");
            prop_assert!(life.secrets.is_sorted_by(|a, b| a.version < b.version));
            for old in life.secrets.iter().filter(|secret| secret.state == SecretState::Retiring) {
                prop_assert!(life.token.expires_at.is_none_or(|end| old.grace_until <= Some(end)), "no grace beyond the expiry");
                prop_assert!(old.grace_until <= Some(grace::MAX.after(at(now))), "no grace beyond the most");
            }
        }
    }
}
