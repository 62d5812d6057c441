//! The names of a record's fields, in a CSV header and in JSON alike.

use crate::domain::label::display_safe;

/// What a field of a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Value,
    Service,
    Note,
    Expires,
}

impl Column {
    const ALL: [Self; 5] = [Self::Name, Self::Value, Self::Service, Self::Note, Self::Expires];

    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Value => "value",
            Self::Service => "service",
            Self::Note => "note",
            Self::Expires => "expires",
        }
    }

    /// The column that a word names, whatever its case.
    ///
    /// # Errors
    /// None does; a misspelt `expires` that was ignored would give a token that never ends.
    pub fn from_word(word: &str) -> Result<Self, String> {
        let is_it = |column: &Self| column.word().eq_ignore_ascii_case(word.trim());
        Self::ALL.into_iter().find(is_it).ok_or_else(|| {
            // A file without a header has a value where a name is expected: long words are not repeated.
            let shown = if word.chars().count() <= 16 { format!(" {:?}", display_safe(word).as_str()) } else { String::new() };
            format!("there is no field{shown}; the fields are name, value, service, note and expires")
        })
    }
}

/// Where each column stands.
#[derive(Debug, Default)]
pub(super) struct Columns([Option<usize>; 5]);

impl Columns {
    /// Reads a header.
    ///
    /// # Errors
    /// A field is unknown or there twice, or `name` or `value` is missing.
    pub fn from_header(fields: &[&str]) -> Result<Self, String> {
        let mut columns = Self::default();
        for (at, field) in fields.iter().enumerate() {
            let column = Column::from_word(field)?;
            if columns.0[column as usize].replace(at).is_some() {
                return Err(format!("the header names {} twice", column.word()));
            }
        }
        match (columns.of(Column::Name), columns.of(Column::Value)) {
            (Some(_), Some(_)) => Ok(columns),
            _ => Err("the header has to name name and value; service, note and expires may follow".to_owned()),
        }
    }

    /// Where a column stands, if it is there.
    pub fn of(&self, column: Column) -> Option<usize> {
        self.0[column as usize]
    }
}
