//! What a genome report does not know, and what it looked at and did not find. Absence of a finding is never told as
//! "wild-type" unless the file proves that the gene was looked at.

use attune_genome::{CoverageGap, GenomeReport, Origin};

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
        let open: Vec<&CoverageGap> = report.coverage.gaps.iter().filter(|g| !called(g, report)).collect();
        if report.origin == Origin::Germline && !open.is_empty() {
            add("Not covered", &sample, germline_words(&open));
        } else {
            let of = if genomes.len() > 1 { report.sample.as_deref() } else { None };
            for (gene, message) in not_covered(&open, of) {
                add("Not covered", gene, message);
            }
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

/// A codon at which this report has a call that passed was looked at.
fn called(gap: &CoverageGap, report: &GenomeReport) -> bool {
    let Some(codon) = gap.place.strip_prefix("codon ") else { return false };
    report.variants.iter().any(|v| {
        let residue = v.hgvs_p.as_deref().map(|p| {
            let digits = p.trim_start_matches(|c: char| !c.is_ascii_digit());
            digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
        });
        v.passed() && v.gene.as_deref() == Some(&gap.gene) && residue == Some(codon)
    })
}

fn by_gene<'g>(gaps: &[&'g CoverageGap]) -> Vec<(&'g str, Vec<&'g CoverageGap>)> {
    let mut genes: Vec<(&str, Vec<&CoverageGap>)> = Vec::new();
    for &gap in gaps {
        match genes.iter_mut().find(|(gene, _)| *gene == gap.gene) {
            Some((_, of_gene)) => of_gene.push(gap),
            None => genes.push((&gap.gene, vec![gap])),
        }
    }
    genes
}

/// A germline sample cannot show that a tumour is wild-type, whatever it covers: one line instead of one for each codon.
fn germline_words(gaps: &[&CoverageGap]) -> String {
    let genes: Vec<String> = by_gene(gaps).into_iter().map(|(gene, _)| gene.to_owned()).collect();
    format!(
        "germline sample: it says nothing of the tumour's own changes. Places looked for in tumours are not covered in it either: {}",
        list(&genes)
    )
}

/// One sentence a gene: `EGFR codons 719 and 790 not covered: this is not "EGFR wild-type"`, with the sample where there
/// are several reports.
fn not_covered<'g>(gaps: &[&'g CoverageGap], sample: Option<&str>) -> Vec<(&'g str, String)> {
    let of_sample = sample.map_or(String::new(), |s| format!(" in sample {s}"));
    let sentence = |gene: &str, of_gene: &[&CoverageGap]| {
        let codons: Vec<&str> = of_gene.iter().filter_map(|g| g.place.strip_prefix("codon ")).collect();
        let places = if codons.len() == of_gene.len() && codons.len() > 1 {
            format!("codons {}", list(&codons.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        } else {
            list(&of_gene.iter().map(|g| g.place.clone()).collect::<Vec<_>>())
        };
        format!("{gene} {places} not covered{of_sample}: this is not \"{gene} wild-type\"")
    };
    by_gene(gaps).into_iter().map(|(gene, of_gene)| (gene, sentence(gene, &of_gene))).collect()
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

#[cfg(test)]
mod tests {
    use attune_genome::Coverage;

    use super::*;

    fn report(sample: &str, origin: Origin, places: &[(&str, &str)]) -> GenomeReport {
        let gaps = places.iter().map(|(gene, place)| CoverageGap {
            gene: (*gene).to_owned(),
            place: (*place).to_owned(),
            message: format!("{gene} {place} not covered: this is not \"{gene} wild-type\""),
        });
        GenomeReport {
            sample: Some(sample.to_owned()),
            origin,
            coverage: Coverage {
                source: Some("BED".to_owned()),
                gaps: gaps.collect(),
                ..Coverage::default()
            },
            ..GenomeReport::default()
        }
    }

    #[test]
    fn gaps_stand_once_a_gene_with_their_sample_and_a_germline_sample_says_nothing_of_the_tumour() {
        let places = [("KRAS", "codon 12"), ("KRAS", "codon 13"), ("EGFR", "exon 19")];
        let tumour = report("T", Origin::Somatic, &places);
        let one = report_gaps(std::slice::from_ref(&tumour));
        let messages: Vec<&str> = one.iter().map(|g| g.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "KRAS codons 12 and 13 not covered: this is not \"KRAS wild-type\"",
                "EGFR exon 19 not covered: this is not \"EGFR wild-type\""
            ]
        );
        let both = report_gaps(&[tumour, report("N", Origin::Germline, &places)]);
        assert!(both[0].message.contains("not covered in sample T"), "{both:?}");
        let germline: Vec<&GenomeGap> = both.iter().filter(|g| g.subject == "Sample N").collect();
        assert_eq!(germline.len(), 1, "{both:?}");
        assert!(
            germline[0].message.contains("nothing of the tumour")
                && germline[0].message.contains("KRAS and EGFR")
        );
    }
}
