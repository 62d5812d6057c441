//! The verification service's view of a vault: its copy answers as the database does, and only while that is certain.

use crate::world::{Vault, actor, add_request, settings, turn};
use jeton::clock::World;
use jeton::domain::owner::OwnerKind;
use jeton::domain::plaintext::Plaintext;
use jeton::domain::verdict::{Demand, Presented, Reason, Request, Verdict, judge};
use jeton::services::{Sight, Verifier};
use std::time::{Duration, Instant};

fn verifier(vault: &Vault) -> Verifier {
    Verifier::open(&vault.path(), settings(), vault.world.clone(), actor()).unwrap()
}

fn looked_up(verifier: &Verifier, value: &str) -> Sight {
    verifier.look_up(&[value]).unwrap().remove(0)
}

/// What the copy says, once there is a current one.
fn copied(verifier: &Verifier, value: &str) -> Sight {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(sight) = verifier.at_once(value) {
            return sight;
        }
        assert!(Instant::now() < deadline, "no copy was made");
        std::thread::yield_now();
    }
}

fn verdict(sight: &Sight, world: &World) -> Verdict {
    let form = sight.as_ref().map(drop).map_err(|error| *error);
    let seen = sight.as_ref().ok().and_then(Option::as_ref);
    let request = Request::of(Presented::Value(form), world.clock.now());
    judge(&request, seen.map(|seen| &seen.known), &Demand::default(), |_, _| true)
}

#[test]
fn the_copy_says_of_every_value_what_the_database_says() {
    let vault = Vault::new();
    let verifier = verifier(&vault);
    let project = vault.add(OwnerKind::Project, "shop", None);
    let bot = vault.add(OwnerKind::Bot, "Bestell Bär", Some("shop"));
    let rotated = vault.rotate(&bot, "1h").unwrap();
    let pat = vault.issue_pat("ci", &["files:read"]);
    vault.services.disable((&vault.session).into(), pat.token.id).unwrap();
    let mut request = add_request(OwnerKind::External, "pay", None);
    request.value = Some(Plaintext::new("sk_live_0123456789abcdefghij".to_owned()));
    let external = vault.services.add_owner((&vault.session).into(), request).unwrap().issued.unwrap();
    let elsewhere = Vault::new().add(OwnerKind::Integration, "elsewhere", None);
    let whole = vault.account.value.expose();
    let values: Vec<String> = [&vault.account, &project, &bot, &rotated, &pat, &external, &elsewhere]
        .into_iter()
        .map(|issued| issued.value.expose().to_owned())
        .chain([String::new(), whole[1..].to_owned(), whole[..whole.len() - 1].to_owned(), format!("{whole}\n")])
        .collect();
    let all: Vec<&str> = values.iter().map(String::as_str).collect();
    let from_database = verifier.look_up(&all).unwrap();
    for (value, expected) in all.iter().zip(&from_database) {
        assert_eq!(&copied(&verifier, value), expected, "{value}");
    }
    let words: Vec<&str> = from_database.iter().map(|sight| verdict(sight, &vault.world).word()).collect();
    let unknown = ["unknown", "malformed", "malformed", "malformed", "malformed"];
    assert_eq!(words[..5], ["allow", "allow", "allow", "allow", "disabled"]);
    assert_eq!(words[5], "malformed", "an external value is not looked for while none is adopted");
    assert_eq!(words[6..], unknown);
    let identity = from_database[2].clone().unwrap().unwrap().identity.clone();
    let said: Vec<&str> = identity.iter().map(|value| std::str::from_utf8(value).unwrap()).collect();
    assert_eq!(said[1..6], ["bot", "Bestell B%C3%A4r", "shop", "Bestell B%C3%A4r", ""]);
}

