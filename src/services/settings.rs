//! What the operator's configuration tells the use cases.

use crate::domain::catalogue::Catalogue;
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
    /// Route profiles that gateways can ask for.
    pub profiles: Arc<Profiles>,
}
