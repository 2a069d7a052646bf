//! Secondary findings: germline variants in genes of the ACMG list that are not part of the indication, whether a
//! genome report carries them or a record states them in words. Without consent they are taken out before anything
//! is matched, shown or printed. How many there were is not told: that too would be a finding.

use std::collections::HashMap;
use std::sync::LazyLock;

use attune_clinical::{ConsentLedger, SecondaryFindings};
use attune_genome::{Alteration, Breakpoint, GenomeReport, Origin};
use attune_knowledge::{KnowledgeBase, PackError};
use jiff::civil::Date;

/// Gene, condition, tissues to whose indication it belongs.
static LIST: &str = include_str!("../../../../assets/sources/secondary_findings.tsv");

/// Takes secondary findings out of the reports and of what the record states, unless the patient permits them.
/// `tumour` is the OncoTree code of the indication; where it is unknown, every gene of the list is outside it.
///
/// # Errors
/// A damaged tumour-type part of the pack.
pub fn withhold(
    genomes: &mut [GenomeReport],
    stated: &mut Vec<String>,
    consent: &ConsentLedger,
    on: Date,
    tumour: Option<&str>,
    knowledge: &KnowledgeBase,
) -> Result<(), PackError> {
    withhold_flags(genomes, consent, on, tumour, knowledge)?;
    if consent.authorise::<(), SecondaryFindings>((), on).is_ok() {
        return Ok(());
    }
    let lineage = lineage(tumour, knowledge)?;
    for report in genomes {
        withhold_report(report, &lineage);
    }
    *stated = stated.iter().flat_map(|text| permitted(text, &lineage)).collect();
    Ok(())
}

/// Takes the flag "may be of the germline" off tumour findings in genes outside the indication, unless the patient
/// permits secondary findings. The tumour finding itself stays.
///
/// # Errors
/// A damaged tumour-type part of the pack.
pub fn withhold_flags(
    genomes: &mut [GenomeReport],
    consent: &ConsentLedger,
    on: Date,
    tumour: Option<&str>,
    knowledge: &KnowledgeBase,
) -> Result<(), PackError> {
    let permitted = consent.authorise::<(), SecondaryFindings>((), on).is_ok();
    let lineage = lineage(tumour, knowledge)?;
    for variant in genomes.iter_mut().flat_map(|r| &mut r.variants) {
        let slot = &mut variant.interpretation.possible_germline;
        let Some(flag) = slot else { continue };
        let is_outside = variant.gene.as_deref().is_some_and(|gene| outside(gene, &lineage));
        flag.needs_consent = is_outside;
        if is_outside && !permitted {
            *slot = None;
        }
    }
    Ok(())
}

fn lineage<'a>(tumour: Option<&str>, knowledge: &'a KnowledgeBase) -> Result<Vec<&'a str>, PackError> {
    let tree = knowledge.tumour_types()?;
    Ok(tumour
        .and_then(|t| tree.find(t))
        .map_or_else(Vec::new, |n| tree.ancestors(&n.code).map(|a| a.code.as_str()).collect()))
}

/// The same rule for every way in which a report can carry a germline finding.
fn withhold_report(report: &mut GenomeReport, lineage: &[&str]) {
    let out = |gene: Option<&str>| gene.is_some_and(|g| outside(g, lineage));
    report.variants.retain(|v| v.origin != Origin::Germline || !out(v.gene.as_deref()));
    report.named.retain(|v| v.origin != Origin::Germline || !out(Some(&v.gene)));
    report.stated = report.stated.iter().flat_map(|text| permitted(text, lineage)).collect();
    if report.origin == Origin::Germline {
        report.copy_number.retain(|c| !out(Some(&c.gene)));
        report.fusions.retain(|f| !out(f.five_prime.as_deref()) && !out(f.three_prime.as_deref()));
        let side = |b: &Breakpoint| out(b.gene.as_deref());
        report.structural.retain(|s| !side(&s.start) && !s.end.as_ref().is_some_and(side));
    }
    let shown = |text: &String| !names_germline(text, lineage);
    report.biomarkers.msi_proxy.iter_mut().for_each(|m| m.genes.retain(shown));
    report.biomarkers.hrd.iter_mut().for_each(|h| h.genes.retain(shown));
}

