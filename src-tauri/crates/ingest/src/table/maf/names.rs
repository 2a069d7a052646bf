//! HGVS names and consequence of a row.

use attune_genome::Consequence;

use super::super::classification::{Class, classification, splice_side};
use super::super::columns::Columns;
use super::super::row::Row;
use crate::Severity;
use crate::finding::Findings;
use crate::vcf::annotation::{consequence, exon, protein_name};

/// Names of the columns of the protein change.
pub(crate) const PROTEIN: &[&str] =
    &["HGVSp_Short", "Protein_Change", "Amino_Acid_Change", "AAChange", "AA_Change", "protein_change"];

/// What a row names.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) transcript: Option<String>,
    pub(super) hgvs_c: Option<String>,
    pub(super) hgvs_p: Option<String>,
    pub(super) consequence: Option<Consequence>,
    /// Exon and count of exons.
    pub(super) exon: Option<(u16, u16)>,
    pub(super) by: &'static str,
}

impl Named {
    pub(super) fn says_something(&self) -> bool {
        self.is_named() || self.consequence.is_some()
    }

    /// True where the row names the change itself, and not only its class.
    pub(super) fn is_named(&self) -> bool {
        self.hgvs_c.is_some() || self.hgvs_p.is_some()
    }
}

/// Where the columns of the names are.
pub(super) struct Reader {
    class: Option<usize>,
    terms: Option<usize>,
    coding: Option<usize>,
    protein: Option<usize>,
    short: Option<usize>,
    transcript: Option<usize>,
    exon: Option<usize>,
}

impl Reader {
    pub(super) fn take(c: &mut Columns) -> Self {
        Self {
            class: c.take(&["Variant_Classification"]),
            terms: c.take(&["Consequence"]),
            coding: c.take(&["HGVSc", "cDNA_Change", "Codon_Change"]),
            protein: c.take(&["HGVSp"]),
            short: c.take(PROTEIN),
            transcript: c.take(&["Transcript_ID", "Annotation_Transcript", "Feature", "RefSeq"]),
            exon: c.take(&["Exon_Number", "EXON"]),
        }
    }

    /// Reads the names; words that are not known are told and stay in the file.
    pub(super) fn read(&self, row: &Row, findings: &mut Findings) -> Named {
        let last = |text: &str| text.rsplit(':').next().unwrap_or(text).to_owned();
        let transcript_of = |text: &str| text.rsplit_once(':').map(|(t, _)| t.to_owned());
        let coding = row.filled(self.coding);
        let hgvs_c = coding.map(last).filter(|c| c.starts_with("c.") || c.starts_with("n."));
        let long = row.filled(self.protein);
        let hgvs_p = long.and_then(long_protein).or_else(|| row.filled(self.short).and_then(protein_name));
        let mut named = Named {
            transcript: coding.and_then(transcript_of).or(row.filled(self.transcript).map(str::to_owned)),
            hgvs_c,
            hgvs_p,
            consequence: row.filled(self.terms).and_then(consequence),
            exon: row.filled(self.exon).and_then(exon),
            by: "input MAF",
        };
        let Some(text) = row.filled(self.class) else { return named };
        match classification(text) {
            Class::Is(term) => named.consequence = named.consequence.filter(|c| *c != Consequence::Other).or(Some(term)),
            Class::SpliceSite => {
                let stated = named.consequence.filter(|c| {
                    matches!(c, Consequence::SpliceDonorVariant | Consequence::SpliceAcceptorVariant)
                });
                let side = stated.or_else(|| splice_side(named.hgvs_c.as_deref()));
                named.consequence = side.or(Some(Consequence::SpliceDonorVariant));
                if side.is_none() {
                    named.by = "input MAF; splice site, whether donor or acceptor is not stated";
                }
            }
            Class::Other => {}
            Class::Unknown => findings.add(
                Severity::Warning,
                "maf.classification_unknown",
                || format!("line {}", row.line),
                || format!("Variant_Classification `{text}` is not known; the row is kept without its consequence."),
            ),
        }
        named
    }
}

/// `p.Leu429Arg`, with a transcript in front or without its `p.`.
fn long_protein(text: &str) -> Option<String> {
    protein_name(text).or_else(|| {
        let begins = text.get(..3).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_uppercase()));
        begins.then(|| protein_name(&format!("p.{text}"))).flatten()
    })
}
