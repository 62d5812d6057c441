//! The screens and the tabs that lead to them.

use crate::tui::action::Action;

/// A screen of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Screen {
    /// Owners and tokens.
    #[default]
    Tokens,
    /// What the audit found.
    Audit,
    /// What happened.
    Activity,
    /// Who called, and how that was answered.
    Traffic,
}

impl Screen {
    /// The screens there are, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Tokens, Self::Audit, Self::Activity, Self::Traffic];

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Tokens => "Tokens",
            Self::Audit => "Audit",
            Self::Activity => "Activity",
            Self::Traffic => "Traffic",
        }
    }
}

/// A tab of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The digit that goes there.
    pub number: u8,
    /// What it is called.
    pub title: &'static str,
    /// The screen.
    pub leads_to: Screen,
}

/// The tabs, in the order of their numbers.
pub const TABS: [Tab; 4] = [
    Tab { number: 1, title: "Tokens", leads_to: Screen::Tokens },
    Tab { number: 2, title: "Audit", leads_to: Screen::Audit },
    Tab { number: 3, title: "Activity", leads_to: Screen::Activity },
    Tab { number: 4, title: "Traffic", leads_to: Screen::Traffic },
];

impl Tab {
    /// The tab that an action goes to.
    pub fn of(action: Action) -> Option<&'static Self> {
        let number = match action {
            Action::ShowTokens => 1,
            Action::ShowAudit => 2,
            Action::ShowActivity => 3,
            Action::ShowTraffic => 4,
            _ => return None,
        };
        TABS.iter().find(|tab| tab.number == number)
    }

    /// The action that goes to a tab.
    pub fn action(self) -> Action {
        match self.number {
            1 => Action::ShowTokens,
            2 => Action::ShowAudit,
            3 => Action::ShowActivity,
            _ => Action::ShowTraffic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_has_a_tab_of_its_name_and_every_tab_an_action() {
        for screen in Screen::ALL {
            assert!(TABS.iter().any(|tab| tab.leads_to == screen && tab.title == screen.title()));
        }
        for (at, tab) in TABS.into_iter().enumerate() {
            assert_eq!(usize::from(tab.number), at + 1);
            assert_eq!(Tab::of(tab.action()), Some(&tab));
            assert!(tab.action().doc().to_lowercase().contains(&tab.title.to_lowercase()));
        }
    }
}
