//! Depth of coverage by gene or region: mosdepth (`regions.bed`, `thresholds.bed`), GATK DepthOfCoverage (gene and
//! interval summary), Picard per target, and the plain table of a laboratory ("gene, % >= 100x").

use std::io::Read;

use attune_genome::DepthRow;

use super::collect::{Collect, SAMPLE};
use super::columns::Columns;
use super::genes::GENE;
use super::place::{Builds, Place, chromosome, tell_unknown};
use super::row::{Row, decimal, split};
use super::{Outcome, Table, TableKind, is_comment, separator_of};
use crate::{GenomeImport, GenomeOptions, Refusal};

const MEAN: &[&str] = &[
    "mean_coverage",
    "mean_depth",
    "average_coverage",
    "avg_coverage",
    "avg_depth",
    "average_depth",
    "meandepth",
    "mean_cov",
    "mean_target_coverage",
];
const LEAST: &[&str] = &["min_coverage", "min_depth", "minimum_depth", "minimum_coverage"];
/// Regions as text: `chr7:140753300-140753400`.
const TARGET: &[&str] = &["Target", "interval", "locus", "region"];

/// A column of bases, or of a share of bases, with at least so many reads.
#[derive(Debug, Clone, Copy)]
struct Reached {
    at: usize,
    depth: u32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Bases,
    Percent,
    Share,
}

/// The depth that a column name asks for: `100X`, `% >= 100x`, `pct_100x`, `T17_%_above_15`.
fn asked(name: &str) -> Option<(u32, bool)> {
    let lower = name.to_lowercase();
    let share = ["%", "pct", "percent", "fraction", "prop", "covered", "coverage", "cov"]
        .iter()
        .any(|w| lower.contains(w));
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| (1..=100_000).contains(n));
    if let Some((_, depth)) = lower.split_once("%_above_") {
        return number(depth).map(|d| (d, true));
    }
    let bytes = lower.as_bytes();
    for (at, _) in lower.match_indices('x') {
        let digits = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let ends = bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
        if digits > 0 && ends && (share || digits == at) {
            return number(&lower[at - digits..at]).map(|d| (d, share));
        }
    }
    None
}

fn thresholds(columns: &Columns) -> Vec<(usize, u32, bool)> {
    let named = columns.names().iter().enumerate();
    named.filter_map(|(at, name)| asked(name).map(|(depth, share)| (at, depth, share))).collect()
}

/// A mean that the whole table has once, or for its one sample.
fn mean_column(columns: &mut Columns) -> Option<usize> {
    columns.take(MEAN).or_else(|| {
        let at = columns.names().iter().position(|n| n.to_lowercase().ends_with("_mean_cvg"))?;
        columns.mark(at);
        Some(at)
    })
}

pub(super) fn recognised(columns: &Columns) -> bool {
    let place = columns.place(super::place::CONTIG).is_some() && columns.place(super::place::END).is_some();
    let region = place || columns.place(GENE).is_some() || columns.place(TARGET).is_some();
    let depth =
        columns.place(MEAN).is_some() || columns.place(LEAST).is_some() || !thresholds(columns).is_empty();
    region && depth && !super::copies::has_values(columns)
}

/// `regions.bed` of mosdepth has no header: a place, perhaps a name, and a mean with two decimals in each row.
pub(super) fn is_regions<'a>(lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut rows = lines.filter(|l| !l.trim_ascii().is_empty() && !is_comment(l)).take(5).peekable();
    rows.peek().is_some()
        && rows.all(|line| {
            let mut row = Row::default();
            split(line, separator_of(line), 0, &mut row);
            let last = row.get(row.len().saturating_sub(1));
            let mean = last.split_once('.').is_some_and(|(_, d)| d.len() == 2) && decimal(last).is_some();
            let place = chromosome(row.get(0)).is_some() && row.whole(Some(1)) < row.whole(Some(2));
            (4..=5).contains(&row.len()) && place && row.whole(Some(2)).is_some() && mean
        })
}

/// Where the columns are.
struct Layout {
    place: Place,
    from_zero: bool,
    gene: Option<usize>,
    target: Option<usize>,
    mean: Option<usize>,
    least: Option<usize>,
    reached: Vec<Reached>,
}

impl Layout {
    fn row(&self, row: &Row) -> Result<DepthRow, String> {
        let mut out = DepthRow {
            gene: row.filled(self.gene).map(|g| g.split(['_', ':', ' ', ';']).next().unwrap_or(g).to_owned()),
            mean: row.number(self.mean).filter(|m| *m >= 0.0),
            least: row.number(self.least).filter(|m| *m >= 0.0),
            line: row.line,
            ..DepthRow::default()
        };
        if let Ok((chromosome, start, end)) = self.place.read(row, self.from_zero) {
            out.place = Some((chromosome.name(), start, end));
        } else if let Some(text) = row.filled(self.target) {
            out.place = stretch(text);
            if out.place.is_none() && out.gene.is_none() {
                out.gene = Some(text.split(['_', ':', ' ']).next().unwrap_or(text).to_owned());
            }
        }
        if out.place.is_none() && out.gene.is_none() {
            return Err("neither a place nor a gene".to_owned());
        }
        for column in &self.reached {
            let Some(value) = row.number(Some(column.at)) else { continue };
            let share = match column.unit {
                Unit::Share => value,
                Unit::Percent => value / 100.0,
                Unit::Bases => match &out.place {
                    Some((_, start, end)) => value / f64::from(end - start + 1),
                    None => continue,
                },
            };
            let most = if column.unit == Unit::Share { 100.0 } else { 1.000_001 };
            if !(0.0..=most).contains(&share) {
                return Err(format!("{value} is no share of bases"));
            }
            out.reached.push((column.depth, if column.unit == Unit::Share { share } else { share.min(1.0) }));
        }
        if out.mean.is_none() && out.least.is_none() && out.reached.is_empty() {
            return Err("no depth".to_owned());
        }
        Ok(out)
    }
}

