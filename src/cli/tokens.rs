//! Tables of tokens.

use super::context::Context;
use super::table::{Fit, Table};
use super::text::{Text, Tone};
use crate::domain::Instant;
use crate::domain::brand::Brand;
use crate::domain::mask::Hint;
use crate::domain::relative::relative;
use crate::domain::span::Span;
use crate::domain::summary::TokenSummary;

/// Expiries nearer than this stand out.
const SOON: Span = Span::from_days(14);

/// A table of tokens as they are at `now`.
pub fn table(tokens: &[TokenSummary], brand: &Brand, now: Instant, context: &Context) -> Table {
    let mut table = Table::new([
        ("TOKEN", Fit::Cut(16)),
        ("STATUS", Fit::Fixed),
        ("EXPIRES", Fit::Fixed),
        ("USED", Fit::Drop(2)),
        ("VALUE", Fit::Drop(3)),
        ("ID", Fit::Drop(1)),
    ]);
    for token in tokens {
        let status = token.status(now);
        table.row([
            Text::from(token.label()),
            Text::toned(Tone::of(status), status.word()),
            expiry(token, now),
            Text::toned(Tone::Faint, token.last_used_at.map_or_else(|| "never".to_owned(), |at| relative(at, now))),
            Text::toned(Tone::Faint, masked(token, brand, context)),
            Text::toned(Tone::Faint, token.id.to_string()),
        ]);
    }
    table
}

/// The hidden value, without its hint in private mode.
pub fn masked(token: &TokenSummary, brand: &Brand, context: &Context) -> String {
    let hint = if context.globals.private { Hint::default() } else { token.hint };
    token.masked_with(&hint, brand, context.printer.charset())
}

/// When it expires, standing out when that is soon.
pub fn expiry(token: &TokenSummary, now: Instant) -> Text {
    match token.expires_at {
        None => Text::toned(Tone::Faint, "never"),
        Some(at) if at <= now => Text::toned(Tone::Bad, relative(at, now)),
        Some(at) if at <= SOON.after(now) => Text::toned(Tone::Warning, relative(at, now)),
        Some(at) => Text::from(relative(at, now)),
    }
}
