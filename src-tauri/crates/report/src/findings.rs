//! A genome report in words. The screen and the page take them from here, so that both say the same.

mod biomarkers;
mod class;
mod gaps;
mod supports;

use attune_genome::{CalledVariant, Consequence, Origin, Zygosity};

pub use biomarkers::{BiomarkerCard, biomarker_cards};
pub use class::{CLINICIAN, ClassWords, LABORATORY, class_of, criteria_of, differ};
pub use gaps::{GenomeGap, negatives, report_gaps};
pub use supports::{Support, Supports};

use crate::text::number;

/// What stands where a file gives no value.
pub const NOT_STATED: &str = "not stated";

/// A variant in the words of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantWords {
    /// HGNC symbol, or `no gene`.
    pub gene: String,
    /// Protein change, or why there is none.
    pub protein: String,
    /// Coding change.
    pub coding: String,
    /// Consequence.
    pub consequence: &'static str,
    /// Allele fraction in percent, without the sign.
    pub vaf: String,
    /// Reads.
    pub depth: String,
    /// `somatic`, `germline`, `unknown`, with the zygosity of a germline call.
    pub origin: String,
    /// FILTER of the caller.
    pub filter: String,
    /// `chr7:140753336 A>T`.
    pub place: String,
}

impl VariantWords {
    /// The words of a variant.
    #[must_use]
    pub fn of(v: &CalledVariant) -> Self {
        let or =
            |text: Option<&String>, otherwise: &str| text.cloned().unwrap_or_else(|| otherwise.to_owned());
        let without = if v.gene.is_some() { without_protein(v.consequence) } else { "not interpreted" };
        Self {
            gene: or(v.gene.as_ref(), "no gene"),
            protein: or(v.interpretation.event.as_ref().or(v.hgvs_p.as_ref()), without),
            coding: or(v.hgvs_c.as_ref(), "none"),
            consequence: consequence_words(v.consequence),
            vaf: v.vaf.map_or_else(|| NOT_STATED.to_owned(), percent),
            depth: v.depth.map_or_else(|| NOT_STATED.to_owned(), |d| d.to_string()),
            origin: origin_words(v),
            filter: or(v.filter.as_ref().filter(|f| !matches!(f.as_str(), "" | ".")), NOT_STATED),
            place: place(v),
        }
    }
}

/// What stands in the place of a protein name that is missing. Missing is not "none": only a silent change leaves the
/// protein as it is.
#[must_use]
pub fn without_protein(consequence: Option<Consequence>) -> &'static str {
    match consequence {
        Some(Consequence::SynonymousVariant) => "no protein change",
        Some(
            Consequence::SpliceAcceptorVariant
            | Consequence::SpliceDonorVariant
            | Consequence::SpliceRegionVariant,
        ) => "not predicted (splice)",
        Some(Consequence::StartLost) => "not predicted (start lost)",
        Some(
            Consequence::UtrVariant
            | Consequence::IntronVariant
            | Consequence::UpstreamGeneVariant
            | Consequence::IntergenicVariant,
        ) => "outside the coding sequence",
        _ => "not named",
    }
}

/// `31`, `4.2`: allele fractions below a tenth keep one decimal.
#[must_use]
pub fn percent(fraction: f64) -> String {
    number(fraction * 100.0, usize::from(fraction < 0.1))
}

/// `chr7:140753336 A>T`; long alleles are given by their length.
#[must_use]
pub fn place(v: &CalledVariant) -> String {
    let bases = |b: &str| if b.len() > 12 { format!("{} bases", b.len()) } else { b.to_owned() };
    let (from, to) = (bases(&v.variant.reference), bases(&v.variant.alternate));
    format!("chr{}:{} {from}>{to}", v.variant.contig, v.variant.position.get())
}

/// The word for an origin.
#[must_use]
pub fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::Somatic => "somatic",
        Origin::Germline => "germline",
        Origin::Unknown => "unknown",
    }
}

fn origin_words(v: &CalledVariant) -> String {
    let zygosity = match v.zygosity {
        Some(Zygosity::Heterozygous) => ", heterozygous",
        Some(Zygosity::Homozygous) => ", homozygous",
        Some(Zygosity::Hemizygous) => ", hemizygous",
        None => "",
    };
    format!("{}{zygosity}", origin_word(v.origin))
}

/// The consequence in short words.
#[must_use]
pub fn consequence_words(consequence: Option<Consequence>) -> &'static str {
    match consequence {
        None => "not interpreted",
        Some(Consequence::StopGained) => "stop gained",
        Some(Consequence::FrameshiftVariant) => "frameshift",
        Some(Consequence::SpliceAcceptorVariant) => "splice acceptor",
        Some(Consequence::SpliceDonorVariant) => "splice donor",
        Some(Consequence::StartLost) => "start lost",
        Some(Consequence::StopLost) => "stop lost",
        Some(Consequence::InframeDeletion) => "in-frame deletion",
        Some(Consequence::InframeInsertion) => "in-frame insertion",
        Some(Consequence::ProteinAlteringVariant) => "protein altering",
        Some(Consequence::MissenseVariant) => "missense",
        Some(Consequence::SpliceRegionVariant) => "splice region",
        Some(Consequence::SynonymousVariant) => "synonymous",
        Some(Consequence::UtrVariant) => "untranslated region",
        Some(Consequence::IntronVariant) => "intron",
        Some(Consequence::UpstreamGeneVariant) => "upstream of the gene",
        Some(Consequence::IntergenicVariant) => "between genes",
        Some(Consequence::Other) => "other",
    }
}
