//! The README does not lie: its key table is the keymap, its commands parse, the files that it names are there.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use jeton::tui::keymap::Keymap;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn readme() -> String {
    std::fs::read_to_string(README).unwrap()
}

/// The text between `<!-- name -->` and `<!-- /name -->`.
fn part(text: &str, name: &str) -> std::ops::Range<usize> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let begin = text.find(&open).unwrap_or_else(|| panic!("the README has no part {name}")) + open.len();
    let end = begin + text[begin..].find(&close).unwrap_or_else(|| panic!("the README's part {name} has no end"));
    begin..end
}

/// The lines of its shell blocks.
fn shell_lines(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty()).collect()
}

/// Splits a line as a shell does where it is simple: quotes, and a comment at the end.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut started) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => (quote, started) = (Some(c), true),
            (None, '#') if !started => break,
            (None, c) if c.is_whitespace() => {
                if started {
                    words.push(std::mem::take(&mut word));
                    started = false;
                }
            }
            (_, c) => {
                word.push(c);
                started = true;
            }
        }
    }
    if started {
        words.push(word);
    }
    words
}

#[test]
fn the_key_table_is_the_keymap() {
    let text = readme();
    let table = Keymap::built_in().unwrap().table_markdown();
    let place = part(&text, "keys");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, [&text[..place.start], &table, &text[place.end..]].concat()).unwrap();
        return;
    }
    assert_eq!(
        text[place], table,
        "the README's key table is stale; renew it with: UPDATE_README=1 tests/run -E 'binary(readme)'"
    );
}

#[test]
fn every_command_of_the_readme_parses() {
    let text = readme();
    let commands: Vec<Vec<String>> =
        shell_lines(&text).into_iter().map(words).filter(|words| words.first().is_some_and(|first| first == "jeton")).collect();
    assert!(commands.len() >= 10, "the README shows how the program is used");
    for command in commands {
        if let Err(error) = jeton::cli::description().try_get_matches_from(&command) {
            panic!("{command:?}: {error}");
        }
    }
}

#[test]
fn the_two_commands_of_the_set_up_come_first() {
    let text = readme();
    let lines = shell_lines(&text);
    assert_eq!(words(lines[0]), ["cargo", "run", "--release"]);
    assert_eq!(words(lines[1]), ["tests/run"]);
}

#[test]
fn the_paths_that_it_names_are_there() {
    let text = readme();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named: Vec<&str> = text
        .split('`')
        .filter(|word| ["src/", "tests/", "assets/"].iter().any(|folder| word.starts_with(folder)) && !word.contains(' '))
        .collect();
    assert!(!named.is_empty());
    for path in named {
        assert!(root.join(path).exists(), "the README names {path}, which is not there");
    }
}
