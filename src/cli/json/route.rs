//! What a route profile says of a request, in JSON.

use crate::domain::route::{self, Found, Profile};
use crate::domain::verdict::Reason;
use serde::Serialize;

/// What one route profile says of a method and a path.
#[derive(Debug, Serialize)]
pub struct RouteAnswer {
    /// The profile's name
    pub profile: String,
    /// The method that was asked about
    pub method: String,
    /// The path that was asked about
    pub path: String,
    /// The route that it hits; `null` when none
    pub route: Option<Route>,
    /// Why none: `no-route` or `bad-path`
    pub reason: Option<&'static str>,
    /// The same in words
    pub detail: Option<String>,
}

/// One route of a profile.
#[derive(Debug, Serialize)]
pub struct Route {
    /// Its place in the profile, 1 for the first
    pub number: usize,
    /// `R` (GET and HEAD), `W` (the rest), `*`, or a method
    pub methods: String,
    /// Its pattern
    pub pattern: String,
    /// The scope that it needs
    pub scope: String,
}

impl RouteAnswer {
    /// What the profile says.
    pub fn of(profile: &Profile, method: &str, path: &str) -> Self {
        let (route, reason, detail) = match profile.find(method, path) {
            Found::Route(at, _) => (profile.routes().get(at).map(|route| Route::at(at, route)), None, None),
            Found::Nothing => (None, Some(Reason::NoRoute), Some("no route is for this method and path".to_owned())),
            Found::Refused(fault) => (None, Some(Reason::BadPath), Some(fault.to_string())),
        };
        Self {
            profile: profile.name().to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            route,
            reason: reason.map(Reason::word),
            detail,
        }
    }
}

impl Route {
    fn at(at: usize, route: &route::Route) -> Self {
        Self {
            number: at + 1,
            methods: route.methods.to_string(),
            pattern: route.pattern.to_string(),
            scope: route.scope.to_string(),
        }
    }
}
