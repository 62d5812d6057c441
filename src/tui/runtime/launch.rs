//! Everything that the interface is handed when it starts.

use super::perform::operator;
use super::vault::Vault;
use crate::app::{App, Opening};
use crate::clock::World;
use crate::config::Config;
use crate::domain::event::Actor;
use crate::domain::label::display_safe;
use crate::domain::mask::Charset;
use crate::services::{Copier, Environment, Services, Session, Settings};
use crate::tui::dialogs::setup::Setup;
use crate::tui::effect::Effect;
use crate::tui::keymap::Keymap;
use crate::tui::model::moment::Moment;
use crate::tui::model::toast::Tone;
use crate::tui::model::{Looks, Model};
use crate::tui::symbols::Symbols;
use crate::tui::theme::Colours;
use crate::tui::update;
use std::path::PathBuf;
use std::sync::Arc;

/// What the environment says.
#[derive(Clone, Debug)]
pub struct Facts {
    /// `TERM`.
    pub term: Option<String>,
    /// Which characters can be shown.
    pub charset: Charset,
    /// The colours that are wanted, and can be had.
    pub colours: Colours,
    /// Whether the terminal is at the other end of an SSH connection.
    pub over_ssh: bool,
    /// What decides the clipboard.
    pub clipboard: Environment,
}

/// Everything that the interface is handed.
#[derive(Debug)]
pub struct Launch {
    /// The configuration.
    pub config: Config,
    /// Settings of the use cases.
    pub settings: Settings,
    /// Where the vault is, or will be.
    pub path: PathBuf,
    /// Clock and randomness.
    pub world: World,
    /// Who acts until somebody unlocks.
    pub actor: Actor,
    /// The open vault; `None` leads through setting one up.
    pub services: Option<Services>,
    /// The keys, when it starts unlocked.
    pub session: Option<Session>,
    /// The passphrase, where it is no secret.
    pub passphrase_hint: Option<String>,
    /// A file of secrets in the working directory, which a first run offers to import.
    pub dotenv: Option<PathBuf>,
    /// The environment.
    pub facts: Facts,
}

impl From<Opening> for Launch {
    fn from(opening: Opening) -> Self {
        let environment = &opening.environment;
        let clipboard = Environment::of_process(true);
        let facts = Facts {
            term: environment.text("TERM").map(str::to_owned),
            charset: if opening.ascii { Charset::Ascii } else { Charset::Unicode },
            colours: colours(&opening),
            over_ssh: clipboard.over_ssh,
            clipboard,
        };
        let settings = opening.app.settings();
        let dotenv = opening.services.is_none().then(found_dotenv).flatten();
        let calm = environment.text("JETON_REDUCED_MOTION").is_some_and(|word| word != "0");
        let App { mut config, db, world, actor, .. } = opening.app;
        config.ui.reduced_motion |= calm;
        Self {
            config,
            settings,
            path: db,
            world,
            actor,
            services: opening.services,
            session: opening.session,
            passphrase_hint: opening.passphrase_hint,
            dotenv,
            facts,
        }
    }
}

/// No colour where none is wanted; all of them only where they are asked for and the terminal says that it has them.
fn colours(opening: &Opening) -> Colours {
    let can_all = matches!(opening.environment.text("COLORTERM"), Some("truecolor" | "24bit"));
    match (opening.colours, opening.app.config.ui.true_color && can_all) {
        (false, _) => Colours::None,
        (true, false) => Colours::Sixteen,
        (true, true) => Colours::All,
    }
}

/// The `.env` of the working directory, unless it is no file.
fn found_dotenv() -> Option<PathBuf> {
    let path = std::env::current_dir().ok()?.join(".env");
    path.is_file().then_some(path)
}

impl Launch {
    /// The model, the first effects, and what they act on.
    pub fn unfold(self, keymap: Keymap, now: Moment) -> (Facts, Model, Vec<Effect>, Vault) {
        let looks = Looks { keymap: Arc::new(keymap), symbols: Symbols::of(self.facts.charset) };
        let mut model = Model::new(&self.config, self.settings.catalogue.clone(), looks, now);
        model.lock.hint = self.passphrase_hint;
        let copier = Copier::new(&self.config.clipboard, &self.facts.clipboard);
        let shown_path = display_safe(&self.path.display().to_string()).to_string();
        let user = self.actor.name.clone();
        let vault = Vault::new(self.path, self.settings, self.world, self.actor, copier);
        let effects = match self.services {
            Some(services) => {
                model.info = Some(services.info().clone());
                if let Some(warning) = services.memory_warning() {
                    model.toasts.say(Tone::Error, warning, now);
                }
                let unlocked = self.session.as_ref().map(operator);
                vault.open(services);
                self.session.into_iter().for_each(|session| vault.unlock(session));
                update::begin(&mut model, unlocked)
            }
            None => {
                model.setup = Some(Box::new(Setup::new(shown_path, &user, self.dotenv)));
                Vec::new()
            }
        };
        (self.facts, model, effects, vault)
    }
}
