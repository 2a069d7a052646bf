//! Pharmacogenomics: advice by drug, genes, and the positions behind each call.

use serde::Serialize;
use ts_rs::TS;

use crate::view::Banner;

/// Advice of one source for one drug.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxAdvice {
    /// `CPIC`, `DPWG` or `FDA`.
    pub source: String,
    /// `Avoid`, `Lower dose, 50 % of the usual dose`, `No recommendation` ...
    pub action: String,
    /// `block`, `caution`, `info`, `pass` or `unknown`.
    pub severity: String,
    /// `strong`, `moderate`, `optional` or `no strength given`.
    pub strength: String,
    /// Population and condition of the row, if it is not for everybody.
    pub applies: Option<String>,
    /// `DPYD Intermediate Metabolizer`.
    pub because: String,
    /// Text of the source.
    pub text: String,
    /// References and version of the source.
    pub reference: String,
}

/// All that the sources say of one drug.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxDrug {
    /// Generic name.
    pub drug: String,
    /// `block`, `caution`, `info`, `pass` or `unknown`.
    pub severity: String,
    /// The most far-reaching action in words.
    pub word: String,
    /// True where a drug or a dose would be changed, or watched more closely.
    pub acts: bool,
    /// True where the drug stands in the medication list.
    pub own: bool,
    /// Rows of the sources.
    pub advice: Vec<PgxAdvice>,
    /// How the sources contradict each other, if they do.
    pub conflict: Option<String>,
    /// Genes that a source asks for and that have no result, in a sentence.
    pub open: Option<String>,
}

/// An entry of the medication list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxOwnMedication {
    /// Words of the record with the dose.
    pub written: String,
    /// `current`, `planned` or `not said whether taken`.
    pub course: String,
    /// `block`, `caution`, `info`, `pass` or `unknown`.
    pub severity: String,
    /// What it comes to in words.
    pub word: String,
    /// The drugs in it that a guideline has.
    pub drugs: Vec<PgxDrug>,
}

/// A diplotype that fits.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxDiplotype {
    /// `*1/*2`.
    pub name: String,
    /// The name, with its source where the file and an outside call differ.
    pub label: String,
    /// Functions of the alleles.
    pub functions: String,
    /// Phenotype, or that the guideline defines none.
    pub phenotype: String,
    /// Activity score, or `none`.
    pub score: String,
    /// `this file`, `outside call` or `this file and outside call`.
    pub source: String,
}

/// A defining position.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxPosition {
    /// dbSNP identifier, or `no rsID`.
    pub rsid: String,
    /// `chr10:94780653` on GRCh38.
    pub position: String,
    /// Reference bases.
    pub reference: String,
    /// Genotype, or `no genotype`.
    pub genotype: String,
    /// `reference`, `variant`, `partial`, `undocumented` or `missing`.
    pub state: String,
    /// The same in words.
    pub state_word: String,
    /// Alleles that cannot be excluded, and the drugs whose advice hangs on it.
    pub cannot_exclude: String,
}

/// A gene.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxGene {
    /// Gene symbol.
    pub gene: String,
    /// `called`, `ambiguous`, `not_called` or `outside`.
    pub status: String,
    /// Diplotypes that fit, the most supported first.
    pub diplotypes: Vec<PgxDiplotype>,
    /// Phenotype, or why there is none.
    pub phenotype: String,
    /// Activity score, or `none`.
    pub score: String,
    /// Defining positions with a genotype, `81 of 83`, or why that is not known.
    pub covered: String,
    /// Remarks.
    pub findings: Vec<String>,
    /// Positions with genotype, in the order of the table.
    pub positions: Vec<PgxPosition>,
}

/// A step beside the genotype: current medication that changes a phenotype, or a dose by an algorithm.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxStep {
    /// Gene or drug.
    pub subject: String,
    /// `block`, `caution`, `info`, `pass` or `unknown`.
    pub severity: String,
    /// What comes out of it.
    pub result: String,
    /// From what: genotype and drugs, or the inputs.
    pub from: Vec<String>,
    /// What is missing.
    pub missing: Vec<String>,
    /// Rule or algorithm, and what has to be known beside it.
    pub rule: Vec<String>,
    /// References.
    pub reference: String,
}

/// The pharmacogenomics screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PgxView {
    /// Banner.
    pub banner: Banner,
    /// Sample and counts in one line.
    pub context: String,
    /// Why nothing is shown by consent, if so.
    pub withheld: Option<String>,
    /// What is missing where no genotype was read, if so.
    pub not_tested: Option<String>,
    /// The medication list, the most pressing first.
    pub own: Vec<PgxOwnMedication>,
    /// What the medication list says where it is empty.
    pub own_empty: String,
    /// Every drug of the guidelines, the most pressing first.
    pub drugs: Vec<PgxDrug>,
    /// Genes by name.
    pub genes: Vec<PgxGene>,
    /// Effect of current medication on phenotypes.
    pub phenoconversion: Vec<PgxStep>,
    /// Doses by published algorithms.
    pub doses: Vec<PgxStep>,
    /// Allele tables and guidelines with their versions.
    pub versions: Vec<String>,
}

/// A written file with its check sum.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FileExport {
    /// Where it lies.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What is in it, in one line.
    pub contents: String,
}
