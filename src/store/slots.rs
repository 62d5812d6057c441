//! Key slots as rows.

use super::rows::{bytes_at, instant_at, word_at};
use super::{StoreError, Tx};
use crate::domain::name::Name;
use crate::domain::role::Role;
use crate::domain::slot::{KdfParams, MAX_SLOTS, Slot, SlotId, SlotSort};
use rusqlite::params;

impl Tx<'_> {
    /// Adds a slot.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn insert_slot(&self, slot: &Slot) -> Result<(), StoreError> {
        self.sql().execute(
            "INSERT INTO slot (id, sort, operator, role, memory_kib, iterations, lanes, salt, nonce, wrapped, commitment, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                slot.id.0,
                slot.sort.word(),
                slot.operator.as_str(),
                slot.role.word(),
                slot.params.memory_kib,
                slot.params.iterations,
                slot.params.lanes,
                slot.salt,
                slot.nonce,
                slot.wrapped,
                slot.commitment,
                slot.created_at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Removes a slot; its pages are overwritten (`secure_delete`).
    ///
    /// # Errors
    /// SQLite failed.
    pub fn delete_slot(&self, id: SlotId) -> Result<(), StoreError> {
        self.sql().execute("DELETE FROM slot WHERE id = ?1", [id.0])?;
        Ok(())
    }

    /// All slots, passphrases before recovery keys, the oldest first.
    ///
    /// # Errors
    /// A row is damaged, there are more than a vault may have, or SQLite failed.
    pub fn slots(&self) -> Result<Vec<Slot>, StoreError> {
        let mut statement = self.sql().prepare("SELECT * FROM slot ORDER BY sort, created_at, id LIMIT ?1")?;
        let rows = statement.query_map([MAX_SLOTS as i64 + 1], |row| {
            Ok(Slot {
                id: SlotId(bytes_at(row, "id")?),
                sort: word_at(row, "sort", SlotSort::from_word)?,
                operator: Name::from_stored(row.get("operator")?),
                role: word_at(row, "role", Role::from_word)?,
                params: KdfParams {
                    memory_kib: row.get("memory_kib")?,
                    iterations: row.get("iterations")?,
                    lanes: row.get("lanes")?,
                },
                salt: bytes_at(row, "salt")?,
                nonce: bytes_at(row, "nonce")?,
                wrapped: row.get("wrapped")?,
                commitment: bytes_at(row, "commitment")?,
                created_at: instant_at(row, "created_at")?,
            })
        })?;
        let slots: Vec<Slot> = rows.collect::<Result<_, _>>()?;
        if slots.len() > MAX_SLOTS {
            return Err(StoreError::Damaged(format!("the vault has more than {MAX_SLOTS} key slots")));
        }
        Ok(slots)
    }

    /// Whether a slot is there.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn has_slot(&self, id: SlotId) -> Result<bool, StoreError> {
        Ok(self.sql().query_row("SELECT EXISTS (SELECT 1 FROM slot WHERE id = ?1)", [id.0], |row| row.get(0))?)
    }
}
