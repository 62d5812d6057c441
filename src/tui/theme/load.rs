//! Reading themes: the built-in ones, and the operator's, which may leave roles as they are in a base.

use super::{Role, Theme, ThemeError, style};
use crate::domain::nearest::nearest;
use ratatui::style::Style;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

const BUILT_IN: [(&str, &str); 4] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.toml")),
    ("mono", include_str!("../../../assets/themes/mono.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The built-in theme that gives the roles which are not named.
    base: Option<String>,
    roles: BTreeMap<String, String>,
}

pub(super) fn built_in(name: &str) -> Result<Theme, ThemeError> {
    let text = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).ok_or_else(|| unknown(name))?;
    parse(name, text)
}

/// The theme without colours, if `name` is a theme at all.
pub(super) fn mono_if_known(name: &str) -> Result<&'static str, ThemeError> {
    BUILT_IN.iter().any(|(known, _)| *known == name).then_some("mono").ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> ThemeError {
    let nearest = nearest(name, BUILT_IN.iter().map(|(known, _)| *known)).map(str::to_owned);
    ThemeError::Unknown { name: name.to_owned(), nearest }
}

pub(super) fn from_file(path: &Path) -> Result<Theme, ThemeError> {
    let file = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&file, &text),
        Err(source) => Err(ThemeError::Read { file, source }),
    }
}

pub(super) fn parse(file: &str, text: &str) -> Result<Theme, ThemeError> {
    let parsed: File =
        toml::from_str(text).map_err(|error| ThemeError::Format { file: file.to_owned(), reason: error.to_string() })?;
    let mut theme = match parsed.base.as_deref() {
        Some(base) => built_in(base)?,
        None => Theme { styles: vec![Style::new(); Role::ALL.len()] },
    };
    for (name, words) in &parsed.roles {
        let role = Role::ALL.iter().find(|role| role.name() == name).ok_or_else(|| ThemeError::UnknownRole {
            file: file.to_owned(),
            role: name.clone(),
            nearest: nearest(name, Role::ALL.iter().map(|role| role.name())).map(str::to_owned),
        })?;
        theme.styles[*role as usize] = style::parse(words).map_err(|word| ThemeError::UnknownWord {
            file: file.to_owned(),
            role: name.clone(),
            word: word.to_owned(),
            nearest: nearest(word, style::words()).map(str::to_owned),
        })?;
    }
    Ok(theme)
}
