//! From read variants to the interpreted report: what the user states, coverage, identity, classification, biomarkers.

use std::io::Read;
use std::path::{Path, PathBuf};

use attune_clinical::Sex;
use attune_genome::biomarker::ScoredRegion;
use attune_genome::biomarker::signatures::signatures;
use attune_genome::quality::{
    Covered, LEAST_DEPTH, LEAST_DEPTH_TUMOUR, RecordedSex, across, concordance, coverage, sex,
};
use attune_genome::tumour::{Mixture, settle_by_germline};
use attune_genome::{
    AnnotationSummary, Assembly, CallRecord, Contig, GenomeReport, IdentityFinding, JoinSummary, Origin,
    Stated, TranscriptPack, interpret,
};
use attune_ingest::{Finding, Severity};

use crate::error::AppError;
use crate::intake::{display, file_name, open};
use crate::library::Library;

/// What the user states of a sample beside its files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatedSample {
    /// Megabases of the region that was scored for the mutational burden.
    pub region_mb: Option<f64>,
    /// BED of the regions that the test covers: scored region, and evidence of coverage.
    pub regions: Option<PathBuf>,
    /// Share of tumour cells, above 0 up to 1.
    pub purity: Option<f64>,
    /// Mean copies of the genome.
    pub ploidy: Option<f64>,
    /// Origin of calls of which the file does not state it.
    pub origin: Option<Origin>,
}

/// The same, with its files read.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    stated: Stated,
    covered: Option<Covered>,
    /// What the regions say of their assembly.
    regions_on: Option<Assembly>,
    origin: Option<Origin>,
}

/// Records of a file and the sample that the report is about.
pub(crate) struct Calls<'a> {
    pub(crate) records: &'a [CallRecord],
    pub(crate) sample: usize,
    /// The normal of the pair.
    pub(crate) normal: Option<usize>,
}

/// What the records tell beside their variants. They are let go of before the variants are named.
pub(crate) struct Seen {
    covered: Option<Covered>,
    pair: Option<IdentityFinding>,
}

impl Sample {
    /// Reads what is stated.
    ///
    /// # Errors
    /// Numbers out of their range, a BED that cannot be read.
    pub(crate) fn read(stated: &StatedSample) -> Result<Self, AppError> {
        let range = |name: &str, value: Option<f64>, low: f64, high: f64| match value {
            Some(v) if !(v > low && v <= high) => Err(AppError::new(
                "sample.out_of_range",
                format!("{name} {v} is not above {low} and up to {high}"),
                "state it as a plain number",
            )),
            other => Ok(other),
        };
        let purity = range("purity", stated.purity, 0.0, 1.0)?;
        let ploidy = range("ploidy", stated.ploidy, 0.0, 20.0)?;
        let megabases = range("region", stated.region_mb, 0.0, 3_300.0)?;
        let read = stated.regions.as_deref().map(bed).transpose()?;
        let (covered, regions_on) = read.map_or((None, None), |(c, on)| (Some(c), on));
        #[allow(clippy::cast_precision_loss)] // a genome has fewer bases than a double has whole numbers
        let of_bed = covered.as_ref().map(|c| ScoredRegion {
            megabases: c.bases() as f64 / 1e6,
            source: c.source.clone(),
            stretches: Some(c.clone()),
        });
        let user = || "stated by the user".to_owned();
        // A size that the user states is that of the same regions, where both are given.
        let stretches = covered.clone();
        let region =
            megabases.map(|megabases| ScoredRegion { megabases, source: user(), stretches }).or(of_bed);
        Ok(Self {
            stated: Stated {
                region,
                mixture: purity.map(|purity| Mixture { purity, source: user() }),
                ploidy: ploidy.map(|p| (p, user())),
            },
            covered,
            regions_on,
            origin: stated.origin,
        })
    }

    /// Gives the stated origin to calls of which the file does not state it. What the file states is not overruled.
    pub(crate) fn declare_origin(&self, report: &mut GenomeReport) {
        let Some(origin) = self.origin else { return };
        if report.origin == Origin::Unknown {
            report.origin = origin;
        }
        for variant in report.variants.iter_mut().filter(|v| v.origin == Origin::Unknown) {
            variant.origin = origin;
            if origin == Origin::Somatic {
                variant.zygosity = None;
            }
        }
    }

