//! The filter grammar as people type it, well or badly.

use super::term::Test;
use super::terms::Term;
use super::*;
use crate::domain::kind::Kind;
use crate::domain::mask::Hint;
use crate::domain::name::Name;
use crate::domain::owner::OwnerId;
use crate::domain::policy::Policy;
use crate::domain::roster::Roster;
use crate::domain::scope::ScopeSet;
use crate::domain::summary::TokenSummary;
use crate::domain::token::TokenState;
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-15T12:00:00Z".parse().unwrap()
}

fn days(count: i64) -> Instant {
    now() + jiff::SignedDuration::from_hours(24 * count)
}

/// A bot's token of the project `shop`: `order bot`/`deploy`.
fn row() -> TokenSummary {
    TokenSummary {
        id: "tok_4j7mqz0v9xkd".parse().unwrap(),
        kind: Kind::Bot,
        name: "deploy".parse().unwrap(),
        owner_id: OwnerId(3),
        owner: "Order bot".parse().unwrap(),
        project: Some("Café Shop".parse().unwrap()),
        owner_archived: false,
        state: TokenState::Active,
        scopes: ScopeSet::from_stored("files:read messages:*"),
        policy: Policy::default(),
        expires_at: Some(days(20)),
        grace_until: None,
        version: 1,
        hint: Hint::from_stored("wXyZ"),
        is_sealed: true,
        adopted: false,
        note: "Runs on the build machine".to_owned(),
        created_at: days(-40),
        state_changed_at: days(-40),
        rotated_at: days(-40),
        last_used_at: Some(days(-3)),
    }
}

fn of_kind(kind: Kind) -> TokenSummary {
    TokenSummary { kind, ..row() }
}

fn ended(state: TokenState, days_ago: i64) -> TokenSummary {
    TokenSummary { state, state_changed_at: days(-days_ago), ..row() }
}

fn shows(filter: &str, row: &TokenSummary) -> bool {
    Filter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(row, now())
}

#[track_caller]
fn assert_shown(filters: &[&str]) {
    for filter in filters {
        assert!(shows(filter, &row()), "{filter} should show the row");
    }
}

#[track_caller]
fn assert_hidden(filters: &[&str]) {
    for filter in filters {
        assert!(!shows(filter, &row()), "{filter} should hide the row");
    }
}

#[test]
fn nothing_filters_nothing() {
    for text in ["", "   ", "\t\n"] {
        let filter = Filter::parse(text).unwrap();
        assert!(filter.is_empty());
        assert!(filter.matches(&row(), now()));
    }
}

#[test]
fn words_are_fuzzy_over_name_owner_project_and_kind() {
    assert_shown(&["deploy", "dpy", "obot", "ordbot", "cshop", "bot", "dpy shop"]);
    assert_hidden(&["yolped", "deployx", "integration", "dpy nowhere"]);
}

#[test]
fn note_hint_and_id_must_hold_the_word_as_it_stands() {
    assert_shown(&["machine", "wxyz", "7mqz", "tok_4j7m", "tok_"]);
    assert_hidden(&["mchine", "wyz", "tok_7mqz", "tok_4j7mqz0v9xkdd"]);
}

#[test]
fn lower_case_finds_any_case_and_capitals_find_themselves() {
    assert_shown(&["order", "Order", "caf", "CS", "wXyZ", "\"order bot\""]);
    assert_hidden(&["ORDER", "Deploy", "WXYZ", "\"Order Bot\""]);
}

#[test]
fn accents_are_found_without_being_typed() {
    assert_shown(&["cafe", "café", "project:cafe", "project:CAFÉ"]);
    assert_hidden(&["câfe", "dèploy"]);
}

#[test]
fn quoted_text_stands_together() {
    assert_shown(&["\"build machine\"", "\"Order b\""]);
    assert_hidden(&["\"dpy\"", "\"machine build\""]);
}

#[test]
fn an_exclamation_mark_turns_a_term_round() {
    assert_hidden(&["!deploy", "!\"order bot\"", "!kind:bot", "!status:active", "!expires:<30d", "!scope:files:read"]);
    assert_shown(&["!nowhere", "!kind:pat", "!used:never", "!scope:files:write", "!!deploy"]);
    // Turned round, a word leaves out only what holds it as it stands.
    assert_shown(&["!dpy"]);
}

