//! XML into the tree of the JSON reader: an element with text only is a leaf, elements of one name are a list,
//! an attribute is a member that starts with `@`.

use std::borrow::Cow;
use std::cell::Cell;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::Refusal;
use crate::json::{Mark, Node, Object, Scalar, ScalarKind};
use crate::source::truncated;

/// Levels that are read.
const MAX_DEPTH: usize = 100;

type Members = Vec<(Cow<'static, str>, Node<'static>)>;

/// An element that is still open.
#[derive(Default)]
struct Open {
    name: String,
    members: Members,
    text: String,
}

/// The document as an object with the root element as its member.
pub(super) fn parse(name: &str, text: &str) -> Result<Node<'static>, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Open::default()];
    loop {
        let event = reader.read_event().map_err(|e| broken(name, &e.to_string()))?;
        match event {
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    return Err(broken(name, &format!("more than {MAX_DEPTH} levels")));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => put(&mut open, element(&start)),
            Event::End(_) => {
                let Some(done) = open.pop().filter(|_| !open.is_empty()) else {
                    return Err(broken(name, "an element is closed that was not open"));
                };
                put(&mut open, done);
            }
            Event::Text(text) => add(&mut open, &text.decode().unwrap_or_default()),
            Event::CData(text) => add(&mut open, &text.decode().unwrap_or_default()),
            Event::GeneralRef(entity) => {
                let name = entity.decode().unwrap_or_default();
                let letter = entity.resolve_char_ref().ok().flatten();
                match (letter, resolve_predefined_entity(&name)) {
                    (Some(letter), _) => add(&mut open, letter.encode_utf8(&mut [0; 4])),
                    (None, Some(words)) => add(&mut open, words),
                    // An entity of the file's own is never followed.
                    (None, None) => add(&mut open, &format!("&{name};")),
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(Node::Object(Object::new(root.members, (0, 0)))),
        _ => Err(truncated(name, "an element is not closed")),
    }
}

fn element(start: &BytesStart<'_>) -> Open {
    let members = start.attributes().flatten().map(|a| {
        let key = format!("@{}", String::from_utf8_lossy(a.key.as_ref()));
        (Cow::Owned(key), leaf(String::from_utf8_lossy(&a.value).into_owned()))
    });
    Open {
        name: String::from_utf8_lossy(start.local_name().as_ref()).into_owned(),
        members: members.collect(),
        text: String::new(),
    }
}

fn add(open: &mut [Open], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}

/// Puts a closed element into the one around it.
fn put(open: &mut [Open], done: Open) {
    let Open { name, mut members, text } = done;
    let node = if members.is_empty() {
        leaf(text)
    } else {
        if !text.trim().is_empty() {
            members.push((Cow::Borrowed("#text"), leaf(text)));
        }
        Node::Object(Object::new(members, (0, 0)))
    };
    let Some(around) = open.last_mut() else { return };
    match around.members.iter_mut().find(|(key, _)| *key == name) {
        Some((_, Node::Array(list))) => list.push(node),
        Some((_, first)) => {
            let before = std::mem::replace(first, Node::Array(Vec::new()));
            *first = Node::Array(vec![before, node]);
        }
        None => around.members.push((Cow::Owned(name), node)),
    }
}

fn leaf(text: String) -> Node<'static> {
    Node::Scalar(Scalar { kind: ScalarKind::Text, text: Cow::Owned(text), mark: Cell::new(Mark::Untouched) })
}

fn broken(name: &str, what: &str) -> Refusal {
    Refusal::new(
        "trials.xml",
        format!("{name} is no XML that can be read: {what}"),
        "Download the trial again; nothing of it was stored.",
    )
}
