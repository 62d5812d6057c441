//! Which route a request hits: the shipped profiles by their tables, any profile by a slow reference, and no way round a refusal.

use super::*;
use crate::domain::catalogue::Catalogue;
use proptest::prelude::*;

fn profile(routes: &[&str]) -> Result<Profile, RouteError> {
    let list: Vec<String> = routes.iter().map(|route| format!("    {route:?},\n")).collect();
    Profile::from_toml("own", &format!("routes = [\n{}]\n", list.concat()))
}

fn built_in(name: &str) -> Profile {
    Profiles::built_in().unwrap().get(name).unwrap().clone()
}

/// The scope's word, `-` for no route, or the refusal.
fn answer(profile: &Profile, method: &str, target: &str) -> String {
    match profile.find(method, target) {
        Found::Route(_, scope) => scope.to_string(),
        Found::Nothing => "-".to_owned(),
        Found::Refused(fault) => format!("{fault:?}"),
    }
}

#[test]
fn the_botpress_profile_is_that_of_its_table() {
    let botpress = built_in("botpress");
    for (method, target, wanted) in [
        ("GET", "/v1/chat/conversations", "conversations:read"),
        ("HEAD", "/v1/chat/conversations/c_1", "conversations:read"),
        ("DELETE", "/v1/chat/conversations/c_1?force=1", "conversations:write"),
        ("POST", "/v1/chat/conversations/c_1/participants", "conversations:write"),
        ("GET", "/v1/chat/messages?conversationId=c_1", "messages:read"),
        ("POST", "/v1/chat/initialize-incoming-message", "messages:write"),
        ("PUT", "/v1/chat/users/u_1", "users:write"),
        ("POST", "/v1/chat/events", "events:write"),
        ("PATCH", "/v1/chat/states/bot/b_1/memory", "state:write"),
        ("POST", "/v1/chat/actions", "actions:call"),
        ("GET", "/v1/chat/actions", "-"),
        ("POST", "/v1/chat/actions/x", "-"),
        ("GET", "/v1/chat/tasks/t_1", "workflows:read"),
        ("POST", "/v1/chat/workflows", "workflows:write"),
        ("POST", "/v1/chat/integrations/configure", "integration:configure"),
        ("PUT", "/v1/chat/integrations/configure", "-"),
        ("POST", "/v1/chat/analytics", "analytics:write"),
        ("GET", "/v1/chat/tags/color/values", "tags:read"),
        ("POST", "/v1/chat/tags/color/values", "-"),
        ("GET", "/v1/chat/tags/color/values/x", "-"),
        ("POST", "/v1/tables/t_1/rows/find", "tables:read"),
        ("GET", "/v1/tables/t_1", "tables:read"),
        ("PUT", "/v1/tables/t_1/rows", "tables:write"),
        ("POST", "/v1/tables/t_1/rows/delete", "tables:write"),
        ("PUT", "/v1/tables/t_1/rows/find", "tables:write"),
        ("POST", "/v1/tables", "tables:manage"),
        ("DELETE", "/v1/tables/t_1", "tables:manage"),
        ("PUT", "/v1/files", "files:write"),
        ("GET", "/v1/files/a/b", "files:read"),
        ("GET", "/v1/admin/account/me", "account:read"),
        ("PUT", "/v1/admin/account/preferences", "account:write"),
        ("GET", "/v1/admin/account", "-"),
        ("GET", "/v1/admin/account/pats", "tokens:manage"),
        ("DELETE", "/v1/admin/account/pats/p_1", "tokens:manage"),
        ("POST", "/v1/admin/bots/baks", "tokens:manage"),
        ("GET", "/v1/admin/integrations/iaks/i_1", "tokens:manage"),
        ("GET", "/v1/admin/bots/b_1", "bots:read"),
        ("POST", "/v1/admin/bots", "bots:write"),
        ("POST", "/v1/admin/introspect", "bots:write"),
        ("GET", "/v1/admin/activities", "bots:read"),
        ("GET", "/v1/admin/hub/integrations", "integrations:read"),
        ("DELETE", "/v1/admin/plugins/p_1", "integrations:write"),
        ("GET", "/v1/admin/workspaces/w_1/audit-records", "audit:read"),
        ("GET", "/v1/admin/workspaces/w_1/usages/by-bot", "usage:read"),
        ("GET", "/v1/admin/workspaces/w_1/quotas", "usage:read"),
        ("GET", "/v1/admin/usages/multiple", "usage:read"),
        ("POST", "/v1/admin/usages/multiple", "-"),
        ("GET", "/v2/billing/invoices", "billing:read"),
        ("POST", "/v1/admin/workspaces/w_1/billing/upcoming", "billing:write"),
        ("PUT", "/v1/admin/quotas/ai-spend", "billing:write"),
        ("GET", "/v1/admin/quotas/ai-spend", "-"),
        ("GET", "/v1/admin/workspaces/w_1", "workspaces:read"),
        ("POST", "/v1/admin/workspaces", "workspaces:write"),
        ("GET", "/v1/admin/workspace-members", "members:read"),
        ("DELETE", "/v1/admin/workspace-members/m_1", "members:write"),
        ("GET", "/", "-"),
        ("GET", "/v1", "-"),
        ("GET", "/v3/chat/conversations", "-"),
        ("GET", "/V1/chat/conversations", "-"),
        ("GET", "/v1/chat/conversationsx", "-"),
    ] {
        assert_eq!(answer(&botpress, method, target), wanted, "{method} {target}");
    }
}

