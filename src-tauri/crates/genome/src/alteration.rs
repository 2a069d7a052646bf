//! Alterations: what a tumour has, and what a biomarker asks for, in one vocabulary.

mod absence;
mod amino;
mod annotation;
mod class;
mod coding;
mod codon;
mod events;
mod exons;
mod expression;
mod genes;
mod karyotype;
mod label;
mod laboratory;
mod matching;
mod mechanism;
mod numbering;
mod parse;
mod parts;
mod polymorphism;
mod protein;
mod several;
mod shorthand;
mod spellings;
mod tumour_wide;
mod words;

pub use genes::GeneSymbols;
pub use parts::StatedPart;
pub use several::{AlterationSet, Relation};

pub(crate) use amino::{one_letter_to_hgvs, three_letter};
pub(crate) use class::length_change;
pub(crate) use coding::positions as coding_positions;
pub(crate) use events::TERT_PROMOTER;
pub(crate) use exons::exon_of;
pub(crate) use numbering::{numberings, same_residue};
pub(crate) use protein::parse as parse_protein_change;

use serde::{Deserialize, Serialize};

use crate::Origin;

/// The other side of a fusion.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FusionPartner {
    /// Any or unnamed partner.
    Any,
    /// This gene.
    Gene(String),
}

/// An event of a whole exon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExonEvent {
    /// In-frame deletion inside the exon.
    Deletion,
    /// In-frame insertion inside the exon.
    Insertion,
    /// The exon is skipped.
    Skipping,
    /// Any variant of the exon.
    Mutation,
}

/// What is altered, and how. The same words describe an observation and a criterion; a criterion may
/// be a class (`AnyMutation`), an observation never is unless the laboratory wrote only the class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AlterationKind {
    /// Amino-acid substitution. `alternate` is `*` for a stop.
    Substitution {
        /// One-letter reference amino acid.
        reference: char,
        /// Residue number.
        residue: u32,
        /// One-letter alternate amino acid or `*`.
        alternate: char,
    },
    /// Any change of one residue (`V600`).
    Residue {
        /// One-letter reference amino acid.
        reference: char,
        /// Residue number.
        residue: u32,
    },
    /// In-frame deletion, insertion, delins or duplication.
    Inframe {
        /// First residue touched.
        start: u32,
        /// Last residue touched.
        end: u32,
        /// HGVS protein name without `p.`, one-letter, for example `E746_A750del`.
        name: String,
    },
    /// Frameshift from this residue on.
    Frameshift {
        /// First residue changed.
        residue: u32,
    },
    /// Splice donor or acceptor variant, with its coding name where known.
    Splice {
        /// `c.` name.
        name: Option<String>,
    },
    /// A coding, non-coding or promoter change known only by its name.
    Named {
        /// The name, for example `c.-124C>T`.
        name: String,
    },
    /// Event of an exon.
    Exon {
        /// Exon number in the numbering that clinicians use.
        exon: u16,
        /// The event.
        event: ExonEvent,
    },
    /// Copy-number gain of the level called amplification.
    Amplification,
    /// Homozygous or other loss of the gene.
    Deletion,
    /// Fusion or rearrangement.
    Fusion {
        /// The partner.
        partner: FusionPartner,
    },
    /// Any truncating variant.
    Truncating,
    /// Any loss of function.
    LossOfFunction,
    /// Any gain of function or activating variant.
    Activating,
    /// Any variant that counts as pathogenic or oncogenic.
    Oncogenic,
    /// Any mutation of the gene.
    AnyMutation,
    /// Tested and without a variant.
    WildType,
    /// Looked for and not found. It is about this finding only, and is never a match.
    NotDetected {
        /// What was looked for.
        what: Box<AlterationKind>,
    },
    /// Protein expression, with a grade or percentage where given.
    Expression {
        /// `positive`, `negative`, `3+`, `TPS 60%` ... normalised text.
        grade: String,
        /// The number in it, in percent or as a score.
        value: Option<f64>,
    },
    /// MSI-H or dMMR.
    MsiHigh,
    /// MSS or pMMR.
    MsiStable,
    /// Tumour mutational burden in mutations per megabase. As a criterion: at least this.
    Tmb {
        /// Mutations per megabase.
        value: Option<f64>,
    },
    /// Homologous recombination deficiency.
    HrdPositive,
    /// No homologous recombination deficiency.
    HrdNegative,
}

impl AlterationKind {
    /// True for a change, found or looked for, of a residue or an exon.
    pub(crate) fn names_a_place(&self) -> bool {
        match self {
            Self::NotDetected { what } => what.names_a_place(),
            Self::Substitution { .. }
            | Self::Residue { .. }
            | Self::Inframe { .. }
            | Self::Frameshift { .. }
            | Self::Exon { .. } => true,
            _ => false,
        }
    }
}

/// An alteration of a gene, or a tumour-wide biomarker where `gene` is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alteration {
    /// HGNC symbol.
    pub gene: Option<String>,
    /// What is altered.
    pub kind: AlterationKind,
    /// Origin: stated by the source, else unknown.
    pub origin: Origin,
    /// The text it was read from, or the name made from the variant.
    pub text: String,
}

