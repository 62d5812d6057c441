//! Findings: what the audit noticed about a token or the vault, with the evidence and what mends it.

use super::Instant;
use super::id::TokenId;
use super::scope::ScopeSet;
use std::fmt;
use std::str::FromStr;

/// How much a finding matters, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// To be tidied up at leisure.
    Low,
    /// To be mended soon.
    Medium,
    /// To be mended now.
    High,
}

impl Severity {
    /// All of them, the gravest first, as lists show them.
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::Info];

    /// Its word in commands, JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// The word is none of the severities.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no such severity; the severities are high, medium, low and info")]
pub struct UnknownSeverity;

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.word() == word).ok_or(UnknownSeverity)
    }
}

/// A rule of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The history does not hold: edited, cut, reordered, rolled back.
    ChainBroken,
    /// The clock went back, so that times in the history cannot be relied on.
    ClockBack,
    /// The figures of use are of another vault, or damaged: rules that go by use are silent.
    UsageUnusable,
    /// A scan saw a value that is accepted.
    SeenInScan,
    /// Its owner is archived, and the token is accepted all the same.
    OwnerArchived,
    /// A grace ends soon, and the old secret is still in use.
    GraceEnding,
    /// The token is expired, and still presented.
    ExpiredPresented,
    /// A retired secret is still presented.
    RetiredPresented,
    /// The token is revoked, and still presented.
    RevokedPresented,
    /// It expires soon.
    ExpiresSoon,
    /// Many more calls than in its own week.
    TrafficSpike,
    /// Many more refusals than in its own week.
    DenialsRising,
    /// Used from an address that it was not used from before.
    NewSource,
    /// A personal token does a bot's work.
    PatAtRuntime,
    /// Its secret is older than the rotation policy allows.
    RotationDue,
    /// Not used for long.
    Unused,
    /// Never used since it was issued.
    NeverUsed,
    /// It may do more than it does.
    ScopesUnused,
    /// It never expires.
    NeverExpires,
    /// A person saw the value since it was made.
    ValueSeen,
    /// Its value was issued elsewhere.
    Adopted,
    /// Nobody reviewed it for long.
    NotReviewed,
}

impl Rule {
    /// All of them, in the order in which a token's findings of one severity are shown.
    pub const ALL: [Self; 22] = [
        Self::ChainBroken,
        Self::ClockBack,
        Self::UsageUnusable,
        Self::SeenInScan,
        Self::OwnerArchived,
        Self::GraceEnding,
        Self::ExpiredPresented,
        Self::RetiredPresented,
        Self::RevokedPresented,
        Self::ExpiresSoon,
        Self::TrafficSpike,
        Self::DenialsRising,
        Self::NewSource,
        Self::PatAtRuntime,
        Self::RotationDue,
        Self::Unused,
        Self::NeverUsed,
        Self::ScopesUnused,
        Self::NeverExpires,
        Self::ValueSeen,
        Self::Adopted,
        Self::NotReviewed,
    ];

