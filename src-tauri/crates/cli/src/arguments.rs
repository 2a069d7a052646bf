//! Names and shapes of the arguments. They are a contract: scripts depend on them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Attune, offline: ranked treatment options with the reasons for each rank.
#[derive(Debug, Parser)]
#[command(name = "attune", version, about, long_about = None, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Star alleles, phenotypes and drug recommendations from a germline VCF
    Pgx(Pgx),
    /// Variants of genome reports and what could not be interpreted
    Variants(Variants),
    /// Treatment options, ranked, with evidence, cautions and consent
    Options(Options),
    /// What files contain, value by value; stores nothing
    Import(Import),
    /// Answers of a model, one a row
    Predict(Predict),
    /// Models: list, card, evaluation, training recipe
    #[command(subcommand)]
    Models(Models),
    /// PDF report
    Report(Report),
    /// The encrypted store
    #[command(subcommand)]
    Vault(Vault),
    /// Knowledge packs
    #[command(subcommand)]
    Packs(Packs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Json,
    Text,
    /// predict only
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AssemblyArgument {
    #[value(name = "auto")]
    Auto,
    #[value(name = "GRCh37", alias = "grch37", alias = "hg19")]
    GRCh37,
    #[value(name = "GRCh38", alias = "grch38", alias = "hg38")]
    GRCh38,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OriginArgument {
    Somatic,
    Germline,
}

/// Options of every command that reads a patient.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// json or text; text on a terminal
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Assembly of the genome reports
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) assembly: AssemblyArgument,
    /// OncoTree code or name
    #[arg(long, value_name = "CODE_OR_NAME")]
    pub(crate) tumour_type: Option<String>,
    /// Scopes that the patient permits: treatment_planning,ai_models,secondary_findings,family_sharing,research_export or all
    #[arg(long, value_name = "SCOPE[,SCOPE]|all")]
    pub(crate) consent: Option<String>,
    /// Day for which the answer is to hold, YYYY-MM-DD; today if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// Sample of a file with several
    #[arg(long, value_name = "ID")]
    pub(crate) sample: Option<String>,
    /// Megabases of coding sequence that the test scored, for the mutational burden
    #[arg(long, value_name = "MB")]
    pub(crate) region_mb: Option<f64>,
    /// BED of the regions that the test covers: for the mutational burden, and as evidence that a gene was looked at
    #[arg(long, value_name = "BED")]
    pub(crate) regions: Option<PathBuf>,
    /// Share of tumour cells in the sample, 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub(crate) purity: Option<f64>,
    /// Mean copies of the tumour's genome
    #[arg(long, value_name = "COPIES")]
    pub(crate) ploidy: Option<f64>,
    /// Origin of calls of which the file does not state it
    #[arg(long, value_enum)]
    pub(crate) origin: Option<OriginArgument>,
}

