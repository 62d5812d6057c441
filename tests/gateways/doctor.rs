//! `jeton doctor --gateway` before the printed configurations, and before the same ones with one line broken.

use crate::proxy::Proxy;
use crate::yard::Yard;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

const PATH: &str = "/v1/chat/messages/msg_1";

/// The checks that have something wrong, with what the doctor says to do.
struct Report {
    code: i32,
    whole: Value,
}

impl Report {
    fn of(yard: &Yard, more: &[&str]) -> Self {
        let url = format!("http://127.0.0.1:{}", yard.port());
        let arguments = ["--json", "doctor", "--gateway", &url, "--project", "shop", "--path", PATH];
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        let run = yard.fixture.run(&arguments);
        let whole = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        assert_eq!(run.err, "");
        Self { code: run.code, whole }
    }

    fn checks(&self) -> impl Iterator<Item = &Value> {
        self.whole["checks"].as_array().unwrap().iter()
    }

    fn with(&self, health: &str) -> Vec<&str> {
        self.checks().filter(|check| check["health"] == health).map(|check| check["check"].as_str().unwrap()).collect()
    }

    fn advice(&self, check: &str) -> String {
        self.checks().find(|found| found["check"] == check).map(|found| found["advice"].to_string()).unwrap_or_default()
    }
}

/// None of the tokens of a trial is left.
fn assert_no_token_is_left(yard: &Yard) {
    let listed = yard.fixture.value(&["--json", "ls", "doctor"]);
    let tokens: Value = serde_json::from_str(&listed).unwrap();
    let tokens = tokens.as_array().unwrap();
    assert!(!tokens.is_empty() && tokens.iter().all(|token| token["status"] == "revoked"), "{listed}");
}

fn yard() -> Yard {
    let yard = Yard::open();
    yard.fixture.value(&["project", "add", "other"]);
    yard.fixture.value(&["bot", "add", "stranger", "--project", "other"]);
    yard
}

pub fn finds_nothing_wrong(proxy: Proxy) {
    let mut yard = yard();
    let jeton = format!("unix:{}", yard.socket().display());
    yard.start(proxy, &jeton, &["--routes", "botpress"], |printed| printed);
    let report = Report::of(&yard, &[]);
    assert_eq!((report.code, report.with("fail"), report.with("warn")), (0, vec![], vec![]), "{:#}", report.whole);
    assert_eq!(report.with("skip"), [""; 0], "{:#}", report.whole);
    // A site that knows one name alone is asked for by that name.
    yard.start(proxy, &jeton, &["--server-name", "api.example.org"], |printed| printed);
    let report = Report::of(&yard, &["--host", "api.example.org"]);
    assert_eq!((report.code, report.with("skip")), (0, vec!["hostile paths"]), "{:#}", report.whole);
    assert_no_token_is_left(&yard);
}

/// A line, what stands there after the break, the check that finds it, and what its advice names.
type Break = (&'static str, &'static str, &'static str, &'static str);

fn breaks(proxy: Proxy) -> Vec<Break> {
    match proxy {
        Proxy::Nginx => vec![
            ("        auth_request /_jeton;", "", "no token", "auth_request /_jeton;"),
            ("X-Original-URI $request_uri", "X-Original-URI $uri", "good token", "proxy_set_header X-Original-URI $request_uri;"),
            (
                "X-Original-URI $request_uri",
                "X-Original-URI $clean",
                "hostile paths",
                "proxy_set_header X-Original-URI $request_uri;",
            ),
            ("        proxy_set_header X-Original-URI $request_uri;", "", "forged path", "proxy_set_header X-Original-URI"),
            (
                "        proxy_set_header X-Original-Method $request_method;",
                "",
                "forged method",
                "proxy_set_header X-Original-Method",
            ),
            ("        error_page 401 = @jeton_unauthorized;", "", "denial told", "error_page 401 = @jeton_unauthorized;"),
            (
                "        proxy_pass_request_body off;",
                "        proxy_set_header Authorization \"\";",
                "carriers",
                "proxy_set_header Authorization",
            ),
            ("?project=shop&routes", "?routes", "other project", "?project=NAME"),
            (
                "        # Set, not appended to: what the client claims about itself does not count.\n        proxy_set_header X-Forwarded-For $remote_addr;",
                "        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
                "forged address",
                "proxy_set_header X-Forwarded-For $remote_addr;",
            ),
            ("        proxy_set_header X-Jeton-Kind $x_jeton_kind;", "", "forged identity", "proxy_set_header X-Jeton-"),
            ("underscores_in_headers off", "underscores_in_headers on", "forged identity", "underscores_in_headers off;"),
            (
                "proxy_pass http://jeton_api_shop;",
                "proxy_pass http://jeton_api_shop/;",
                "path unchanged",
                "without a path or a slash",
            ),
            (
                "        proxy_pass_request_body off;",
                "        proxy_pass_request_body off;\n proxy_cache kept; proxy_cache_key $http_x_api_token$request_uri; \
                 proxy_ignore_headers Cache-Control; proxy_cache_valid 200 1m;",
                "revoked token",
                "no proxy_cache",
            ),
        ],
        Proxy::Caddy => vec![
            ("forward_auth ", "@never path /never\n\t\tforward_auth @never ", "no token", "forward_auth"),
            ("forward_auth ", "@get method GET\n\t\tforward_auth @get ", "other methods", "forward_auth"),
            ("forward_auth ", "uri path_regexp ;.*$ \"\"\n\t\tforward_auth ", "hostile paths", "no rewrite, uri"),
            ("?project=shop&routes", "?routes", "other project", "uri /auth/caddy?project=NAME"),
            ("\t\trequest_header -X_Jeton*\n", "", "forged identity", "request_header -X-Jeton*"),
            ("\t\trequest_header -Connection\n", "", "lost identity", "request_header -Connection"),
            ("\t\trequest_header -X-Jeton*\n", "", "forged identity", "all eight in copy_headers"),
            ("header_up -Cookie", "header_up -Authorization", "carriers", "header_up -Authorization"),
            ("# Without a rewrite:", "uri path_regexp %2F /\n\t\t# Without a rewrite:", "path unchanged", "no rewrite"),
        ],
        Proxy::Haproxy => vec![
            ("    http-request lua.jeton", "    # http-request lua.jeton", "good token", "ASKED  in jeton.lua"),
            (
                "&routes=botpress\n    http-request deny deny_status 503 unless { var(txn.jeton_verdict) -m str allow }",
                "&routes=botpress if !METH_OPTIONS\n    http-request deny unless { var(txn.jeton_verdict) -m str allow } || METH_OPTIONS",
                "other methods",
                "http-request lua.jeton",
            ),
            (
                "    http-request set-uri %[pathq]",
                "    http-request replace-path ([^;]*);.* \\1",
                "hostile paths",
                "no normalize-uri, set-path",
            ),
            ("?project=shop&routes", "?routes", "other project", "http-request lua.jeton"),
            (
                "    http-request lua.jeton",
                "    http-request del-header Authorization\n    http-request lua.jeton",
                "carriers",
                "no del-header",
            ),
            ("    option http-restrict-req-hdr-names delete", "", "forged identity", "option http-restrict-req-hdr-names delete"),
            (
                "    default_backend jeton-shop-api",
                "    http-request replace-path (.*)%2F(.*) \\1/\\2\n    default_backend jeton-shop-api",
                "path unchanged",
                "no normalize-uri, set-path",
            ),
        ],
    }
}

