//! Route profiles: which scope a method and a path need. Whatever matches no route is denied.

mod error;
mod methods;
mod path;
mod pattern;
mod profile;
mod profiles;

pub use error::{PathFault, RouteError, RouteFault};
pub use methods::Methods;
pub use pattern::Pattern;
pub use profile::{Profile, Route};
pub use profiles::Profiles;

use super::scope::Scope;

/// What a profile says of a method and a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'p> {
    /// The route's number, counted from 0, and the scope that it needs.
    Route(usize, &'p Scope),
    /// None is for it.
    Nothing,
    /// The path is refused.
    Refused(PathFault),
}

/// Why a target is refused before any route is looked at, if it is.
pub fn path_fault(target: &str) -> Option<PathFault> {
    path::Path::read(target).err()
}

#[cfg(test)]
mod tests;
