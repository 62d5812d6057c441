//! A token's own policy: the networks that it may be used from, and how often.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

/// The most networks that one token may list.
pub const MAX_NETWORKS: usize = 32;

/// Networks that a token may be used from, sorted, each once; none of them means anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Networks(Arc<[IpNet]>);

/// Why a list of networks or a rate is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PolicyError {
    /// The text is no network.
    #[error("not a network; write an address or CIDR, for example 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32")]
    NotANetwork,
    /// A network has bits after its prefix.
    #[error("{given} has bits after its prefix; did you mean {meant}?")]
    HostBits {
        /// The network as given.
        given: String,
        /// The network that holds it.
        meant: String,
    },
    /// Nothing is listed.
    #[error("name a network, or write any for no restriction")]
    NoNetwork,
    /// There are too many.
    #[error("at most {MAX_NETWORKS} networks can be listed")]
    TooMany,
    /// The text is no rate.
    #[error("not a rate; write a number of calls per s, m, h or d, for example 100/m")]
    NotARate,
}

impl Networks {
    /// Whether a request from `address` may use the token. An IPv4 address mapped into IPv6 counts as what it is.
    /// Where the address is unknown, only a token that may be used anywhere passes.
    pub fn allow(&self, address: Option<IpAddr>) -> bool {
        let within = |address: IpAddr| self.0.iter().any(|network| network.contains(&address.to_canonical()));
        self.0.is_empty() || address.is_some_and(within)
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The networks in order, each as it is shown: a single address without its prefix.
    pub fn words(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(word)
    }

    /// A list as a person gives it: `any` for anywhere, else as [`Networks::from_words`].
    ///
    /// # Errors
    /// As [`Networks::from_words`]; nothing is listed.
    pub fn from_typed<S: AsRef<str>>(words: &[S]) -> Result<Self, PolicyError> {
        match words {
            [] => Err(PolicyError::NoNetwork),
            [any] if any.as_ref().trim() == "any" => Ok(Self::default()),
            words => Self::from_words(words),
        }
    }

    /// A list from words, each an address or a network.
    ///
    /// # Errors
    /// A word is none, or has bits after its prefix; there are over 32.
    pub fn from_words<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Result<Self, PolicyError> {
        let mut networks: Vec<IpNet> = words.into_iter().map(|word| network(word.as_ref())).collect::<Result<_, _>>()?;
        networks.sort_unstable();
        networks.dedup();
        if networks.len() > MAX_NETWORKS { Err(PolicyError::TooMany) } else { Ok(Self(networks.into())) }
    }
}

fn network(word: &str) -> Result<IpNet, PolicyError> {
    let word = word.trim();
    let network = match word.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => word.parse::<IpNet>().map_err(|_| PolicyError::NotANetwork)?,
    };
    let network = canonical(network);
    match network.trunc() {
        trunc if trunc == network => Ok(network),
        trunc => Err(PolicyError::HostBits { given: word.to_owned(), meant: trunc.to_string() }),
    }
}

/// A network of IPv4 addresses mapped into IPv6 as the network of those: requests are looked at in that form.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(v6) = network else { return network };
    let mapped = v6.addr().to_ipv4_mapped().zip(v6.prefix_len().checked_sub(96));
    mapped.and_then(|(address, bits)| Ipv4Net::new(address, bits).ok()).map_or(IpNet::V6(v6), IpNet::V4)
}

impl FromStr for Networks {
    type Err = PolicyError;

    /// Networks parted by commas or spaces.
    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::from_words(text.split([',', ' ']).filter(|word| !word.is_empty()))
    }
}

impl fmt::Display for Networks {
    /// Parted by spaces, as stored; a single address without its prefix.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.words().collect::<Vec<_>>().join(" "))
    }
}

fn word(network: &IpNet) -> String {
    match network {
        IpNet::V4(v4) if v4.prefix_len() == Ipv4Net::from(v4.addr()).prefix_len() => v4.addr().to_string(),
        IpNet::V6(v6) if v6.prefix_len() == Ipv6Net::from(v6.addr()).prefix_len() => v6.addr().to_string(),
        network => network.to_string(),
    }
}

/// The length of time that a rate counts over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Per {
    /// 1 s
    Second,
    /// 60 s
    Minute,
    /// 3,600 s
    Hour,
    /// 86,400 s
    Day,
}

impl Per {
    const ALL: [Self; 4] = [Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// Its length in milliseconds.
    pub fn millis(self) -> u64 {
        match self {
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }
}

/// So many calls in a length of time, `100/m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    /// Calls.
    pub calls: NonZeroU32,
    /// The length of time.
    pub per: Per,
}

impl Rate {
    /// A rate as a person gives it: `none` for no limit.
    ///
    /// # Errors
    /// The text is neither.
    pub fn from_typed(text: &str) -> Result<Option<Self>, PolicyError> {
        if text.trim() == "none" { Ok(None) } else { text.parse().map(Some) }
    }
}

impl FromStr for Rate {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let (calls, per) = text.trim().split_once('/').ok_or(PolicyError::NotARate)?;
        let is_number = !calls.is_empty() && calls.bytes().all(|byte| byte.is_ascii_digit());
        let calls = calls.parse().ok().filter(|_| is_number).ok_or(PolicyError::NotARate)?;
        let per = Per::ALL.into_iter().find(|known| known.letter() == per).ok_or(PolicyError::NotARate)?;
        Ok(Self { calls, per })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{}/{}", self.calls, self.per.letter()))
    }
}

