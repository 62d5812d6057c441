//! The story of a demo vault, read from `assets/demo.toml`.

use crate::domain::span::Span;
use crate::services::{Error, Result};
use serde::Deserialize;
use std::net::IpAddr;

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

/// A stream of requests that are alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stream {
    /// The token's label; without one the requests carry none that is known.
    pub token: Option<String>,
    /// Whether they carry the value before the present one.
    #[serde(default)]
    pub previous: bool,
    /// How many in a day.
    pub calls: u32,
    /// When in the day.
    #[serde(default)]
    pub rhythm: Rhythm,
    /// How long ago they began.
    #[serde(default = "month")]
    pub from: String,
    /// How long ago they ended.
    #[serde(default = "present")]
    pub to: String,
    /// Why they are refused.
    pub refused: Option<String>,
    /// Where they come from, the busiest first.
    pub sources: Vec<IpAddr>,
    /// `METHOD PATH [SCOPE]`
    pub requests: Vec<String>,
    /// The project that the proxy asks for.
    pub project: Option<String>,
    /// The proxy.
    #[serde(default = "nginx")]
    pub gateway: String,
}

/// When requests come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rhythm {
    /// At any hour.
    #[default]
    Steady,
    /// When people are awake, fewer at weekends.
    Awake,
    /// Once, in the small hours.
    Nightly,
}

fn month() -> String {
    "30d".to_owned()
}

fn present() -> String {
    "0".to_owned()
}

fn nginx() -> String {
    "nginx".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scene: Vec<Dated>,
    traffic: Vec<Stream>,
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
pub(super) fn built_in() -> Result<Story> {
    read(include_str!("../../../assets/demo.toml"))
}

/// What happened, the oldest first, and the requests that came.
#[derive(Debug)]
pub(super) struct Story {
    pub scenes: Vec<Scene>,
    pub traffic: Vec<Stream>,
}

fn read(text: &str) -> Result<Story> {
    let unfit = |why: String| Error::Invalid(format!("the demo's story cannot be read: {why}"));
    let file: File = toml::from_str(text).map_err(|error| unfit(error.to_string()))?;
    let date = |Dated { ago, act }: Dated| {
        let ago = ago.parse().map_err(|error| unfit(format!("{ago:?}: {error}")))?;
        Ok(Scene { ago, act })
    };
    let scenes: Vec<Scene> = file.scene.into_iter().map(date).collect::<Result<_>>()?;
    let is_in_order = scenes.is_sorted_by(|a, b| a.ago >= b.ago);
    if is_in_order { Ok(Story { scenes, traffic: file.traffic }) } else { Err(unfit("the scenes are not in order".to_owned())) }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn the_story_that_is_shipped_can_be_read() {
        assert!(built_in().unwrap().scenes.len() > 40);
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
            let error = read(&format!("traffic = []\n{text}")).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
