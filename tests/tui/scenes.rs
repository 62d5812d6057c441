//! Every screen and every dialog, each reached by the keys that a person presses: what the tests of looks go through.

mod asking;
mod audited;
mod called;
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
    /// Where there is no vault yet, but a file of secrets.
    BesideFile,
}

/// A file as it lies about.
pub const FILE: &str = "STRIPE_SECRET_KEY=sk_live_51H8fZq2eZvKYlo2C0aB7dE9fG\nDEBUG=true\nPUBLIC_URL=https://shop.example.org\n\
                        export OPENAI_API_KEY=\"sk-proj-9aB8cD7eF6gH5iJ4kL3mN2oP1qR0\"\nGITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a\n";

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
pub use audited::SCENES as AUDITED;
pub use called::SCENES as CALLED;
pub use happened::SCENES as HAPPENED;
pub use looking::SCENES as LOOKING;
pub use starting::SCENES as STARTING;

/// Every scene.
pub fn all() -> impl Iterator<Item = &'static Scene> {
    [STARTING, LOOKING, ASKING, AUDITED, HAPPENED, CALLED].into_iter().flatten()
}

impl Scene {
    /// Plays it.
    pub fn play(&self) -> Desk {
        let mut desk = self.begin();
        (self.play)(&mut desk);
        desk
    }

    fn begin(&self) -> Desk {
        if self.start == Start::Nothing {
            return Desk::first_run(None);
        }
        if self.start == Start::BesideFile {
            let mut desk = Desk::first_run(Some(FILE));
            if let Some(file) = desk.model.setup.as_mut().and_then(|setup| setup.dotenv.as_mut()) {
                // Shown beside what it held; read where it lies.
                file.shown = "/home/mara/shop/.env".to_owned();
            }
            return desk;
        }
        let ground = Ground::new();
        let (services, session) = match self.start {
            Start::Nothing | Start::BesideFile => (None, None),
            Start::Work | Start::Locked => Some(lived_in(&ground)).unzip(),
            Start::Bare => Some(bare(&ground)).unzip(),
        };
        let session = session.filter(|_| self.start != Start::Locked);
        Desk::with(ground, services, session, Config::default(), Charset::Unicode)
    }
}
