//! Tumour types in running text: `Adenocarcinoma of the lung, TTF-1+, cT2 cN3`, `HER2-positive breast cancer`.
//!
//! A name of the tree is found where all its words stand in the text, in any order. What stands before the
//! first comma, bracket or turn (`with`, `after`) must be understood to the last word, else nothing is read:
//! an unknown word may be the one that makes it another disease.

use super::circumstances::{BESIDE, MARKER_STATES, MARKERS, NOT_THIS, TURNS};
use super::codes::Code;
use super::doubt::{is_superficial, turned_away};
use super::registry::Lead;
use super::words::{ANYWHERE, PHRASES, SITES};
use super::{Node, OncoTree};
use crate::text::key;

/// What a text says about a tumour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TumourReading<'a> {
    /// The type; `None` where the text is not understood or fits several types.
    pub node: Option<&'a Node>,
    /// Types that the text may mean, where it is not understood or leaves open which of several it is.
    pub candidates: Vec<&'a Node>,
    /// Markers that the text states beside the type (`HER2 positive`), for the reader of alterations.
    pub markers: Vec<String>,
    /// What has to be said beside the type, or why there is none (`The code is that of a metastasis ...`).
    pub note: Option<&'static str>,
}

const SEVERAL_NAMED: &str = "The text names more than one tumour";
const SITE_NOT_SAID: &str = "The text names no organ; that the primary is unknown is not said either";

/// A name of the tree as a set of words.
#[derive(Debug)]
pub(super) struct Name {
    words: Vec<String>,
    node: usize,
    own: bool,
}

/// A stretch of text between two signs or turns.
pub(super) struct Segment {
    pub(super) words: Vec<String>,
    /// Begun by a turn (`after`), not by a sign.
    pub(super) turned: bool,
}

/// The words of a text, and OncoTree codes that stand among them.
pub(super) struct Parts {
    pub(super) segments: Vec<Segment>,
    codes: Vec<String>,
}

pub(super) fn index(nodes: &[Node]) -> Vec<Name> {
    let mut names = Vec::new();
    for (node, n) in nodes.iter().enumerate() {
        let own = n.synonyms.iter().map(|s| (s, true));
        for (text, own) in own.chain([(&n.name, false)]) {
            for text in alternatives(text) {
                let words = name_words(&text);
                // A site alone (`colon`) is a type where nothing else is written, and no name among other words.
                let site = !text.contains(char::is_alphabetic)
                    || words.len() == 1 && SITES.iter().any(|(w, _)| *w == words[0]);
                // `Malignant Tumor` is no answer: it says no more than that there is one.
                if !(own && site) && words.iter().any(|w| w != "carcinoma" && w != "tumor") {
                    names.push(Name { words, node, own });
                }
            }
        }
    }
    names
}

/// `B-Lymphoblastic Leukemia/Lymphoma` stands for either.
fn alternatives(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if let Some(pair) = name.split(' ').find(|w| w.contains('/')) {
        all.extend(pair.split('/').map(|one| name.replace(pair, one)));
    }
    let halves: Vec<&str> = name.split('/').collect();
    if halves.iter().all(|h| h.split(' ').count() > 2) {
        all.extend(halves.into_iter().map(str::to_owned));
    }
    all
}

fn name_words(name: &str) -> Vec<String> {
    const JOIN: [&str; 11] = ["of", "the", "and", "with", "nos", "a", "to", "or", "in", "type", "for"];
    let mut words = canonical(&folded(name));
    words.retain(|w| !JOIN.contains(&w.as_str()));
    words.sort_unstable();
    words.dedup();
    words
}

/// Without diacritics, and with the signs of a marker in words (`HR+/HER2-`).
fn folded(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (i, c) in chars.iter().enumerate() {
        let after_word = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == ')');
        let at_end = chars.get(i + 1).is_none_or(|n| !n.is_alphanumeric());
        match c {
            '+' if after_word => out.push_str(" positive "),
            '-' | '\u{2212}' if after_word && at_end => out.push_str(" negative "),
            'ö' | 'ó' | 'ô' => out.push('o'),
            'Ö' => out.push('O'),
            'ü' | 'ú' => out.push('u'),
            'é' | 'è' | 'ê' => out.push('e'),
            'ä' | 'á' | 'à' => out.push('a'),
            'í' => out.push('i'),
            'ß' => out.push_str("ss"),
            _ => out.push(*c),
        }
    }
    out
}

