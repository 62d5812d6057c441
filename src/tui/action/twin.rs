//! What does the same on the command line: every action that changes or tells something has its twin there.

use super::{Action, Group};

/// What does the same on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// These commands do.
    Commands(&'static [&'static str]),
    /// This option does.
    Option(&'static str),
    /// Nothing does, and why that is right.
    None(&'static str),
}

/// For whatever changes no more than what is looked at.
const VIEW: Twin = Twin::None("only moves the view");

impl Action {
    /// What does the same on the command line.
    pub const fn cli_twin(self) -> Twin {
        use Twin::{Commands, None};
        match self {
            Self::IssueToken => Commands(&["issue"]),
            Self::Open => Commands(&["show"]),
            Self::Copy => Commands(&["copy"]),
            Self::Reveal => Commands(&["reveal"]),
            Self::Edit => Commands(&["edit"]),
            Self::Rotate => Commands(&["rotate"]),
            Self::ToggleDisabled => Commands(&["disable", "enable"]),
            Self::Revoke => Commands(&["revoke", "reset"]),
            Self::ExtendGrace | Self::EndGrace => Commands(&["grace"]),
            Self::History | Self::ShowActivity => Commands(&["log"]),
            Self::AddOwner => Commands(&["project add", "bot add", "integration add", "external add"]),
            Self::RenameOwner => Commands(&[
                "account rename",
                "account set",
                "project rename",
                "project set",
                "bot rename",
                "bot set",
                "integration rename",
                "integration set",
                "external rename",
                "external set",
            ]),
            Self::ArchiveOwner => Commands(&["project archive", "bot archive", "integration archive", "external archive"]),
            Self::Import => Commands(&["import"]),
            Self::Filter | Self::ShowTokens => Commands(&["ls"]),
            Self::SaveValue => Commands(&["issue", "reveal"]),
            Self::CheckChain | Self::FirstBad => Commands(&["log verify"]),
            Self::ExportLog => Commands(&["log"]),
            Self::ChangePassphrase => Commands(&["passphrase"]),
            Self::Help => Commands(&["config keys"]),
            Self::PrivateMode => Twin::Option("private"),
            Self::Mark | Self::MarkRange => None("commands that take several name them one after the other"),
            Self::Messages => None("the command line says everything at once, on standard error"),
            Self::Unlock | Self::Lock => None("each command asks for the passphrase it needs and forgets it"),
            Self::Traffic | Self::ShowTraffic | Self::Pause => Commands(&["usage"]),
            Self::ShowAudit => Commands(&["audit", "expiring"]),
            Self::Accept => Commands(&["audit accept"]),
            Self::Unaccept => Commands(&["audit unaccept"]),
            Self::Narrow | Self::SetExpiry => Commands(&["edit"]),
            Self::Review | Self::Keep | Self::Snooze | Self::NextUndecided | Self::CloseReview | Self::SaveReport => {
                Commands(&["review"])
            }
            Self::ToToken => Commands(&["show"]),
            Self::Suspend | Self::Quit => None("the shell does it"),
            _ => VIEW,
        }
    }

    /// Why the palette does not offer it, if so.
    pub const fn why_not_in_palette(self) -> Option<&'static str> {
        match self.group() {
            Group::Movement => Some("makes sense as a key press only"),
            Group::Dialogs => Some("is about what is open, which the palette would cover"),
            Group::Editing => Some("is about a line of text, which the palette would cover"),
            _ if matches!(self, Self::Palette) => Some("is the palette"),
            _ => None,
        }
    }

    /// Whether the palette offers it.
    pub const fn in_palette(self) -> bool {
        self.why_not_in_palette().is_none()
    }
}
