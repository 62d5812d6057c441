//! What a gateway's own configuration asks for, written into the address that it asks at: `project`, `need`, `routes`.
//!
//! Whoever set the proxy up wrote it, not the client. So a word that is not understood is a fault of the set-up and denies
//! everything until it is mended: ignoring `projet=shop` would let every project in.

use crate::domain::catalogue::Catalogue;
use crate::domain::label::display_safe;
use crate::domain::nearest::nearest;
use crate::domain::route::{Profile, Profiles};
use crate::domain::scope::Scope;
use crate::domain::verdict::Demand;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Words that a gateway may ask with.
const WORDS: [&str; 3] = ["project", "need", "routes"];

/// So many different texts are kept; a proxy's configuration has one a place, so more come from something else.
const KEPT: usize = 256;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Project and scopes.
    pub demand: Demand,
    /// The route profile that says which scope a method and a path need.
    pub profile: Option<Profile>,
}

/// Reads what gateways ask, each different text once.
#[derive(Debug)]
pub struct AskedReader {
    catalogue: Catalogue,
    profiles: Arc<Profiles>,
    kept: Mutex<HashMap<String, Read>>,
}

/// What became of a text: what it asks, or why it is not understood.
type Read = Result<Arc<Asked>, Arc<str>>;

/// A text that is not understood.
#[derive(Clone, Debug)]
pub struct NotUnderstood {
    /// Why, for the operator.
    pub why: Arc<str>,
    /// Whether it is the first time.
    pub is_new: bool,
}

impl AskedReader {
    /// Reads with these scopes and profiles.
    pub fn new(catalogue: Catalogue, profiles: Arc<Profiles>) -> Self {
        Self { catalogue, profiles, kept: Mutex::default() }
    }

    /// What `text` asks, in the form of a query: `project=shop&need=files:write&routes=botpress`.
    ///
    /// # Errors
    /// A word is unknown, stands there twice, or its value is none.
    pub fn read(&self, text: &str) -> Result<Arc<Asked>, NotUnderstood> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(text) {
            return known.clone().map_err(|why| NotUnderstood { why, is_new: false });
        }
        let asked = self.parse(text).map(Arc::new).map_err(Arc::from);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(text.to_owned(), asked.clone());
        asked.map_err(|why| NotUnderstood { why, is_new: true })
    }

    fn parse(&self, text: &str) -> Result<Asked, String> {
        let mut asked = Asked::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (word, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value)?;
            let twice = || format!("{word} stands there twice");
            match word {
                "project" if asked.demand.project.is_some() => return Err(twice()),
                "project" => asked.demand.project = Some(value.parse().map_err(|error| format!("project: {error}"))?),
                "need" => asked.demand.scopes.push(self.scope(&value)?),
                "routes" if asked.profile.is_some() => return Err(twice()),
                "routes" => asked.profile = Some(self.profile(&value)?),
                other => return Err(unknown("parameter", other, WORDS.into_iter())),
            }
        }
        Ok(asked)
    }

    fn scope(&self, value: &str) -> Result<Scope, String> {
        let scope: Scope = value.parse().map_err(|error| format!("need: {error}"))?;
        let mut known = self.catalogue.entries().iter().map(|entry| entry.scope.as_str());
        if known.clone().any(|known| known == value) { Ok(scope) } else { Err(unknown("scope", value, known.by_ref())) }
    }

    fn profile(&self, value: &str) -> Result<Profile, String> {
        let known = self.profiles.iter().map(Profile::name);
        self.profiles.get(value).cloned().ok_or_else(|| unknown("route profile", value, known))
    }
}

fn unknown<'k>(what: &str, word: &str, known: impl Iterator<Item = &'k str>) -> String {
    let safe = display_safe(word);
    match nearest(word, known) {
        Some(near) => format!("unknown {what} {safe}; did you mean {near}?"),
        None => format!("unknown {what} {safe}"),
    }
}

/// Takes percent-encoding away. A `+` is refused: some mean a space by it and some a plus.
fn decode(text: &str) -> Result<String, String> {
    let broken = || format!("{} is not percent-encoded as it should be (a space is %20, a plus is %2B)", display_safe(text));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().ok_or_else(broken)?, rest.next().ok_or_else(broken)?];
                digits
                    .iter()
                    .try_fold(0, |byte, digit| Some(byte * 16 + char::from(*digit).to_digit(16)? as u8))
                    .ok_or_else(broken)?
            }
            b'+' => return Err(broken()),
            plain => plain,
        });
    }
    String::from_utf8(bytes).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader() -> AskedReader {
        AskedReader::new(Catalogue::built_in().unwrap(), Arc::new(Profiles::built_in().unwrap()))
    }

    fn read(text: &str) -> Result<Arc<Asked>, String> {
        reader().read(text).map_err(|error| error.why.to_string())
    }

    #[test]
    fn project_and_scopes_are_read() {
        let asked = read("project=my%20shop&need=files:write&need=files%3Aread").unwrap();
        assert_eq!(asked.demand.project.as_ref().map(|name| name.as_str()), Some("my shop"));
        assert_eq!(asked.demand.scopes.iter().map(Scope::as_str).collect::<Vec<_>>(), ["files:write", "files:read"]);
        assert_eq!(*read("").unwrap(), Asked::default());
    }

    #[test]
    fn a_typo_is_no_demand_less() {
        for (text, why) in [
            ("projet=shop", "unknown parameter projet; did you mean project?"),
            ("Project=shop", "unknown parameter Project; did you mean project?"),
            ("project", "project: a name cannot be empty"),
            ("project=a&project=a", "project stands there twice"),
            ("need=files", "need: not a scope"),
            ("need=fles:write", "unknown scope fles:write; did you mean files:write?"),
            ("project=a+b", "a+b is not percent-encoded"),
            ("project=%2", "%2 is not percent-encoded"),
            ("project=%ff", "%ff is not percent-encoded"),
            ("project=%+1", "%+1 is not percent-encoded"),
            ("routes=botpres", "unknown route profile botpres; did you mean botpress?"),
            ("routes=botpress&routes=botpress", "routes stands there twice"),
        ] {
            let complaint = read(text).unwrap_err();
            assert!(complaint.starts_with(why), "{text}: {complaint}");
        }
    }

    #[test]
    fn the_same_fault_is_new_once_and_no_flood_of_texts_is_kept() {
        let reader = reader();
        assert!(reader.read("x=1").unwrap_err().is_new);
        assert!(!reader.read("x=1").unwrap_err().is_new);
        for n in 0..10 * KEPT {
            reader.read(&format!("x={n}")).unwrap_err();
        }
        assert!(reader.kept.lock().unwrap().len() <= KEPT);
    }
}
