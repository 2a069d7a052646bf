//! Wordings of panels and laboratories that mean what the parser reads in other words.
//!
//! Works on a text that was not read as it stands. What is taken out describes how a finding was measured; what is
//! replaced is the same statement in the words of the parser. Nothing is taken from a text that denies or doubts.

use super::parse::{gene_symbol, parse};
use super::words::plain;
use super::{AlterationKind, GeneSymbols, coding, protein};

/// Founder variants by their old names (numbering from the first base of the messenger), and their coding names:
/// BIC (Breast Cancer Information Core) names after ENIGMA and ClinVar.
const FOUNDERS: [(&str, &str, &str); 13] = [
    ("BRCA1", "185delag", "c.68_69delAG"),
    ("BRCA1", "187delag", "c.68_69delAG"),
    ("BRCA1", "5382insc", "c.5266dupC"),
    ("BRCA1", "5385insc", "c.5266dupC"),
    ("BRCA1", "4153dela", "c.4034delA"),
    ("BRCA1", "2080dela", "c.1961delA"),
    ("BRCA1", "3819del5", "c.3700_3704delGTAAA"),
    ("BRCA1", "4184del4", "c.4065_4068delTCAA"),
    ("BRCA2", "6174delt", "c.5946delT"),
    ("BRCA2", "999del5", "c.771_775delTCAAA"),
    ("BRCA2", "8765delag", "c.8537_8538delAG"),
    ("CHEK2", "1100delc", "c.1100delC"),
    ("PALB2", "1592delt", "c.1592delT"),
];

/// Whole statements (lower case) and what the parser calls them.
const STATEMENTS: [(&str, &str); 34] = [
    ("ms-stable", "MSS"),
    ("microsatellite status ms-stable", "MSS"),
    ("microsatellite status: ms-stable", "MSS"),
    ("microsatellite status: mss", "MSS"),
    ("microsatellite status mss", "MSS"),
    ("microsatellite status: stable", "MSS"),
    ("microsatellite status stable", "MSS"),
    ("microsatellite instability not detected", "MSS"),
    ("msi not detected", "MSS"),
    ("msi-high not detected", "MSS"),
    ("msi-h not detected", "MSS"),
    ("no microsatellite instability", "MSS"),
    ("mmr intact", "MSS"),
    ("mmr proteins intact", "MSS"),
    ("intact mmr", "MSS"),
    ("mmr status: proficient", "MSS"),
    ("mmr status proficient", "MSS"),
    ("intact expression of mismatch repair proteins", "MSS"),
    ("ms-instable", "MSI-H"),
    ("msi-instable", "MSI-H"),
    ("microsatellite status: msi-high", "MSI-H"),
    ("microsatellite status msi-high", "MSI-H"),
    ("microsatellite status: msi-h", "MSI-H"),
    ("microsatellite status: high", "MSI-H"),
    ("msi status: msi-h", "MSI-H"),
    ("msi status: mss", "MSS"),
    ("mmr status: deficient", "MSI-H"),
    ("mmr status deficient", "MSI-H"),
    ("hrd signature positive", "HRD positive"),
    ("hrd not detected", "HRD negative"),
    ("ebv (eber) positive", "EBV positive"),
    ("ph-negative", "BCR::ABL1 not detected"),
    ("ph negative", "BCR::ABL1 not detected"),
    ("philadelphia negative", "BCR::ABL1 not detected"),
];

/// Pairs of genes that are lost or gained together: one locus, one complex, or one event.
const TOGETHER: [(&str, &str); 8] = [
    ("CDKN2A", "CDKN2B"),
    ("MLH1", "PMS2"),
    ("PMS2", "MLH1"),
    ("MSH2", "MSH6"),
    ("MSH6", "MSH2"),
    ("CDK4", "MDM2"),
    ("MDM2", "CDK4"),
    ("CCND1", "FGF19"),
];