/// Lower case, American, one word for each site and histology, singular.
fn canonical(text: &str) -> Vec<String> {
    let mut line = format!(" {} ", key(text))
        .replace("aemia", "emia")
        .replace("analogue", "analog")
        .replace("phaeo", "pheo");
    for (phrase, word) in PHRASES {
        let phrase = format!(" {phrase} ");
        if line.contains(&phrase) {
            line = line.replace(&phrase, &format!(" {word} "));
        }
    }
    line.split(' ').filter(|w| !w.is_empty()).map(singular).collect()
}

fn singular(word: &str) -> String {
    let keeps = ["ss", "us", "is"].iter().any(|e| word.ends_with(e)) || word.len() < 6;
    if keeps { word.to_owned() } else { word.strip_suffix('s').unwrap_or(word).to_owned() }
}

impl OncoTree {
    /// Reads a text about a tumour: a name or a code as [`OncoTree::find`] takes them, else running text.
    #[must_use]
    pub fn read_text(&self, text: &str) -> TumourReading<'_> {
        let scan = self.scan(text);
        let parts = self.parts(&scan.rest);
        let markers = markers(&parts.segments);
        if let Some(lead) = self.exact(text) {
            let candidates = if lead.candidates.is_empty() { self.several(text) } else { lead.candidates };
            return TumourReading { node: lead.node, candidates, markers, note: lead.note };
        }
        if text.contains('?') {
            return TumourReading {
                candidates: self.candidates(&parts),
                markers,
                ..TumourReading::default()
            };
        }
        let mut lead = self.lead(&scan.codes);
        if scan.codes.is_empty() {
            lead = Lead::default();
        }
        let bracketed = || parts.codes.iter().find_map(|c| self.get(c));
        let by_code = lead.node.filter(|n| n.code != super::SOLID).or_else(bracketed);
        let mut several = self.running(&parts);
        several.retain(|i| self.allowed(&self.nodes[*i], &scan.codes, &lead));
        let unsaid = |w: &&Node| !scan.codes.is_empty() && self.is_site_unsaid(w, &parts);
        // `Adenocarcinoma 8140/3, C34.1`: the code names the organ that the words leave out.
        let words = self.common(&several).filter(|w| !unsaid(w));
        if scan.codes.is_empty() {
            if let Some(two) = self.two(&parts).filter(|_| words.is_none()) {
                let note = Some(SEVERAL_NAMED);
                return TumourReading { candidates: two.to_vec(), markers, note, ..TumourReading::default() };
            }
            if let Some(unsaid) = words.filter(|w| self.is_site_unsaid(w, &parts)) {
                let (node, note) = (Some(&self.solid), Some(SITE_NOT_SAID));
                return TumourReading { node, candidates: vec![unsaid], markers, note };
            }
        }
        let node = match (words, by_code) {
            (Some(words), Some(code)) if self.is_a(&code.code, &words.code) => Some(code),
            (Some(words), Some(code)) if self.is_a(&words.code, &code.code) => Some(words),
            // `ductal carcinoma 8500/2`: the behaviour is told by the code.
            (Some(_), Some(code)) if scan.codes.iter().any(is_not_malignant) => Some(code),
            // A tissue of a code (`C34`: lung) holds every type of that tissue. Letters in brackets may be no
            // code at all (`(NST)`: of no special type).
            (Some(words), Some(code)) => {
                (words.tissue == code.tissue || parts.codes.contains(&code.code)).then_some(words)
            }
            (words, code) => words.or(code.filter(|_| !turned_away(&parts))),
        };
        let note = lead.note.filter(|_| node.is_none() || node == lead.node);
        let candidates = match node {
            n if several.len() > 1 && n == words => several.iter().map(|i| &self.nodes[*i]).collect(),
            None if lead.candidates.is_empty() => self.candidates(&parts),
            Some(n) if lead.node != Some(n) => Vec::new(),
            _ => lead.candidates,
        };
        TumourReading { node, candidates, markers, note }
    }

    /// Whether the codes of a text leave its words standing: not beside a code of a history, nor for the organ of a
    /// metastasis, nor where a code says that the tumour is not malignant and leads nowhere.
    fn allowed(&self, words: &Node, codes: &[Code], lead: &Lead<'_>) -> bool {
        if codes.is_empty() {
            return true;
        }
        let at = |c: &Code| match c {
            Code::Site(s) => self.icd10_types(s).iter().any(|i| self.nodes[*i].tissue == words.tissue),
            _ => false,
        };
        let spread = codes.iter().any(|c| matches!(c, Code::Morphology(_, Some(6 | 9))));
        let refused = lead.node.is_none() && codes.iter().any(is_not_malignant);
        !(lead.is_past() || refused || spread && codes.iter().any(at))
    }

    /// The types that the words of a text mean: one, several where its name is that of several, none where it is not
    /// understood.
    fn running(&self, parts: &Parts) -> Vec<usize> {
        let Some(head) = parts.segments.first().map(|s| &s.words) else { return Vec::new() };
        let all: Vec<String> = parts.segments.iter().flat_map(|s| s.words.clone()).collect();
        let (in_head, in_all) = (self.longest(head), self.longest(&all));
        let (found, used) = match (in_head, in_all) {
            (Some(h), Some(a)) if h.1.iter().all(|w| a.1.contains(w)) || self.covers(h.0[0], a.0[0]) => a,
            (Some(h), _) => h,
            // A head that names no type (`Adenocarcinoma, right upper lobe`) is completed by what follows.
            (None, Some(a)) if !turned_away(parts) => a,
            _ => return Vec::new(),
        };
        if head.iter().any(|w| NOT_THIS.contains(&w.as_str()) && !used.contains(w)) {
            return Vec::new();
        }
        let node = &self.nodes[found[0]];
        if self.taken_back(parts) || self.another(parts, node).is_some() {
            return Vec::new();
        }
        let rest: Vec<&String> = head.iter().filter(|w| !used.contains(w)).collect();
        let has_marker = rest.iter().any(|w| is_marker(w));
        let known = |w: &&String| {
            BESIDE.contains(&w.as_str())
                || is_measure(w)
                || is_marker(w)
                || (has_marker && MARKER_STATES.contains(&w.as_str()))
                || fits(w, node)
        };
        if !rest.iter().all(known) {
            return Vec::new();
        }
        match self.by_code.get("NMIBC") {
            Some(n) if node.code == "BLCA" && is_superficial(&all) => vec![*n],
            _ => found,
        }
    }

    /// The type whose name takes in most of the words, or the types that share this name; `None` where unrelated
    /// names do so.
    pub(super) fn longest(&self, words: &[String]) -> Option<(Vec<usize>, Vec<String>)> {
        let names = self.names();
        let fit: Vec<&Name> = names.iter().filter(|n| n.words.iter().all(|w| words.contains(w))).collect();
        let within =
            |a: &Name, b: &Name| a.words.len() < b.words.len() && a.words.iter().all(|w| b.words.contains(w));
        let mut top: Vec<&Name> = fit.iter().copied().filter(|n| !fit.iter().any(|o| within(n, o))).collect();
        // A synonym of ours decides where names collide.
        let same = |a: &Name, b: &Name| a.words == b.words;
        let own: Vec<&Name> = top.iter().copied().filter(|n| n.own).collect();
        top.retain(|n| n.own || !own.iter().any(|o| same(o, n)));
        if top.iter().any(|n| !self.is_unspecific(n.node)) {
            top.retain(|n| !self.is_unspecific(n.node));
        }
        let used = || top.iter().flat_map(|n| n.words.clone()).collect();
        let mut best = *top.first()?;
        let shared = top.iter().all(|n| n.own && same(n, best));
        for name in &top[1..] {
            best = match (self.covers(best.node, name.node), self.covers(name.node, best.node)) {
                // Of one name for two types the wider is meant, of two names the narrower.
                (true, _) => {
                    if same(best, name) {
                        best
                    } else {
                        name
                    }
                }
                (_, true) => {
                    if same(best, name) {
                        name
                    } else {
                        best
                    }
                }
                _ if shared => return Some((top.iter().map(|n| n.node).collect(), used())),
                _ => return None,
            };
        }
        Some((vec![best.node], used()))
    }

    /// Types without an organ (`Adenocarcinoma, NOS`) and whole tissues.
    pub(super) fn is_unspecific(&self, node: usize) -> bool {
        let node = &self.nodes[node];
        !node.own && (node.tissue.as_deref() == Some("Other") || node.parent.as_deref() == Some("TISSUE"))
    }

    fn parts(&self, text: &str) -> Parts {
        let mut codes = Vec::new();
        let folded = folded(text);
        let mut segments = vec![Segment { words: Vec::new(), turned: false }];
        for (i, piece) in folded.split([',', ';', '(', ')', ':', '[', ']']).enumerate() {
            let bare = piece.trim();
            let alone = bare.trim_start_matches("OncoTree").trim();
            if i > 0 && alone.len() > 1 && self.by_code.contains_key(alone) {
                codes.push(alone.to_owned());
                continue;
            }
            let mut kept = String::new();
            for word in bare.split(' ') {
                kept.push(' ');
                kept.push_str(self.spelled_out(word).unwrap_or(word));
            }
            let words = without_spread(canonical(&kept));
            segments.extend(turns(words));
        }
        segments.retain(|s| !s.words.is_empty());
        Parts { segments, codes }
    }

    /// The name behind an OncoTree code that stands among words (`MDS, lower risk`). A code that is also a
    /// marker (`MET`), a word of a name of ours or an English word in capitals stays as it is.
    fn spelled_out(&self, word: &str) -> Option<&str> {
        const WORDS: [&str; 8] = ["ALL", "EYE", "BONE", "LUNG", "SKIN", "NST", "OTHER", "MIXED"];
        let low = word.to_lowercase();
        let own = |k: &str| self.by_name.contains_key(k);
        if word.len() < 3 || WORDS.contains(&word) || is_marker(&low) || own(&low) {
            return None;
        }
        PHRASES
            .iter()
            .all(|(p, _)| *p != low)
            .then(|| self.by_code.get(word))?
            .map(|i| self.nodes[*i].name.as_str())
    }

    fn candidates(&self, parts: &Parts) -> Vec<&Node> {
        let words: Vec<&String> = parts.segments.iter().flat_map(|s| &s.words).collect();
        let mut near: Vec<(usize, usize, usize)> = Vec::new();
        for name in self.names() {
            let shared = name.words.iter().filter(|w| words.contains(w)).count();
            let telling = name.words.iter().any(|w| words.contains(&w) && !BESIDE.contains(&w.as_str()));
            let whole = words.iter().all(|w| BESIDE.contains(&w.as_str()) || name.words.contains(w));
            if telling
                && (whole || shared * 3 >= name.words.len() * 2)
                && !near.iter().any(|(_, _, n)| *n == name.node)
            {
                near.push((shared, name.words.len(), name.node));
            }
        }
        near.sort_by_key(|(shared, words, node)| (std::cmp::Reverse(*shared), *words, *node));
        near.iter().take(5).map(|(_, _, n)| &self.nodes[*n]).collect()
    }
}

