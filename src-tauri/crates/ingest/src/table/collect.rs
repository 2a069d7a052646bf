//! One report for each sample of a table.

use std::collections::HashMap;
use std::io::Read;

use attune_genome::{Assembly, CalledVariant, GenomeReport, NamedVariant, Origin};

use super::Table;
use crate::finding::Findings;
use crate::{FileKind, GenomeImport, GenomeOptions, Ledger, Refusal, Severity};

/// Samples that are held apart at most; a cohort beyond it is read with a sample named.
const MOST: usize = 20_000;

/// Reports by sample, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Collect {
    wanted: Option<String>,
    samples: Vec<String>,
    places: HashMap<String, usize>,
    pub(crate) reports: Vec<GenomeReport>,
    /// A table without a sample column.
    unnamed: Option<usize>,
}

impl Collect {
    pub(crate) fn new(options: &GenomeOptions) -> Self {
        Self { wanted: options.sample.clone(), ..Self::default() }
    }

    /// The report of a sample; `None` where another sample was chosen, or there are too many.
    pub(crate) fn of(&mut self, sample: Option<&str>) -> Option<&mut GenomeReport> {
        let Some(sample) = sample else {
            let at = *self.unnamed.get_or_insert_with(|| {
                self.reports.push(GenomeReport::default());
                self.reports.len() - 1
            });
            return self.reports.get_mut(at);
        };
        if let Some(at) = self.places.get(sample) {
            let at = *at;
            return if self.skips(sample) { None } else { self.reports.get_mut(at) };
        }
        if self.samples.len() >= MOST {
            return None;
        }
        self.places.insert(sample.to_owned(), self.reports.len());
        self.samples.push(sample.to_owned());
        self.reports.push(GenomeReport { sample: Some(sample.to_owned()), ..GenomeReport::default() });
        if self.skips(sample) { None } else { self.reports.last_mut() }
    }

    /// True for a sample that was not chosen.
    pub(super) fn skips(&self, sample: &str) -> bool {
        self.wanted.as_deref().is_some_and(|w| w != sample)
    }

    /// Findings that name no sample belong to the only one that the others name.
    fn join_unnamed(&mut self) {
        let (Some(at), [_]) = (self.unnamed, self.samples.as_slice()) else { return };
        if at >= self.reports.len() || self.reports.len() != 2 {
            return;
        }
        let unnamed = self.reports.remove(at);
        self.unnamed = None;
        self.places.values_mut().for_each(|place| *place = 0);
        if let Some(named) = self.reports.first_mut() {
            absorb(named, unnamed);
        }
    }

    /// Origin of each report: that of its variants where they agree.
    pub(crate) fn origins(&mut self) {
        for report in &mut self.reports {
            let mut origins =
                report.variants.iter().map(|v| v.origin).chain(report.named.iter().map(|v| v.origin));
            let first = origins.next().unwrap_or_default();
            report.origin = if origins.all(|o| o == first) { first } else { Origin::Unknown };
        }
    }

    /// Ends the reading of a table.
    ///
    /// # Errors
    /// The sample asked for is not in the table.
    pub(super) fn finish<R: Read>(
        self,
        table: Table<R>,
        kind: FileKind,
        version: String,
        assembly: Option<(Assembly, String)>,
    ) -> Result<GenomeImport, Refusal> {
        let (ledger, findings, sha256, name) = table.finish();
        finish_collected(self, (name, ledger, findings, sha256), kind, version, assembly)
    }
}

