//! The knowledge base: a verified pack whose parts are read when they are first asked for.

use std::sync::OnceLock;

use attune_genome::GeneSymbols;
use attune_genome::classify::ClassificationTables;

use crate::pgx::{CPIC_PART, DPWG_PART, FDA_PART, GENES_PART, INTERACTIONS_PART, PgxTables};
use crate::{
    Assertion, Count, DrugTable, Manifest, OncoTree, Pack, PackError, ReviewItem, SafetyRule, Standing,
    assertion_part, classification, drug, review, safety, standing, tumour,
};

/// Name of the transcript part.
pub(crate) const TRANSCRIPTS: &str = "transcripts";

type Lazy<T> = OnceLock<Result<T, PackError>>;

/// What is known. Each part is parsed once, on first use, so that a question about alleles never waits for
/// the literature.
#[derive(Debug)]
pub struct KnowledgeBase {
    pack: Pack,
    assertions: Lazy<Vec<Assertion>>,
    tumours: Lazy<OncoTree>,
    drugs: Lazy<DrugTable>,
    safety: Lazy<Vec<SafetyRule>>,
    standing: Lazy<Vec<Standing>>,
    pgx: Lazy<PgxTables>,
    symbols: Lazy<GeneSymbols>,
    classification: Lazy<ClassificationTables>,
}

impl KnowledgeBase {
    /// A knowledge base over a verified pack.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        Self {
            pack,
            assertions: Lazy::new(),
            tumours: Lazy::new(),
            drugs: Lazy::new(),
            safety: Lazy::new(),
            standing: Lazy::new(),
            pgx: Lazy::new(),
            symbols: Lazy::new(),
            classification: Lazy::new(),
        }
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.pack.manifest()
    }

    /// Facts that tie biomarkers to therapies and outcomes.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn assertions(&self) -> Result<&[Assertion], PackError> {
        let read = || assertion_part::read(&self.pack.content(assertion_part::PART)?);
        self.assertions.get_or_init(read).as_deref().map_err(Clone::clone)
    }

    /// Tumour types.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn tumour_types(&self) -> Result<&OncoTree, PackError> {
        let read = || OncoTree::read(&self.pack.content(tumour::PART)?);
        self.tumours.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Drugs and their classes.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn drugs(&self) -> Result<&DrugTable, PackError> {
        let read = || DrugTable::read(&self.pack.content(drug::PART)?);
        self.drugs.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Safety rules.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn safety_rules(&self) -> Result<&[SafetyRule], PackError> {
        let read = || safety::read(&self.pack.content(safety::PART)?);
        self.safety.get_or_init(read).as_deref().map_err(Clone::clone)
    }

    /// Standing of treatments among their alternatives: preferred, superseded, for a later line.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn standings(&self) -> Result<&[Standing], PackError> {
        let read = || standing::read(&self.pack.content(standing::PART)?);
        self.standing.get_or_init(read).as_deref().map_err(Clone::clone)
    }

    /// Allele definitions and the guidance of CPIC, DPWG and FDA. A source whose part a site left out of the
    /// pack is absent; allele definitions must be there.
    ///
    /// # Errors
    /// The refusal of a part.
    pub fn pgx(&self) -> Result<&PgxTables, PackError> {
        let read = || {
            let mut guidance = Vec::new();
            for name in [CPIC_PART, DPWG_PART, FDA_PART] {
                if self.manifest().part(name).is_some() {
                    guidance.push((name, self.pack.content(name)?));
                }
            }
            let guidance: Vec<(&str, &[u8])> = guidance.iter().map(|(n, b)| (*n, b.as_ref())).collect();
            let tables = PgxTables::read(&self.pack.content(GENES_PART)?, &guidance)?;
            if self.manifest().part(INTERACTIONS_PART).is_none() {
                return Ok(tables);
            }
            tables.with_interactions(&self.pack.content(INTERACTIONS_PART)?)
        };
        self.pgx.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Approved gene symbols and their aliases (HGNC).
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn gene_symbols(&self) -> Result<&GeneSymbols, PackError> {
        let read = || {
            let bytes = self.pack.content("genes")?;
            let text = std::str::from_utf8(&bytes).map_err(|e| PackError::malformed("genes", e))?;
            Ok(GeneSymbols::from_tsv(text))
        };
        self.symbols.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Facts for the classification of variants. A site may leave the hotspots out of its pack: criteria that
    /// need them are then not assessable.
    ///
    /// # Errors
    /// The refusal of a part.
    pub fn classification(&self) -> Result<&ClassificationTables, PackError> {
        let read = || {
            let hotspots = match self.manifest().part(classification::HOTSPOT_PART) {
                Some(_) => Some(self.pack.content(classification::HOTSPOT_PART)?),
                None => None,
            };
            classification::read(&self.pack.content(classification::PART)?, hotspots.as_deref())
        };
        self.classification.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// Bytes of the transcript part, for `attune_genome`.
    ///
    /// # Errors
    /// The refusal of the part, [`PackError::MissingPart`] where the pack has none.
    pub fn transcripts_bytes(&self) -> Result<Vec<u8>, PackError> {
        self.pack.part(TRANSCRIPTS)
    }

    /// What the builder found for a curator to look at: conflicts between rows, and gaps. Empty where the pack was
    /// built without it. Read anew at each call: only the packs screen and the command line ask.
    ///
    /// # Errors
    /// The refusal of the part.
    pub fn review(&self) -> Result<Vec<ReviewItem>, PackError> {
        match self.manifest().part(review::PART) {
            Some(_) => review::read(&self.pack.content(review::PART)?),
            None => Ok(Vec::new()),
        }
    }

    /// What the builder counted: facts by source, profiles it could not read, diseases without a code ...
    #[must_use]
    pub fn statistics(&self) -> &[Count] {
        &self.manifest().statistics
    }
}
