//! The headers that a client may send its value in, and what they carry together.

/// Longer values are refused unread.
pub const MAX_VALUE_BYTES: usize = 512;

/// A header that carries a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// `x-api-token: VALUE`
    XApiToken,
    /// `Authorization: Bearer VALUE` (RFC 6750, section 2.1)
    Authorization,
    /// `api-token: VALUE`, of old
    ApiToken,
}

impl Carrier {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::XApiToken, Self::Authorization, Self::ApiToken];

    /// The header's name in lower case. Look-alikes (`x_api_token`) carry nothing.
    pub fn header(self) -> &'static str {
        match self {
            Self::XApiToken => "x-api-token",
            Self::Authorization => "authorization",
            Self::ApiToken => "api-token",
        }
    }
}

/// Why what is carried cannot be a value.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq, Hash)]
pub enum CarrierFault {
    /// A header stands there without a value.
    #[error("a header carries no value")]
    Empty,
    /// One header was sent twice.
    #[error("a header was sent twice")]
    Twice,
    /// Two headers carry different values.
    #[error("two headers carry different values")]
    Differ,
    /// There is something in it that is in no value: a comma, white space, a control character, a byte beyond ASCII.
    #[error("it holds a character that no value has")]
    NotAValue,
    /// It is over 512 bytes long.
    #[error("it is over {MAX_VALUE_BYTES} bytes long")]
    TooLong,
}

/// What the headers of a request carry together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Carried<'a> {
    /// No value.
    Nothing,
    /// One value.
    Value(&'a str),
    /// Something that cannot be a value.
    Unfit(CarrierFault),
}

/// Reads the value out of the carriers of a request, in the order in which they were sent.
/// The same value in two carriers is fine. An `Authorization` of another scheme does not count.
pub fn carried<'a>(headers: impl IntoIterator<Item = (Carrier, &'a [u8])>) -> Carried<'a> {
    let mut seen = [false; Carrier::ALL.len()];
    let mut found: Option<&'a [u8]> = None;
    for (carrier, bytes) in headers {
        if std::mem::replace(&mut seen[carrier as usize], true) {
            return Carried::Unfit(CarrierFault::Twice);
        }
        let value = match carrier {
            Carrier::XApiToken | Carrier::ApiToken => bytes.trim_ascii(),
            Carrier::Authorization => match bearer(bytes) {
                Some(value) => value,
                // Another scheme beside Bearer is a pair of different things too.
                None if bytes.contains(&b',') && holds_bearer(bytes) => return Carried::Unfit(CarrierFault::NotAValue),
                None => continue,
            },
        };
        if let Some(fault) = fault(value) {
            return Carried::Unfit(fault);
        }
        if found.replace(value).is_some_and(|other| other != value) {
            return Carried::Unfit(CarrierFault::Differ);
        }
    }
    match found.map(std::str::from_utf8) {
        None => Carried::Nothing,
        Some(Ok(value)) => Carried::Value(value),
        Some(Err(_)) => Carried::Unfit(CarrierFault::NotAValue),
    }
}

/// What follows the scheme `Bearer`, whose case does not matter (RFC 9110, section 11.1), and one space or more.
fn bearer(bytes: &[u8]) -> Option<&[u8]> {
    const SCHEME: &[u8] = b"bearer";
    let bytes = bytes.trim_ascii();
    let (scheme, rest) = bytes.split_at_checked(SCHEME.len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(SCHEME) && rest.first().is_none_or(|byte| *byte == b' ');
    is_bearer.then(|| rest.trim_ascii())
}

fn holds_bearer(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b',').any(|part| bearer(part).is_some())
}

fn fault(value: &[u8]) -> Option<CarrierFault> {
    match value {
        [] => Some(CarrierFault::Empty),
        value if value.len() > MAX_VALUE_BYTES => Some(CarrierFault::TooLong),
        value if value.iter().any(|byte| !byte.is_ascii_graphic() || *byte == b',') => Some(CarrierFault::NotAValue),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Carrier::{ApiToken, Authorization, XApiToken};

    fn of(headers: &[(Carrier, &str)]) -> Result<Option<String>, CarrierFault> {
        match carried(headers.iter().map(|(carrier, text)| (*carrier, text.as_bytes()))) {
            Carried::Nothing => Ok(None),
            Carried::Value(value) => Ok(Some(value.to_owned())),
            Carried::Unfit(fault) => Err(fault),
        }
    }

    #[test]
    fn each_carrier_carries() {
        let value = Ok(Some("jtn_bot_x".to_owned()));
        for header in [
            (XApiToken, "jtn_bot_x"),
            (ApiToken, " jtn_bot_x "),
            (Authorization, "Bearer jtn_bot_x"),
            (Authorization, "bEARER    jtn_bot_x"),
        ] {
            assert_eq!(of(&[header]), value, "{header:?}");
        }
        assert_eq!(of(&[(XApiToken, "jtn_bot_x"), (Authorization, "Bearer jtn_bot_x"), (ApiToken, "jtn_bot_x")]), value);
        assert_eq!(of(&[(Authorization, "Basic YTpi"), (XApiToken, "jtn_bot_x")]), value);
    }

    #[test]
    fn nothing_is_carried_by_other_schemes() {
        for text in ["Basic YTpi", "Bearerjtn_bot_x", "Token jtn_bot_x", "", "Bear"] {
            assert_eq!(of(&[(Authorization, text)]), Ok(None), "{text:?}");
        }
        assert_eq!(of(&[]), Ok(None));
    }

    #[test]
    fn whatever_is_ambiguous_is_unfit() {
        let long = "x".repeat(MAX_VALUE_BYTES + 1);
        for (headers, fault) in [
            (vec![(XApiToken, "")], CarrierFault::Empty),
            (vec![(Authorization, "Bearer")], CarrierFault::Empty),
            (vec![(Authorization, "Bearer  ")], CarrierFault::Empty),
            (vec![(XApiToken, "a"), (XApiToken, "a")], CarrierFault::Twice),
            (vec![(Authorization, "Bearer a"), (Authorization, "Bearer a")], CarrierFault::Twice),
            (vec![(Authorization, "Basic YTpi"), (Authorization, "Bearer a")], CarrierFault::Twice),
            (vec![(XApiToken, "a"), (Authorization, "Bearer b")], CarrierFault::Differ),
            (vec![(ApiToken, "b"), (XApiToken, "a")], CarrierFault::Differ),
            (vec![(Authorization, "Bearer a, Bearer b")], CarrierFault::NotAValue),
            (vec![(Authorization, "Basic YTpi, Bearer b")], CarrierFault::NotAValue),
            (vec![(XApiToken, "a,a")], CarrierFault::NotAValue),
            (vec![(XApiToken, "a b")], CarrierFault::NotAValue),
            (vec![(XApiToken, "a\0b")], CarrierFault::NotAValue),
            (vec![(XApiToken, "ä")], CarrierFault::NotAValue),
            (vec![(XApiToken, &long)], CarrierFault::TooLong),
        ] {
            assert_eq!(of(&headers), Err(fault), "{headers:?}");
        }
    }
}
