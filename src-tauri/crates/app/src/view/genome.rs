//! The genome screen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{Banner, FigureView};

/// A biomarker: its value, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BiomarkerRow {
    /// `tmb`, `msi`, `hrd`, `signatures`.
    pub id: String,
    /// Name.
    pub label: String,
    /// Value or `Not computed`.
    pub value: String,
    /// Unit, or empty.
    pub unit: String,
    /// Interval, rule, source or reason, one sentence each.
    pub lines: Vec<String>,
    /// Whether there is a value.
    pub known: bool,
    /// `3 options`, or empty where nothing rests on it.
    pub supports: String,
    /// Treatment of the best option that rests on it.
    pub option: Option<String>,
}

/// How many variants there are, by origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VariantCounts {
    /// All.
    pub all: u32,
    /// Somatic.
    pub somatic: u32,
    /// Germline.
    pub germline: u32,
    /// Origin not stated.
    pub unknown: u32,
}

/// What the table is asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct VariantQuery {
    /// Words that must all stand in gene, names, place, consequence or class.
    pub search: String,
    /// `all`, `somatic`, `germline` or `unknown`.
    pub origin: String,
    /// `all`, `evidence`, `classified`, `differs`, `rejected` or `not_interpreted`.
    pub show: String,
    /// `relevance` or the name of a column.
    pub sort: String,
    /// Largest first.
    pub descending: bool,
    /// First row wanted.
    pub offset: u32,
    /// Most rows wanted.
    pub limit: u32,
}

/// A row of the variant table.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct VariantRow {
    /// Names the variant, to ask for its detail.
    pub key: String,
    /// Gene, or `no gene`.
    pub gene: String,
    /// Protein change.
    pub protein: String,
    /// Coding change.
    pub coding: String,
    /// Consequence.
    pub consequence: String,
    /// Allele fraction in percent.
    pub vaf: String,
    /// Reads.
    pub depth: String,
    /// Origin, with the zygosity of a germline call.
    pub origin: String,
    /// FILTER of the caller.
    pub filter: String,
    /// True where the caller rejected the call.
    pub rejected: bool,
    /// Class in force.
    pub class: String,
    /// `Attune`, `laboratory`, `clinician` or empty.
    pub class_by: String,
    /// The laboratory's class, where it is on another side than the one in force.
    pub laboratory_differs: Option<String>,
    /// Best level that rests on it.
    pub tier: Option<String>,
    /// `3 options`, `resistance to 2`, or `none`.
    pub supports: String,
    /// Treatment of the best option that rests on it.
    pub option: Option<String>,
}

/// A part of the table.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct VariantPage {
    /// Rows that meet the query.
    pub found: u32,
    /// Place of the first row of this part.
    pub offset: u32,
    /// Rows.
    pub rows: Vec<VariantRow>,
}

/// A copy-number event.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CopyNumberRow {
    /// Gene.
    pub gene: String,
    /// Event.
    pub event: String,
    /// Copies.
    pub copies: String,
    /// Logarithm of the ratio.
    pub log2: String,
    /// Source.
    pub source: String,
    /// Options.
    pub supports: String,
    /// Treatment of the best option that rests on it.
    pub option: Option<String>,
}

/// A fusion or another structural variant.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FusionRow {
    /// `EML4::ALK`, or the kind of a structural variant with its genes.
    pub name: String,
    /// Breaks.
    pub breaks: String,
    /// Frame.
    pub frame: String,
    /// Reads or support as written.
    pub support: String,
    /// Why it is not matched, where it is not; or empty.
    pub doubt: String,
    /// Source.
    pub source: String,
    /// Options.
    pub supports: String,
    /// Treatment of the best option that rests on it.
    pub option: Option<String>,
}

/// Something not known, looked at without a finding, or withheld.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GapRow {
    /// `Not covered`, `Not interpreted`, `Withheld` ... .
    pub kind: String,
    /// About what.
    pub subject: String,
    /// The sentence.
    pub message: String,
}

