//! A vault made up in memory: as many tokens as are wanted, mixed as in a busy vault, the same each time.

use jeton::domain::Instant;
use jeton::domain::brand::Brand;
use jeton::domain::event::{Action, Actor, Event, NewEvent, Outcome};
use jeton::domain::id::TokenId;
use jeton::domain::kind::Kind;
use jeton::domain::mask::Hint;
use jeton::domain::name::Name;
use jeton::domain::owner::{Owner, OwnerId, OwnerKind};
use jeton::domain::roster::Roster;
use jeton::domain::scope::ScopeSet;
use jeton::domain::secret::{Digest, Secret, SecretState};
use jeton::domain::summary::{TokenRow, TokenSummary};
use jeton::domain::token::TokenState;
use jeton::domain::traffic::TokenUse;
use jeton::services::{OwnerView, TokenDetail, VaultInfo};
use jiff::SignedDuration;

const PURPOSES: [&str; 12] =
    ["ci", "deploy", "backup", "report", "export", "monitor", "sync", "staging", "import", "notebook", "cleanup", "mirror"];

const BOTS: usize = 200;
const PERSONAL: u64 = 78;
const BOT: u64 = 90;
const INTEGRATION: u64 = 97;

/// Numbers that look random: splitmix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    fn hint(&mut self) -> Hint {
        const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let text: String = (0..4).map(|_| char::from(LETTERS[self.below(62) as usize])).collect();
        Hint::from_stored(&text)
    }
}

/// The present.
pub fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn owner_row(kind: OwnerKind, number: usize) -> Owner {
    let text = match kind {
        OwnerKind::Account => "Lantern Works".to_owned(),
        OwnerKind::Project => format!("project {number:02}"),
        kind => format!("{kind} {number:03}"),
    };
    let row = OwnerKind::ALL.iter().position(|each| *each == kind).unwrap() * 1_000 + number;
    Owner {
        id: OwnerId(row as i64),
        kind,
        name: name(&text),
        project: matches!(kind, OwnerKind::Bot | OwnerKind::Integration).then(|| OwnerId(1_000 + (number % 16) as i64)),
        external_id: None,
        dashboard_url: None,
        note: String::new(),
        created_at: now() - SignedDuration::from_hours(900 * 24),
        archived_at: None,
    }
}

/// The vault's own facts.
pub fn info() -> VaultInfo {
    VaultInfo { account: name("Lantern Works"), brand: Brand::default(), created_at: now(), unattended: Vec::new() }
}

/// Owners as the tree shows them.
pub fn owners() -> Vec<OwnerView> {
    let counts = [
        (OwnerKind::Account, 1),
        (OwnerKind::Project, 16),
        (OwnerKind::Bot, BOTS),
        (OwnerKind::Integration, 100),
        (OwnerKind::External, 6),
    ];
    let all = counts.into_iter().flat_map(|(kind, count)| (0..count).map(move |number| owner_row(kind, number)));
    all.map(|owner| OwnerView {
        project: owner.project.map(|id| owner_row(OwnerKind::Project, (id.0 - 1_000) as usize).name),
        owner,
        live: 40,
        total: 50,
    })
    .collect()
}

/// So many tokens, in the order of kind, owner and name.
pub fn tokens(count: usize) -> Roster {
    let mut rows: Vec<TokenSummary> = (0..count).map(token).collect();
    rows.sort_by_cached_key(|row| (row.kind, row.owner.folded(), row.name.folded()));
    rows.iter().map(TokenRow::from).collect()
}

