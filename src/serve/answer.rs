//! The answers: 200 with the identity headers, or a denial that serves both clients at once.

use crate::domain::identity;
use crate::domain::traffic::Gateway;
use crate::domain::verdict::{Denial, Reason};
use crate::services::Seen;
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{Response, StatusCode};
use std::sync::LazyLock;

/// What is sent back.
pub type Answer = Response<Full<Bytes>>;

static IDENTITY: LazyLock<[HeaderName; identity::HEADERS.len()]> =
    LazyLock::new(|| identity::HEADERS.map(HeaderName::from_static));

/// The same JSON as in the body: nginx drops the body of a denial.
static ERROR: HeaderName = HeaderName::from_static("x-jeton-error");

/// The status that is meant, where the gateway knows only 401 and 403.
static STATUS: HeaderName = HeaderName::from_static("x-jeton-status");

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const EMPTY: HeaderValue = HeaderValue::from_static("");

/// The request may pass. `spare` is a map that is needed no more: its room is used again.
pub fn allow(seen: &Seen, mut spare: HeaderMap) -> Option<Answer> {
    spare.clear();
    for (name, value) in IDENTITY.iter().zip(&seen.identity) {
        // What is no header value is no identity either: the request is not let through.
        spare.insert(name.clone(), HeaderValue::from_maybe_shared(value.clone()).ok()?);
    }
    spare.insert(CACHE_CONTROL, NO_STORE);
    let mut answer = Response::new(Full::default());
    *answer.headers_mut() = spare;
    Some(answer)
}

/// Why a request is not let through, as its client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The policy says so.
    Denied(Reason),
    /// Too many calls; so many seconds later there is room again.
    TooMany {
        /// Whether it is the token's own rate (else an address presents too much that is no token).
        of_token: bool,
        /// At least 1.
        retry_after: u64,
    },
    /// The vault cannot be read.
    Unreadable,
    /// The gateway's configuration asks for something that there is not.
    NotUnderstood,
    /// The service ran into something that it did not expect.
    Fault,
}

impl Refusal {
    /// The word for it in the log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Denied(reason) => reason.word(),
            Self::TooMany { of_token: true, .. } => Reason::RateLimited.word(),
            Self::TooMany { of_token: false, .. } => "throttled",
            Self::Unreadable => "unreadable",
            Self::NotUnderstood => "misconfigured",
            Self::Fault => "fault",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(reason) => match reason.denial() {
                Denial::Unauthorized => StatusCode::UNAUTHORIZED,
                Denial::Forbidden => StatusCode::FORBIDDEN,
                Denial::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            },
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotUnderstood | Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a client is told: `message` for Botpress's client, `error` for that of BGplus. Unknown, malformed, expired, revoked,
    /// disabled and replaced values are told apart only in development.
    fn words(&self, is_detailed: bool) -> (&'static str, &'static str, &'static str) {
        let detail = |reason: &Reason, usual| if is_detailed { reason.phrase() } else { usual };
        match self {
            Self::Denied(reason @ Reason::Missing) => {
                ("Unauthorized", detail(reason, "An API token is required."), "API token is required")
            }
            Self::Denied(reason) => match reason.denial() {
                Denial::Unauthorized => (
                    "Unauthorized",
                    detail(reason, "The API token is not valid. It may have been reset or is incorrect."),
                    "Invalid API token",
                ),
                Denial::Forbidden => ("Forbidden", detail(reason, "The API token may not do this."), "Forbidden"),
                Denial::RateLimited => ("RateLimited", detail(reason, "The API token is used too often."), "Rate limited"),
            },
            Self::TooMany { of_token: true, .. } => ("RateLimited", "The API token is used too often.", "Rate limited"),
            Self::TooMany { of_token: false, .. } => ("RateLimited", "Too many invalid API tokens.", "Rate limited"),
            Self::Unreadable => ("Internal", "API tokens cannot be verified at the moment.", "Service unavailable"),
            Self::NotUnderstood => ("Internal", "The gateway in front is not set up correctly.", "Internal server error"),
            Self::Fault => ("Internal", "The API token could not be verified.", "Internal server error"),
        }
    }

    fn challenge(&self) -> Option<HeaderValue> {
        match self {
            // RFC 6750, section 3.1: no error where no token was sent.
            Self::Denied(Reason::Missing) => Some(HeaderValue::from_static("Bearer realm=\"jeton\"")),
            Self::Denied(reason) if reason.denial() == Denial::Unauthorized => {
                Some(HeaderValue::from_static("Bearer realm=\"jeton\", error=\"invalid_token\""))
            }
            _ => None,
        }
    }
}

/// The request may not pass; `id` is how the log knows it. `spare` is a map that is needed no more: its room is used again.
pub fn deny(refusal: &Refusal, gateway: Gateway, is_detailed: bool, id: &str, mut spare: HeaderMap) -> Answer {
    let status = refusal.status();
    let (kind, message, error) = refusal.words(is_detailed);
    let code = status.as_u16();
    // Fixed words without anything to escape.
    let json = Bytes::from(format!(r#"{{"id":"{id}","code":{code},"type":"{kind}","message":"{message}","error":"{error}"}}"#));
    // nginx makes 500 of any denial but these two.
    let is_hidden = gateway == Gateway::Nginx && status == StatusCode::TOO_MANY_REQUESTS;
    let mut answer = Response::new(Full::new(json.clone()));
    *answer.status_mut() = if is_hidden { StatusCode::FORBIDDEN } else { status };
    spare.clear();
    *answer.headers_mut() = spare;
    let headers = answer.headers_mut();
    for name in IDENTITY.iter() {
        headers.insert(name.clone(), EMPTY);
    }
    headers.insert(CACHE_CONTROL, NO_STORE);
    headers.insert(CONTENT_TYPE, JSON);
    if let Ok(json) = HeaderValue::from_maybe_shared(json) {
        headers.insert(ERROR.clone(), json);
    }
    if is_hidden {
        headers.insert(STATUS.clone(), HeaderValue::from(code));
    }
    if let Some(challenge) = refusal.challenge() {
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    if let Refusal::TooMany { retry_after, .. } = refusal {
        headers.insert(RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    answer
}

/// An answer to what is no question of a gateway.
pub fn plain(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if status == StatusCode::BAD_REQUEST {
        // Whatever follows on the connection may be part of what was not understood.
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// An answer to what is no question of a gateway, as JSON.
pub fn json(status: StatusCode, body: impl Into<Bytes>) -> Answer {
    plain(status, "application/json", body)
}

/// An answer to what is no question of a gateway, in words.
pub fn words(status: StatusCode, text: &'static str) -> Answer {
    plain(status, "text/plain; charset=utf-8", text)
}
