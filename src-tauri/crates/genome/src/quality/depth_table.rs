//! Coverage from a table of depths: what proves that a gene was looked at, and what is a gap.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::coverage::{Covered, DECISIVE, coverage, is_doubtful};
use crate::{Assembly, Coverage, CoverageGap, GenomeReport, TestedGene, TranscriptPack};

/// One row of a coverage table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DepthRow {
    /// Chromosome (Ensembl style), first and last position, 1-based; `None` for a row about a gene as a whole.
    #[serde(default)]
    pub place: Option<(String, u32, u32)>,
    /// Gene as written.
    #[serde(default)]
    pub gene: Option<String>,
    /// Mean number of reads over a base. It proves no base by itself.
    #[serde(default)]
    pub mean: Option<f64>,
    /// Reads over the base that has the fewest.
    #[serde(default)]
    pub least: Option<f64>,
    /// Depths, and the share of bases that has at least so many reads, 0 to 1.
    #[serde(default)]
    pub reached: Vec<(u32, f64)>,
    /// Line of the table.
    pub line: u64,
}

impl DepthRow {
    /// True where the row proves that every base has at least so many reads. A mean does not.
    #[must_use]
    pub fn proves(&self, least: u32) -> bool {
        self.least.is_some_and(|d| d >= f64::from(least))
            || self.reached.iter().any(|(depth, share)| *depth >= least && *share >= 1.0)
    }

    /// What the row says instead, in words.
    fn says(&self, asked: u32) -> String {
        // The depth that was asked for, or the next above it, else the highest of the table.
        let above = self.reached.iter().filter(|(depth, _)| *depth >= asked).min_by_key(|(depth, _)| *depth);
        let nearest = above.or(self.reached.iter().max_by_key(|(depth, _)| *depth));
        match (nearest, self.least, self.mean) {
            (Some((depth, share)), ..) => format!("{:.1} % of the bases have {depth} reads", 100.0 * share),
            (None, Some(least), _) => format!("the least depth is {least:.0} reads"),
            (None, None, Some(mean)) => format!("only the mean of {mean:.0} reads is given"),
            (None, None, None) => "the depth is not given".to_owned(),
        }
    }
}

/// What a table proves about the genes of a report. `assembly`: that of the places of the table, `None` where nobody
/// states it; then no gene is read off a place. A gene that the table does not hold was not shown to be covered.
#[must_use]
pub fn by_depths(
    report: &GenomeReport,
    rows: &[DepthRow],
    pack: &TranscriptPack,
    assembly: Option<Assembly>,
    least: u32,
    source: &str,
) -> Coverage {
    let placed = assembly.filter(|_| rows.iter().any(|r| r.place.is_some()));
    let mut out = match placed {
        Some(assembly) => {
            let proven = rows.iter().filter(|r| r.proves(least)).filter_map(|r| r.place.clone());
            let words = format!("regions of {source} in which every base has {least} reads");
            coverage(report, pack, assembly, Some(&Covered::new(proven, &words)))
        }
        None => Coverage { source: Some(source.to_owned()), ..Coverage::default() },
    };
    let known: std::collections::BTreeSet<&str> = pack.placed_genes().collect();
    let mut genes: BTreeMap<&str, Vec<&DepthRow>> = BTreeMap::new();
    for row in rows {
        if let Some(gene) = row.gene.as_deref().filter(|g| known.contains(g)) {
            genes.entry(gene).or_default().push(row);
        }
    }
    for (gene, rows) in &genes {
        let open: Vec<&&DepthRow> = rows.iter().filter(|r| !r.proves(least)).collect();
        let whole = rows.iter().all(|r| r.place.is_none());
        if open.is_empty() && whole && !is_doubtful(report, gene) {
            let source = format!("{source}: every base has {least} reads");
            out.tested.push(TestedGene { gene: (*gene).to_owned(), source });
        }
        let Some(worst) = open.first() else { continue };
        let count = if whole {
            String::new()
        } else {
            format!("{} of {} regions; the first: ", open.len(), rows.len())
        };
        let place = worst.place.as_ref().map_or("whole gene".to_owned(), |(c, a, b)| format!("{c}:{a}-{b}"));
        out.gaps.push(CoverageGap {
            gene: (*gene).to_owned(),
            message: format!(
                "{gene}: {count}{}, where {least} are asked for: a variant there may be missed, this is not \"{gene} \
                 wild-type\"",
                worst.says(least)
            ),
            place,
        });
    }
    if placed.is_none() && !genes.is_empty() {
        for (gene, codons) in DECISIVE.iter().filter(|(gene, _)| !genes.contains_key(gene)) {
            let codons: Vec<String> = codons.iter().map(u32::to_string).collect();
            out.gaps.push(CoverageGap {
                gene: (*gene).to_owned(),
                place: format!("codons {}", codons.join(", ")),
                message: format!("{gene} is not in {source}: whether it was covered is not known, this is not \"{gene} wild-type\""),
            });
        }
    }
    out.tested.sort_by(|a, b| a.gene.cmp(&b.gene));
    out.tested.dedup_by(|a, b| a.gene == b.gene);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript_fixture;

    fn gene(name: &str, share: f64) -> DepthRow {
        DepthRow { gene: Some(name.into()), reached: vec![(20, 1.0), (100, share)], ..DepthRow::default() }
    }

    fn of(rows: &[DepthRow], assembly: Option<Assembly>) -> Coverage {
        by_depths(&GenomeReport::default(), rows, &transcript_fixture(), assembly, 100, "cov.tsv")
    }

    #[test]
    fn a_gene_is_tested_only_where_each_base_has_the_reads() {
        let tested = |rows: &[DepthRow]| of(rows, None).tested.len();
        assert_eq!(tested(&[gene("FIX1", 1.0)]), 1);
        assert_eq!(tested(&[gene("FIX1", 0.999)]), 0);
        let mean = DepthRow { gene: Some("FIX1".into()), mean: Some(900.0), ..DepthRow::default() };
        assert_eq!(tested(std::slice::from_ref(&mean)), 0, "a mean proves no base");
        let gaps = of(&[gene("FIX1", 0.923)], None).gaps;
        assert!(gaps[0].message.contains("92.3 % of the bases have 100 reads"), "{gaps:?}");
        assert!(gaps.iter().any(|g| g.gene == "BRAF" && g.message.contains("not in cov.tsv")));
    }

    // Coding bases of FIX1 on GRCh37: 1016-1030 and 1071-1088.
    #[test]
    fn places_count_on_a_stated_assembly_only() {
        let row = |from, to, share| DepthRow { place: Some(("9".into(), from, to)), ..gene("FIX1", share) };
        let whole = [row(1010, 1040, 1.0), row(1060, 1090, 1.0)];
        assert_eq!(of(&whole, Some(Assembly::GRCh37)).tested.len(), 1);
        assert_eq!(of(&whole, None).tested.len(), 0, "targets are not the whole gene");
        let hole = of(&[row(1010, 1040, 1.0), row(1060, 1090, 0.9)], Some(Assembly::GRCh37));
        assert!(hole.tested.is_empty());
        assert!(hole.gaps.iter().any(|g| g.message.contains("1 of 2 regions") && g.place == "9:1060-1090"));
    }
}
