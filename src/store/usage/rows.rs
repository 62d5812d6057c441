//! How tokens, addresses and outcomes stand in the usage file.

use crate::domain::id::TokenId;
use crate::domain::verdict::Verdict;
use crate::store::rows::{unfit, word_at};
use rusqlite::Row;
use std::net::IpAddr;

/// Stands for a request whose token was not known.
pub(super) const NO_TOKEN: i64 = -1;

/// Milliseconds of an hour and of a day.
pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// A token as a number.
pub(super) fn number(token: Option<TokenId>) -> i64 {
    token.map_or(NO_TOKEN, |id| id.number().cast_signed())
}

/// The token of a number.
pub(super) fn token_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<TokenId>> {
    match row.get(column)? {
        NO_TOKEN => Ok(None),
        number => {
            let id = u64::try_from(number).ok().and_then(TokenId::from_number);
            id.map(Some).ok_or_else(|| unfit("a token's number is out of range"))
        }
    }
}

/// An address as bytes.
pub(super) fn bytes(address: Option<IpAddr>) -> Vec<u8> {
    match address {
        None => Vec::new(),
        Some(IpAddr::V4(v4)) => v4.octets().to_vec(),
        Some(IpAddr::V6(v6)) => v6.octets().to_vec(),
    }
}

/// The address of such bytes.
pub(super) fn address_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<IpAddr>> {
    let bytes = row.get_ref(column)?.as_blob()?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let address = v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from));
    address.map(Some).map_err(|_| unfit("an address has a length that no address has"))
}

/// The outcome that a word names.
pub(super) fn verdict_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Verdict> {
    word_at(row, column, Verdict::from_word)
}

/// A count, which is never negative.
pub(super) fn count_at(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| unfit("a count is negative"))
}

/// A count as it is stored.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
