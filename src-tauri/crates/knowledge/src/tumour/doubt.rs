//! What makes a text no plain diagnosis: it is denied, of another person, of a second tumour, or of a state of its own.

use super::circumstances::{BESIDE, NOT_THIS, TAKEN_BACK};
use super::reading::{Parts, Segment};
use super::words::SITES;
use super::{Node, OncoTree};

/// Types of carcinoma that OncoTree keeps under an unknown primary. A text that does not say that the primary is unknown
/// leaves it unsaid.
const SITE_UNSAID: [&str; 5] = ["ADNOS", "SCCNOS", "PDC", "ACN", "UDMN"];

impl OncoTree {
    /// Whether a later part of the text takes the type back or gives it to another person.
    pub(super) fn taken_back(&self, parts: &Parts) -> bool {
        parts.segments.iter().skip(1).any(|s| {
            let said = |w: &str| s.words.iter().any(|o| o == w);
            let denied =
                s.words.iter().any(|w| TAKEN_BACK.contains(&w.as_str())) || said("not") && said("confirmed");
            let bare_history =
                said("history") && s.words.iter().all(|w| ["family", "history", "of"].contains(&w.as_str()));
            (denied || bare_history) && self.longest(&s.words).is_none()
        })
    }

    /// A second tumour that a later part of the text names, in another organ.
    pub(super) fn another(&self, parts: &Parts, node: &Node) -> Option<&Node> {
        const ANOTHER_TIME: [&str; 7] =
            ["prior", "previous", "previously", "former", "past", "after", "treated"];
        let present = |s: &&Segment| {
            let past = |w: &String| NOT_THIS.contains(&w.as_str()) || ANOTHER_TIME.contains(&w.as_str());
            !s.turned && !s.words.iter().any(past)
        };
        parts.segments.iter().skip(1).filter(present).find_map(|s| {
            let (found, used) = self.longest(&s.words)?;
            let other = &self.nodes[found[0]];
            let site = |w: &String| BESIDE.contains(&w.as_str()) || SITES.iter().any(|(s, _)| s == w);
            let told = used.len() > 1 || !used.iter().all(site);
            let elsewhere = other.tissue != node.tissue && !self.is_unspecific(found[0]) && told;
            let related = found.iter().any(|i| {
                let code = &self.nodes[*i].code;
                self.is_a(code, &node.code) || self.is_a(&node.code, code)
            });
            (elsewhere && !related).then_some(other)
        })
    }

    /// The two tumours of a text that names a second one.
    pub(super) fn two(&self, parts: &Parts) -> Option<[&Node; 2]> {
        let (found, _) = self.longest(&parts.segments.first()?.words)?;
        let first = &self.nodes[found[0]];
        Some([first, self.another(parts, first)?])
    }

    /// True for a carcinoma whose site the text leaves out: that is not to say that the primary is unknown.
    pub(super) fn is_site_unsaid(&self, node: &Node, parts: &Parts) -> bool {
        let said = |w: &String| ["unknown", "occult", "cup"].contains(&w.as_str());
        SITE_UNSAID.contains(&node.code.as_str()) && !parts.segments.iter().flat_map(|s| &s.words).any(said)
    }
}

/// `pTa`, `Tis`, `pT1` without a word of spread: a tumour of the bladder that has not reached its muscle.
pub(super) fn is_superficial(words: &[String]) -> bool {
    const STAGES: [&str; 12] =
        ["ta", "pta", "cta", "tis", "ptis", "ctis", "cis", "t1", "pt1", "ct1", "pt1hg", "ta1"];
    const SPREAD: [&str; 8] = ["muscle", "metastatic", "metastasis", "advanced", "n1", "n2", "n3", "m1"];
    let has = |list: &[&str]| {
        words
            .iter()
            .any(|w| list.contains(&w.trim_start_matches(['c', 'p', 'y'])) || list.contains(&w.as_str()))
    };
    has(&STAGES) && !has(&SPREAD) && !words.iter().any(|w| w.starts_with("metasta"))
}

pub(super) fn turned_away(parts: &Parts) -> bool {
    parts.segments.iter().flat_map(|s| &s.words).any(|w| NOT_THIS.contains(&w.as_str()))
}