fn stretch(text: &str) -> Option<(String, u32, u32)> {
    let (contig, span) = text.split_once(':')?;
    let (start, end) = span.split_once('-').unwrap_or((span, span));
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    (start > 0 && start <= end).then_some((chromosome(contig)?.name(), start, end))
}

/// Reads the rows; what was looked at well enough is said where the origin of the calls is known.
pub(super) fn read<R: Read>(mut table: Table<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let mut builds = Builds::new(options.assembly, &table.name, &table.comments);
    let headless = table.columns.place(GENE).is_none()
        && table.columns.names().first().is_some_and(|n| chromosome(n.trim()).is_some());
    let bases = table.columns.place(&["region"]).is_some()
        && table.columns.names().iter().any(|n| n.trim() == "1X" || n.ends_with('X'));
    let found = thresholds(&table.columns);
    let columns = &mut table.columns;
    for (at, ..) in &found {
        columns.mark(*at);
    }
    let percent_sign = |at: usize, names: &[String]| names.get(at).is_some_and(|n| n.contains('%'));
    let names = columns.names().to_vec();
    let unit = |at: usize, share: bool| match () {
        () if bases && !share => Unit::Bases,
        () if percent_sign(at, &names) => Unit::Percent,
        () => Unit::Share,
    };
    let reached =
        found.iter().map(|(at, depth, share)| Reached { at: *at, depth: *depth, unit: unit(*at, *share) });
    let mut layout = Layout {
        reached: reached.collect(),
        place: if headless { Place::first_columns() } else { Place::take(columns) },
        // BED counts from 0; Picard and GATK count from 1.
        from_zero: headless || bases,
        gene: if headless {
            (names.len() == 5).then_some(3)
        } else {
            columns.take(GENE).or(columns.take(&["name"]))
        },
        target: columns.take(TARGET),
        mean: if headless { names.len().checked_sub(1) } else { mean_column(columns) },
        least: columns.take(LEAST),
    };
    if layout.gene.is_none() && bases {
        layout.gene = layout.target;
    }
    let sample = columns.take(SAMPLE);
    let mut collect = Collect::new(options);
    let mut rows: Vec<(Option<String>, DepthRow)> = Vec::new();
    if headless {
        for at in 0..names.len() {
            columns.mark(at);
        }
        let mut first = Row::default();
        split(names.join("\t").as_bytes(), b'\t', 1, &mut first);
        if let Ok(row) = layout.row(&first) {
            rows.push((None, row));
        }
        table.tally(&first, Outcome::Read);
    }
    table.each(|row, _| {
        let found =
            layout.row(row).map_err(|why| ("coverage.row", format!("{why}; the row was not read.")))?;
        if let Some((contig, _, end)) = &found.place
            && let Some(c) = chromosome(contig)
            && !builds.observe(c, *end, row.line)
        {
            return Err((
                "table.beyond_chromosome",
                format!("{end} lies beyond the end of chromosome {contig}."),
            ));
        }
        let name = row.filled(sample);
        if collect.of(name).is_none() {
            return Ok(Outcome::Ignored("table.other_sample"));
        }
        rows.push((name.map(str::to_owned), found));
        Ok(Outcome::Read)
    })?;
    // A column without a percent sign holds percentages where one of its values is above 1.
    for column in layout.reached.iter().filter(|c| c.unit == Unit::Share) {
        let percent = rows.iter_mut().any(|(_, row)| {
            let mut values = row.reached.iter().filter(|(depth, _)| *depth == column.depth);
            values.any(|(_, share)| *share > 1.0)
        });
        if percent {
            rows.iter_mut().for_each(|(_, row)| {
                let values = row.reached.iter_mut().filter(|(depth, _)| *depth == column.depth);
                values.for_each(|(_, share)| *share /= 100.0);
            });
        }
    }
    let placed = rows.iter().any(|(_, r)| r.place.is_some());
    for (name, row) in rows {
        if let Some(report) = collect.of(name.as_deref()) {
            report.depths.push(row);
        }
    }
    let assembly = builds.evidence.decide(&table.name)?;
    if assembly.is_none() && placed {
        tell_unknown(&mut table.findings);
    }
    collect.finish(table, TableKind::Coverage.file_kind(), String::new(), assembly)
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn depths_in_the_names_of_columns() {
        for (name, depth) in [
            ("100X", Some(100)),
            ("% >= 100x", Some(100)),
            ("pct_250x", Some(250)),
            (">=20x (%)", Some(20)),
            ("T17_%_above_15", Some(15)),
            ("coverage_30x", Some(30)),
            ("exon", None),
            ("max", None),
            ("10xGenomics", None),
        ] {
            assert_eq!(asked(name).map(|(d, _)| d), depth, "{name}");
        }
    }
}
