//! The transcript pack: consequences and HGVS names from coordinates, on GRCh37 and GRCh38.

mod annotate;
mod bases;
mod cis;
mod coding;
mod codons;
pub(crate) mod container;
pub(crate) mod edit;
mod fit;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod gene;
pub(crate) mod known;
mod layout;
mod lift;
mod naming;
mod outline;
mod outlines;
mod parts;
mod place;
mod place_event;
mod predict;
mod protein;
mod stretches;
#[cfg(test)]
mod tests;
mod truncation;
mod where_on;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use thiserror::Error;

pub use annotate::AnnotationSummary;
pub(crate) use bases::{are_bases, reverse_complement, translate};
pub use cis::JoinSummary;
pub use coding::CodingMeaning;
pub(crate) use layout::Layout;
pub use outline::ProteinOutline;
pub use parts::{OriginFile, SiteOrigin};
pub use truncation::Truncation;

use crate::{Assembly, Consequence, GenomeReport, Variant};
use container::Index;
use gene::Gene;
use known::{KnownVariant, KnownVariants};
use parts::{Part, Recent};
use where_on::WhereOn;

/// A transcript part that cannot be used.
#[derive(Debug, Error)]
pub enum TranscriptPackError {
    /// The bytes are not a transcript part of a version that this program reads.
    #[error("the transcript part has an unknown format")]
    Format,
    /// A record of the part cannot be read.
    #[error("the transcript part is damaged: {0}")]
    Record(#[from] serde_json::Error),
}

/// On what a prediction rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The sequence of the transcript.
    Sequence,
    /// The places of its exons alone.
    Exons,
    /// A source that states this very variant; its short name.
    Stated(String),
}

/// What was predicted of a variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// HGNC symbol.
    pub gene: String,
    /// Transcript of the names; `None` where a source states the protein change without one.
    pub transcript: Option<String>,
    /// HGVS coding name, `c.1799T>A`.
    pub hgvs_c: Option<String>,
    /// HGVS protein name, three-letter, `p.Val600Glu`; `p.Leu10=` for a silent change.
    pub hgvs_p: Option<String>,
    /// Most severe consequence.
    pub consequence: Option<Consequence>,
    /// On what it rests.
    pub basis: Basis,
    /// Exon of the transcript, 1-based; for an intronic place the exon beside it.
    pub exon: Option<u16>,
    /// What a null variant means for the product, where the consequence truncates.
    pub truncation: Option<Truncation>,
    /// True where the transcript is of the reference that the site imported, and not of the pack.
    pub of_site: bool,
}

/// Why nothing was predicted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotPredicted {
    /// No gene of the pack lies there.
    #[error("gene outside the transcript pack")]
    OutsidePack,
    /// A gene lies there of which the pack has no sequence.
    #[error("gene without a sequence in the transcript pack")]
    NoSequence {
        /// HGNC symbol.
        gene: String,
    },
    /// The reference base of the file is not that of the assembly.
    #[error("{gene}: reference base differs from the assembly")]
    ReferenceMismatch {
        /// HGNC symbol.
        gene: String,
        /// Position, 1-based.
        position: u32,
        /// Base of the assembly, plus strand.
        expected: char,
        /// Base of the file.
        found: char,
    },
    /// Transcript and assembly differ in length there: no name can be given with certainty.
    #[error("{gene}: transcript and assembly differ at this place")]
    TranscriptDiffers {
        /// HGNC symbol.
        gene: String,
    },
    /// Alleles that are not plain bases.
    #[error("alleles are not plain bases")]
    NotBases,
    /// Reference and alternate are the same.
    #[error("reference and alternate allele are the same")]
    NoChange,
    /// A record of the pack cannot be read.
    #[error("{gene}: record of the transcript pack is damaged")]
    Damaged {
        /// HGNC symbol.
        gene: String,
    },
}

/// Names the consequence of a variant. Other predictors may stand behind the same words.
pub trait ConsequencePredictor {
    /// Gene, names and consequence of one variant.
    ///
    /// # Errors
    /// The reason why nothing can be said.
    fn predict(&self, variant: &Variant) -> Result<Predicted, NotPredicted>;

