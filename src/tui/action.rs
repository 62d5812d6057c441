//! Everything that a key or the palette can ask for: one declaration of names and descriptions.

mod twin;

pub use twin::Twin;

/// Declares the actions once: variant, name in the keymap, group, and one line for help and palette.
macro_rules! actions {
    ($($group:ident { $($action:ident $name:literal $doc:literal)+ })+) => {
        /// What a key press asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[doc = $doc] $action,)+)+
        }

        impl Action {
            /// Every action, in the order of help.
            pub const ALL: &'static [Self] = &[$($(Self::$action,)+)+];

            /// Its name in the keymap, the configuration and the palette.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$action => $name,)+)+ }
            }

            /// What it does, in one line.
            pub const fn doc(self) -> &'static str {
                match self { $($(Self::$action => $doc,)+)+ }
            }

            /// The heading that it stands under in help.
            pub const fn group(self) -> Group {
                match self { $($(Self::$action => Group::$group,)+)+ }
            }
        }
    };
}

actions! {
    Tokens {
        IssueToken "issue-token" "Issue a new token"
        Open "open" "Open the selected row in the detail pane"
        Copy "copy" "Copy the value without showing it"
        CopyLine "copy-line" "Copy a ready line with the value in it"
        Reveal "reveal" "Show the value for a few seconds"
        Edit "edit" "Edit name, scopes, expiry, limits and note"
        Rotate "rotate" "Give it a new secret, the old one ending later"
        ToggleDisabled "toggle-disabled" "Disable the token, or enable it again"
        Revoke "revoke" "End the token for good"
        ExtendGrace "extend-grace" "Accept the previous secret for longer"
        EndGrace "end-grace" "Stop accepting the previous secret now"
        History "history" "See what happened to it, on screen 3"
        Traffic "traffic" "See who calls with it, on screen 4"
        ToToken "to-token" "Go to the token that it is about, on screen 1"
    }
    Audit {
        Narrow "narrow" "Grant only the scopes that it really used"
        SetExpiry "set-expiry" "Set when the token expires"
        Accept "accept" "Accept the finding until a date, with a note"
        Unaccept "unaccept" "Take the acceptance back"
        GroupFindings "group-findings" "Group by severity, or by token"
        ShowAccepted "show-accepted" "Show accepted findings too, or hide them"
        Review "review" "Review every live token, or go on reviewing"
        Keep "keep" "Keep the token as it is"
        Snooze "snooze" "Put the token off until a date"
        NextUndecided "next-undecided" "To the next token that is undecided"
        CloseReview "close-review" "Close the review and save its report"
        SaveReport "save-report" "Save the report of the latest closed review"
    }
    Owners {
        AddOwner "add-owner" "Add a project, bot, integration or service"
        RenameOwner "rename-owner" "Edit the selected owner: name, id and note"
        ArchiveOwner "archive-owner" "Archive the selected owner"
        Import "import" "Import values from a dotenv, JSON or CSV file"
    }
    Finding {
        Filter "filter" "Narrow the list with every key"
        SortNext "sort-next" "Sort by the next column"
        SortReverse "sort-reverse" "Turn the order round"
        Mark "mark" "Mark the row, to act on several at once"
        MarkRange "mark-range" "Start or end marking a range of rows"
        Refresh "refresh" "Read everything again"
    }
    Movement {
        MoveDown "move-down" "Down one row"
        MoveUp "move-up" "Up one row"
        MoveLeft "move-left" "Fold the branch, or go to the pane on the left"
        MoveRight "move-right" "Unfold the branch, or go to the pane on the right"
        HalfPageDown "half-page-down" "Down half a page"
        HalfPageUp "half-page-up" "Up half a page"
        PageDown "page-down" "Down one page"
        PageUp "page-up" "Up one page"
        First "first" "To the first row"
        Last "last" "To the last row"
        NextPane "next-pane" "To the next pane"
        PreviousPane "previous-pane" "To the previous pane"
    }
    Screens {
        ShowTokens "show-tokens" "Screen 1: tokens"
        ShowAudit "show-audit" "Screen 2: audit"
        ShowActivity "show-activity" "Screen 3: activity"
        ShowTraffic "show-traffic" "Screen 4: traffic"
        Messages "messages" "What the program has said since it started"
        Pause "pause" "Hold the traffic still, or let it go on"
        CheckChain "check-chain" "Check that nobody rewrote the history"
        FirstBad "first-bad" "Go to the first bad entry of the history"
        ExportLog "export-log" "Export the history to a file"
    }
    Program {
        Help "help" "Show the keys of this place"
        Palette "palette" "Find any action by name"
        Unlock "unlock" "Unlock the vault"
        Lock "lock" "Lock the vault and hide everything"
        ChangePassphrase "change-passphrase" "Change your passphrase"
        PrivateMode "private-mode" "Hide hints, refuse to reveal: for shared screens"
        Suspend "suspend" "Suspend to the shell"
        Quit "quit" "Quit"
    }
    Dialogs {
        Confirm "confirm" "Press the button, or accept what is typed"
        Back "back" "Close, cancel, or clear what is open"
        NextField "next-field" "To the next field"
        PreviousField "previous-field" "To the previous field"
        Toggle "toggle" "Tick or untick, choose"
        SaveValue "save-value" "Save the value to a file only you can read"
    }
    Editing {
        CursorLeft "cursor-left" "One character to the left"
        CursorRight "cursor-right" "One character to the right"
        WordLeft "word-left" "One word to the left"
        WordRight "word-right" "One word to the right"
        LineStart "line-start" "To the start of the line"
        LineEnd "line-end" "To the end of the line"
        DeleteLeft "delete-left" "Delete the character before the cursor"
        DeleteRight "delete-right" "Delete the character under the cursor"
        DeleteWord "delete-word" "Delete the word before the cursor"
        DeleteToStart "delete-to-start" "Delete everything before the cursor"
        DeleteToEnd "delete-to-end" "Delete everything after the cursor"
    }
}

/// The headings of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// On tokens.
    Tokens,
    /// On findings and reviews.
    Audit,
    /// On owners.
    Owners,
    /// Filtering, sorting, marking.
    Finding,
    /// The selection.
    Movement,
    /// The screens.
    Screens,
    /// The vault and the program.
    Program,
    /// Inside dialogs.
    Dialogs,
    /// Inside text fields.
    Editing,
}

impl Group {
    /// Its title in help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Tokens => "Tokens",
            Self::Audit => "Audit",
            Self::Owners => "Owners",
            Self::Finding => "Finding",
            Self::Movement => "Movement",
            Self::Screens => "Screens",
            Self::Program => "Program",
            Self::Dialogs => "Dialogs",
            Self::Editing => "Editing",
        }
    }
}

impl Action {
    /// The action of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_kebab_case_unique_and_the_variants_own() {
        for action in Action::ALL {
            let kebab = format!("{action:?}").chars().fold(String::new(), |mut name, c| {
                if c.is_uppercase() && !name.is_empty() {
                    name.push('-');
                }
                name.extend(c.to_lowercase());
                name
            });
            assert_eq!(action.name(), kebab);
            assert_eq!(Action::by_name(action.name()), Some(*action));
        }
    }

    #[test]
    fn every_description_is_one_short_line() {
        for action in Action::ALL {
            let doc = action.doc();
            assert!(doc.len() <= 50 && !doc.ends_with('.') && !doc.contains('\n'), "{doc}");
            assert!(doc.starts_with(char::is_uppercase), "{doc}");
        }
    }
}