#[test]
fn no_answer_is_older_than_the_last_change() {
    let vault = Vault::new();
    let bot = vault.add(OwnerKind::Bot, "flip", None);
    let verifier = verifier(&vault);
    let value = bot.value.expose();
    let (mut at_once, mut read) = (0, 0);
    for round in 0..300 {
        let disabled = round % 2 == 0;
        let change = if disabled { jeton::services::Services::disable } else { jeton::services::Services::enable };
        change(&vault.services, (&vault.session).into(), bot.token.id).unwrap();
        // Half of the time a checkpoint moves everything into the file first.
        if round % 4 >= 2 {
            vault.services.rotate((&vault.session).into(), vault.account.token.id, turn("0")).unwrap();
        }
        let expected = if disabled { Verdict::Deny(Reason::Disabled) } else { Verdict::Allow };
        for _ in 0..5 {
            let sight = verifier.at_once(value).inspect(|_| at_once += 1).unwrap_or_else(|| {
                read += 1;
                looked_up(&verifier, value)
            });
            assert_eq!(verdict(&sight, &vault.world), expected, "round {round}");
        }
        if round % 3 == 0 {
            assert_eq!(verdict(&copied(&verifier, value), &vault.world), expected, "round {round}");
        }
    }
    assert!(at_once > 0 && read > 0, "both ways were gone: {at_once} at once, {read} read");
}

#[test]
fn a_vault_that_goes_away_answers_nothing_and_is_found_again() {
    let vault = Vault::new();
    let verifier = verifier(&vault);
    let value = vault.account.value.expose();
    assert_eq!(verdict(&copied(&verifier, value), &vault.world), Verdict::Allow);

    let away = vault.path().with_extension("away");
    std::fs::rename(vault.path(), &away).unwrap();
    assert!(verifier.at_once(value).is_none());
    assert!(verifier.look_up(&[value]).is_err() && verifier.vault().is_err());
    assert!(verifier.at_once(value).is_none());

    std::fs::rename(&away, vault.path()).unwrap();
    assert_eq!(verdict(&looked_up(&verifier, value), &vault.world), Verdict::Allow);
    assert_eq!(verdict(&copied(&verifier, value), &vault.world), Verdict::Allow);
}

#[test]
fn another_vault_at_the_path_is_asked_from_then_on() {
    let (vault, other) = (Vault::new(), Vault::new());
    let bot = vault.add(OwnerKind::Bot, "mine", None);
    let (verifier, before) = (verifier(&vault), bot.value.expose());
    copied(&verifier, before).unwrap();

    let after = other.add(OwnerKind::Integration, "theirs", None).value;
    let path = other.path();
    let kept = other.close();
    for suffix in ["", "-wal", "-shm"] {
        let from = path.with_file_name(format!("jeton.db{suffix}"));
        let to = vault.path().with_file_name(format!("jeton.db{suffix}"));
        // A log that is left behind would be taken for the new vault's.
        std::fs::remove_file(&to).unwrap();
        if from.exists() {
            std::fs::rename(from, to).unwrap();
        }
    }
    assert!(verifier.at_once(before).is_none());
    assert_eq!(verdict(&looked_up(&verifier, before), &vault.world), Verdict::Deny(Reason::Unknown));
    assert_eq!(verdict(&looked_up(&verifier, after.expose()), &vault.world), Verdict::Allow);
    assert_eq!(verdict(&copied(&verifier, after.expose()), &vault.world), Verdict::Allow);
    drop(kept);
}

#[test]
fn a_vault_that_was_written_over_is_not_trusted() {
    let vault = Vault::new();
    let verifier = verifier(&vault);
    let value = vault.account.value.expose();
    copied(&verifier, value).unwrap();
    // Another process does it: closing the file here would take this process's locks away.
    let target = format!("of={}", vault.path().display());
    let dd = ["if=/dev/zero", &target, "bs=64k", "count=1", "conv=notrunc", "status=none"];
    assert!(std::process::Command::new("dd").args(dd).status().unwrap().success());
    assert!(verifier.at_once(value).is_none(), "somebody wrote into the file past the engine");
}