/// Material behind an allele fraction.
const MATERIAL: [&str; 8] =
    ["cfdna", "ctdna", "cfdna)", "of reads", "allele burden", "vaf", "allele fraction", "in plasma"];

/// One way of saying the same in other words.
type Step = fn(&str, Option<&GeneSymbols>) -> Option<String>;

/// The text in the words of the parser; `None` where there is nothing to say in other words.
pub(super) fn rewritten(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let clean = plain(text);
    let clean = clean.trim().trim_end_matches('.');
    let low = clean.to_lowercase();
    if low.len() != clean.len() {
        return None;
    }
    if let Some((_, said)) = STATEMENTS.iter().find(|(s, _)| *s == low) {
        return Some((*said).to_owned());
    }
    let steps: [Step; 9] = [
        stained_suppressor,
        founder,
        together,
        whole_words,
        joined,
        splice_names,
        without_introns,
        without_fraction,
        ratio,
    ];
    if let Some(fusion) = pair_of_genes(clean, symbols) {
        return Some(fusion);
    }
    let mut out = clean.to_owned();
    for step in steps {
        if let Some(next) = step(&out, symbols) {
            out = next;
        }
    }
    (out != clean).then_some(out)
}

/// Suppressors whose protein laboratories stain: `INI1 negative` is the loss of the protein, not a wild-type.
const BY_STAIN: [&str; 4] = ["SMARCB1", "SMARCA4", "SDHB", "MTAP"];
/// Suppressors of which `negative` may be said of either test.
const BY_EITHER: [&str; 8] = ["BAP1", "ATRX", "PTEN", "RB1", "ARID1A", "SMARCA2", "DAXX", "TP53"];

/// True where `negative` said of the gene leaves open whether the protein or the gene was tested.
pub(super) fn negative_is_open(gene: &str) -> bool {
    BY_EITHER.contains(&gene)
}

/// True where `negative` said of the gene is the loss of its protein.
pub(super) fn negative_is_loss(gene: &str) -> bool {
    BY_STAIN.contains(&gene)
}

/// `BRG1 lost by IHC`, `ATRX lost`, `SMARCA4-deficient`, `SDHB deficient`.
fn stained_suppressor(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let spaced = text.replace("-deficient", " deficient").replace("(BRG1) ", "").replace("(INI1) ", "");
    let (gene, said) = spaced.split_once([' ', ':'])?;
    let symbol = gene_symbol(gene.trim_end_matches(':'), symbols)?;
    (negative_is_loss(&symbol) || negative_is_open(&symbol)).then_some(())?;
    let said = said.trim().to_lowercase();
    let loss = matches!(
        said.as_str(),
        "lost"
            | "deficient"
            | "loss by ihc"
            | "loss on ihc"
            | "lost by ihc"
            | "lost on ihc"
            | "ihc lost"
            | "ihc loss"
            | "ihc: lost"
            | "negative by ihc"
            | "negative on ihc"
            | "immunohistochemistry negative"
            | "nuclear expression lost"
            | "expression lost"
            | "staining lost"
            | "loss of staining"
            | "loss of nuclear staining"
    );
    loss.then(|| format!("{symbol} loss of expression"))
}

/// `EML4::ALK fusion 3.1% cfDNA`, `CD74-ROS1 fusion (exon 6 - exon 34)`, `KIAA1549::BRAF (16:9)`: two genes joined, and behind
/// them only where they break and how that was seen.
fn pair_of_genes(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    const DESCRIBES: [&str; 24] = [
        "fusion",
        "rearrangement",
        "in-frame",
        "inframe",
        "gene",
        "transcript",
        "exon",
        "exons",
        "intron",
        "introns",
        "by",
        "rna",
        "dna",
        "sequencing",
        "fish",
        "ngs",
        "cfdna",
        "ctdna",
        "rt-pcr",
        "chic2",
        "deletion",
        "variant",
        "detected",
        "positive",
    ];
    let (pair, tail) = text.split_once(' ')?;
    let (a, b) = pair.split_once("::").or_else(|| pair.split_once('-'))?;
    let (a, b) = (gene_symbol(a, symbols)?, gene_symbol(b, symbols)?);
    let low = tail.to_lowercase();
    let mut words = low.split([' ', '(', ')', ',', ';']).filter(|w| !w.is_empty());
    let numbered = |w: &str| w.bytes().all(|c| c.is_ascii_digit() || b".:%-+e".contains(&c));
    words.all(|w| DESCRIBES.contains(&w) || numbered(w)).then(|| format!("{a}::{b} fusion"))
}

