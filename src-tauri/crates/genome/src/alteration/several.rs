//! Texts that name several alterations at once: `BRAF V600E or V600K`, `RAS wild-type`, `BRCA1/2 mutation`.

use super::class::changes_protein;
use super::parse::{gene_symbol, parse};
use super::words::{plain, take_origin};
use super::{Alteration, AlterationKind, FusionPartner, GeneSymbols, absence, annotation, genes, laboratory};
use crate::Origin;

/// How the alterations of one text belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// At least one of them.
    Any,
    /// All of them.
    All,
}

/// One or more alterations read from one text.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterationSet {
    /// How they belong together; of no meaning for a single one.
    pub relation: Relation,
    /// The alterations, never empty.
    pub members: Vec<Alteration>,
}

/// Reads a text that may name several; see [`Alteration::parse_all`].
pub(crate) fn parse_all(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    if let Some(one) = parse(text, symbols) {
        return Some(expand(one));
    }
    let clean = plain(text);
    triple_negative(&clean)
        .or_else(|| fusion_with_change(&clean, symbols))
        .or_else(|| gene_list(&clean, symbols))
        .or_else(|| alternatives(&clean, symbols))
        .or_else(|| conjunction(&clean, symbols))
        .or_else(|| row(&clean, symbols))
}

/// `BCR::ABL1 T315I`: the fusion, and a change of the kinase, which is its three-prime partner.
fn fusion_with_change(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    let (pair, rest) = text.split_once(' ')?;
    // `PTEN/RB1 loss` names two genes; only BCR/ABL1 is written so for a fusion.
    (!pair.contains('/') || pair.to_ascii_lowercase().starts_with("bcr/abl")).then_some(())?;
    let fusion = parse(&format!("{pair} fusion"), symbols)?;
    let AlterationKind::Fusion { partner: FusionPartner::Gene(kinase) } = &fusion.kind else { return None };
    let change = parse(&format!("{kinase} {rest}"), symbols)?;
    (changes_protein(&change.kind) && change.kind != AlterationKind::AnyMutation).then_some(())?;
    let whole = |one: Alteration| Alteration { text: text.trim().to_owned(), ..one };
    Some(AlterationSet { relation: Relation::All, members: vec![whole(fusion), whole(change)] })
}

/// Whole statements one after the other, each begun by its gene: `ER+ PR- HER2 3+`.
fn row(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=10).contains(&words.len()).then_some(())?;
    let members = statements(&words, symbols)?;
    let whole = |one: Alteration| Alteration { text: text.trim().to_owned(), ..one };
    (members.len() > 1)
        .then(|| AlterationSet { relation: Relation::All, members: members.into_iter().map(whole).collect() })
}

/// The words cut into statements of protein or state, the shortest first; `None` where no cut is read whole.
fn statements(words: &[&str], symbols: Option<&GeneSymbols>) -> Option<Vec<Alteration>> {
    if words.is_empty() {
        return Some(Vec::new());
    }
    (1..=words.len().min(4)).find_map(|length| {
        let one = parse(&words[..length].join(" "), symbols)?;
        let states = matches!(
            one.kind,
            AlterationKind::Expression { .. }
                | AlterationKind::WildType
                | AlterationKind::MsiHigh
                | AlterationKind::MsiStable
        );
        states.then_some(())?;
        let mut rest = statements(&words[length..], symbols)?;
        rest.insert(0, one);
        Some(rest)
    })
}

/// Reads an observation; see [`Alteration::parse_observed`]. A text that is not read as it stands is read in parts.
pub(crate) fn parse_observed(text: &str, symbols: Option<&GeneSymbols>) -> Vec<Alteration> {
    let whole = |one: Alteration| Alteration { text: text.trim().to_owned(), ..one };
    let mut read: Vec<Alteration> = Vec::new();
    for one in super::parts::parse_parts(text, symbols).into_iter().flat_map(|p| p.read).map(whole) {
        if !read.contains(&one) {
            read.push(one);
        }
    }
    read
}

