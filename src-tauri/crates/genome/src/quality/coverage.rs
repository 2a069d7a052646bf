//! Which genes were looked at, from positive evidence only: a list of regions, or reference blocks of a gVCF.

use std::collections::HashMap;

use crate::{
    Allele, Assembly, CallRecord, Coverage, CoverageGap, GenomeReport, TestedGene, TranscriptPack, Variant,
};

/// Least depth at which a reference call of the germline counts as looked at.
pub const LEAST_DEPTH: u32 = 20;
/// The same for a tumour, where a variant of a few per cent must be seen.
pub const LEAST_DEPTH_TUMOUR: u32 = 100;

/// Least genotype quality, phred, of a call that counts as looked at, where the file gives one.
const LEAST_QUALITY: u32 = 20;

/// Codons that decide about treatment: gene and residues.
pub(super) const DECISIVE: [(&str, &[u32]); 17] = [
    ("AKT1", &[17]),
    ("BRAF", &[600]),
    ("EGFR", &[719, 790, 797, 858, 861]),
    ("ERBB2", &[310, 755, 777]),
    ("ESR1", &[537, 538]),
    ("FGFR3", &[249, 373]),
    ("FLT3", &[835]),
    ("IDH1", &[132]),
    ("IDH2", &[140, 172]),
    ("JAK2", &[617]),
    ("KIT", &[816]),
    ("KRAS", &[12, 13, 61, 117, 146]),
    ("MYD88", &[265]),
    ("NRAS", &[12, 13, 61]),
    ("PDGFRA", &[842]),
    ("PIK3CA", &[542, 545, 1047]),
    ("RET", &[918]),
];

/// Stretches of codons that decide about treatment as a whole: gene, first and last residue, and what is named.
/// Residues of the exons as in `alteration/exons.rs`.
const DECISIVE_STRETCHES: [(&str, u32, u32, &str); 10] = [
    ("CALR", 352, 417, "exon 9"),
    ("EGFR", 729, 761, "exon 19"),
    ("EGFR", 762, 823, "exon 20"),
    ("ERBB2", 770, 831, "exon 20"),
    ("FLT3", 569, 613, "exon 14"),
    ("KIT", 449, 514, "exon 9"),
    ("KIT", 550, 592, "exon 11"),
    ("MET", 963, 1010, "exon 14"),
    ("NPM1", 283, 294, "the last exon"),
    ("NRAS", 117, 146, "codons 117 to 146"),
];

/// The hot spots of the TERT promoter (C228T, C250T): contig and positions on GRCh37 and GRCh38.
const TERT_PROMOTER: (&str, [(u32, u32); 2]) = ("5", [(1_295_228, 1_295_250), (1_295_113, 1_295_135)]);

/// Genes in which any truncation decides: where some of the gene was looked at, what is missing is named.
const DECISIVE_GENES: [&str; 8] = ["ATM", "BRCA1", "BRCA2", "MLH1", "MSH2", "MSH6", "PALB2", "PMS2"];

/// Stretches of the genome that were looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Covered {
    by_contig: HashMap<String, Vec<(u32, u32)>>,
    /// Where this is known from, in words.
    pub source: String,
}

impl Covered {
    /// Stretches with both ends included, 1-based.
    #[must_use]
    pub fn new(stretches: impl IntoIterator<Item = (String, u32, u32)>, source: &str) -> Self {
        let mut by_contig: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        for (contig, from, to) in stretches {
            by_contig.entry(contig).or_default().push((from, to));
        }
        for list in by_contig.values_mut() {
            list.sort_unstable();
            let mut merged: Vec<(u32, u32)> = Vec::with_capacity(list.len());
            for (from, to) in list.drain(..) {
                match merged.last_mut() {
                    Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                    _ => merged.push((from, to)),
                }
            }
            *list = merged;
        }
        Self { by_contig, source: source.to_owned() }
    }

