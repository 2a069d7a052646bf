//! Files that stand beside the genome tables of a study: clinical tables, gene panels, meta files. They hold no
//! finding of the genome, except TMB and MSI where a clinical table states them; the rest stays in the file.

use std::io::Read;

use attune_genome::{GenomeReport, MsiStatus, TumourMutationalBurden};

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::{Outcome, Table, TableKind};
use crate::finding::Findings;
use crate::lines::{Line, Lines};
use crate::{GenomeImport, GenomeOptions, Ledger, Refusal, Severity};

const TMB: &[&str] = &["TMB_NONSYNONYMOUS", "TMB (nonsynonymous)", "TMB_SCORE", "TMB"];
const MSI: &[&str] = &["MSI_TYPE", "MSI_STATUS", "MSI"];

/// True for the tables of a study that have a column of patients or samples, in the capitals of cBioPortal.
pub(super) fn recognised(columns: &Columns) -> bool {
    columns.names().iter().any(|n| matches!(n.trim(), "PATIENT_ID" | "SAMPLE_ID"))
}

/// Reads TMB and MSI of the samples; the other cells are kept.
pub(super) fn clinical<R: Read>(
    mut table: Table<R>,
    options: &GenomeOptions,
) -> Result<GenomeImport, Refusal> {
    let sample = table.columns.take(SAMPLE);
    let (tmb, msi) = (table.columns.take(TMB), table.columns.take(MSI));
    let mut collect = Collect::new(options);
    let mut rows = 0u64;
    table.each(|row, _| {
        rows += 1;
        let (stated, status) = (row.number(tmb).filter(|t| *t >= 0.0), row.filled(msi).and_then(msi_word));
        if stated.is_none()
            && status.is_none()
            && row.filled(sample).is_none_or(|s| options.sample.as_deref() != Some(s))
        {
            return Ok(Outcome::KeptRaw);
        }
        let Some(report) = collect.of(row.filled(sample)) else {
            return Ok(Outcome::Ignored("table.other_sample"));
        };
        let source = || "clinical table of the laboratory".to_owned();
        report.tmb = stated.map(|value| TumourMutationalBurden {
            value,
            low: None,
            high: None,
            megabases: None,
            source: source(),
        });
        report.msi = status;
        Ok(Outcome::Read)
    })?;
    table.findings.add(
        Severity::Info,
        "study.clinical_table",
        || "whole file".to_owned(),
        || format!("{rows} rows of a study table: no variants are in it. Give health records with --ehr."),
    );
    collect.finish(table, TableKind::Clinical.file_kind(), String::new(), None)
}

fn msi_word(word: &str) -> Option<MsiStatus> {
    match word.to_ascii_uppercase().as_str() {
        "MSI-H" | "MSI" | "INSTABLE" | "HIGH" => Some(MsiStatus::High),
        "MSI-L" => Some(MsiStatus::Low),
        "MSS" | "STABLE" => Some(MsiStatus::Stable),
        _ => None,
    }
}

/// Reads `key: value` lines: each line is a leaf and stays in the file.
pub(super) fn key_values<R: Read>(
    mut lines: Lines<R>,
    _options: &GenomeOptions,
) -> Result<GenomeImport, Refusal> {
    let mut ledger = Ledger::default();
    let mut findings = Findings::new(super::LISTED);
    while let Some(line) = lines.next()? {
        match line {
            Line::Text { bytes, .. } if bytes.trim_ascii().is_empty() => {}
            Line::Text { bytes, .. } if bytes.contains(&b':') => ledger.kept_raw(1),
            Line::Text { number, .. } => {
                ledger.error(1);
                findings.add(
                    Severity::Error,
                    "study.no_key",
                    || format!("line {number}"),
                    || "The line has no `key: value`; it was not read.".to_owned(),
                );
            }
            Line::TooLong { fields, .. } => ledger.error(fields),
        }
    }
    findings.add(
        Severity::Info,
        "study.meta_file",
        || "whole file".to_owned(),
        || "A file about a study (meta data or a gene panel): it holds no finding of a patient.".to_owned(),
    );
    Ok(GenomeImport {
        mitochondrion: None,
        kind: TableKind::KeyValue.file_kind(),
        version: String::new(),
        assembly: None,
        assembly_evidence: String::new(),
        samples: Vec::new(),
        records: Vec::new(),
        report: GenomeReport::default(),
        undecided: Vec::new(),
        roles: Vec::new(),
        ledger,
        findings: findings.finish(),
        sha256: lines.source().sha256(),
    })
}
