//! The detail pane: whose it is at each moment, and what it says.

use crate::desk::Desk;

#[test]
fn while_a_token_is_read_the_pane_tells_of_the_one_before_and_only_for_a_moment() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40).keys("j").expect("─ project:helpdesk ─").expect("History");
    desk.hold_effects();
    desk.keys("j").expect("─ project:helpdesk ─").expect("History");
    desk.pass("1s").expect("─ project:webshop ─").expect_not("History");
    assert!(desk.model.deadline().is_none_or(|deadline| deadline > desk.model.now.up), "nothing wakes the loop for it again");
    desk.let_go();
    desk.expect("─ project:webshop ─").expect("History");
}

#[test]
fn a_token_that_was_left_before_it_was_read_is_not_shown() {
    let mut desk = Desk::at_work();
    desk.resize(120, 40);
    desk.hold_effects();
    desk.keys("jj");
    desk.let_go();
    desk.expect("─ project:webshop ─").expect("History");
}

#[test]
fn facts_stand_where_they_stood_whatever_the_token() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::at_work();
        desk.resize(columns, rows).keys("/status:any<enter>");
        let places = |desk: &Desk| {
            let labels = ["Value ", "Status ", "Of ", "Expires ", "Used ", "Secrets "];
            let frame = desk.frame();
            let lines: Vec<&str> = frame.lines().collect();
            labels.map(|label| {
                lines.iter().rposition(|line| line.contains(&format!("│  {label}")) || line.contains(&format!("  {label}")))
            })
        };
        let first = places(&desk);
        assert!(first.iter().all(Option::is_some), "{first:?}");
        for _ in 0..9 {
            desk.keys("j");
            assert_eq!(places(&desk), first, "{}", desk.frame());
        }
    }
}
