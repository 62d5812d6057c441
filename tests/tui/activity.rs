//! What happened: reading, narrowing, proving it, and going from there to what it is about.

use crate::desk::Desk;
use crate::world::{Ground, PASSPHRASE, bare, issue, lived_in};
use jeton::domain::event::{Action, Actor, Event, NewEvent, Outcome};
use jeton::domain::label::is_active;
use jeton::domain::token::Status;
use jeton::services::{HistoryPage, IssueTarget, LogEntry, LogHead};
use jeton::tui::model::Screen;
use jeton::tui::model::activity::chain::ChainState;
use jeton::tui::msg::What;
use proptest::prelude::*;

/// The small shop's vault, with its history on the screen.
fn activity() -> Desk {
    let mut desk = Desk::at_work();
    desk.keys("3");
    desk
}

fn selected(desk: &Desk) -> u64 {
    desk.model.activity.selected().unwrap().seq()
}

fn token(desk: &Desk) -> String {
    desk.model.table.selected().unwrap().selector()
}

/// Changes the file behind the program's back.
fn tamper(desk: &Desk, sql: &str) {
    assert_eq!(rusqlite::Connection::open(desk.ground.path()).unwrap().execute(sql, []).unwrap(), 1);
}

#[test]
fn every_tab_leads_to_its_screen() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40).expect("1 Tokens").expect("2 Audit").expect("3 Activity").expect("4 Traffic");
    desk.keys("2").expect("Findings").keys("3").expect("History 19").keys("2").expect("Findings");
    assert_eq!(desk.model.screen, Screen::Audit);
    desk.keys("1").expect("Owners");
}

#[test]
fn the_history_is_there_newest_first_with_its_detail() {
    let mut desk = activity();
    desk.expect("3 Activity").expect("History 19").expect("✓ intact to 19");
    desk.expect("30 min ago").expect("─ Entry 19 ─").expect("rotate").expect("bot:support-bot/staging");
    desk.keys("j").expect("─ Entry 18 ─").keys("G").expect("─ Entry 1 ─").expect("the vault was made");
    desk.keys("g").expect("─ Entry 19 ─");
    let head = desk.vault.services().unwrap().log_head().unwrap();
    let hex: String = head.hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    desk.expect(&format!("head {hex}"));
}

#[test]
fn each_screen_is_found_as_it_was_left() {
    let mut desk = Desk::at_work();
    desk.keys("/staging<enter>3jj/rotate<enter>1").expect("/staging").expect("1 of 10");
    desk.keys("3").expect("/rotate").expect("1 of 19").keys("<esc>").expect_not("/rotate");
    desk.keys("1").expect("/staging");
}

#[test]
fn a_filter_narrows_with_every_key_and_says_what_is_wrong() {
    let mut desk = activity();
    desk.keys("/action:rot").expect("did you mean rotate?");
    desk.keys("ate").expect("1 of 19").keys(" actor:nobody").expect("0 of 19").expect("Nothing matches the filter");
    desk.keys("<enter><esc>").expect("History 19");
    desk.keys("/bot:support-bot !action:owner-add<enter>").expect("3 of 19");
    desk.keys("<esc>/at:<30m<enter>").expect("0 of 19");
    desk.keys("<esc>/at:<31m<enter>").expect("1 of 19");
}

#[test]
fn an_entry_found_by_a_filter_is_seen_among_its_neighbours_once_the_filter_goes() {
    let mut desk = activity();
    desk.keys("/github action:issue<enter>");
    let found = selected(&desk);
    desk.keys("<esc>");
    assert_eq!(selected(&desk), found);
    desk.expect("History 19").keys("k");
    assert_eq!(selected(&desk), found + 1);
}

#[test]
fn enter_goes_to_the_token_whatever_hides_it() {
    let mut desk = activity();
    desk.keys("<enter>");
    assert_eq!((desk.model.screen, token(&desk)), (Screen::Tokens, "bot:support-bot/staging".to_owned()));
    // A filter and a narrowing are in its way.
    desk.keys("/laptop<enter>hj3<enter>").expect("the filter hid this token");
    assert_eq!((token(&desk), desk.model.filter.is_used()), ("bot:support-bot/staging".to_owned(), false));
    // A narrowing alone goes without a word.
    desk.model.toasts.clear();
    desk.keys("hjjjjj");
    assert!(desk.model.table.len() < 10, "{}", desk.frame());
    desk.keys("3<enter>").expect_not("the filter hid");
    assert_eq!(token(&desk), "bot:support-bot/staging");
}

