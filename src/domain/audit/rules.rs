//! The rules, each a function of the facts alone.

mod age;
mod ended;
mod expiry;
mod grace;
mod origin;
mod scopes;
mod seen;
mod sources;
mod traffic;
mod vault;

pub use age::is_rotation_due;
pub use vault::{chain_broken, clock_back, usage_unusable};

use super::facts::Facts;
use super::noticed::Noticed;
use crate::domain::finding::Rule;

/// A rule about a token.
type Look = fn(&Facts<'_>) -> Option<Noticed>;

/// All rules about tokens, in the order of [`Rule::ALL`].
pub const RULES: [(Rule, Look); 19] = [
    (Rule::SeenInScan, seen::seen_in_scan),
    (Rule::OwnerArchived, origin::owner_archived),
    (Rule::GraceEnding, grace::grace_ending),
    (Rule::ExpiredPresented, ended::expired_presented),
    (Rule::RetiredPresented, ended::retired_presented),
    (Rule::RevokedPresented, ended::revoked_presented),
    (Rule::ExpiresSoon, expiry::expires_soon),
    (Rule::TrafficSpike, traffic::traffic_spike),
    (Rule::DenialsRising, traffic::denials_rising),
    (Rule::NewSource, sources::new_source),
    (Rule::PatAtRuntime, scopes::pat_at_runtime),
    (Rule::RotationDue, age::rotation_due),
    (Rule::Unused, age::unused),
    (Rule::NeverUsed, age::never_used),
    (Rule::ScopesUnused, scopes::scopes_unused),
    (Rule::NeverExpires, expiry::never_expires),
    (Rule::ValueSeen, seen::value_seen),
    (Rule::Adopted, origin::adopted),
    (Rule::NotReviewed, age::not_reviewed),
];
