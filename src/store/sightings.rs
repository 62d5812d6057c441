//! Where scans saw values: one row for each secret and place.

use super::rows::{instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::id::TokenId;
use crate::domain::sighting::Sighting;
use rusqlite::{Row, params};

const COLUMNS: &str = "token, version, place, root, line, first_at, last_at";

fn sighting(row: &Row<'_>) -> rusqlite::Result<Sighting> {
    Ok(Sighting {
        token: word_at(row, 0, |word| word.parse().ok())?,
        version: row.get(1)?,
        place: row.get(2)?,
        root: row.get(3)?,
        line: row.get::<_, i64>(4)?.unsigned_abs(),
        first_at: instant_at(row, 5)?,
        last_at: instant_at(row, 6)?,
    })
}

impl Tx<'_> {
    /// Every place where a value was seen, by token, version and place.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn sightings(&self) -> Result<Vec<Sighting>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sighting ORDER BY token, version, place");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map([], sighting)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The places where values of one token were seen, by version and place.
    ///
    /// # Errors
    /// A row is damaged, or SQLite failed.
    pub fn sightings_of(&self, token: TokenId) -> Result<Vec<Sighting>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sighting WHERE token = ?1 ORDER BY version, place");
        let mut statement = self.sql().prepare_cached(&sql)?;
        let rows = statement.query_map([token.to_string()], sighting)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a sighting; of a place that is known already, where the value stands now and when it was last seen.
    ///
    /// # Errors
    /// There is no such token (a constraint), or SQLite failed.
    pub fn put_sighting(&self, seen: &Sighting) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO sighting (token, version, place, root, line, first_at, last_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (token, version, place) DO UPDATE SET root = ?4, line = ?5, last_at = ?7",
            )?
            .execute(params![
                seen.token.to_string(),
                seen.version,
                seen.place,
                seen.root,
                i64::try_from(seen.line).unwrap_or(i64::MAX),
                seen.first_at.as_millisecond(),
                seen.last_at.as_millisecond(),
            ])?;
        Ok(())
    }

    /// Forgets a sighting; whether there was one.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn remove_sighting(&self, token: TokenId, version: u32, place: &str) -> Result<bool, StoreError> {
        let removed = self
            .sql()
            .prepare_cached("DELETE FROM sighting WHERE token = ?1 AND version = ?2 AND place = ?3")?
            .execute(params![token.to_string(), version, place])?;
        Ok(removed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    const TOKEN: &str = "tok_000000000001";

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let fill = |tx: &Tx<'_>| -> Result<(), StoreError> {
            tx.sql().execute("INSERT INTO owner (kind, name, folded, created_at) VALUES ('bot', 'b', 'b', 0)", [])?;
            for token in [TOKEN, "tok_000000000002"] {
                tx.sql().execute(
                    "INSERT INTO token (id, owner, kind, name, folded, state, scopes, created_at, state_changed_at, rotated_at) \
                     VALUES (?1, 1, 'bot', ?1, ?1, 'active', '', 0, 0, 0)",
                    [token],
                )?;
            }
            Ok(())
        };
        let (store, ()) = Store::create(&home.path().join("vault/jeton.db"), fill).unwrap();
        (home, store)
    }

    fn seen(token: &str, place: &str, line: u64, millis: i64) -> Sighting {
        let at = crate::domain::Instant::from_millisecond(millis).unwrap();
        Sighting {
            token: token.parse().unwrap(),
            version: 1,
            place: place.to_owned(),
            root: "/srv".to_owned(),
            line,
            first_at: at,
            last_at: at,
        }
    }

    #[test]
    fn a_place_is_kept_once_with_its_first_and_its_last_sight() {
        let (_home, store) = store();
        let rows = [seen(TOKEN, "/srv/b", 4, 10), seen("tok_000000000002", "/srv/a", 0, 10), seen(TOKEN, "/srv/a", 1, 10)];
        store.write(|tx| rows.iter().try_for_each(|row| tx.put_sighting(row))).unwrap();
        let again = Sighting { root: "/srv/b".to_owned(), ..seen(TOKEN, "/srv/b", 7, 20) };
        store.write(|tx| tx.put_sighting(&again)).unwrap();
        let first_at = rows[0].first_at;
        let moved = Sighting { first_at, ..again };
        let kept = [rows[2].clone(), moved, rows[1].clone()];
        assert_eq!(store.read(|tx| tx.sightings()).unwrap(), kept);
        assert_eq!(store.read(|tx| tx.sightings_of(TOKEN.parse().unwrap())).unwrap(), kept[..2]);
        assert_eq!((kept[1].spot().as_str(), kept[2].spot().as_str()), ("/srv/b:7", "/srv/a"));
    }

    #[test]
    fn a_place_is_forgotten_alone() {
        let (_home, store) = store();
        let rows = [seen(TOKEN, "/srv/a", 1, 10), seen(TOKEN, "/srv/b", 4, 10)];
        store.write(|tx| rows.iter().try_for_each(|row| tx.put_sighting(row))).unwrap();
        let remove = |place| store.write(|tx| tx.remove_sighting(TOKEN.parse().unwrap(), 1, place));
        assert_eq!((remove("/srv/a").unwrap(), remove("/srv/a").unwrap()), (true, false));
        assert_eq!(store.read(|tx| tx.sightings()).unwrap(), rows[1..]);
    }

    #[test]
    fn no_place_is_kept_of_a_token_that_is_not_there() {
        let (_home, store) = store();
        assert!(store.write(|tx| tx.put_sighting(&seen("tok_zzzzzzzzzzzz", "/srv/a", 1, 10))).is_err());
    }
}
