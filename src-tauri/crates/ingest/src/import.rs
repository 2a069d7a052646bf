//! What the readers give back.

use std::collections::BTreeMap;
use std::io::Read;

use attune_clinical::HealthRecord;
use attune_genome::{Assembly, CallRecord, Contig, GenomeReport};
use serde::{Deserialize, Serialize};

use crate::lines::Lines;
use crate::source::{Limits, Source, empty, read_all};
use crate::table::{self, table_kind};
use crate::{FileKind, Finding, Ledger, Refusal, array, fhir, report_json, sniff, vcf};

/// A stretch of the genome that the caller wants, both ends included, 1-based. The positions are those of the
/// file. Where its assembly is not known beforehand, give the regions of both: too many records are harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Chromosome.
    pub contig: Contig,
    /// First position.
    pub start: u32,
    /// Last position.
    pub end: u32,
}

/// How a genome file is to be read.
#[derive(Debug, Clone, Default)]
pub struct GenomeOptions {
    /// The assembly as the user states it. A file that proves the other one is refused.
    pub assembly: Option<Assembly>,
    /// Only this sample column. Without it all samples are read, and the report is that of the tumour column
    /// or else of the first.
    pub sample: Option<String>,
    /// Only records that touch these regions; `None` keeps all.
    pub keep: Option<Vec<Region>>,
    /// From this many records on, only those that touch these regions, and those that the file itself annotates as
    /// changing a protein or a splice site: a whole genome is then read in the memory of an exome. The answer is
    /// the same as if the rule had held from the first record.
    pub keep_if_more: Option<(usize, Vec<Region>)>,
}

/// What a sample of a file is, as far as the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The tumour.
    Tumour,
    /// The normal of the tumour.
    Normal,
    /// Not stated.
    Unknown,
}

/// A sample that a file has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRole {
    /// Its name in the file.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Why it is taken for that, in words; empty where nothing says so.
    pub why: String,
}

/// A genome file as understood.
#[derive(Debug, Clone)]
pub struct GenomeImport {
    /// Format.
    pub kind: FileKind,
    /// Version of the format, for example `4.2`.
    pub version: String,
    /// Assembly of the positions; `None` for formats without positions, and where no position is used because
    /// nobody states its assembly.
    pub assembly: Option<Assembly>,
    /// The facts that the assembly rests on, empty where there is none.
    pub assembly_evidence: String,
    /// Length of the mitochondrial contig in bases, where the header states it: rCRS (NC_012920.1) has 16,569, the
    /// chrM of hg19 has 16,571.
    pub mitochondrion: Option<u32>,
    /// Names of the samples in `records`, in order.
    pub samples: Vec<String>,
    /// All samples of the file with their roles, as far as the file or its calls tell them; of VCF only.
    pub roles: Vec<SampleRole>,
    /// The records kept.
    pub records: Vec<CallRecord>,
    /// What the file says of the chosen sample, with the annotation that it carries. Empty where `undecided` is not.
    pub report: GenomeReport,
    /// One report a sample, where the file has several people's samples and none was chosen. Nothing of it may
    /// be matched before a person has chosen.
    pub undecided: Vec<GenomeReport>,
    /// Where every value went.
    pub ledger: Ledger,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// SHA-256 of the file as given, hexadecimal.
    pub sha256: String,
}

/// A kind of unit conversion that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitConversion {
    /// The analyte in words.
    pub test: String,
    /// Unit as written.
    pub written: String,
    /// Unit of the canonical value.
    pub stored: String,
    /// Number of values.
    pub count: u64,
}

/// A health record as understood.
#[derive(Debug, Clone)]
pub struct RecordImport {
    /// Format.
    pub kind: FileKind,
    /// The record of one person.
    pub record: HealthRecord,
    /// TMB and MSI as the record states them, if it does.
    pub genome: Option<GenomeReport>,
    /// Alterations as the record states them, in words (`BRAF V600E`, `MSI-H`, `PD-L1 TPS 60%`).
    pub stated: Vec<String>,
    /// Unit conversions.
    pub conversions: Vec<UnitConversion>,
    /// Number of resources read, by kind.
    pub read: BTreeMap<String, u64>,
    /// Where every value went.
    pub ledger: Ledger,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// SHA-256 of the file as given, hexadecimal.
    pub sha256: String,
}

/// Reads a genome file: VCF or gVCF, MAF, or a table of copy number, segments, fusions, structural variants,
/// expression or biomarkers, plain, gzip or BGZF. The input is streamed.
///
/// # Errors
/// A [`Refusal`] where the file as a whole cannot be used: empty, cut off, damaged, another format, another
/// species, an assembly that is unknown or contradicts itself or the user, or an unknown sample.
pub fn read_genome(name: &str, input: impl Read, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut lines = Lines::new(Source::open(name, input, Limits::GENOME)?);
    let head = lines.head()?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(empty(name));
    }
    let (kind, table) = (sniff(head), table_kind(head));
    match (kind, table) {
        (FileKind::Vcf, _) => vcf::read(lines, options),
        (FileKind::Array, _) => array::read(lines, options),
        (FileKind::FhirBundle | FileKind::FhirNdjson | FileKind::Phenopacket | FileKind::MtbJson, _) => {
            report_json::read(lines, options)
        }
        (_, Some(table)) => table::read(lines, table, options),
        (kind, None) => Err(wrong_kind(name, kind, "--genome")),
    }
}

/// Reads a health record: FHIR R4 JSON (Bundle or single resource) or NDJSON, plain or gzip.
///
/// # Errors
/// A [`Refusal`] where the file as a whole cannot be used: empty, cut off, damaged, or another format.
pub fn read_record(name: &str, input: impl Read) -> Result<RecordImport, Refusal> {
    let mut source = Source::open(name, input, Limits::RECORD)?;
    let bytes = read_all(&mut source)?;
    let sha256 = source.sha256();
    drop(source);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(empty(name));
    }
    match sniff(&bytes) {
        kind @ (FileKind::FhirBundle | FileKind::FhirNdjson) => fhir::read(name, &bytes, kind, sha256),
        kind => Err(wrong_kind(name, kind, "--ehr")),
    }
}

fn wrong_kind(name: &str, kind: FileKind, option: &str) -> Refusal {
    let message = |what: &str| format!("{name} is {what}");
    match kind {
        FileKind::Unknown => Refusal::new(
            "ingest.kind_unknown",
            message("of no format that is known here"),
            "Genome reports are read as VCF, MAF, tables of copy number, segments, fusions or expression, FHIR \
             Genomics Reporting, Phenopackets and MTB JSON, health records as FHIR R4 JSON or NDJSON; all may be gzip.",
        ),
        FileKind::Vcf | FileKind::Array => Refusal::new(
            "ingest.not_a_record",
            message(&format!("a {} and not a health record", kind.label())),
            "Give it with --genome, or as a genome report.",
        ),
        kind if kind.is_genome() => Refusal::new(
            "ingest.not_a_record",
            message(&format!("a genome report ({}) and not a health record", kind.label())),
            "Give it with --genome, or as a genome report.",
        ),
        other => Refusal::new(
            "ingest.kind_not_read",
            message(&format!("{}, which this version does not read yet", other.label())),
            format!(
                "For {option} export the same data as {}.",
                if option == "--ehr" { "FHIR R4 JSON" } else { "VCF" }
            ),
        ),
    }
}
