//! Filtering and sorting a hundred thousand tokens, as each key in the `/` line does. Run: `cargo bench --bench rows`.
//!
//! The ceiling is looking for the same letters in the same names, laid out one behind the other, and nothing else.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use jeton::domain::Instant;
use jeton::domain::filter::Filter;
use jeton::domain::id::TokenId;
use jeton::domain::kind::Kind;
use jeton::domain::mask::Hint;
use jeton::domain::order::{Sort, SortKey};
use jeton::domain::owner::OwnerId;
use jeton::domain::policy::Policy;
use jeton::domain::roster::{Roster, RosterBuilder, RowOwner};
use jeton::domain::scope::ScopeSet;
use jeton::domain::summary::{Times, TokenRow};
use jeton::domain::token::TokenState;
use jeton::tui::model::arrange::Arrange;
use std::sync::Arc;
use support::{Runs, print};

const TOKENS: usize = 100_000;
const RUNS: usize = 21;
const HOUR: i64 = 3_600_000;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

/// Names of two words and a number, 340 owners, ten notes in a hundred.
fn roster() -> Roster {
    const USES: [&str; 8] = ["backup", "deploy", "nightly report", "webhook", "metrics", "mail import", "sync", "monitoring"];
    let owner = |id: i64| RowOwner { id: OwnerId(id), name: format!("team {id} of the shop"), project: None, archived: false };
    let mut builder = RosterBuilder::new((0..340).map(owner).collect());
    let (none, open, now) = (ScopeSet::default(), Policy::default(), now().as_millisecond());
    for number in 0..TOKENS {
        let mix = number.wrapping_mul(2_654_435_761) >> 7;
        let name = format!("{} {number:05}", USES[mix % USES.len()]);
        let quintets = std::array::from_fn(|at| ((mix >> (at * 2)) ^ (number >> (at * 5).min(20))) as u8);
        let at = now - (mix as i64 % 9_000) * HOUR;
        let row = TokenRow {
            id: TokenId::from_quintets(quintets),
            kind: Kind::ALL[2 + mix % 4],
            name: &name,
            owner_id: OwnerId((mix % 340) as i64),
            owner: "",
            project: None,
            owner_archived: false,
            state: if mix % 12 == 0 { TokenState::Disabled } else { TokenState::Active },
            scopes: &none,
            policy: &open,
            version: 1,
            hint: Hint::from_stored("wXyZ"),
            is_sealed: true,
            adopted: false,
            note: if mix % 10 == 0 { "on the machine in the cellar" } else { "" },
            times: Times::new(at, at, at).expiring((mix % 3 > 0).then(|| now + (mix as i64 % 5_000) * HOUR)),
        };
        let terms = builder.terms("files:read", "", None).unwrap();
        builder.push(&row, (mix % 340) as u32, terms);
    }
    builder.finish()
}

fn main() {
    let rows = roster();
    println!("{} tokens\n", rows.len());
    for (name, key) in [("kind, owner, name", SortKey::Owner), ("name", SortKey::Name), ("expiry", SortKey::Expires)] {
        print(&format!("sort by {name}"), &Runs::of(RUNS, || Sort { key, reverse: false }.places(&rows, now())), None);
    }
    let names: Vec<String> = rows.rows().map(|row| row.name.to_lowercase()).collect();
    let wish = |filter: &str, order| Arrange {
        generation: 1,
        rows: rows.clone(),
        order,
        version: 1,
        filter: Filter::parse(filter).unwrap(),
        narrowing: None,
        sort: Sort::default(),
        now: now(),
    };
    let order = wish("", None).run(|| false).unwrap().order;
    println!();
    for filter in ["", "b", "ba", "backup 000", "report mail", "status:active kind:bot", "expires:<30d", "!webhook", "zzzz"] {
        let ceiling = Runs::of(RUNS, || names.iter().filter(|name| name.contains(filter)).count());
        let wish = wish(filter, Some(Arc::clone(&order)));
        let times = Runs::of(RUNS, || wish.run(|| false).unwrap());
        let shown = wish.run(|| false).unwrap().visible.len();
        print(&format!("filter {filter:?} ({shown} rows)"), &times, Some(("contains", ceiling.median())));
    }
}