/// Reads an observation whole: as it stands, as the denial of one finding, in other words of laboratories, and without
/// what the laboratory wrote around the finding.
pub(crate) fn parse_whole(text: &str, symbols: Option<&GeneSymbols>) -> Vec<Alteration> {
    let mut read = observed(text, symbols);
    let met = |a: &Alteration| a.gene.as_deref() == Some("MET") && changes_protein(&a.kind);
    if annotation::skips_exon_14(text) && read.iter().any(met) {
        let skipping = parse("MET exon 14 skipping", symbols)
            .map(|one| Alteration { text: text.trim().to_owned(), ..one });
        read.extend(skipping.filter(|s| !read.contains(s)));
    }
    if !read.is_empty() {
        return read;
    }
    if let Some(absent) = absence::parse_absence(text, symbols) {
        return vec![absent];
    }
    let whole = |one: Alteration| Alteration { text: text.trim().to_owned(), ..one };
    let again = |text: Option<String>| -> Option<Vec<Alteration>> {
        let text = text?;
        let mut read = observed(&text, symbols);
        if read.is_empty() {
            read.extend(absence::parse_absence(&text, symbols));
        }
        (!read.is_empty()).then(|| read.into_iter().map(whole).collect())
    };
    let other = laboratory::rewritten(text, symbols);
    again(other.clone())
        .or_else(|| again(annotation::core(text, symbols)))
        .or_else(|| again(annotation::core(&other?, symbols)))
        .unwrap_or_default()
}