fn token(number: usize) -> TokenSummary {
    let mut draw = Draw(number as u64);
    let (kind, owner) = match draw.below(100) {
        share if share < PERSONAL => (Kind::Personal, owner_row(OwnerKind::Account, 0)),
        share if share < BOT => (Kind::Bot, owner_row(OwnerKind::Bot, draw.below(BOTS as u64) as usize)),
        share if share < INTEGRATION => (Kind::Integration, owner_row(OwnerKind::Integration, draw.below(100) as usize)),
        _ => (Kind::External, owner_row(OwnerKind::External, draw.below(6) as usize)),
    };
    let created_at = now() - SignedDuration::from_secs(10 * 86_400 + draw.below(800 * 86_400) as i64);
    let is_rotated = kind != Kind::Personal && draw.percent(25);
    let expires = draw.percent(if kind == Kind::Personal { 70 } else { 12 });
    let ahead = draw.below(330 * 86_400) as i64;
    TokenSummary {
        id: TokenId::from_quintets(std::array::from_fn(|_| draw.below(32) as u8)),
        kind,
        name: name(&format!("{} {number:05}", PURPOSES[draw.below(12) as usize])),
        owner_id: owner.id,
        project: owner.project.map(|id| owner_row(OwnerKind::Project, (id.0 - 1_000) as usize).name),
        owner: owner.name,
        owner_archived: false,
        state: match draw.below(100) {
            0..10 => TokenState::Revoked,
            10..14 => TokenState::Disabled,
            _ => TokenState::Active,
        },
        policy: Default::default(),
        scopes: match kind {
            Kind::External => ScopeSet::default(),
            _ if draw.percent(35) => ScopeSet::from_stored("files:read messages:read"),
            Kind::Personal => ScopeSet::from_stored("conversations:* files:* messages:* users:read"),
            _ => {
                ScopeSet::from_stored("conversations:read conversations:write files:read messages:read messages:write users:read")
            }
        },
        expires_at: expires.then(|| now() + SignedDuration::from_secs(if draw.percent(12) { -ahead / 12 } else { ahead })),
        grace_until: None,
        version: if is_rotated { 2 } else { 1 },
        hint: draw.hint(),
        is_sealed: kind != Kind::Personal,
        adopted: false,
        note: if draw.percent(10) { "Runs at night".to_owned() } else { String::new() },
        created_at,
        state_changed_at: created_at,
        rotated_at: if is_rotated { created_at + SignedDuration::from_hours(100) } else { created_at },
        last_used_at: draw.percent(60).then(|| now() - SignedDuration::from_secs(draw.below(40 * 86_400) as i64)),
    }
}

/// What is read of a token when it is selected.
pub fn detail(row: &TokenSummary) -> TokenDetail {
    let secrets = (1..=row.version).rev().map(|version| secret(row, version));
    let mut history = vec![event(row, Action::Issue, row.created_at, "no expiry; conversations:* files:* messages:* users:read")];
    if row.version > 1 {
        history.insert(0, event(row, Action::Rotate, row.rotated_at, "version 2; the previous one ended at once"));
    }
    let kind = OwnerKind::ALL[(row.owner_id.0 / 1_000) as usize];
    TokenDetail {
        summary: row.clone(),
        owner: owner_row(kind, (row.owner_id.0 % 1_000) as usize),
        secrets: secrets.collect(),
        history,
        findings: Vec::new(),
        usage: TokenUse::default(),
    }
}

fn secret(row: &TokenSummary, version: u32) -> Secret {
    let is_current = version == row.version;
    Secret {
        version,
        state: if is_current { SecretState::Current } else { SecretState::Retired },
        digest: Digest([0; 32]),
        hint: if is_current { row.hint } else { Draw(row.created_at.as_millisecond() as u64).hint() },
        is_sealed: is_current && row.is_sealed,
        created_at: if is_current { row.rotated_at } else { row.created_at },
        grace_until: None,
        retired_at: (!is_current).then_some(row.rotated_at),
    }
}

fn event(row: &TokenSummary, action: Action, at: Instant, detail: &str) -> Event {
    let what = NewEvent {
        at,
        actor: Actor { name: "demo".to_owned(), address: None },
        action,
        outcome: Outcome::Done,
        token: Some(row.id),
        owner: Some(row.owner_id),
        subject: row.selector(),
        detail: detail.to_owned(),
    };
    Event { seq: 1, what, hash: [0; 32], mac: None }
}
