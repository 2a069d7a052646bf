//! From allele functions to the phenotype of a diplotype.

use attune_knowledge::pgx::{PgxGene, PhenotypeRule};

use crate::matching::Strand;
use crate::matching::lowest::lowest;
use crate::{CallSource, Diplotype, names};

/// What is known of one strand.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct StrandValue {
    pub(crate) function: Option<String>,
    pub(crate) activity: Option<f64>,
    /// True where the activity is a lower bound, as of three or more copies.
    pub(crate) at_least: bool,
}

impl Eq for StrandValue {}

impl Ord for StrandValue {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let value = |v: &Self| v.activity.unwrap_or(f64::INFINITY);
        (value(self).total_cmp(&value(other)))
            .then_with(|| self.function.cmp(&other.function))
            .then_with(|| self.at_least.cmp(&other.at_least))
    }
}

impl PartialOrd for StrandValue {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Text for an allele without a function.
pub(crate) const UNKNOWN_FUNCTION: &str = "Unknown function";

/// Phenotype and activity score of one or two strands.
pub(crate) fn phenotype(gene: &PgxGene, strands: &[StrandValue]) -> (Option<String>, Option<f64>) {
    match &gene.rule {
        PhenotypeRule::None => (None, None),
        PhenotypeRule::Functions { table } => {
            let functions: Option<Vec<&String>> = strands.iter().map(|s| s.function.as_ref()).collect();
            let Some(mut functions) = functions else { return (None, None) };
            functions.sort();
            let row = table.iter().find(|row| {
                row.split_last().is_some_and(|(_, keys)| keys.iter().eq(functions.iter().copied()))
            });
            (row.and_then(|row| row.last().cloned()), None)
        }
        PhenotypeRule::Score { from, unknown } => {
            if strands.iter().any(|s| s.function.is_none()) {
                return (None, None);
            }
            let score: Option<f64> = strands.iter().map(|s| s.activity).sum();
            match score {
                None => (unknown.clone(), None),
                Some(score) => (of_score(from, score), Some(score)),
            }
        }
        PhenotypeRule::Any { function, with, without } => {
            let any = strands.iter().any(|s| s.function.as_ref() == Some(function));
            (Some(if any { with } else { without }.clone()), None)
        }
    }
}

/// Phenotype of an activity score.
pub(crate) fn of_score(from: &[(f64, String)], score: f64) -> Option<String> {
    from.iter().rev().find(|(least, _)| score >= *least).map(|(_, phenotype)| phenotype.clone())
}

/// Value of a strand by allele indices.
pub(crate) fn value(gene: &PgxGene, strand: &Strand) -> StrandValue {
    let allele = lowest(gene, strand).map_or_else(|| gene.reference_allele(), |a| gene.alleles.get(a));
    allele.map_or_else(StrandValue::default, |a| StrandValue {
        function: a.function.clone(),
        activity: a.activity,
        at_least: false,
    })
}

/// Name of a strand: the reference allele, one allele, or `[a + b]`.
pub(crate) fn strand_name(gene: &PgxGene, strand: &Strand) -> String {
    let shown = |a: &usize| gene.alleles[*a].shown();
    match strand.as_slice() {
        [] => gene.reference_allele().map_or_else(|| "Reference".to_owned(), |a| a.shown().to_owned()),
        [one] => shown(one).to_owned(),
        several => format!("[{}]", several.iter().map(shown).collect::<Vec<_>>().join(" + ")),
    }
}

/// The diplotype of one or two strands.
pub(crate) fn diplotype(gene: &PgxGene, strands: &[Strand]) -> Diplotype {
    let mut named: Vec<(String, StrandValue)> =
        strands.iter().map(|s| (strand_name(gene, s), value(gene, s))).collect();
    named.sort_by(|(a, _), (b, _)| names::order(gene, a, b));
    let values: Vec<StrandValue> = named.iter().map(|(_, v)| v.clone()).collect();
    let (phenotype, activity_score) = phenotype(gene, &values);
    Diplotype {
        name: named.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>().join("/"),
        functions: values
            .into_iter()
            .map(|v| v.function.unwrap_or_else(|| UNKNOWN_FUNCTION.to_owned()))
            .collect(),
        phenotype,
        activity_score,
        source: CallSource::File,
    }
}
