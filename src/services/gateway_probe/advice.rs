//! What is tried, and the line of each proxy's configuration that is to be changed where it fails.

use crate::domain::checkup::Advice;
use crate::domain::traffic::Gateway;

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Missing,
    Told,
    Methods,
    Good,
    /// As `Good`, where the answer is 403.
    Unrouted,
    Carriers,
    Elsewhere,
    Twice,
    Mixed,
    Project,
    Source,
    Paths,
    ForgedPath,
    ForgedMethod,
    Identity,
    Connection,
    Decoded,
    Revoked,
}

/// Lines of nginx, Caddy, Traefik, HAProxy and Envoy.
type Lines = [&'static str; 5];

const ASK: Lines = [
    "auth_request /_jeton;  in every location that has proxy_pass, and nowhere auth_request off;",
    "forward_auth …  before reverse_proxy, both within one route { }, for every path and method",
    "middlewares:  of the router lists the one with forwardAuth, before the service",
    "http-request lua.jeton …  and behind it  http-request deny deny_status 503 unless { var(txn.jeton_verdict) -m str allow }",
    "http_filters:  envoy.filters.http.ext_authz before the router, with failure_mode_allow: false and no route that disables it",
];

const TOLD: Lines = [
    "error_page 401 = @jeton_unauthorized;  error_page 403 = @jeton_forbidden;  and  auth_request_set $jeton_error $upstream_http_x_jeton_error;",
    "forward_auth  has no handle_response of your own, and the site no handle_errors for 401 and 403",
    "no middleware of kind errors stands before the one with forwardAuth",
    "answer(…)  in jeton.lua hands Jeton's body, content-type and www-authenticate on; no  http-error status 401  replaces it",
    "allowed_client_headers:  content-type, www-authenticate, cache-control, retry-after; no local_reply_config for 401 and 403",
];

const HEADERS: Lines = [
    "location = /_jeton  has  proxy_pass_request_headers on  (the default) and no  proxy_set_header Authorization, X-Api-Token or Api-Token",
    "forward_auth  has no  header_up -Authorization, -X-Api-Token or -Api-Token;  no request_header removes them before it",
    "authRequestHeaders:  is left out; it would name all that Jeton sees",
    "ASKED  in jeton.lua lists x-api-token, authorization and api-token; no del-header removes them before it",
    "allowed_headers:  lists x-api-token, authorization and api-token",
];

const ALIKE: Lines = [
    "underscores_in_headers off;  ignore_invalid_headers on;  and no line that makes a header out of a query or a cookie",
    "request_header -X_Api_Token  …; no line that makes a header out of a query or a cookie",
    "no middleware or plugin that makes a header out of a query or a cookie",
    "option http-restrict-req-hdr-names delete;  no set-header that makes one out of a query or a cookie",
    "headers_with_underscores_action: REJECT_REQUEST;  no filter that makes a header out of a query or a cookie",
];

const PROJECT: Lines = [
    "proxy_pass http://…/auth/nginx?project=NAME…;  in location = /_jeton",
    "uri /auth/caddy?project=NAME…  in forward_auth",
    "address: \"http://…/auth/traefik?project=NAME…\"",
    "http-request lua.jeton … /auth/haproxy?project=NAME…",
    "path_prefix: \"/auth/envoy/project=NAME…\"",
];

const SOURCE: Lines = [
    "proxy_set_header X-Forwarded-For $remote_addr;  in location = /_jeton ($proxy_add_x_forwarded_for hands on what the client says)",
    "request_header -X-Forwarded*  before forward_auth, and no trusted_proxies that include clients",
    "trustForwardHeader: false  and  forwardedHeaders: { insecure: false }  at the entry point",
    "http-request del-header X-Forwarded- -m beg  and  http-request set-header X-Forwarded-For %[src]  before lua.jeton",
    "header_mutation  overwrites x-forwarded-for with %DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%",
];

const PATHS: Lines = [
    "proxy_set_header X-Original-URI $request_uri;  in location = /_jeton ($uri is another path than the one that was sent)",
    "no rewrite, uri or header_up X-Forwarded-Uri before or in forward_auth",
    "no path middleware (replacePath, stripPrefix …) before the one with forwardAuth",
    "no normalize-uri, set-path or set-uri before lua.jeton but  http-request set-uri %[pathq]",
    "normalize_path: false,  merge_slashes: false,  path_with_escaped_slashes_action: KEEP_UNCHANGED",
];

const FORGED: Lines = [
    "proxy_set_header X-Original-URI $request_uri;  and  proxy_set_header X-Original-Method $request_method;  in location = /_jeton",
    "forward_auth  (which sets X-Forwarded-Uri and -Method), with  request_header -X-Forwarded*  and  -X-Original*  before it",
    "trustForwardHeader: false",
    "[\"x-original-method\"] = …  and  [\"x-original-uri\"] = …  in jeton.lua; http-request del-header X-Original- -m beg",
    "path_prefix: \"/auth/envoy/…\"  (Envoy says method and path by the request itself, not by headers)",
];

const IDENTITY: Lines = [
    "proxy_set_header X-Jeton-… $x_jeton_…;  for each of the eight beside proxy_pass; underscores_in_headers off;",
    "request_header -X-Jeton*,  -X_Jeton*  and  -X.Jeton*  before forward_auth, and all eight in copy_headers",
    "customRequestHeaders:  of the -clean middleware empties all eight, and authResponseHeaders names them",
    "http-request del-header X-Jeton- -m beg,  option http-restrict-req-hdr-names delete,  and set-header for each of the eight",
    "header_mutation  removes all eight, allowed_upstream_headers names them, headers_with_underscores_action: REJECT_REQUEST",
];

const CONNECTION: Lines = [
    "proxy_set_header Connection \"\";",
    "request_header -Connection  before forward_auth",
    "customRequestHeaders: { Connection: \"\" }  in the -clean middleware",
    "http-request del-header Connection",
    "the proxy behind Envoy obeys the client's Connection; Envoy itself hands it on to nobody",
];

const DECODED: Lines = [
    "proxy_pass http://NAME;  without a path or a slash behind the name",
    "no rewrite, uri or handle_path between forward_auth and reverse_proxy",
    "no path middleware (replacePath, stripPrefix …) after the one with forwardAuth",
    "no normalize-uri, set-path or set-uri after lua.jeton",
    "path_with_escaped_slashes_action: KEEP_UNCHANGED;  no prefix_rewrite or regex_rewrite at the route",
];

const REVOKED: Lines = [
    "no proxy_cache in location = /_jeton",
    "no cache module around forward_auth",
    "no plugin that caches answers of forwardAuth",
    "no cache in jeton.lua, no http-request cache-use",
    "no cache filter before ext_authz",
];

impl Subject {
    /// Its name in output and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "no token",
            Self::Told => "denial told",
            Self::Methods => "other methods",
            Self::Good | Self::Unrouted => "good token",
            Self::Carriers => "carriers",
            Self::Elsewhere => "look-alikes",
            Self::Twice => "header twice",
            Self::Mixed => "two tokens",
            Self::Project => "other project",
            Self::Source => "forged address",
            Self::Paths => "hostile paths",
            Self::ForgedPath => "forged path",
            Self::ForgedMethod => "forged method",
            Self::Identity => "forged identity",
            Self::Connection => "lost identity",
            Self::Decoded => "path unchanged",
            Self::Revoked => "revoked token",
        }
    }

    /// What to change, for one proxy or for each.
    pub fn advice(self, proxy: Option<Gateway>) -> Vec<Advice> {
        let lines = match self {
            Self::Missing | Self::Methods => &ASK,
            Self::Told => &TOLD,
            Self::Good | Self::Carriers | Self::Twice | Self::Mixed => &HEADERS,
            Self::Elsewhere => &ALIKE,
            Self::Project => &PROJECT,
            Self::Source => &SOURCE,
            Self::Paths => &PATHS,
            Self::Unrouted | Self::ForgedPath | Self::ForgedMethod => &FORGED,
            Self::Identity => &IDENTITY,
            Self::Connection => &CONNECTION,
            Self::Decoded => &DECODED,
            Self::Revoked => &REVOKED,
        };
        // In the order of `Gateway::ALL`.
        let each = Gateway::ALL.into_iter().zip(lines);
        let chosen = each.filter(|(gateway, _)| proxy.is_none_or(|proxy| proxy == *gateway));
        chosen.map(|(gateway, line)| Advice { gateway: Some(gateway), text: (*line).to_owned() }).collect()
    }
}
