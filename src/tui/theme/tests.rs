//! Themes as an operator meets them.

use super::*;
use ratatui::style::{Color, Modifier};

const BUILT_IN: [&str; 4] = ["dark", "light", "high-contrast", "mono"];

fn parsed(text: &str) -> Result<Theme, ThemeError> {
    load::parse("own.toml", text)
}

#[test]
fn each_built_in_theme_gives_every_role() {
    for name in BUILT_IN {
        let text = std::fs::read_to_string(format!("{}/assets/themes/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for role in Role::ALL {
            assert!(text.lines().any(|line| line.starts_with(&format!("{} =", role.name()))), "{name}: {}", role.name());
        }
        Theme::load(name, true).unwrap();
    }
}

#[test]
fn built_in_themes_keep_to_the_terminals_ground_and_16_colours() {
    for name in BUILT_IN {
        let theme = Theme::load(name, true).unwrap();
        for role in Role::ALL {
            let style = theme.style(*role);
            let named = |colour: Option<Color>| !matches!(colour, Some(Color::Rgb(..) | Color::Indexed(_)));
            assert!(named(style.fg) && named(style.bg), "{name}: {}", role.name());
        }
        assert_eq!(theme.style(Role::Text).bg, None, "{name}");
    }
}

#[test]
fn without_colours_the_selection_and_dangers_still_show() {
    let theme = Theme::load("dark", false).unwrap();
    for role in Role::ALL {
        assert_eq!((theme.style(*role).fg, theme.style(*role).bg), (None, None), "{}", role.name());
    }
    for role in [Role::Selection, Role::Danger, Role::ButtonFocus, Role::BorderFocus, Role::FieldFocus] {
        assert_ne!(theme.style(role).add_modifier, Modifier::empty(), "{}", role.name());
    }
}

#[test]
fn an_own_theme_changes_what_it_names_and_takes_the_rest_from_its_base() {
    let theme = parsed("base = 'dark'\n[roles]\ntitle = 'bold #ff8800 on 236'").unwrap();
    let title = theme.style(Role::Title);
    assert_eq!((title.fg, title.bg), (Some(Color::Rgb(0xff, 0x88, 0)), Some(Color::Indexed(236))));
    assert_eq!(theme.style(Role::Danger), Theme::load("dark", true).unwrap().style(Role::Danger));
}

#[test]
fn an_own_theme_without_colours_reverses_what_had_a_ground() {
    let theme = parsed("[roles]\nselection = 'white on blue'\ntitle = 'bold red'").unwrap().without_colours();
    assert!(theme.style(Role::Selection).add_modifier.contains(Modifier::REVERSED));
    assert_eq!(theme.style(Role::Title), Style::new().add_modifier(Modifier::BOLD));
}

#[test]
fn mistakes_name_the_file_the_role_and_what_was_meant() {
    let message = parsed("[roles]\ntitel = 'red'").unwrap_err().to_string();
    assert!(message.contains("own.toml") && message.contains("did you mean `title`?"), "{message}");
    let message = parsed("[roles]\ntitle = 'gren'").unwrap_err().to_string();
    assert!(message.contains("`title`") && message.contains("did you mean `green`?"), "{message}");
    let message = Theme::load("drak", true).unwrap_err().to_string();
    assert!(message.contains("did you mean `dark`?"), "{message}");
    assert!(Theme::load("drak", false).is_err());
    let message = Theme::load("/no/such/theme.toml", true).unwrap_err().to_string();
    assert!(message.contains("/no/such/theme.toml"), "{message}");
}
