//! Callers of the small shop's tokens: a day of traffic, recorded as the verification service does it.

use crate::desk::Desk;
use jeton::domain::Instant;
use jeton::domain::id::TokenId;
use jeton::domain::traffic::{CallRef, Gateway};
use jeton::domain::verdict::{Reason, Verdict};
use jeton::services::Services;
use jiff::SignedDuration;
use std::collections::HashMap;
use std::net::IpAddr;

/// A call: how long ago in seconds, with which token and version, method and path, the scope that was needed, from where, and why not.
pub struct Called<'a> {
    pub ago: i64,
    pub token: Option<(&'a str, u32)>,
    pub request: (&'a str, &'a str),
    pub scope: Option<&'a str>,
    pub source: Option<&'a str>,
    pub denied: Option<Reason>,
}

const OFFICE: Option<&str> = Some("192.0.2.7");
const SHOP: Option<&str> = Some("198.51.100.23");
const CLOUD: Option<&str> = Some("2001:db8:44::1f");

const fn called<'a>(ago: i64, token: &'a str, version: u32, request: (&'a str, &'a str), source: Option<&'a str>) -> Called<'a> {
    Called { ago, token: Some((token, version)), request, scope: None, source, denied: None }
}

impl<'a> Called<'a> {
    const fn needing(self, scope: &'a str) -> Self {
        Self { scope: Some(scope), ..self }
    }

    const fn denied(self, reason: Reason) -> Self {
        Self { denied: Some(reason), ..self }
    }

    /// With a value that belongs to no token.
    const fn unknown(self) -> Self {
        Self { token: None, ..self }
    }
}

/// What happened last, the newest last.
const LAST: &[Called<'_>] = &[
    called(840, "bot:support-bot", 1, ("GET", "/v1/chat/conversations/conv_01JQ"), OFFICE).needing("conversations:read"),
    called(815, "integration:stripe", 1, ("POST", "/v1/chat/integrations/configure"), SHOP).needing("integration:configure"),
    called(790, "pat:laptop", 1, ("GET", "/v1/files/file_7/content"), CLOUD).needing("files:read"),
    called(760, "bot:faq-bot", 1, ("POST", "/v1/chat/messages"), OFFICE).needing("messages:write"),
    called(700, "", 0, ("GET", "/v1/chat/messages"), Some("203.0.113.99")).unknown().denied(Reason::Unknown),
    called(699, "", 0, ("GET", "/.env"), Some("203.0.113.99")).unknown().denied(Reason::Missing),
    called(698, "", 0, ("GET", "/wp-login.php"), Some("203.0.113.99")).unknown().denied(Reason::Missing),
    called(610, "bot:support-bot/staging", 1, ("POST", "/v1/chat/messages"), SHOP).needing("messages:write"),
    called(600, "bot:support-bot/staging", 2, ("POST", "/v1/chat/messages"), OFFICE).needing("messages:write"),
    called(540, "pat:laptop", 1, ("DELETE", "/v1/tables/orders"), CLOUD).needing("tables:manage").denied(Reason::MissingScope),
    called(480, "bot:support-bot", 1, ("GET", "/v1/chat/conversations/conv_01JQ"), OFFICE).needing("conversations:read"),
    called(420, "", 0, ("POST", "/v1/chat/messages"), SHOP).unknown().denied(Reason::Malformed),
    called(300, "bot:night-watch", 1, ("GET", "/v1/chat/../admin/bots"), SHOP).denied(Reason::BadPath),
    called(240, "bot:faq-bot", 1, ("PATCH", "/v2/everything"), OFFICE).denied(Reason::NoRoute),
    called(180, "bot:support-bot/staging", 1, ("POST", "/v1/chat/messages"), SHOP).needing("messages:write"),
    called(120, "integration:stripe", 1, ("GET", "/v1/files/invoice_2026_02"), SHOP)
        .needing("files:read")
        .denied(Reason::RateLimited),
    called(60, "bot:support-bot", 1, ("GET", "/v1/chat/conversations/conv_01JR"), OFFICE).needing("conversations:read"),
    called(9, "pat:laptop", 1, ("PUT", "/v1/files/file_9"), None).needing("files:write"),
];

