//! `attune/variants/1`: the variants of genome reports and what could not be interpreted.

mod events;
mod interpretation;

use attune_genome::{CalledVariant, GenomeReport, MsiStatus, Origin};
use serde::{Serialize, Serializer};

use crate::document::{FindingDoc, Header};
pub use events::{CopyNumberDoc, ExpressionDoc, FusionDoc, NamedDoc, SegmentDoc, StructuralDoc};
use interpretation::{ClassificationDoc, InterpretationDoc, ReportDoc};
pub use interpretation::{OncogenicityDoc, Tiers};

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantsDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Variants.
    pub variants: VariantList,
    /// Copy-number events.
    pub copy_number: Vec<CopyNumberDoc>,
    /// Fusions.
    pub fusions: Vec<FusionDoc>,
    /// Structural variants that are no fusion of two named genes.
    pub structural_variants: Vec<StructuralDoc>,
    /// Findings that a file gives by name, without usable coordinates.
    pub named: Vec<NamedDoc>,
    /// Stretches with their copies.
    pub segments: Vec<SegmentDoc>,
    /// Expression values, not interpreted.
    pub expression: Vec<ExpressionDoc>,
    /// Further findings in the words of the source.
    pub stated: Vec<String>,
    /// Tumour mutational burden.
    pub tmb: Option<TmbDoc>,
    /// Microsatellite state.
    pub msi: Option<&'static str>,
    /// Biomarkers, coverage and identity of each report.
    pub reports: Vec<ReportDoc>,
    /// What was not interpreted, with the reason.
    pub not_interpreted: Vec<NotInterpretedDoc>,
    /// Findings of the readers.
    pub findings: Vec<FindingDoc>,
}

/// The variants of all reports. Each is written from what was read when its turn comes: with the words of its criteria
/// an exome would take several hundred megabytes.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantList {
    reports: Vec<GenomeReport>,
    /// Tier of each variant of each report.
    tiers: Vec<Vec<Option<String>>>,
}

impl VariantList {
    fn new(reports: Vec<GenomeReport>, tiers: &Tiers) -> Self {
        let tiers = reports.iter().map(|r| tiers.of(r)).collect();
        Self { reports, tiers }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reports.iter().map(|r| r.variants.len()).sum()
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = VariantDoc<'_>> {
        let samples = Samples::of(&self.reports);
        self.reports.iter().zip(&self.tiers).flat_map(move |(report, tiers)| {
            let sample = samples.of_report(report);
            report
                .variants
                .iter()
                .zip(tiers)
                .map(move |(v, tier)| VariantDoc::new(v, sample, tier.as_deref()))
        })
    }
}

impl Serialize for VariantList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The sample stands beside each entry only where the entries are of several.
struct Samples<'a>(Vec<&'a String>);

impl<'a> Samples<'a> {
    fn of(reports: &'a [GenomeReport]) -> Self {
        let mut samples: Vec<_> = reports.iter().filter_map(|r| r.sample.as_ref()).collect();
        samples.dedup();
        Self(samples)
    }

    fn of_report(&self, report: &'a GenomeReport) -> Option<&'a String> {
        report.sample.as_ref().filter(|_| self.0.len() > 1)
    }
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantDoc<'a> {
    /// Sample, where the variants listed are of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<&'a str>,
    /// Chromosome without `chr`.
    pub chrom: &'a str,
    /// Position, 1-based.
    pub pos: u32,
    /// Reference bases.
    #[serde(rename = "ref")]
    pub reference: &'a str,
    /// Alternate bases.
    #[serde(rename = "alt")]
    pub alternate: &'a str,
    /// Assembly.
    pub assembly: String,
    /// `somatic`, `germline` or `unknown`.
    pub origin: &'static str,
    /// Gene.
    pub gene: Option<&'a str>,
    /// Transcript.
    pub transcript: Option<&'a str>,
    /// HGVS coding name.
    pub hgvs_c: Option<&'a str>,
    /// HGVS protein name.
    pub hgvs_p: Option<&'a str>,
    /// Sequence Ontology term.
    pub consequence: Option<&'static str>,
    /// Who named it.
    pub annotated_by: Option<&'a str>,
    /// Allele fraction.
    pub vaf: Option<f64>,
    /// Depth.
    pub depth: Option<u32>,
    /// FILTER.
    pub filter: Option<&'a str>,
    /// Oncogenicity.
    pub oncogenicity: Option<OncogenicityDoc<'a>>,
    /// Germline class of our own with its criteria, for calls of germline origin; beside it the laboratory's.
    pub classification: Option<ClassificationDoc<'a>>,
    /// Best level of an option that rests on it; empty where no tumour type was given.
    pub tier: Option<&'a str>,
    /// What the interpretation adds.
    #[serde(flatten)]
    pub interpretation: InterpretationDoc<'a>,
}

/// Tumour mutational burden.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TmbDoc {
    /// Mutations per megabase.
    pub value: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Megabases.
    pub megabases: Option<f64>,
    /// Where it comes from.
    pub source: String,
}

