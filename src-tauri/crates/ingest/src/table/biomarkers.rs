//! Tables about the tumour as a whole: purity and ploidy with TMB and MSI (PURPLE), homologous recombination
//! (CHORD), signature shares, and tables whose rows are kept only (viruses, chromosome arms).

use std::io::Read;

use attune_genome::{GenomeReport, MsiStatus, SignatureAnswer, SignatureExposure, TumourMutationalBurden};

use super::collect::Collect;
use super::columns::Columns;
use super::row::Row;
use super::{Outcome, Table, TableKind};
use crate::{GenomeImport, GenomeOptions, Refusal};

/// Which of the tables it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Purity,
    Chord,
    Signatures,
    Kept,
}

fn which(columns: &Columns) -> Option<Which> {
    let has = |name: &str| columns.place(&[name]).is_some();
    match () {
        () if has("purity") && has("ploidy") => Some(Which::Purity),
        () if has("p_hrd") && has("hr_status") => Some(Which::Chord),
        () if has("signature") && has("allocation") => Some(Which::Signatures),
        () if has("taxid") && has("integrations") || has("arm") && has("meanCopyNumber") => Some(Which::Kept),
        () => None,
    }
}

pub(super) fn recognised(columns: &Columns) -> bool {
    which(columns).is_some()
}

/// Reads what a laboratory's program states about the tumour.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let which = which(&table.columns).unwrap_or(Which::Kept);
    let mut take = |name: &str| table.columns.take(&[name]);
    let (purity, ploidy) = (take("purity"), take("ploidy"));
    let (tmb, msi) = (take("tmbPerMb"), take("msStatus"));
    let (score, status) = (take("p_hrd"), take("hr_status"));
    let (signature, allocation, share) = (take("signature"), take("allocation"), take("percent"));
    let mut collect = Collect::new(options);
    table.each(|row, _| {
        let Some(report) = collect.of(None) else { return Ok(Outcome::Failed) };
        match which {
            Which::Kept => return Ok(Outcome::KeptRaw),
            Which::Purity => read_purity(row, report, [purity, ploidy, tmb, msi]),
            Which::Chord => {
                let words = match row.filled(status) {
                    Some("HR_deficient") => "HRD positive",
                    Some("HR_proficient") => "HRD negative",
                    // CHORD says `cannot_be_determined` where there are too few mutations.
                    _ => return Ok(Outcome::KeptRaw),
                };
                let _ = row.number(score);
                report.stated.push(words.to_owned());
            }
            Which::Signatures => {
                let (Some(name), Some(share)) = (row.filled(signature), row.number(share)) else {
                    return Err((
                        "table.value",
                        "No signature with a share; the row was not read.".to_owned(),
                    ));
                };
                if !(0.0..=1.0).contains(&share) {
                    return Err((
                        "table.value",
                        format!("{name}: {share} is no share; the row was not read."),
                    ));
                }
                let answer = report.biomarkers.signatures.get_or_insert_with(|| SignatureAnswer {
                    remark: "shares as the table of the laboratory states them".to_owned(),
                    ..SignatureAnswer::default()
                });
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 0 and a million"
                )]
                let mutations = row.number(allocation).unwrap_or(0.0).clamp(0.0, 1e6).round() as u32;
                answer.substitutions = answer.substitutions.saturating_add(mutations);
                answer.exposures.push(SignatureExposure {
                    name: name.to_owned(),
                    share,
                    ..SignatureExposure::default()
                });
                answer.exposures.sort_by(|a, b| b.share.total_cmp(&a.share));
            }
        }
        Ok(Outcome::Read)
    })?;
    collect.finish(table, TableKind::Biomarkers.file_kind(), String::new(), None)
}

fn read_purity(row: &Row, report: &mut GenomeReport, columns: [Option<usize>; 4]) {
    let [purity, ploidy, tmb, msi] = columns;
    let by = "purity table of the laboratory";
    if let Some(value) = row.number(purity).filter(|p| (0.0..=1.0).contains(p)) {
        report.biomarkers.purity = Some((value, by.to_owned()));
    }
    if let Some(value) = row.number(ploidy).filter(|p| (0.5..=16.0).contains(p)) {
        report.biomarkers.ploidy = Some((value, by.to_owned()));
    }
    if let Some(value) = row.number(tmb).filter(|t| *t >= 0.0) {
        report.tmb = Some(TumourMutationalBurden {
            value,
            low: None,
            high: None,
            megabases: None,
            source: by.to_owned(),
        });
    }
    report.msi = match row.filled(msi) {
        Some("MSI") => Some(MsiStatus::High),
        Some("MSS") => Some(MsiStatus::Stable),
        _ => None,
    };
}