    /// Its word in commands, the configuration, JSON and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::ChainBroken => "chain-broken",
            Self::ClockBack => "clock-back",
            Self::UsageUnusable => "usage-unusable",
            Self::SeenInScan => "seen-in-scan",
            Self::OwnerArchived => "owner-archived",
            Self::GraceEnding => "grace-ending",
            Self::ExpiredPresented => "expired-presented",
            Self::RetiredPresented => "retired-presented",
            Self::RevokedPresented => "revoked-presented",
            Self::ExpiresSoon => "expires-soon",
            Self::TrafficSpike => "traffic-spike",
            Self::DenialsRising => "denials-rising",
            Self::NewSource => "new-source",
            Self::PatAtRuntime => "pat-at-runtime",
            Self::RotationDue => "rotation-due",
            Self::Unused => "unused",
            Self::NeverUsed => "never-used",
            Self::ScopesUnused => "scopes-unused",
            Self::NeverExpires => "never-expires",
            Self::ValueSeen => "value-seen",
            Self::Adopted => "adopted",
            Self::NotReviewed => "not-reviewed",
        }
    }

    /// What it noticed, as a heading: at most 40 columns.
    pub fn title(self) -> &'static str {
        match self {
            Self::ChainBroken => "the history does not hold",
            Self::ClockBack => "the clock went back",
            Self::UsageUnusable => "the figures of use cannot be used",
            Self::SeenInScan => "seen in a scan",
            Self::OwnerArchived => "owner archived, token alive",
            Self::GraceEnding => "grace ends, old value in use",
            Self::ExpiredPresented => "expired, still presented",
            Self::RetiredPresented => "old value still presented",
            Self::RevokedPresented => "revoked, still presented",
            Self::ExpiresSoon => "expires soon",
            Self::TrafficSpike => "traffic far above its week",
            Self::DenialsRising => "refusals are rising",
            Self::NewSource => "used from a new address",
            Self::PatAtRuntime => "personal token does a bot's work",
            Self::RotationDue => "rotation is due",
            Self::Unused => "unused for long",
            Self::NeverUsed => "never used",
            Self::ScopesUnused => "may do more than it does",
            Self::NeverExpires => "never expires",
            Self::ValueSeen => "value seen since it was made",
            Self::Adopted => "value issued elsewhere",
            Self::NotReviewed => "not reviewed for long",
        }
    }

    /// The rule that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.word() == word)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

/// What mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Give the token a new value.
    Rotate,
    /// End the token.
    Revoke,
    /// Grant only these scopes: those that were really used.
    Narrow(ScopeSet),
    /// Set an expiry, or a later one.
    SetExpiry,
    /// Let the old value be accepted for longer, or end it.
    Grace,
    /// Review the token.
    Review,
    /// Nothing that a key does: look at what the evidence says, then accept it.
    LookInto,
}

impl Mend {
    /// Its word in JSON and hints.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Revoke => "revoke",
            Self::Narrow(_) => "narrow",
            Self::SetExpiry => "set-expiry",
            Self::Grace => "grace",
            Self::Review => "review",
            Self::LookInto => "look-into",
        }
    }
}

/// Numbers that evidence compares, for a sparkline: the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What they count, and over what time: `calls a day, 14 d`.
    pub label: &'static str,
    /// The numbers.
    pub values: Vec<u64>,
}

/// Somebody's word that a finding is known and may stay until a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The token; none for the vault itself.
    pub token: Option<TokenId>,
    /// The rule.
    pub rule: Rule,
    /// The cause as it was then: another one opens the finding again.
    pub cause: String,
    /// Until when.
    pub until: Instant,
    /// Why.
    pub note: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Something that the audit noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What noticed it.
    pub rule: Rule,
    /// The token; none for the vault itself.
    pub token: Option<TokenId>,
    /// How much it matters.
    pub severity: Severity,
    /// The evidence in numbers, one line without a full stop. May hold names, paths and addresses: still to be passed through
    /// `display_safe`.
    pub evidence: String,
    /// Further lines: addresses, places, scopes; at most 20. As `evidence`.
    pub details: Vec<String>,
    /// The numbers that are compared, where there are some.
    pub series: Option<Series>,
    /// What tells this cause from another of the same rule: an acceptance holds for one cause. Empty where there is but one.
    pub cause: String,
    /// What mends it.
    pub mend: Mend,
    /// The acceptance that holds now, if there is one.
    pub accepted: Option<Acceptance>,
}

impl Finding {
    /// Whether nobody has accepted it.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_rule_and_severity_has_a_word_of_its_own() {
        let words: HashSet<&str> = Rule::ALL.into_iter().map(Rule::word).collect();
        assert_eq!(words.len(), Rule::ALL.len());
        assert!(Rule::ALL.into_iter().all(|rule| Rule::from_word(rule.word()) == Some(rule)));
        assert!(Rule::ALL.into_iter().all(|rule| rule.title().len() <= 40));
        assert!(Severity::ALL.into_iter().all(|severity| severity.word().parse() == Ok(severity)));
        assert!(Severity::High > Severity::Medium && Severity::Low > Severity::Info);
        assert_eq!("HIGH".parse::<Severity>(), Err(UnknownSeverity));
    }
}
