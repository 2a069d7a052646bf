//! What codes say of a tumour: the morphology in its organ, the organ alone, a metastasis, a history.

use super::codes::Code;
use super::{Icd10Range, MorphologyRow, Node, OncoTree, SOLID};

/// What the codes of a text lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lead<'a> {
    /// The type.
    pub(super) node: Option<&'a Node>,
    /// Types that the codes leave open.
    pub(super) candidates: Vec<&'a Node>,
    /// What has to be said beside it.
    pub(super) note: Option<&'static str>,
}

impl Lead<'_> {
    /// True where the codes tell of a history and of nothing present.
    pub(super) fn is_past(&self) -> bool {
        self.note == Some(PAST)
    }
}

const METASTASIS: &str =
    "The code is that of a metastasis: its site is not the primary, and the primary is not known from it";
const PAST: &str = "The code is that of a past tumour, of the family, of screening or of a disposition: it names no present tumour";
const SEVERAL: &str = "The codes are those of more than one tumour";
const ASSUMED: &str = "The behaviour digit is not written; read as malignant (/3)";
const USUAL: &str = "The code names the organ and not the histology; read as the usual type of this organ";
const NOT_THERE: &str = "This morphology is not known for a tumour of this organ";
const UNKNOWN: &str = "The code is not known";

/// Lowest ICD-O-3 morphology of lymphomas and leukaemias: their site is where they were found, not an organ of origin.
const FIRST_LIQUID: u16 = 9590;
/// ICD-10 codes whose name tells the histology; the other codes of C00 to C80 tell the organ.
const TELLS_HISTOLOGY: [&str; 14] =
    ["C220", "C221", "C222", "C223", "C43", "C4A", "C44", "C45", "C46", "C49", "C541", "C7A", "C80", "C254"];

