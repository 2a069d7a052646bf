//! One gene: defining positions, alleles, and how its phenotype follows.

use serde::{Deserialize, Serialize};

/// How many copies of the chromosome a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ploidy {
    /// Two.
    Autosome,
    /// One or two, by sex.
    X,
    /// One sequence, read as a mixture of molecules.
    Mitochondrion,
}

/// How alleles are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchMode {
    /// A strand carries one named allele: all its bases and all other reference bases agree.
    Haplotype,
    /// A strand may carry several of the listed variants; the one with the lowest function decides.
    LowestFunction,
}

/// A defining position. Bases are on the plus strand, as in VCF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PgxPosition {
    /// First base on GRCh38, 1-based.
    pub at: u32,
    /// Known bases or sequences: the GRCh38 reference first, then each alternate.
    pub bases: Vec<String>,
    /// Index in `bases` of the GRCh37 reference, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_37: Option<u8>,
    /// dbSNP identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rsid: Option<String>,
    /// Reference sequence from `at` to the end of the repeat that an insertion or deletion may be shifted in.
    /// Two notations of one change give the same sequence here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
}

impl PgxPosition {
    /// True where a single base is replaced, false for insertions, deletions and longer replacements.
    #[must_use]
    pub fn is_single_base(&self) -> bool {
        self.bases.iter().all(|b| b.len() == 1)
    }

    /// rsID, else the coordinate.
    #[must_use]
    pub fn label(&self, contig: &str) -> String {
        self.rsid.clone().unwrap_or_else(|| format!("chr{contig}:{}", self.at))
    }
}

/// An allele that small variants define.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PgxAllele {
    /// Name in PharmVar or CPIC.
    pub name: String,
    /// Name to show, where a suballele is shown as its allele.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_as: Option<String>,
    /// True for the allele whose bases all other alleles have where they fix none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reference: bool,
    /// Positions it fixes, each with the set of bases it allows: bit n is base n of the position.
    pub fixes: Vec<(u16, u32)>,
    /// Function in the words of CPIC. `None`: none assigned at this version, which is not normal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Activity value, where the gene has one and the allele a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<f64>,
}

impl PgxAllele {
    /// The name to show.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.shown_as.as_deref().unwrap_or(&self.name)
    }
}

/// An allele that small variants cannot show: a deletion, a copy number or a hybrid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedAllele {
    /// Name.
    pub name: String,
    /// Function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Activity value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<f64>,
    /// True where the activity is a lower bound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
}

/// Which of several unphased diplotypes stands first, from population frequency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairPriority {
    /// Diplotypes that fit the same genotype.
    pub among: Vec<String>,
    /// The most frequent.
    pub first: String,
}

/// An allele that one position decides and another, in strong linkage, only suggests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyRule {
    /// The allele with both positions.
    pub allele: String,
    /// The allele with the deciding position alone.
    pub deciding_allele: String,
    /// Index of the deciding position.
    pub deciding: u16,
    /// Index of the position that stands in where the deciding one is missing.
    pub proxy: u16,
}

/// Guidance from one position where no diplotype can be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SinglePositionFallback {
    /// Index of the position.
    pub position: u16,
    /// Allele names to use for its bases, in the order of its bases.
    pub alleles: Vec<String>,
}

/// A remark that belongs to every result of a gene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PgxNote {
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// How the phenotype follows from the alleles.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PhenotypeRule {
    /// The guideline defines none.
    #[default]
    None,
    /// By the functions of the alleles, one or two, in alphabetical order; the last entry is the phenotype.
    Functions {
        /// `[function, phenotype]` or `[function, function, phenotype]`.
        table: Vec<Vec<String>>,
    },
    /// By the sum of the activity values.
    Score {
        /// Lowest score of each phenotype, ascending.
        from: Vec<(f64, String)>,
        /// Phenotype where an allele has no value.
        unknown: Option<String>,
    },
    /// One allele with this function is enough.
    Any {
        /// The function.
        function: String,
        /// Phenotype with it.
        with: String,
        /// Phenotype without it.
        without: String,
    },
}

/// A gene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PgxGene {
    /// HGNC symbol.
    pub symbol: String,
    /// Chromosome in Ensembl style.
    pub contig: String,
    /// GRCh38 coordinate minus GRCh37 coordinate: one constant in each gene.
    pub offset: i64,
    /// Copies of the chromosome.
    pub ploidy: Ploidy,
    /// How alleles are found.
    pub mode: MatchMode,
    /// Defining positions.
    pub positions: Vec<PgxPosition>,
    /// Positions outside the alleles that a dose algorithm asks for; never part of an allele.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<PgxPosition>,
    /// Alleles.
    pub alleles: Vec<PgxAllele>,
    /// Alleles that small variants cannot show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named_only: Vec<NamedAllele>,
    /// Alleles that a test must cover before a result without them is firm (AMP tier 1, or those of the
    /// required positions). `None`: no such list is published, and every allele counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_alleles: Option<Vec<String>>,
    /// Positions without which nothing is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<u16>,
    /// Which unphased diplotype stands first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<PairPriority>,
    /// Older names of alleles, as `(old, present)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<(String, String)>,
    /// True where a base that no allele defines counts as reference with a warning, because the definitions
    /// are a list of harmful variants.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undocumented_is_reference: bool,
    /// True where copy number and hybrids decide, so that small variants never give a firm result.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_copy_number: bool,
    /// Rule for an allele with a proxy position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyRule>,
    /// Fallback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<SinglePositionFallback>,
    /// Functions from the most to the least consequential, for [`MatchMode::LowestFunction`] without scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<String>,
    /// Remarks that belong to every result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<PgxNote>,
    /// How the phenotype follows.
    #[serde(default)]
    pub rule: PhenotypeRule,
}

impl PgxGene {
    /// The reference allele.
    #[must_use]
    pub fn reference_allele(&self) -> Option<&PgxAllele> {
        self.alleles.iter().find(|a| a.reference)
    }

    /// The present name of an allele that may be given by an older one.
    #[must_use]
    pub fn present_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.aliases.iter().find(|(old, _)| old == name).map_or(name, |(_, new)| new.as_str())
    }

    /// What is wrong with the table, if anything: an index outside it, or no reference allele.
    pub(crate) fn check(&self) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{}: {what}", self.symbol));
        if self.positions.iter().chain(&self.extra).any(|p| p.bases.is_empty() || p.bases.len() > 31) {
            return wrong("a position without bases");
        }
        if !self.positions.is_empty() && self.reference_allele().is_none() {
            return wrong("no reference allele");
        }
        let count = self.positions.len();
        let fixed = self.alleles.iter().flat_map(|a| a.fixes.iter().map(|(p, _)| *p));
        let proxies = self.proxy.iter().flat_map(|p| [p.deciding, p.proxy]);
        let fallback = self.fallback.iter().map(|f| f.position);
        let mut used = fixed.chain(proxies).chain(fallback).chain(self.required.iter().copied());
        if used.any(|p| usize::from(p) >= count) {
            return wrong("a position that is not in the table");
        }
        Ok(())
    }
}
