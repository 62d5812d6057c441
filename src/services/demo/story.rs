//! The story of a demo vault, read from `assets/demo.toml`.

use crate::domain::span::Span;
use crate::services::{Error, Result};
use serde::Deserialize;

/// Something that happened.
#[derive(Debug)]
pub(super) struct Scene {
    /// How long ago.
    pub ago: Span,
    /// What.
    pub act: Act,
}

/// A use case with its arguments, as a person would write them on the command line.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Act {
    Add {
        owner: String,
        project: Option<String>,
        external_id: Option<String>,
        dashboard_url: Option<String>,
        token_name: Option<String>,
        expires: Option<String>,
        #[serde(default)]
        note: String,
    },
    Issue {
        target: String,
        name: String,
        scopes: Option<Vec<String>>,
        expires: Option<String>,
        #[serde(default)]
        note: String,
    },
    Edit {
        token: String,
        scopes: Option<Vec<String>>,
        expires: Option<String>,
        note: Option<String>,
    },
    Rename {
        owner: String,
        name: String,
    },
    Archive {
        owner: String,
        tokens: Fate,
    },
    Rotate {
        token: String,
        grace: String,
    },
    EndGrace {
        token: String,
    },
    ExtendGrace {
        token: String,
        by: String,
    },
    Reveal {
        token: String,
    },
    Copy {
        token: String,
    },
    Disable {
        token: String,
    },
    Enable {
        token: String,
    },
    Revoke {
        token: String,
        reason: Option<String>,
    },
    Unlock {},
    Mistype {},
}

/// What becomes of an archived owner's tokens.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    Revoke,
    Keep,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scene: Vec<Dated>,
}

#[derive(Deserialize)]
struct Dated {
    ago: String,
    #[serde(flatten)]
    act: Act,
}

/// The story that the program ships.
///
/// # Errors
/// Never in a tested build; the file is part of the program and a test plays it.
pub(super) fn built_in() -> Result<Vec<Scene>> {
    read(include_str!("../../../assets/demo.toml"))
}

fn read(text: &str) -> Result<Vec<Scene>> {
    let unfit = |why: String| Error::Invalid(format!("the demo's story cannot be read: {why}"));
    let file: File = toml::from_str(text).map_err(|error| unfit(error.to_string()))?;
    let date = |Dated { ago, act }: Dated| {
        let ago = ago.parse().map_err(|error| unfit(format!("{ago:?}: {error}")))?;
        Ok(Scene { ago, act })
    };
    let scenes: Vec<Scene> = file.scene.into_iter().map(date).collect::<Result<_>>()?;
    if scenes.is_sorted_by(|a, b| a.ago >= b.ago) { Ok(scenes) } else { Err(unfit("the scenes are not in order".to_owned())) }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn the_story_that_is_shipped_can_be_read() {
        assert!(built_in().unwrap().len() > 40);
    }

    #[test]
    fn a_story_out_of_order_or_with_a_slip_is_refused() {
        let scene = |ago: &str, rest: &str| format!("[[scene]]\nago = \"{ago}\"\n{rest}\n");
        let unlock = "do = \"unlock\"";
        for (text, part) in [
            (scene("1d", unlock) + &scene("2d", unlock), "not in order"),
            (scene("soon", unlock), "soon"),
            (scene("1d", "do = \"dance\""), "dance"),
            (scene("1d", "do = \"revoke\"\ntoken = \"account\"\nreasons = \"x\""), "reasons"),
        ] {
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
