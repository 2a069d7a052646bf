//! Secondary findings: germline variants in genes of the ACMG list that are not part of the indication. Without
//! consent they are taken out before anything is matched, shown or printed. How many there were is not told:
//! that too would be a finding.

use attune_clinical::{ConsentLedger, SecondaryFindings};
use attune_genome::{GenomeReport, Origin};
use attune_knowledge::{KnowledgeBase, PackError};
use jiff::civil::Date;

/// Gene, condition, tissues to whose indication it belongs.
static LIST: &str = include_str!("../../../../assets/sources/secondary_findings.tsv");

/// Takes secondary findings out of the reports, unless the patient permits them. `tumour` is the OncoTree code
/// of the indication; where it is unknown, every gene of the list is outside it.
///
/// # Errors
/// A damaged tumour-type part of the pack.
pub fn withhold(
    genomes: &mut [GenomeReport],
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
        report.variants.retain(|v| {
            v.origin != Origin::Germline || !v.gene.as_deref().is_some_and(|gene| outside(gene, &lineage))
        });
    }
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
        let is_outside = variant.gene.as_deref().is_some_and(|gene| outside(gene, &lineage));
        let flag = &mut variant.interpretation.possible_germline;
        if is_outside && !permitted {
            *flag = None;
        } else if let Some(flag) = flag {
            flag.needs_consent = is_outside;
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

/// True for a gene of the list that does not belong to the indication.
fn outside(gene: &str, lineage: &[&str]) -> bool {
    let rows = LIST.lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut fields = rows.map(|l| l.split('\t'));
    let Some(mut row) = fields.find(|f| f.clone().next() == Some(gene)) else { return false };
    let tissues = row.nth(2).unwrap_or_default();
    let any_tumour = tissues == "*" && !lineage.is_empty();
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
    fn the_list_is_whole() {
        let rows: Vec<&str> = LIST.lines().filter(|l| !l.starts_with('#')).skip(1).collect();
        assert_eq!(rows.len(), 84);
        assert!(rows.iter().all(|r| r.split('\t').count() == 3));
    }
}
