//! What laboratories write around a finding: assay, clone, exon, transcript, allele fraction, share of cells.
//!
//! Only where a text is not read as it stands. A bracket, a tail behind a comma or a phrase is left out when every word of
//! it is known to describe the measurement; a word of denial or doubt (`not`, `negative`, `VUS`, `suspected`) is
//! never among them, so such a text stays unread.

use about::ABOUT;

use super::expression::is_stained;
use super::parse::{gene_symbol, parse};
use super::{AlterationKind, GeneSymbols, coding, protein};

/// Words beside a statement on mismatch repair.
const REPAIR: &[&str] = &[
    "mlh1",
    "pms2",
    "msh2",
    "msh6",
    "epcam",
    "loss",
    "of",
    "on",
    "ihc",
    "promoter",
    "hypermethylated",
    "methylated",
    "and",
];
/// Brackets of fixed wording that say the same as the finding.
const STANDING: [&str; 2] = ["VE1 IHC positive", "CHIC2 deletion FISH"];
/// Words that begin a phrase of method: `in ctDNA`, `detected by RNA NGS`, `on flow`.
const BEFORE_METHOD: [&str; 8] = ["in", "on", "by", "from", "detected", "confirmed", "via", "at"];
const METHODS: &[&str] = &[
    "ctdna",
    "cfdna",
    "rna",
    "dna",
    "ngs",
    "fish",
    "ihc",
    "flow",
    "cytometry",
    "pcr",
    "ddpcr",
    "rebiopsy",
    "biopsy",
    "tissue",
    "plasma",
    "blood",
    "peripheral",
    "bone",
    "marrow",
    "cis",
    "by",
    "on",
    "sequencing",
    "panel",
    "testing",
];

/// Words of denial: what follows from the rest of the text is not concluded.
const DENIAL: [&str; 7] = ["no", "not", "without", "negative", "neg", "absent", "lost"];
/// Words of doubt: such a text is left unread.
const DOUBT: [&str; 9] = [
    "possible",
    "possibly",
    "suspected",
    "probable",
    "equivocal",
    "borderline",
    "unclear",
    "unconfirmed",
    "vus",
];

/// True where one of the words stands in a text of lower case.
fn says(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w))
}

/// True where a word of denial stands in the text.
pub(super) fn denies(text: &str) -> bool {
    says(&text.to_lowercase(), &DENIAL)
}

/// True where a word of doubt, or of a test that is still to come, stands in the text.
pub(super) fn doubts(text: &str) -> bool {
    const TO_COME: [&str; 10] = [
        "pending",
        "ordered",
        "requested",
        "awaited",
        "failed",
        "insufficient",
        "recommended",
        "excluded",
        "rule",
        "history",
    ];
    let low = text.to_lowercase();
    says(&low, &DOUBT) || says(&low, &TO_COME) || low.contains('?')
}

/// The finding without its annotations; `None` where nothing could be left out.
pub(super) fn core(text: &str, symbols: Option<&GeneSymbols>) -> Option<String> {
    let text = text.trim();
    if says(&text.to_lowercase(), &DOUBT) {
        return None;
    }
    let fusion = text.contains("::") || text.to_lowercase().contains("fusion") || is_pair(text, symbols);
    let spoken = outside_brackets(&rewritten(text, symbols), fusion);
    let mut pieces = spoken.split(", ");
    let mut kept = vec![without_phrases(pieces.next()?, fusion)];
    for piece in pieces {
        if !is_annotation(piece, fusion, false) {
            kept.push(without_phrases(piece, fusion));
        }
    }
    let mut core = kept.join(", ");
    if is_pair(&core, symbols) && !core.contains(' ') {
        core.push_str(" fusion");
    }
    (core != text && !core.trim().is_empty()).then_some(core)
}

/// True where a text says, beside a change by name, that exon 14 is skipped.
pub(super) fn skips_exon_14(text: &str) -> bool {
    let low = text.to_lowercase();
    let said = low.contains("exon 14 skipping") || low.contains("ex14 skipping");
    said && !says(&low, &DENIAL) && !says(&low, &DOUBT)
}

/// `ETV6-NTRK3 (E5-N15)`.
fn is_pair(text: &str, symbols: Option<&GeneSymbols>) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first
        .split_once('-')
        .is_some_and(|(a, b)| gene_symbol(a, symbols).is_some() && gene_symbol(b, symbols).is_some())
}

