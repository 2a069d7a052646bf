//! Reads one alteration from a sentence of a report. Every word must be understood; text with a word
//! that is not is not read at all, so that "BRAF V600E not detected" never becomes a finding.

use super::shorthand::{is_joined, spelt_out, without_measures};
use super::words::{phrase, take_origin, words};
use crate::Origin;

use super::{Alteration, AlterationKind, FusionPartner, GeneSymbols};
use super::{coding, codon, events, expression, genes, laboratory, mechanism, protein, tumour_wide};

/// Words that add nothing to a named protein or coding change.
const BESIDE_A_NAME: [&str; 45] = [
    "tkd",
    "itd",
    "promoter",
    "cis",
    "trans",
    "sensitising",
    "sensitizing",
    "uncommon",
    "common",
    "classical",
    "resistance",
    "acquired",
    "mutation",
    "mutations",
    "mutant",
    "mutated",
    "variant",
    "substitution",
    "missense",
    "nonsense",
    "frameshift",
    "exon",
    "positive",
    "detected",
    "present",
    "alteration",
    "pathogenic",
    "likely",
    "oncogenic",
    "activating",
    "deleterious",
    "inactivating",
    "truncating",
    "heterozygous",
    "homozygous",
    "hotspot",
    "driver",
    "splice",
    "site",
    "in",
    "of",
    "the",
    "gene",
    "protein",
    "change",
];

/// Words beside the name of an in-frame change.
const BESIDE_AN_INDEL: [&str; 7] =
    ["deletion", "insertion", "duplication", "in-frame", "inframe", "indel", "insertion/deletion"];

/// Reads one alteration; see [`Alteration::parse`].
pub(crate) fn parse(text: &str, symbols: Option<&GeneSymbols>) -> Option<Alteration> {
    if let Some(kind) = super::karyotype::parse(text) {
        return Some(Alteration { gene: None, kind, origin: Origin::Unknown, text: text.trim().to_owned() });
    }
    let mut words = without_measures(words(&respell(text)));
    if words.is_empty() || words.len() > 16 {
        return None;
    }
    let marked = is_marked(&words);
    let origin = take_origin(&mut words)?;
    let mut words = spelt_out(words);
    if text.contains('(') {
        // Bands of a chromosome change: `t(9;22)(q34;q11)`.
        words.retain(|w| !is_band(w));
    }
    // `gBRCA2` alone is said of a pathogenic variant.
    if marked && words.len() == 1 {
        words.push("pathogenic".to_owned());
    }
    let made =
        |gene: Option<String>, kind| Some(Alteration { gene, kind, origin, text: text.trim().to_owned() });
    if let Some(kind) = tumour_wide::parse(&phrase(&words)) {
        return made(None, kind);
    }
    if let Some((five, three)) = fusion(&words, symbols) {
        return match (five, three) {
            (Some(a), Some(b)) => made(Some(a), AlterationKind::Fusion { partner: FusionPartner::Gene(b) }),
            (Some(g), None) | (None, Some(g)) => {
                made(Some(g), AlterationKind::Fusion { partner: FusionPartner::Any })
            }
            (None, None) => None,
        };
    }
    let words = split_joined(words, symbols);
    let (mut gene, rest) = take_gene(words, symbols)?;
    if gene.is_none() && is_pdl1_score(&rest) {
        gene = Some("CD274".to_owned());
    }
    let kind = kind(gene.as_deref(), &rest)?;
    // Without a gene only a change that names itself is readable.
    let names_itself = matches!(
        kind,
        AlterationKind::Substitution { .. }
            | AlterationKind::Residue { residue: NAMED_ALONE.., .. }
            | AlterationKind::Inframe { .. }
            | AlterationKind::Frameshift { .. }
            | AlterationKind::Exon { .. }
    );
    (gene.is_some() || names_itself).then_some(())?;
    made(gene, kind)
}

/// From this residue on a bare `G12` is one; `G3`, `T4` and `N1` are grades and stages.
const NAMED_ALONE: u32 = 12;