/// Variants without interpretation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotInterpretedDoc {
    /// How many.
    pub count: usize,
    /// Why.
    pub reason: String,
}

/// The word of the contract for an origin.
#[must_use]
pub fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::Somatic => "somatic",
        Origin::Germline => "germline",
        Origin::Unknown => "unknown",
    }
}

/// True where the report has variants, or says what was looked at.
fn tells(report: &GenomeReport) -> bool {
    !report.variants.is_empty() || report.coverage.source.is_some() || report.biomarkers.tmb.is_some()
}

impl<'a> VariantDoc<'a> {
    fn new(v: &'a CalledVariant, sample: Option<&'a String>, tier: Option<&'a str>) -> Self {
        Self {
            sample: sample.map(String::as_str),
            chrom: v.variant.contig.as_str(),
            pos: v.variant.position.get(),
            reference: &v.variant.reference,
            alternate: &v.variant.alternate,
            assembly: v.variant.assembly.to_string(),
            origin: origin_word(v.origin),
            gene: v.gene.as_deref(),
            transcript: v.transcript.as_deref(),
            hgvs_c: v.hgvs_c.as_deref(),
            hgvs_p: v.hgvs_p.as_deref(),
            consequence: v.consequence.map(attune_genome::Consequence::term),
            annotated_by: v.annotated_by.as_deref(),
            vaf: v.vaf,
            depth: v.depth,
            filter: v.filter.as_deref(),
            oncogenicity: v.oncogenicity.as_ref().map(Into::into),
            classification: v.interpretation.germline.as_ref().map(Into::into),
            tier,
            interpretation: v.into(),
        }
    }
}

impl VariantsDocument {
    /// The document of these reports. `tiers` holds the levels for one tumour type.
    #[must_use]
    pub fn new(header: Header, reports: Vec<GenomeReport>, tiers: &Tiers, findings: Vec<FindingDoc>) -> Self {
        let list = VariantList::new(reports, tiers);
        let reports = &list.reports;
        let samples = Samples::of(reports);
        let several = |report| samples.of_report(report);
        Self {
            header,
            copy_number: reports
                .iter()
                .flat_map(|r| r.copy_number.iter().map(|c| (c, several(r))))
                .map(|(c, sample)| CopyNumberDoc::new(c, sample))
                .collect(),
            fusions: reports
                .iter()
                .flat_map(|r| r.fusions.iter().map(|f| FusionDoc::new(f, several(r))))
                .collect(),
            structural_variants: reports
                .iter()
                .flat_map(|r| r.structural.iter().map(|s| StructuralDoc::new(s, several(r))))
                .collect(),
            named: reports
                .iter()
                .flat_map(|r| r.named.iter().map(|v| NamedDoc::new(v, several(r))))
                .collect(),
            segments: reports.iter().flat_map(|r| r.segments.iter().map(SegmentDoc::new)).collect(),
            expression: reports
                .iter()
                .filter(|r| !r.expression.values.is_empty())
                .map(ExpressionDoc::new)
                .collect(),
            stated: reports.iter().flat_map(|r| r.stated.iter().cloned()).collect(),
            tmb: reports.iter().find_map(|r| r.tmb.as_ref()).map(|t| TmbDoc {
                value: t.value,
                low: t.low,
                high: t.high,
                megabases: t.megabases,
                source: t.source.clone(),
            }),
            msi: reports.iter().find_map(|r| r.msi).map(|m| match m {
                MsiStatus::High => "MSI-H",
                MsiStatus::Low => "MSI-L",
                MsiStatus::Stable => "MSS",
            }),
            reports: reports.iter().filter(|r| tells(r)).map(Into::into).collect(),
            not_interpreted: reports
                .iter()
                .flat_map(|r| &r.not_interpreted)
                .map(|n| NotInterpretedDoc { count: n.count, reason: n.reason.clone() })
                .collect(),
            findings,
            variants: list,
        }
    }
}
