//! The profiles that gateways can ask for: those that are built in and the configuration's own.

use super::error::{RouteError, RouteFault};
use super::profile::Profile;

const BUILT_IN: [(&str, &str); 2] = [
    ("botpress", include_str!("../../../assets/routes/botpress.toml")),
    ("bgplus", include_str!("../../../assets/routes/bgplus.toml")),
];

/// Profiles by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profiles(Vec<Profile>);

impl Profiles {
    /// Those that the program ships (`assets/routes`).
    ///
    /// # Errors
    /// Never in a tested build; the files are part of the program and a test reads them.
    pub fn built_in() -> Result<Self, RouteError> {
        BUILT_IN.iter().map(|(name, text)| Profile::from_toml(name, text)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the program ships a profile of that name. What a gateway asks for by such a name is the same everywhere,
    /// so the configuration cannot replace one.
    pub fn is_built_in(name: &str) -> bool {
        BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
    }

    /// Adds a profile of the configuration.
    ///
    /// # Errors
    /// There is one of that name.
    pub fn add(&mut self, profile: Profile) -> Result<(), RouteError> {
        if self.get(profile.name()).is_some() {
            let line = profile.routes().first().map_or(1, |route| route.line);
            return Err(RouteFault::BuiltIn(profile.name().to_owned()).on(line));
        }
        self.0.push(profile);
        Ok(())
    }

    /// The profile of that name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.0.iter().find(|profile| profile.name() == name)
    }

    /// All of them, the built-in ones first.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.0.iter()
    }
}