    /// Gathers from the records what was covered, and whether a pair is of one person.
    pub(crate) fn see(report: &GenomeReport, calls: &Calls<'_>) -> Seen {
        let least = match report.origin {
            Origin::Germline => LEAST_DEPTH,
            // A file that does not say what it is may be of a tumour.
            Origin::Somatic | Origin::Unknown => LEAST_DEPTH_TUMOUR,
        };
        let covered = Covered::from_records(calls.records, calls.sample, least);
        // Only a pair is of one person; the samples of a family are not.
        let normal = calls.normal.filter(|n| *n != calls.sample);
        let of_germline = report.variants.iter().any(|v| v.origin == Origin::Germline);
        let somatic = report.origin == Origin::Somatic && !of_germline;
        Seen { covered, pair: normal.and_then(|n| concordance(calls.records, calls.sample, n, somatic)) }
    }

    /// Coverage and identity.
    ///
    /// # Errors
    /// Regions that are of another assembly than the calls.
    pub(crate) fn look(
        &self,
        pack: &TranscriptPack,
        report: &mut GenomeReport,
        seen: Seen,
        recorded: Sex,
    ) -> Result<(), AppError> {
        if let Some(assembly) = report.assembly {
            if let Some(covered) = &self.covered {
                check_regions(covered, self.regions_on, pack, assembly)?;
            }
            let covered = self.covered.as_ref().or(seen.covered.as_ref());
            // Gaps that the report itself states stay.
            let stated = std::mem::take(&mut report.coverage.gaps);
            report.coverage = coverage(report, pack, assembly, covered);
            report.coverage.gaps.splice(0..0, stated);
        }
        let recorded = match recorded {
            Sex::Female => RecordedSex::Female,
            Sex::Male => RecordedSex::Male,
            _ => RecordedSex::Unknown,
        };
        report.identity = sex(report, recorded).into_iter().collect();
        report.identity.extend(seen.pair);
        Ok(())
    }

    /// Classification and biomarkers of all reports of one person. Segments and copy number of one file serve the
    /// variants of another on the same assembly; a mutational burden that a laboratory reported beats every count.
    ///
    /// # Errors
    /// A damaged part of the knowledge pack.
    pub(crate) fn conclude(&self, library: &Library, reports: &mut [GenomeReport]) -> Result<(), AppError> {
        crate::depths::apply(library.transcripts()?, reports);
        let tables = library.knowledge().classification()?;
        // A germline file of the person is the normal that a file of the tumour alone lacks.
        for (germline, tumour) in pairs(reports).collect::<Vec<_>>() {
            let of_person = std::mem::take(&mut reports[germline]);
            settle_by_germline(&mut reports[tumour], &of_person);
            reports[germline] = of_person;
        }
        let others: Vec<_> =
            reports.iter().map(|r| (r.assembly, r.segments.clone(), r.copy_number.clone())).collect();
        // Purity and ploidy that one file of the tumour states serve the variants of another.
        let purity = reports.iter().find_map(|r| r.biomarkers.purity.clone());
        let ploidy = reports.iter().find_map(|r| r.biomarkers.ploidy.clone());
        for (number, report) in reports.iter_mut().enumerate() {
            if report.variants.iter().any(|v| v.origin != Origin::Germline) {
                report.biomarkers.purity = report.biomarkers.purity.take().or_else(|| purity.clone());
                report.biomarkers.ploidy = report.biomarkers.ploidy.take().or_else(|| ploidy.clone());
            }
            let own = (report.segments.len(), report.copy_number.len());
            if !report.variants.is_empty() {
                for (_, (assembly, segments, events)) in
                    others.iter().enumerate().filter(|(other, _)| *other != number)
                {
                    if *assembly == report.assembly {
                        report.segments.extend(segments.iter().cloned());
                    }
                    report.copy_number.extend(events.iter().cloned());
                }
            }
            interpret(report, tables, &self.stated);
            if let (Some(matrix), false) = (library.signatures(), report.variants.is_empty()) {
                let pack = library.transcripts()?;
                report.biomarkers.signatures = Some(signatures(report, matrix, |v| pack.context(v)));
            }
            report.segments.truncate(own.0);
            report.copy_number.truncate(own.1);
        }
        let compared: Vec<(usize, IdentityFinding)> = pairs(reports)
            .map(|(germline, tumour)| (tumour, across(&reports[germline], &reports[tumour])))
            .collect();
        for (tumour, found) in compared {
            let identity = &mut reports[tumour].identity;
            if !identity.contains(&found) {
                identity.push(found);
            }
        }
        let counted =
            |r: &GenomeReport| r.tmb.as_ref().is_some_and(|t| t.source.starts_with("counted from the file"));
        if reports.iter().any(|r| r.tmb.is_some() && !counted(r)) {
            for report in reports.iter_mut().filter(|r| counted(r)) {
                report.tmb = None;
            }
        }
        Ok(())
    }
}

