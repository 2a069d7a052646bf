//! Columns with copies or log ratios.

use super::columns::Columns;
use super::row::Row;

const TOTAL: &[&str] = &[
    "copyNumber",
    "copy_number",
    "total_copy_number",
    "totalCopyNumber",
    "minCopyNumber",
    "copies",
    // FACETS fits copies twice and recommends those of its expectation maximisation.
    "tcn.em",
    "tcn",
    "CNt",
    "Modal_Total_CN",
    "rescaled_total_cn",
    "estimated_copy_number",
    "absolute_copy_number",
    "segment_copy_number",
    "total_cn",
    "cn",
    "copynumber_total",
    "tumour_copies",
    "tumor_copies",
];
const MAJOR: &[&str] = &[
    "nMajor",
    "majorAlleleCopyNumber",
    "major_cn",
    "major_copy_number",
    "MajorCN",
    "nMaj1_A",
    "nA",
    "cn1",
    "A",
];
const MINOR: &[&str] = &[
    "nMinor",
    "minorAlleleCopyNumber",
    "minor_cn",
    "minor_copy_number",
    "MinorCN",
    "lcn.em",
    "lcn",
    "nMin1_A",
    "nB",
    "cn2",
    "B",
];
const LOG2: &[&str] = &[
    "log2",
    "seg.mean",
    "Segment_Mean",
    "seg_mean",
    "log2ratio",
    "log2_ratio",
    "logR",
    "mean_log2_copy_ratio",
    "log2fc",
    "LOG2_COPY_RATIO_POSTERIOR_50",
    "mean_log2",
    "cnlr.median.clust",
    "cnlr.median",
    "log2_copy_ratio",
    "log2FoldChange",
];
/// Columns of the ratio to the normal itself.
const RATIO: &[&str] = &["fold_change", "FoldChange", "copy_ratio"];

/// True where a table has a column of copies or ratios.
pub(super) fn has_values(columns: &Columns) -> bool {
    columns.place(TOTAL).is_some()
        || columns.place(LOG2).is_some()
        || columns.place(RATIO).is_some()
        || columns.place(MAJOR).is_some() && columns.place(MINOR).is_some()
}

/// Where the copies of a row stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Copies {
    total: Option<usize>,
    highest: Option<usize>,
    major: Option<usize>,
    minor: Option<usize>,
    log2: Option<usize>,
    ratio: Option<usize>,
}

/// The copies of a row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Values {
    pub(super) total: Option<f64>,
    pub(super) major: Option<f64>,
    pub(super) minor: Option<f64>,
    pub(super) log2: Option<f64>,
}

impl Copies {
    pub(super) fn take(columns: &mut Columns) -> Self {
        Self {
            total: columns.take(TOTAL),
            highest: columns.take(&["maxCopyNumber"]),
            major: columns.take(MAJOR),
            minor: columns.take(MINOR),
            log2: columns.take(LOG2),
            ratio: columns.take(RATIO),
        }
    }

    /// Reads a row. A number that is none, or copies below -0.5, is an error: nothing is made of it. Estimates a
    /// little below zero occur where both alleles are lost, and count as none.
    pub(super) fn read(&self, row: &Row) -> Result<Values, String> {
        let number = |at: Option<usize>| match row.filled(at) {
            None => Ok(None),
            Some(text) => match row.number(at) {
                Some(n) => Ok(Some(n)),
                None => Err(format!("`{text}` is no number")),
            },
        };
        let copies = |at: Option<usize>| match number(at)? {
            Some(n) if n < -0.5 => Err(format!("{n} copies are impossible")),
            Some(n) => Ok(Some(n.max(0.0))),
            None => Ok(None),
        };
        let (major, minor) = (copies(self.major)?, copies(self.minor)?);
        let total = copies(self.total)?.or(major.zip(minor).map(|(a, b)| a + b));
        // The least copies of a gene say whether it is deleted; the most are only checked to be a number.
        copies(self.highest)?;
        let of_ratio = match number(self.ratio)? {
            Some(ratio) if ratio < 0.0 => return Err(format!("{ratio} is no ratio of copies")),
            Some(ratio) if ratio > 0.0 => Some(ratio.log2()),
            // No reads at all, which has no logarithm.
            _ => None,
        };
        Ok(Values { total, major, minor, log2: number(self.log2)?.or(of_ratio) })
    }
}