    /// Reference blocks and called sites of one sample with enough depth; `None` for a file that states no reference:
    /// such a file says nothing about what it does not list.
    #[must_use]
    pub fn from_records(records: &[CallRecord], sample: usize, least: u32) -> Option<Self> {
        let is_reference = |r: &CallRecord| r.alternates.iter().all(|a| *a == Allele::NonReference);
        if !records.iter().any(|r| is_reference(r) && r.end > r.position) {
            return None;
        }
        let deep = |r: &&CallRecord| {
            r.samples.get(sample).is_some_and(|s| {
                let called = s.genotype.as_ref().is_some_and(|g| g.alleles.iter().all(Option::is_some));
                // A reference call that its caller doubts is none. DeepVariant marks reference calls in FILTER.
                let sure = s.genotype_quality.is_none_or(|q| q >= LEAST_QUALITY);
                let passed = r.filter.as_deref().is_none_or(|f| matches!(f, "PASS" | "." | "RefCall"));
                called && sure && passed && s.depth.is_some_and(|d| d >= least)
            })
        };
        let stretches = records
            .iter()
            .filter(deep)
            .map(|r| (r.contig.as_str().to_owned(), r.position.get(), r.end.get()));
        let source = format!("reference blocks and calls of the gVCF with a depth of at least {least}");
        Some(Self::new(stretches, &source))
    }

    /// Bases that were looked at, in all.
    #[must_use]
    pub fn bases(&self) -> u64 {
        let lengths = self.by_contig.values().flatten().map(|(a, b)| u64::from(b - a) + 1);
        lengths.sum()
    }

    /// True where the first base of a variant, or the one before an insertion, was looked at.
    #[must_use]
    pub fn holds_variant(&self, variant: &Variant) -> bool {
        let at = variant.position.get();
        self.holds(variant.contig.as_str(), at, at)
    }

    /// True where every base of a stretch was looked at; both ends included, 1-based.
    #[must_use]
    pub fn holds_all(&self, contig: &str, from: u32, to: u32) -> bool {
        self.holds(contig, from, to)
    }

    fn holds(&self, contig: &str, from: u32, to: u32) -> bool {
        let Some(list) = self.by_contig.get(contig) else { return false };
        let at = list.partition_point(|(_, end)| *end < from);
        list.get(at).is_some_and(|(a, b)| *a <= from && to <= *b)
    }
}

/// True for a gene with a call that failed its filter or could not be interpreted: its wild type is not certain.
pub(super) fn is_doubtful(report: &GenomeReport, gene: &str) -> bool {
    report.variants.iter().any(|v| {
        v.gene.as_deref() == Some(gene) && (!v.passed() || (v.consequence.is_none() && v.hgvs_p.is_none()))
    })
}

