//! Real proxies with the printed configurations between a client and a service, and `jeton serve` beside them.
//!
//! Each story is told before nginx, Caddy and HAProxy: what Jeton allows passes unchanged, with whom the token speaks for;
//! nothing else passes, whatever the client sends.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../common/fixture.rs"]
mod fixture;

mod client;
mod doctor;
mod installation;
mod printed;
mod proxy;
mod relay;
mod service;
mod stories;
mod unproxied;
mod yard;

/// The stories before each of the three.
macro_rules! before {
    ($($proxy:ident => $variant:ident),*) => {
        $(mod $proxy {
            use crate::proxy::Proxy;
            use crate::stories;

            #[test]
            fn good_tokens_pass_with_whom_they_speak_for() {
                stories::good_tokens_pass_with_whom_they_speak_for(Proxy::$variant);
            }

            #[test]
            fn bad_tokens_get_the_denial_that_they_deserve() {
                stories::bad_tokens_get_the_denial_that_they_deserve(Proxy::$variant);
            }

            #[test]
            fn a_token_over_its_rate_is_told_when_to_come_back() {
                stories::a_token_over_its_rate_is_told_when_to_come_back(Proxy::$variant);
            }

            #[test]
            fn what_a_client_forges_does_not_matter() {
                stories::what_a_client_forges_does_not_matter(Proxy::$variant);
            }

            #[test]
            fn two_tokens_never_pass_as_one() {
                stories::two_tokens_never_pass_as_one(Proxy::$variant);
            }

            #[test]
            fn the_path_that_was_judged_is_the_one_that_arrives() {
                stories::the_path_that_was_judged_is_the_one_that_arrives(Proxy::$variant);
            }

            #[test]
            fn a_revoke_bites_on_the_next_request() {
                stories::a_revoke_bites_on_the_next_request(Proxy::$variant);
            }

            #[test]
            fn without_jeton_nothing_passes() {
                stories::without_jeton_nothing_passes(Proxy::$variant);
            }

            #[test]
            fn connections_are_kept() {
                stories::connections_are_kept(Proxy::$variant);
            }

            #[test]
            fn the_doctor_finds_nothing_wrong() {
                crate::doctor::finds_nothing_wrong(Proxy::$variant);
            }

            #[test]
            fn the_doctor_finds_what_is_broken_and_names_the_line() {
                crate::doctor::finds_what_is_broken(Proxy::$variant);
            }

            #[test]
            fn the_service_need_not_see_the_token() {
                stories::the_service_need_not_see_the_token(Proxy::$variant);
            }
        })*
    };
}

before!(nginx => Nginx, caddy => Caddy, haproxy => Haproxy);
