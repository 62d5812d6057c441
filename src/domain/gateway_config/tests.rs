//! What is typed is read or refused; what is printed is whole, and no name adds to it.

use super::*;
use proptest::prelude::*;

fn order(gateway: Gateway) -> Order {
    Order {
        gateway,
        project: "shop".parse().unwrap(),
        upstream: "http://127.0.0.1:8000".parse().unwrap(),
        needs: Vec::new(),
        routes: None,
        server_name: None,
        door: None,
        jeton: "127.0.0.1:7420".parse().unwrap(),
        strip_token: false,
    }
}

#[test]
fn every_template_renders_with_everything_said_and_with_nothing() {
    for gateway in Gateway::ALL {
        let plain = order(gateway).render().unwrap();
        let full = Order {
            project: "Blå shop & co".parse().unwrap(),
            upstream: "https://api.internal".parse().unwrap(),
            needs: vec!["files:read".parse().unwrap(), "files:write".parse().unwrap()],
            routes: Some("botpress".to_owned()),
            server_name: Some("API.example.org".parse().unwrap()),
            door: Some("[::1]:8443".parse().unwrap()),
            jeton: "jeton:7420".parse().unwrap(),
            strip_token: true,
            ..order(gateway)
        };
        let full = full.render().unwrap();
        for text in [&plain, &full] {
            assert!(!text.contains("{{") && !text.contains("}}") && !text.lines().any(|line| line.starts_with('%')), "{text}");
        }
        let asked = "project=Bl%C3%A5%20shop%20%26%20co&need=files:read&need=files:write&routes=botpress";
        assert!(full.contains(asked) && full.contains("api.example.org") && full.contains("api.internal"), "{full}");
        assert!(full.contains("# Jeton before https://api.internal:443, project Blå shop & co:"), "{full}");
    }
    assert!(lua_script().unwrap().contains("\"x-jeton-token-id\","));
}

#[test]
fn each_names_every_identity_header_and_every_header_that_is_dropped() {
    for gateway in Gateway::ALL {
        let mut text = order(gateway).render().unwrap();
        if gateway == Gateway::Haproxy {
            text.push_str(&lua_script().unwrap());
        }
        let text = text.to_lowercase();
        for header in identity::HEADERS {
            assert!(text.contains(header), "{gateway}: {header}");
        }
        for header in DROPPED {
            assert!(text.contains(&header.to_lowercase()), "{gateway}: {header}");
        }
    }
}

#[test]
fn sockets_are_written_in_the_way_of_each() {
    let over_sockets = |gateway| {
        let jeton = "unix:/run/jeton/serve.sock".parse().unwrap();
        Order { jeton, upstream: "unix:/run/app.sock".parse().unwrap(), ..order(gateway) }
    };
    for (gateway, jeton, app) in [
        (Gateway::Nginx, "server unix:/run/jeton/serve.sock;", "server unix:/run/app.sock;"),
        (Gateway::Caddy, "forward_auth unix//run/jeton/serve.sock {", "reverse_proxy unix//run/app.sock {"),
        (Gateway::Haproxy, "lua.jeton unix@/run/jeton/serve.sock /auth/haproxy?project=shop", "server api unix@/run/app.sock"),
        (Gateway::Envoy, "pipe: { path: \"/run/jeton/serve.sock\" }", "pipe: { path: \"/run/app.sock\" }"),
    ] {
        let text = over_sockets(gateway).render().unwrap();
        assert!(text.contains(jeton) && text.contains(app), "{text}");
    }
    assert_eq!(over_sockets(Gateway::Traefik).render(), Err(OrderError::NoSockets("--jeton")));
}

