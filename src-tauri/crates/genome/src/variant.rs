//! Genomic coordinates and the variants at them.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::{ComputedClass, Criteria, FileFacts, Interpretation, class_direction};

/// Human reference assembly. There is no default: an unknown assembly is `Option::None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Assembly {
    /// GRCh37 (hg19).
    GRCh37,
    /// GRCh38 (hg38).
    GRCh38,
}

impl fmt::Display for Assembly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GRCh37 => "GRCh37",
            Self::GRCh38 => "GRCh38",
        })
    }
}

/// Chromosome in Ensembl style: `1` to `22`, `X`, `Y`, `MT`; other contigs keep their name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Contig(String);

impl Contig {
    /// Reads `7`, `chr7`, `M`, `chrM`, `MT`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let bare = name.strip_prefix("chr").or_else(|| name.strip_prefix("CHR")).unwrap_or(name);
        Self(if bare == "M" { "MT".to_owned() } else { bare.to_owned() })
    }

    /// The Ensembl-style name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Contig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A 1-based position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position(NonZeroU32);

impl Position {
    /// The position, unless it is 0 (VCF uses 0 for telomeres: there is no base there).
    #[must_use]
    pub fn new(value: u32) -> Option<Self> {
        NonZeroU32::new(value).map(Self)
    }
    /// The number, 1-based.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// A small variant in VCF form: plus strand, one alternate allele.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Variant {
    /// Assembly of the coordinates.
    pub assembly: Assembly,
    /// Chromosome.
    pub contig: Contig,
    /// 1-based position of the first base of `reference`.
    pub position: Position,
    /// Reference bases.
    pub reference: String,
    /// Alternate bases.
    pub alternate: String,
}

impl Variant {
    /// Drops bases that both alleles share: first at the end, then at the start (parsimony, VCF 4.x).
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let (mut r, mut a) = (self.reference.as_bytes(), self.alternate.as_bytes());
        let mut position = self.position.get();
        while r.len() > 1 && a.len() > 1 && r.last() == a.last() {
            r = &r[..r.len() - 1];
            a = &a[..a.len() - 1];
        }
        while r.len() > 1 && a.len() > 1 && r.first() == a.first() {
            r = &r[1..];
            a = &a[1..];
            position += 1;
        }
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        Self {
            assembly: self.assembly,
            contig: self.contig.clone(),
            position: Position::new(position).unwrap_or(self.position),
            reference: text(r),
            alternate: text(a),
        }
    }
}

/// Where a variant came from. Never guessed from an allele fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Called against a matched normal or declared somatic.
    Somatic,
    /// Declared germline.
    Germline,
    /// Not stated.
    #[default]
    Unknown,
}

/// Zygosity of a germline call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zygosity {
    /// One of two alleles.
    Heterozygous,
    /// Both alleles.
    Homozygous,
    /// The only allele.
    Hemizygous,
}

/// Sequence Ontology consequence, most severe term of the transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each name is its Sequence Ontology term
pub enum Consequence {
    StopGained,
    FrameshiftVariant,
    SpliceAcceptorVariant,
    SpliceDonorVariant,
    StartLost,
    StopLost,
    InframeDeletion,
    InframeInsertion,
    ProteinAlteringVariant,
    MissenseVariant,
    SpliceRegionVariant,
    SynonymousVariant,
    UtrVariant,
    IntronVariant,
    UpstreamGeneVariant,
    IntergenicVariant,
    /// The input names a term that is not one of these.
    Other,
}

impl Consequence {
    /// The Sequence Ontology term.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::StopGained => "stop_gained",
            Self::FrameshiftVariant => "frameshift_variant",
            Self::SpliceAcceptorVariant => "splice_acceptor_variant",
            Self::SpliceDonorVariant => "splice_donor_variant",
            Self::StartLost => "start_lost",
            Self::StopLost => "stop_lost",
            Self::InframeDeletion => "inframe_deletion",
            Self::InframeInsertion => "inframe_insertion",
            Self::ProteinAlteringVariant => "protein_altering_variant",
            Self::MissenseVariant => "missense_variant",
            Self::SpliceRegionVariant => "splice_region_variant",
            Self::SynonymousVariant => "synonymous_variant",
            Self::UtrVariant => "UTR_variant",
            Self::IntronVariant => "intron_variant",
            Self::UpstreamGeneVariant => "upstream_gene_variant",
            Self::IntergenicVariant => "intergenic_variant",
            Self::Other => "sequence_variant",
        }
    }

    /// True where the protein product is expected to be lost (VEP HIGH impact).
    #[must_use]
    pub fn is_truncating(self) -> bool {
        matches!(
            self,
            Self::StopGained
                | Self::FrameshiftVariant
                | Self::SpliceAcceptorVariant
                | Self::SpliceDonorVariant
                | Self::StartLost
        )
    }
}

/// Oncogenicity with its criteria (Horak 2022, doi 10.1016/j.gim.2022.01.001).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oncogenicity {
    /// `Oncogenic`, `Likely oncogenic`, `VUS`, `Likely benign`, `Benign`.
    pub class: String,
    /// Sum of the points.
    pub points: i8,
    /// Criteria met, for example `OS3`.
    pub criteria: Vec<String>,
    /// Every criterion with its answer and the fact used.
    #[serde(default)]
    pub assessed: Criteria,
    /// Class and points as the program computed them, where a clinician changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<ComputedClass>,
}

