//! Length-prefixed fields, so that no two lists of fields are the same bytes.

/// Each field behind its length in bytes (eight, big-endian).
pub(super) fn length_prefixed(fields: &[&[u8]]) -> Vec<u8> {
    let mut form = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        form.extend_from_slice(&(field.len() as u64).to_be_bytes());
        form.extend_from_slice(field);
    }
    form
}