/// A mark of origin before a gene: `gBRCA2`, `sBRCA1`, `gPALB2`.
fn is_marked(words: &[String]) -> bool {
    let [word] = words else { return false };
    let mut rest = word.chars();
    matches!(rest.next(), Some('g' | 's')) && gene_is_known(rest.as_str())
}

/// `q34`, `q11.2`, `p13`, `p13q22`.
fn is_band(word: &str) -> bool {
    word.strip_prefix(['p', 'q']).is_some_and(|bands| {
        bands
            .split(['p', 'q'])
            .all(|n| n.starts_with(|c: char| c.is_ascii_digit()) && n.parse::<f64>().is_ok())
    })
}

/// `TPS 60 %` and `CPS 10` are scores of PD-L1, whether it is named or not.
fn is_pdl1_score(words: &[String]) -> bool {
    words.first().is_some_and(|w| matches!(w.to_ascii_uppercase().as_str(), "TPS" | "CPS"))
}

/// What is said of the gene.
fn kind(gene: Option<&str>, rest: &[String]) -> Option<AlterationKind> {
    let text = phrase(rest);
    expression::parse(gene, &text)
        .or_else(|| events::parse(gene, &text))
        .or_else(|| codon::parse(gene, &text))
        .or_else(|| change(gene, rest))
        .or_else(|| {
            let negative =
                matches!(text.as_str(), "negative" | "not detected" | "undetected" | "none detected");
            let gene =
                gene.filter(|g| negative && !expression::is_stained(g) && !laboratory::negative_is_open(g))?;
            Some(if laboratory::negative_is_loss(gene) && text == "negative" {
                AlterationKind::Expression { grade: "loss".into(), value: None }
            } else {
                AlterationKind::WildType
            })
        })
}

/// A protein or coding change among words that add nothing to it.
fn change(gene: Option<&str>, rest: &[String]) -> Option<AlterationKind> {
    if let [rs] = rest
        && is_dbsnp(rs)
    {
        return Some(AlterationKind::Named { name: rs.to_ascii_lowercase() });
    }
    let mut found: Option<AlterationKind> = None;
    let mut coding_name: Option<AlterationKind> = None;
    let mut other = Vec::new();
    for word in rest {
        let read = protein::parse(word).or_else(|| placeholder(gene, word));
        if let Some(kind) = read {
            if found.as_ref().is_some_and(|f| *f != kind) {
                return None;
            }
            found = Some(kind);
        } else if let Some(kind) = coding::parse(word) {
            if coding_name.as_ref().is_some_and(|f| *f != kind) {
                return None;
            }
            coding_name = Some(kind);
        } else {
            other.push(word.to_ascii_lowercase());
        }
    }
    let indel = matches!(found, Some(AlterationKind::Inframe { .. } | AlterationKind::Frameshift { .. }))
        || found.is_none();
    let understood = other.iter().all(|w| {
        BESIDE_A_NAME.contains(&w.as_str())
            || (indel && BESIDE_AN_INDEL.contains(&w.as_str()))
            || ["nm_", "np_", "enst", "ensp", "lrg_"].iter().any(|p| w.starts_with(p))
            || w.parse::<u16>().is_ok()
            || w.strip_prefix("exon")
                .or_else(|| w.strip_prefix("ex"))
                .is_some_and(|n| n.parse::<u16>().is_ok())
            || w == "p.?"
    });
    if !understood {
        return None;
    }
    found.or(coding_name)
}

fn is_dbsnp(word: &str) -> bool {
    word.to_ascii_lowercase()
        .strip_prefix("rs")
        .is_some_and(|n| n.len() >= 3 && n.bytes().all(|c| c.is_ascii_digit()))
}

/// `H1047X` of an oncogene is any change of the residue; of a tumour suppressor it is an old stop.
/// For other genes the two cannot be told apart.
fn placeholder(gene: Option<&str>, word: &str) -> Option<AlterationKind> {
    let (reference, residue) = protein::unknown_alternate(word)?;
    let gene = gene?;
    if mechanism::has_hotspot_at(gene, residue) {
        Some(AlterationKind::Residue { reference, residue })
    } else if mechanism::is_lost_by_truncation(gene) {
        Some(AlterationKind::Substitution { reference, residue, alternate: '*' })
    } else {
        None
    }
}

