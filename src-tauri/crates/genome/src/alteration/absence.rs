//! Findings that were looked for and are not there: `BRAF V600E not detected`, `negative for FLT3-ITD`.
//!
//! The rest of the text has to name one finding by itself; a denial that covers a list, or that stands beside a doubt,
//! is not read. A statement on the whole gene is a wild-type, one on a single change is only about that change.

use super::expression::is_stained;
use super::parse::parse;
use super::words::plain;
use super::{Alteration, AlterationKind, FusionPartner, GeneSymbols};

/// Words before the finding.
const BEFORE: [&str; 10] = [
    "no evidence of an ",
    "no evidence of a ",
    "no evidence of ",
    "absence of ",
    "negative for the ",
    "negative for ",
    "not detected: ",
    "no activating ",
    "without ",
    "no ",
];
/// Words behind the finding, the longer ones first.
const BEHIND: [&str; 20] = [
    "was not detected",
    "were not detected",
    "not detected",
    "none detected",
    "not identified",
    "none identified",
    "not present",
    "not observed",
    "not found",
    "none found",
    "undetected",
    "undetectable",
    "negative",
    "absent",
    "excluded",
    "neg",
    "none",
    "detected",
    "identified",
    "found",
];
/// Words that a denial may stand behind and that say nothing more.
const FILLING: [&str; 8] =
    ["mutation", "mutations", "variant", "alteration", "gene", "rearrangement", "rearrangements", "is"];

/// One finding that is denied.
pub(super) fn parse_absence(text: &str, symbols: Option<&GeneSymbols>) -> Option<Alteration> {
    let clean = plain(text);
    if let Some(one) = count(&clean, symbols) {
        return Some(whole(one, text));
    }
    let clean = clean.trim_end_matches('.');
    let low = clean.to_lowercase();
    if low.len() != clean.len() {
        return None;
    }
    let (said, before) = match BEFORE.iter().find_map(|b| low.strip_prefix(b)) {
        Some(rest) => (&clean[clean.len() - rest.len()..], true),
        None => (clean, false),
    };
    let mut said = said.trim();
    let mut behind = false;
    if let Some(words) = BEHIND.iter().find(|b| ends_with_words(said, b)) {
        // `no ... detected` is one denial, `... detected` none.
        let positive = matches!(*words, "detected" | "identified" | "found");
        if positive && !before {
            return None;
        }
        // Two denials are no statement.
        if before && !positive {
            return None;
        }
        behind = !positive;
        said = said[..said.len() - words.len()].trim_end().trim_end_matches([':', '=', '-']).trim_end();
    }
    if !(before || behind) || said.contains([',', ';', '/', '|']) || said.contains(" or ") {
        return None;
    }
    let one = finding(said, symbols)?;
    denied(one).map(|one| whole(one, text))
}

/// `ERBB2 not amplified`, `HER2 FISH negative`, `HER2 ISH-`.
fn count(text: &str, symbols: Option<&GeneSymbols>) -> Option<Alteration> {
    const NOT_AMPLIFIED: [&str; 14] = [
        "not amplified",
        "non amplified",
        "non-amplified",
        "unamplified",
        "no amplification",
        "fish not amplified",
        "fish non amplified",
        "fish non-amplified",
        "ish not amplified",
        "fish negative",
        "ish negative",
        "sish negative",
        "fish-",
        "ish-",
    ];
    let (gene, said) = text.split_once([' ', ':'])?;
    let said = said.trim().to_lowercase();
    NOT_AMPLIFIED.contains(&said.as_str()).then_some(())?;
    let one = parse(&format!("{gene} amplification"), symbols)?;
    // A probe of ALK or RET looks for a break, not for copies.
    let counted = said.contains("amplif") || one.gene.as_deref() == Some("ERBB2");
    counted.then(|| denied(one)).flatten()
}

/// The finding, with or without a word that fills.
fn finding(said: &str, symbols: Option<&GeneSymbols>) -> Option<Alteration> {
    // One type of a mutation that is not there leaves the others open.
    const TYPES: [&str; 6] = ["type 1", "type 2", "type a", "type b", "del52", "ins5"];
    let low = said.to_lowercase();
    if TYPES.iter().any(|t| low.contains(t)) {
        return None;
    }
    let direct = parse(said, symbols).filter(|one| one.kind != AlterationKind::WildType);
    direct.or_else(|| {
        let (head, last) = said.rsplit_once(' ')?;
        FILLING.contains(&last.to_lowercase().as_str()).then_some(())?;
        parse(head, symbols).filter(|one| one.kind != AlterationKind::WildType)
    })
}

fn denied(one: Alteration) -> Option<Alteration> {
    use AlterationKind as K;
    let gene = one.gene.clone();
    // Without its gene only a tumour-wide finding can be denied.
    (gene.is_some() || matches!(one.kind, K::Named { .. } | K::MsiHigh | K::HrdPositive)).then_some(())?;
    let kind = match &one.kind {
        K::AnyMutation | K::Oncogenic | K::Activating if gene.as_deref().is_some_and(|g| !is_stained(g)) => {
            K::WildType
        }
        K::MsiHigh => K::MsiStable,
        K::HrdPositive => K::HrdNegative,
        // What is measured on a scale, or is a denial already, has words of its own.
        K::Expression { .. }
        | K::WildType
        | K::MsiStable
        | K::HrdNegative
        | K::Tmb { .. }
        | K::NotDetected { .. } => return None,
        K::AnyMutation | K::Oncogenic | K::Activating => K::WildType,
        K::Fusion { partner: FusionPartner::Any } if super::events::by_rearrangement(gene.as_deref()) => {
            K::WildType
        }
        other => K::NotDetected { what: Box::new(other.clone()) },
    };
    Some(Alteration { kind, ..one })
}

fn whole(one: Alteration, text: &str) -> Alteration {
    Alteration { text: text.trim().to_owned(), ..one }
}

/// True where the text ends with these words, as words.
fn ends_with_words(text: &str, words: &str) -> bool {
    let low = text.to_lowercase();
    low.strip_suffix(words).is_some_and(|rest| rest.ends_with([' ', ':', '-', '=']))
}