#[test]
fn addresses_are_read_or_refused() {
    for text in ["127.0.0.1:7420", "[::1]:1", "jeton:7420", "a_b.example.org:80", "unix:/run/jeton/serve.sock"] {
        assert_eq!(text.parse::<Endpoint>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "7420",
        ":7420",
        "jeton",
        "jeton:0",
        "jeton:+1",
        "127.0.0.1.:1",
        "1.2.3:1",
        "::1:80",
        "[::1",
        "a b:1",
        "a;b:1",
        "unix:",
        "unix:a.sock",
        "unix:/run/",
        "unix:/run/..",
        "unix:/run/a b",
        "unix:/run/$x",
        "unix:/a;\ninclude b",
    ] {
        assert!(text.parse::<Endpoint>().is_err(), "{text:?}");
    }
    for (text, shown) in [
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://api", "http://api:80"),
        ("https://api.internal", "https://api.internal:443"),
        ("http://[::1]", "http://[::1]:80"),
        ("unix:/run/app.sock", "unix:/run/app.sock"),
    ] {
        assert_eq!(text.parse::<Upstream>().unwrap().to_string(), shown);
    }
    for text in ["api:80", "ftp://a", "http://", "http://a/b", "http://a?b", "http://u:p@a", "http://a#b", "HTTP://a{}"] {
        assert!(text.parse::<Upstream>().is_err(), "{text:?}");
    }
    for (text, shown) in [("80", "80"), ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::]:1", "[::]:1")] {
        assert_eq!(text.parse::<Door>().unwrap().to_string(), shown);
    }
    for text in ["", "0", "name:80", ":80", "80;", "127.0.0.1"] {
        assert!(text.parse::<Door>().is_err(), "{text:?}");
    }
    for text in ["", "*", "*.", "a b", "a;b", "127.0.0.1", "*.*.a", "a`b", "-a.b", "a..b"] {
        assert!(text.parse::<ServerName>().is_err(), "{text:?}");
    }
    assert_eq!("*.Example.org".parse::<ServerName>().unwrap().as_str(), "*.example.org");
}

#[test]
fn what_listens_everywhere_is_reached_on_this_machine() {
    for (listen, at) in [
        ("0.0.0.0:7420", Some("127.0.0.1:7420")),
        ("[::]:7420", Some("[::1]:7420")),
        ("10.0.0.5:7420", Some("10.0.0.5:7420")),
        ("unix:/run/jeton/serve.sock", Some("unix:/run/jeton/serve.sock")),
        ("unix:/run/my jeton/serve.sock", None),
    ] {
        let reached = Endpoint::reaching(&listen.parse().unwrap()).map(|at| at.to_string());
        assert_eq!(reached.as_deref(), at, "{listen}");
    }
}

#[test]
fn broken_templates_are_told() {
    for (template, fault) in [
        ("{{nothing}}", "there is no value nothing"),
        ("{{slug", "a name is not closed in \"{{slug\""),
        ("%if nothing\n%end", "there is no flag nothing"),
        ("%each nothing\n%end", "there is no list nothing"),
        ("%each carrier\na", "the block \"%each carrier\" has no %end"),
        ("%if tls\n%else", "the block \"%if tls\" has no %end"),
        ("a\n%end", "%end stands where no block began"),
    ] {
        let values = order(Gateway::Nginx).values();
        let message = template::render(template, &values).unwrap_err().to_string();
        assert_eq!(message, format!("the template of this configuration is broken: {fault}"));
    }
}

proptest! {
    /// The lines of a configuration are the same whatever the project is called: a name adds none and ends none.
    #[test]
    fn no_name_adds_a_line_or_a_word(name in r#"[a-z"'`$%;{}\\#&=<>()|\[\]*?!é ]{1,20}"#) {
        prop_assume!(name.parse::<Name>().is_ok());
        let name: Name = name.parse().unwrap();
        let query = format!("project={}", encode(name.as_str()));
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=%-._~".contains(&byte)));
        let slug = slug(&name);
        prop_assert!(slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
        for gateway in Gateway::ALL {
            let code = |name: &Name| -> Vec<String> {
                let text = Order { project: name.clone(), ..order(gateway) }.render().unwrap();
                let query = format!("project={}", encode(name.as_str()));
                text.lines().filter(|line| !line.starts_with('#')).map(|line| line.replace(&query, "QUERY")).collect()
            };
            prop_assert_eq!(code(&name), code(&slug.parse().unwrap()));
        }
    }
}