impl OncoTree {
    /// What a text of nothing but codes means; `None` where it is no such text.
    pub(super) fn coded(&self, text: &str) -> Option<Lead<'_>> {
        let scan = self.scan(text);
        scan.is_pure().then(|| self.lead(&scan.codes))
    }

    /// What codes together mean.
    pub(super) fn lead(&self, codes: &[Code]) -> Lead<'_> {
        let sites: Vec<&str> = codes
            .iter()
            .filter_map(|c| if let Code::Site(s) = c { Some(s.as_str()) } else { None })
            .collect();
        let primaries: Vec<&str> =
            sites.iter().copied().filter(|s| !is_secondary(s) && !is_past(s)).collect();
        let mut leads: Vec<Lead<'_>> = Vec::new();
        for code in codes {
            match code {
                Code::Morphology(number, behaviour) if primaries.is_empty() => {
                    let spread = sites.iter().any(|s| is_secondary(s)).then_some(6);
                    leads.push(self.morphology(*number, spread.or(*behaviour), behaviour.is_none(), None));
                }
                Code::Morphology(number, behaviour) => {
                    let at = |s: &&str| self.morphology(*number, *behaviour, behaviour.is_none(), Some(s));
                    leads.extend(primaries.iter().map(at));
                }
                Code::Types(types) if types.is_empty() => {
                    leads.push(Lead { note: Some(UNKNOWN), ..Lead::default() })
                }
                Code::Types(types) => leads.push(self.of(types, None)),
                Code::Site(_) => {}
            }
        }
        if !codes.iter().any(|c| matches!(c, Code::Morphology(..))) {
            leads.extend(primaries.iter().map(|s| self.organ(s)));
        }
        if leads.is_empty() {
            let note = if sites.iter().any(|s| is_past(s)) { PAST } else { METASTASIS };
            return Lead { note: Some(note), ..Lead::default() };
        }
        self.joined(leads)
    }

    /// Leads of one tumour: the most precise that fits the others; of several tumours: none.
    fn joined<'a>(&'a self, leads: Vec<Lead<'a>>) -> Lead<'a> {
        let mut all = leads.into_iter();
        let Some(mut best) = all.next() else { return Lead::default() };
        for lead in all {
            best = match (best.node, lead.node) {
                (Some(a), Some(b)) if self.is_a(&a.code, &b.code) => best,
                (Some(a), Some(b)) if self.is_a(&b.code, &a.code) || a.code == SOLID => lead,
                (Some(_), Some(b)) if b.code == SOLID => best,
                (Some(a), Some(b)) => Lead { node: None, candidates: vec![a, b], note: Some(SEVERAL) },
                (None, Some(_)) if best.note == Some(UNKNOWN) => lead,
                _ if best.node.is_none() => best,
                _ if lead.note == Some(UNKNOWN) => best,
                _ => lead,
            };
        }
        best
    }

    fn of(&self, types: &[usize], note: Option<&'static str>) -> Lead<'_> {
        let all: Vec<&Node> = types.iter().filter_map(|i| self.nodes.get(*i)).collect();
        Lead { node: self.common(types), candidates: if all.len() > 1 { all } else { Vec::new() }, note }
    }

    /// An organ of which nothing but the code is said.
    fn organ(&self, site: &str) -> Lead<'_> {
        let types = self.icd10_types(site);
        let tells = TELLS_HISTOLOGY.iter().any(|c| site.starts_with(c));
        let organ = site.starts_with('C') && site.get(1..3).is_some_and(|n| n < "80") && !tells;
        let lead = self.of(&types, None);
        let narrower =
            lead.candidates.is_empty() && lead.node.is_some_and(|n| n.parent.as_deref() != Some("TISSUE"));
        Lead { note: (organ && narrower).then_some(USUAL), ..lead }
    }

    /// A morphology at a site, or without one.
    fn morphology(&self, number: u16, behaviour: Option<u8>, assumed: bool, site: Option<&str>) -> Lead<'_> {
        let written = behaviour.unwrap_or(3);
        // 6: metastatic site; 9: malignant, not known whether primary.
        let spread = matches!(written, 6 | 9);
        let liquid = number >= FIRST_LIQUID;
        let behaviour = if spread { 3 } else { written };
        let site = site.filter(|_| !spread);
        let note = if spread && !liquid { Some(METASTASIS) } else { assumed.then_some(ASSUMED) };
        let here = |r: &&MorphologyRow| (r.first..=r.last).contains(&number) && r.behaviour == behaviour;
        let within = |r: &MorphologyRow, s: &str| r.sites.iter().any(|(a, b)| covers(a, b, s));
        let sited = site.and_then(|s| self.morphologies.iter().filter(here).find(|r| within(r, s)));
        let row = sited.or_else(|| self.morphologies.iter().filter(here).find(|r| r.sites.is_empty()));
        if let Some(row) = row {
            let codes = self.at_site(row, site, liquid);
            if !codes.is_empty() || site.is_none() || number > 8010 && row.codes.is_empty() {
                let lead = self.of_row(&codes, note);
                let open = lead.node.is_some_and(|n| n.code == SOLID) && lead.candidates.is_empty();
                let named = if open { self.all_of(number, behaviour) } else { Vec::new() };
                let candidates: Vec<&Node> = named.iter().filter_map(|i| self.nodes.get(*i)).collect();
                return if open { Lead { candidates, ..lead } } else { lead };
            }
        }
        let Some(site) = site else {
            let all = self.all_of(number, behaviour);
            return self.of(&all, note.or((all.is_empty()).then_some(UNKNOWN)));
        };
        let mapped = self.mapped(number, behaviour);
        let organ = self.icd10_types(site);
        let tissue = organ
            .first()
            .and_then(|i| self.ancestors(&self.nodes[*i].code).filter(|n| n.parent.is_some()).last());
        let top: Vec<&Node> = organ.iter().map(|i| &self.nodes[*i]).chain(tissue).collect();
        for node in &top {
            let below: Vec<usize> =
                mapped.iter().copied().filter(|i| self.is_a(&self.nodes[*i].code, &node.code)).collect();
            if !below.is_empty() {
                return self.of(&self.widest(&below), note);
            }
        }
        // Neoplasm, carcinoma: no more than that it is one of the organ.
        if behaviour == 3 && number <= 8010 && !organ.is_empty() {
            return self.of(&organ, note);
        }
        let candidates = organ.iter().filter_map(|i| self.nodes.get(*i)).collect();
        Lead { node: None, candidates, note: Some(NOT_THERE) }
    }

    /// Types that the mapping of OncoTree gives a morphology.
    fn mapped(&self, number: u16, behaviour: u8) -> Vec<usize> {
        let code = format!("{number}/{behaviour}");
        (0..self.nodes.len()).filter(|i| self.nodes[*i].icdo.contains(&code)).collect()
    }

    /// Every type that a morphology may be: by the rows of single organs and by the mapping.
    fn all_of(&self, number: u16, behaviour: u8) -> Vec<usize> {
        let here = |r: &&MorphologyRow| (r.first..=r.last).contains(&number) && r.behaviour == behaviour;
        let rows = self.morphologies.iter().filter(here).flat_map(|r| &r.codes);
        let known = rows.filter_map(|c| self.by_code.get(c).copied());
        let mut all: Vec<usize> = known.chain(self.mapped(number, behaviour)).collect();
        all.sort_unstable();
        all.dedup();
        self.widest(&all)
    }

    /// What a row means at a site. A generic morphology (`8140`) at a stated site is that organ's and no tumour of no
    /// site; types of other organs are left out.
    fn at_site<'a>(&self, row: &'a MorphologyRow, site: Option<&str>, liquid: bool) -> Vec<&'a str> {
        let all = row.codes.iter().map(String::as_str);
        // `8246/3` without a site: of unknown primary; with one it is of that organ.
        let placeless =
            |c: &String| c == SOLID || self.get(c).is_some_and(|n| n.tissue.as_deref() == Some("Other"));
        let defining = row.codes.len() == 1 && !row.codes.iter().any(placeless);
        let (Some(site), false) = (site, liquid || !row.sites.is_empty() || defining) else {
            return all.collect();
        };
        let tissues: Vec<_> = self.icd10_types(site).iter().map(|i| self.nodes[*i].tissue.clone()).collect();
        let there = |c: &str| self.get(c).is_some_and(|n| tissues.contains(&n.tissue));
        all.filter(|c| there(c)).collect()
    }

    fn of_row(&self, codes: &[&str], note: Option<&'static str>) -> Lead<'_> {
        if codes.contains(&SOLID) {
            return Lead { node: Some(&self.solid), candidates: Vec::new(), note };
        }
        let types: Vec<usize> = codes.iter().filter_map(|c| self.by_code.get(*c).copied()).collect();
        self.of(&types, note)
    }

    /// Those of the types that no other of them covers.
    fn widest(&self, types: &[usize]) -> Vec<usize> {
        types.iter().copied().filter(|i| !types.iter().any(|o| o != i && self.covers(*o, *i))).collect()
    }

    /// Types of an ICD-10 code: those of its narrowest range; none where that range leads nowhere on purpose.
    pub(super) fn icd10_types(&self, bare: &str) -> Vec<usize> {
        self.icd10_codes(bare).iter().filter_map(|c| self.by_code.get(*c).copied()).collect()
    }

    pub(super) fn icd10_codes(&self, bare: &str) -> Vec<&str> {
        let inside = |r: &&Icd10Range| covers(&r.first, &r.last, bare);
        // `C22.0` before `C22`, `C03` before `C00-C06`.
        let width = |r: &Icd10Range| (usize::MAX - r.first.len(), span(&r.first, &r.last));
        let Some(narrowest) = self.icd10.iter().filter(inside).map(width).min() else { return Vec::new() };
        let found = self.icd10.iter().filter(inside).filter(|r| width(r) == narrowest);
        found.map(|r| r.code.as_str()).collect()
    }

    /// The type of an ICD-10 code with or without its dot: the organ's usual type where the code tells the organ alone.
    ///
    /// Secondary (C77 to C79) and history codes lead nowhere: they name no primary. A code that leaves open which of
    /// several types it is leads to what all of them are.
    #[must_use]
    pub fn icd10(&self, code: &str) -> Option<&Node> {
        self.common(&self.icd10_types(&code.trim().to_uppercase().replace('.', "")))
    }
}

/// Whether a code lies between two prefixes.
fn covers(first: &str, last: &str, code: &str) -> bool {
    let cut = |limit: &str| code.get(..limit.len().min(code.len())).unwrap_or_default().to_owned();
    cut(first).as_str() >= first && cut(last).as_str() <= last && code.len() >= first.len()
}

/// How many codes lie between two of the same length.
fn span(first: &str, last: &str) -> u64 {
    let number = |t: &str| t.chars().fold(0_u64, |n, c| n * 36 + u64::from(c.to_digit(36).unwrap_or(0)));
    number(last).abs_diff(number(first))
}

fn is_secondary(site: &str) -> bool {
    ["C77", "C78", "C79", "C7B"].iter().any(|c| site.starts_with(c))
}

fn is_past(site: &str) -> bool {
    site.starts_with('Z')
}
