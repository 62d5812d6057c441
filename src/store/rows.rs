//! From SQLite's columns to the domain's types; a row that does not fit is damage, not a panic.

use super::StoreError;
use crate::domain::Instant;
use crate::domain::policy::Policy;
use rusqlite::{Row, RowIndex};
use std::fmt::Display;

/// A column by name, or by place where rows are many: a name is looked for anew in each row.
pub(super) trait Column: RowIndex + Display + Copy {}

impl Column for &str {}
impl Column for usize {}

/// Milliseconds since 1970 as an instant.
pub(super) fn instant(millis: i64) -> rusqlite::Result<Instant> {
    Instant::from_millisecond(millis).map_err(|error| unfit(&error.to_string()))
}

/// An instant column.
pub(super) fn instant_at(row: &Row<'_>, column: impl Column) -> rusqlite::Result<Instant> {
    instant(row.get(column)?)
}

/// An instant column that may be NULL.
pub(super) fn maybe_instant_at(row: &Row<'_>, column: impl Column) -> rusqlite::Result<Option<Instant>> {
    row.get::<_, Option<i64>>(column)?.map(instant).transpose()
}

/// A column of milliseconds since 1970, which must be those of an instant.
pub(super) fn millis_at(row: &Row<'_>, column: impl Column) -> rusqlite::Result<i64> {
    let millis: i64 = row.get(column)?;
    let is_instant = (Instant::MIN.as_millisecond()..=Instant::MAX.as_millisecond()).contains(&millis);
    if is_instant { Ok(millis) } else { instant(millis).map(|_| millis) }
}

/// As [`millis_at`], of a column that may be NULL.
pub(super) fn maybe_millis_at(row: &Row<'_>, column: impl Column) -> rusqlite::Result<Option<i64>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null { Ok(None) } else { millis_at(row, column).map(Some) }
}

/// A column of a word that one of our enums knows.
pub(super) fn word_at<T>(row: &Row<'_>, column: impl Column, read: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let word = row.get_ref(column)?.as_str()?;
    read(word).ok_or_else(|| unfit(&format!("column {column} holds an unknown word")))
}

/// The two columns of a policy. A policy that cannot be read is damage: taking it for none would open what was closed.
pub(super) fn policy_at(row: &Row<'_>, networks: impl Column, rate: impl Column) -> rusqlite::Result<Policy> {
    let (networks, rate) = policy_texts(row, networks, rate)?;
    Policy::from_stored(networks, rate).map_err(|error| unfit(&error.to_string()))
}

/// The texts of the two columns of a policy.
pub(super) fn policy_texts<'r>(
    row: &'r Row<'_>,
    networks: impl Column,
    rate: impl Column,
) -> rusqlite::Result<(&'r str, Option<&'r str>)> {
    Ok((row.get_ref(networks)?.as_str()?, row.get_ref(rate)?.as_str_or_null()?))
}

/// A column of so many bytes.
pub(super) fn bytes_at<const N: usize>(row: &Row<'_>, column: impl Column) -> rusqlite::Result<[u8; N]> {
    let bytes = row.get_ref(column)?.as_blob()?;
    bytes.try_into().map_err(|_| unfit(&format!("column {column} holds {} bytes in place of {N}", bytes.len())))
}

/// What a row that does not fit is reported as.
pub(super) fn unfit(detail: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Null, detail.into())
}

/// The row of a query that must give one.
pub(super) fn expect_row<T>(found: Option<T>, what: &str) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::Damaged(format!("{what} is missing")))
}