#[test]
fn the_bgplus_profile_has_a_scope_for_each_of_its_endpoints() {
    let bgplus = built_in("bgplus");
    for action in ["create", "list", "edit", "delete"] {
        assert_eq!(answer(&bgplus, "POST", &format!("/api/v1/{action}")), format!("transcripts:{action}"));
    }
    for target in ["/api/v1", "/api/v1/purge", "/api/v2/list", "/api/v1/list/all"] {
        assert_eq!(answer(&bgplus, "GET", target), "-", "{target}");
    }
}

#[test]
fn the_shipped_profiles_need_scopes_that_exist_and_need_each_of_them() {
    let catalogue = Catalogue::built_in().unwrap();
    let profiles = Profiles::built_in().unwrap();
    for profile in profiles.iter() {
        profile.check(&catalogue).unwrap();
        assert!(Profiles::is_built_in(profile.name()));
    }
    let is_needed = |scope: &Scope| profiles.iter().flat_map(Profile::routes).any(|route| route.scope == *scope);
    let unused: Vec<&str> =
        catalogue.entries().iter().map(|entry| &entry.scope).filter(|scope| !is_needed(scope)).map(Scope::as_str).collect();
    assert!(unused.is_empty(), "no route needs {unused:?}");
}

/// Paths that proxies and servers read differently are refused, whatever the profile would say of one of the readings.
const REFUSED: [(&str, PathFault); 46] = [
    ("/v1/chat/../admin", PathFault::DotSegment),
    ("/v1/chat/./admin", PathFault::DotSegment),
    ("/..", PathFault::DotSegment),
    ("/.", PathFault::DotSegment),
    ("/v1/chat/..?x=1", PathFault::DotSegment),
    ("/v1/chat/../", PathFault::DotSegment),
    ("/v1/chat/%2e%2e/admin", PathFault::DotSegment),
    ("/v1/chat/%2E./admin", PathFault::DotSegment),
    ("/v1/chat/.%2e", PathFault::DotSegment),
    ("/v1/chat/%2e", PathFault::DotSegment),
    ("/v1/chat/..%2fadmin", PathFault::DotSegment),
    ("/v1/chat/..%2Fadmin", PathFault::DotSegment),
    ("/v1/chat%2f..%2fadmin", PathFault::DotSegment),
    ("/v1/chat%2F%2e%2E", PathFault::DotSegment),
    ("/v1/chat/%2e%2e%2fadmin", PathFault::DotSegment),
    ("/v1/chat/%252e%252e/admin", PathFault::EncodedTwice),
    ("/v1/chat/%25%32%65/admin", PathFault::EncodedTwice),
    ("/v1/chat/a%252fb", PathFault::EncodedTwice),
    ("/v1/chat/%2%65", PathFault::Encoding),
    ("/v1/chat/a%", PathFault::Encoding),
    ("/v1/chat/a%4", PathFault::Encoding),
    ("/v1/chat/a%zz", PathFault::Encoding),
    ("/v1/chat/%u002e", PathFault::Encoding),
    ("/v1/chat/%+1", PathFault::Encoding),
    ("/v1/chat/%c0%ae%c0%ae/admin", PathFault::Encoding),
    ("/v1/chat/%ff", PathFault::Encoding),
    ("//v1/chat", PathFault::EmptySegment),
    ("/v1//chat", PathFault::EmptySegment),
    ("/v1/chat//", PathFault::EmptySegment),
    ("//", PathFault::EmptySegment),
    ("/v1/chat;x=1/users", PathFault::Character),
    ("/v1/chat%3bx/users", PathFault::Character),
    ("/v1/chat/..;/admin", PathFault::Character),
    ("/v1\\admin", PathFault::Character),
    ("/v1/chat/..%5cadmin", PathFault::Character),
    ("/v1/chat#/users", PathFault::Character),
    ("/v1/chat%23", PathFault::Character),
    ("/v1/chat%3fx", PathFault::Character),
    ("/v1/chat%00/users", PathFault::Character),
    ("/v1/chat\0", PathFault::Character),
    ("/v1/chat%0d%0aX: y", PathFault::Character),
    ("/v1/chat%7f", PathFault::Character),
    ("/v1/chat%c2%85", PathFault::Character),
    ("/v1/chat users", PathFault::Character),
    ("/v1/\u{ff0e}\u{ff0e}/admin", PathFault::Character),
    ("/v1/chat\t", PathFault::Character),
];