/// How closely an observed alteration meets a criterion, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchGrade {
    /// The very alteration.
    Exact,
    /// Another change of the same residue, where the criterion asks for the residue.
    Residue,
    /// Member of the exon or class that the criterion names.
    Class,
    /// The criterion asks only for the gene.
    Gene,
}

impl Alteration {
    /// Reads what a pathologist or a knowledge base writes: `BRAF V600E`, `p.Val600Glu`, `EGFR exon 19
    /// deletion`, `EML4-ALK fusion`, `MSI-H`, `TMB 14`, `BRCA1 germline pathogenic`, `PD-L1 TPS 60%`,
    /// `KRAS wild-type`. `None` where a word is not understood: nothing is guessed.
    ///
    /// `RAS wild-type` and other gene groups keep the name of the group as their gene; [`Self::met_by`]
    /// knows its members and [`Self::parse_all`] lists them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        parse::parse(text, None)
    }

    /// As [`Self::parse`], but a gene must be a symbol or an unambiguous alias of the table.
    #[must_use]
    pub fn parse_with(text: &str, symbols: &GeneSymbols) -> Option<Self> {
        parse::parse(text, Some(symbols))
    }

    /// Reads a text that may name several alterations: `BRAF V600E or V600K`, `KRAS G12/G13`, `RAS
    /// wild-type` (KRAS and NRAS), `BRCA1/2 mutation`. A text with one alteration gives one member.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<AlterationSet> {
        several::parse_all(text, None)
    }

    /// As [`Self::parse_all`] with a symbol table.
    #[must_use]
    pub fn parse_all_with(text: &str, symbols: &GeneSymbols) -> Option<AlterationSet> {
        several::parse_all(text, Some(symbols))
    }

    /// Reads a text as an observation: one alteration, or all of several (`RAS/BRAF wild-type`, `T790M and
    /// C797S`). A text that leaves open which of several was found is read as what follows from all of them:
    /// `KRAS G12 or G13` as a mutation of KRAS, `BRAF V600E/K` as a change of V600, `BRCA1/2 mutation` as one
    /// of that group of genes. Empty where nothing follows or the text is not understood.
    #[must_use]
    pub fn parse_observed(text: &str) -> Vec<Self> {
        several::parse_observed(text, None)
    }

    /// As [`Self::parse_observed`] with a symbol table: a name that is no gene of it is not read.
    #[must_use]
    pub fn parse_observed_with(text: &str, symbols: &GeneSymbols) -> Vec<Self> {
        several::parse_observed(text, Some(symbols))
    }

    /// Reads a line of a report: whole where it is understood whole, else in its parts, each with what was read in
    /// it. A line of which nothing is understood is one part without a reading.
    #[must_use]
    pub fn parse_parts(text: &str) -> Vec<StatedPart> {
        parts::parse_parts(text, None)
    }

    /// As [`Self::parse_parts`] with a symbol table.
    #[must_use]
    pub fn parse_parts_with(text: &str, symbols: &GeneSymbols) -> Vec<StatedPart> {
        parts::parse_parts(text, Some(symbols))
    }

    /// True where it names a residue or an exon of its gene, which can be checked against the protein.
    #[must_use]
    pub fn names_a_place(&self) -> bool {
        self.kind.names_a_place()
    }

    /// Whether this finding of absence covers a criterion: what was looked for, and not found, is all that the
    /// criterion asks for.
    #[must_use]
    pub fn denies(&self, criterion: &Self) -> bool {
        let AlterationKind::NotDetected { what } = &self.kind else { return false };
        let looked_for = Self { kind: (**what).clone(), ..self.clone() };
        looked_for.met_by(criterion).is_some_and(|grade| grade != MatchGrade::Gene)
    }

    /// True where every gene that it names is known to this crate by itself, so that no symbol table has to be
    /// asked whether the name is one.
    #[must_use]
    pub fn names_known_genes(&self) -> bool {
        self.genes().into_iter().all(parse::gene_is_known)
    }

    /// The name on the screen: `BRAF V600E`, `EGFR exon 19 deletion`, `EML4::ALK fusion`, `MSI-H`.
    #[must_use]
    pub fn label(&self) -> String {
        label::label(self)
    }

    /// Whether `observed` meets this criterion, and how closely. Absence is never a match: a wild-type
    /// criterion is met only by an explicit wild-type, a germline criterion only by a stated germline.
    #[must_use]
    pub fn met_by(&self, observed: &Self) -> Option<MatchGrade> {
        matching::met(self, observed)
    }

    /// All genes that the alteration names: its gene, the fusion partner, the members of a group.
    #[must_use]
    pub fn genes(&self) -> Vec<&str> {
        let mut out = Vec::new();
        if let Some(gene) = self.gene.as_deref() {
            out.push(gene);
            out.extend(genes::group(gene, &self.kind).unwrap_or_default().iter().copied());
        }
        if let AlterationKind::Fusion { partner: FusionPartner::Gene(partner) } = &self.kind {
            out.push(partner);
        }
        out
    }
}
