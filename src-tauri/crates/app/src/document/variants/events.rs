//! Copy number, fusions and other findings of `attune/variants/1` beside the small variants.

use attune_genome::{Breakpoint, CopyNumber, Fusion, GenomeReport, NamedVariant, Segment, StructuralVariant};
use serde::Serialize;

use super::origin_word;

/// A copy-number event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CopyNumberDoc {
    /// Gene.
    pub gene: String,
    /// `amplification`, `gain`, `loss`, `deletion`.
    pub state: String,
    /// Copies.
    pub copies: Option<f64>,
    /// Event: the same word as `state`.
    pub event: String,
    /// Logarithm to base 2 of the ratio to the normal.
    pub log2: Option<f64>,
    /// The stretch that carries it.
    pub segment: Option<SegmentDoc>,
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// Where it was read, with the rule.
    pub source: String,
}

impl CopyNumberDoc {
    pub(super) fn new(c: &CopyNumber, sample: Option<&String>) -> Self {
        Self {
            gene: c.gene.clone(),
            state: c.event.clone(),
            copies: c.copies,
            event: c.event.clone(),
            log2: c.log2,
            segment: c.segment.as_ref().map(SegmentDoc::new),
            sample: sample.cloned(),
            source: c.source.clone(),
        }
    }
}

/// A stretch of a chromosome with its copies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentDoc {
    /// Chromosome without `chr`.
    pub chrom: String,
    /// First position, 1-based.
    pub start: u32,
    /// Last position.
    pub end: u32,
    /// Copies of the more frequent allele.
    pub major: Option<f64>,
    /// Copies of the less frequent allele.
    pub minor: Option<f64>,
    /// Copies in all.
    pub total: Option<f64>,
    /// Logarithm to base 2 of the ratio to the normal.
    pub log2: Option<f64>,
}

impl SegmentDoc {
    pub(super) fn new(s: &Segment) -> Self {
        let Segment { contig, start, end, major, minor, total, log2 } = s.clone();
        Self { chrom: contig, start, end, major, minor, total, log2 }
    }
}

/// A fusion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FusionDoc {
    /// 5' partner.
    pub five_prime: Option<String>,
    /// 3' partner.
    pub three_prime: Option<String>,
    /// Support as written.
    pub support: Option<String>,
    /// Both partners, 5' first; empty where none is named.
    pub partners: Vec<String>,
    /// Break of each side as `CHROM:POS`, empty where not given.
    pub breakpoints: Vec<String>,
    /// `in-frame`, `out-of-frame` or the words of the source.
    pub frame: Option<String>,
    /// Reads over the junction and pairs that span it.
    pub reads: Option<u32>,
    /// Why it is not matched, where it is not.
    pub doubt: Option<String>,
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// Where it was read.
    pub source: String,
}

impl FusionDoc {
    pub(super) fn new(f: &Fusion, sample: Option<&String>) -> Self {
        let side = |b: &Option<Breakpoint>| b.as_ref().map(ToString::to_string).filter(|t| !t.is_empty());
        Self {
            five_prime: f.five_prime.clone(),
            three_prime: f.three_prime.clone(),
            support: f.support.clone(),
            partners: [&f.five_prime, &f.three_prime].into_iter().flatten().cloned().collect(),
            breakpoints: [&f.five_prime_break, &f.three_prime_break].into_iter().filter_map(side).collect(),
            frame: f.frame.clone(),
            reads: f.reads,
            doubt: f.doubt.clone(),
            sample: sample.cloned(),
            source: f.source.clone(),
        }
    }
}

/// A structural variant that is no fusion of two named genes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StructuralDoc {
    /// `DEL`, `DUP`, `INV`, `INS`, `BND` ... .
    pub kind: String,
    /// First side as `CHROM:POS`.
    pub start: String,
    /// Second side.
    pub end: Option<String>,
    /// Genes at the sides, as far as they are known.
    pub genes: Vec<String>,
    /// Reads.
    pub reads: Option<u32>,
    /// FILTER.
    pub filter: Option<String>,
    /// What the source says beside it.
    pub detail: Option<String>,
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// Where it was read.
    pub source: String,
}

impl StructuralDoc {
    pub(super) fn new(s: &StructuralVariant, sample: Option<&String>) -> Self {
        Self {
            kind: s.kind.clone(),
            start: s.start.to_string(),
            end: s.end.as_ref().map(ToString::to_string),
            genes: [Some(&s.start), s.end.as_ref()]
                .into_iter()
                .flatten()
                .filter_map(|b| b.gene.clone())
                .collect(),
            reads: s.reads,
            filter: s.filter.clone(),
            detail: s.detail.clone(),
            sample: sample.cloned(),
            source: s.source.clone(),
        }
    }
}

/// A finding that the file gives by name, without usable coordinates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedDoc {
    /// Gene.
    pub gene: String,
    /// Transcript.
    pub transcript: Option<String>,
    /// HGVS coding name.
    pub hgvs_c: Option<String>,
    /// HGVS protein name.
    pub hgvs_p: Option<String>,
    /// Sequence Ontology term.
    pub consequence: Option<&'static str>,
    /// `somatic`, `germline` or `unknown`.
    pub origin: &'static str,
    /// Allele fraction.
    pub vaf: Option<f64>,
    /// Depth.
    pub depth: Option<u32>,
    /// Class of the laboratory.
    pub classification: Option<String>,
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// Where it was read.
    pub source: String,
}

impl NamedDoc {
    pub(super) fn new(v: &NamedVariant, sample: Option<&String>) -> Self {
        Self {
            gene: v.gene.clone(),
            transcript: v.transcript.clone(),
            hgvs_c: v.hgvs_c.clone(),
            hgvs_p: v.hgvs_p.clone(),
            consequence: v.consequence.map(attune_genome::Consequence::term),
            origin: origin_word(v.origin),
            vaf: v.vaf,
            depth: v.depth,
            classification: v.classification.clone(),
            sample: sample.cloned(),
            source: v.source.clone(),
        }
    }
}

/// Expression of a sample: kept as written, not interpreted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExpressionDoc {
    /// Sample of a file with several.
    pub sample: Option<String>,
    /// Unit, where the table says it.
    pub unit: Option<String>,
    /// Value of each gene, in the order of the table.
    pub values: Vec<(String, f64)>,
}

impl ExpressionDoc {
    pub(super) fn new(r: &GenomeReport) -> Self {
        Self {
            sample: r.sample.clone(),
            unit: r.expression.unit.clone(),
            values: r.expression.values.iter().map(|v| (v.gene.clone(), v.value)).collect(),
        }
    }
}