#[test]
fn paths_that_can_be_read_in_two_ways_are_refused() {
    let all = profile(&["* /** a:b"]).unwrap();
    for (target, fault) in REFUSED {
        assert_eq!(all.find("GET", target), Found::Refused(fault), "{target:?}");
    }
    for target in ["", "*", "v1/chat", "http://host/v1/chat", "host:443", "?x", "%2fv1"] {
        assert_eq!(all.find("GET", target), Found::Refused(PathFault::NotAbsolute), "{target:?}");
    }
    let long = format!("/{}", "a".repeat(8 * 1_024 - 1));
    assert!(matches!(all.find("GET", &format!("{long}?{long}")), Found::Route(..)), "the query is not of the path");
    assert_eq!(all.find("GET", &format!("{long}a")), Found::Refused(PathFault::TooLong));
}

#[test]
fn what_is_data_in_a_segment_passes() {
    let all = profile(&["R /v1/files/* a:b"]).unwrap();
    for id in [
        "a%2Fb",
        "a%2fb%2F",
        "https%3A%2F%2Fexample.org",
        "100%25",
        "a%20b",
        "%C3%BC",
        "...",
        ".hidden",
        "a.b",
        "a..b",
        "~+:@!$&'()*,=",
    ] {
        assert_eq!(answer(&all, "GET", &format!("/v1/files/{id}")), "a:b", "{id}");
    }
    assert_eq!(answer(&built_in("botpress"), "POST", "/v1/tables/a%2Fb/rows/find"), "tables:read");
}

