use super::*;

fn parse(text: &str) -> Result<Node<'_>, Syntax> {
    Parser::new(text).document("entry", &mut |_, _| {})
}

fn leaves(node: &Node<'_>) -> u64 {
    match node {
        Node::Scalar(_) => 1,
        Node::Array(list) => list.iter().map(leaves).sum(),
        Node::Object(object) => object.members.iter().map(|(_, n)| leaves(n)).sum(),
        Node::TooDeep(n) => *n,
    }
}

#[test]
fn numbers_keep_their_digits_and_double_keys_their_values() {
    let node = parse(r#"{"a":1.10,"a":"x","b":[true,null,{}],"c":{"d":-2e+3}}"#).unwrap();
    assert_eq!(leaves(&node), 5);
    let root = At::root(&node, "R");
    assert_eq!(root.get("a").text(), Some("1.10"));
    assert_eq!(root.get("c").get("d").text(), Some("-2e+3"));
    assert_eq!(root.get("b").items().nth(1).map(|n| n.path()).as_deref(), Some("R.b[1]"));
    assert!(!root.get("b").items().nth(1).unwrap().exists());
}

#[test]
fn texts_are_unescaped() {
    let node = parse(r#"{"a":"q\"\\\/\n\u00e9\ud83d\ude00\ud800x","b":"\u200b 1 "}"#).unwrap();
    let root = At::root(&node, "R");
    assert_eq!(root.get("a").text(), Some("q\"\\/\né😀\u{fffd}x"));
    assert_eq!(root.get("b").text(), Some("1"));
}

#[test]
fn elements_are_handed_out_one_by_one() {
    let mut seen = Vec::new();
    let node = Parser::new(r#"{"type":"x","entry":[{"a":1},{"a":2}],"z":3}"#)
        .document("entry", &mut |i, n| seen.push((i, leaves(&n))))
        .unwrap();
    assert_eq!(seen, [(0, 1), (1, 1)]);
    assert_eq!(leaves(&node), 2);
}

#[test]
fn depth_beyond_the_limit_is_counted_without_recursion() {
    let deep = format!("{}[1,\"x\",{{\"k\":null}}]{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(leaves(&parse(&deep).unwrap()), 3);
    let open = "[".repeat(1_000_000);
    assert!(parse(&open).unwrap_err().at_end);
}

#[test]
fn what_is_no_json_is_named_with_its_place() {
    for (text, offset, at_end) in [
        ("{\"a\":}", 5, false),
        ("{\"a\":1,}", 7, false),
        ("{\"a\":01}", 5, false),
        ("{\"a\":1", 6, true),
        ("{\"a\":\"x", 7, true),
        ("{\"a\":tr", 7, true),
        ("{\"a\":\"\\u12", 10, true),
        ("[1 2]", 3, false),
        ("{a:1}", 1, false),
        ("", 0, true),
    ] {
        let error = parse(text).map(|_| ()).unwrap_err();
        assert_eq!((error.offset, error.at_end), (offset, at_end), "{text}");
    }
}

#[test]
fn every_cut_is_seen_as_an_end() {
    let text = r#"{"a":[1.5,"x\n",true,{"b":null}],"c":"é"}"#;
    for cut in (1..text.len()).filter(|i| text.is_char_boundary(*i)) {
        assert!(parse(&text[..cut]).map(|_| ()).unwrap_err().at_end, "{}", &text[..cut]);
    }
}