/// Statements that need other words to be read.
fn rewritten(text: &str, symbols: Option<&GeneSymbols>) -> String {
    let low = text.to_lowercase();
    let percent = || {
        let end = text.find('%')?;
        let digits = text[..end].trim_end().rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        digits.parse::<f64>().ok()
    };
    let gene = text.split_whitespace().next().and_then(|w| gene_symbol(w, symbols));
    // Whatever change of the splice site: its effect on the transcript is what counts.
    if gene.as_deref() == Some("MET") && skips_exon_14(&low) {
        return "MET exon 14 skipping".to_owned();
    }
    // `CLDN18.2 positive: 85% of tumour cells 2+/3+`: the conclusion stands first, its measure behind the colon.
    if let Some((said, measure)) = text.split_once(": ")
        && parse(said, symbols).is_some_and(|a| matches!(a.kind, AlterationKind::Expression { .. }))
        && measure.to_lowercase().contains("cells")
    {
        return said.to_owned();
    }
    // Nothing is concluded from a number or a name beside a denial.
    if says(&low, &DENIAL) {
        return text.strip_suffix(" neg").map_or_else(|| text.to_owned(), |head| format!("{head} negative"));
    }
    if let (Some(gene), true) = (&gene, low.contains("reversion")) {
        return format!("{gene} reversion mutation");
    }
    if gene.as_deref() == Some("CALR") && (low.contains("type 1") || low.contains("type 2")) {
        return "CALR mutation".to_owned();
    }
    for (tracer, protein) in [("psma", "FOLH1"), ("sstr", "SSTR2")] {
        if low.starts_with(tracer) && low.contains("positive") {
            return format!("{protein} positive");
        }
    }
    // A break-apart probe counts from 15 % of nuclei on (labels of the companion tests of ALK and ROS1).
    if let (Some(gene), true, Some(share)) = (&gene, low.contains("break-apart"), percent()) {
        return if share >= 15.0 { format!("{gene} rearrangement") } else { text.to_owned() };
    }
    // Folate receptor alpha is high from 75 % of cells at PS2+ on (label of mirvetuximab soravtansine).
    if let (Some("FOLR1"), true, Some(share)) = (gene.as_deref(), low.contains("ps2+"), percent()) {
        return format!("FOLR1 {}", if share >= 75.0 { "high" } else { "low" });
    }
    for (from, to) in [("TC ", "PD-L1 TC "), ("IC ", "PD-L1 IC ")] {
        if let Some(rest) = text.strip_prefix(from) {
            return format!("{to}{rest}");
        }
    }
    if let Some(rest) =
        low.strip_prefix("pd-l1 tumour cell expression ").or(low.strip_prefix("pd-l1 tumor cell expression "))
    {
        return format!("PD-L1 TPS {rest}");
    }
    // `ABL1 p.V299L in BCR::ABL1`
    if let Some((change, pair)) = text.split_once(" in ")
        && pair.contains("::")
    {
        return format!("{pair}, {change}");
    }
    let text = text.replace("kinase domain mutation ", "").replace(" mutations", " mutation");
    let Some(gene) = gene else { return text };
    let amplified = format!(", {gene} amplification");
    [", FISH amplified", ", ISH amplified", "/FISH positive", " (amplified)"]
        .iter()
        .fold(text, |t, said| t.replace(said, &amplified))
        .replace(" amplified", " amplification")
}

