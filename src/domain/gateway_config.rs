//! Configurations of the proxies in front: which one, before which service, for which project; printed whole and commented.
//!
//! What an operator types is read into types that hold nothing but what is harmless in every one of the languages, or is
//! percent-encoded before it goes in: no name and no address can add a line to a configuration.

mod address;
mod template;
#[cfg(test)]
mod tests;

pub use address::{Door, Endpoint, NotAnAddress, ServerName, Upstream};
pub use template::TemplateFault;

use super::carrier::Carrier;
use super::identity;
use super::name::Name;
use super::scope::Scope;
use super::traffic::Gateway;
use template::{Header, Values};

/// Where HAProxy's script is expected.
const LUA: &str = "/etc/haproxy/jeton.lua";

/// Headers with which servers replace method or path, or take another gateway's word for them: no client may set one.
pub const DROPPED: [&str; 12] = [
    "X-Original-Method",
    "X-Original-URI",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Forwarded-Method",
    "X-Forwarded-Uri",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "Forwarded",
    "X-HTTP-Method-Override",
    "X-HTTP-Method",
    "X-Method-Override",
];

/// What a configuration is made for.
#[derive(Clone, Debug)]
pub struct Order {
    /// The proxy.
    pub gateway: Gateway,
    /// The project that a token must be of, unless it speaks for the account.
    pub project: Name,
    /// The service behind.
    pub upstream: Upstream,
    /// Scopes that a token must all have.
    pub needs: Vec<Scope>,
    /// The route profile, a word.
    pub routes: Option<String>,
    /// The host name that clients use.
    pub server_name: Option<ServerName>,
    /// Where the proxy listens.
    pub door: Option<Door>,
    /// Where Jeton answers.
    pub jeton: Endpoint,
    /// Whether the service behind is not to see the token.
    pub strip_token: bool,
}