/// Cuts a segment at its turns.
fn turns(words: Vec<String>) -> Vec<Segment> {
    let mut all = vec![Segment { words: Vec::new(), turned: false }];
    for word in words {
        if TURNS.contains(&word.as_str()) {
            all.push(Segment { words: Vec::new(), turned: word != "with" });
        } else if let Some(last) = all.last_mut() {
            last.words.push(word);
        }
    }
    all
}

/// Drops the organs to which a tumour has spread: they are not its site.
fn without_spread(words: Vec<String>) -> Vec<String> {
    let is_site = |w: &str| SITES.iter().any(|(s, _)| *s == w) || ["node", "lymph", "visceral"].contains(&w);
    let spread = |w: &str| w.starts_with("metasta");
    let mut drop = vec![false; words.len()];
    for (i, word) in words.iter().enumerate() {
        if !spread(word) {
            continue;
        }
        // `liver and bone metastases`
        let mut k = i;
        while k > 0 && (is_site(&words[k - 1]) || (words[k - 1] == "and" && k > 1 && is_site(&words[k - 2])))
        {
            k -= 1;
            drop[k] = true;
        }
        // `metastatic to the liver and bone`, `metastatic malignant neoplasm to brain`
        let Some(to) = words.iter().skip(i + 1).position(|w| w == "to" || w == "in") else { continue };
        for (j, w) in words.iter().enumerate().skip(i + 1 + to) {
            if !(is_site(w) || ["to", "in", "the", "and", "left", "right"].contains(&w.as_str())) {
                break;
            }
            drop[j] = true;
        }
    }
    words.into_iter().zip(drop).filter(|(_, gone)| !gone).map(|(w, _)| w).collect()
}

