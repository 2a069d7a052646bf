//! `attune/variants/1`: the variants of genome reports and what could not be interpreted.

use std::collections::BTreeMap;

use attune_genome::{CalledVariant, GenomeReport, MsiStatus, Origin};
use serde::Serialize;

use crate::document::{FindingDoc, Header};

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantsDocument {
    /// Head.
    #[serde(flatten)]
    pub header: Header,
    /// Variants.
    pub variants: Vec<VariantDoc>,
    /// Copy-number events.
    pub copy_number: Vec<CopyNumberDoc>,
    /// Fusions.
    pub fusions: Vec<FusionDoc>,
    /// Tumour mutational burden.
    pub tmb: Option<TmbDoc>,
    /// Microsatellite state.
    pub msi: Option<&'static str>,
    /// What was not interpreted, with the reason.
    pub not_interpreted: Vec<NotInterpretedDoc>,
    /// Findings of the readers.
    pub findings: Vec<FindingDoc>,
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantDoc {
    /// Chromosome without `chr`.
    pub chrom: String,
    /// Position, 1-based.
    pub pos: u32,
    /// Reference bases.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Alternate bases.
    #[serde(rename = "alt")]
    pub alternate: String,
    /// Assembly.
    pub assembly: String,
    /// `somatic`, `germline` or `unknown`.
    pub origin: &'static str,
    /// Gene.
    pub gene: Option<String>,
    /// Transcript.
    pub transcript: Option<String>,
    /// HGVS coding name.
    pub hgvs_c: Option<String>,
    /// HGVS protein name.
    pub hgvs_p: Option<String>,
    /// Sequence Ontology term.
    pub consequence: Option<&'static str>,
    /// Who named it.
    pub annotated_by: Option<String>,
    /// Allele fraction.
    pub vaf: Option<f64>,
    /// Depth.
    pub depth: Option<u32>,
    /// FILTER.
    pub filter: Option<String>,
    /// Oncogenicity.
    pub oncogenicity: Option<OncogenicityDoc>,
    /// Germline class of the laboratory.
    pub classification: Option<String>,
    /// Best level of an option that rests on it; empty where no tumour type was given.
    pub tier: Option<String>,
}

/// Oncogenicity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OncogenicityDoc {
    /// Class.
    pub class: String,
    /// Points.
    pub points: i8,
    /// Criteria.
    pub criteria: Vec<String>,
}

/// A copy-number event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CopyNumberDoc {
    /// Gene.
    pub gene: String,
    /// Copies.
    pub copies: Option<f64>,
    /// Event.
    pub event: String,
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

impl VariantDoc {
    fn new(v: &CalledVariant, tiers: &BTreeMap<String, String>) -> Self {
        Self {
            chrom: v.variant.contig.to_string(),
            pos: v.variant.position.get(),
            reference: v.variant.reference.clone(),
            alternate: v.variant.alternate.clone(),
            assembly: v.variant.assembly.to_string(),
            origin: origin_word(v.origin),
            gene: v.gene.clone(),
            transcript: v.transcript.clone(),
            hgvs_c: v.hgvs_c.clone(),
            hgvs_p: v.hgvs_p.clone(),
            consequence: v.consequence.map(attune_genome::Consequence::term),
            annotated_by: v.annotated_by.clone(),
            vaf: v.vaf,
            depth: v.depth,
            filter: v.filter.clone(),
            oncogenicity: v.oncogenicity.as_ref().map(|o| OncogenicityDoc {
                class: o.class.clone(),
                points: o.points,
                criteria: o.criteria.clone(),
            }),
            classification: v.classification.clone(),
            tier: tiers.get(&v.label()).cloned(),
        }
    }
}

impl VariantsDocument {
    /// The document of these reports. `tiers` maps a variant's label to the best level that rests on it.
    #[must_use]
    pub fn new(
        header: Header,
        reports: &[GenomeReport],
        tiers: &BTreeMap<String, String>,
        findings: Vec<FindingDoc>,
    ) -> Self {
        Self {
            header,
            variants: reports
                .iter()
                .flat_map(|r| r.variants.iter().map(|v| VariantDoc::new(v, tiers)))
                .collect(),
            copy_number: reports
                .iter()
                .flat_map(|r| &r.copy_number)
                .map(|c| CopyNumberDoc { gene: c.gene.clone(), copies: c.copies, event: c.event.clone() })
                .collect(),
            fusions: reports
                .iter()
                .flat_map(|r| &r.fusions)
                .map(|f| FusionDoc {
                    five_prime: f.five_prime.clone(),
                    three_prime: f.three_prime.clone(),
                    support: f.support.clone(),
                })
                .collect(),
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
            not_interpreted: reports
                .iter()
                .flat_map(|r| &r.not_interpreted)
                .map(|n| NotInterpretedDoc { count: n.count, reason: n.reason.clone() })
                .collect(),
            findings,
        }
    }
}
