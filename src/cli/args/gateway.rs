//! Arguments of `jeton gateway`.

use crate::domain::traffic::Gateway;
use clap::{Args, ValueEnum};

/// `gateway`
#[derive(Debug, Args)]
#[command(after_long_help = AFTER_HELP)]
pub struct GatewayArgs {
    /// The proxy
    pub proxy: Proxy,
    /// The project that a token must be of, unless it speaks for the account
    #[arg(long, value_name = "NAME", required_unless_present = "lua")]
    pub project: Option<String>,
    /// The service behind: http://HOST:PORT, `https://HOST[:PORT]` or unix:/PATH
    #[arg(long, value_name = "URL", required_unless_present = "lua")]
    pub upstream: Option<String>,
    /// A scope that every token must have; may be repeated
    #[arg(long = "need", value_name = "SCOPE", value_delimiter = ',')]
    pub needs: Vec<String>,
    /// The route profile that maps method and path to a scope, such as botpress; what it does not know is denied
    #[arg(long, value_name = "PROFILE")]
    pub routes: Option<String>,
    /// The host name that clients use [default: any]
    #[arg(long, value_name = "NAME")]
    pub server_name: Option<String>,
    /// Where the proxy listens: PORT or ADDRESS:PORT [default: 80]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Where `jeton serve` listens: HOST:PORT or unix:/PATH [default: `[serve]` listen, 127.0.0.1:7420]
    #[arg(long, value_name = "ADDR")]
    pub jeton: Option<String>,
    /// Do not let the service behind see the token: takes away x-api-token, Authorization and api-token
    #[arg(long)]
    pub strip_authorization: bool,
    /// With haproxy: print the script that asks Jeton
    #[arg(long, conflicts_with_all = ["project", "upstream"])]
    pub lua: bool,
}

/// A proxy that Jeton knows to stand behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Proxy {
    /// auth_request
    Nginx,
    /// forward_auth
    Caddy,
    /// ForwardAuth
    Traefik,
    /// A Lua script
    Haproxy,
    /// ext_authz
    Envoy,
}

impl From<Proxy> for Gateway {
    fn from(proxy: Proxy) -> Self {
        match proxy {
            Proxy::Nginx => Self::Nginx,
            Proxy::Caddy => Self::Caddy,
            Proxy::Traefik => Self::Traefik,
            Proxy::Haproxy => Self::Haproxy,
            Proxy::Envoy => Self::Envoy,
        }
    }
}

const AFTER_HELP: &str = "\
The configuration is whole: it listens, asks Jeton, and forwards what passes. For example:
  jeton gateway nginx --project shop --upstream http://127.0.0.1:8000 --server-name api.example.org \\
    > /etc/nginx/conf.d/jeton-shop.conf

The service behind reads from these headers whom a request speaks for; no client can set them:
  X-Jeton-Token-Id, X-Jeton-Kind, X-Jeton-Owner, X-Jeton-Project, X-Jeton-Bot, X-Jeton-Integration,
  X-Jeton-Scopes, X-Jeton-Expires

Let nothing but the proxy reach the service behind. See that all of it holds with:
  jeton doctor --gateway http://api.example.org --project shop";
