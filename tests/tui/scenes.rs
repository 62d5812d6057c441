//! Every screen and every dialog, each reached by the keys that a person presses: what the tests of looks go through.

mod asking;
mod happened;
mod looking;
mod starting;

use crate::desk::Desk;
use crate::world::{Ground, bare, lived_in};
use jeton::config::Config;
use jeton::domain::mask::Charset;

/// Where a scene starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At the small shop's vault, unlocked.
    Work,
    /// At the small shop's vault, locked.
    Locked,
    /// At a vault with nothing but its account token.
    Bare,
    /// Where there is no vault yet.
    Nothing,
}

/// A screen or dialog, and how a person gets there.
pub struct Scene {
    pub name: &'static str,
    start: Start,
    play: fn(&mut Desk),
}

const fn scene(name: &'static str, start: Start, play: fn(&mut Desk)) -> Scene {
    Scene { name, start, play }
}

pub use asking::SCENES as ASKING;
pub use happened::SCENES as HAPPENED;
pub use looking::SCENES as LOOKING;
pub use starting::SCENES as STARTING;

/// Every scene.
pub fn all() -> impl Iterator<Item = &'static Scene> {
    [STARTING, LOOKING, ASKING, HAPPENED].into_iter().flatten()
}

impl Scene {
    /// Plays it.
    pub fn play(&self) -> Desk {
        let mut desk = self.begin();
        (self.play)(&mut desk);
        desk
    }

    fn begin(&self) -> Desk {
        let ground = Ground::new();
        let (services, session) = match self.start {
            Start::Nothing => (None, None),
            Start::Work | Start::Locked => Some(lived_in(&ground)).unzip(),
            Start::Bare => Some(bare(&ground)).unzip(),
        };
        let session = session.filter(|_| self.start != Start::Locked);
        let mut desk = Desk::with(ground, services, session, Config::default(), Charset::Unicode);
        if let Some(setup) = &mut desk.model.setup {
            // Shown, not used: where the test's own directory lies is no part of a frame.
            setup.path = "/home/mara/.local/share/jeton/jeton.db".to_owned();
        }
        desk
    }
}