/// Germline and tumour reports with variants, by their numbers: two files of one person are expected to be of one person.
fn pairs(reports: &[GenomeReport]) -> impl Iterator<Item = (usize, usize)> {
    let of = |germline: bool| {
        let is = move |(_, r): &(usize, &GenomeReport)| {
            !r.variants.is_empty() && (r.origin == Origin::Germline) == germline
        };
        reports.iter().enumerate().filter(is).map(|(n, _)| n).collect::<Vec<_>>()
    };
    let (blood, tumours) = (of(true), of(false));
    blood.into_iter().flat_map(move |g| tumours.clone().into_iter().map(move |t| (g, t)))
}

/// What the lines of a BED before its rows say of the assembly.
fn stated_assembly(text: &str) -> Option<Assembly> {
    let head = text.lines().filter(|l| ["#", "track", "browser"].iter().any(|p| l.starts_with(p)));
    let head: String = head.take(50).collect::<Vec<_>>().join(" ").to_lowercase();
    let says = |words: [&str; 2]| words.iter().any(|w| head.contains(w));
    match (says(["hg19", "grch37"]), says(["hg38", "grch38"])) {
        (true, false) => Some(Assembly::GRCh37),
        (false, true) => Some(Assembly::GRCh38),
        _ => None,
    }
}

/// Refuses regions that are of another assembly than the calls: by their own words, or because they hold the exons of the
/// other one.
fn check_regions(
    covered: &Covered,
    stated: Option<Assembly>,
    pack: &TranscriptPack,
    of_calls: Assembly,
) -> Result<(), AppError> {
    let other = match of_calls {
        Assembly::GRCh37 => Assembly::GRCh38,
        Assembly::GRCh38 => Assembly::GRCh37,
    };
    let refused = |why: String| {
        AppError::new(
            "regions.other_assembly",
            format!("the calls are on {of_calls}, and {} {why}", covered.source),
            format!("give the regions of the test on {of_calls}"),
        )
    };
    if stated == Some(other) {
        return Err(refused(format!("say that they are on {other}")));
    }
    let exons = |assembly| {
        let genes = pack.placed_genes().map(|gene| pack.coding_stretches(gene, assembly));
        genes.flatten().filter(|(contig, from, to)| covered.holds_all(contig, *from, *to)).count()
    };
    let (own, theirs) = (exons(of_calls), exons(other));
    // A panel covers whole exons of its own assembly; on the other one a few overlap by chance or because the place is
    // the same on both.
    if theirs >= 5 && own * 3 < theirs {
        return Err(refused(format!(
            "cover {theirs} coding exons as {other} has them and {own} as {of_calls} has them"
        )));
    }
    Ok(())
}