/// What may be shown of a statement: all of it, the alterations in it that are no secondary finding, or nothing.
fn permitted(text: &str, lineage: &[&str]) -> Vec<String> {
    let read = Alteration::parse_observed(text);
    // A word such as "carrier" states the origin that the parser does not read.
    let spoken = names_germline(text, lineage);
    let secondary = |a: &Alteration| {
        let germline = a.origin == Origin::Germline || (a.origin == Origin::Unknown && spoken);
        germline && a.genes().iter().any(|gene| outside(gene, lineage))
    };
    match read.iter().filter(|a| secondary(a)).count() {
        0 if spoken && read.iter().all(|a| a.origin != Origin::Somatic) => Vec::new(),
        0 => vec![text.to_owned()],
        _ => read.iter().filter(|a| !secondary(a)).map(Alteration::label).collect(),
    }
}

/// True where a text speaks of the germline and of a gene outside the indication: on the safe side it is not shown,
/// even where no parser understands it.
fn names_germline(text: &str, lineage: &[&str]) -> bool {
    const GERMLINE: [&str; 7] =
        ["germline", "germ-line", "inherited", "hereditary", "familial", "constitutional", "carrier"];
    let lower = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    GERMLINE.iter().any(|w| lower.contains(w)) && words.any(|w| outside(&w.to_uppercase(), lineage))
}

/// Tissues of each gene of the list.
static TISSUES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = LIST.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|l| Some((l.split('\t').next()?, l.split('\t').nth(2)?))).collect()
});

/// True for a gene of the list that does not belong to the indication.
fn outside(gene: &str, lineage: &[&str]) -> bool {
    let Some(tissues) = TISSUES.get(gene) else { return false };
    let any_tumour = *tissues == "*" && !lineage.is_empty();
    !any_tumour && !tissues.split(',').any(|t| lineage.contains(&t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gene_belongs_to_the_indication_or_it_does_not() {
        let breast = ["IDC", "BRCA", "BREAST", "TISSUE"];
        assert!(!outside("BRCA1", &breast) && !outside("TP53", &breast) && !outside("PALB2", &breast));
        assert!(outside("SDHB", &breast) && outside("MYH7", &breast) && outside("MLH1", &breast));
        assert!(!outside("ATM", &breast), "not on the list: part of the report as ordered");
        assert!(
            outside("BRCA1", &[]) && outside("TP53", &[]),
            "an unknown indication covers none of the list"
        );
        assert!(!outside("MLH1", &["COAD", "COADREAD", "BOWEL", "TISSUE"]));
    }

    #[test]
    fn a_statement_in_words_follows_the_same_rule_as_a_variant() {
        let (breast, melanoma) = (["IDC", "BREAST", "TISSUE"], ["MEL", "SKIN", "TISSUE"]);
        for text in [
            "BRCA1 pathogenic germline variant",
            "BRCA1 germline pathogenic",
            "germline BRCA1 c.68_69del",
            "Carrier of a familial VHL rearrangement of unclear extent",
        ] {
            assert!(permitted(text, &melanoma).is_empty(), "{text}: {:?}", permitted(text, &melanoma));
        }
        for text in ["BRCA1 pathogenic germline variant", "BRCA1 germline pathogenic"] {
            assert_eq!(permitted(text, &breast), [text]);
            assert!(permitted(text, &[]).is_empty(), "an unknown indication covers none of the list");
        }
        for text in
            ["BRAF V600E", "somatic BRCA1 mutation", "BRCA1 p.Cys61Gly", "ATM germline pathogenic", "MSI-H"]
        {
            assert_eq!(permitted(text, &melanoma), [text], "no secondary finding");
        }
    }

    #[test]
    fn the_list_is_whole() {
        let rows: Vec<&str> = LIST.lines().filter(|l| !l.starts_with('#')).skip(1).collect();
        assert_eq!(rows.len(), 84);
        assert!(rows.iter().all(|r| r.split('\t').count() == 3));
    }
}
