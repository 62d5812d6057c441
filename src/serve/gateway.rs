//! From a request of a proxy to what the policy wants to know. The path pins the gateway, and only that gateway's headers are read.

use super::source::{Peer, Trusted};
use crate::domain::carrier::{Carried, Carrier, carried};
use crate::domain::traffic::Gateway;
use crate::domain::verdict::{Binding, Bindings};
use hyper::header::{HeaderMap, HeaderValue};
use hyper::{Method, Uri};
use std::net::IpAddr;

/// Who asks, and where its configuration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The proxy.
    pub gateway: Gateway,
    /// What its configuration asks, in the form of a query.
    pub asks: &'a str,
    /// For Envoy: the client's own path and query, which it puts behind its prefix.
    pub target: Option<&'a str>,
}

/// In place of what is asked, where Envoy's configuration asks nothing.
const NOTHING_ASKED: &str = "-";

/// The gateway that asks at this path.
pub fn place(uri: &Uri) -> Option<Place<'_>> {
    let word = uri.path().strip_prefix("/auth/")?;
    if let Some(rest) = word.strip_prefix("envoy/") {
        return envoy(uri, rest);
    }
    let gateway = Gateway::from_word(word).filter(|gateway| *gateway != Gateway::Envoy)?;
    Some(Place { gateway, asks: uri.query().unwrap_or_default(), target: None })
}

/// `/auth/envoy/ASKED/…`: Envoy puts its prefix before the client's path and leaves the query to the client, so what is asked stands in
/// the prefix, up to the next slash.
fn envoy<'a>(uri: &'a Uri, rest: &'a str) -> Option<Place<'a>> {
    let whole = uri.path_and_query()?.as_str();
    let asks = &rest[..rest.find('/')?];
    let target = whole.get("/auth/envoy/".len() + asks.len()..)?;
    let asks = match asks {
        "" => return None,
        NOTHING_ASKED => "",
        asks => asks,
    };
    Some(Place { gateway: Gateway::Envoy, asks, target: Some(target) })
}

/// One header that must stand there once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Once<'a> {
    #[default]
    Absent,
    Said(&'a str),
    Unfit,
}

impl<'a> Once<'a> {
    fn add(&mut self, value: &'a HeaderValue) {
        *self = match (*self, value.to_str()) {
            (Self::Absent, Ok(text)) => Self::Said(text),
            _ => Self::Unfit,
        };
    }

    fn said(self) -> Option<&'a str> {
        match self {
            Self::Said(text) => Some(text),
            Self::Absent | Self::Unfit => None,
        }
    }
}

impl<'a> From<Once<'a>> for Binding<'a> {
    fn from(once: Once<'a>) -> Self {
        match once {
            Once::Absent => Self::Absent,
            Once::Said(text) => Self::Named(text),
            Once::Unfit => Self::Unfit,
        }
    }
}

/// What a request says.
pub struct Said<'a> {
    /// The value.
    pub carried: Carried<'a>,
    /// The client's method and its path with the query, where the gateway says both once each.
    pub route: Option<(&'a str, &'a str)>,
    /// The bot, integration or workspace that it names.
    pub bindings: Bindings<'a>,
    /// Where it came from.
    pub source: Option<IpAddr>,
}

/// Reads the headers of a request.
pub fn read<'a>(place: &Place<'a>, method: &'a Method, headers: &'a HeaderMap, peer: Peer, trusted: &Trusted) -> Said<'a> {
    let (method_header, target_header) = match place.gateway {
        Gateway::Nginx | Gateway::Haproxy => ("x-original-method", "x-original-uri"),
        Gateway::Caddy | Gateway::Traefik => ("x-forwarded-method", "x-forwarded-uri"),
        // No header has an empty name.
        Gateway::Envoy => ("", ""),
    };
    let (mut said_method, mut said_target) = (Once::Absent, Once::Absent);
    let (mut bot, mut integration, mut workspace) = (Once::Absent, Once::Absent, Once::Absent);
    let mut is_forwarded = false;
    for (name, value) in headers {
        match name.as_str() {
            "x-bot-id" => bot.add(value),
            "x-integration-id" => integration.add(value),
            "x-workspace-id" => workspace.add(value),
            "x-forwarded-for" => is_forwarded = true,
            name if name == method_header => said_method.add(value),
            name if name == target_header => said_target.add(value),
            _ => {}
        }
    }
    let route = match place.target {
        Some(target) => Some((method.as_str(), target)),
        None => said_method.said().zip(said_target.said()),
    };
    let forwarded = is_forwarded.then(|| headers.get_all("x-forwarded-for").into_iter());
    Said {
        carried: carried(headers.iter().filter_map(|(name, value)| Some((carrier(name.as_str())?, value.as_bytes())))),
        route,
        bindings: Bindings { bot: bot.into(), integration: integration.into(), workspace: workspace.into() },
        source: trusted.source(peer, forwarded.into_iter().flatten().map(HeaderValue::as_bytes)),
    }
}

fn carrier(name: &str) -> Option<Carrier> {
    Carrier::ALL.into_iter().find(|carrier| carrier.header() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(uri: &str) -> Option<(Gateway, String, Option<String>)> {
        let uri: Uri = uri.parse().unwrap();
        place(&uri).map(|place| (place.gateway, place.asks.to_owned(), place.target.map(str::to_owned)))
    }

    #[test]
    fn each_gateway_has_its_path_and_nothing_else_does() {
        assert_eq!(at("/auth/nginx?project=shop"), Some((Gateway::Nginx, "project=shop".to_owned(), None)));
        assert_eq!(at("/auth/traefik"), Some((Gateway::Traefik, String::new(), None)));
        for uri in [
            "/",
            "/auth",
            "/auth/",
            "/auth/nginx/",
            "/auth/Nginx",
            "/auth/envoy",
            "/auth/envoy/",
            "/auth/envoy//x",
            "/auth/envoy/-",
            "//auth/nginx",
            "/auth/x",
            "/x/auth/nginx",
        ] {
            assert_eq!(at(uri), None, "{uri}");
        }
    }

    #[test]
    fn what_envoy_asks_ends_at_the_first_slash_and_the_rest_is_the_clients() {
        let at = |uri| at(uri).map(|(_, asks, target)| (asks, target.unwrap()));
        let is = |asks: &str, target: &str| Some((asks.to_owned(), target.to_owned()));
        assert_eq!(
            at("/auth/envoy/project=shop&routes=botpress/v1/files/a%2Fb?project=other"),
            is("project=shop&routes=botpress", "/v1/files/a%2Fb?project=other")
        );
        assert_eq!(at("/auth/envoy/-/"), is("", "/"));
        assert_eq!(at("/auth/envoy/-//x"), is("", "//x"));
        assert_eq!(at("/auth/envoy/-/?x"), is("", "/?x"));
        assert_eq!(at("/auth/envoy/-?x/y"), None);
    }
}
