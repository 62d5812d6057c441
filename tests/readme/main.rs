//! The README does not lie: its key table is the keymap, its commands parse, the files that it names are there.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use jeton::tui::keymap::Keymap;
use jeton::tui::theme::Role;

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

/// Splits a line as a shell does where it is simple: quotes; redirections, further commands and a comment are left out.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut started) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => (quote, started) = (Some(c), true),
            (None, '#' | '<' | '>' | '|' | '&') if !started => break,
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

/// Compares a part of the README with what it should be, or renews it.
fn check_part(name: &str, wanted: &str) {
    let text = readme();
    let place = part(&text, name);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, [&text[..place.start], wanted, &text[place.end..]].concat()).unwrap();
        return;
    }
    let renew = "renew it with: UPDATE_README=1 tests/run -j 1 -E 'binary(readme)'";
    assert_eq!(&text[place], wanted, "the README's table of {name} is stale; {renew}");
}

#[test]
fn the_key_table_is_the_keymap() {
    check_part("keys", &Keymap::built_in().unwrap().table_markdown());
}

#[test]
fn the_table_of_roles_is_what_themes_may_name() {
    let row = |role: &Role| format!("| `{}` | {} |\n", role.name(), role.about());
    let rows: String = Role::ALL.iter().map(row).collect();
    check_part("roles", &format!("| role | what it styles |\n| --- | --- |\n{rows}"));
}

#[test]
fn the_settings_of_the_looks_are_told() {
    let text = readme();
    for setting in jeton::config::settings().filter(|setting| setting.section == "ui") {
        assert!(text.contains(&format!("| `{}", setting.key)), "the README does not tell of {}", setting.key);
    }
}

#[test]
fn the_table_of_commands_is_the_command_line() {
    let mut command = jeton::cli::description();
    command.build();
    let mut rows = Vec::new();
    command.get_subcommands().for_each(|below| collect(below, "", &mut rows));
    let mut table = "| command | does |\n| --- | --- |\n".to_owned();
    for (words, usage, about) in rows {
        table.push_str(&format!("| `{}` | {about} |\n", format!("jeton {words}{usage}").replace('|', "\\|")));
    }
    check_part("commands", &table);
}

/// The commands of a branch: words, usage behind them, and what they do. Those of several kinds that are alike share a row.
fn collect(command: &clap::Command, before: &str, rows: &mut Vec<(String, String, String)>) {
    if command.is_hide_set() {
        return;
    }
    let words = format!("{before}{}", command.get_name());
    let below: Vec<_> = command.get_subcommands().filter(|below| below.get_name() != "help").collect();
    let usage = command.clone().render_usage().to_string();
    let mut usage = usage.lines().next().unwrap().split_once(&words).map_or("", |(_, rest)| rest).to_owned();
    let is_own_option = |arg: &&clap::Arg| !arg.is_positional() && !arg.is_global_set() && arg.get_id() != "help";
    if !command.get_arguments().any(|arg| is_own_option(&arg)) {
        usage = usage.replace(" [OPTIONS]", "");
    }
    let about = command.get_about().unwrap().to_string();
    if !command.is_subcommand_required_set() {
        let (kind, verb) = words.split_once(' ').unwrap_or((&words, ""));
        let alike = rows.iter_mut().find(|(other, other_usage, other_about)| {
            !verb.is_empty() && other.ends_with(&format!(" {verb}")) && *other_usage == usage && *other_about == about
        });
        match alike {
            Some((other, ..)) => *other = other.replacen(' ', &format!("|{kind} "), 1),
            None => rows.push((words.clone(), usage, about)),
        }
    }
    below.into_iter().for_each(|below| collect(below, &format!("{words} "), rows));
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
    let pictures = text.split(['"', '(', ')']).filter(|part| part.ends_with(".svg"));
    for path in named.into_iter().chain(pictures) {
        assert!(root.join(path).exists(), "the README names {path}, which is not there");
    }
}