pub fn finds_what_is_broken(proxy: Proxy) {
    let mut yard = yard();
    let jeton = format!("unix:{}", yard.socket().display());
    let cache = format!("proxy_cache_path {}/cache keys_zone=kept:1m;\n", yard.fixture.home().display());
    for (line, instead, check, advice) in breaks(proxy) {
        yard.start(proxy, &jeton, &["--routes", "botpress"], |printed| {
            assert!(printed.contains(line), "{line:?} is not in the configuration");
            // One place, and where there are eight of a kind all of them.
            let broken = printed.replacen(line, instead, 1);
            let broken = match (line, proxy) {
                // Within `location /` the path is the cleaned one.
                (_, Proxy::Nginx) if instead.contains("$clean") => {
                    broken.replace("auth_request /_", "set $clean $uri;\nauth_request /_")
                }
                ("\t\trequest_header -X-Jeton*\n", Proxy::Caddy) => broken.replace("\t\t\t\tX-Jeton-Kind\n", ""),
                _ => broken,
            };
            if instead.contains("proxy_cache ") { format!("{cache}{broken}") } else { broken }
        });
        let report = Report::of(&yard, &["--proxy", proxy.word()]);
        assert_no_token_is_left(&yard);
        assert_eq!(report.code, 1, "{line:?}: {:#}", report.whole);
        assert!(report.with("fail").contains(&check), "{line:?} should fail {check}: {:#}", report.whole);
        assert!(report.advice(check).contains(&advice.replace('"', "\\\"")), "{line:?}: {}", report.advice(check));
    }
}

#[test]
fn ctrl_c_leaves_no_token_behind() {
    let mut yard = yard();
    let jeton = format!("unix:{}", yard.socket().display());
    yard.start(Proxy::Nginx, &jeton, &["--routes", "botpress"], |printed| printed);
    let url = format!("http://127.0.0.1:{}", yard.port());
    let mut command = yard.fixture.command(&["doctor", "--gateway", &url, "--path", PATH]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    assert_eq!(first, "ok    no token         a request without a token: denied (401)\n");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.contains("the tokens of the trial are revoked"), "{said}");
    assert_no_token_is_left(&yard);
}

#[test]
fn what_cannot_be_tried_is_said_and_nothing_is_issued() {
    let yard = yard();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let redirects = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let redirecting = redirects.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in redirects.incoming().flatten() {
            let _ = stream.read(&mut [0; 1_024]);
            let _ = stream.write_all(b"HTTP/1.1 308 On\r\nLocation: https://api.example.org/\r\nContent-Length: 0\r\n\r\n");
        }
    });
    for (url, more, code, why) in [
        (format!("http://127.0.0.1:{redirecting}"), "/", 2, "sends every client on to https://api.example.org/"),
        (format!("http://127.0.0.1:{port}"), "/", 2, "nobody answers at"),
        ("127.0.0.1:80".to_owned(), "/", 2, "--gateway: not the address of a service"),
        (format!("http://127.0.0.1:{port}"), "a b", 2, "--path: write a path"),
        ("https://api.example.org".to_owned(), "/", 2, "over http:// alone"),
        ("unix:/run/proxy.sock".to_owned(), "/", 2, "over http:// alone"),
    ] {
        let run = yard.fixture.run(&["doctor", "--gateway", &url, "--path", more]);
        assert!(run.code == code && run.err.contains(why), "{run:?}");
    }
    assert_eq!(yard.fixture.value(&["--json", "ls", "doctor"]), "[]");
}