#[test]
fn an_encoding_does_not_lead_past_an_earlier_route() {
    let botpress = built_in("botpress");
    for target in ["/v1/admin/bots/b%61ks", "/v1/admin/bots/%62%61%6b%73/x", "/v1/admin/bots/baks/", "/v1/admin/bots/baks?x"] {
        assert_eq!(answer(&botpress, "GET", target), "tokens:manage", "{target}");
    }
    for target in ["/v1/admin/bots/baks%2Fx", "/v1/admin/bots/%2fbaks", "/v1/admin/bots/baks%2f"] {
        assert_eq!(answer(&botpress, "GET", target), "EncodedSlash", "{target}");
    }
    assert_eq!(answer(&botpress, "GET", "/v1/admin/bots%2Fbaks"), "-");
    assert_eq!(answer(&botpress, "GET", "/v1/admin/bots/b%2Fbaks"), "bots:read");
}

#[test]
fn methods_are_capitals() {
    let own = profile(&["R /r a:r", "W /w a:w", "* /all a:all", "M-SEARCH /one a:one"]).unwrap();
    for (method, r, w, one) in [
        ("GET", "a:r", "-", "-"),
        ("HEAD", "a:r", "-", "-"),
        ("POST", "-", "a:w", "-"),
        ("OPTIONS", "-", "a:w", "-"),
        ("M-SEARCH", "-", "a:w", "a:one"),
    ] {
        let found = ["/r", "/w", "/one", "/all"].map(|path| answer(&own, method, path));
        assert_eq!(found, [r, w, one, "a:all"], "{method}");
    }
    for method in ["", "get", "Get", "GET ", "POST\0", "*", "G3T", "ÄPFEL", &"A".repeat(33)] {
        for path in ["/r", "/w", "/one", "/all"] {
            assert_eq!(answer(&own, method, path), "-", "{method:?} {path}");
        }
    }
}

#[test]
fn one_slash_at_the_end_changes_nothing() {
    let own = profile(&["* /a a:one", "* /a/** a:more", "* / a:root"]).unwrap();
    for (target, wanted) in [("/a", "a:one"), ("/a/", "a:one"), ("/a/b/", "a:more"), ("/", "a:root"), ("/?x", "a:root")] {
        assert_eq!(answer(&own, "GET", target), wanted, "{target}");
    }
}

#[test]
fn a_route_that_is_none_is_told_what_to_be() {
    for (route, part) in [
        ("GET /a", "line 3: a route is METHOD PATTERN SCOPE"),
        ("GET /a a:b c", "METHOD PATTERN SCOPE"),
        ("get /a a:b", "not a method"),
        ("X /a a:b", "not a method"),
        ("GET a a:b", "begins with /"),
        ("GET /a/ a:b", "no empty segment"),
        ("GET //a a:b", "no empty segment"),
        ("GET /a/../b a:b", "no .."),
        ("GET /a/%41 a:b", "decoded path"),
        ("GET /a;b a:b", "decoded path"),
        ("GET /a*b a:b", "one whole segment"),
        ("GET /**/b a:b", "for the rest at the end"),
        ("GET /**/** a:b", "for the rest at the end"),
        ("GET /***/b a:b", "one whole segment"),
        ("GET /{a,b a:b", "{a,b}"),
        ("GET /{a,}/ a:b", "{a,b}"),
        ("GET /x{a,b} a:b", "{a,b}"),
        ("GET /{a,{b}} a:b", "{a,b}"),
        ("GET /{a,*} a:b", "one whole segment"),
        ("GET /a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q a:b", "at most 16 segments"),
        ("GET /a A:b", "not a scope"),
        ("GET /a a:*", "not a scope"),
        ("GET /first/x a:b", "never reached: R /first/** before it"),
    ] {
        let error = profile(&["R /first/** a:b", route]).unwrap_err().to_string();
        assert!(error.starts_with("line 3: ") && error.contains(part), "{route}: {error}");
    }
}

