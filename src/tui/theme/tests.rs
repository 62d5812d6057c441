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
        Theme::load(name, Colours::Sixteen).unwrap();
    }
}

#[test]
fn built_in_themes_keep_to_the_terminals_ground_and_16_colours() {
    for name in BUILT_IN {
        let theme = Theme::load(name, Colours::Sixteen).unwrap();
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
    let theme = Theme::load("dark", Colours::None).unwrap();
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
    assert_eq!(theme.style(Role::Danger), Theme::load("dark", Colours::Sixteen).unwrap().style(Role::Danger));
}

#[test]
fn an_own_theme_without_colours_reverses_what_had_a_ground() {
    let theme = parsed("[roles]\nselection = 'white on blue'\ntitle = 'bold red'").unwrap().fit(Colours::None);
    assert!(theme.style(Role::Selection).add_modifier.contains(Modifier::REVERSED));
    assert_eq!(theme.style(Role::Title), Style::new().add_modifier(Modifier::BOLD));
}

#[test]
fn mistakes_name_the_file_the_role_and_what_was_meant() {
    let message = parsed("[roles]\ntitel = 'red'").unwrap_err().to_string();
    assert!(message.contains("own.toml") && message.contains("did you mean `title`?"), "{message}");
    let message = parsed("[roles]\ntitle = 'gren'").unwrap_err().to_string();
    assert!(message.contains("`title`") && message.contains("did you mean `green`?"), "{message}");
    let message = Theme::load("drak", Colours::Sixteen).unwrap_err().to_string();
    assert!(message.contains("did you mean `dark`?"), "{message}");
    assert!(Theme::load("drak", Colours::None).is_err());
    let message = Theme::load("/no/such/theme.toml", Colours::Sixteen).unwrap_err().to_string();
    assert!(message.contains("/no/such/theme.toml"), "{message}");
}

#[test]
fn colours_of_its_own_are_drawn_where_the_terminal_can_and_come_near_elsewhere() {
    let text = "[roles]\ntitle = '#ff8800 on 236'\ndanger = '#e03030'\nmatch = '45'\nborder = 'cyan'";
    let whole = parsed(text).unwrap().fit(Colours::All);
    assert_eq!(whole.style(Role::Title).fg, Some(Color::Rgb(0xff, 0x88, 0)));
    let near = parsed(text).unwrap().fit(Colours::Sixteen);
    assert_eq!((near.style(Role::Title).fg, near.style(Role::Title).bg), (Some(Color::Yellow), Some(Color::Black)));
    assert_eq!(near.style(Role::Danger).fg, Some(Color::Red));
    assert_eq!(near.style(Role::Match).fg, Some(Color::LightCyan));
    assert_eq!(near.style(Role::Border).fg, Some(Color::Cyan));
}

#[test]
fn a_theme_of_ones_own_is_sought_beside_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("evening.toml"), "base = 'dark'\n[roles]\ntitle = 'magenta'").unwrap();
    let mut config = Config { file: Some(folder.path().join("config.toml")), ..Config::default() };
    config.ui.theme = "evening.toml".to_owned();
    assert_eq!(Theme::of(&config, Colours::Sixteen).unwrap().style(Role::Title).fg, Some(Color::Magenta));
    config.ui.theme = "morning.toml".to_owned();
    let message = Theme::of(&config, Colours::Sixteen).unwrap_err().to_string();
    assert!(message.contains(&folder.path().join("morning.toml").display().to_string()), "{message}");
    config.ui.theme = "light".to_owned();
    assert!(Theme::of(&config, Colours::Sixteen).is_ok());
}
