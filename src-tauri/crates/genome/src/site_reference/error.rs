//! Why a reference cannot be imported.

use thiserror::Error;

/// Why a site reference cannot be made. [`SiteError::hint`] says what helps.
#[derive(Debug, Error)]
pub enum SiteError {
    /// A line of the MANE file that cannot be read.
    #[error("line {line} of the MANE file: {what}")]
    Line {
        /// Line, 1-based.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The file has transcripts, and none of them is tagged.
    #[error("the annotation has {transcripts} transcripts and none with the tag MANE_Select")]
    NoMane {
        /// Transcripts seen.
        transcripts: usize,
    },
    /// The annotation is on GRCh37.
    #[error("line {line} of the MANE file is on {accession}, which is a sequence of GRCh37")]
    OnGrch37 {
        /// Line, 1-based.
        line: u64,
        /// Accession with version.
        accession: String,
    },
    /// The FASTA has no sequence.
    #[error("the FASTA has no header line that begins with `>`")]
    NoSequence,
    /// A chromosome is missing.
    #[error(
        "the FASTA has no sequence for chromosome {contig}, on which {transcripts} MANE transcripts lie; it has {has}"
    )]
    NoContig {
        /// Chromosome.
        contig: String,
        /// Transcripts on it.
        transcripts: usize,
        /// Names of the FASTA.
        has: String,
    },
    /// A chromosome ends too early.
    #[error("chromosome {contig} of the FASTA ends at base {length}; MANE has an exon up to {needed}")]
    ShortContig {
        /// Chromosome.
        contig: String,
        /// Its length in the FASTA.
        length: u32,
        /// The last base needed.
        needed: u32,
    },
    /// The bases are not those of GRCh38.
    #[error(
        "{differing} of {compared} bases differ from the sequences of GRCh38 that the pack knows; the first: {first}"
    )]
    WrongAssembly {
        /// Bases compared.
        compared: u64,
        /// Bases that differ.
        differing: u64,
        /// The first of them.
        first: String,
        /// True where the bases are those of GRCh37.
        is_grch37: bool,
    },
    /// Too many coding sequences do not read.
    #[error(
        "{failed} of {of} coding sequences do not read from codon to codon up to a stop; the first: {first}"
    )]
    DoesNotRead {
        /// Transcripts that do not read.
        failed: usize,
        /// Transcripts looked at.
        of: usize,
        /// The first of them.
        first: String,
    },
    /// No transcript could be taken over.
    #[error("no transcript could be taken over")]
    Nothing,
    /// The part cannot be written.
    #[error("the reference cannot be written: {0}")]
    Write(#[from] serde_json::Error),
    /// A record cannot be packed.
    #[error("the reference cannot be packed: {0}")]
    Pack(#[from] std::io::Error),
}

impl SiteError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Line { .. } => "reference.line",
            Self::NoMane { .. } => "reference.no_mane",
            Self::OnGrch37 { .. } | Self::WrongAssembly { .. } => "reference.wrong_assembly",
            Self::NoSequence => "reference.no_sequence",
            Self::NoContig { .. } => "reference.no_contig",
            Self::ShortContig { .. } => "reference.short_contig",
            Self::DoesNotRead { .. } => "reference.does_not_read",
            Self::Nothing => "reference.nothing",
            Self::Write(_) | Self::Pack(_) => "reference.write",
        }
    }

    /// What helps.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Line { .. } => {
                "a GFF3 or GTF has nine columns, separated by tabs; read the file anew from its source"
            }
            Self::NoMane { .. } => {
                "use MANE.GRCh38.v*.ensembl_genomic.gff.gz or .gtf.gz or refseq_genomic.gff.gz of NCBI or EMBL-EBI"
            }
            Self::OnGrch37 { .. } => "MANE is on GRCh38: use the files named MANE.GRCh38.*",
            Self::NoSequence => "choose the genome FASTA itself, plain, gzip or bgzip, and not its index",
            Self::NoContig { .. } => "use the whole GRCh38 genome with names such as chr7, 7 or NC_000007.14",
            Self::ShortContig { .. } => {
                "the FASTA is cut off or of another assembly: read it anew from its source"
            }
            Self::WrongAssembly { is_grch37: true, .. } => {
                "the bases are those of GRCh37; MANE is on GRCh38: choose the GRCh38 FASTA"
            }
            Self::WrongAssembly { .. } => "choose a GRCh38 FASTA, such as GRCh38 without alternate loci",
            Self::DoesNotRead { .. } => "FASTA and MANE are not of one assembly: both must be GRCh38",
            Self::Nothing => "check that FASTA and MANE belong together",
            Self::Write(_) | Self::Pack(_) => "check the room on the disk",
        }
    }
}