/// Drops brackets that only describe. Those of a name (`p.(Val600Glu)`, `t(9;22)`, `del(17p)`) stay, except a
/// translocation beside a fusion that is named.
fn outside_brackets(text: &str, fusion: bool) -> String {
    let repair = {
        let low = text.to_lowercase();
        low.starts_with("dmmr") || low.starts_with("msi")
    };
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        if chars[i] != '(' {
            out.push(chars[i]);
            i += 1;
            continue;
        }
        let mut depth = 0;
        let close = (i..chars.len()).find(|j| {
            depth += match chars[*j] {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        let Some(close) = close else { break };
        let inside: String = chars[i + 1..close].iter().collect();
        let before = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let word = out[before.len()..].to_lowercase();
        let before_len = before.len();
        let of_name =
            matches!(word.as_str(), "t" | "del" | "inv") || out.ends_with("p.") || out.ends_with("c.");
        let describes = is_annotation(&inside, fusion, true) || STANDING.contains(&inside.as_str());
        let beside_fusion = fusion
            && (matches!(word.as_str(), "t" | "inv") || (out.ends_with(' ') && inside.starts_with("t(")));
        if beside_fusion {
            if matches!(word.as_str(), "t" | "inv") {
                out.truncate(before_len);
            }
        } else if fusion && inside.split([';', ' ']).all(is_band) {
            // Bands behind a translocation that was left out.
        } else if of_name || limits(text, &inside) || !(describes || (repair && is_repair(&inside))) {
            out.extend(&chars[i..=close]);
        }
        i = close + 1;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

/// A wild type of one codon is none of the gene: only of KRAS and NRAS exons 2 to 4 are all that is asked for.
fn limits(text: &str, inside: &str) -> bool {
    let (low, inside) = (text.to_lowercase(), inside.to_lowercase());
    let wild = low.contains("wild") || low.split(' ').any(|w| w == "wt");
    let ras = ["kras", "nras", "ras"].iter().any(|g| low.starts_with(g)) && inside.contains("2-4");
    wild && (inside.contains("codon") || (inside.contains("exon") && !ras))
}

fn is_repair(text: &str) -> bool {
    let words = text.split([' ', '/', ',']).filter(|w| !w.is_empty());
    words.into_iter().all(|w| REPAIR.contains(&w.to_lowercase().as_str()))
}

/// True where every word only describes. Names of the same change (`c.183A>C`) count in a bracket.
fn is_annotation(text: &str, fusion: bool, bracket: bool) -> bool {
    let low = text.trim().to_lowercase();
    if let Some(partner) = low.strip_prefix("partner ") {
        return !partner.contains(' ');
    }
    let mut words = text.split([' ', ',', ';']).filter(|w| !w.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            let low = word.to_lowercase();
            ABOUT.contains(&low.as_str())
                || is_number(&low)
                || low.starts_with("ret/ptc")
                || is_variant_number(&low)
                || low.contains("/cep")
                || is_legacy(&low)
                || (fusion && fusion_word(&low))
                || (bracket
                    && (is_exon(&low) || protein::parse(word).is_some() || coding::parse(word).is_some()))
        })
}

/// Takes phrases of method and material out of a statement.
fn without_phrases(text: &str, fusion: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let low: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let named = low.iter().any(|w| w.starts_with("p."));
    let mut kept: Vec<&str> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let begins = BEFORE_METHOD.contains(&low[i].as_str()) && i > 0;
        let method = low[i..]
            .iter()
            .take_while(|w| BEFORE_METHOD.contains(&w.as_str()) || METHODS.contains(&w.as_str()));
        let length = method.count();
        if begins && length > 1 && METHODS.contains(&low[i + length - 1].as_str()) {
            i += length;
        } else if let Some(length) = share_of_cells(&low[i..]) {
            // `CD30 40 % of lymphoid cells` keeps its number, `del(17p) 40 % of nuclei` needs none.
            let stained = kept.first().and_then(|w| gene_symbol(w, None)).is_some_and(|g| is_stained(&g));
            if stained && !kept.iter().any(|w| w.eq_ignore_ascii_case("positive")) {
                kept.push(words[i]);
            }
            i += length;
        } else if (i > 0
            && (matches!(
                low[i].as_str(),
                "isolated" | "donor" | "acceptor" | "loss-of-function" | "biallelic" | "strong"
            ) || is_share_after_positive(&low, i)))
            || (fusion && i > 0 && fusion_word(&low[i]))
            || (named && is_exon(&low[i]))
        {
            i += 1;
        } else {
            kept.push(words[i]);
            i += 1;
        }
    }
    let text = kept.join(" ");
    let tail = [" with loss of heterozygosity", " second site", " compound mutation"];
    tail.iter().fold(text, |t, tail| t.strip_suffix(tail).map_or(t.clone(), str::to_owned))
}

/// `positive >90%`
fn is_share_after_positive(words: &[String], at: usize) -> bool {
    words[at].ends_with('%') && is_number(&words[at]) && words[at - 1] == "positive"
}

/// `40% of lymphoid cells`, `in 65%`: number of words.
fn share_of_cells(words: &[String]) -> Option<usize> {
    let from = usize::from(words.first()? == "in");
    let number = words.get(from).filter(|w| w.ends_with('%') && is_number(w));
    number?;
    if words.get(from + 1).is_none_or(|w| w != "of") {
        return (from == 1).then_some(2);
    }
    let end = words.iter().skip(from + 2).take(3).position(|w| w == "cells" || w == "nuclei")?;
    Some(from + 2 + end + 1)
}

/// `34%`, `0.6`, `>90%`, `5/5`, `2+/3+`, `2-4`.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '>' | '<' | '~' | '='))
        && word.chars().all(|c| c.is_ascii_digit() || ".,%/+-><~=".contains(c))
}

/// Breakpoints and transcripts of a fusion: `E13;A20`, `E5-N15`, `e14a2`, `p210`, `bcr1`.
fn fusion_word(word: &str) -> bool {
    word.split([';', '-', ':']).all(|part| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = part.len() - digits.len();
        let plain = letters == 1
            && !digits.is_empty()
            && digits.len() <= 3
            && digits.bytes().all(|c| c.is_ascii_digit());
        let abl = part.starts_with('e')
            && part.contains('a')
            && part[1..].split('a').all(|n| !n.is_empty() && n.bytes().all(|c| c.is_ascii_digit()));
        let bcr = part.strip_prefix("bcr").is_some_and(|n| n.len() == 1);
        plain || abl || bcr
    })
}

/// `3a/b`, `v1`: the variant of a fusion of EML4 and ALK.
fn is_variant_number(word: &str) -> bool {
    let rest = word.trim_start_matches('v').trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len() && matches!(rest, "" | "a" | "b" | "c" | "a/b")
}

/// `ex20ins`, `ex19del`.
fn is_exon(word: &str) -> bool {
    let rest = word.strip_prefix("exon").or(word.strip_prefix("ex")).unwrap_or_default();
    let kind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() > kind.len() && matches!(kind, "ins" | "del" | "dup" | "")
}

/// Names of old of the founder mutations: `5382insC`, `185delAG`.
fn is_legacy(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len()
        && ["ins", "del", "dup"]
            .iter()
            .any(|k| rest.strip_prefix(k).is_some_and(|b| b.bytes().all(|c| b"acgt".contains(&c))))
}

fn is_band(word: &str) -> bool {
    word.strip_prefix(['p', 'q']).is_some_and(|n| n.parse::<f64>().is_ok())
}

mod about;
#[cfg(test)]
mod tests;