/// An alteration that an option names, and the row that it is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AlterationPlace {
    /// As the option names it.
    pub text: String,
    /// Key of the variant, or `copy-number:0`, `fusion:2` with the place in its table, or `biomarker:tmb`.
    pub key: String,
}

/// The genome screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct GenomeView {
    /// Banner.
    pub banner: Banner,
    /// Reports, samples and assemblies in one line.
    pub context: String,
    /// Number of reports.
    pub reports: u32,
    /// Biomarkers.
    pub biomarkers: Vec<BiomarkerRow>,
    /// Counts of the variants.
    pub counts: VariantCounts,
    /// First part of the table in its default order.
    pub page: VariantPage,
    /// Copy number.
    pub copy_number: Vec<CopyNumberRow>,
    /// Fusions, then other structural variants.
    pub fusions: Vec<FusionRow>,
    /// Genes looked at in full without a variant, with the proof.
    pub negatives: Vec<GapRow>,
    /// What is not known, and why.
    pub gaps: Vec<GapRow>,
    /// What consent withholds.
    pub withheld: Vec<String>,
    /// Alterations that options and resistances name.
    pub places: Vec<AlterationPlace>,
}

/// A link to an option or a resistance.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OptionLink {
    /// Rank, or `resistance`.
    pub rank: String,
    /// Treatment.
    pub treatment: String,
    /// Level.
    pub level: String,
}

/// A criterion of a classification.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CriterionRow {
    /// Code.
    pub code: String,
    /// `met`, `not met`, `not assessable offline`.
    pub state: String,
    /// Points.
    pub points: String,
    /// Fact.
    pub fact: String,
    /// True where a clinician can set it.
    pub editable: bool,
    /// Strength of the guideline, or the one set: `supporting`, `moderate`, `strong`, `very strong`.
    pub strength: String,
    /// A clinician's change with what Attune had found, or empty.
    pub changed: String,
}

/// A change of a class.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ClassChangeRow {
    /// When.
    pub when: String,
    /// Who.
    pub by: String,
    /// From which class to which.
    pub change: String,
    /// Why.
    pub reason: String,
}

/// One variant in full.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct VariantDetail {
    /// Banner.
    pub banner: Banner,
    /// The row.
    pub row: VariantRow,
    /// What the file and the packs say: name and value.
    pub facts: Vec<(String, String)>,
    /// The class in force with its points and who set it.
    pub in_force: String,
    /// Our class, or why there is none.
    pub ours: String,
    /// True where the class in force is not ours.
    pub differs_from_ours: bool,
    /// The laboratory's class, or that none is stated.
    pub laboratory: String,
    /// Criteria behind our class.
    pub criteria: Vec<CriterionRow>,
    /// Options and resistances that rest on it.
    pub options: Vec<OptionLink>,
    /// Classes that it can be given; empty where it cannot be changed.
    pub classes: Vec<String>,
    /// Changes, newest first.
    pub changes: Vec<ClassChangeRow>,
    /// Plot of its gene, where a residue is known.
    pub figure: Option<FigureView>,
    /// Why there is no plot, or what the plot does not show.
    pub figure_note: String,
}

/// A change of a class, to record.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct ClassInput {
    /// Key of the variant.
    pub key: String,
    /// The new class.
    pub class: String,
    /// Why.
    pub reason: String,
}

/// A change of one criterion, to record.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct CriterionInput {
    /// Key of the variant.
    pub key: String,
    /// Code of the criterion.
    pub code: String,
    /// `met`, `not_met`, `not_assessable`, or `as_computed` to take a change back.
    pub state: String,
    /// Strength where it is met: `supporting`, `moderate`, `strong`, `very_strong`; that of the guideline where empty.
    pub strength: Option<String>,
    /// Why.
    pub reason: String,
}