/// Why there is no such configuration.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OrderError {
    /// Traefik asks and forwards over TCP alone.
    #[error("Traefik reaches nothing over a Unix socket; give {0} an address with a port, such as 127.0.0.1:7420")]
    NoSockets(&'static str),
    /// The template that the program brought along is broken.
    #[error(transparent)]
    Template(#[from] TemplateFault),
}

impl Order {
    /// The whole configuration.
    ///
    /// # Errors
    /// The proxy cannot do what is asked.
    pub fn render(&self) -> Result<String, OrderError> {
        if self.gateway == Gateway::Traefik {
            if self.jeton.is_socket() {
                return Err(OrderError::NoSockets("--jeton"));
            }
            if self.upstream.endpoint.is_socket() {
                return Err(OrderError::NoSockets("--upstream"));
            }
        }
        let text = match self.gateway {
            Gateway::Nginx => include_str!("../../assets/gateways/nginx.conf"),
            Gateway::Caddy => include_str!("../../assets/gateways/Caddyfile"),
            Gateway::Traefik => include_str!("../../assets/gateways/traefik.yaml"),
            Gateway::Haproxy => include_str!("../../assets/gateways/haproxy.cfg"),
            Gateway::Envoy => include_str!("../../assets/gateways/envoy.yaml"),
        };
        Ok(template::render(text, &self.values())?)
    }

    /// What Jeton is asked besides method and path: `project=…&need=…&routes=…`, percent-encoded.
    pub fn query(&self) -> String {
        let mut query = format!("project={}", encode(self.project.as_str()));
        self.needs.iter().for_each(|need| query.push_str(&format!("&need={need}")));
        self.routes.iter().for_each(|routes| query.push_str(&format!("&routes={}", encode(routes))));
        query
    }

    fn values(&self) -> Values {
        let slug = slug(&self.project);
        let door = self.door.clone().unwrap_or_default();
        let name = self.server_name.as_ref().map(ServerName::as_str);
        let upstream = &self.upstream;
        let (jeton, api) = (&self.jeton, &upstream.endpoint);
        let mut values = headers();
        values.flag("strip", self.strip_token);
        values.flag("tls", upstream.is_tls);
        values.flag("server_name", name.is_some());
        values.flag("bind", self.door.as_ref().is_some_and(|door| door.address.is_some()));
        values.flag("jeton_by_name", jeton.is_by_name());
        values.flag("upstream_by_name", api.is_by_name());
        values.set("slug", slug);
        values.set("project", self.project.to_string());
        values.set("query", self.query());
        values.set("prefix", format!("/auth/envoy/{}", self.query()));
        values.set("upstream", upstream.to_string());
        values.set("jeton", jeton.to_string());
        values.set("jeton_host", jeton.host_header());
        values.set("jeton_uri", jeton.host_header());
        values.set("jeton_endpoint", jeton.as_envoy());
        values.set("upstream_endpoint", api.as_envoy());
        values.set("upstream_name", upstream.endpoint.host());
        values.set("upstream_scheme", if upstream.is_tls { "https" } else { "http" });
        values.set("doctor", format!("jeton doctor --gateway {} --project '{}'", self.outside(), quote(&self.project)));
        values.set("lua", LUA);
        values.set("bind", door.address.map(|address| address.to_string()).unwrap_or_default());
        values.set("pass_host", (!upstream.is_tls).to_string());
        self.by_language(&mut values, &door, name);
        values
    }

    /// The values that each language writes in its own way.
    fn by_language(&self, values: &mut Values, door: &Door, name: Option<&str>) {
        let (jeton, api) = (&self.jeton, &self.upstream.endpoint);
        let any_host = match self.gateway {
            Gateway::Nginx => "_",
            _ => "*",
        };
        values.set("server_name", name.unwrap_or(any_host));
        values.set("listen_address", door.address.map_or_else(|| "0.0.0.0".to_owned(), |address| address.to_string()));
        values.set("listen_port", door.port.to_string());
        match self.gateway {
            Gateway::Nginx => {
                values.set("listen", door.to_string());
                values.set("jeton_server", jeton.to_string());
                values.set("upstream_server", api.to_string());
                values.set("upstream_host", if self.upstream.is_tls { api.host() } else { "$host".to_owned() });
            }
            Gateway::Caddy => {
                values.set("site", site(self.door.as_ref(), name));
                values.set("jeton_server", jeton.as_caddy());
                values.set(
                    "upstream_server",
                    match self.upstream.is_tls {
                        true => self.upstream.to_string(),
                        false => api.as_caddy(),
                    },
                );
            }
            Gateway::Haproxy => {
                values.set("listen", door.with_colon());
                values.set("jeton_server", jeton.as_haproxy());
                values.set("upstream_server", api.as_haproxy());
            }
            Gateway::Traefik => {
                values.set("listen", door.with_colon());
                values.set("jeton_server", jeton.to_string());
                values.set("rule", name.map_or_else(|| "PathPrefix(`/`)".to_owned(), |name| format!("Host(`{name}`)")));
            }
            Gateway::Envoy => {}
        }
    }

    /// The address that a client uses.
    fn outside(&self) -> String {
        let port = self.door.as_ref().map_or(80, |door| door.port);
        let host = match (&self.server_name, &self.door) {
            (Some(name), _) => name.as_str().replace('*', "www"),
            (None, Some(Door { address: Some(address), .. })) => Endpoint::of(*address, 0).host_in_url(),
            (None, _) => "127.0.0.1".to_owned(),
        };
        if port == 80 { format!("http://{host}") } else { format!("http://{host}:{port}") }
    }
}

/// The script that lets HAProxy ask.
///
/// # Errors
/// The template that the program brought along is broken.
pub fn lua_script() -> Result<String, TemplateFault> {
    template::render(include_str!("../../assets/gateways/jeton.lua"), &headers())
}

/// The lists of headers that templates go through.
fn headers() -> Values {
    let mut values = Values::default();
    values.list("identity", identity::HEADERS.iter().map(|name| Header::of(name)));
    values.list("carrier", Carrier::ALL.iter().map(|carrier| Header::of(carrier.header())));
    values.list("dropped", DROPPED.iter().map(|name| Header::of(name)));
    values
}

/// Caddy takes care of certificates for a site with a name and no port.
fn site(door: Option<&Door>, name: Option<&str>) -> String {
    match (name, door) {
        (Some(name), None) => name.to_owned(),
        (name, door) => format!("http://{}:{}", name.unwrap_or_default(), door.map_or(80, |door| door.port)),
    }
}

/// A word for names within a configuration: letters, digits and `_`.
fn slug(project: &Name) -> String {
    let mut slug = String::new();
    for c in project.as_str().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if slug.ends_with('_') || slug.is_empty() => {}
            _ => slug.push('_'),
        }
    }
    let slug = slug.trim_end_matches('_');
    if slug.is_empty() { "project".to_owned() } else { slug.to_owned() }
}

/// A name within single quotes of the shell.
fn quote(project: &Name) -> String {
    project.to_string().replace('\'', r"'\''")
}

/// Percent-encodes all but the characters that mean nothing to anyone (RFC 3986, section 2.3).
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
