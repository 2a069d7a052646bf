//! Which table a file is, from its header line.

use super::columns::Columns;
use super::row::{Row, split};
use super::{is_comment, separator_of};
use crate::FileKind;

/// Tables that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// Mutation Annotation Format.
    Maf,
    /// Calls with the reads of tumour and normal, as VarScan writes them itself.
    Calls,
    /// Genes by samples.
    Matrix,
    /// Stretches with copies or log ratios.
    Segments,
    /// Genes with copies, log ratios or events.
    GeneCopies,
    /// Fusions of two genes.
    Fusions,
    /// Structural variants by coordinates.
    Structural,
    /// Depth by gene or region.
    Coverage,
    /// One expression value a gene.
    Expression,
    /// Purity, HRD, signatures and what else belongs to the tumour as a whole.
    Biomarkers,
    /// Clinical tables and others of a study whose rows are kept, not interpreted.
    Clinical,
    /// `key: value` lines of a study.
    KeyValue,
}

impl TableKind {
    /// The kind of the file. A matrix may turn out to hold expression values.
    pub(crate) fn file_kind(self) -> FileKind {
        match self {
            Self::Maf => FileKind::Maf,
            Self::Calls => FileKind::CallTable,
            Self::Matrix | Self::GeneCopies => FileKind::CopyNumber,
            Self::Segments => FileKind::Segments,
            Self::Fusions => FileKind::Fusions,
            Self::Structural => FileKind::StructuralVariants,
            Self::Coverage => FileKind::Coverage,
            Self::Expression => FileKind::Expression,
            Self::Biomarkers => FileKind::Biomarkers,
            Self::Clinical | Self::KeyValue => FileKind::StudyTable,
        }
    }
}

/// The kind of a table from its first lines; `None` where its header is not known.
pub(crate) fn table_kind(head: &[u8]) -> Option<TableKind> {
    let mut lines = head.split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    let line = lines.by_ref().find(|l| !l.trim_ascii().is_empty() && !is_comment(l))?;
    if line.iter().take(4096).any(|b| *b < 0x09 || (0x0e..0x20).contains(b)) {
        return None;
    }
    if is_key_value(line) {
        return Some(TableKind::KeyValue);
    }
    let mut row = Row::default();
    split(line, separator_of(line), 0, &mut row);
    if row.len() < 2 {
        return None;
    }
    let columns = Columns::new((0..row.len()).map(|i| row.get(i).to_owned()).collect());
    let has = |names: &[&str]| columns.place(names).is_some();
    let contig = has(super::place::CONTIG);
    let start = has(super::place::START);
    let end = has(super::place::END);
    let gene = has(super::genes::GENE);
    if has(&["Tumor_Seq_Allele2", "Tumor_Seq_Allele1"]) || gene && has(&["Variant_Classification"]) {
        return Some(TableKind::Maf);
    }
    if gene && has(super::maf::PROTEIN) && !has(&["transcript_ratio"]) {
        return Some(TableKind::Maf);
    }
    if super::fusions::recognised(&columns) {
        return Some(TableKind::Fusions);
    }
    if super::structural::recognised(&columns) {
        return Some(TableKind::Structural);
    }
    if super::biomarkers::recognised(&columns) {
        return Some(TableKind::Biomarkers);
    }
    if super::coverage::recognised(&columns)
        || super::coverage::is_regions(std::iter::once(line).chain(lines.clone()))
    {
        return Some(TableKind::Coverage);
    }
    if super::calls::recognised(&columns) {
        return Some(TableKind::Calls);
    }
    if contig && start && end && super::copies::has_values(&columns) {
        let of_genes = gene && super::genes::one_gene_a_row(&columns, lines.clone());
        return Some(if of_genes { TableKind::GeneCopies } else { TableKind::Segments });
    }
    if gene && has(super::collect::SAMPLE) && has(&["Value"]) {
        return Some(TableKind::GeneCopies);
    }
    let events = || super::genes::weak_events(&columns, lines.clone());
    if gene && (super::copies::has_values(&columns) || has(super::genes::EVENT) || events()) {
        return Some(TableKind::GeneCopies);
    }
    if super::expression::recognised(&columns) {
        return Some(TableKind::Expression);
    }
    if super::study::recognised(&columns) {
        return Some(TableKind::Clinical);
    }
    super::matrix::recognised(&columns, lines).then_some(TableKind::Matrix)
}

/// `cancer_study_identifier: x`: the meta files and gene panels of cBioPortal.
fn is_key_value(line: &[u8]) -> bool {
    const KEYS: [&[u8]; 8] = [
        b"cancer_study_identifier:",
        b"type_of_cancer:",
        b"stable_id:",
        b"genetic_alteration_type:",
        b"datatype:",
        b"gene_list:",
        b"description:",
        b"data_filename:",
    ];
    KEYS.iter().any(|k| line.starts_with(k))
}