/// True where nothing is stated: nothing is written of it then, which makes a stored exome a third of its size.
fn none_of_it<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A variant of the report with what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalledVariant {
    /// Coordinates and alleles as written in the file.
    pub variant: Variant,
    /// Origin.
    pub origin: Origin,
    /// Zygosity from the genotype of a germline call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zygosity: Option<Zygosity>,
    /// HGNC symbol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gene: Option<String>,
    /// Transcript of the HGVS names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<String>,
    /// HGVS coding name without the transcript, for example `c.1799T>A`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hgvs_c: Option<String>,
    /// HGVS protein name, three-letter, for example `p.Val600Glu`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hgvs_p: Option<String>,
    /// Consequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consequence: Option<Consequence>,
    /// Who named the consequence: `input CSQ`, `transcript pack 2026.11` ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotated_by: Option<String>,
    /// Variant allele fraction, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vaf: Option<f64>,
    /// Read depth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
    /// FILTER as written (`PASS`, `.` is `None`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Names of this variant in the file (rsID ...).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// Oncogenicity, where classified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oncogenicity: Option<Oncogenicity>,
    /// Germline class as the laboratory wrote it (`Pathogenic` ...), if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    /// Line in the file.
    pub line: u64,
    /// What the file says beside the call.
    #[serde(default, skip_serializing_if = "none_of_it")]
    pub file: FileFacts,
    /// What the interpretation adds.
    #[serde(default, skip_serializing_if = "none_of_it")]
    pub interpretation: Interpretation,
}

impl CalledVariant {
    /// A variant of which nothing but its place is known. Readers fill in what the file says:
    /// `CalledVariant { gene, ..CalledVariant::new(variant, origin, line) }`.
    #[must_use]
    pub fn new(variant: Variant, origin: Origin, line: u64) -> Self {
        Self {
            variant,
            origin,
            zygosity: None,
            gene: None,
            transcript: None,
            hgvs_c: None,
            hgvs_p: None,
            consequence: None,
            annotated_by: None,
            vaf: None,
            depth: None,
            filter: None,
            ids: Vec::new(),
            oncogenicity: None,
            classification: None,
            line,
            file: FileFacts::default(),
            interpretation: Interpretation::default(),
        }
    }

    /// The class that decides in matching: a clinician's change first, then the laboratory's class, then ours. A
    /// laboratory that says "conflicting" or "uncertain" is not overruled by our points.
    #[must_use]
    pub fn effective_class(&self) -> Option<&str> {
        let ours = self.interpretation.germline.as_ref();
        if let Some(changed) = ours.filter(|g| g.changed.is_some()) {
            return Some(changed.class.as_str());
        }
        let theirs = self.classification.as_deref().filter(|c| {
            let lower = c.to_ascii_lowercase();
            class_direction(c).is_some() || lower.contains("conflict") || lower.contains("uncertain")
        });
        theirs.or(ours.map(|g| g.class.as_str())).or(self.classification.as_deref())
    }

    /// True for a pathogenic or likely pathogenic class.
    #[must_use]
    pub fn has_pathogenic_class(&self) -> bool {
        self.effective_class().and_then(class_direction) == Some(1)
    }

    /// True for a benign or likely benign class, of the germline or by oncogenicity.
    #[must_use]
    pub fn has_benign_class(&self) -> bool {
        let somatic = self.oncogenicity.as_ref().is_some_and(|o| o.class.to_lowercase().contains("benign"));
        somatic || self.effective_class().and_then(class_direction) == Some(-1)
    }

    /// True where the caller did not reject the call. A file without filters counts as not rejected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.filter.as_deref().is_none_or(|f| matches!(f, "PASS" | "." | ""))
    }

    /// `BRAF p.Val600Glu`, or coordinates where no gene is known.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.gene, &self.hgvs_p, &self.hgvs_c) {
            (Some(g), Some(p), _) => format!("{g} {p}"),
            (Some(g), None, Some(c)) => format!("{g} {c}"),
            _ => format!(
                "{}:{} {}>{}",
                self.variant.contig,
                self.variant.position.get(),
                self.variant.reference,
                self.variant.alternate
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contigs_have_one_name() {
        for (given, name) in [("chr7", "7"), ("7", "7"), ("chrM", "MT"), ("MT", "MT"), ("chrX", "X")] {
            assert_eq!(Contig::new(given).as_str(), name);
        }
    }

    #[test]
    fn trimming_keeps_one_base_of_an_indel() {
        let v = |p: u32, r: &str, a: &str| Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("1"),
            position: Position::new(p).unwrap_or(Position(NonZeroU32::MIN)),
            reference: r.into(),
            alternate: a.into(),
        };
        assert_eq!(v(10, "CAG", "CTG").trimmed(), v(11, "A", "T"));
        assert_eq!(v(10, "CAA", "CA").trimmed(), v(10, "CA", "C"));
        assert_eq!(v(10, "A", "A").trimmed(), v(10, "A", "A"));
    }
}
