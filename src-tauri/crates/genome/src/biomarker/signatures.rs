//! Mutational signatures: a refit of the tumour's substitutions to a matrix that the site imported. Research grade.
//!
//! Attune ships no matrix. The counts are taken as they are: a matrix must fit the assay, because exomes and genomes do
//! not have the 32 contexts in the same shares.

mod channels;
mod fit;
mod matrix;
#[cfg(test)]
mod tests;

pub use channels::{CHANNELS, Counts, channel, channel_name};
pub use matrix::{MatrixError, SignatureMatrix};

use crate::{CalledVariant, GenomeReport, Origin, SignatureAnswer, SignatureExposure, Variant};
use fit::{bootstrap, cosine, rebuilt, refit};

/// Least substitutions with a known context for a refit: below it an exposure is mostly noise (own cut after the 50 to
/// 100 that method papers ask for; the number is always shown).
pub const FEWEST_SUBSTITUTIONS: u32 = 50;

/// Cosine similarity below which the fit explains the tumour badly and is said to.
const POOR_FIT: f64 = 0.85;

/// Words that stand beside every exposure.
pub const RESEARCH_GRADE: &str = "Research grade, not validated for treatment decisions";

/// The words where no matrix was imported.
const NO_MATRIX: &str = "no signature matrix is imported at this site; Attune ships none";

/// Substitutions of the tumour that count: declared somatic, passed, one base for another.
fn substitutions(report: &GenomeReport) -> impl Iterator<Item = &CalledVariant> {
    report.variants.iter().filter(|v| {
        v.variant.reference.len() == 1
            && v.variant.alternate.len() == 1
            && v.variant.reference != v.variant.alternate
            && v.passed()
            && v.origin == Origin::Somatic
    })
}

/// What can be said without a matrix: how many substitutions there are, and what is missing.
#[must_use]
pub fn without_matrix(report: &GenomeReport) -> SignatureAnswer {
    let found = u32::try_from(substitutions(report).count()).unwrap_or(u32::MAX);
    SignatureAnswer {
        substitutions: found,
        remark: not_assessable(found, report, NO_MATRIX),
        ..SignatureAnswer::default()
    }
}

fn not_assessable(found: u32, report: &GenomeReport, otherwise: &str) -> String {
    if found < FEWEST_SUBSTITUTIONS {
        let undeclared = report.variants.iter().any(|v| v.origin == Origin::Unknown);
        let origin = if undeclared { "; calls that are not declared somatic are not counted" } else { "" };
        format!(
            "not assessable: {found} somatic substitutions, at least {FEWEST_SUBSTITUTIONS} are needed{origin}"
        )
    } else {
        format!("not assessable: {otherwise}")
    }
}

/// Refits the substitutions of a report. `context` gives a base with its neighbours on the plus strand, where a
/// sequence is known.
pub fn signatures(
    report: &GenomeReport,
    matrix: &SignatureMatrix,
    context: impl Fn(&Variant) -> Option<[u8; 3]>,
) -> SignatureAnswer {
    let found = u32::try_from(substitutions(report).count()).unwrap_or(u32::MAX);
    if found < FEWEST_SUBSTITUTIONS {
        return SignatureAnswer {
            substitutions: found,
            remark: not_assessable(found, report, NO_MATRIX),
            ..SignatureAnswer::default()
        };
    }
    let mut counts = Counts::default();
    for variant in substitutions(report) {
        let bases = context(&variant.variant);
        counts.add(bases, &variant.variant.reference, &variant.variant.alternate);
    }
    let known = counts.total();
    let mut answer = SignatureAnswer {
        substitutions: known,
        without_context: counts.unknown,
        matrix: Some(matrix.source.clone()),
        ..SignatureAnswer::default()
    };
    if known < FEWEST_SUBSTITUTIONS {
        answer.remark = format!(
            "not assessable: the bases beside {known} of {found} substitutions are known, at least {FEWEST_SUBSTITUTIONS} \
             are needed; a site can import a reference genome"
        );
        return answer;
    }
    let observed = counts.shares();
    let exposures = refit(matrix, &observed);
    let similarity = cosine(&observed, &rebuilt(matrix, &exposures));
    let intervals = bootstrap(matrix, &counts, &exposures);
    let total: f64 = exposures.iter().map(|(_, e)| e).sum();
    answer.exposures = exposures
        .iter()
        .zip(intervals)
        .map(|((at, exposure), (low, high))| SignatureExposure {
            name: matrix.names.get(*at).cloned().unwrap_or_default(),
            share: exposure / total.max(f64::MIN_POSITIVE),
            low: Some(low),
            high: Some(high),
        })
        .collect();
    answer.exposures.sort_by(|a, b| b.share.total_cmp(&a.share));
    answer.similarity = Some(similarity);
    let poor = if similarity < POOR_FIT {
        format!(
            "; the fit is poor (below {POOR_FIT}): the signatures of this matrix do not explain the tumour"
        )
    } else {
        String::new()
    };
    answer.remark = format!("{RESEARCH_GRADE}; the matrix must be one for this kind of assay{poor}");
    answer
}