/// Genes looked at in full and decisive codons that were not. A gene in which a call failed its filter or could not be
/// interpreted is not listed as tested: its wild type would not be certain.
#[must_use]
pub fn coverage(
    report: &GenomeReport,
    pack: &TranscriptPack,
    assembly: Assembly,
    covered: Option<&Covered>,
) -> Coverage {
    let Some(covered) = covered else { return Coverage::default() };
    let doubtful = |gene: &str| is_doubtful(report, gene);
    let mut out = Coverage { source: Some(covered.source.clone()), ..Coverage::default() };
    for gene in pack.placed_genes() {
        let coding = pack.coding_stretches(gene, assembly);
        if coding.is_empty() || doubtful(gene) {
            continue;
        }
        if coding.iter().all(|(contig, a, b)| covered.holds(contig, *a, *b)) {
            out.tested.push(TestedGene { gene: gene.to_owned(), source: covered.source.clone() });
        }
    }
    for (gene, codons) in DECISIVE {
        for codon in codons {
            let bases = pack.codon_stretches(gene, *codon, assembly);
            if !bases.is_empty() && !bases.iter().all(|(contig, a, b)| covered.holds(contig, *a, *b)) {
                out.gaps.push(CoverageGap {
                    gene: gene.into(),
                    place: format!("codon {codon}"),
                    message: format!("{gene} codon {codon} not covered: this is not \"{gene} wild-type\""),
                });
            }
        }
    }
    let held = |s: &(String, u32, u32)| covered.holds(&s.0, s.1, s.2);
    let mut gap = |gene: &str, place: String, what: String| {
        out.gaps.push(CoverageGap {
            gene: gene.into(),
            message: format!("{gene} {place} not covered{what}: this is not \"{gene} wild-type\""),
            place,
        });
    };
    for (gene, first, last, place) in DECISIVE_STRETCHES {
        let bases: Vec<_> =
            (first..=last).flat_map(|codon| pack.codon_stretches(gene, codon, assembly)).collect();
        if !bases.is_empty() && !bases.iter().all(held) {
            let part = if bases.iter().any(held) { " in full" } else { "" };
            gap(gene, place.to_owned(), part.to_owned());
        }
    }
    let (contig, on) = TERT_PROMOTER;
    let (a, b) = if assembly == Assembly::GRCh37 { on[0] } else { on[1] };
    if pack.placed_genes().any(|g| g == "TERT")
        && !(covered.holds(contig, a, a) && covered.holds(contig, b, b))
    {
        gap("TERT", "promoter".into(), String::new());
    }
    for gene in DECISIVE_GENES {
        let coding = pack.coding_stretches(gene, assembly);
        let missing = coding.iter().filter(|s| !held(s)).count();
        if missing > 0 {
            let what = format!(" ({missing} of {} not or not in full)", coding.len());
            gap(gene, "coding exons".into(), what);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript_fixture;
    use crate::{Contig, Genotype, Position, SampleCall};

    fn block(position: u32, end: u32, depth: Option<u32>, alleles: [Option<u16>; 2]) -> CallRecord {
        let place = |p| Position::new(p).expect("not zero");
        CallRecord {
            contig: Contig::new("9"),
            position: place(position),
            end: place(end),
            ids: vec![],
            reference: "A".into(),
            alternates: vec![Allele::NonReference],
            quality: None,
            filter: None,
            samples: vec![SampleCall {
                genotype: Some(Genotype { alleles: alleles.to_vec(), phased: false }),
                depth,
                ..SampleCall::default()
            }],
            info: vec![],
            line: 1,
        }
    }

    fn tested(records: &[CallRecord]) -> Vec<String> {
        let pack = transcript_fixture();
        let covered = Covered::from_records(records, 0, LEAST_DEPTH);
        let answer = coverage(&GenomeReport::default(), &pack, Assembly::GRCh37, covered.as_ref());
        answer.tested.into_iter().map(|t| t.gene).collect()
    }

    // Coding bases of FIX1 on GRCh37: 1016-1030 and 1071-1088.
    #[test]
    fn a_gene_is_tested_only_where_every_coding_base_was_seen() {
        let zero = [Some(0), Some(0)];
        assert_eq!(tested(&[block(1000, 1040, Some(40), zero), block(1060, 1100, Some(35), zero)]), ["FIX1"]);
        assert!(tested(&[block(1000, 1040, Some(40), zero), block(1075, 1100, Some(35), zero)]).is_empty());
        assert!(tested(&[block(1000, 1100, Some(8), zero)]).is_empty(), "too shallow");
        assert!(tested(&[block(1000, 1100, None, zero)]).is_empty(), "depth not stated");
        assert!(tested(&[block(1000, 1100, Some(40), [None, None])]).is_empty(), "no call is no reference");
        assert!(tested(&[]).is_empty());
        let mut doubted = block(1000, 1100, Some(40), zero);
        doubted.samples[0].genotype_quality = Some(3);
        assert!(tested(&[doubted.clone()]).is_empty(), "the caller doubts it");
        doubted.samples[0].genotype_quality = Some(40);
        assert_eq!(tested(&[doubted.clone()]), ["FIX1"]);
        doubted.filter = Some("LowGQX".into());
        assert!(tested(&[doubted]).is_empty(), "the block failed its filter");
    }

    #[test]
    fn a_failed_call_leaves_the_gene_untested() {
        let pack = transcript_fixture();
        let covered = Covered::new([("9".to_owned(), 1000, 1100)], "panel.bed");
        let mut report = GenomeReport::default();
        let all = |r: &GenomeReport| coverage(r, &pack, Assembly::GRCh37, Some(&covered)).tested.len();
        assert_eq!(all(&report), 1);
        let variant = crate::Variant {
            assembly: Assembly::GRCh37,
            contig: Contig::new("9"),
            position: Position::new(1020).expect("not zero"),
            reference: "A".into(),
            alternate: "C".into(),
        };
        let mut call = crate::CalledVariant::new(variant, crate::Origin::Unknown, 1);
        call.gene = Some("FIX1".into());
        call.filter = Some("weak".into());
        report.variants.push(call);
        assert_eq!(all(&report), 0);
    }

    #[test]
    fn stretches_merge_and_count() {
        let covered =
            Covered::new([("1".to_owned(), 10, 20), ("1".to_owned(), 21, 30), ("1".to_owned(), 5, 12)], "x");
        assert_eq!(covered.bases(), 26);
        assert!(covered.holds("1", 5, 30) && !covered.holds("1", 5, 31) && !covered.holds("2", 5, 6));
    }
}
