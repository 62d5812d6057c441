//! Lines that are ready to run with a value in them: `curl` with each header that carries it, and a JavaScript client.

use super::kind::Kind;
use super::plaintext::Plaintext;

/// A line that carries a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Snippet {
    /// `curl` with `Authorization: Bearer`.
    Bearer,
    /// `curl` with `x-api-token`.
    ApiToken,
    /// `curl` with `api-token`, for callers of old.
    OldApiToken,
    /// The line that makes a JavaScript client.
    Client,
}

/// Why a value cannot stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value holds a line break or another control character, which no header carries; copy the value alone")]
pub struct Unfit;

impl Snippet {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Bearer, Self::ApiToken, Self::OldApiToken, Self::Client];

    /// The lines that make sense for a kind: of services elsewhere only the standard header is known.
    pub fn of(kind: Kind) -> &'static [Self] {
        if kind == Kind::External { &Self::ALL[..1] } else { &Self::ALL }
    }

    /// The word that names it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::ApiToken => "x-api-token",
            Self::OldApiToken => "api-token",
            Self::Client => "js",
        }
    }

    /// What it is, in few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Bearer => "curl, Authorization: Bearer",
            Self::ApiToken => "curl, x-api-token",
            Self::OldApiToken => "curl, api-token (old callers)",
            Self::Client => "JavaScript client",
        }
    }

    /// What stands before and behind the value. Nothing knows the host that a token is for.
    fn frame(self) -> [&'static str; 2] {
        const HOST: &str = "' https://YOUR-HOST/";
        match self {
            Self::Bearer => ["curl -H 'Authorization: Bearer ", HOST],
            Self::ApiToken => ["curl -H 'x-api-token: ", HOST],
            Self::OldApiToken => ["curl -H 'api-token: ", HOST],
            Self::Client => ["const client = new Client({ token: '", "' })"],
        }
    }

    /// The line around a masked value, to be looked at.
    pub fn masked(self, mask: &str) -> String {
        let [before, behind] = self.frame();
        format!("{before}{mask}{behind}")
    }

    /// The line around a value in clear, to be run: quoted as a POSIX shell and JavaScript read it.
    ///
    /// # Errors
    /// The value holds a control character.
    pub fn with(self, value: &Plaintext) -> Result<Plaintext, Unfit> {
        let value = value.expose();
        if value.chars().any(char::is_control) {
            return Err(Unfit);
        }
        let [before, behind] = self.frame();
        // Four bytes at most stand for one, so that the line never grows and leaves no copy behind.
        let mut line = String::with_capacity(before.len() + 4 * value.len() + behind.len());
        line.push_str(before);
        for c in value.chars() {
            match (self, c) {
                (Self::Client, '\'' | '\\') => line.extend(['\\', c]),
                (Self::Client, _) => line.push(c),
                (_, '\'') => line.push_str(r"'\''"),
                (_, c) => line.push(c),
            }
        }
        line.push_str(behind);
        Ok(Plaintext::new(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(snippet: Snippet, value: &str) -> String {
        snippet.with(&Plaintext::new(value.to_owned())).unwrap().expose().to_owned()
    }

    #[test]
    fn each_line_says_its_header() {
        assert_eq!(line(Snippet::Bearer, "jtn_bot_x"), "curl -H 'Authorization: Bearer jtn_bot_x' https://YOUR-HOST/");
        assert_eq!(line(Snippet::ApiToken, "jtn_bot_x"), "curl -H 'x-api-token: jtn_bot_x' https://YOUR-HOST/");
        assert_eq!(line(Snippet::OldApiToken, "jtn_bot_x"), "curl -H 'api-token: jtn_bot_x' https://YOUR-HOST/");
        assert_eq!(line(Snippet::Client, "jtn_bot_x"), "const client = new Client({ token: 'jtn_bot_x' })");
        assert_eq!(Snippet::Client.masked("jtn_bot_••••"), "const client = new Client({ token: 'jtn_bot_••••' })");
    }

    #[test]
    fn a_quote_ends_no_quotation() {
        assert_eq!(line(Snippet::Client, r"a'b\c"), r"const client = new Client({ token: 'a\'b\\c' })");
        assert_eq!(line(Snippet::ApiToken, "a'b"), r"curl -H 'x-api-token: a'\''b' https://YOUR-HOST/");
    }

    #[test]
    fn a_line_break_is_refused() {
        for value in ["a\nx-other: 1", "a\rb", "a\0b", "a\u{85}b"] {
            assert_eq!(Snippet::Bearer.with(&Plaintext::new(value.to_owned())).unwrap_err(), Unfit);
        }
    }

    #[test]
    fn of_a_service_elsewhere_only_the_standard_header_is_known() {
        assert_eq!(Snippet::of(Kind::External), [Snippet::Bearer]);
        assert_eq!(Snippet::of(Kind::Bot).len(), 4);
    }
}