fn founder(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ':', '(', ')']).filter(|w| !w.is_empty()).collect();
    let gene = words.iter().find_map(|w| gene_symbol(w, symbols).or_else(|| marked(w)))?;
    let name = words.iter().find_map(|w| {
        let low = w.to_lowercase();
        FOUNDERS.iter().find(|(g, old, _)| *g == gene && *old == low).map(|f| (*w, f.2))
    })?;
    Some(text.replace(name.0, name.1))
}

/// `gBRCA1`
fn marked(word: &str) -> Option<String> {
    let rest = word.strip_prefix(['g', 's', 't'])?;
    rest.starts_with("BRCA").then(|| rest.to_owned())
}

/// `CDKN2A/CDKN2B homozygous deletion`, `loss of MLH1 and PMS2`, `MDM2 and CDK4 co-amplification`.
fn together(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let text = text.replace("CDKN2A/B", "CDKN2A/CDKN2B");
    let text = text.replace(" and ", "/").replace("co-amplif", "amplif").replace(" p16INK4a/p14ARF", "");
    let (said_before, rest) = match text.split_once(" of ") {
        Some((said, rest)) => (said.to_owned(), rest.to_owned()),
        None => (String::new(), text),
    };
    let (pair, said) = rest.split_once(' ').unwrap_or((&rest, ""));
    let (a, b) = pair.split_once('/')?;
    let (a, b) = (gene_symbol(a, symbols)?, gene_symbol(b, symbols)?);
    TOGETHER.contains(&(a.as_str(), b.as_str())).then_some(())?;
    let said = format!("{said_before} {said}");
    let said = match said.trim().to_lowercase().as_str() {
        "loss" | "lost" => "loss",
        "homozygous deletion" | "deletion" | "homdel" | "deleted" | "codeletion" => "deletion",
        "amplification" | "amplified" => "amplification",
        "loss of expression" | "protein loss" | "loss by ihc" => "loss of expression",
        _ => return None,
    };
    Some(format!("{a} {said}, {b} {said}"))
}

/// Phrases that say the same in the words of the parser.
fn whole_words(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    const HEADS: [&str; 7] = [
        "positive for the ",
        "positive for ",
        "presence of the ",
        "presence of a ",
        "presence of ",
        "detection of ",
        "detected: ",
    ];
    const TAILS: [&str; 5] = [" identified", " found", " was detected", " is present", " present"];
    let low = text.to_lowercase();
    let mut out = HEADS
        .iter()
        .find_map(|h| low.strip_prefix(h))
        .map_or_else(|| text.to_owned(), |rest| text[text.len() - rest.len()..].to_owned());
    let low = out.to_lowercase();
    if let Some(tail) = TAILS.iter().find(|t| low.ends_with(**t)) {
        let before = &low[..low.len() - tail.len()];
        if !["not", "no", "none", "never"].iter().any(|w| before.split(' ').any(|b| b == *w)) {
            out.truncate(before.len());
        }
    }
    for (from, to) in [
        (" (YVMA)", ""),
        (" (+)", "+"),
        (" (-)", "-"),
        ("Tier I: ", ""),
        ("Tier IA: ", ""),
        ("IHC MMR: ", ""),
        ("TPS of ", "TPS "),
        (" percent", " %"),
        ("SISH", "ISH"),
        ("CISH", "ISH"),
        ("DISH", "ISH"),
        (" (IHC VE1 positive)", ""),
        ("1p/19q-co", "1p19q co"),
        (" biallelic", " biallelic mutation"),
        (" biallelic mutation mutation", " biallelic mutation"),
        ("overexpression IHC 3+", "overexpression"),
        ("overexpression (IHC 3+)", "overexpression"),
        ("FGFR2b", "FGFR2"),
        (" IHC positive", ""),
        ("ISH non-amplified", "ISH not amplified"),
        ("ISH non amplified", "ISH not amplified"),
        (" (equivocal)", ""),
        ("mutations per Mb", "mut/Mb"),
        (" m/Mb", " mut/Mb"),
        ("KMT2A-r", "KMT2A rearranged"),
        ("MLL-r", "KMT2A rearranged"),
    ] {
        if out.contains(from) && allowed(from, &out, symbols) {
            out = out.replace(from, to);
        }
    }
    if let Some(exon) = bare_exon(&out) {
        out = exon;
    }
    (out != text).then_some(out)
}

