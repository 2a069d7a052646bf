//! Shorthand of reports: what is measured beside a finding, and names joined to what is said of them.
//!
//! Works on words. What is taken out (an allele fraction, a copy number, the clone of an antibody, the material) says
//! nothing of which alteration it is; everything else must still be understood by the parser.

use super::parse::gene_is_known;
use super::{amino, genes, protein};
use crate::alteration::AlterationKind;

/// Words of material and method; they stand beside a finding and say nothing of it.
const BESIDE: [&str; 21] = [
    "ctdna", "cfdna", "plasma", "tissue", "liquid", "biopsy", "ngs", "pcr", "ddpcr", "by", "22c3", "28-8",
    "sp142", "sp263", "73-10", "e1l3n", "d5f3", "clone", "mychoice", "myriad", "assay",
];
/// Heads of a measured number.
const MEASURED: [&str; 12] = [
    "vaf",
    "af",
    "maf",
    "cn",
    "gcn",
    "copies",
    "allele frequency",
    "allele fraction",
    "variant allele frequency",
    "copy number",
    "allelic ratio",
    "allelic frequency",
];

/// Words without what was measured beside the finding.
pub(crate) fn without_measures(words: Vec<String>) -> Vec<String> {
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if let Some(length) = measure(&lower[at..]) {
            at += length;
            continue;
        }
        if !BESIDE.contains(&lower[at].as_str()) {
            out.push(words[at].clone());
        }
        at += 1;
    }
    // A text that was nothing else stays as it is: it is not read.
    if out.is_empty() { words } else { out }
}

/// Number of words of a measure at the head: `VAF 31 %`, `31 % VAF`, `CN = 12`.
fn measure(words: &[String]) -> Option<usize> {
    let head = MEASURED.iter().find_map(|name| {
        let parts: Vec<&str> = name.split(' ').collect();
        let same =
            words.len() >= parts.len() && parts.iter().zip(words).all(|(p, w)| w.trim_end_matches('=') == *p);
        same.then_some(parts.len())
    });
    if let Some(mut at) = head {
        while words.get(at).is_some_and(|w| matches!(w.as_str(), "=" | "of" | "~" | ">")) {
            at += 1;
        }
        is_number(words.get(at)?).then_some(())?;
        at += 1;
        return Some(at + usize::from(words.get(at).is_some_and(|w| w == "%")));
    }
    is_number(words.first()?).then_some(())?;
    let unit = usize::from(words.get(1).is_some_and(|w| w == "%"));
    let named = words.get(1 + unit).is_some_and(|w| matches!(w.as_str(), "vaf" | "copies" | "maf"));
    named.then_some(2 + unit)
}

fn is_number(word: &str) -> bool {
    let bare = word.trim_start_matches(['=', '>', '~']).trim_end_matches('%');
    !bare.is_empty() && bare.replace(',', ".").parse::<f64>().is_ok()
}

/// `KRASG12C`, `EGFRm`, `KMT2Ar`, `TERTp`, `delE746-A750`, `E746-A750del` as the words that they stand for. Only a gene
/// that this crate knows is cut off a word.
pub(crate) fn spelt_out(words: Vec<String>) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        match one(&word) {
            Some(parts) => out.extend(parts),
            None => out.push(word),
        }
    }
    out
}

/// True for a gene and what is said of it in one word.
pub(crate) fn is_joined(word: &str) -> bool {
    one(word).is_some_and(|parts| parts.len() == 2)
}

fn one(word: &str) -> Option<Vec<String>> {
    let owned = |parts: [&str; 2]| Some(parts.map(str::to_owned).to_vec());
    if word == "Ph+" {
        return owned(["BCR::ABL1", "fusion"]);
    }
    if let Some(range) = range(word) {
        return Some(vec![range]);
    }
    let (head, last) = word.split_at_checked(word.len().checked_sub(1)?)?;
    let known = gene_is_known(head) || genes::everyday(head).is_some();
    if known || matches!(head, "KMT2A" | "TERT") {
        match last {
            "m" if known => return owned([head, "mutation"]),
            "r" if head == "KMT2A" || head == "MLL" => return owned([head, "rearranged"]),
            "p" if head == "TERT" => return owned([head, "promoter"]),
            _ => {}
        }
    }
    // The longest gene that is followed by a change of a residue.
    (3..word.len()).rev().filter(|at| word.is_char_boundary(*at)).find_map(|at| {
        let (gene, change) = word.split_at(at);
        let reads = matches!(
            protein::parse(change),
            Some(AlterationKind::Substitution { .. } | AlterationKind::Inframe { .. })
        );
        (gene_is_known(gene) && reads).then(|| vec![gene.to_owned(), change.to_owned()])
    })
}

/// `delE746-A750` and `E746-A750del` in the form of HGVS.
fn range(word: &str) -> Option<String> {
    let (body, event) = match word.strip_prefix("del") {
        Some(body) => (body, "del"),
        None => (word, ""),
    };
    let (first, rest) = body.split_once('-')?;
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let aa = |t: &str| t.chars().next().is_some_and(amino::is_amino_acid);
    let whole = aa(first) && first.len() > 1 && digits(&first[1..]) == first.len() - 1;
    (whole && aa(rest) && digits(rest.get(1..)?) > 0).then_some(())?;
    let name = format!("{first}_{rest}{event}");
    matches!(protein::parse(&name), Some(AlterationKind::Inframe { .. })).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn measures_are_taken_out_and_nothing_else() {
        let left = |text: &str| without_measures(words(text)).join(" ");
        assert_eq!(left("BRAF V600E VAF 31 %"), "BRAF V600E");
        assert_eq!(left("BRAF V600E 31% VAF"), "BRAF V600E");
        assert_eq!(left("ERBB2 amp CN 12"), "ERBB2 amp");
        assert_eq!(left("FLT3-ITD allelic ratio 0.6"), "FLT3-ITD");
        assert_eq!(left("PD-L1 22C3 TPS 60 %"), "PD-L1 TPS 60 %");
        for whole in ["PD-L1 60 %", "TMB 14", "exon 19 deletion", "VAF unknown", "plasma"] {
            assert_eq!(left(whole), whole);
        }
    }

    #[test]
    fn joined_names_are_cut_at_known_genes_only() {
        let cut = |text: &str| spelt_out(words(text)).join(" ");
        assert_eq!(cut("KRASG12C"), "KRAS G12C");
        assert_eq!(cut("EGFRm"), "EGFR mutation");
        assert_eq!(cut("delE746-A750"), "E746_A750del");
        assert_eq!(cut("E746-A750del"), "E746_A750del");
        for whole in ["HER2-low", "NKX2-1", "XYZG12C", "EML4-ALK", "V600E"] {
            assert_eq!(cut(whole), whole);
        }
    }
}
