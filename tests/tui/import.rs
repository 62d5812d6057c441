//! Importing the `.env` that is there already.

use crate::desk::Desk;

const STRIPE: &str = "sk_live_51H8fZq2eZvKYlo2C0aB7dE9fG";
const OPENAI: &str = "sk-proj-9aB8cD7eF6gH5iJ4kL3mN2oP1qR0";

/// A file as it lies about, and the interface with the question for its name open.
fn with_file() -> (Desk, std::path::PathBuf) {
    let mut desk = Desk::at_work();
    let path = desk.ground.directory.path().join("shop.env");
    std::fs::write(&path, format!("STRIPE_SECRET_KEY={STRIPE}\nDEBUG=true\nexport OPENAI_API_KEY=\"{OPENAI}\"\n")).unwrap();
    desk.keys("i").settle().keys("<c-u>").keys(&path.display().to_string());
    (desk, path)
}

#[test]
fn each_line_is_ticked_or_not_before_anything_is_changed() {
    let (mut desk, _) = with_file();
    let before = desk.model.table.rows.len();
    desk.keys("<s-tab><enter>").expect("2 to take").expect("OPENAI_API_KEY").expect("DEBUG");
    desk.expect_not(STRIPE).expect_not(OPENAI);
    insta::assert_snapshot!(desk.frame());
    assert_eq!(desk.model.table.rows.len(), before);
    desk.settle().keys("<space><tab><right><enter>").expect("imported 1, refused 0");
    assert_eq!(desk.model.table.rows.len(), before + 1);
    assert!(desk.vault.take_plan().is_none(), "the values that were not taken are gone");
}

#[test]
fn cancelling_and_locking_forget_what_was_read() {
    for key in ["<esc>", "<c-l>"] {
        let (mut desk, _) = with_file();
        desk.keys("<s-tab><enter>").expect("2 to take").settle().keys(key);
        assert!(desk.vault.take_plan().is_none(), "after {key}");
    }
}

#[test]
fn a_second_import_knows_its_values() {
    let (mut desk, path) = with_file();
    desk.keys("<s-tab><enter>").settle().keys("<tab><right><enter>").expect("imported 2");
    desk.keys("i").settle().keys("<c-u>").keys(&path.display().to_string()).keys("<s-tab><enter>");
    desk.expect("0 to take, 1 that look like no secret, 2 known already");
}

#[test]
fn what_cannot_be_read_is_said_in_place() {
    let mut desk = Desk::at_work();
    desk.keys("i").settle().keys("<c-u>/no/such/file<s-tab><enter>").expect("cannot be read");
    desk.keys("<tab><c-u>/dev/zero<s-tab><enter>").expect("is no file");
}