#[derive(Debug, Args)]
pub(crate) struct Pgx {
    /// VCF or gVCF, plain, gzip or bgzip, or an array export (23andMe and its like); - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) genome: PathBuf,
    /// Calls made elsewhere: a table (gene, diplotype, phenotype, activity score, separated by tabs) or the output of
    /// Aldy, pypgx, Cyrius or StellarPGx; the format is recognised
    #[arg(long, value_name = "TSV")]
    pub(crate) outside_calls: Option<PathBuf>,
    /// What was called although the file has no record there: `all`, or a BED file. Positions in it without a record
    /// count as reference, and the result says so; `./.` stays missing
    #[arg(long, value_name = "BED|all")]
    pub(crate) called_regions: Option<String>,
    /// Health record: sex, age, weight, height and medication, for X-linked genes, phenoconversion and doses
    #[arg(long, value_name = "FILE")]
    pub(crate) ehr: Option<PathBuf>,
    /// Also write the result as a FHIR R4 Bundle (HL7 Genomics Reporting), one sample
    #[arg(long, value_name = "FILE.json")]
    pub(crate) fhir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A case in a vault, in the place of files.
#[derive(Debug, Args)]
pub(crate) struct StoredCase {
    /// Folder of a vault: the case of --patient, with what clinicians changed and decided
    #[arg(long, value_name = "DIR", requires_all = ["passphrase_file", "patient"], conflicts_with_all = ["genome", "ehr"])]
    pub(crate) vault: Option<PathBuf>,
    /// File whose first line is the passphrase of the vault
    #[arg(long, value_name = "FILE", requires = "vault")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Number of the patient in the vault
    #[arg(long, value_name = "ID", requires = "vault")]
    pub(crate) patient: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Variants {
    /// Genome reports
    #[arg(long, value_name = "FILE", required_unless_present = "vault", num_args = 1..)]
    pub(crate) genome: Vec<PathBuf>,
    /// Health record, for the recorded sex and consents
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) ehr: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) stored: StoredCase,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Genome report
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) genome: Vec<PathBuf>,
    /// Health record
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) ehr: Vec<PathBuf>,
    /// Pharmacogenomic calls made elsewhere (as of `attune pgx`): CYP2D6 with its copies, HLA types
    #[arg(long, value_name = "TSV", num_args = 1..)]
    pub(crate) outside_calls: Vec<PathBuf>,
    /// Alteration as a pathologist writes it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) alteration: Vec<String>,
    /// Region whose approvals count at the site: US or EU
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// What matters to the patient, weights from 0 to 1: efficacy=1,toxicity=0.5,route=0,visits=0.5
    #[arg(long, value_name = "NAME=WEIGHT[,NAME=WEIGHT]")]
    pub(crate) preference: Option<String>,
    /// Trials to match: files or folders of ClinicalTrials.gov (JSON, XML) or CTML (YAML, JSON)
    #[arg(long, value_name = "FILE_OR_DIR", num_args = 1..)]
    pub(crate) trials: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) stored: StoredCase,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Health records
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) ehr: Vec<PathBuf>,
    /// Genome reports
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) genome: Vec<PathBuf>,
    /// Print the record as well
    #[arg(long)]
    pub(crate) record: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Predict {
    /// Model id, see `attune models list`
    pub(crate) model: String,
    /// CSV with one row a patient; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) input: PathBuf,
    /// Add base and contributions
    #[arg(long)]
    pub(crate) explain: bool,
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Models {
    /// All models
    List {
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Inputs and card of a model
    Show {
        model: String,
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Figures of a model on a cohort
    Evaluate {
        model: String,
        #[arg(long, value_name = "FILE")]
        data: PathBuf,
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Parameters with everything that comes from a cohort made anew
    Train {
        model: String,
        #[arg(long, value_name = "FILE")]
        data: PathBuf,
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) stored: StoredCase,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// clinician, patient, wallet (a card with the genes and the drugs to speak of), or board (the tumour board's note)
    #[arg(long, default_value = "clinician", value_parser = ["clinician", "patient", "wallet", "board"])]
    pub(crate) audience: String,
    /// Where the PDF goes
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Where the vault lies and what opens it.
#[derive(Debug, Args)]
pub(crate) struct VaultAccess {
    /// Folder of the vault
    #[arg(long, value_name = "DIR")]
    pub(crate) vault: PathBuf,
    /// File whose first line is the passphrase
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: PathBuf,
    /// json; text is the same
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    /// Make a vault; prints the recovery code once
    Init {
        #[command(flatten)]
        access: VaultAccess,
    },
    /// Check key, cipher, structure, source files and audit chain
    Verify {
        #[command(flatten)]
        access: VaultAccess,
    },
    /// Store files in one transaction
    Import {
        #[command(flatten)]
        access: VaultAccess,
        /// Health records
        #[arg(long, value_name = "FILE", num_args = 1..)]
        ehr: Vec<PathBuf>,
        /// Genome reports
        #[arg(long, value_name = "FILE", num_args = 1..)]
        genome: Vec<PathBuf>,
        /// Why the files are this person's although their identity differs
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Rank every patient again and list those whose options differ from the list last noted; stores nothing
    Reanalyse {
        #[command(flatten)]
        access: VaultAccess,
    },
    /// Write the notes of a patient's tumour board as a file: a FHIR document, or the decisions without the person
    Board {
        #[command(flatten)]
        access: VaultAccess,
        /// Number of the patient
        #[arg(long, value_name = "ID")]
        patient: String,
        /// fhir (needs consent to treatment planning), deidentified-json or deidentified-text (need research export)
        #[arg(long = "as", value_name = "FORM", default_value = "fhir")]
        form: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Print the audit chain
    Audit {
        #[command(flatten)]
        access: VaultAccess,
    },
    /// Copy the vault, encrypted, into an empty folder and verify the copy
    Backup {
        #[command(flatten)]
        access: VaultAccess,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Put a backup in the place of a vault; what stood there is set aside, never overwritten
    Restore {
        #[command(flatten)]
        access: VaultAccess,
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
    /// Change the passphrase
    Rekey {
        #[command(flatten)]
        access: VaultAccess,
        /// File whose first line is the new passphrase
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: PathBuf,
    },
    /// Write a patient's record and original files, in plain, into an empty folder
    Export {
        #[command(flatten)]
        access: VaultAccess,
        /// Number of the patient
        #[arg(long, value_name = "ID")]
        patient: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Erase a patient for good
    Erase {
        #[command(flatten)]
        access: VaultAccess,
        /// Number of the patient, as `audit` and the worklist show it
        #[arg(long, value_name = "ID")]
        patient: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Packs {
    /// Packs and models of this program
    List {
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// What the pack in use counts, its conflicts between rows and its gaps
    Stats {
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Check signature and every part of the pack in use, or of a pack file
    Verify { file: Option<PathBuf> },
    /// Put a pack file beside the shipped pack; used from the next start on, where it is newer
    Install { file: PathBuf },
    /// Write the pack in use as one file
    Export {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Import the site's own reference genome with MANE, so that variants in every MANE gene are interpreted
    ImportReference {
        /// GRCh38 genome as FASTA: plain, gzip or bgzip
        #[arg(long, value_name = "FILE")]
        fasta: PathBuf,
        /// MANE annotation (MANE.GRCh38.*.gff.gz or .gtf.gz), of Ensembl or RefSeq
        #[arg(long, value_name = "FILE")]
        mane: PathBuf,
        /// Folder to write to, instead of that of the installed packs
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Import the site's own matrix of mutational signatures (96 channels, in the layout of COSMIC)
    ImportSignatures {
        file: PathBuf,
        /// Folder to write to, instead of that of the installed packs
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Build and sign the knowledge pack from facts and source tables
    Build {
        /// Folder of the public facts
        #[arg(long, value_name = "DIR")]
        facts: PathBuf,
        /// Folder of the curated source tables
        #[arg(long, value_name = "DIR")]
        sources: PathBuf,
        /// Folder that the pack is written to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// File with the secret signing key, 64 hexadecimal digits
        #[arg(long, value_name = "FILE")]
        sign_key: PathBuf,
    },
}