#[test]
fn a_token_that_ended_long_ago_is_asked_for_by_name() {
    let mut desk = Desk::at_work();
    desk.model.lock.idle_limit = None;
    desk.keys("/laptop<enter>x").settle().keys("laptop<tab><tab><right><enter>").pass("9d");
    desk.keys("<esc>").expect_not("laptop");
    desk.keys("3").expect("revoke").keys("<enter>").expect("status:any");
    assert_eq!(desk.model.table.selected().unwrap().status(desk.model.now.wall), Status::Revoked);
}

#[test]
fn an_entry_about_an_owner_leads_to_the_owner() {
    let mut desk = activity();
    desk.keys("/project:webshop action:owner-add<enter><enter>").expect("─ Owners ");
    assert_eq!(desk.model.tree.selected().unwrap().label, "webshop");
    // Also when the branch that it is in was folded.
    desk.keys("kkkh3<esc>/integration:stripe action:owner-add<enter><enter>");
    assert_eq!(desk.model.tree.selected().unwrap().label, "stripe");
    desk.keys("3<esc><c-l>").keys(PASSPHRASE).keys("<enter>/action:unlock<enter><enter>");
    desk.expect("about neither a token nor an owner");
}

#[test]
fn a_token_leads_to_its_own_history_and_an_owner_to_its() {
    let mut desk = Desk::at_work();
    desk.keys("/staging<enter>H").expect("/token:tok_").expect("2 of 19");
    desk.keys("1<esc>/stripe<enter>hgjjjjjjH").expect("/subject:integration:stripe").expect("2 of 19");
    // From an entry too.
    desk.keys("<esc>/github action:issue<enter>H").expect("/token:tok_").expect("1 of 19");
}

#[test]
fn what_another_process_does_appears_above_and_the_cursor_stays() {
    let mut desk = activity();
    desk.keys("j");
    let other = jeton::services::Services::open(
        &desk.ground.path(),
        crate::world::settings(),
        desk.ground.world.clone(),
        crate::world::actor(),
    )
    .unwrap();
    let session = desk.vault.session().unwrap();
    issue(&other, &session, IssueTarget::Personal, "from elsewhere", Some(&["bots:read"]), "9d");
    desk.expect_not("from elsewhere");
    desk.tell(What::Stale);
    desk.expect("pat:from elsewhere").expect("History 20").expect("✓ intact to 20");
    assert_eq!((selected(&desk), desk.model.activity.log.cursor), (18, 2));
}

#[test]
fn what_is_done_here_appears_too() {
    let mut desk = Desk::at_work();
    desk.keys("/faq-bot<enter>3").expect("History 19").keys("1y3").expect("History 20").expect("copy");
}

#[test]
fn a_rewritten_entry_is_pointed_at_with_what_to_do() {
    let mut desk = Desk::at_work();
    tamper(&desk, "UPDATE event SET subject = 'bot:innocent' WHERE seq = 4");
    desk.keys("3").expect("✕ broken at 4").expect("edited: entry 4 is not what it was").expect("Keep a copy");
    desk.keys("/seq:4<enter>").expect("bot:innocent").expect("1 of 19");
    desk.keys("<esc>m").expect("the history is broken at entry 4");
}

#[test]
fn an_entry_that_cannot_be_read_does_not_hide_the_others() {
    let mut desk = Desk::at_work();
    tamper(&desk, "UPDATE event SET action = 'nothing' WHERE seq = 18");
    desk.keys("3").expect("entry 18 cannot be read").expect("Entry 19").expect("✕ broken at 18");
    desk.keys("j").expect("Damaged").keys("<enter>").expect("no entry is selected");
}

