//! ICD-O-3 as registries write it: a topography with a morphology (`C18.7 8140/3`, `M8070/3 C34.1`).

use super::{Node, OncoTree};

impl OncoTree {
    /// The type of the morphology in that organ, else the organ's own.
    pub(super) fn registry(&self, text: &str) -> Option<&Node> {
        let words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
            .filter(|w| !w.is_empty())
            .map(str::to_uppercase)
            .collect();
        let [a, b] = words.as_slice() else { return None };
        let (code, place) = match (morphology(a), morphology(b)) {
            (Some(code), None) => (code, b),
            (None, Some(code)) => (code, a),
            _ => return None,
        };
        let organ = self.icd10(place)?;
        if organ.icdo.iter().any(|c| c == code) {
            return Some(organ);
        }
        let of = |node: &&Node| node.icdo.iter().any(|c| c == code);
        let below = |top: &Node| self.nodes.iter().filter(of).find(|n| self.is_a(&n.code, &top.code));
        let tissue = self.ancestors(&organ.code).filter(|n| n.parent.is_some()).last()?;
        below(organ).or_else(|| below(tissue)).or(Some(organ))
    }
}

/// `8140/3` of `M8140/3`.
fn morphology(word: &str) -> Option<&str> {
    let bare = word.strip_prefix('M').unwrap_or(word);
    let (number, behaviour) = bare.split_once('/')?;
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    (digits(number, 4) && digits(behaviour, 1)).then_some(bare)
}
