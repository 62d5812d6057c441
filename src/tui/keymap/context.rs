//! Where a key is pressed, and the layers that contexts share.

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The owners tree.
    Tree,
    /// The token table.
    Table,
    /// The detail pane.
    Detail,
    /// The entries of the history.
    History,
    /// The detail of an entry.
    Entry,
    /// What the program has said.
    Messages,
    /// The calls of the traffic screen.
    Calls,
    /// Its figures.
    Figures,
    /// The findings of the audit.
    Findings,
    /// The evidence of a finding.
    Evidence,
    /// The token under review.
    Walk,
    /// A dialog, with a button, a choice or a tick in focus.
    Dialog,
    /// The dialog that says why a call got its verdict: a dialog with keys of its own.
    Verdict,
    /// A dialog that shows a value in clear.
    Value,
    /// A text field.
    Field,
    /// The filter line.
    Filter,
    /// The palette's line.
    Palette,
    /// Help.
    Help,
}

impl Context {
    /// Every context.
    pub const ALL: &'static [Self] = &[
        Self::Tree,
        Self::Table,
        Self::Detail,
        Self::History,
        Self::Entry,
        Self::Messages,
        Self::Calls,
        Self::Figures,
        Self::Findings,
        Self::Evidence,
        Self::Walk,
        Self::Dialog,
        Self::Verdict,
        Self::Value,
        Self::Field,
        Self::Filter,
        Self::Palette,
        Self::Help,
    ];

    /// Its name in the keymap.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::Table => "table",
            Self::Detail => "detail",
            Self::History => "history",
            Self::Entry => "entry",
            Self::Messages => "messages",
            Self::Calls => "calls",
            Self::Figures => "figures",
            Self::Findings => "findings",
            Self::Evidence => "evidence",
            Self::Walk => "walk",
            Self::Dialog => "dialog",
            Self::Verdict => "verdict",
            Self::Value => "value",
            Self::Field => "field",
            Self::Filter => "filter",
            Self::Palette => "palette",
            Self::Help => "help",
        }
    }

    /// Its title in help and in the README's table.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Tree => "Owners",
            Self::Table => "Token table",
            Self::Detail => "Detail",
            Self::History => "History",
            Self::Entry => "Entry of the history",
            Self::Messages => "Messages",
            Self::Calls => "Calls",
            Self::Figures => "Figures of the traffic",
            Self::Findings => "Findings",
            Self::Evidence => "Evidence of a finding",
            Self::Walk => "Review walk",
            Self::Dialog => "Dialog",
            Self::Verdict => "Verdict on a call",
            Self::Value => "Value in clear",
            Self::Field => "Text field",
            Self::Filter => "Filter",
            Self::Palette => "Palette",
            Self::Help => "Help",
        }
    }

    /// Whether characters are typed here, so that a plain one cannot be a command.
    pub const fn types_text(self) -> bool {
        matches!(self, Self::Field | Self::Filter | Self::Palette)
    }
}

/// What a binding may name under `in`: a context, or a layer of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Any,
    Global,
    Tokens,
    Audit,
    Text,
    Only(Context),
}

impl Layer {
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        ["any", "global", "tokens", "audit", "text"].into_iter().chain(Context::ALL.iter().map(|context| context.name()))
    }

    pub(super) fn by_name(name: &str) -> Option<Self> {
        match name {
            "any" => Some(Self::Any),
            "global" => Some(Self::Global),
            "tokens" => Some(Self::Tokens),
            "audit" => Some(Self::Audit),
            "text" => Some(Self::Text),
            _ => Context::ALL.iter().find(|context| context.name() == name).map(|context| Self::Only(*context)),
        }
    }

    pub(super) fn covers(self, context: Context) -> bool {
        match self {
            Self::Any => true,
            Self::Global => matches!(
                context,
                Context::Tree
                    | Context::Table
                    | Context::Detail
                    | Context::History
                    | Context::Entry
                    | Context::Messages
                    | Context::Calls
                    | Context::Figures
                    | Context::Findings
                    | Context::Evidence
                    | Context::Walk
            ),
            Self::Tokens => matches!(context, Context::Tree | Context::Table | Context::Detail),
            Self::Audit => matches!(context, Context::Findings | Context::Evidence | Context::Walk),
            Self::Text => context.types_text(),
            Self::Only(Context::Dialog) => matches!(context, Context::Dialog | Context::Verdict),
            Self::Only(only) => only == context,
        }
    }

    /// Whether any of its contexts takes typed characters.
    pub(super) fn types_text(self) -> bool {
        Context::ALL.iter().any(|context| context.types_text() && self.covers(*context))
    }
}
