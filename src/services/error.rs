//! What can go wrong in a use case, said so that a person knows what to do next.

use crate::clipboard::ClipboardError;
use crate::clock::EntropyError;
use crate::domain::catalogue::CatalogueError;
use crate::domain::expiry::ExpiryError;
use crate::domain::lifecycle::Refusal;
use crate::domain::name::NameError;
use crate::domain::passphrase::PassphraseError;
use crate::domain::role::Role;
use crate::store::StoreError;
use crate::vault::VaultError;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case failed. Messages hold no value and are safe to show after `display_safe`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be.
    #[error("{0}")]
    Invalid(String),
    /// A step that the lifecycle does not allow.
    #[error("{subject}: {refusal}")]
    Refused {
        /// The token concerned.
        subject: String,
        /// Why.
        refusal: Refusal,
    },
    /// Nothing has that name.
    #[error("{what} {name:?} does not exist{}", suggestion.as_ref().map(|s| format!("; did you mean {s}?")).unwrap_or_default())]
    NotFound {
        /// What sort of thing was looked for.
        what: &'static str,
        /// The name that was given.
        name: String,
        /// The nearest that exists.
        suggestion: Option<String>,
    },
    /// Several things have that name.
    #[error("{name} is ambiguous; it could be\n  {}", candidates.join("\n  "))]
    Ambiguous {
        /// What was given.
        name: String,
        /// Each thing it could be: id, selector, status.
        candidates: Vec<String>,
    },
    /// The name is taken.
    #[error("a {what} named {name:?} exists already; choose another name")]
    Duplicate {
        /// What sort of thing.
        what: String,
        /// The name.
        name: String,
    },
    /// Neither a passphrase nor a recovery key of this vault. Says no more on purpose.
    #[error("the passphrase does not unlock this vault")]
    WrongPassphrase,
    /// The use case needs an unlocked vault.
    #[error("the vault is locked; unlock it with your passphrase first")]
    Locked,
    /// The operator's role does not allow it.
    #[error("a slot of role {role} may not {verb}; ask an owner")]
    NotPermitted {
        /// The operator's role.
        role: Role,
        /// What was tried.
        verb: &'static str,
    },
    /// The value was shown once and is not kept.
    #[error("{0}: the value was shown once, when it was issued, and is not kept; rotate the token to get a new one")]
    NotRevealable(String),
    /// What came out of a sealed value is not what its digest says.
    #[error("{0}: the sealed value does not belong to this token; restore a backup, or rotate the token")]
    Tampered(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The clipboard took nothing, or did not give it back.
    #[error(transparent)]
    Clipboard(#[from] ClipboardError),
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

/// What sort of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The answer is no (1).
    No,
    /// What was asked for cannot be (2).
    Usage,
    /// No such thing, or more than one (3).
    NotFound,
    /// Locked, wrong passphrase or not permitted (4).
    Denied,
    /// The store or the machine failed (5).
    Fault,
}

impl Error {
    /// What sort of failure it is.
    pub fn category(&self) -> Category {
        match self {
            Self::Refused { .. } => Category::No,
            Self::Invalid(_)
            | Self::Duplicate { .. }
            | Self::Clipboard(ClipboardError::Refused(_) | ClipboardError::TooLong { .. }) => Category::Usage,
            Self::NotFound { .. } | Self::Ambiguous { .. } => Category::NotFound,
            Self::WrongPassphrase | Self::Locked | Self::NotPermitted { .. } | Self::NotRevealable(_) => Category::Denied,
            Self::Tampered(_) | Self::Store(_) | Self::Vault(_) | Self::Clipboard(_) | Self::Entropy(_) => Category::Fault,
        }
    }
}

macro_rules! invalid_from {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Error {
            fn from(error: $kind) -> Self {
                Self::Invalid(error.to_string())
            }
        })*
    };
}

invalid_from!(CatalogueError, ExpiryError, NameError, PassphraseError);
