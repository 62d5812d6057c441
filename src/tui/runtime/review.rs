//! Effects of the review walk.

use super::perform::with_services;
use super::vault::Vault;
use crate::domain::id::TokenId;
use crate::domain::review::{ReportFormat, ReviewId};
use crate::services::{Result, save_text};
use crate::tui::model::walk::{Judged, Reviews};
use std::path::{Path, PathBuf};

/// Reads which reviews there are, with the tokens of the open one where they are wanted.
pub(super) fn read(vault: &Vault, with_items: bool) -> Result<Reviews> {
    with_services(vault, |services| {
        let open = services.open_review()?;
        let items = match &open {
            Some(review) if with_items => services.review_items(review.id)?,
            _ => Vec::new(),
        };
        let closed = services.reviews()?.into_iter().find(|review| review.closed.is_some());
        Ok(Reviews { open, items, closed })
    })
}

/// Reads everything that a token is judged by.
pub(super) fn judge(vault: &Vault, id: TokenId) -> Result<Judged> {
    with_services(vault, |services| {
        Ok(Judged { detail: services.show(id)?, findings: services.findings_of(id)?, looked: services.who_looked(id)? })
    })
}

/// Saves the report of a closed review to a new file.
pub(super) fn save(vault: &Vault, review: ReviewId, format: ReportFormat, path: &Path) -> Result<PathBuf> {
    let text = with_services(vault, |services| services.review_report(review, format))?;
    save_text(path, &text)?;
    Ok(path.to_owned())
}
