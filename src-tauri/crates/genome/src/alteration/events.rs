//! Reads what is said of a gene once the gene is known: words for classes of alterations.

use super::{AlterationKind, ExonEvent, FusionPartner};

/// Genes whose reported biomarker is the rearrangement: `ALK positive` means ALK rearranged.
const REARRANGED: [&str; 6] = ["ALK", "ROS1", "NTRK1", "NTRK2", "NTRK3", "NTRK"];

/// True for a gene whose reported biomarker is the rearrangement.
pub(crate) fn by_rearrangement(gene: Option<&str>) -> bool {
    gene.is_some_and(|g| REARRANGED.contains(&g))
}

/// Results of in situ hybridisation that say amplified.
const COUNTED: [&str; 10] = [
    "ish positive",
    "fish positive",
    "ish amplified",
    "fish amplified",
    "ish+",
    "fish+",
    "ish +",
    "fish +",
    "sish positive",
    "cish positive",
];

/// A class of alteration named in words; the phrase is lower case with single blanks.
pub(crate) fn parse(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    let phrase = phrase.strip_prefix("gene ").unwrap_or(phrase);
    // METex14 and METΔ14 are said of the skipping, and the loss of the exon is the same.
    let skipped = ["exon 14", "delta 14", "delta ex14", "delta exon 14", "exon 14 deletion", "ex14"];
    if gene == Some("MET") && skipped.contains(&phrase) {
        return Some(AlterationKind::Exon { exon: 14, event: ExonEvent::Skipping });
    }
    // In situ hybridisation counts copies of the gene.
    if gene == Some("ERBB2") && COUNTED.contains(&phrase) {
        return Some(AlterationKind::Amplification);
    }
    if gene == Some("ERBB2") && matches!(phrase, "yvma" | "yvma insertion" | "exon 20 yvma insertion") {
        let name = "A775_G776insYVMA".to_owned();
        return Some(AlterationKind::Inframe { start: 775, end: 776, name });
    }
    // What has a name of its own in these genes goes before the general words.
    let own = named(gene, phrase).filter(|_| matches!(gene, Some("BRAF" | "CALR")));
    own.or_else(|| plain_class(phrase))
        .or_else(|| rearrangement(gene, phrase))
        .or_else(|| named(gene, phrase))
        .or_else(|| exon(phrase))
}

fn plain_class(phrase: &str) -> Option<AlterationKind> {
    use AlterationKind as K;
    Some(match phrase {
        "amplification"
        | "amplified"
        | "amp"
        | "copy number amplification"
        | "high level amplification"
        | "gene amplification"
        | "focal amplification" => K::Amplification,
        "deletion"
        | "deleted"
        | "homozygous deletion"
        | "homdel"
        | "biallelic deletion"
        | "deep deletion"
        | "null"
        | "homozygous loss" => K::Deletion,
        "loss"
        | "loss of function"
        | "lof"
        | "loss of function mutation"
        | "loss of function variant"
        | "loss of function alteration"
        | "inactivation"
        | "inactivating"
        | "inactivating mutation"
        | "inactivating variant"
        | "inactivating alteration"
        | "biallelic inactivation"
        | "biallelic loss" => K::LossOfFunction,
        "truncating"
        | "truncating mutation"
        | "truncating variant"
        | "truncation"
        | "frameshift"
        | "frameshift mutation"
        | "frameshift truncation"
        | "nonsense mutation"
        | "frameshift variant"
        | "stop gained" => K::Truncating,
        "activating"
        | "activating mutation"
        | "activating variant"
        | "activating alteration"
        | "gain of function"
        | "gof"
        | "gain of function mutation"
        | "sensitising mutation"
        | "sensitizing mutation"
        | "sensitising"
        | "sensitizing"
        | "common mutation"
        | "activating missense mutation" => K::Activating,
        "pathogenic"
        | "pathogenic variant"
        | "pathogenic mutation"
        | "pathogenic alteration"
        | "likely pathogenic"
        | "likely pathogenic variant"
        | "oncogenic"
        | "oncogenic mutation"
        | "oncogenic variant"
        | "oncogenic alteration"
        | "likely oncogenic"
        | "deleterious"
        | "deleterious mutation"
        | "deleterious variant"
        | "suspected deleterious"
        | "deleterious alteration"
        | "pathogenic or likely pathogenic"
        | "pathogenic/likely pathogenic" => K::Oncogenic,
        "biallelic mutation" | "double mutation" | "bzip mutation" | "mutation" | "mutations" | "mutated"
        | "mutant" | "mut" | "variant" | "alteration" | "altered" | "mutation positive"
        | "mutation detected" | "any mutation" => K::AnyMutation,
        "wild type"
        | "wildtype"
        | "wt"
        | "unmutated"
        | "not mutated"
        | "no mutation"
        | "mutation negative"
        | "mutation not detected"
        | "no mutation detected"
        | "negative for mutation"
        | "no mutations"
        | "no mutations detected"
        | "no pathogenic variant"
        | "no pathogenic variant detected"
        | "no pathogenic mutation"
        | "non mutated" => K::WildType,
        "splice site"
        | "splice site mutation"
        | "splice site variant"
        | "splice variant"
        | "splice mutation" => K::Splice { name: None },
        _ => {
            let residue = phrase.strip_prefix("frameshift at residue ")?.parse().ok()?;
            K::Frameshift { residue }
        }
    })
}