#[test]
fn kinds_and_statuses_are_alternatives() {
    assert_shown(&["kind:bot", "kind:pat,bot", "KIND:Bot", "status:active", "status:revoked,active", "status:any"]);
    assert_hidden(&["kind:pat", "kind:pat,external", "status:disabled,expired"]);
    let rotating = TokenSummary { grace_until: Some(days(1)), ..row() };
    assert!(shows("status:rotating", &rotating) && !shows("status:active", &rotating));
}

#[test]
fn texts_are_parts_in_any_case() {
    assert_shown(&[
        "owner:ORDER",
        "owner:\"order bot\"",
        "name:ploy",
        "project:shop",
        "owner:x,order",
        "id:4j7",
        "id:tok_4j",
        "id:TOK_4J",
    ]);
    assert_hidden(&["owner:deploy", "name:dpy", "project:crm", "id:tok_7m", "id:zzz"]);
    let personal = TokenSummary { project: None, ..row() };
    assert!(!shows("project:a", &personal) && shows("!project:a", &personal));
}

#[test]
fn scopes_ask_for_what_is_granted() {
    assert_shown(&[
        "scope:files:read",
        "scope:messages:write",
        "scope:messages:*",
        "scope:files",
        "scope:FILES:READ",
        "scope:x:y,files",
    ]);
    assert_hidden(&["scope:files:write", "scope:files:*", "scope:*", "scope:tables"]);
    let all = TokenSummary { scopes: ScopeSet::from_stored("*"), ..row() };
    for filter in ["scope:*", "scope:files:*", "scope:tables", "scope:files:write"] {
        assert!(shows(filter, &all), "{filter}");
    }
    for kind in [Kind::Account, Kind::Project] {
        assert!(shows("scope:files:write scope:*", &of_kind(kind)));
    }
    assert!(!shows("scope:files", &of_kind(Kind::External)), "an external token's scopes are not known");
}

#[test]
fn times_are_compared_with_now() {
    assert_shown(&[
        "expires:<30d",
        "expires:>2w",
        "expires:never,<30d",
        "used:<7d",
        "used:>1d12h",
        "created:>30d",
        "created:<7w",
    ]);
    assert_hidden(&[
        "expires:<20d",
        "expires:>20d",
        "expires:never",
        "used:>7d",
        "used:never",
        "used:<3d",
        "created:<7d",
        "created:>40d",
    ]);
    let unused = TokenSummary { last_used_at: None, expires_at: None, ..row() };
    assert!(shows("used:never expires:never", &unused));
    for filter in ["used:<7d", "used:>7d", "expires:<7d", "expires:>7d"] {
        assert!(!shows(filter, &unused), "{filter}");
    }
}

#[test]
fn what_has_expired_expires_no_more() {
    let expired = TokenSummary { expires_at: Some(days(-1)), ..row() };
    assert!(shows("status:expired", &expired) && shows("deploy", &expired));
    assert!(!shows("expires:<30d", &expired) && !shows("expires:never", &expired));
    let this_instant = TokenSummary { expires_at: Some(now()), ..row() };
    assert!(!shows("expires:<30d", &this_instant));
}

#[test]
fn long_ended_tokens_want_a_status_term() {
    for (row, status) in
        [(ended(TokenState::Revoked, 8), "revoked"), (TokenSummary { expires_at: Some(days(-7)), ..row() }, "expired")]
    {
        assert!(!shows("", &row) && !shows("deploy", &row) && !shows("!nowhere", &row));
        assert!(shows(&format!("status:{status}"), &row) && shows("status:any", &row) && shows("!status:active", &row));
        assert!(!shows("status:active", &row));
    }
    assert!(shows("", &ended(TokenState::Revoked, 6)));
    assert!(shows("", &ended(TokenState::Disabled, 400)), "a disabled token has not ended");
}

#[track_caller]
fn assert_refused(text: &str, at: usize, part: &str) {
    let error = Filter::parse(text).expect_err(text);
    assert_eq!(error.at, at, "{text}: {error}");
    assert!(error.to_string().contains(part), "{text}: {error}");
}

#[test]
fn errors_say_where_and_what_was_meant() {
    assert_refused("deploy kidn:bot", 7, "did you mean kind:?");
    assert_refused("kind:bto", 5, "did you mean bot?");
    assert_refused("kind:bot,extrenal", 9, "did you mean external?");
    assert_refused("  !status:actve", 10, "did you mean active?");
    assert_refused("expires:30d", 8, "did you mean <30d?");
    assert_refused("created:never", 8, "write <7d or >7d");
    assert_refused("used:<7", 5, "write <30d, >30d or never");
    assert_refused("scope:files/write", 6, "is no scope");
    assert_refused("kind:", 5, "one of account, project, pat, bot, integration, external");
    assert_refused("owner:a,,b", 8, "a value is missing");
    assert_refused("https://example.org", 0, "put text that holds a colon in quotes");
    assert_refused("ab !", 3, "after the !");
    assert_refused("! ab", 0, "right after the !");
    assert_refused("ab \"cd", 3, "not closed");
    assert_refused("\"\"", 0, "nothing stands between the quotes");
    assert_refused("\"ab\"cd", 4, "a space belongs");
    assert_refused("\u{1b}[31m:x", 0, "^[[31m");
}

