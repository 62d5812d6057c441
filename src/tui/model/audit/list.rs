//! The list of findings: which are shown, under which headings, where the cursor is, what is marked.

use super::report::{Counts, Key, Noticed, Report};
use crate::domain::filter::FindingFilter;
use crate::domain::finding::Severity;
use crate::domain::id::TokenId;
use crate::tui::model::window;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What findings stand together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Grouping {
    /// How much they matter.
    #[default]
    Severity,
    /// Whose they are.
    Token,
}

/// What a group of findings has in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Common {
    /// How much they matter.
    Severity(Severity),
    /// Whose they are, as people call it.
    Token(String),
}

/// A line over a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What the group has in common.
    pub common: Common,
    /// How many there are in it.
    pub counts: Counts,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group.
    Heading(Heading),
    /// A finding, by its place in the report.
    Finding(usize),
}

/// The list.
#[derive(Debug, Default)]
pub struct FindingList {
    /// Everything that was found.
    pub report: Arc<Report>,
    /// How many findings there are in it.
    pub counts: Counts,
    /// What is shown.
    lines: Vec<Line>,
    /// How many findings are shown.
    shown: usize,
    /// Position of the cursor among the lines; on a finding, if there is one.
    pub cursor: usize,
    /// First line drawn.
    pub top: usize,
    /// What findings stand together by.
    pub grouping: Grouping,
    /// Whether accepted ones are shown.
    pub shows_accepted: bool,
    /// Those marked, whether shown or not.
    pub marks: BTreeSet<Key>,
    /// Where a range of marks began.
    pub anchor: Option<Key>,
    selected: Option<Key>,
}

impl FindingList {
    /// The lines in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many findings are shown.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// The finding on a line.
    pub fn at(&self, line: usize) -> Option<&Noticed> {
        match self.lines.get(line)? {
            Line::Finding(place) => self.report.noticed.get(*place),
            Line::Heading(_) => None,
        }
    }

    /// The finding under the cursor.
    pub fn selected(&self) -> Option<&Noticed> {
        self.at(self.cursor)
    }

    /// Takes another report over. The cursor stays on its finding; where that is gone, on its place.
    pub fn take(&mut self, report: Arc<Report>, filter: &FindingFilter, height: usize) {
        self.counts = report.counts();
        self.report = report;
        if !self.marks.is_empty() {
            let keys: BTreeSet<Key> = self.report.noticed.iter().map(Noticed::key).collect();
            self.marks.retain(|key| keys.contains(key));
        }
        self.arrange(filter, height);
    }

    /// Chooses and groups anew.
    pub fn arrange(&mut self, filter: &FindingFilter, height: usize) {
        let with_accepted = self.shows_accepted || filter.asks_for_accepted();
        let is_shown = |noticed: &Noticed| (with_accepted || noticed.finding.is_open()) && filter.matches(&noticed.row());
        let places = (0..self.report.noticed.len()).filter(|at| is_shown(&self.report.noticed[*at]));
        let groups = match self.grouping {
            Grouping::Severity => by_severity(&self.report, places),
            Grouping::Token => by_token(&self.report, places),
        };
        self.shown = groups.iter().map(|(_, places)| places.len()).sum();
        self.lines.clear();
        for (common, places) in groups {
            let counts = Counts::of(places.iter().map(|place| &self.report.noticed[*place].finding));
            self.lines.push(Line::Heading(Heading { common, counts }));
            self.lines.extend(places.into_iter().map(Line::Finding));
        }
        let place = self.selected.and_then(|key| self.line_of(key));
        self.move_to(place.unwrap_or(self.cursor), height);
    }

    fn line_of(&self, key: Key) -> Option<usize> {
        (0..self.lines.len()).find(|line| self.at(*line).is_some_and(|noticed| noticed.key() == key))
    }

    /// Moves the cursor to a line, or to the finding next to it, and the window of `height` lines after it.
    pub fn move_to(&mut self, line: usize, height: usize) {
        let line = line.min(self.lines.len().saturating_sub(1));
        // Headings stand above their findings: the line below one is never another.
        self.cursor = if matches!(self.lines.get(line), Some(Line::Heading(_))) { line + 1 } else { line };
        self.selected = self.selected().map(Noticed::key);
        self.follow(height);
    }