fn rearrangement(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    let fusion = AlterationKind::Fusion { partner: FusionPartner::Any };
    let by_rearrangement = by_rearrangement(gene);
    match phrase {
        "fusion"
        | "fusions"
        | "gene fusion"
        | "rearrangement"
        | "rearrangements"
        | "rearranged"
        | "gene rearrangement"
        | "translocation"
        | "fusion positive"
        | "fusion or rearrangement"
        | "rearrangement positive"
        | "fusion detected"
        | "translocated"
        | "fusion/rearrangement" => Some(fusion),
        "positive" | "+" | "fish positive" | "ish positive" | "fish rearranged" | "break apart positive"
            if by_rearrangement =>
        {
            Some(fusion)
        }
        // The antibody D5F3 is a companion test of ALK inhibitors; of other genes staining only leads to a test.
        "ihc positive" | "ihc 3+" if gene == Some("ALK") => Some(fusion),
        "negative"
        | "-"
        | "fish negative"
        | "not detected"
        | "fusion negative"
        | "rearrangement negative"
        | "not rearranged"
        | "no fusion"
        | "no rearrangement"
        | "fusion not detected"
        | "rearrangement not detected"
            if by_rearrangement =>
        {
            Some(AlterationKind::WildType)
        }
        _ => None,
    }
}

/// Alterations that have a name of their own.
fn named(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    let name = match phrase {
        "promoter mutation" | "promoter mutated" | "promoter variant" => "promoter mutation",
        "promoter methylation"
        | "promoter hypermethylation"
        | "methylation"
        | "methylated"
        | "hypermethylation"
        | "promoter methylated"
        | "hypermethylated" => "promoter methylation",
        "unmethylated" | "promoter unmethylated" | "not methylated" => "promoter unmethylated",
        "itd" | "itd mutation" | "internal tandem duplication" | "itd positive" | "internal duplication" => {
            "ITD"
        }
        "tkd" | "tkd mutation" | "kinase domain mutation" => "kinase domain mutation",
        "viii" | "variant iii" if gene == Some("EGFR") => "exon 2-7 deletion",
        "v7" | "ar v7" | "ar v7 positive" | "v7 positive" if gene == Some("AR") => "AR-V7",
        "vus" | "variant of unknown significance" | "variant of uncertain significance" => {
            "variant of unknown significance"
        }
        "non v600" | "non v600 mutation" | "non v600e" | "non v600e mutation" if gene == Some("BRAF") => {
            "non-V600 mutation"
        }
        "class 2" | "class ii" | "class 2 mutation" | "class ii mutation" if gene == Some("BRAF") => {
            "class II mutation"
        }
        "class 3" | "class iii" | "class 3 mutation" | "class iii mutation" if gene == Some("BRAF") => {
            "class III mutation"
        }
        "class 1" | "class i" | "class 1 mutation" | "class i mutation" if gene == Some("BRAF") => {
            return Some(AlterationKind::Residue { reference: 'V', residue: 600 });
        }
        "del52" | "ins5" | "type 1" | "type 2" if gene == Some("CALR") => {
            return Some(AlterationKind::AnyMutation);
        }
        "type a" | "type b" | "type d" | "type a mutation" | "type b mutation" | "type d mutation"
            if gene == Some("NPM1") =>
        {
            return Some(AlterationKind::AnyMutation);
        }
        "reversion" | "reversion mutation" | "reversion variant" | "reversion mutations" => {
            "reversion mutation"
        }
        "splice variant" | "p61" | "p61 splice variant" | "splice variant p61" if gene == Some("BRAF") => {
            "splice variant"
        }
        "kinase domain duplication" | "kdd" | "duplication of the kinase domain" => {
            "kinase domain duplication"
        }
        "promoter wild type" | "promoter wildtype" | "promoter wt" => "promoter wild-type",
        "itd negative" | "no itd" => return None,
        _ => return promoter_position(gene, phrase),
    };
    Some(AlterationKind::Named { name: name.into() })
}

/// Promoter changes are called by genome position; the coding name is the one that both builds share.
/// TERT: c.-124C>T is C228T and c.-146C>T is C250T (Huang 2013, doi 10.1126/science.1229259).
pub(crate) const TERT_PROMOTER: [(&str, &str); 3] =
    [("C228T", "c.-124C>T"), ("C250T", "c.-146C>T"), ("A161C", "c.-57A>C")];