fn is_marker(word: &str) -> bool {
    MARKERS.contains(&word) || word == "triplenegative"
}

/// Numbers, `pT2a`, `cN1`, `M1c`, `R0`, `G2`, `IIIB`, `9cm`.
fn is_measure(word: &str) -> bool {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    // `pt3n1m0`
    if word.len() > 3
        && word.contains('t')
        && word.chars().all(|c| "cpyrtnmxabcis01234".contains(c))
        && word.contains(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    let stage = word.trim_end_matches(['a', 'b', 'c', 'd']);
    if !stage.is_empty() && stage.chars().all(|c| c == 'i' || c == 'v' || c == 'x') {
        return true;
    }
    let bare = word.trim_start_matches(['c', 'p', 'y', 'r']);
    let mut chars = bare.chars();
    let kind = if bare.is_empty() { Some('r') } else { chars.next() };
    let digits: String = chars.collect();
    matches!(kind, Some('t' | 'n' | 'm' | 'g' | 'r' | '0'..='4'))
        && digits.len() <= 3
        && (digits.starts_with(|c: char| c.is_ascii_digit() || c == 'x')
            || kind.is_some_and(|k| k.is_ascii_digit()))
        || (bare.len() < word.len() && bare.chars().all(|c| c.is_ascii_digit()) && !bare.is_empty())
}

fn is_not_malignant(code: &Code) -> bool {
    matches!(code, Code::Morphology(_, Some(0..=2)))
}

/// Whether a word of place agrees with a type.
fn fits(word: &str, node: &Node) -> bool {
    let Some((_, tissue)) = SITES.iter().find(|(w, _)| *w == word) else { return false };
    node.tissue.as_deref().is_some_and(|t| t == *tissue || ANYWHERE.contains(&t))
}

/// Markers with what is said of them, in the order of the text. What is told of another time is left out.
fn markers(segments: &[Segment]) -> Vec<String> {
    const ANOTHER_TIME: [&str; 6] = ["primary", "previously", "prior", "former", "baseline", "history"];
    let mut found: Vec<String> = Vec::new();
    for segment in segments.iter().filter(|s| !s.turned) {
        if segment.words.iter().any(|w| ANOTHER_TIME.contains(&w.as_str())) {
            continue;
        }
        let mut i = 0;
        while i < segment.words.len() {
            let word = &segment.words[i];
            i += 1;
            if word == "triplenegative" {
                found.extend(["ER negative", "PR negative", "HER2 negative"].map(str::to_owned));
                continue;
            }
            if !MARKERS.contains(&word.as_str()) {
                continue;
            }
            let said = segment.words[i..].iter().take_while(|w| MARKER_STATES.contains(&w.as_str()));
            let said: Vec<&str> = said.map(String::as_str).collect();
            i += said.len();
            let alone = ["mss", "dmmr", "pmmr"].contains(&word.as_str());
            if alone || !said.is_empty() {
                let text = format!("{} {}", word.to_uppercase(), said.join(" "));
                found.push(text.trim().replace("wildtype", "wild-type").replace(" wt", " wild-type"));
            }
        }
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