#[test]
fn a_profile_that_is_none_is_refused_with_its_line() {
    for (name, text, part) in [
        ("own", "", "line 1: a profile has nothing but routes"),
        ("own", "routes = []", "line 1: the profile has no route"),
        ("own", "\nroutes = 3", "line 2: routes are a list"),
        ("own", "routes = [\n  3,\n]", "line 2: routes are a list"),
        ("own", "routes = [\"R / a:b\"]\nmore = 1", "line 2: a profile has nothing but"),
        ("own", "\nroutes = [\n", "line 2: "),
        ("Own", "routes = [\"R / a:b\"]", "1 to 40 characters"),
        ("a/b", "routes = [\"R / a:b\"]", "1 to 40 characters"),
    ] {
        let error = Profile::from_toml(name, text).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
    let unknown = profile(&["R /a files:read", "R /b file:read"]).unwrap().check(&Catalogue::built_in().unwrap());
    assert_eq!(unknown.unwrap_err().to_string(), "line 3: unknown scope file:read; did you mean files:read?");
    let mut profiles = Profiles::built_in().unwrap();
    let taken = profiles.add(Profile::from_toml("bgplus", "routes = [\"R / a:b\"]").unwrap());
    assert!(taken.unwrap_err().to_string().contains("bgplus is built in"));
}

/// Any route over a small alphabet, so that routes and paths meet.
fn route() -> impl Strategy<Value = String> {
    let segment =
        prop_oneof![3 => "[ab]", 1 => Just("*".to_owned()), 1 => Just("{a,b}".to_owned()), 1 => Just("{b,c}".to_owned())];
    let method = prop_oneof![Just("R"), Just("W"), Just("*"), Just("GET"), Just("POST")];
    (method, prop::collection::vec(segment, 0..4), any::<bool>(), "[a-d]:[a-d]").prop_map(|(method, segments, goes_on, scope)| {
        let words: Vec<&str> = segments.iter().map(String::as_str).chain(goes_on.then_some("**")).collect();
        format!("{method} /{} {scope}", words.join("/"))
    })
}

/// The slow way: a pattern against segments, by recursion over the text of both.
fn reference(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        (["**"], _) | ([], []) => true,
        ([own, pattern @ ..], [segment, path @ ..]) => {
            let is_one = match own.strip_prefix('{').and_then(|own| own.strip_suffix('}')) {
                Some(own) => own.split(',').any(|own| own == *segment),
                None => *own == "*" || own == segment,
            };
            is_one && reference(pattern, path)
        }
        _ => false,
    }
}

fn reference_method(own: &str, method: &str) -> bool {
    let reads = ["GET", "HEAD"].contains(&method);
    own == "*" || own == method || (own == "R" && reads) || (own == "W" && !reads)
}