/// Writes calls down, as long before now as they say.
pub fn record<'a>(services: &Services, calls: &'a [Called<'a>], now: Instant) {
    let recorder = services.usage_recorder().unwrap();
    let mut known: HashMap<&'a str, TokenId> = HashMap::new();
    for call in calls {
        let mut id = |selector| *known.entry(selector).or_insert_with(|| id(services, selector));
        let token = call.token.map(|(selector, version)| (id(selector), version));
        recorder.record(&CallRef {
            at: now - SignedDuration::from_secs(call.ago),
            token: token.map(|(id, _)| id),
            version: token.map(|(_, version)| version),
            gateway: Gateway::Nginx,
            project: None,
            method: call.request.0,
            path: call.request.1,
            scope: call.scope,
            source: call.source.map(|source| source.parse::<IpAddr>().unwrap()),
            verdict: call.denied.map_or(Verdict::Allow, Verdict::Deny),
        });
    }
    drop(recorder.flush().unwrap());
}

fn id(services: &Services, selector: &str) -> TokenId {
    let selector = if selector == "bot:support-bot" { "bot:support-bot/default" } else { selector };
    services.resolve(&selector.parse().unwrap()).unwrap().id
}

/// A day of traffic, and a week before it: busier by day than by night.
pub fn day(services: &Services, now: Instant) {
    let mut calls = Vec::new();
    for hour in (1..24 * 9).rev() {
        let of_day = (12 + 24 * 9 - hour) % 24;
        let busy = [1, 1, 0, 0, 0, 1, 2, 5, 8, 9, 9, 7, 6, 8, 9, 8, 6, 5, 4, 3, 3, 2, 2, 1][of_day as usize];
        for turn in 0..busy {
            let ago = hour * 3_600 + turn * 60 + 30;
            calls.push(called(ago, "bot:support-bot", 1, ("GET", "/v1/chat/messages"), OFFICE).needing("messages:read"));
            if turn % 3 == 1 {
                calls.push(called(ago - 7, "integration:stripe", 1, ("POST", "/v1/chat/events"), SHOP).needing("events:write"));
            }
            if turn % 4 == 3 && hour > 1 {
                calls.push(called(ago - 9, "bot:support-bot/staging", 1, ("POST", "/v1/chat/messages"), SHOP));
            }
        }
        if hour % 7 == 3 {
            calls.push(called(hour * 3_600, "", 0, ("GET", "/"), Some("203.0.113.99")).unknown().denied(Reason::Unknown));
        }
    }
    // The addresses of what is written down together count as having called last together.
    let (lately, before): (Vec<Called<'_>>, Vec<Called<'_>>) = calls.into_iter().partition(|call| call.ago < 86_400);
    for together in [before.as_slice(), lately.as_slice(), LAST] {
        record(services, together, now);
    }
}

/// A week of calls with each of some tokens, no two used alike.
pub fn week(services: &Services, selectors: &[String], now: Instant) {
    let mut calls = Vec::new();
    for (at, selector) in selectors.iter().enumerate() {
        for turn in 0..(3 + at as i64 * 7 % 23) {
            let ago = (turn * 7 + at as i64 * 5) % 160 * 3_600 + at as i64 * 61 + 1;
            let source = [OFFICE, SHOP, CLOUD][(at + turn as usize / 2) % 3];
            let call = called(ago, selector, 1, ("GET", "/v1/files/file_7"), source);
            calls.push(if turn % 9 == 8 { call.denied(Reason::RateLimited) } else { call });
        }
    }
    record(services, &calls, now);
}

/// Calls as somebody sends them who hopes for a careless screen.
pub const HOSTILE: &[Called<'_>] = &[
    called(50, "bot:faq-bot", 1, ("GET", "/v1/\u{1b}[2J\u{1b}]0;owned\u{7}/x"), OFFICE).denied(Reason::BadPath),
    called(40, "bot:faq-bot", 1, ("G\u{202e}TE", "/\u{202e}drowssap/\u{9b}31mx"), SHOP).denied(Reason::BadPath),
    called(
        30,
        "bot:faq-bot",
        1,
        (
            "PROPFIND",
            "/v1/chat/conversations/an-endless-name-that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on",
        ),
        Some("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff"),
    ),
    called(20, "", 0, ("", ""), None).unknown().denied(Reason::Missing),
];

impl Desk {
    /// Has the service judge calls; the interface notices as it would.
    pub fn judged(&mut self, calls: &[Called<'_>]) -> &mut Self {
        let now = self.ground.world.clock.now();
        record(&self.vault.services().unwrap(), calls, now);
        if self.vault.wants_usage() {
            self.tell(jeton::tui::msg::What::UsageChanged);
        }
        self
    }

    /// Has the service judge a day of calls.
    pub fn busy(&mut self) -> &mut Self {
        let now = self.ground.world.clock.now();
        day(&self.vault.services().unwrap(), now);
        self.judged(&[])
    }
}