fn observed(text: &str, symbols: Option<&GeneSymbols>) -> Vec<Alteration> {
    if let Some(one) = parse(text, symbols) {
        return vec![one];
    }
    let Some(set) = parse_all(text, symbols) else { return Vec::new() };
    if set.relation == Relation::All {
        return set.members;
    }
    // "BRCA1/2 mutation": one of a group is altered, and the group has a name.
    let genes: Vec<&str> = set.members.iter().filter_map(|m| m.gene.as_deref()).collect();
    let same_kind = set.members.windows(2).all(|w| w[0].kind == w[1].kind);
    match (set.members.first(), genes::group_of(&genes)) {
        (Some(first), Some(group)) if same_kind => {
            vec![Alteration { gene: Some(group.to_owned()), ..first.clone() }]
        }
        (Some(first), None) => {
            implied(&set.members).map(|kind| vec![Alteration { kind, ..first.clone() }]).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What follows from "one of these": `V600E or V600K` is a change of V600, `G12 or G13` a mutation of the gene.
fn implied(members: &[Alteration]) -> Option<AlterationKind> {
    let first = members.first()?;
    members.iter().all(|m| m.gene == first.gene && changes_protein(&m.kind)).then_some(())?;
    let residue = |kind: &AlterationKind| match kind {
        AlterationKind::Substitution { reference, residue, alternate } if *alternate != '*' => {
            Some((*reference, *residue))
        }
        AlterationKind::Residue { reference, residue } => Some((*reference, *residue)),
        _ => None,
    };
    let (reference, number) = residue(&first.kind).unwrap_or_default();
    let one_residue = members.iter().all(|m| residue(&m.kind) == Some((reference, number)));
    Some(if one_residue {
        AlterationKind::Residue { reference, residue: number }
    } else {
        AlterationKind::AnyMutation
    })
}

/// Triple-negative breast cancer: neither receptor and no HER2.
fn triple_negative(text: &str) -> Option<AlterationSet> {
    let name = text.to_ascii_lowercase().replace('-', " ");
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    matches!(words.as_str(), "triple negative" | "triple negative breast cancer" | "tnbc").then_some(())?;
    let member = |said: &str| Some(Alteration { text: text.trim().to_owned(), ..parse(said, None)? });
    let members = ["ER negative", "PR negative", "HER2 negative"].iter().filter_map(|s| member(s)).collect();
    Some(AlterationSet { relation: Relation::All, members })
}

/// Several whole statements: `ER+/PR+/HER2-`, `EGFR L858R, T790M`, `KRAS G12C and STK11 loss`. A change without
/// a gene belongs to the gene before it.
fn conjunction(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    let list =
        text.replace(" and ", "|").replace(" with ", "|").replace([',', ';', '/'], "|").replace(" + ", "|");
    if list.contains(" or ") {
        return None;
    }
    let mut members: Vec<Alteration> = Vec::new();
    for part in list.split('|').map(str::trim).filter(|p| !p.is_empty()) {
        let one = parse(part, symbols)?;
        let gene = match (&one.gene, &one.kind) {
            (Some(gene), _) => Some(gene.clone()),
            (None, kind) if changes_protein(kind) => Some(members.last()?.gene.clone()?),
            (None, _) => None,
        };
        members.push(Alteration { gene, text: text.trim().to_owned(), ..one });
    }
    (members.len() > 1).then_some(AlterationSet { relation: Relation::All, members })
}

/// A group of genes becomes its genes.
fn expand(one: Alteration) -> AlterationSet {
    let relation = if said_of_all(&one.kind) { Relation::All } else { Relation::Any };
    let group = one.gene.as_deref().and_then(|g| genes::group(g, &one.kind));
    let members = match group {
        Some(group) => {
            group.iter().map(|g| Alteration { gene: Some((*g).to_owned()), ..one.clone() }).collect()
        }
        None => vec![one],
    };
    AlterationSet { relation, members }
}

/// "A and B are wild-type" is said of all; "A or B is mutated" of one at least.
fn said_of_all(kind: &AlterationKind) -> bool {
    matches!(kind, AlterationKind::WildType)
        || matches!(kind, AlterationKind::Expression { grade, .. } if grade == "negative" || grade == "loss")
}

/// `BRCA1/2 mutation`, `KRAS/NRAS/BRAF wild-type`, `KRAS and NRAS wild-type`.
fn gene_list(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    let mut words: Vec<String> = text.replace(',', " ").split_whitespace().map(str::to_owned).collect();
    // The mark of `gBRCA1/2` belongs to the sentence, not to the first gene.
    let origin = match take_origin(&mut words)? {
        Origin::Germline => "germline",
        Origin::Somatic => "somatic",
        Origin::Unknown => "",
    };
    let mut found: Vec<String> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for word in words {
        let names = slash_list(&word, symbols);
        if names.is_empty() {
            rest.push(word);
        } else {
            found.extend(names);
        }
    }
    // Connectors between the genes carry no more meaning once the genes are told apart.
    rest.retain(|w| !matches!(w.as_str(), "and" | "or" | "and/or"));
    if found.len() < 2 {
        return None;
    }
    while rest.last().is_some_and(|w| matches!(w.as_str(), "of" | "in")) {
        rest.pop();
    }
    let mut said = rest.join(" ");
    // `gBRCA1/2` alone is said of a pathogenic variant.
    if said.is_empty() && text.starts_with(['g', 's']) && !origin.is_empty() {
        said = "pathogenic".to_owned();
    }
    let mut members = Vec::new();
    for gene in found {
        let one = parse(&format!("{gene} {origin} {said}"), symbols)?;
        members.extend(expand(Alteration { text: text.trim().to_owned(), ..one }).members);
    }
    let beside = text.contains("CDKN2A/B");
    let all = beside || members.iter().all(|m| said_of_all(&m.kind));
    Some(AlterationSet { relation: if all { Relation::All } else { Relation::Any }, members })
}

/// Genes of one word: `BRCA1/2`, `KRAS/NRAS`, `KRAS`; empty where it is not only genes.
fn slash_list(word: &str, symbols: Option<&GeneSymbols>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in word.split('/') {
        let number = !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
        let name = match out.last() {
            Some(last) if number => {
                let stem = last.trim_end_matches(|c: char| c.is_ascii_digit());
                if stem.len() == last.len() {
                    return Vec::new();
                }
                format!("{stem}{part}")
            }
            // `CDKN2A/B` are two genes side by side.
            Some(last) if part.len() == 1 && part.bytes().all(|c| c.is_ascii_uppercase()) => {
                format!("{}{part}", last.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(last))
            }
            _ => part.to_owned(),
        };
        match gene_symbol(&name, symbols) {
            Some(symbol) => out.push(symbol),
            None => return Vec::new(),
        }
    }
    out
}

/// `BRAF V600E or V600K`, `KRAS G12/G13`, `ERBB2 D769H/Y`, `EGFR exon 19 deletion, L858R or T790M`.
fn alternatives(text: &str, symbols: Option<&GeneSymbols>) -> Option<AlterationSet> {
    let (gene, rest) = text.trim().split_once(' ')?;
    let symbol = gene_symbol(gene, symbols)?;
    let both = rest.contains(" and ") && !rest.contains(" or ") && !rest.contains('/');
    let mut list = rest.replace(" and/or ", "|").replace(" or ", "|").replace([',', '/'], "|");
    if both {
        list = list.replace(" and ", "|");
    }
    let parts: Vec<&str> = list.split('|').map(str::trim).filter(|p| !p.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    // `HER2 IHC 2+, ERBB2 amplification` are two statements, not one of two changes.
    let begins_anew = |p: &&str| p.split(' ').next().is_some_and(|w| gene_symbol(w, symbols).is_some());
    if !list.contains(" or ") && !rest.contains(" or ") && parts[1..].iter().any(begins_anew) {
        return None;
    }
    let mut members: Vec<Alteration> = Vec::new();
    let mut last = String::new();
    for part in parts {
        // `V600E/K`: one letter stands for the same residue with another amino acid.
        let stem = last.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let change = if part.len() == 1 && !stem.is_empty() && stem.len() < last.len() {
            format!("{stem}{part}")
        } else {
            part.to_owned()
        };
        let one = parse(&format!("{symbol} {change}"), symbols)?;
        members.push(Alteration { text: text.trim().to_owned(), ..one });
        last = change.split_whitespace().next().unwrap_or_default().to_owned();
    }
    Some(AlterationSet { relation: if both { Relation::All } else { Relation::Any }, members })
}
