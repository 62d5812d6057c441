//! Bytes as terminals send them, cut as lines cut them.

use super::*;
use crate::tui::key;
use proptest::prelude::*;
use std::time::Instant;

/// Answers that terminals give late, to questions that an earlier program asked.
const ANSWERS: &[&[u8]] = &[
    b"\x1b[?62;1;6;9;22c",
    b"\x1b[>1;4402;0c",
    b"\x1b[=0c",
    b"\x1b[0n",
    b"\x1b[24;80R",
    b"\x1b[1;5R",
    b"\x1b[?1;2R",
    b"\x1b[?2026;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[?0u",
    b"\x1b[?997;1n",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
    b"\x1b]52;c;cXJveA==\x1b\\",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstring\x1b\\",
    b"\x9b?62;c",
    b"\x9d11;rgb:0000/0000/0000\x9c",
    b"\x90>|term\x9c",
    b"\x1b[M !!",
    b"\x1b[32;1;1M",
    b"\x1b[201~",
];

const KEYS: &[&[u8]] = &[b"\x1b[A", b"\x1bOB", b"\x1b[1;5D", b"\x1b[200~p\x1bq\x1b[201~", b"\x1b[I", b"\x1b[Z", b"j", b"\x03"];

/// What each event is, in words that a test can compare.
fn words(event: &InputEvent) -> String {
    match event {
        InputEvent::Key(key) => key::label(*key),
        InputEvent::Paste(pasted) => format!("paste({}{})", pasted.expose(), if pasted.truncated { ", cut" } else { "" }),
        other => format!("{other:?}"),
    }
}

/// A keyboard on a line whose time is handed in.
struct Wire {
    normaliser: Normaliser,
    now: Instant,
    seen: Vec<String>,
}

impl Wire {
    fn new() -> Self {
        Self { normaliser: Normaliser::new(ESCAPE_WAIT), now: Instant::now(), seen: Vec::new() }
    }

    fn send(&mut self, bytes: &[u8]) -> &mut Self {
        let seen = &mut self.seen;
        self.normaliser.feed(bytes, self.now, &mut |event| seen.push(words(&event)));
        self
    }

    fn wait(&mut self, milliseconds: u64) -> &mut Self {
        self.now += Duration::from_millis(milliseconds);
        let seen = &mut self.seen;
        self.normaliser.flush(self.now, &mut |event| seen.push(words(&event)));
        self
    }

    fn seen(&mut self) -> Vec<String> {
        std::mem::take(&mut self.seen)
    }
}

fn typed(bytes: &[u8]) -> Vec<String> {
    Wire::new().send(bytes).wait(40_000).seen()
}

#[test]
fn letters_and_controls_are_keys() {
    assert_eq!(typed(b"jG \r\n\t"), ["j", "G", "Space", "Enter", "Enter", "Tab"]);
    assert_eq!(typed(b"\x00\x01\x1a\x1c\x1f"), ["Ctrl-Space", "Ctrl-a", "Ctrl-z", "Ctrl-\\", "Ctrl-_"]);
    assert_eq!(typed(b"\x08\x7f"), ["Backspace", "Backspace"]);
    assert_eq!(typed("é漢🦀".as_bytes()), ["é", "漢", "🦀"]);
}