fn respell(text: &str) -> String {
    let mut out = super::words::plain(text);
    for (from, to) in super::karyotype::FUSIONS.into_iter().chain(super::spellings::SPELLINGS) {
        // ASCII patterns: byte offsets of the lower-case copy hold in the text itself.
        while let Some(at) = out.to_ascii_lowercase().find(from) {
            out.replace_range(at..at + from.len(), &format!(" {to} "));
            if to.to_ascii_lowercase().contains(from) {
                break;
            }
        }
    }
    out
}

/// Symbol of a word that names a gene or a group of genes.
pub(crate) fn gene_symbol(word: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    if let Some(symbol) = genes::everyday(word) {
        return Some(symbol.to_owned());
    }
    let upper = word.to_ascii_uppercase();
    if genes::is_group(&upper) && word == upper {
        return Some(upper);
    }
    let known = gene_is_known(&upper);
    match symbols {
        Some(table) => {
            // `c-Cbl`: the cellular form of a gene that a virus carries.
            let cellular = word.strip_prefix("c-");
            let approved = table.approved(word).or_else(|| table.approved(cellular?))?;
            let formed =
                genes::looks_like_symbol(word) || genes::looks_like_alias(word) || cellular.is_some();
            (formed || known).then(|| approved.to_owned())
        }
        None if known => Some(upper),
        // `BRAFV600E` is a gene and its change, not a gene.
        None => (genes::looks_like_symbol(word) && !is_joined(word)).then(|| word.to_owned()),
    }
}

/// True for a gene that this crate itself has facts of.
pub(crate) fn gene_is_known(symbol: &str) -> bool {
    genes::is_group(symbol) || mechanism::is_known(symbol) || super::exons::is_known(symbol)
}

/// `BRAF-V600E`, `HER2+`, `FLT3-ITD`, `ALK-positive`: a gene joined to what is said of it.
fn split_joined(words: Vec<String>, symbols: Option<&GeneSymbols>) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        if let Some((gene, said)) = word.rsplit_once('-')
            && genes::everyday(&word).is_none()
            && gene_symbol(gene, symbols).is_some()
            && is_said_of_a_gene(said)
        {
            out.extend([gene.to_owned(), said.to_owned()]);
            continue;
        }
        if gene_symbol(&word, symbols).is_some() && !word.ends_with(['+', '-']) {
            out.push(word);
            continue;
        }
        let signed = [('+', "positive"), ('-', "negative")]
            .iter()
            .find_map(|(sign, said)| Some((word.strip_suffix(*sign)?, *said)));
        if let Some((gene, said)) = signed
            && gene_symbol(gene, symbols).is_some()
        {
            out.extend([gene.to_owned(), said.to_owned()]);
            continue;
        }
        // The longest head that is a gene: `PD-L1-positive`, `BRAF-V600E`.
        let cut = word
            .rmatch_indices('-')
            .find(|(at, _)| gene_symbol(&word[..*at], symbols).is_some())
            .map(|(at, _)| at);
        match cut {
            Some(at) => out.extend([word[..at].to_owned(), word[at + 1..].to_owned()]),
            None => out.push(word),
        }
    }
    out
}

/// True for a word that a hyphen joins to a gene: a protein change or a state.
fn is_said_of_a_gene(word: &str) -> bool {
    let change = protein::parse(word).is_some_and(|k| !matches!(k, AlterationKind::Residue { .. }));
    change
        || [
            "positive",
            "negative",
            "low",
            "high",
            "ultralow",
            "mutant",
            "mutated",
            "amplified",
            "rearranged",
            "itd",
            "tkd",
            "wt",
            "fusion",
            "deficient",
            "deleted",
            "methylated",
            "unmethylated",
            "altered",
            "v7",
        ]
        .contains(&word.to_ascii_lowercase().as_str())
}

/// True for a word that reads as a residue of a protein: one letter of an amino acid and its number.
fn is_residue(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase() && !"BJOUXZ".contains(c))
        && !letters.as_str().is_empty()
        && letters.all(|c| c.is_ascii_digit())
}