/// A token's own policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Where it may be used from.
    pub networks: Networks,
    /// How often it may be used.
    pub rate: Option<Rate>,
}

impl Policy {
    /// The policy that two stored texts mean.
    ///
    /// # Errors
    /// One of them cannot be read. It must not be taken for no policy, which would open what was closed.
    pub fn from_stored(networks: &str, rate: Option<&str>) -> Result<Self, PolicyError> {
        Ok(Self { networks: networks.parse()?, rate: rate.map(str::parse).transpose()? })
    }

    /// Whether nothing is restricted.
    pub fn is_open(&self) -> bool {
        self.networks.is_empty() && self.rate.is_none()
    }
}

impl fmt::Display for Policy {
    /// What is restricted, for the log: `from 10.0.0.0/8; at most 100/m`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks = (!self.networks.is_empty()).then(|| format!("from {}", self.networks));
        let said: Vec<String> = networks.into_iter().chain(self.rate.map(|rate| format!("at most {rate}"))).collect();
        out.pad(&said.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(text: &str) -> Networks {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_and_networks_read_back_as_themselves() {
        for (text, shown) in [
            ("", ""),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("2001:db8::/32, 192.0.2.7,192.0.2.7/32", "192.0.2.7 2001:db8::/32"),
            ("::1", "::1"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("0.0.0.0/0", "0.0.0.0/0"),
        ] {
            assert_eq!(networks(text).to_string(), shown);
            assert_eq!(networks(shown), networks(text));
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["10.0.0.0/33", "10.0.0", "10.0.0.1/8/8", "example.org", "10.0.0.0/-1", "\u{1b}"] {
            assert_eq!(text.parse::<Networks>(), Err(PolicyError::NotANetwork), "{text:?}");
        }
        let error = "10.0.0.1/8".parse::<Networks>().unwrap_err();
        assert_eq!(error.to_string(), "10.0.0.1/8 has bits after its prefix; did you mean 10.0.0.0/8?");
        let many: Vec<String> = (0..33).map(|last| format!("192.0.2.{last}")).collect();
        assert_eq!(Networks::from_words(&many), Err(PolicyError::TooMany));
    }

    #[test]
    fn what_a_person_types_has_words_for_no_restriction() {
        assert_eq!(Networks::from_typed(&["any"]), Ok(Networks::default()));
        assert_eq!(Networks::from_typed(&["10.0.0.0/8"]), Ok(networks("10.0.0.0/8")));
        assert_eq!(Networks::from_typed::<&str>(&[]), Err(PolicyError::NoNetwork));
        assert_eq!(Networks::from_typed(&["any", "10.0.0.0/8"]), Err(PolicyError::NotANetwork));
        assert_eq!((Rate::from_typed("none"), Rate::from_typed("5/s")), (Ok(None), "5/s".parse().map(Some)));
        assert_eq!("any".parse::<Networks>(), Err(PolicyError::NotANetwork), "stored, it would be damage");
    }

    #[test]
    fn a_stored_policy_that_cannot_be_read_is_no_open_one() {
        for (networks, rate, said) in [
            ("", None, ""),
            ("10.0.0.0/8 ::1", None, "from 10.0.0.0/8 ::1"),
            ("", Some("7/d"), "at most 7/d"),
            ("192.0.2.7", Some("1/s"), "from 192.0.2.7; at most 1/s"),
        ] {
            let policy = Policy::from_stored(networks, rate).unwrap();
            assert_eq!((policy.to_string().as_str(), policy.is_open()), (said, said.is_empty()));
        }
        assert!(Policy::from_stored("10.0.0.0", Some("often")).is_err() && Policy::from_stored("cellar", None).is_err());
    }

    #[test]
    fn only_what_is_listed_may_and_nothing_listed_is_anywhere() {
        let listed = networks("10.0.0.0/8 2001:db8::/32");
        let allows = |address: &str| listed.allow(Some(address.parse().unwrap()));
        assert!(allows("10.255.0.1") && allows("::ffff:10.1.2.3") && allows("2001:db8::5"));
        assert!(!allows("11.0.0.1") && !allows("2001:db9::") && !allows("::10.0.0.1"));
        assert!(!listed.allow(None), "an unknown address is not a listed one");
        assert!(Networks::default().allow(None) && Networks::default().allow(Some("192.0.2.1".parse().unwrap())));
    }

    #[test]
    fn rates_have_one_form() {
        for text in ["1/s", "100/m", "4294967295/h", "7/d"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        for text in ["", "0/m", "100", "100/", "100/w", "-1/m", "+1/m", "1e3/s", "4294967296/s", "100/min", "1 /m"] {
            assert_eq!(text.parse::<Rate>(), Err(PolicyError::NotARate), "{text:?}");
        }
    }
}