    /// What would make a variant outside the known genes interpretable, for the reason that is shown. Empty where
    /// nothing is known of it.
    fn remedy(&self, assembly: Assembly) -> &'static str {
        let _ = assembly;
        ""
    }
}

/// A gene once it was asked for.
#[derive(Debug)]
struct Loaded {
    gene: Gene,
    layouts: [OnceLock<Option<Layout>>; 2],
}

/// Transcripts of a knowledge pack, with those of a reference that the site imported beside them.
#[derive(Debug)]
pub struct TranscriptPack {
    /// The shipped part, then that of the site, if there is one.
    parts: Vec<Part>,
    /// Genes of all parts; those of the shipped part come first.
    index: Index,
    /// For each gene its part, and for those of the shipped part the gene once it was asked for.
    genes: Vec<(usize, OnceLock<Option<Arc<Loaded>>>)>,
    recent: Recent,
    by_symbol: HashMap<String, usize>,
    /// Symbols of the genes of the shipped part whose exons are known.
    shipped: Vec<String>,
    known: OnceLock<KnownVariants>,
    contigs: [WhereOn; 2],
}

impl TranscriptPack {
    /// Name under which the pack is noted in [`crate::CalledVariant::annotated_by`].
    pub const NAME: &'static str = "transcript pack";

    /// Opens the part. Only its index is read here.
    ///
    /// # Errors
    /// Bytes of another format or a damaged index.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TranscriptPackError> {
        let (index, body) = container::read(bytes)?;
        let part = Part { bytes: bytes.to_vec(), body, deflated: index.deflated, regions: index.regions };
        let genes = index.genes.iter().map(|_| 0).collect();
        Ok(Self::of(vec![part], index, genes))
    }

    /// Symbol and transcript of each gene with a sequence.
    pub fn genes(&self) -> impl Iterator<Item = (&str, &str)> {
        let sequenced = self.index.genes.iter().filter(|g| !g.exons_only);
        sequenced.map(|g| (g.symbol.as_str(), g.transcript.as_str()))
    }

    /// Sources of the part, with version and licence.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.index.sources
    }

    /// Fills gene, transcript, names and consequence of the variants that the file itself does not annotate,
    /// compares those that it does, and adds what is not interpreted, with counts. Doing it twice changes
    /// nothing.
    pub fn annotate(&self, report: &mut GenomeReport) -> AnnotationSummary {
        let summary = annotate::annotate(self, Self::NAME, report);
        if !summary.doubts_assembly() {
            for variant in &mut report.variants {
                let other = match variant.variant.assembly {
                    Assembly::GRCh37 => Assembly::GRCh38,
                    Assembly::GRCh38 => Assembly::GRCh37,
                };
                let lifted = self.lift(&variant.variant, other);
                variant.interpretation.other_assembly = lifted.map(|v| (other, v.position.get()));
            }
        }
        summary
    }

    /// Genes whose span touches the variant or the bases right beside it, in the order of the index.
    fn near(&self, variant: &Variant) -> Vec<usize> {
        self.contigs.get(gene::index(variant.assembly)).map(|c| c.near(variant)).unwrap_or_default()
    }

    fn known(&self) -> &KnownVariants {
        self.known.get_or_init(|| {
            let rows = self.parts.first().and_then(|p| p.record::<Vec<KnownVariant>>(self.index.known));
            KnownVariants::new(rows.unwrap_or_default())
        })
    }
}

impl Loaded {
    fn layout(&self, assembly: Assembly) -> Option<&Layout> {
        let slot = self.layouts.get(gene::index(assembly))?;
        slot.get_or_init(|| Layout::new(&self.gene, self.gene.placement(assembly))).as_ref()
    }
}

/// Adds the exon and what a null variant means.
fn with_structure(mut predicted: Predicted, gene: &Gene) -> Predicted {
    let Some(name) = predicted.hgvs_c.as_deref() else { return predicted };
    predicted.exon = truncation::exon(gene, name);
    predicted.truncation = predicted
        .consequence
        .and_then(|c| truncation::truncation(gene, c, name, predicted.hgvs_p.as_deref()));
    predicted
}