fn cut(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

proptest! {
    #[test]
    fn the_first_route_that_fits_decides(
        routes in prop::collection::vec(route(), 1..8),
        segments in prop::collection::vec("[abc]", 0..5),
        method in "GET|HEAD|POST|DELETE",
    ) {
        let refs: Vec<&str> = routes.iter().map(String::as_str).collect();
        // Routes that are never reached are refused when a profile is read; each of them is put aside here.
        let mut kept: Vec<&str> = Vec::new();
        for route in refs {
            kept.push(route);
            match profile(&kept) {
                Ok(_) => {}
                Err(RouteError { fault: RouteFault::Shadowed(_), .. }) => drop(kept.pop()),
                Err(error) => panic!("{route}: {error}"),
            }
        }
        let path = format!("/{}", segments.join("/"));
        let fits = |route: &&str| {
            let [own, pattern, _] = route.split(' ').collect::<Vec<_>>()[..] else { unreachable!() };
            reference_method(own, &method) && reference(&cut(pattern), &cut(&path))
        };
        // Shadowed routes change nothing: the first of all that fits has the scope of the first of those kept.
        let expected = kept.iter().position(fits);
        let first_of_all = routes.iter().find(|route| fits(&route.as_str()));
        prop_assert_eq!(expected.map(|at| kept[at].rsplit(' ').next()), first_of_all.map(|route| route.rsplit(' ').next()));
        let own = profile(&kept).unwrap();
        match own.find(&method, &path) {
            Found::Route(at, scope) => {
                prop_assert_eq!(Some(at), expected);
                prop_assert_eq!(scope.as_str(), kept[at].rsplit(' ').next().unwrap());
            }
            other => prop_assert!(other == Found::Nothing && expected.is_none(), "{:?}", other),
        }
        for (route, text) in own.routes().iter().zip(&kept) {
            prop_assert_eq!(route.to_string(), text.rsplit_once(' ').unwrap().0, "a route is shown as it was written");
        }
    }

    /// Encoding any characters of a path changes nothing but how it is spelt.
    #[test]
    fn an_encoded_path_hits_the_route_of_the_plain_one(at in 0..20_usize, which in any::<[bool; 40]>(), low in any::<bool>()) {
        let botpress = built_in("botpress");
        let plain = [
            "/v1/admin/account/pats", "/v1/admin/bots/baks/x", "/v1/admin/bots/b", "/v1/tables/t/rows/find", "/v1/files/x",
        ][at % 5];
        let spelt: String = plain.chars().zip(which.iter().cycle()).map(|(c, is_encoded)| match c {
            c if c == '/' || !is_encoded => c.to_string(),
            c if low => format!("%{:02x}", c as u32),
            c => format!("%{:02X}", c as u32),
        }).collect();
        for method in ["GET", "POST"] {
            prop_assert_eq!(botpress.find(method, &spelt), botpress.find(method, plain));
        }
    }

    /// However a refused path is encoded or put into another, it stays refused.
    #[test]
    fn no_mutation_of_a_refused_path_passes(
        which in 0..REFUSED.len(),
        encode in prop::collection::vec(any::<bool>(), 60),
        before in "(/[a-z]{1,4}){0,3}",
        after in "(/[a-z]{1,4}){0,20}/?",
        query in "(\\?[a-z=&/.]{0,8})?",
    ) {
        let all = profile(&["* /** a:b"]).unwrap();
        let (path, _) = REFUSED[which];
        let path = path.split('?').next().unwrap();
        // Slashes, percent signs and blanks stay: encoded they are data.
        let spelt: String = path.chars().zip(encode).map(|(c, is_encoded)| {
            if is_encoded && c.is_ascii() && !"/% ".contains(c) { format!("%{:02X}", c as u32) } else { c.to_string() }
        }).collect();
        let target = format!("{before}{spelt}{after}{query}");
        prop_assert!(matches!(all.find("GET", &target), Found::Refused(_)), "{}", target);
    }

    #[test]
    fn any_target_is_met_calmly(method in any::<String>(), target in any::<String>(), path in "/[%./a-f0-9;?#\\\\]{0,20}") {
        let all = profile(&["* /** a:b"]).unwrap();
        for target in [target, path] {
            if let Found::Route(..) = all.find("GET", &target) {
                let path = target.split('?').next().unwrap().to_lowercase();
                prop_assert!(path.starts_with('/') && !path.contains("//") && !path.contains("%252e") && !path.contains("%00"));
                prop_assert!(path.split('/').all(|segment| !["..", ".", "%2e", "%2e%2e", ".%2e", "%2e."].contains(&segment)));
            }
            all.find(&method, &target);
        }
    }

    /// What a route covers it takes: nothing that a later one is for is left over.
    #[test]
    fn a_shadowed_route_is_never_reached(first in route(), second in route(), segments in prop::collection::vec("[abc]", 0..5)) {
        let is_shadowed = matches!(profile(&[&first, &second]), Err(RouteError { fault: RouteFault::Shadowed(_), .. }));
        let path = format!("/{}", segments.join("/"));
        for method in ["GET", "HEAD", "POST", "PUT"] {
            let reached = profile(&[&second]).unwrap().find(method, &path) != Found::Nothing;
            let taken = profile(&[&first]).unwrap().find(method, &path) != Found::Nothing;
            prop_assert!(!is_shadowed || !reached || taken, "{first} / {second}: {method} {path}");
        }
    }
}