fn promoter_position(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    (gene == Some("TERT")).then_some(())?;
    let short = phrase.strip_prefix("promoter ").unwrap_or(phrase);
    let short = short.strip_suffix(" mutation").unwrap_or(short);
    let (_, name) = TERT_PROMOTER.iter().find(|(s, _)| s.eq_ignore_ascii_case(short))?;
    Some(AlterationKind::Named { name: (*name).into() })
}

/// `deletion in exon 19`, `deletion exon 19`, `19del`, `e19del` as `exon 19 deletion`.
fn turned(phrase: &str) -> Option<String> {
    for event in ["deletion", "insertion", "mutation", "duplication", "del", "ins"] {
        if let Some(number) = phrase.strip_prefix(event).and_then(|r| {
            r.strip_prefix(" in exon ")
                .or_else(|| r.strip_prefix(" exon "))
                .or_else(|| r.strip_prefix(" of exon "))
        }) {
            number.parse::<u16>().ok()?;
            return Some(format!("exon {number} {event}"));
        }
        if let Some(number) = phrase.strip_suffix(event) {
            let number = number.trim_end();
            let number = number.strip_prefix('e').unwrap_or(number);
            if matches!(event, "del" | "ins") && number.parse::<u16>().is_ok_and(|n| n < 30) {
                return Some(format!("exon {number} {event}"));
            }
        }
    }
    None
}

/// `exon 19 deletion`, `ex20ins`, `del19`, `exon 2-7 deletion`, `exon 14 skipping mutation`.
fn exon(phrase: &str) -> Option<AlterationKind> {
    let turned = turned(phrase);
    let phrase = turned.as_deref().unwrap_or(phrase);
    let rest = phrase.strip_prefix("in frame ").unwrap_or(phrase);
    if let Some(number) = rest.strip_prefix("del").and_then(|n| n.trim_start().parse::<u16>().ok()) {
        return Some(AlterationKind::Exon { exon: number, event: ExonEvent::Deletion });
    }
    let rest = rest.strip_prefix("exon").or_else(|| rest.strip_prefix("ex"))?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: u16 = rest.get(..digits)?.parse().ok().filter(|n| *n > 0)?;
    let rest = rest[digits..].trim_start();
    // Hyphens were made blanks: `2 7 deletion`.
    let more = rest.bytes().take_while(u8::is_ascii_digit).count();
    if more > 0 {
        let last: u16 = rest[..more].parse().ok().filter(|l| *l > number)?;
        return (rest[more..].trim() == "deletion")
            .then(|| AlterationKind::Named { name: format!("exon {number}-{last} deletion") });
    }
    let rest = rest.strip_prefix("in frame ").or_else(|| rest.strip_prefix("inframe ")).unwrap_or(rest);
    let rest = rest.strip_suffix(" detected").or_else(|| rest.strip_suffix(" positive")).unwrap_or(rest);
    let event = match rest {
        "del" | "deletion" | "deletions" | "deletion mutation" | "dels" | "deletion variant" => {
            ExonEvent::Deletion
        }
        "ins"
        | "insertion"
        | "insertions"
        | "insertion mutation"
        | "duplication"
        | "insertion variant"
        | "insertion/duplication" => ExonEvent::Insertion,
        "skipping"
        | "skip"
        | "skipping mutation"
        | "skipping alteration"
        | "skipping variant"
        | "skipped"
        | "splice mutation"
        | "splice site mutation" => ExonEvent::Skipping,
        "mutation" | "mutations" | "mut" | "variant" | "mutated" | "alteration" => ExonEvent::Mutation,
        _ => return None,
    };
    Some(AlterationKind::Exon { exon: number, event })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exons_in_all_spellings() {
        let want = |exon, event| Some(AlterationKind::Exon { exon, event });
        for (text, kind) in [
            ("exon 19 deletion", want(19, ExonEvent::Deletion)),
            ("ex19del", want(19, ExonEvent::Deletion)),
            ("del19", want(19, ExonEvent::Deletion)),
            ("exon19 in frame deletion", want(19, ExonEvent::Deletion)),
            ("exon 20 insertion", want(20, ExonEvent::Insertion)),
            ("ex20ins", want(20, ExonEvent::Insertion)),
            ("exon 14 skipping mutation", want(14, ExonEvent::Skipping)),
            ("exon 11 mutation", want(11, ExonEvent::Mutation)),
            ("exon 11", None),
            ("exon 0 mutation", None),
            ("exon 9 frameshift", None),
            ("exon 2 7 deletion", Some(AlterationKind::Named { name: "exon 2-7 deletion".into() })),
        ] {
            assert_eq!(parse(None, text), kind, "{text}");
        }
    }

    #[test]
    fn a_sign_is_read_only_where_its_meaning_is_one() {
        assert!(matches!(parse(Some("ALK"), "positive"), Some(AlterationKind::Fusion { .. })));
        for (gene, text) in [("EGFR", "positive"), ("BRCA1", "positive"), ("RET", "fusion negative")] {
            assert_eq!(parse(Some(gene), text), None, "{gene} {text}");
        }
    }
}
