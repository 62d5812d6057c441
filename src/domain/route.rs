//! Route profiles: which scope a method and a path need. Whatever matches no route is denied.

use super::scope::Scope;

/// Why a path is refused before any route is looked at: servers behind the gateway could read it otherwise than Jeton does.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq, Hash)]
pub enum PathFault {
    /// The gateway named no method or no path, or did so twice.
    #[error("the gateway did not say method and path once each")]
    Unsaid,
    /// It does not begin with a slash.
    #[error("the path does not begin with /")]
    NotAbsolute,
    /// `.` or `..` stands between slashes, as such or percent-encoded.
    #[error("a segment of the path is . or .. (encoded or not)")]
    DotSegment,
    /// Two slashes follow each other.
    #[error("the path has an empty segment")]
    EmptySegment,
    /// A backslash, a semicolon, a `#`, a NUL, a control character or white space, as such or percent-encoded.
    #[error("the path has a character that servers read differently")]
    Character,
    /// A percent sign is not followed by two hexadecimal digits.
    #[error("the path has a broken percent-encoding")]
    Encoding,
    /// A percent-encoding is itself percent-encoded.
    #[error("the path is percent-encoded twice")]
    EncodedTwice,
    /// It is over 8 KiB long.
    #[error("the path is too long")]
    TooLong,
}

/// What a profile says of a method and a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'p> {
    /// The route's number, counted from 0, and the scope that it needs.
    Route(usize, &'p Scope),
    /// None is for it.
    Nothing,
    /// The path is refused.
    Refused(PathFault),
}
