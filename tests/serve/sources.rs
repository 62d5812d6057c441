//! Where a request came from, for tokens that may be used from some networks only.

use crate::service::Service;

#[test]
fn the_address_is_that_which_the_proxy_saw_and_not_what_the_client_says() {
    let service = Service::start();
    let value = service.house.value("issue bot:courier --name office --allow 192.0.2.0/24 --allow 2001:db8::/32");
    let header = format!("x-api-token: {value}");
    let ask = |forwarded: &[&str]| service.ask("/auth/nginx", &[&[header.as_str()], forwarded].concat()).status;
    for (forwarded, status) in [
        (&["X-Forwarded-For: 192.0.2.7"][..], 200),
        (&["X-Forwarded-For: 2001:db8::7"], 200),
        (&["X-Forwarded-For: ::ffff:192.0.2.7"], 200),
        (&["X-Forwarded-For: 198.51.100.1, 192.0.2.7"], 200),
        (&["X-Forwarded-For: 192.0.2.7, 198.51.100.1"], 403),
        (&["X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 198.51.100.1"], 403),
        (&["X-Forwarded-For: 192.0.2.7, 127.0.0.1"], 200),
        (&["X-Forwarded-For: 192.0.2.7, unknown"], 403),
        (&["X-Forwarded-For: 192.0.2.7,"], 403),
        (&["X-Forwarded-For:"], 403),
        (&["X-Forwarded-For: 192.0.2.7; 127.0.0.1"], 403),
        (&["X-Real-IP: 192.0.2.7"], 403),
        (&["Forwarded: for=192.0.2.7"], 403),
        (&[], 403),
    ] {
        assert_eq!(ask(forwarded), status, "{forwarded:?}");
    }
    assert_eq!(service.status(&service.house.courier), 200, "a token that may be used anywhere needs no address");
}

#[test]
fn who_is_no_trusted_proxy_is_not_believed() {
    let service = Service::with("trusted_proxies = [\"10.0.0.0/8\"]");
    let office = service.house.value("issue bot:courier --name office --allow 192.0.2.0/24");
    let here = service.house.value("issue bot:courier --name here --allow 127.0.0.1");
    let forwarded = "X-Forwarded-For: 192.0.2.7";
    assert_eq!(service.ask("/auth/nginx", &[&format!("x-api-token: {office}"), forwarded]).status, 403);
    assert_eq!(service.ask("/auth/nginx", &[&format!("x-api-token: {here}"), forwarded]).status, 200);
}
