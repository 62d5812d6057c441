//! What can be wrong with a path, and with a profile.

use super::path::MAX_SEGMENTS;
use crate::domain::catalogue::CatalogueError;

/// Why a path is refused before any route is looked at: servers behind the gateway could read it otherwise than Jeton does.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq, Hash)]
pub enum PathFault {
    /// The gateway named no method or no path, or did so twice.
    #[error("the gateway did not say method and path once each")]
    Unsaid,
    /// It does not begin with a slash: an absolute URL, `*`, a host with a port.
    #[error("the path does not begin with /")]
    NotAbsolute,
    /// `.` or `..` stands between slashes, as such or percent-encoded.
    #[error("a segment of the path is . or .. (encoded or not)")]
    DotSegment,
    /// Two slashes follow each other.
    #[error("the path has an empty segment")]
    EmptySegment,
    /// A backslash, a semicolon, a `#` or a control character, as such or percent-encoded; white space or what is not ASCII as
    /// such; a percent-encoded `?`.
    #[error("the path has a character that servers read differently")]
    Character,
    /// A percent sign is not followed by two hexadecimal digits, or what is encoded is no UTF-8.
    #[error("the path has a broken percent-encoding")]
    Encoding,
    /// A percent-encoding is itself percent-encoded.
    #[error("the path is percent-encoded twice")]
    EncodedTwice,
    /// A server that takes `%2F` for a slash would see a path for which an earlier route stands.
    #[error("the path hits another route when its %2F is read as /")]
    EncodedSlash,
    /// It is over 8 KiB long.
    #[error("the path is too long")]
    TooLong,
}

/// Why a profile is refused, and on which line.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {fault}")]
pub struct RouteError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: RouteFault,
}

/// What can be wrong with a profile.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RouteFault {
    /// The file is no TOML.
    #[error("{0}")]
    Toml(String),
    /// The value is no list of texts.
    #[error("routes are a list of texts, [\"METHOD PATTERN SCOPE\", …]")]
    NotAList,
    /// A key is not `routes`.
    #[error("a profile has nothing but routes = [\"METHOD PATTERN SCOPE\", …]")]
    Key,
    /// There is no route, so everything would be denied.
    #[error("the profile has no route, so nothing would pass")]
    Empty,
    /// The profile's name cannot stand in a gateway's query.
    #[error("a profile's name has 1 to 40 characters of a-z, 0-9, - and _")]
    Name,
    /// There is a profile of that name.
    #[error("the profile {0} is built in; give yours another name")]
    BuiltIn(String),
    /// A route does not have three words.
    #[error("a route is METHOD PATTERN SCOPE, for example \"R /api/orders/** orders:read\"")]
    Words,
    /// The first word is no method.
    #[error("not a method; write R (GET and HEAD), W (the rest), * (any) or one in capitals, for example POST")]
    Method,
    /// The pattern does not begin with a slash, ends with one, or has two in a row.
    #[error("a pattern begins with / and has no empty segment, no . and no ..")]
    Shape,
    /// A segment has a character that no path that passes has, or one that needs no encoding in a pattern.
    #[error("a pattern is written as the decoded path, without \\ ; # ? % and white space")]
    Character,
    /// A star stands beside other characters, or `**` is not at the end.
    #[error("* stands for one whole segment, and ** for the rest at the end")]
    Star,
    /// Braces are not whole, or an alternative is empty.
    #[error("alternatives are one whole segment: {{a,b}}")]
    Braces,
    /// The pattern has too many segments.
    #[error("a pattern has at most {MAX_SEGMENTS} segments")]
    TooLong,
    /// The third word is no scope.
    #[error("{0}")]
    NotAScope(#[from] crate::domain::scope::NotAScope),
    /// The scope is not in the catalogue.
    #[error("{0}")]
    Scope(#[from] CatalogueError),
    /// An earlier route takes all that this one is for.
    #[error("the route is never reached: {0} before it takes all of its requests")]
    Shadowed(String),
}

impl RouteFault {
    /// The fault with its line.
    pub(super) fn on(self, line: usize) -> RouteError {
        RouteError { line, fault: self }
    }
}