/// The one gene among the words, and the other words. Two genes are not one alteration.
fn take_gene(words: Vec<String>, symbols: Option<&GeneSymbols>) -> Option<(Option<String>, Vec<String>)> {
    let mut gene: Option<String> = None;
    let mut rest = Vec::new();
    for word in words {
        // Reports shout: after the gene, `EXPRESSION` or `W288FS` is a word, unless it is a known gene.
        // After it `P53` is proline 53: an everyday name of that shape counts only where a gene is still wanted.
        let symbol = gene_symbol(&word, symbols).filter(|s| {
            gene.is_none()
                || (!is_residue(&word)
                    && (symbols.is_some() || gene_is_known(s) || genes::everyday(&word).is_some()))
        });
        match symbol {
            Some(symbol) if gene.as_ref().is_some_and(|g| *g != symbol) => return None,
            Some(symbol) => {
                gene = Some(symbol);
                // `amplification of ERBB2`, `mutation in the KRAS gene`
                while rest.last().is_some_and(|w: &String| matches!(w.as_str(), "of" | "in" | "the")) {
                    rest.pop();
                }
            }
            None => rest.push(word),
        }
    }
    Some((gene, rest))
}

/// Both partners of a fusion text, `None` for an open partner (`v::RET`).
#[allow(clippy::type_complexity)] // two optional symbols, read at once by the only caller
fn fusion(words: &[String], symbols: Option<&GeneSymbols>) -> Option<(Option<String>, Option<String>)> {
    let (pair, rest) = words.split_first()?;
    let said = phrase(rest);
    let exons_only =
        rest.iter().all(|w| w.split("::").all(|e| e.starts_with('e') && e[1..].parse::<u16>().is_ok()));
    let fits = exons_only
        || is_variant(rest)
        || matches!(
            said.as_str(),
            "fusion"
                | "gene fusion"
                | "rearrangement"
                | "fusion positive"
                | "translocation"
                | "positive"
                | "fusion gene"
                | "fusion detected"
                | "fusion transcript"
                | "transcript"
                | "rearranged"
        );
    if !fits {
        return None;
    }
    let open = |s: &str| matches!(s, "v" | "?" | "");
    // `SS18-SSX` is with one of SSX1, SSX2 and SSX4, not which.
    let of_a_family = |s: &str| s == "SSX";
    let side =
        |s: &str| if open(s) || of_a_family(s) { Some(None) } else { Some(Some(gene_symbol(s, symbols)?)) };
    let named = said.contains("fusion") || said.contains("rearrange") || said.contains("transl");
    for mark in ["::", "--", "-", "/"] {
        if mark == "/" && !named {
            continue;
        }
        let Some((a, b)) = pair.split_once(mark) else { continue };
        // A single hyphen also stands inside symbols and before a sign.
        let hyphen = mark.len() == 1;
        let symbol_itself = symbols.is_some_and(|t| t.approved(pair).is_some()) || a == "HLA";
        if hyphen && (symbol_itself || a.len() < 3 || b.len() < 3 || open(a) || open(b)) {
            continue;
        }
        let both = (side(a)?, side(b)?);
        // `NTRK1/NTRK3 fusion` is one of two, not the one with the other.
        let family = |g: &Option<String>| {
            g.as_deref().map(|g| g.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        };
        if mark == "/" && family(&both.0) == family(&both.1) {
            return None;
        }
        return (both.0 != both.1 || both.0.is_none()).then_some(both);
    }
    None
}

/// The variant of a fusion by number or by its exons: `v3`, `variant 3a`, `E13 A20`.
fn is_variant(words: &[String]) -> bool {
    let exon = |w: &str| {
        w.strip_prefix(|c: char| c.is_ascii_uppercase())
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let number = |w: &str| {
        w.trim_start_matches(['v', 'V'])
            .trim_end_matches("/b")
            .trim_end_matches(['a', 'b', 'c'])
            .parse::<u8>()
            .is_ok()
    };
    match words {
        [v] => v.starts_with(['v', 'V']) && number(v),
        [word, n] if word.eq_ignore_ascii_case("variant") => number(n),
        [five, three] => exon(five) && exon(three),
        _ => false,
    }
}
