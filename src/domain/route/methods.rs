//! The methods that a route is for. Case counts (RFC 9110, section 9.1): `get` is not GET, and no route is for it.

use super::error::RouteFault;
use std::fmt;
use std::str::FromStr;

/// The longest method that a route may be for.
const MAX_CHARS: usize = 32;

/// The methods that a route is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Methods {
    /// GET and HEAD, written `R`.
    Read,
    /// All others, written `W`.
    Write,
    /// All, written `*`.
    Any,
    /// One.
    One(String),
}

/// Capitals and `-`, as the methods of all registered protocols are. What is spelt otherwise is no method to any route, since
/// servers differ in whether they take `get` for GET.
fn is_method(text: &str) -> bool {
    (1..=MAX_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
}

fn is_read(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

impl Methods {
    /// Whether a request with this method is meant.
    pub fn hold(&self, method: &str) -> bool {
        match self {
            Self::One(own) => own == method,
            Self::Read => is_read(method),
            Self::Write => is_method(method) && !is_read(method),
            Self::Any => is_method(method),
        }
    }

    /// Whether every method of `other` is one of these.
    pub(super) fn cover(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (own, Self::One(method)) => own.hold(method),
            (Self::One(_), _) => false,
            (own, other) => own == other,
        }
    }
}

impl FromStr for Methods {
    type Err = RouteFault;

    fn from_str(text: &str) -> Result<Self, RouteFault> {
        match text {
            "R" => Ok(Self::Read),
            "W" => Ok(Self::Write),
            "*" => Ok(Self::Any),
            // One letter is a slip for R or W: no method has so few.
            method if method.len() > 1 && is_method(method) => Ok(Self::One(method.to_owned())),
            _ => Err(RouteFault::Method),
        }
    }
}

impl fmt::Display for Methods {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Read => "R",
            Self::Write => "W",
            Self::Any => "*",
            Self::One(method) => method,
        })
    }
}