#[test]
fn errors_stay_short_whatever_was_typed() {
    let error = Filter::parse(&format!("{}:x", "k".repeat(10_000))).unwrap_err();
    assert!(error.to_string().len() < 250, "{error}");
}

#[test]
fn the_canonical_text_is_short_and_stable() {
    for (text, canonical) in [
        ("  Deploy   KIND:Bot,PAT,bot ", "Deploy kind:bot,pat"),
        ("!!!x", "!x"),
        ("expires:<1w2d,NEVER", "expires:<9d,never"),
        ("owner:\"a b\",\"c\"", "owner:\"a b\",c"),
        (r#""say \"hi\" \\ \n""#, r#""say \"hi\" \\ \\n""#),
        ("a\"b", "a\"b"),
    ] {
        let filter = Filter::parse(text).unwrap();
        assert_eq!(filter.to_string(), canonical);
        assert_eq!(Filter::parse(canonical).unwrap(), filter);
    }
}

#[test]
fn better_hits_score_higher() {
    let score = |filter: &str, row: &TokenSummary| Filter::parse(filter).unwrap().score(row, now());
    let (named, noted) = (row(), TokenSummary { name: "other".parse().unwrap(), note: "deploy".to_owned(), ..row() });
    assert!(score("deploy", &named) > score("deploy", &noted));
    assert!(score("deploy", &noted) > Some(0));
    assert!(score("deploy", &named) > score("dpy", &named));
    assert_eq!(score("kind:bot", &named), Some(0));
    assert_eq!(score("kind:pat", &named), None);
    assert_eq!(score("nowhere", &named), None);
}

#[test]
fn highlights_name_the_characters_that_were_hit() {
    let highlights = |filter: &str, cell: &str| Filter::parse(filter).unwrap().highlights(cell);
    assert_eq!(highlights("dpy", "deploy"), [0, 2, 5]);
    assert_eq!(highlights("shop", "Café Shop"), [5, 6, 7, 8]);
    assert_eq!(highlights("cafe", "e\u{301}t Café"), [4, 5, 6, 7]);
    assert_eq!(highlights("\"y s\" name:day", "day shop"), [0, 1, 2, 3, 4]);
    assert_eq!(highlights("!dep kind:bot zzz", "deploy"), Vec::<usize>::new());
}

fn any_filter_text() -> impl Strategy<Value = String> {
    let word = r#"[a-zA-Z0-9éßİ._-]{1,8}"#;
    let term = prop_oneof![
        word.prop_map(|word: String| word),
        r#""[ -!#-\[\]-~é]{1,9}""#.prop_map(|quoted: String| quoted),
        "kind:(bot|pat|account)(,(project|external))?".prop_map(|term: String| term),
        "status:(any|active|revoked)(,expired)?".prop_map(|term: String| term),
        r#"(owner|project|name|id):("[a-z ,]{1,6}"|[a-zé"]{0,3}[a-z])(,[a-z]{1,3})?"#.prop_map(|term: String| term),
        r"scope:([a-z]{1,5}:[a-z]{1,5}|[a-z]{1,4}:\*|\*|[a-z]{1,4})".prop_map(|term: String| term),
        "(expires|used):([<>][1-9][0-9]{0,3}[wdhms]|never)".prop_map(|term: String| term),
    ];
    proptest::collection::vec(("!{0,2}", term), 0..5)
        .prop_map(|terms| terms.into_iter().map(|(not, term)| format!("{not}{term}")).collect::<Vec<_>>().join(" "))
}

proptest! {
    #[test]
    fn any_text_parses_or_is_refused_at_a_place_within_it(text in r#"([a-z:!,"<> \\]|\PC|(kind|status|owner|expires):){0,20}"#) {
        match Filter::parse(&text) {
            Ok(filter) => prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter)),
            Err(error) => prop_assert!(error.at <= text.len() && text.is_char_boundary(error.at), "{}: {}", text, error.at),
        }
    }

    #[test]
    fn canonical_text_reads_back_as_the_same_filter(text in any_filter_text()) {
        if let Ok(filter) = Filter::parse(&text) {
            let canonical = filter.to_string();
            prop_assert_eq!(Filter::parse(&canonical).unwrap(), filter.clone(), "{}", canonical);
            prop_assert_eq!(filter.to_string(), canonical);
        }
    }

    #[test]
    fn a_term_and_its_opposite_part_the_rows(text in any_filter_text(), name in "[a-z]{1,6}", kind in 0..6_usize) {
        let row = TokenSummary { name: name.parse().unwrap(), kind: Kind::ALL[kind], ..row() };
        for term in Filter::parse(&text).into_iter().flat_map(|filter| filter.terms.iter().cloned().collect::<Vec<_>>()) {
            let is_fuzzy = matches!(term.test, Test::Word(_));
            let opposite = Term { negated: !term.negated, ..term.clone() };
            let (one, other) = (term.matches(&TokenRow::from(&row), now()), opposite.matches(&TokenRow::from(&row), now()));
            prop_assert!(if is_fuzzy { one || other } else { one != other }, "{}", term);
        }
    }

    #[test]
    fn a_whole_roster_is_sifted_as_its_rows_match(
        text in any_filter_text(), names in prop::collection::vec("[a-cA-CéÉ7 ]{1,6}", 1..8), states in any::<u32>(),
    ) {
        let rows: Vec<TokenSummary> = names.iter().enumerate().map(|(at, name)| TokenSummary {
            name: Name::from_stored(name.clone()),
            kind: Kind::ALL[at % 6],
            owner_id: OwnerId((at % 3) as i64),
            owner: Name::from_stored(names[at % 3 % names.len()].clone()),
            project: (at % 3 > 0).then(|| Name::from_stored(names[0].clone())),
            state: if states >> at & 1 == 1 { TokenState::Active } else { TokenState::Revoked },
            state_changed_at: days(-5 * at as i64),
            ..row()
        }).collect();
        let roster: Roster = rows.iter().map(TokenRow::from).collect();
        if let Ok(filter) = Filter::parse(&text) {
            let expected: Vec<bool> = rows.iter().map(|row| row.owner_id.0 != 2 && filter.matches(row, now())).collect();
            prop_assert_eq!(filter.sift(&roster, |owner| owner.id.0 != 2, now(), || false, |_| {}), Some(expected));
            prop_assert_eq!(filter.sift(&roster, |_| true, now(), || true, |_| {}), None, "nobody waits");
        }
    }

    #[test]
    fn a_row_has_a_score_exactly_when_it_matches(text in any_filter_text(), name in "[a-zA-Zéß ]{1,12}") {
        let Ok(name) = name.parse() else { return Ok(()) };
        let row = TokenSummary { name, ..row() };
        if let Ok(filter) = Filter::parse(&text) {
            prop_assert_eq!(filter.score(&row, now()).is_some(), filter.matches(&row, now()));
        }
    }

    #[test]
    fn highlights_are_places_in_the_cell(text in any_filter_text(), cell in r"\PC{0,20}") {
        if let Ok(filter) = Filter::parse(&text) {
            let places = filter.highlights(&cell);
            prop_assert!(places.is_sorted_by(|a, b| a < b));
            prop_assert!(places.iter().all(|place| *place < cell.chars().count()));
        }
    }

    #[test]
    fn a_fuzzy_word_that_a_name_holds_lights_up_all_its_letters(name in "[a-zé]{1,12}", mask in any::<u16>()) {
        let word: String = name.chars().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, c)| c).collect();
        prop_assume!(!word.is_empty());
        let filter = Filter::parse(&word).unwrap();
        let lit: String = filter.highlights(&name).into_iter().filter_map(|place| name.chars().nth(place)).collect();
        let plain = |text: &str| text.replace('é', "e");
        prop_assert_eq!(plain(&lit), plain(&word));
    }
}

#[test]
fn many_rows_are_filtered_without_delay() {
    let rows: Vec<TokenSummary> =
        (0..20_000).map(|i| TokenSummary { name: Name::from_stored(format!("token {i}")), ..row() }).collect();
    let filter = Filter::parse("tkn99 kind:bot !owner:nobody expires:<30d").unwrap();
    let start = std::time::Instant::now();
    let shown = rows.iter().filter(|row| filter.matches(*row, now())).count();
    assert!(shown > 0 && shown < rows.len());
    // Far above what an unoptimised build on a busy machine takes; what this catches is work that grows with the rows before.
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
}