#[test]
fn the_check_of_the_chain_can_be_given_up_and_asked_for_again() {
    let mut desk = Desk::at_work();
    desk.hold_effects();
    desk.keys("3").expect("checking the chain, 0%").keys("c").expect("Esc gives it up");
    desk.model.toasts.clear();
    desk.keys("<esc>").expect("checked only to 0");
    desk.let_go();
    assert_eq!(desk.model.activity.chain.state, ChainState::GivenUp(0), "the answer of the check given up is void");
    desk.keys("c").expect("✓ intact to 19");
    // The screen's first time is enough: it is not checked from the start each time it is shown.
    let attempt = desk.model.activity.chain.attempt;
    desk.keys("131");
    assert_eq!(desk.model.activity.chain.attempt, attempt);
    desk.keys(":check-chain<enter>").expect("✓ intact to 19");
    assert_eq!(desk.model.activity.chain.attempt, attempt + 1);
}

#[test]
fn keys_that_act_on_tokens_do_nothing_unseen() {
    let mut desk = activity();
    desk.keys("xrde").expect("3 Activity");
    assert!(desk.model.dialogs.is_empty());
    desk.keys(":revoke").expect("press 1, then select it").keys("<enter>");
    assert!(desk.model.dialogs.is_empty());
    // What makes something new needs none.
    desk.keys(":issue<enter>").expect("New token").settle().keys("<esc>").expect("3 Activity");
}

#[test]
fn messages_of_the_session_can_be_read_in_full() {
    let mut desk = Desk::at_work();
    let long = "the clipboard command failed: ".to_owned() + &"it did not say why, ".repeat(8) + "but ended";
    desk.tell(What::Copied(Err(long)));
    desk.expect("…").expect_not("but ended").keys("+").expect("+1");
    desk.pass("1m").expect_not("clipboard command");
    desk.keys("3m").expect("Messages 2, of this session").expect("but ended").expect("1 min ago").expect("13:30:00");
    desk.keys("<esc>").expect("History 19").keys("<tab><tab>").expect("Messages 2").keys("<tab>").expect("History 19");
}

#[test]
fn messages_never_hold_a_value() {
    let mut desk = Desk::at_work();
    desk.keys("/faq-bot<enter>o").expect("jtn_bot_");
    let frame = desk.frame();
    let value = frame.split_whitespace().find(|word| word.starts_with("jtn_bot_") && word.is_ascii()).unwrap().to_owned();
    desk.keys("yy<esc>r").settle().keys("<tab><right><enter>");
    let frame = desk.frame();
    let next = frame.split_whitespace().find(|word| word.starts_with("jtn_bot_") && word.is_ascii()).unwrap().to_owned();
    desk.settle().keys("y<right><right><enter>").pass("46s").keys("3m").expect("clipboard cleared");
    assert!(desk.model.toasts.said().len() >= 2);
    for said in desk.model.toasts.said() {
        assert!(!said.text.contains(&value) && !said.text.contains(&next), "{}", said.text);
    }
}

#[test]
fn locking_covers_it_and_closes_what_is_typed() {
    let mut desk = activity();
    desk.keys("/half a filter<c-l>").expect_not("half a filter").expect_not("History");
    desk.keys(PASSPHRASE).keys("<enter>").expect("3 Activity").expect("/half a filter");
    assert!(!desk.model.activity.filter.open);
}

#[test]
fn a_new_vault_says_what_will_appear() {
    let mut desk = bare_desk();
    desk.keys("3").expect("History 2").expect("Every change, reveal, copy and failed unlock will appear here");
}

