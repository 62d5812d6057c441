//! The printed configurations as the proxies themselves, or a reader of their language, see them.

use crate::fixture::Fixture;
use crate::proxy::Proxy;
use yaml_rust2::{Yaml, YamlLoader};

/// Everything that can be said, and names that would say more if they could.
const FULL: [&[&str]; 4] = [
    &["--project", "shop", "--upstream", "http://127.0.0.1:8000"],
    &["--project", "Blå \"shop\" & 'co'; {$x} #1 \\ %0a `y`", "--upstream", "http://localhost:8000", "--routes", "botpress"],
    &[
        "--project",
        "shop",
        "--upstream",
        "https://localhost",
        "--server-name",
        "api.example.org",
        "--listen",
        "[::1]:8443",
        "--need",
        "files:read,files:write",
        "--strip-authorization",
        "--jeton",
        "localhost:7420",
    ],
    &[
        "--project",
        "shop",
        "--upstream",
        "unix:/run/app.sock",
        "--jeton",
        "unix:/run/jeton/serve.sock",
        "--server-name",
        "*.example.org",
    ],
];

#[test]
fn each_proxy_finds_them_in_order() {
    let fixture = Fixture::empty();
    for proxy in [Proxy::Nginx, Proxy::Caddy, Proxy::Haproxy] {
        for options in FULL {
            let printed = proxy.print(&fixture, options);
            let checked = proxy.check(&fixture, &printed);
            let said = String::from_utf8_lossy(&checked.stderr).into_owned() + &String::from_utf8_lossy(&checked.stdout);
            assert!(checked.status.success(), "{proxy:?} {options:?}: {said}\n{printed}");
            assert!(!said.to_lowercase().contains("[warning]"), "{proxy:?} {options:?}: {said}");
        }
    }
}

fn yaml(fixture: &Fixture, proxy: &str, options: &[&str]) -> Yaml {
    let arguments: Vec<&str> = ["gateway", proxy].iter().chain(options).copied().collect();
    let printed = fixture.value(&arguments);
    let mut documents = YamlLoader::load_from_str(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

#[test]
fn traefik_reads_what_was_meant() {
    let fixture = Fixture::empty();
    for options in &FULL[..3] {
        let whole = yaml(&fixture, "traefik", options);
        let http = &whole["http"];
        let of = |kind: &str, ending: &str| {
            let entries = http[kind].as_hash().unwrap();
            let name = |key: &Yaml| key.as_str().unwrap().to_owned();
            entries.iter().find(|(key, _)| name(key).ends_with(ending)).unwrap().1.clone()
        };
        let router = of("routers", "");
        let strips = options.contains(&"--strip-authorization");
        assert_eq!(router["middlewares"].as_vec().unwrap().len(), 2 + usize::from(strips));
        assert!(router["middlewares"][0].as_str().unwrap().ends_with("-clean"));
        let clean = of("middlewares", "-clean");
        assert!(clean["headers"]["customRequestHeaders"].as_hash().unwrap().values().all(|value| value.as_str() == Some("")));
        let jeton = router["middlewares"][1].as_str().unwrap();
        let forward = &http["middlewares"][jeton]["forwardAuth"];
        assert!(forward["address"].as_str().unwrap().contains(":7420/auth/traefik?project="));
        assert_eq!(forward["trustForwardHeader"].as_bool(), Some(false));
        assert_eq!(forward["authResponseHeaders"].as_vec().unwrap().len(), 8);
        assert!(forward["authRequestHeaders"].is_badvalue());
        assert!(of("services", "")["loadBalancer"]["servers"][0]["url"].as_str().unwrap().starts_with("http"));
    }
}

#[test]
fn envoy_reads_what_was_meant() {
    let fixture = Fixture::empty();
    for options in FULL {
        let whole = yaml(&fixture, "envoy", options);
        let resources = &whole["static_resources"];
        let manager = &resources["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"];
        assert_eq!(manager["normalize_path"].as_bool(), Some(false));
        assert_eq!(manager["merge_slashes"].as_bool(), Some(false));
        assert_eq!(manager["path_with_escaped_slashes_action"].as_str(), Some("KEEP_UNCHANGED"));
        let filters = manager["http_filters"].as_vec().unwrap();
        let names: Vec<&str> =
            filters.iter().map(|filter| filter["name"].as_str().unwrap().rsplit('.').next().unwrap()).collect();
        assert_eq!(names, ["header_mutation", "ext_authz", "router"]);
        let ask = &filters[1]["typed_config"];
        assert_eq!(ask["failure_mode_allow"].as_bool(), Some(false));
        let prefix = ask["http_service"]["path_prefix"].as_str().unwrap();
        assert!(prefix.starts_with("/auth/envoy/project=") && !prefix.ends_with('/'));
        let upstream = ask["http_service"]["authorization_response"]["allowed_upstream_headers"]["patterns"].as_vec().unwrap();
        assert_eq!(upstream.len(), 8);
        assert_eq!(resources["clusters"].as_vec().unwrap().len(), 2);
    }
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_printed() {
    let fixture = Fixture::new();
    let refused = |options: &str| {
        let arguments: Vec<&str> = options.split(' ').collect();
        let run = fixture.run(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{options}");
        run.err
    };
    let base = "gateway nginx --project shop --upstream http://127.0.0.1:8000";
    for (options, why) in [
        ("gateway nginx --project shop".to_owned(), "--upstream"),
        ("gateway nginx --lua".to_owned(), "--lua goes with haproxy alone"),
        (format!("{base}/v1"), "--upstream: not the address of a service"),
        (format!("{base} --need files"), "--need: not a scope"),
        (format!("{base} --need fles:read"), "--need: "),
        (format!("{base} --routes botpres"), "--routes: there is no route profile botpres"),
        (format!("{base} --listen a:80"), "--listen: not a place to listen at"),
        (format!("{base} --jeton 7420"), "--jeton: not an address"),
        (format!("{base} --server-name a;b"), "--server-name: not a host name"),
        ("gateway traefik --project shop --upstream unix:/run/a.sock".to_owned(), "--upstream an address with a port"),
    ] {
        let said = refused(&options);
        assert!(said.contains(why), "{options}: {said}");
    }
    // A configuration may be made for another machine's vault; here is one, and it has no such project.
    let run = fixture.run(&base.split(' ').collect::<Vec<_>>());
    assert!(run.code == 0 && run.err.contains("the vault has no project shop"), "{run:?}");
}