/// Some phrases are only left out beside what they repeat.
fn allowed(phrase: &str, text: &str, symbols: Option<&GeneSymbols>) -> bool {
    match phrase {
        // An antibody against the changed protein: `IDH1 R132H IHC positive`.
        " IHC positive" => parse(&text.replace(phrase, ""), symbols)
            .is_some_and(|a| matches!(a.kind, AlterationKind::Substitution { .. })),
        // 2+ is the equivocal grade itself.
        " (equivocal)" => text.contains("2+"),
        _ => true,
    }
}

/// Exons that are named alone: their mutations are what is meant.
fn bare_exon(text: &str) -> Option<String> {
    match text {
        "CALR exon 9" | "JAK2 exon 12" => Some(format!("{text} mutation")),
        _ if text.starts_with("CALR") && (text.contains("52-bp") || text.contains("52bp")) => {
            Some("CALR mutation".to_owned())
        }
        _ => None,
    }
}

/// `BRAF_V600E`, `V600E-mutant`, `BRAFV600E-mutated`.
fn joined(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let words = text.split(' ').map(|word| {
        if let Some((gene, change)) = word.split_once('_')
            && gene_symbol(gene, symbols).is_some()
            && protein::parse(change).is_some()
        {
            return format!("{gene} {change}");
        }
        let head =
            ["-mutated", "-mutant", "-positive", "-mut"].iter().find_map(|tail| word.strip_suffix(tail));
        let Some(head) = head else { return word.to_owned() };
        let change = head.find(|c: char| c.is_ascii_digit()).and_then(|at| head.get(at.checked_sub(1)?..));
        let named = change.is_some_and(|c| {
            matches!(protein::parse(c), Some(AlterationKind::Substitution { .. })) && c.len() > 3
        });
        if named { head.to_owned() } else { word.to_owned() }
    });
    let out = words.collect::<Vec<_>>().join(" ");
    (out != text).then_some(out)
}

/// `splice site 3028+1G>T` and `promoter -124C>T` without the `c.` of the name.
fn splice_names(text: &str, _: Option<&GeneSymbols>) -> Option<String> {
    let low = text.to_lowercase();
    (low.contains("splice") || low.contains("promoter")).then_some(())?;
    let words = text.split(' ').map(|word| {
        let named = format!("c.{word}");
        let bare = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if bare && coding::is_coding_name(&named) { named } else { word.to_owned() }
    });
    let out = words.collect::<Vec<_>>().join(" ");
    (out != text).then_some(out)
}