    /// Moves the cursor by so many lines; over a heading it goes on in the same direction.
    pub fn move_by(&mut self, lines: isize, height: usize) {
        let to = self.cursor.saturating_add_signed(lines);
        let is_heading = matches!(self.lines.get(to), Some(Line::Heading(_)));
        self.move_to(if is_heading && lines < 0 && to > 0 { to - 1 } else { to }, height);
    }

    /// Shifts the window so that the cursor is in it, with its heading where that is next to it.
    pub fn follow(&mut self, height: usize) {
        self.top = window::follow(self.top, self.cursor, self.lines.len(), height);
        if self.top > 0 && self.top == self.cursor && matches!(self.lines.get(self.top - 1), Some(Line::Heading(_))) && height > 1
        {
            self.top -= 1;
        }
    }

    /// Turns the window by some lines; the cursor only moves where it would be left behind.
    pub fn turn(&mut self, lines: isize, height: usize) {
        let height = height.max(1);
        self.top = self.top.saturating_add_signed(lines).min(self.lines.len().saturating_sub(height));
        self.move_to(self.cursor.clamp(self.top, self.top + height - 1), height);
    }

    /// Marks or unmarks the finding under the cursor.
    pub fn toggle_mark(&mut self) {
        if let Some(key) = self.selected().map(Noticed::key)
            && !self.marks.remove(&key)
        {
            self.marks.insert(key);
        }
    }

    /// Marks everything between a finding and the cursor, both included; `false` where that finding is not shown.
    pub fn mark_range(&mut self, from: Key) -> bool {
        let Some(start) = self.line_of(from) else { return false };
        let (low, high) = (start.min(self.cursor), start.max(self.cursor));
        let keys: Vec<Key> = (low..=high).filter_map(|line| self.at(line)).map(Noticed::key).collect();
        self.marks.extend(keys);
        true
    }

    /// Takes the marks off every finding of a token.
    pub fn unmark(&mut self, id: TokenId) {
        self.marks.retain(|(token, _)| *token != Some(id));
    }

    /// What is to be acted on: the marked findings in their order, else the one under the cursor.
    pub fn targets(&self) -> Vec<&Noticed> {
        if self.marks.is_empty() {
            return self.selected().into_iter().collect();
        }
        self.report.noticed.iter().filter(|noticed| self.marks.contains(&noticed.key())).collect()
    }

    /// How many marked findings are not shown.
    pub fn hidden_marks(&self) -> usize {
        if self.marks.is_empty() {
            return 0;
        }
        let is_marked = |line: usize| self.at(line).is_some_and(|noticed| self.marks.contains(&noticed.key()));
        self.marks.len() - (0..self.lines.len()).filter(|line| is_marked(*line)).count()
    }
}

type Groups = Vec<(Common, Vec<usize>)>;

/// The report is in this order already.
fn by_severity(report: &Report, places: impl Iterator<Item = usize>) -> Groups {
    let mut groups: Groups = Vec::new();
    for place in places {
        let common = Common::Severity(report.noticed[place].finding.severity);
        match groups.last_mut() {
            Some((last, places)) if *last == common => places.push(place),
            _ => groups.push((common, vec![place])),
        }
    }
    groups
}

/// The tokens with the gravest findings first; those alike in that by what they are called.
fn by_token(report: &Report, places: impl Iterator<Item = usize>) -> Groups {
    let mut at: HashMap<Option<TokenId>, usize> = HashMap::new();
    let mut groups: Vec<(Severity, &str, Vec<usize>)> = Vec::new();
    for place in places {
        let noticed = &report.noticed[place];
        let group = *at.entry(noticed.finding.token).or_insert_with(|| {
            groups.push((noticed.finding.severity, &noticed.label, Vec::new()));
            groups.len() - 1
        });
        groups[group].2.push(place);
    }
    groups.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    groups.into_iter().map(|(_, label, places)| (Common::Token(label.to_owned()), places)).collect()
}

#[cfg(test)]
mod tests;