/// A page of events with texts as a foreign hand could have stored them.
fn hostile(texts: &[String]) -> HistoryPage {
    let event = |(at, text): (usize, &String)| {
        let mut turned: Vec<&str> = text.split(' ').collect();
        turned.reverse();
        LogEntry::Event(Box::new(Event {
            seq: (texts.len() - at) as u64,
            what: NewEvent {
                at: "2026-03-01T12:00:00Z".parse().unwrap(),
                actor: Actor { name: text.clone(), address: Some(text.clone()) },
                action: Action::Edit,
                outcome: if at % 2 == 0 { Outcome::Done } else { Outcome::Refused },
                token: None,
                owner: None,
                subject: turned.join(" "),
                detail: format!("name was {text}; {text}"),
            },
            hash: [9; 32],
            mac: None,
        }))
    };
    let mut entries: Vec<LogEntry> = texts.iter().enumerate().map(event).collect();
    entries.push(LogEntry::Unreadable { seq: 0, why: texts.concat() });
    HistoryPage { entries, to: 0, head: LogHead { seq: texts.len() as u64, hash: [9; 32] } }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_of_an_event_acts_on_the_terminal_at_any_size(
        texts in prop::collection::vec("[\\PC\u{1b}\u{9b}\r\n\t\u{202e}\u{200d}\u{301}漢🦀; ]{0,60}", 1..6),
        sizes in prop::collection::vec((1u16..260, 1u16..70), 1..4),
        keys in prop::collection::vec(prop::sample::select(vec!["j", "k", "G", "<tab>", "l", "m", "/a<enter>", "<esc>", "<c-d>"]), 0..6),
    ) {
        let mut desk = bare_desk();
        desk.hold_effects();
        desk.keys("3");
        desk.tell(What::HistoryRead(0, Ok(hostile(&texts))));
        prop_assert_eq!(desk.model.activity.log.len(), texts.len() + 1);
        for (columns, rows) in sizes {
            desk.resize(columns, rows);
            for key in &keys {
                desk.keys(key);
                let frame = desk.frame();
                let acting = frame.chars().find(|c| *c != '\n' && is_active(*c));
                prop_assert_eq!(acting, None, "{}", frame);
            }
        }
    }
}

fn bare_desk() -> Desk {
    let ground = Ground::new();
    let (services, session) = bare(&ground);
    Desk::over(ground, Some(services), Some(session))
}

#[test]
fn one_part_at_a_time_when_narrow() {
    let mut desk = activity();
    desk.resize(50, 15).expect("History 19").expect_not("─ Entry");
    desk.keys("<tab>").expect("─ Entry 19").expect_not("History");
    desk.keys("<tab>").expect("─ Messages").keys("<esc>").expect("History 19");
    desk.resize(200, 60).expect("History 19").expect("─ Entry 19").expect("Detail");
}

#[test]
fn an_edit_is_laid_out_thing_by_thing() {
    let ground = Ground::new();
    let (services, session) = lived_in(&ground);
    let mut desk = Desk::over(ground, Some(services), Some(session));
    desk.resize(120, 40).keys("/laptop<enter>e").settle();
    desk.keys("<c-u>work laptop<tab><tab><tab><right><right><tab><tab><tab>of the office<tab><enter>").expect("saved");
    desk.keys("3")
        .expect("Changed   name      - laptop")
        .expect("+ work laptop")
        .expect("note      + of the office")
        .expect("expires   - 2026-");
    desk.expect("pat:work laptop").keys("/pat:laptop<enter>").expect("now pat:work laptop");
}

#[test]
fn what_proves_an_entry_stands_beside_it() {
    let mut desk = activity();
    desk.resize(120, 40).expect("Proven    under the key (to 19)");
    tamper(&desk, "UPDATE event SET detail = 'forged' WHERE seq = 12");
    desk.keys("c").expect("✕ broken at 12").expect("by nothing: it stands behind a bad entry");
    desk.keys("b").expect("─ Entry 12 ─").expect("Bad       edited: entry 12 is not what it was");
    desk.keys("j").expect("under the key (to 11)");
}

#[test]
fn the_first_bad_entry_is_one_key_away() {
    let mut desk = activity();
    desk.keys(":first-bad").expect("the chain holds").keys("<esc><esc>");
    tamper(&desk, "DELETE FROM event WHERE seq = 7");
    desk.keys("c").expect("✕ broken at 8").expect("cut: entry 7 is missing").expect("b goes there");
    desk.keys("/action:rotate<enter>b").expect_not("/action:rotate");
    assert_eq!(selected(&desk), 8);
}

#[test]
fn the_history_is_exported_as_the_filter_shows_it() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("log.csv");
    let path = file.display().to_string();
    let mut desk = activity();
    desk.resize(120, 40).keys("/action:owner-add<enter>w").expect("entries that match action:owner-add").settle();
    desk.keys("<c-u>history<enter>").expect("end it in .csv, .json, .jsonl or .md");
    desk.keys(&format!("<c-u>{path}<enter>")).expect("events written to");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(
        written.contains(",owner-add,") && !written.contains(",issue,") && written.contains("head of the log: event 19 "),
        "{written}"
    );
    desk.keys("w").settle().keys(&format!("<c-u>{path}<enter>")).expect("this exists already");
    desk.keys("<esc>").keys("1:export-log").expect("press 3 first");
}
