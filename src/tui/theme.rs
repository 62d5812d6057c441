//! Colours by meaning: views ask for `status(Revoked)`, never for red.

mod error;
mod load;
mod style;

pub use error::ThemeError;
pub use style::Colours;

use crate::config::Config;
use crate::domain::token::Status;
use ratatui::style::Style;
use std::path::Path;

/// Declares the roles once: variant and name in theme files.
macro_rules! roles {
    ($($(#[doc = $about:literal])* $role:ident $name:literal)+) => {
        /// What a piece of the screen means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[doc = $about])* $role,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$role,)+];

            /// Its name in theme files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)+ }
            }

            /// What it is used for, for those who write themes.
            pub fn about(self) -> &'static str {
                match self { $(Self::$role => concat!($($about)*).trim().trim_end_matches('.'),)+ }
            }
        }
    };
}

roles! {
    /// Ordinary text.
    Text "text"
    /// Secondary text: labels, units, what can wait.
    Dim "dim"
    /// Titles of panes and dialogs.
    Title "title"
    /// Column headings.
    Heading "heading"
    /// The frame of a pane without focus.
    Border "border"
    /// The frame of the pane or dialog in focus.
    BorderFocus "border-focus"
    /// The header line.
    Header "header"
    /// The tab of the screen that is shown.
    Tab "tab"
    /// The selected row in the pane in focus.
    Selection "selection"
    /// The selected row in another pane.
    SelectionIdle "selection-idle"
    /// A marked row.
    Mark "mark"
    /// What the filter matched.
    Match "match"
    /// A masked value.
    Masked "masked"
    /// A value in clear.
    Value "value"
    /// A token in use.
    StatusActive "status-active"
    /// A token whose previous secret is still accepted.
    StatusRotating "status-rotating"
    /// A token that is switched off.
    StatusDisabled "status-disabled"
    /// A token that has expired.
    StatusExpired "status-expired"
    /// A token that has ended for good.
    StatusRevoked "status-revoked"
    /// It worked.
    Success "success"
    /// Worth a look.
    Warning "warning"
    /// It fails, ends or reveals something.
    Danger "danger"
    /// A key in a hint.
    KeyHint "key-hint"
    /// The word beside a key.
    HintText "hint-text"
    /// A text field.
    Field "field"
    /// The text field in focus.
    FieldFocus "field-focus"
    /// What stands in an empty field.
    Placeholder "placeholder"
    /// A button.
    Button "button"
    /// The button in focus.
    ButtonFocus "button-focus"
    /// What is locked, or private mode.
    Locked "locked"
}

/// Styles by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// The theme that a configuration asks for; a theme's file is sought beside the configuration's.
    ///
    /// # Errors
    /// As [`Theme::load`].
    pub fn of(config: &Config, colours: Colours) -> Result<Self, ThemeError> {
        let name = &config.ui.theme;
        match config.file.as_deref().and_then(Path::parent).filter(|_| is_file(name)) {
            Some(folder) => Self::load(&folder.join(name).display().to_string(), colours),
            None => Self::load(name, colours),
        }
    }

    /// A built-in theme by name (`dark`, `light`, `high-contrast`, `mono`), or one of the operator's by path
    /// (anything with a `/` or ending in `.toml`). Without colours (`NO_COLOR`), bold, underline and reverse stay.
    ///
    /// # Errors
    /// No such theme, or its file cannot be read or names what does not exist.
    pub fn load(name: &str, colours: Colours) -> Result<Self, ThemeError> {
        if is_file(name) {
            return Ok(load::from_file(Path::new(name))?.fit(colours));
        }
        load::built_in(if colours == Colours::None { load::mono_if_known(name)? } else { name })
    }

    /// No style for anything, where only places matter.
    pub fn plain() -> Self {
        Self { styles: Vec::new() }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The style of a token's status.
    pub fn status(&self, status: Status) -> Style {
        self.style(match status {
            Status::Active => Role::StatusActive,
            Status::Rotating => Role::StatusRotating,
            Status::Disabled => Role::StatusDisabled,
            Status::Expired => Role::StatusExpired,
            Status::Revoked => Role::StatusRevoked,
        })
    }

    /// The frame of a pane.
    pub fn border(&self, focused: bool) -> Style {
        self.style(if focused { Role::BorderFocus } else { Role::Border })
    }

    /// The selected row.
    pub fn selection(&self, focused: bool) -> Style {
        self.style(if focused { Role::Selection } else { Role::SelectionIdle })
    }

    /// A text field.
    pub fn field(&self, focused: bool) -> Style {
        self.style(if focused { Role::FieldFocus } else { Role::Field })
    }

    /// A button.
    pub fn button(&self, focused: bool) -> Style {
        self.style(if focused { Role::ButtonFocus } else { Role::Button })
    }

    fn fit(mut self, colours: Colours) -> Self {
        for style in &mut self.styles {
            *style = colours.fit(*style);
        }
        self
    }
}

/// Whether a theme's name is that of a file.
fn is_file(name: &str) -> bool {
    name.contains('/') || name.ends_with(".toml")
}

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod tests;
