//! Checking an installation: files, keys, history, clock, disk, and whether the service answers for this vault.

mod files;
mod serving;

pub use serving::Called;

use super::{Bound, Services, Settings, engine_version};
use crate::clock::World;
use crate::domain::checkup::{Checked, Health};
use crate::domain::event::Actor;
use crate::domain::role::Role;
use crate::domain::slot::SlotSort;
use std::path::Path;

/// Events that are checked, the oldest first: some seconds' work.
const MOST_EVENTS: u64 = 500_000;

/// Larger files are not read through, bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A clock may be so far behind the newest event: two machines wrote.
const LEEWAY_MS: i64 = 60_000;

/// Checks the vault at `db`, and the service that is to answer for it; `heads` is where this machine remembers vaults. Changes
/// nothing but what opening a vault does.
pub fn check_installation(
    db: &Path,
    settings: Settings,
    world: World,
    actor: Actor,
    called: &Called,
    heads: Option<&Path>,
) -> Vec<Checked> {
    let mut found = files::check(db);
    let opened = Services::open(db, settings, world, actor).map(|services| services.remembering(heads));
    match &opened {
        Err(error) => {
            let failed = Checked::new("vault", Health::Fail, error.to_string());
            found.push(failed.advise("mend what it says, or bring a backup back"));
        }
        Ok(services) => {
            found.push(services.check_pages());
            found.push(services.check_clock());
            found.push(services.check_slots());
            found.push(services.check_history());
            found.push(services.check_usage());
            found.push(services.check_unattended());
        }
    }
    found.push(files::check_room(db));
    let own = opened.as_ref().ok().and_then(|services| services.fingerprint().ok());
    found.push(serving::check(called, own.as_deref()));
    found
}

impl Services {
    /// What the store relies on was read back when the vault was opened; what is left is the file itself.
    fn check_pages(&self) -> Checked {
        let version = engine_version();
        let size = self.path().metadata().map(|found| found.len()).unwrap_or_default();
        if size > MOST_BYTES {
            let detail = format!("SQLite {version}; the file is too large to be read through here ({size} bytes)");
            return Checked::new("database", Health::Ok, detail);
        }
        match self.store.read(|tx| tx.damage()) {
            Ok(damage) if damage.is_empty() => {
                Checked::new("database", Health::Ok, format!("SQLite {version}, every setting in force, every page whole"))
            }
            Ok(damage) => Checked::new("database", Health::Fail, damage.join("; "))
                .advise("stop everything that uses it and bring a backup back"),
            Err(error) => Checked::new("database", Health::Fail, error.to_string()).advise("bring a backup back"),
        }
    }

    fn check_clock(&self) -> Checked {
        let now = self.now();
        let made = self.info().created_at;
        let newest = self.log(&super::LogQuery { limit: Some(1), ..Default::default() });
        let newest = newest.ok().and_then(|events| events.first().map(|event| event.what.at)).unwrap_or(made);
        let behind = newest.max(made).as_millisecond() - now.as_millisecond();
        if behind > LEEWAY_MS {
            let detail =
                format!("it is {now}, but the vault's newest event is of {newest}: expired tokens could be accepted again");
            return Checked::new("clock", Health::Fail, detail).advise("set the clock: timedatectl set-ntp true");
        }
        Checked::new("clock", Health::Ok, format!("{now}, not before the newest event"))
    }

    fn check_slots(&self) -> Checked {
        let slots = match self.store.read(|tx| tx.slots()) {
            Ok(slots) => slots,
            Err(error) => return Checked::new("keys", Health::Fail, error.to_string()).advise("bring a backup back"),
        };
        let count = |sort| slots.iter().filter(|slot| slot.sort == sort && slot.role == Role::Owner).count();
        let (owners, recoveries) = (count(SlotSort::Passphrase), count(SlotSort::Recovery));
        let detail = format!("{owners} owner's passphrase(s), {recoveries} recovery key(s)");
        match (owners, recoveries) {
            (0, _) => Checked::new("keys", Health::Fail, detail).advise("jeton passphrase, unlocked with the recovery key"),
            (_, 0) => Checked::new("keys", Health::Warn, detail)
                .advise("a forgotten passphrase would be the end of the values: keep a backup of it in a safe place"),
            _ => Checked::new("keys", Health::Ok, detail),
        }
    }

    fn check_history(&self) -> Checked {
        let walked = self.begin_chain_walk(None).and_then(|mut walk| {
            const STRIDE: usize = 20_000;
            let mut is_over = false;
            while !is_over && walk.seq() < MOST_EVENTS {
                is_over = self.walk_chain(&mut walk, None, STRIDE)?;
            }
            Ok((walk.report(), is_over))
        });
        match walked {
            Err(error) => Checked::new("history", Health::Fail, error.to_string()).advise("jeton log verify"),
            Ok((report, _)) if !report.faults.is_empty() => {
                Checked::new("history", Health::Fail, report.faults.join("; ")).advise("jeton log verify")
            }
            Ok((report, true)) => Checked::new("history", Health::Ok, format!("the chain of {} events is whole", report.events)),
            Ok((report, false)) => {
                let detail =
                    format!("the chain of the first {} events is whole; `jeton log verify` checks them all", report.events);
                Checked::new("history", Health::Ok, detail)
            }
        }
    }

    fn check_usage(&self) -> Checked {
        // Asking is what finds a fault out.
        let asked = self.traffic();
        match (asked, self.usage_warning()) {
            (Err(error), _) => Checked::new("usage", Health::Warn, error.to_string()),
            (Ok(_), Some(warning)) => {
                let path = self.usage_path().display();
                Checked::new("usage", Health::Warn, warning)
                    .advise(format!("it holds figures only and may be deleted: rm {path}"))
            }
            (Ok(_), None) if self.usage_path().exists() => {
                let tokens = self.store.read(|tx| tx.roster()).map(|roster| roster.rows().count() as u64).unwrap_or_default();
                let bytes = self.usage_path().metadata().map(|found| found.len()).unwrap_or_default();
                let most = Bound::of(tokens).bytes;
                let detail = format!("the figures can be read: {} KiB, of {} KiB at most", bytes.div_ceil(1024), most / 1024);
                Checked::new("usage", Health::Ok, detail)
            }
            (Ok(_), None) => Checked::new("usage", Health::Ok, "there are no figures yet"),
        }
    }

    fn check_unattended(&self) -> Checked {
        let detail = match self.info().unattended.as_slice() {
            [] => "every change asks for a passphrase".to_owned(),
            verbs => format!("whoever may write the vault's file can do without a passphrase: {}", verbs.join(", ")),
        };
        Checked::new("unattended", Health::Ok, detail)
    }
}
