//! What the operator's configuration tells the use cases.

use super::{Error, Result};
use crate::domain::audit::Thresholds;
use crate::domain::catalogue::Catalogue;
use crate::domain::grace;
use crate::domain::route::Profiles;
use crate::domain::span::Span;
use std::sync::Arc;

/// Settings of the use cases.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scopes that exist.
    pub catalogue: Catalogue,
    /// The grace of a rotation unless told otherwise.
    pub default_grace: Span,
    /// From which number on the audit notices something.
    pub audit: Thresholds,
    /// Route profiles that gateways can ask for.
    pub profiles: Arc<Profiles>,
}

impl Settings {
    /// What holds without a configuration.
    ///
    /// # Errors
    /// The built-in scopes or routes are not as they should be, which a test would have found.
    pub fn built_in() -> Result<Self> {
        let profiles = Profiles::built_in().map_err(|error| Error::Invalid(error.to_string()))?;
        Ok(Self {
            catalogue: Catalogue::built_in()?,
            default_grace: grace::DEFAULT,
            audit: Thresholds::default(),
            profiles: Arc::new(profiles),
        })
    }
}
