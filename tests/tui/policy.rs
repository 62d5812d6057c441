//! A token's networks and rate, and what its owner calls itself, as a person sets them.

use crate::desk::Desk;

/// The row of `laptop`, and the line of networks of its edit dialog.
fn at_networks() -> Desk {
    let mut desk = Desk::at_work();
    desk.keys("/laptop<enter>e").settle().keys("<tab><tab><tab><tab>");
    desk
}

fn said(desk: &Desk) -> (String, Option<String>) {
    let policy = desk.model.table.selected().unwrap().policy;
    (policy.networks.to_string(), policy.rate.map(|rate| rate.to_string()))
}

#[test]
fn networks_and_rate_are_typed_and_shown() {
    let mut desk = at_networks();
    desk.resize(120, 40);
    desk.keys("192.0.2.7, 10.0.0.0/8<tab>100/m<tab><tab><enter>").expect("saved pat:laptop");
    assert_eq!(said(&desk), ("10.0.0.0/8 192.0.2.7".to_owned(), Some("100/m".to_owned())));
    desk.keys("<enter>").expect("From      10.0.0.0/8 192.0.2.7").expect("Rate      100/m");
    desk.keys("e").settle().expect("10.0.0.0/8 192.0.2.7").keys("<tab><tab><tab><tab><c-u>any<tab><c-u><tab><tab><enter>");
    desk.expect("saved pat:laptop").expect_not("100/m");
    assert_eq!(said(&desk), (String::new(), None));
}

#[test]
fn what_is_no_network_or_rate_is_refused_in_place() {
    let mut desk = at_networks();
    desk.keys("10.0.0.1/8<tab><tab><tab><enter>").expect("has bits after its prefix");
    desk.keys("<c-u>10.0.0.0/8<tab>often<tab><tab><enter>").expect("not a rate; write a number of calls");
    desk.keys("<c-u>none<tab><tab><enter>").expect("saved pat:laptop");
    assert_eq!(said(&desk), ("10.0.0.0/8".to_owned(), None));
}

#[test]
fn thirty_two_long_networks_come_through_the_dialog_whole() {
    let mut desk = at_networks();
    let many: Vec<String> = (0..32).map(|last| format!("2001:db8:1111:2222:3333:4444:5555:66{last:02x}")).collect();
    desk.paste(&many.join(" ")).keys("<tab><tab><tab><enter>").expect("saved pat:laptop");
    assert_eq!(said(&desk).0.split(' ').count(), 32);
    desk.keys("e").settle().keys("<c-u>laptop 2<tab><tab><tab><tab><tab><tab><tab><enter>").expect("saved pat:laptop 2");
    assert_eq!(said(&desk).0.split(' ').count(), 32);
}

#[test]
fn an_external_token_has_neither() {
    let mut desk = Desk::at_work();
    desk.keys("n").settle().expect("From").keys("<right><right><right>").expect_not("anywhere");
}

#[test]
fn an_owner_gets_another_id_and_note_without_another_name() {
    let mut desk = Desk::at_work();
    desk.keys("hjje").settle().keys("<tab><c-u>prj_7<tab>moved house<enter>").expect("saved project helpdesk");
    desk.keys("e")
        .settle()
        .expect("prj_7")
        .expect("moved house")
        .keys("<enter><enter><enter>")
        .expect("nothing has been changed yet");
    desk.keys("<c-u>service desk<tab><c-u>not one id<tab><enter>").expect("1 to 200 visible ASCII characters");
}
