//! What a genome report does not know, and what it looked at and did not find. Absence of a finding is never told as
//! "wild-type" unless the file proves that the gene was looked at.

use attune_genome::{CoverageGap, GenomeReport};

use crate::text::{count, list};

/// Something that is not known, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenomeGap {
    /// `Not covered`, `Not interpreted`, `Coverage not stated`, `Identity` ... .
    pub kind: &'static str,
    /// Gene or class of variants, in few words.
    pub subject: String,
    /// The sentence.
    pub message: String,
}

/// Everything that the reports leave open.
#[must_use]
pub fn report_gaps(genomes: &[GenomeReport]) -> Vec<GenomeGap> {
    let mut out = Vec::new();
    let mut add = |kind, subject: &str, message: String| {
        let gap = GenomeGap { kind, subject: subject.to_owned(), message };
        if !out.contains(&gap) {
            out.push(gap);
        }
    };
    for report in genomes {
        let sample = report.sample.as_deref().map_or("Genome report".to_owned(), |s| format!("Sample {s}"));
        for finding in report.identity.iter().filter(|f| f.severity != "info") {
            add("Identity", &sample, finding.message.clone());
        }
        for (gene, message) in not_covered(&report.coverage.gaps) {
            add("Not covered", gene, message);
        }
        if report.coverage.source.is_none() && !report.variants.is_empty() {
            let words =
                "the file does not say what was looked at; a gene without a finding here is not wild-type";
            add("Coverage not stated", &sample, words.to_owned());
        }
        for rest in &report.not_interpreted {
            add("Not interpreted", &count(rest.count, "variant", "variants"), rest.reason.clone());
        }
    }
    out
}

/// One sentence a gene: `EGFR codons 719 and 790 not covered: this is not "EGFR wild-type"`.
fn not_covered(gaps: &[CoverageGap]) -> Vec<(&str, String)> {
    let mut genes: Vec<(&str, Vec<&CoverageGap>)> = Vec::new();
    for gap in gaps {
        match genes.iter_mut().find(|(gene, _)| *gene == gap.gene) {
            Some((_, of_gene)) => of_gene.push(gap),
            None => genes.push((&gap.gene, vec![gap])),
        }
    }
    let sentence = |(gene, of_gene): (&'_ str, Vec<&CoverageGap>)| match of_gene.as_slice() {
        [one] => one.message.clone(),
        several => {
            let codons: Vec<&str> = several.iter().filter_map(|g| g.place.strip_prefix("codon ")).collect();
            let places = if codons.len() == several.len() {
                let codons: Vec<String> = codons.into_iter().map(str::to_owned).collect();
                format!("codons {}", list(&codons))
            } else {
                list(&several.iter().map(|g| g.place.clone()).collect::<Vec<_>>())
            };
            format!("{gene} {places} not covered: this is not \"{gene} wild-type\"")
        }
    };
    genes.into_iter().map(|g| (g.0, sentence(g))).collect()
}

/// Genes that were looked at in full without a variant, each with its proof.
#[must_use]
pub fn negatives(genomes: &[GenomeReport]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for report in genomes {
        for tested in &report.coverage.tested {
            let hit = genomes.iter().any(|g| {
                let in_variant = g.variants.iter().any(|v| v.gene.as_deref() == Some(&tested.gene));
                in_variant || g.named.iter().any(|n| n.gene == tested.gene)
            });
            if !hit && !out.iter().any(|(gene, _)| *gene == tested.gene) {
                out.push((tested.gene.clone(), tested.source.clone()));
            }
        }
    }
    out
}