/// Which intron a rearrangement broke, and which exons a loss took, says nothing of what it is.
fn without_introns(text: &str, _: Option<&GeneSymbols>) -> Option<String> {
    let low = text.to_lowercase();
    let broken = low.contains("rearrange") || low.contains("fusion");
    let lost = low.contains(" loss exon");
    (broken || lost).then_some(())?;
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let place = words[i].to_lowercase();
        let number = words
            .get(i + 1)
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|c| c.is_ascii_digit() || c == b'-'));
        let dropped = (broken && matches!(place.as_str(), "intron" | "introns"))
            || (lost && matches!(place.as_str(), "exon" | "exons"));
        if dropped && number {
            i += 2;
        } else {
            out.push(words[i]);
            i += 1;
        }
    }
    (out.len() < words.len()).then(|| out.join(" "))
}

/// A fraction behind a change that names itself: `EGFR L858R 3.2% cfDNA`, `JAK2 V617F allele burden 45%`, `FLT3-ITD
/// AR 0.8`.
fn without_fraction(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let low = text.to_lowercase();
    for mark in [" ar ", " ratio ", ", ratio ", " (ratio ", " (allelic ratio ", " allele burden ", " - "] {
        let Some(at) = low.find(mark) else { continue };
        let tail = low[at + mark.len()..].trim_end_matches(')');
        let tail = tail.trim_end_matches(" copies");
        let number = tail.trim_end_matches('%').trim().replace(',', ".").parse::<f64>().is_ok();
        let head = text[..at].trim_end_matches([',', '+']);
        let itd = head.to_lowercase().contains("itd");
        let counted = mark == " - " && low.ends_with("copies");
        if number && (itd || mark == " allele burden " || counted) && named(head, symbols) {
            return Some(head.to_owned());
        }
    }
    let percent = text.find('%')?;
    let from = text[..percent].trim_end().rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
    let head = text[..=from].trim_end().trim_end_matches(['(', ',', ':', '~']).trim_end();
    let tail = low[percent + 1..].trim().trim_start_matches('(').trim_end_matches(')').trim();
    let describes = tail.is_empty() || MATERIAL.contains(&tail);
    (describes && text[from + 1..percent].trim().parse::<f64>().is_ok() && named(head, symbols))
        .then(|| head.to_owned())
}

/// True where the text is read and is a change of the sequence, whose amount is an allele fraction.
fn named(text: &str, symbols: Option<&GeneSymbols>) -> bool {
    parse(text, symbols).is_some_and(|a| {
        !matches!(a.kind, AlterationKind::Expression { .. } | AlterationKind::Fusion { .. })
            && a.gene.as_deref().is_some_and(|g| g != "AR" || text.len() > 4)
    })
}

/// Ratios and copies that the test calls amplified: HER2 to CEP17 from 2.0 (ASCO/CAP 2018, doi
/// 10.1200/JCO.2018.77.8738), MET to CEP7 from 5 and MET copies from 10 (GEOMETRY mono-1, doi 10.1056/NEJMoa2002787).
/// Lower numbers are left unread: they need what else was counted.
fn ratio(text: &str, _: Option<&GeneSymbols>) -> Option<String> {
    let low = text.to_lowercase();
    let words: Vec<&str> = low.split([' ', '(', ')', '=', ':']).filter(|w| !w.is_empty()).collect();
    let value: f64 = words.last()?.replace(',', ".").parse().ok()?;
    let said = words[..words.len() - 1].join(" ");
    let (gene, least) = match said.as_str() {
        "her2 fish ratio"
        | "her2 ish ratio"
        | "her2/cep17 ratio"
        | "erbb2/cep17 ratio"
        | "her2 cep17 ratio"
        | "her2 fish amplified ratio"
        | "her2 fish positive ratio"
        | "her2 ish positive ratio" => ("ERBB2", 2.0),
        "met/cep7 ratio" | "met cep7 ratio" => ("MET", 5.0),
        "met gcn" | "met copy number" | "met gene copy number" => ("MET", 10.0),
        _ => return None,
    };
    (value >= least).then(|| format!("{gene} amplification"))
}