#[test]
fn every_terminals_cursor_and_edit_keys_are_known() {
    for (bytes, name) in [
        ("\x1b[A", "Up"),
        ("\x1bOA", "Up"),
        ("\x1b[1;5C", "Ctrl-Right"),
        ("\x1b[1;2D", "Shift-Left"),
        ("\x1b[1;3B", "Alt-Down"),
        ("\x1b\x1b[B", "Alt-Down"),
        ("\x1b[a", "Shift-Up"),
        ("\x1bO5D", "Ctrl-Left"),
        ("\x1b[H", "Home"),
        ("\x1b[1~", "Home"),
        ("\x1b[7~", "Home"),
        ("\x1bOH", "Home"),
        ("\x1b[F", "End"),
        ("\x1b[4~", "End"),
        ("\x1b[8~", "End"),
        ("\x1b[2~", "Ins"),
        ("\x1b[3~", "Del"),
        ("\x1b[3;5~", "Ctrl-Del"),
        ("\x1b[3^", "Ctrl-Del"),
        ("\x1b[5~", "PgUp"),
        ("\x1b[6~", "PgDn"),
        ("\x1b[Z", "Shift-Tab"),
        ("\x1bOP", "F1"),
        ("\x1b[[A", "F1"),
        ("\x1b[11~", "F1"),
        ("\x1b[15~", "F5"),
        ("\x1b[17~", "F6"),
        ("\x1b[24~", "F12"),
        ("\x1b[1;5P", "Ctrl-F1"),
        ("\x1bx", "Alt-x"),
        ("\x1b\r", "Alt-Enter"),
        ("\x1b\x7f", "Alt-Backspace"),
        ("\x1bé", "Alt-é"),
        ("\x1b[97;5u", "Ctrl-a"),
        ("\x1b[13;2u", "Shift-Enter"),
        ("\x1b[27;5;9~", "Ctrl-Tab"),
        ("\x1b[50:64;2u", "@"),
        ("\x1bOM", "Enter"),
        ("\x1bOp", "0"),
        ("\x1b[I", "FocusGained"),
        ("\x1b[O", "FocusLost"),
    ] {
        assert_eq!(typed(bytes.as_bytes()), [name], "{bytes:?}");
    }
}

#[test]
fn a_key_let_go_presses_nothing() {
    assert_eq!(typed(b"\x1b[97;1:3u"), [""; 0]);
    assert_eq!(typed(b"\x1b[97;1:1u"), ["a"]);
}

#[test]
fn a_lone_escape_is_the_key_after_a_short_wait() {
    let mut wire = Wire::new();
    assert!(wire.send(b"\x1b").wait(24).seen().is_empty());
    assert_eq!(wire.wait(1).seen(), ["Esc"]);
    assert_eq!(wire.send(b"\x1b\x1b").wait(25).seen(), ["Esc", "Esc"]);
    assert_eq!(wire.normaliser.deadline(), None);
}

#[test]
fn an_arrow_cut_on_the_line_is_one_key() {
    let mut wire = Wire::new();
    assert_eq!(wire.send(b"\x1b").wait(10).send(b"[").wait(600).send(b"A").seen(), ["Up"]);
}

#[test]
fn the_tail_of_an_answer_whose_head_came_too_early_is_still_no_typing() {
    let mut wire = Wire::new();
    wire.send(b"\x1b").wait(80);
    assert_eq!(wire.seen(), ["Esc"]);
    assert!(wire.send(b"]11;rgb:1e1e/1e1e/1e1e\x07").wait(500).seen().is_empty());
    wire.send(b"\x1b").wait(80).seen();
    assert!(wire.send(b"]").wait(100).send(b"11;rgb:x\x07").seen().is_empty());
    wire.send(b"\x1b").wait(80).seen();
    assert_eq!(wire.send(b"[B").seen(), ["Down"]);
}

#[test]
fn brackets_typed_after_escape_are_typed() {
    let mut wire = Wire::new();
    wire.send(b"\x1b").wait(80).seen();
    assert_eq!(wire.send(b"]").wait(260).seen(), ["]"]);
    wire.send(b"\x1b").wait(80).seen();
    assert_eq!(wire.send(b"]x").seen(), ["]", "x"]);
    wire.send(b"\x1b").wait(80).seen();
    assert_eq!(wire.wait(2_000).send(b"]1").seen(), ["]", "1"]);
}

#[test]
fn a_sequence_that_never_ends_is_given_up_and_typing_goes_on() {
    let mut wire = Wire::new();
    assert!(wire.send(b"\x1b]11;rgb").wait(1_000).seen().is_empty());
    assert_eq!(wire.send(b"j").seen(), ["j"]);
    assert!(wire.send(b"\x1b[12").wait(1_000).seen().is_empty());
    assert_eq!(wire.send(b"k").seen(), ["k"]);
    assert_eq!(wire.send(&[b"\x1b[".as_slice(), &[b'1'; 500], b"A"].concat()).send(b"l").seen(), ["l"]);
}

