//! A place in a document: the value, and the way to it for findings.

use super::{Mark, Node, ScalarKind};

/// One step of a path.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'p> {
    /// Beginning of a path, in words.
    Root(&'p str),
    Key(&'p str),
    Index(usize),
}

/// A value and its path. A missing value is a place too, so that steps can be chained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'n, 'p> {
    node: Option<&'n Node<'n>>,
    up: Option<&'p At<'n, 'p>>,
    step: Step<'p>,
}

impl<'n, 'p> At<'n, 'p> {
    pub(crate) fn root(node: &'n Node<'n>, name: &'p str) -> Self {
        Self { node: Some(node), up: None, step: Step::Root(name) }
    }

    pub(crate) fn node(&self) -> Option<&'n Node<'n>> {
        self.node
    }

    /// True where something stands here that is not `null`.
    pub(crate) fn exists(&self) -> bool {
        match self.node {
            None => false,
            Some(Node::Scalar(s)) => s.kind != ScalarKind::Null,
            Some(_) => true,
        }
    }

    /// The member of that name.
    pub(crate) fn get<'q>(&'q self, key: &'q str) -> At<'n, 'q>
    where
        'p: 'q,
    {
        At { node: self.node.and_then(|n| n.member(key)), up: Some(self), step: Step::Key(key) }
    }

    /// The elements; a single value where a list belongs counts as a list of one, `null` as none.
    pub(crate) fn items<'q>(&'q self) -> impl Iterator<Item = At<'n, 'q>>
    where
        'p: 'q,
    {
        let list: &[Node<'n>] = match self.node {
            Some(Node::Array(list)) => list,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        };
        let is_list = matches!(self.node, Some(Node::Array(_)));
        list.iter().enumerate().map(move |(i, node)| {
            if is_list { At { node: Some(node), up: Some(self), step: Step::Index(i) } } else { *self }
        })
    }

    /// The first element.
    pub(crate) fn first<'q>(&'q self) -> At<'n, 'q>
    where
        'p: 'q,
    {
        self.items().next().unwrap_or(At { node: None, up: Some(self), step: Step::Index(0) })
    }

    /// The leaf as text, marked as mapped. Numbers and truth values give their digits or word; `null` and
    /// empty texts are nothing. Blanks and invisible marks around it are taken off.
    pub(crate) fn text(&self) -> Option<&'n str> {
        let Some(Node::Scalar(scalar)) = self.node else { return None };
        let text = trimmed(&scalar.text);
        if scalar.kind == ScalarKind::Null || text.is_empty() {
            return None;
        }
        scalar.mark.set(Mark::Mapped);
        Some(text)
    }

    /// The leaf as text, not marked.
    pub(crate) fn peek(&self) -> Option<&'n str> {
        match self.node {
            Some(Node::Scalar(s)) if s.kind != ScalarKind::Null => Some(trimmed(&s.text)),
            _ => None,
        }
    }

    /// `true` or `false`, also written as text.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.peek() {
            Some("true") => self.text().map(|_| true),
            Some("false") => self.text().map(|_| false),
            _ => None,
        }
    }

    /// Marks every leaf from here down.
    pub(crate) fn mark(&self, mark: Mark) {
        if let Some(node) = self.node {
            mark_all(node, mark);
        }
    }

    /// `Bundle.entry[12].resource.code`.
    pub(crate) fn path(&self) -> String {
        let mut path = String::with_capacity(48);
        self.write_path(&mut path);
        path
    }

    fn write_path(&self, path: &mut String) {
        if let Some(up) = self.up {
            up.write_path(path);
        }
        match self.step {
            Step::Root(name) => path.push_str(name),
            Step::Key(key) => {
                path.push('.');
                path.push_str(key);
            }
            Step::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }
}

fn mark_all(node: &Node<'_>, mark: Mark) {
    match node {
        Node::Scalar(scalar) => scalar.mark.set(mark),
        Node::Array(list) => list.iter().for_each(|n| mark_all(n, mark)),
        Node::Object(object) => object.members.iter().for_each(|(_, n)| mark_all(n, mark)),
        Node::TooDeep(_) => {}
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
    })
}
