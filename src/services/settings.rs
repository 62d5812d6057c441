//! What the operator's configuration tells the use cases.

use crate::domain::catalogue::Catalogue;
use crate::domain::span::Span;

/// Settings of the use cases.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scopes that exist.
    pub catalogue: Catalogue,
    /// The grace of a rotation unless told otherwise.
    pub default_grace: Span,
}