/// Reads the first three columns of a BED. Positions there count from 0 and leave the end out.
fn bed(path: &Path) -> Result<(Covered, Option<Assembly>), AppError> {
    let refused = |what: String| {
        AppError::new(
            "regions.bed",
            format!("{}: {what}", display(path)),
            "a BED has chromosome, start and end, separated by tabs",
        )
    };
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|e| refused(e.to_string()))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_end(&mut plain)
            .map_err(|e| refused(e.to_string()))?;
        bytes = plain;
    }
    let text = String::from_utf8(bytes).map_err(|_| refused("is not text".into()))?;
    let mut stretches = Vec::new();
    for (number, line) in (1u64..).zip(text.lines()) {
        // A table of depths lists what was looked at, not what was seen.
        let mut depths = line.split('\t').skip(4).peekable();
        if line.starts_with("#chrom\t")
            && depths.peek().is_some()
            && depths.all(|c| c.trim_end().ends_with('X'))
        {
            return Err(refused("is a coverage table of mosdepth: give it with --genome".into()));
        }
        let other = ["#", "track", "browser"].iter().any(|p| line.starts_with(p));
        if other || line.trim().is_empty() {
            continue;
        }
        let mut cells = line.split(['\t', ' ']).filter(|c| !c.is_empty());
        let place = (|| {
            let contig = Contig::new(cells.next()?).as_str().to_owned();
            let (from, to) = (cells.next()?.parse::<u32>().ok()?, cells.next()?.parse::<u32>().ok()?);
            (from < to).then_some((contig, from + 1, to))
        })();
        stretches.push(place.ok_or_else(|| refused(format!("line {number} is not a region")))?);
    }
    if stretches.is_empty() {
        return Err(refused("has no region".into()));
    }
    let covered = Covered::new(stretches, &format!("regions of {}", file_name(path)));
    Ok((covered, stated_assembly(&text)))
}

/// What joining neighbours of one codon did, as findings of the file.
pub(crate) fn joining(summary: &JoinSummary) -> Vec<Finding> {
    let joined = summary.joined.iter().map(|m| finding(Severity::Info, "variants.joined_in_cis", m));
    let presumed = &summary.presumed;
    let presumed = presumed.iter().map(|m| finding(Severity::Warning, "variants.joined_without_phase", m));
    let open = summary.undecided.iter().map(|m| finding(Severity::Warning, "variants.phase_unknown", m));
    joined.chain(presumed).chain(open).collect()
}

/// Names and bases of a file that do not belong to their place, as findings of the file.
pub(crate) fn naming(summary: &AnnotationSummary) -> Vec<Finding> {
    /// Listed one by one; more are counted.
    const LISTED: usize = 25;
    let of = |code: &str, list: &[(u64, String)]| {
        let one = |(line, m): &(u64, String)| Finding {
            location: format!("line {line}"),
            ..finding(Severity::Warning, code, m)
        };
        let mut out: Vec<Finding> = list.iter().take(LISTED).map(one).collect();
        if list.len() > LISTED {
            let more = format!("and {} more; in all {} variants", list.len() - LISTED, list.len());
            out.push(finding(Severity::Warning, code, &more));
        }
        out
    };
    let mut out = of("variants.name_contradicts_place", &summary.contradictions);
    out.extend(of("variants.reference_differs", &summary.mismatches));
    out
}

/// What the calls say about the person, as findings of the file.
pub(crate) fn identity(report: &GenomeReport) -> Vec<Finding> {
    let of = |f: &IdentityFinding| {
        let severity = match f.severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        finding(severity, &f.code, &f.message)
    };
    report.identity.iter().map(of).collect()
}

fn finding(severity: Severity, code: &str, message: &str) -> Finding {
    Finding { severity, location: "variants".into(), code: code.into(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<(Covered, Option<Assembly>), AppError> {
        let path = std::env::temp_dir().join(format!("attune-bed-{}-{}.bed", std::process::id(), text.len()));
        std::fs::write(&path, text).unwrap();
        let read = bed(&path);
        std::fs::remove_file(&path).unwrap();
        read
    }

    #[test]
    fn a_bed_counts_from_zero_and_leaves_the_end_out() {
        let (covered, _) = with("track name=x\nchr7\t99\t200\tBRAF\n7\t150\t300\n").unwrap();
        assert_eq!(covered.bases(), 201);
        assert_eq!(with("track db=hg19\nchr7\t99\t200\n").unwrap().1, Some(Assembly::GRCh37));
        assert_eq!(with("chr7\t99\t200\n").unwrap().1, None);
        assert_eq!(with("chr7\t5\n").unwrap_err().code, "regions.bed");
        assert_eq!(with("# nothing\n").unwrap_err().code, "regions.bed");
        assert_eq!(with("chr7\t9\t9\n").unwrap_err().code, "regions.bed");
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let purity = StatedSample { purity: Some(1.3), ..StatedSample::default() };
        assert_eq!(Sample::read(&purity).unwrap_err().code, "sample.out_of_range");
        let region = StatedSample { region_mb: Some(f64::NAN), ..StatedSample::default() };
        assert_eq!(Sample::read(&region).unwrap_err().code, "sample.out_of_range");
    }
}
