//! A profile: an ordered list of routes, of which the first that fits decides.

use super::error::{RouteError, RouteFault};
use super::path::Path;
use super::{Found, Methods, PathFault, Pattern};
use crate::domain::catalogue::Catalogue;
use crate::domain::scope::{self, Scope};
use std::fmt;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One route: the methods and paths that it is for, and the scope that they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Which methods.
    pub methods: Methods,
    /// Which paths.
    pub pattern: Pattern,
    /// What a token must be granted.
    pub scope: Scope,
    /// The line that it was read from, counted from 1.
    pub line: usize,
}

impl Route {
    fn holds(&self, method: &str, path: &Path<'_>) -> bool {
        self.methods.hold(method) && self.pattern.holds(path)
    }

    /// The route as it is written: `METHOD PATTERN SCOPE`.
    pub fn to_line(&self) -> String {
        format!("{self} {}", self.scope)
    }

    fn covers(&self, other: &Self) -> bool {
        self.methods.cover(&other.methods) && self.pattern.covers(&other.pattern)
    }
}

impl FromStr for Route {
    type Err = RouteFault;

    /// `METHOD PATTERN SCOPE`, parted by white space.
    fn from_str(text: &str) -> Result<Self, RouteFault> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [methods, pattern, scope] = words[..] else { return Err(RouteFault::Words) };
        Ok(Self { methods: methods.parse()?, pattern: pattern.parse()?, scope: scope.parse::<Scope>()?, line: 0 })
    }
}

impl fmt::Display for Route {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.methods, self.pattern)
    }
}

/// A named, ordered list of routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: String,
    routes: Vec<Route>,
}

impl Profile {
    /// Reads a profile's file: `routes = ["METHOD PATTERN SCOPE", …]`.
    ///
    /// # Errors
    /// The text does not have that form, or a route can never be reached; always with the line.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, RouteError> {
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let document = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            RouteFault::Toml(error.message().to_owned()).on(line(at))
        })?;
        if let Some((key, _)) = document.get_ref().iter().find(|(key, _)| key.get_ref().as_ref() != "routes") {
            return Err(RouteFault::Key.on(line(key.span().start)));
        }
        let routes = document.get_ref().get("routes").ok_or_else(|| RouteFault::Key.on(1))?;
        Self::from_list(name, routes, line)
    }

    /// A profile from a list of TOML; `line` says which line a place of the text is on.
    ///
    /// # Errors
    /// As [`Profile::from_toml`].
    pub fn from_list(name: &str, list: &Spanned<DeValue<'_>>, line: impl Fn(usize) -> usize) -> Result<Self, RouteError> {
        let of_list = line(list.span().start);
        if !scope::is_word(name) {
            return Err(RouteFault::Name.on(of_list));
        }
        let entries = list.get_ref().as_array().ok_or_else(|| RouteFault::NotAList.on(of_list))?;
        if entries.is_empty() {
            return Err(RouteFault::Empty.on(of_list));
        }
        let mut profile = Self { name: name.to_owned(), routes: Vec::with_capacity(entries.len()) };
        for entry in entries {
            let line = line(entry.span().start);
            let text = entry.get_ref().as_str().ok_or_else(|| RouteFault::NotAList.on(line))?;
            profile.push(Route { line, ..text.parse().map_err(|fault: RouteFault| fault.on(line))? })?;
        }
        Ok(profile)
    }

    fn push(&mut self, route: Route) -> Result<(), RouteError> {
        match self.routes.iter().find(|earlier| earlier.covers(&route)) {
            Some(earlier) => Err(RouteFault::Shadowed(earlier.to_string()).on(route.line)),
            None => {
                self.routes.push(route);
                Ok(())
            }
        }
    }

    /// Whether every scope exists.
    ///
    /// # Errors
    /// One does not; the nearest is named.
    pub fn check(&self, catalogue: &Catalogue) -> Result<(), RouteError> {
        let check = |route: &Route| catalogue.require(&route.scope).map_err(|error| RouteFault::from(error).on(route.line));
        self.routes.iter().try_for_each(check)
    }

    /// What gateways ask for it by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its routes in order.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The scope that a request needs. `target` is the request's path with its query, as the client sent it.
    ///
    /// A `%2F` within a segment is data. Where a server that reads it as a slash would see a path that an earlier route takes,
    /// the path is refused: else one could reach what that route guards with the scope of another.
    pub fn find(&self, method: &str, target: &str) -> Found<'_> {
        let path = match Path::read(target) {
            Ok(path) => path,
            Err(fault) => return Found::Refused(fault),
        };
        let Some((at, route)) = self.first(method, &path) else { return Found::Nothing };
        let loose = path.with_slashes().and_then(|path| self.first(method, &path));
        if loose.is_some_and(|(other, _)| other < at) {
            return Found::Refused(PathFault::EncodedSlash);
        }
        Found::Route(at, &route.scope)
    }

    fn first(&self, method: &str, path: &Path<'_>) -> Option<(usize, &Route)> {
        self.routes.iter().enumerate().find(|(_, route)| route.holds(method, path))
    }
}
