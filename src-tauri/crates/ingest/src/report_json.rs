//! Genome reports as JSON: FHIR Genomics Reporting (bundle, report with contained observations, Parameters of the
//! genomics operations), GA4GH Phenopackets, and the MTB record of the German model projects.

mod build;
mod fhir;
mod fhir_variant;
mod msi;
mod mtb;
mod phenopacket;
mod references;

use std::io::Read;

use crate::fhir::{refused, tally};
use crate::finding::Findings;
use crate::json::{At, Node, Parser};
use crate::lines::Lines;
use crate::{FileKind, GenomeImport, GenomeOptions, Ledger, Refusal, Severity};
use build::Build;

/// Findings listed for one code; more are counted.
const LISTED: usize = 100;

/// Which JSON it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fhir,
    Phenopacket,
    Mtb,
}

/// The kind of a JSON document by its first bytes; FHIR where nothing speaks for another.
pub(crate) fn kind_of(head: &[u8]) -> FileKind {
    let has = |words: &[&str]| words.iter().all(|w| memchr::memmem::find(head, w.as_bytes()).is_some());
    if has(&["\"resourceType\""]) {
        return FileKind::FhirBundle;
    }
    let mtb = has(&["\"ngsReports\""]) || has(&["\"episodesOfCare\""]) || has(&["dnpm-dip/"]);
    if mtb {
        return FileKind::MtbJson;
    }
    let pheno = has(&["\"metaData\""])
        || has(&["\"phenotypicFeatures\""])
        || has(&["\"genomicInterpretations\""])
        || has(&["\"phenopacketSchemaVersion\""])
        || has(&["\"subject\"", "\"biosamples\""]);
    if pheno { FileKind::Phenopacket } else { FileKind::FhirBundle }
}

/// Reads a genome report as JSON; several documents may follow each other.
pub(crate) fn read<R: Read>(lines: Lines<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let name = lines.source().name().to_owned();
    let (bytes, sha256) = lines.rest()?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut parser = Parser::new(&text);
    let (mut ledger, mut build) = (Ledger::default(), Build::new(&name, options, Findings::new(LISTED)));
    let mut kind = None;
    while let Some(byte) = parser.peek() {
        if kind.is_some() && !matches!(byte, b'{' | b'[') {
            ledger.error(1);
            build.findings.add(
                Severity::Error,
                "json.text_after_document",
                || "end of file".to_owned(),
                || "Text that is no JSON stands behind the last document; it was not read.".to_owned(),
            );
            break;
        }
        // No member has this name, so that the document is read as a whole.
        let document = parser.document("\u{0}", &mut |_, _| {});
        let document = document.map_err(|syntax| refused(&name, &text, &syntax))?;
        let this = document_kind(&document);
        let root = At::root(&document, root_name(this, &document));
        match this {
            Kind::Fhir => fhir::read(&root, &mut build),
            Kind::Phenopacket => phenopacket::read(&root, &mut build),
            Kind::Mtb => mtb::read(&root, &mut build),
        }
        tally::wrapper(&document, &mut |_| false).into_ledger(&mut ledger);
        kind.get_or_insert(this);
    }
    let kind = kind.unwrap_or(Kind::Fhir);
    if kind == Kind::Fhir && build.found == 0 {
        return Err(Refusal::new(
            "ingest.not_a_genome",
            format!("{name} is JSON without a genomic observation"),
            "Give a health record with --ehr. A genome report in FHIR has observations with the LOINC code 69548-6.",
        ));
    }
    let file_kind = match kind {
        Kind::Fhir => FileKind::FhirBundle,
        Kind::Phenopacket => FileKind::Phenopacket,
        Kind::Mtb => FileKind::MtbJson,
    };
    build.finish(file_kind, ledger, sha256)
}

fn document_kind(document: &Node<'_>) -> Kind {
    let has = |key: &str| document.member(key).is_some();
    if has("resourceType") {
        Kind::Fhir
    } else if has("ngsReports") || has("episodesOfCare") || has("msiFindings") {
        Kind::Mtb
    } else if has("interpretations") || has("phenotypicFeatures") || has("metaData") || has("proband") {
        Kind::Phenopacket
    } else {
        Kind::Fhir
    }
}

fn root_name<'n>(kind: Kind, document: &'n Node<'_>) -> &'n str {
    match kind {
        Kind::Fhir => document.peek("resourceType").unwrap_or("document"),
        Kind::Phenopacket => "phenopacket",
        Kind::Mtb => "mtb",
    }
}