/// Ends the reading of a file: chooses the report, or leaves the choice open.
///
/// # Errors
/// The sample asked for is not in the file.
pub(crate) fn finish_collected(
    mut this: Collect,
    (name, ledger, mut findings, sha256): (String, Ledger, Findings, String),
    kind: FileKind,
    version: String,
    assembly: Option<(Assembly, String)>,
) -> Result<GenomeImport, Refusal> {
    this.join_unnamed();
    for report in &mut this.reports {
        report.assembly = assembly.as_ref().map(|(a, _)| *a);
    }
    let several = this.samples.len() > 1 && this.wanted.is_none();
    let report = match &this.wanted {
        Some(wanted) if !this.samples.is_empty() => {
            let Some(at) = this.places.get(wanted) else {
                return Err(unknown(&name, wanted, &this.samples));
            };
            std::mem::take(&mut this.reports[*at])
        }
        // A table without a sample column is of the one sample that it was made for.
        _ if several => GenomeReport::default(),
        _ => this.reports.pop().unwrap_or_default(),
    };
    if several {
        let listed = this.samples.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
        let count = this.samples.len();
        findings.add(
            Severity::Warning,
            "table.several_samples",
            || "whole file".to_owned(),
            || {
                let more = if count > 20 { " ..." } else { "" };
                format!("{count} samples, and none was chosen: choose one with --sample ({listed}{more}).")
            },
        );
    }
    let (samples, undecided) = match (&report.sample, several) {
        (_, true) => (this.samples, this.reports),
        (Some(sample), false) => (vec![sample.clone()], Vec::new()),
        (None, false) => (Vec::new(), Vec::new()),
    };
    let (assembly, assembly_evidence) = assembly.map_or((None, String::new()), |(a, text)| (Some(a), text));
    Ok(GenomeImport {
        mitochondrion: None,
        kind,
        version,
        assembly,
        assembly_evidence,
        samples,
        records: Vec::new(),
        report,
        undecided,
        roles: Vec::new(),
        ledger,
        findings: findings.finish(),
        sha256,
    })
}

/// Puts the findings of one report to those of another; what both state once stays as the first states it.
fn absorb(into: &mut GenomeReport, from: GenomeReport) {
    into.variants.extend(from.variants);
    into.copy_number.extend(from.copy_number);
    into.fusions.extend(from.fusions);
    into.segments.extend(from.segments);
    into.named.extend(from.named);
    into.structural.extend(from.structural);
    into.depths.extend(from.depths);
    into.stated.extend(from.stated);
    into.not_interpreted.extend(from.not_interpreted);
    into.expression.values.extend(from.expression.values);
    into.expression.unit = into.expression.unit.take().or(from.expression.unit);
    into.tmb = into.tmb.take().or(from.tmb);
    into.msi = into.msi.or(from.msi);
    let (of, other) = (&mut into.biomarkers, from.biomarkers);
    of.purity = of.purity.take().or(other.purity);
    of.ploidy = of.ploidy.take().or(other.ploidy);
    of.signatures = of.signatures.take().or(other.signatures);
}

pub(super) fn unknown(name: &str, wanted: &str, samples: &[String]) -> Refusal {
    let listed = samples.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
    let more = if samples.len() > 20 { format!(" and {} more", samples.len() - 20) } else { String::new() };
    Refusal::new(
        "table.sample_unknown",
        format!("{name} has no sample {wanted}"),
        format!("It has: {listed}{more}."),
    )
}

/// Names of the column that names the sample.
pub(super) const SAMPLE: &[&str] = &[
    "Tumor_Sample_Barcode",
    "SAMPLE_ID",
    "Sample_Id",
    "sample",
    "sampleId",
    "ID",
    "Tumor_Sample",
    "Tumor_Sample_ID",
    "GDC_Aliquot",
    "GDC_Aliquot_ID",
    "Sample_Name",
    "Tumor_Sample_UUID",
];

/// A variant whose position has no meaning without an assembly, by its names.
pub(crate) fn by_name(variant: CalledVariant, source: String) -> Option<NamedVariant> {
    Some(NamedVariant {
        gene: variant.gene?,
        transcript: variant.transcript,
        hgvs_c: variant.hgvs_c,
        hgvs_p: variant.hgvs_p,
        consequence: variant.consequence,
        origin: variant.origin,
        zygosity: variant.zygosity,
        vaf: variant.vaf,
        depth: variant.depth,
        classification: variant.classification,
        source,
    })
}
