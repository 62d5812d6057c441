//! A throw-away vault full of believable life, to be looked at and played with.
//!
//! What happened in it stands in `assets/demo.toml`, played by the real use cases with the clock set back. Many more tokens come
//! from [`plan`], written in bulk. The requests that came since are made up from the same file by [`traffic`]. The story is always the same; keys and values come from the world's randomness.

mod bulk;
mod calendar;
mod place;
mod plan;
mod play;
mod story;
#[cfg(test)]
mod tests;
mod traffic;
mod years;

pub use place::DemoPlace;

use super::{Error, InitRequest, PreparedVault, Result, Services, Session, Settings};
use crate::clock::World;
use crate::domain::event::Actor;
use crate::domain::passphrase::Passphrase;
use crate::domain::plaintext::Plaintext;
use crate::domain::slot::KdfParams;
use crate::domain::span::Span;
use calendar::Calendar;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The passphrase of every demo vault. Nothing in one is worth keeping.
pub const DEMO_PASSPHRASE: &str = "open this demo please";

/// The most tokens that may be asked for.
pub const DEMO_MAX_TOKENS: usize = 1_000_000;

const ACCOUNT: &str = "Lantern Works";
const OPERATOR: &str = "demo";

/// How long before the story the vault was made, when there are tokens in bulk to fill that time with.
const BEFORE_THE_STORY: Span = Span::from_days(500);

/// What a demo is to be.
#[derive(Debug)]
pub struct DemoRequest<'a> {
    /// Tokens beside those of the story, at most [`DEMO_MAX_TOKENS`].
    pub tokens: usize,
    /// Set by whoever wants it to stop; looked at many times a second.
    pub cancelled: &'a AtomicBool,
}

/// A demo vault, open and unlocked.
#[derive(Debug)]
pub struct Demo {
    /// The open vault; its clock is the world's again.
    pub services: Services,
    /// The owner's session.
    pub session: Session,
}

impl Services {
    /// Makes a demo vault at `path`, which must not exist, in a directory of its own. `None` when it was cancelled.
    ///
    /// # Errors
    /// Too many tokens were asked for, the path is unfit, or the disk failed.
    pub fn demo(path: &Path, request: &DemoRequest<'_>, settings: Settings, world: World) -> Result<Option<Demo>> {
        if request.tokens > DEMO_MAX_TOKENS {
            return Err(Error::Invalid(format!(
                "a demo of {} tokens is too large; {DEMO_MAX_TOKENS} is the most",
                request.tokens
            )));
        }
        let story::Story { scenes, traffic } = story::built_in()?;
        let calendar = Arc::new(Calendar::over(Arc::clone(&world.clock)));
        let first = scenes.iter().map(|scene| scene.ago).max().unwrap_or_default();
        let before = if request.tokens > 0 { BEFORE_THE_STORY } else { Span::from_secs(60) };
        calendar.set_back(Span::from_secs(first.as_secs() + before.as_secs()));
        let world = World { clock: calendar.clone(), entropy: world.entropy };
        let demo = init(path, settings, world)?;
        let is_whole = bulk::fill(&demo, &calendar, first, request)? && play(&demo, &calendar, &scenes, request)?;
        // So much was written that leaving would otherwise take a while: the log is folded into the file now.
        let _ = demo.services.store.empty_log();
        calendar.release();
        if is_whole {
            // The service began to count a day before the first request that it counted.
            calendar.set_back(traffic::SINCE);
            traffic::begin(&demo)?;
            calendar.release();
            traffic::fill(&demo, &traffic)?;
        }
        Ok(is_whole.then_some(demo))
    }
}

/// The passphrase as unlocking takes it.
fn passphrase() -> Passphrase {
    Passphrase::new(Plaintext::new(DEMO_PASSPHRASE.to_owned()))
}

fn init(path: &Path, settings: Settings, world: World) -> Result<Demo> {
    let request = InitRequest {
        account: ACCOUNT.parse()?,
        operator: OPERATOR.parse()?,
        brand: Default::default(),
        unattended: Vec::new(),
        // What is guarded here is thrown away, and a person wants to look at it now.
        kdf: Some(KdfParams::FLOOR),
    };
    let actor = Actor { name: OPERATOR.to_owned(), address: None };
    let made = PreparedVault::new(request, &passphrase(), world)?.commit(path, settings, actor)?;
    Ok(Demo { services: made.services, session: made.session })
}

fn play(demo: &Demo, calendar: &Calendar, scenes: &[story::Scene], request: &DemoRequest<'_>) -> Result<bool> {
    for scene in scenes {
        if request.cancelled.load(Ordering::Relaxed) {
            return Ok(false);
        }
        calendar.set_back(scene.ago);
        demo.play(&scene.act)?;
    }
    Ok(true)
}
