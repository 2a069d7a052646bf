//! YAML into the tree of the JSON reader. Anchors are followed, with a limit on what they can grow to.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

use crate::Refusal;
use crate::json::{Mark, Node, Object, Scalar, ScalarKind};

/// Values that a file may grow to by its anchors.
const MOST_VALUES: usize = 200_000;
/// Levels that are read.
const MAX_DEPTH: usize = 100;

/// A value that anchors can share.
enum Value {
    Leaf(ScalarKind, String),
    List(Vec<Rc<Value>>),
    Map(Vec<(String, Rc<Value>)>),
}

/// A list or mapping that is still open.
enum Open {
    List(Vec<Rc<Value>>, usize),
    Map(Vec<(String, Rc<Value>)>, Option<String>, usize),
}

/// The documents of a YAML text.
pub(super) fn parse(name: &str, text: &str) -> Result<Vec<Node<'static>>, Refusal> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, Rc<Value>> = HashMap::new();
    let mut roots = Vec::new();
    loop {
        let (event, mark) = parser.next_token().map_err(|e| broken(name, &e.to_string()))?;
        let done: Option<(Rc<Value>, usize)> = match event {
            Event::StreamEnd => break,
            Event::Scalar(value, style, anchor, tag) => Some((Rc::new(leaf(value, style, tag)), anchor)),
            Event::Alias(anchor) => match anchors.get(&anchor) {
                Some(value) => Some((Rc::clone(value), 0)),
                None => return Err(broken(name, "an alias names nothing that stands before it")),
            },
            Event::SequenceStart(anchor, _) => {
                open.push(Open::List(Vec::new(), anchor));
                None
            }
            Event::MappingStart(anchor, _) => {
                open.push(Open::Map(Vec::new(), None, anchor));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(list, anchor)) => Some((Rc::new(Value::List(list)), anchor)),
                Some(Open::Map(members, _, anchor)) => Some((Rc::new(Value::Map(members)), anchor)),
                None => None,
            },
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => None,
        };
        if open.len() > MAX_DEPTH {
            return Err(broken(name, &format!("more than {MAX_DEPTH} levels at line {}", mark.line())));
        }
        let Some((value, anchor)) = done else { continue };
        if anchor > 0 {
            anchors.insert(anchor, Rc::clone(&value));
        }
        match open.last_mut() {
            None => roots.push(value),
            Some(Open::List(list, _)) => list.push(value),
            Some(Open::Map(members, waiting, _)) => match waiting.take() {
                Some(key) => members.push((key, value)),
                None => match value.as_ref() {
                    Value::Leaf(_, text) => *waiting = Some(text.clone()),
                    _ => return Err(broken(name, &format!("a key that is no text at line {}", mark.line()))),
                },
            },
        }
    }
    let mut left = MOST_VALUES;
    roots
        .iter()
        .map(|root| node(root, &mut left).ok_or_else(|| broken(name, "its anchors grow without end")))
        .collect()
}

/// A leaf. `!BRAF` without quotes is a tag to YAML and a negation to whoever wrote it: it is kept as written.
fn leaf(value: String, style: TScalarStyle, tag: Option<Tag>) -> Value {
    if let Some(tag) = tag.filter(|t| t.handle == "!" && !t.suffix.is_empty()) {
        let text = format!("!{} {value}", tag.suffix);
        return Value::Leaf(ScalarKind::Text, text.trim_end().to_owned());
    }
    let plain = matches!(style, TScalarStyle::Plain);
    let kind = match value.as_str() {
        "" | "~" | "null" if plain => ScalarKind::Null,
        _ => ScalarKind::Text,
    };
    Value::Leaf(kind, value)
}

fn node(value: &Value, left: &mut usize) -> Option<Node<'static>> {
    *left = left.checked_sub(1)?;
    Some(match value {
        Value::Leaf(kind, text) => Node::Scalar(Scalar {
            kind: *kind,
            text: Cow::Owned(text.clone()),
            mark: Cell::new(Mark::Untouched),
        }),
        Value::List(list) => Node::Array(list.iter().map(|v| node(v, left)).collect::<Option<_>>()?),
        Value::Map(members) => {
            let mut out: Vec<(Cow<'static, str>, Node<'static>)> = Vec::new();
            for (key, value) in members {
                match value.as_ref() {
                    // `<<` takes in the members of another mapping.
                    Value::Map(merged) if key == "<<" => {
                        for (key, value) in merged {
                            out.push((Cow::Owned(key.clone()), node(value, left)?));
                        }
                    }
                    _ => out.push((Cow::Owned(key.clone()), node(value, left)?)),
                }
            }
            Node::Object(Object::new(out, (0, 0)))
        }
    })
}

fn broken(name: &str, what: &str) -> Refusal {
    Refusal::new(
        "trials.yaml",
        format!("{name} is no YAML that can be read: {what}"),
        "Check the indentation at that place, or give the trial as JSON.",
    )
}