#[test]
fn a_paste_is_one_event_whatever_is_in_it() {
    assert_eq!(typed(b"\x1b[200~hi\x1b[Aq\x03\x1b[201~j"), ["paste(hi\x1b[Aq\x03)", "j"]);
    assert_eq!(typed(b"\x1b[200~a\x1b\x1b[201~"), ["paste(a\x1b)"]);
    assert_eq!(typed(b"\x1b[200~\xff\xfeok\xc3\x1b[201~"), ["paste(ok)"]);
    assert_eq!(typed(b"\x1b[200~lost"), ["paste(lost, cut)"], "broken off");
}

#[test]
fn a_paste_is_bounded_and_says_so() {
    let mut wire = Wire::new();
    wire.send(b"\x1b[200~");
    for _ in 0..48 {
        wire.send(&[b'x'; 32 * 1024]);
    }
    wire.send(b"\x1b[201~j");
    let seen = wire.seen();
    assert_eq!(seen[0].len(), "paste(, cut)".len() + (1 << 20));
    assert!(seen[0].ends_with("x, cut)"));
    assert_eq!(seen[1], "j");
}

#[test]
fn what_is_not_utf8_is_left_out() {
    assert_eq!(typed(b"\xffa\xc3b\xe6\xbcc\xf0\x9fd\xc2\x80e"), ["a", "b", "c", "d", "e"]);
}

#[test]
fn mouse_reports_are_read() {
    let event = |bytes: &[u8]| typed(bytes).remove(0);
    assert!(event(b"\x1b[<0;10;5M").contains("kind: Press, column: 9, row: 4"));
    assert!(event(b"\x1b[<65;1;1M").contains("ScrollDown"));
    assert!(typed(b"\x1b[<35;1;1M").is_empty(), "mere movement is nothing");
}

#[test]
fn late_answers_press_no_key_wherever_they_are_cut() {
    for answer in ANSWERS {
        for cut in 0..=answer.len() {
            let seen = Wire::new().send(&answer[..cut]).send(&answer[cut..]).wait(2_000).seen();
            assert!(seen.is_empty(), "{answer:?} cut at {cut}: {seen:?}");
        }
        // With a delay at the cut that is longer than the wait for ESC, nothing but Esc itself can come of it.
        for cut in 1..answer.len() {
            let seen = Wire::new().send(&answer[..cut]).wait(100).send(&answer[cut..]).wait(2_000).seen();
            let harmless = seen.iter().all(|key| key == "Esc");
            let unknown_tail = cut == 1 && matches!(answer[1], b'^' | b'X');
            assert!(harmless || unknown_tail, "{answer:?} delayed at {cut}: {seen:?}");
        }
    }
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::sample::select(ANSWERS).prop_map(<[u8]>::to_vec),
        proptest::sample::select(KEYS).prop_map(<[u8]>::to_vec),
        "\\PC{1,4}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 1..6),
    ]
}

fn cut_at(bytes: &[u8], mut cuts: Vec<usize>) -> Vec<String> {
    cuts.iter_mut().for_each(|cut| *cut %= bytes.len() + 1);
    cuts.sort_unstable();
    let mut wire = Wire::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([bytes.len()]) {
        wire.send(&bytes[from..cut]);
        from = cut;
    }
    wire.wait(40_000).seen()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_cut_gives_the_same_events(pieces in proptest::collection::vec(piece(), 1..12), cuts in proptest::collection::vec(any::<usize>(), 0..12)) {
        let bytes = pieces.concat();
        prop_assert_eq!(cut_at(&bytes, cuts), typed(&bytes));
    }

    #[test]
    fn answers_among_typing_leave_just_the_typing(keys in "[a-z]{1,8}", answers in proptest::collection::vec(proptest::sample::select(ANSWERS), 1..8), cuts in proptest::collection::vec(any::<usize>(), 0..12)) {
        let mut bytes = Vec::new();
        for (c, answer) in keys.bytes().zip(answers.iter().cycle()) {
            bytes.push(c);
            bytes.extend_from_slice(answer);
        }
        let expected: Vec<String> = keys.chars().map(|c| c.to_string()).collect();
        prop_assert_eq!(cut_at(&bytes, cuts), expected);
    }

    #[test]
    fn any_noise_ends_and_typing_goes_on(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut wire = Wire::new();
        wire.send(&bytes).wait(40_000).seen();
        prop_assert_eq!(wire.normaliser.deadline(), None);
        wire.wait(2_000);
        prop_assert_eq!(wire.send(b"j").seen(), ["j"]);
    }
}
