//! The owners tree: account, projects with what belongs to them, what belongs to none, external services.

use crate::domain::owner::{OwnerId, OwnerKind};
use crate::services::OwnerView;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a line of the tree stands for; stays the same when the tree is rebuilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKey {
    /// Every owner.
    All,
    /// A heading over owners that belong to no project.
    Group(OwnerKind),
    /// One owner.
    Owner(OwnerId),
}

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub key: NodeKey,
    /// Steps from the left.
    pub depth: u16,
    /// What it is called, safe to show.
    pub label: String,
    /// What sort of owner, if it is one.
    pub kind: Option<OwnerKind>,
    /// Tokens accepted now, of it and all beneath.
    pub live: usize,
    /// Tokens in all.
    pub total: usize,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether it has lines beneath that can be folded away.
    pub folds: bool,
    /// Whether those are folded away.
    pub folded: bool,
    /// The owners that it narrows the table to.
    owners: Vec<OwnerId>,
}

/// Which owners' tokens the table shows; `None` for all.
pub type Narrowing = Option<Arc<BTreeSet<OwnerId>>>;

/// The owners tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// All owners, archived ones too.
    pub owners: Arc<Vec<OwnerView>>,
    /// The lines, from top to bottom.
    pub nodes: Vec<Node>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line drawn.
    pub top: usize,
    folded: BTreeSet<NodeKey>,
}

impl Tree {
    /// Takes over the owners as they are now; the cursor stays on its owner.
    pub fn replace(&mut self, owners: Arc<Vec<OwnerView>>, height: usize) {
        self.owners = owners;
        self.rebuild(height);
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Node> {
        self.nodes.get(self.cursor)
    }

    /// The owner under the cursor.
    pub fn selected_owner(&self) -> Option<&OwnerView> {
        match self.selected()?.key {
            NodeKey::Owner(id) => self.owner(id),
            _ => None,
        }
    }

    /// An owner by its row.
    pub fn owner(&self, id: OwnerId) -> Option<&OwnerView> {
        self.owners.iter().find(|view| view.owner.id == id)
    }

    /// What the cursor's line narrows the table to.
    pub fn narrowing(&self) -> Narrowing {
        match self.selected() {
            None => None,
            Some(node) if node.key == NodeKey::All => None,
            Some(node) => Some(Arc::new(node.owners.iter().copied().collect())),
        }
    }

    /// Moves the cursor to a line.
    pub fn move_to(&mut self, line: usize, height: usize) {
        self.cursor = line.min(self.nodes.len().saturating_sub(1));
        let height = height.max(1);
        self.top = self.top.min(self.nodes.len().saturating_sub(height));
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(height), self.cursor);
    }

    /// Puts the cursor on an owner, unfolding what hides it; false when there is no such owner.
    pub fn select_owner(&mut self, id: OwnerId, height: usize) -> bool {
        let place = |tree: &Self| tree.nodes.iter().position(|node| node.key == NodeKey::Owner(id));
        if place(self).is_none() {
            self.folded.clear();
            self.rebuild(height);
        }
        let found = place(self);
        found.into_iter().for_each(|line| self.move_to(line, height));
        found.is_some()
    }

    /// Moves the cursor by so many lines.
    pub fn move_by(&mut self, lines: isize, height: usize) {
        self.move_to(self.cursor.saturating_add_signed(lines), height);
    }

    /// Folds the line under the cursor, or goes to the line it is beneath.
    pub fn fold(&mut self, height: usize) {
        let Some(node) = self.selected() else { return };
        if node.folds && !node.folded {
            self.folded.insert(node.key);
            self.rebuild(height);
        } else {
            let depth = node.depth;
            let parent = self.nodes[..self.cursor].iter().rposition(|node| node.depth < depth);
            self.move_to(parent.unwrap_or(self.cursor), height);
        }
    }

    /// Unfolds the line under the cursor.
    pub fn unfold(&mut self, height: usize) {
        let key = self.selected().map(|node| node.key);
        if key.is_some_and(|key| self.folded.remove(&key)) {
            self.rebuild(height);
        }
    }

    fn rebuild(&mut self, height: usize) {
        let key = self.selected().map(|node| node.key);
        self.nodes = lines(&self.owners, &self.folded);
        let place = key.and_then(|key| self.nodes.iter().position(|node| node.key == key));
        self.move_to(place.unwrap_or(self.cursor), height);
    }
}

fn lines(owners: &[OwnerView], folded: &BTreeSet<NodeKey>) -> Vec<Node> {
    let mut nodes = vec![summary(NodeKey::All, "All".to_owned(), owners.iter())];
    nodes.extend(of_kind(owners, OwnerKind::Account).map(|view| leaf(view, 0)));
    let mut beneath: BTreeMap<OwnerId, Vec<&OwnerView>> = BTreeMap::new();
    for view in owners {
        if let Some(project) = view.owner.project {
            beneath.entry(project).or_default().push(view);
        }
    }
    for project in of_kind(owners, OwnerKind::Project) {
        nodes.extend(branch(project, beneath.get(&project.owner.id).map_or(&[], Vec::as_slice), folded));
    }
    for kind in [OwnerKind::Bot, OwnerKind::Integration, OwnerKind::External] {
        let alone: Vec<&OwnerView> = of_kind(owners, kind).filter(|view| view.owner.project.is_none()).collect();
        if !alone.is_empty() {
            nodes.extend(group(kind, &alone, folded));
        }
    }
    nodes
}

fn of_kind(owners: &[OwnerView], kind: OwnerKind) -> impl Iterator<Item = &OwnerView> {
    owners.iter().filter(move |view| view.owner.kind == kind)
}

fn leaf(view: &OwnerView, depth: u16) -> Node {
    let mut node = summary(NodeKey::Owner(view.owner.id), view.owner.name.to_string(), std::iter::once(view));
    node.depth = depth;
    node.kind = Some(view.owner.kind);
    node.archived = view.owner.archived_at.is_some();
    node
}

fn branch(project: &OwnerView, beneath: &[&OwnerView], folded: &BTreeSet<NodeKey>) -> Vec<Node> {
    let head = leaf(project, 0);
    let all = summary(head.key, head.label.clone(), std::iter::once(project).chain(beneath.iter().copied()));
    let head = Node { live: all.live, total: all.total, owners: all.owners, folds: !beneath.is_empty(), ..head };
    foldable(head, beneath, folded)
}

fn group(kind: OwnerKind, alone: &[&OwnerView], folded: &BTreeSet<NodeKey>) -> Vec<Node> {
    let label = match kind {
        OwnerKind::Bot => "Bots",
        OwnerKind::Integration => "Integrations",
        _ => "External",
    };
    let head = summary(NodeKey::Group(kind), label.to_owned(), alone.iter().copied());
    foldable(Node { folds: true, ..head }, alone, folded)
}

fn foldable(mut head: Node, beneath: &[&OwnerView], folded: &BTreeSet<NodeKey>) -> Vec<Node> {
    head.folded = head.folds && folded.contains(&head.key);
    let hidden = head.folded;
    let mut nodes = vec![head];
    if !hidden {
        nodes.extend(beneath.iter().map(|view| leaf(view, 1)));
    }
    nodes
}

fn summary<'a>(key: NodeKey, label: String, owners: impl Iterator<Item = &'a OwnerView> + Clone) -> Node {
    Node {
        key,
        depth: 0,
        label,
        kind: None,
        live: owners.clone().map(|view| view.live).sum(),
        total: owners.clone().map(|view| view.total).sum(),
        archived: false,
        folds: false,
        folded: false,
        owners: owners.map(|view| view.owner.id).collect(),
    }
}