/// True where a span touches the variant; an insertion touches the bases on both sides.
fn touches(span: &(String, u32, u32), variant: &Variant) -> bool {
    let from = variant.position.get();
    let to =
        from.saturating_add(u32::try_from(variant.reference.len()).unwrap_or(u32::MAX)).saturating_sub(1);
    span.0 == variant.contig.as_str() && from <= span.2 && to >= span.1
}

/// For the choice between genes that overlap: a gene with a sequence first, then the most severe consequence
/// (the order of the enumeration is that of VEP), exons before introns.
fn rank(predicted: &Predicted) -> (bool, usize) {
    const NOT_IN_EXONS: usize = 40;
    let severity = match predicted.consequence {
        Some(c @ (Consequence::IntronVariant | Consequence::UpstreamGeneVariant)) => {
            NOT_IN_EXONS + c as usize
        }
        Some(c) => c as usize,
        None => usize::MAX,
    };
    (predicted.basis != Basis::Sequence, severity)
}

impl ConsequencePredictor for TranscriptPack {
    fn predict(&self, variant: &Variant) -> Result<Predicted, NotPredicted> {
        let assembly = gene::index(variant.assembly);
        let mut best: Option<Predicted> = None;
        let mut failure = None;
        for at in self.near(variant) {
            let Some(entry) = self.index.genes.get(at) else { continue };
            if !entry.spans.get(assembly).is_some_and(|s| touches(s, variant)) {
                continue;
            }
            let loaded = self.loaded(at);
            let laid_out = loaded.as_deref().and_then(|l| Some((l, l.layout(variant.assembly)?)));
            let answer = match laid_out {
                Some((loaded, layout)) => predict::predict(&loaded.gene, layout, variant)
                    .map(|p| Predicted { of_site: self.is_of_site(at), ..with_structure(p, &loaded.gene) }),
                None => Err(NotPredicted::Damaged { gene: entry.symbol.clone() }),
            };
            match answer {
                Ok(p) if best.as_ref().is_none_or(|b| rank(&p) < rank(b)) => best = Some(p),
                Ok(_) => {}
                Err(e) => failure = Some(e),
            }
        }
        // A source that names this very variant knows more than exons without a sequence.
        if let Some(best) = best.take_if(|b| b.basis == Basis::Sequence) {
            return Ok(best);
        }
        if let Some(known) = self.known().find(variant.assembly, variant) {
            // The exon is one of our transcript; the source may count on another one.
            let ours = best.as_ref().filter(|b| {
                let head =
                    |t: &Option<String>| t.as_deref().map(|t| t.split('.').next().unwrap_or(t).to_owned());
                known.transcript.is_none() || head(&known.transcript) == head(&b.transcript)
            });
            return Ok(Predicted {
                gene: known.gene.clone(),
                transcript: known.transcript.clone(),
                hgvs_c: known.hgvs_c.clone(),
                hgvs_p: Some(known.hgvs_p.clone()),
                consequence: known::consequence(&known.hgvs_p),
                basis: Basis::Stated(known.source.clone()),
                exon: ours.and_then(|b| b.exon),
                truncation: None,
                of_site: false,
            });
        }
        if let Some(best) = best {
            return Ok(best);
        }
        let unsequenced = self
            .index
            .unsequenced
            .iter()
            .find(|g| g.spans.get(assembly).is_some_and(|s| touches(s, variant)));
        Err(match (failure, unsequenced) {
            (Some(failure), _) => failure,
            (None, Some(gene)) => NotPredicted::NoSequence { gene: gene.symbol.clone() },
            (None, None) => match outlines::gene_of(variant) {
                Some(gene) => NotPredicted::NoSequence { gene: gene.to_owned() },
                None => NotPredicted::OutsidePack,
            },
        })
    }

    fn remedy(&self, assembly: Assembly) -> &'static str {
        self.remedy_words(assembly)
    }
}
