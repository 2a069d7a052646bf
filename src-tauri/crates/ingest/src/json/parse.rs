//! The parser. Recursion is limited; what lies deeper is passed over without recursion and counted.

use std::borrow::Cow;
use std::cell::Cell;

use super::{Mark, Node, Object, Scalar, ScalarKind};

/// Levels that are read. Real records stay below 30.
const MAX_DEPTH: usize = 200;

/// Where the text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// Byte in the text.
    pub(crate) offset: usize,
    /// What was expected.
    pub(crate) what: &'static str,
    /// True where the text just ends.
    pub(crate) at_end: bool,
}

/// Reads one value after another from a text.
pub(crate) struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Continues from a byte that begins a character.
    pub(crate) fn start_at(&mut self, offset: usize) {
        if self.text.is_char_boundary(offset) {
            self.at = offset;
        }
    }

    /// The next byte that is no blank, without taking it.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes().get(self.at) {
            self.at += 1;
        }
        self.bytes().get(self.at).copied()
    }

    fn error<T>(&self, what: &'static str) -> Result<T, Syntax> {
        Err(Syntax { offset: self.at, what, at_end: self.at >= self.text.len() })
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Syntax> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            self.error(what)
        }
    }

    /// Reads an object whose member `stream` is an array and hands out its elements one by one, so that a
    /// large Bundle never stands in memory as a whole. Other values are read as they are.
    pub(crate) fn document(
        &mut self,
        stream: &str,
        each: &mut dyn FnMut(usize, Node<'a>),
    ) -> Result<Node<'a>, Syntax> {
        if self.peek() != Some(b'{') {
            return self.value(0);
        }
        let start = self.at;
        self.at += 1;
        let mut members = Vec::new();
        self.members(|parser, key| {
            let node = if key == stream && parser.peek() == Some(b'[') {
                let mut index = 0;
                parser.elements(|parser| {
                    let element = parser.value(2)?;
                    each(index, element);
                    index += 1;
                    Ok(())
                })?;
                Node::Array(Vec::new())
            } else {
                parser.value(1)?
            };
            members.push((key, node));
            Ok(())
        })?;
        Ok(Node::Object(Object::new(members, (start, self.at))))
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, Syntax> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => self.skip().map(Node::TooDeep),
            Some(b'{') => {
                let start = self.at;
                self.at += 1;
                let mut members = Vec::new();
                self.members(|parser, key| {
                    let node = parser.value(depth + 1)?;
                    members.push((key, node));
                    Ok(())
                })?;
                Ok(Node::Object(Object::new(members, (start, self.at))))
            }
            Some(b'[') => {
                let mut list = Vec::new();
                self.elements(|parser| {
                    let node = parser.value(depth + 1)?;
                    list.push(node);
                    Ok(())
                })?;
                Ok(Node::Array(list))
            }
            Some(b'"') => self.string().map(|text| scalar(ScalarKind::Text, text)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", ScalarKind::Boolean),
            Some(b'f') => self.word("false", ScalarKind::Boolean),
            Some(b'n') => self.word("null", ScalarKind::Null),
            _ => self.error("a value"),
        }
    }

    /// Members of an object, behind its opening brace.
    fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Syntax>,
    ) -> Result<(), Syntax> {
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.error("a key in quotes");
            }
            let key = self.string()?;
            self.expect(b':', "a colon")?;
            each(self, key)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.error("a comma or a closing brace"),
            }
        }
    }

    /// Elements of an array, from its opening bracket on.
    fn elements(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Syntax>) -> Result<(), Syntax> {
        self.expect(b'[', "an opening bracket")?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.error("a comma or a closing bracket"),
            }
        }
    }

    fn word(&mut self, word: &'static str, kind: ScalarKind) -> Result<Node<'a>, Syntax> {
        let rest = &self.bytes()[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(scalar(kind, Cow::Borrowed(word)));
        }
        if word.as_bytes().starts_with(rest) {
            self.at = self.text.len();
        }
        self.error("a value")
    }

    fn number(&mut self) -> Result<Node<'a>, Syntax> {
        let start = self.at;
        while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.bytes().get(self.at) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if is_number(text) {
            return Ok(scalar(ScalarKind::Number, Cow::Borrowed(text)));
        }
        if self.at < self.text.len() {
            self.at = start;
        }
        self.error("a number")
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Syntax> {
        self.at += 1;
        let start = self.at;
        let Some(end) = memchr::memchr2(b'"', b'\\', &self.bytes()[start..]) else {
            self.at = self.text.len();
            return self.error("the end of a string");
        };
        self.at = start + end;
        if self.bytes()[self.at] == b'"' {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..start + end]));
        }
        let mut out = String::from(&self.text[start..self.at]);
        loop {
            let from = self.at;
            let Some(next) = memchr::memchr2(b'"', b'\\', &self.bytes()[from..]) else {
                self.at = self.text.len();
                return self.error("the end of a string");
            };
            out.push_str(&self.text[from..from + next]);
            self.at = from + next + 1;
            if self.bytes()[from + next] == b'"' {
                return Ok(Cow::Owned(out));
            }
            self.escape(&mut out)?;
        }
    }

    /// What stands behind a backslash. A surrogate without its partner becomes U+FFFD.
    fn escape(&mut self, out: &mut String) -> Result<(), Syntax> {
        let Some(byte) = self.bytes().get(self.at) else { return self.error("an escape") };
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(*byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let pair = &self.bytes()[self.at..];
                let code = if (0xd800..0xdc00).contains(&first) && pair.starts_with(b"\\u") {
                    let before = self.at;
                    self.at += 1;
                    let second = self.hex()?;
                    if (0xdc00..0xe000).contains(&second) {
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    } else {
                        self.at = before;
                        first
                    }
                } else {
                    first
                };
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                return Ok(());
            }
            _ => return self.error("an escape"),
        };
        out.push(plain);
        self.at += 1;
        Ok(())
    }

    /// Four digits behind `u`, which is taken too.
    fn hex(&mut self) -> Result<u32, Syntax> {
        let digits =
            self.text.get(self.at + 1..self.at + 5).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(code) => {
                self.at += 5;
                Ok(code)
            }
            None => {
                if self.at + 5 > self.text.len() {
                    self.at = self.text.len();
                }
                self.error("four hexadecimal digits")
            }
        }
    }

    /// Passes over a value of any depth without recursion and counts its leaves.
    fn skip(&mut self) -> Result<u64, Syntax> {
        let (mut leaves, mut open, mut key_next) = (0, Vec::new(), false);
        loop {
            match self.peek() {
                None => return self.error("a closing bracket"),
                Some(byte @ (b'{' | b'[')) => {
                    open.push(byte);
                    key_next = byte == b'{';
                    self.at += 1;
                }
                Some(byte @ (b'}' | b']')) => {
                    let opening = if byte == b'}' { b'{' } else { b'[' };
                    if open.pop() != Some(opening) {
                        return self.error("the matching bracket");
                    }
                    self.at += 1;
                    if open.is_empty() {
                        return Ok(leaves);
                    }
                }
                Some(b',') => {
                    self.at += 1;
                    key_next = open.last() == Some(&b'{');
                }
                Some(b':') => {
                    self.at += 1;
                    key_next = false;
                }
                Some(b'"') => {
                    self.string()?;
                    leaves += u64::from(!key_next);
                }
                Some(_) => {
                    self.value(MAX_DEPTH)?;
                    leaves += 1;
                }
            }
        }
    }
}

fn scalar(kind: ScalarKind, text: Cow<'_, str>) -> Node<'_> {
    Node::Scalar(Scalar { kind, text, mark: Cell::new(Mark::Untouched) })
}

/// The grammar of JSON numbers.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((m, e)) => (m, Some(e)),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((w, f)) => (w, Some(f)),
        None => (mantissa, None),
    };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
