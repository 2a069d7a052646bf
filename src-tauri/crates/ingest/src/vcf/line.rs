//! Reads data lines one by one. Lines outside the regions cost no allocation.

use attune_genome::{Allele, Assembly, Contig, Origin, Position};

use super::fields::{count_fields, info_entries, percent_decoded, split_once};
use super::header::{Header, not_human};
use super::info::{INFO_KEYS, fractions};
use super::large::Large;
use super::notes::Notes;
use super::origin::{Line, origin_of};
use super::population;
use super::record::{Columns, Problem, number, problem, record, symbolic_end, text};
use super::regions::RegionIndex;
use super::sample::{Format, sample};
use super::structural::{Stretch, SvFacts};
use super::variants::{Draft, Kept};
use super::{Chosen, Refusal};
use crate::assembly::{Chromosome, Probe, other};
use crate::finding::Findings;
use crate::{Ledger, Severity};

/// The contig of the last line, looked up once for a run of lines.
#[derive(Debug, Default)]
struct Current {
    raw: Vec<u8>,
    chromosome: Option<Chromosome>,
    contig: Option<Contig>,
    /// The shorter of its two lengths.
    shorter: u32,
}

pub(super) struct LineReader {
    pub(super) kept: Vec<Kept>,
    pub(super) findings: Findings,
    /// Records outside the regions.
    pub(super) outside: usize,
    keep: Option<RegionIndex>,
    large: Large,
    /// Positions around the last one that touch no region: `(chromosome, from, to)`.
    gap: (usize, u32, u32),
    probe: Probe,
    /// Positions that exist on one build only: how many, and the first in words, for each build.
    beyond: [(u32, String); 2],
    /// Accessions of each build among the names of the contigs.
    accessions: [Option<String>; 2],
    /// The assembly that the header or the user gives.
    hint: Option<Assembly>,
    human: bool,
    strange: Option<String>,
    current: Current,
    format: Format,
    columns: usize,
    chosen: Vec<usize>,
    report: Option<usize>,
    normal: Option<usize>,
    /// The header names a program that makes somatic calls only.
    somatic_caller: bool,
    /// The header names a program that makes calls of the germline only.
    germline_caller: bool,
    single: bool,
    /// INFO `AF` is the fraction in the reads.
    fraction_in_info: bool,
    /// Reference blocks may give their length in FORMAT.
    block_length: bool,
    /// INFO `CN` gives the copies of each alternate, not of the stretch (from VCF 4.4 on).
    allele_copies: bool,
    notes: Notes,
    info_ids: Vec<String>,
    number: u64,
}

impl LineReader {
    pub(super) fn new(
        header: &Header,
        chosen: &Chosen,
        keep: Option<RegionIndex>,
        hint: Option<Assembly>,
        findings: Findings,
    ) -> Self {
        Self {
            kept: Vec::new(),
            findings,
            outside: 0,
            keep,
            large: Large::default(),
            gap: (usize::MAX, 0, 0),
            probe: Probe::new(),
            beyond: [(0, String::new()), (0, String::new())],
            accessions: [None, None],
            hint,
            human: false,
            strange: None,
            current: Current::default(),
            format: Format::default(),
            columns: header.columns,
            chosen: chosen.columns.clone(),
            report: chosen.report,
            normal: chosen.normal,
            somatic_caller: header.origins.iter().any(|(origin, _)| *origin == Origin::Somatic),
            germline_caller: header.origins.iter().any(|(origin, _)| *origin == Origin::Germline),
            single: header.samples.len() <= 1,
            fraction_in_info: header.fraction_in_info,
            block_length: header.block_length,
            allele_copies: matches!(header.version.as_str(), "4.4" | "4.5"),
            notes: Notes::new(header),
            info_ids: header.info_ids.clone(),
            number: 0,
        }
    }
}

/// Records that one import may hold. More are read with regions.
const MAX_RECORDS: usize = 6_000_000;

impl LineReader {
    /// Reads a data line. The answer says why the file is cut off if this line is its last.
    ///
    /// # Errors
    /// More records than can be held.
    pub(super) fn read(
        &mut self,
        line: &[u8],
        terminated: bool,
        number: u64,
        ledger: &mut Ledger,
    ) -> Result<Option<&'static str>, Refusal> {
        self.number = number;
        let (fields, leaves) = count_fields(line);
        let Some(columns) = Columns::split(line) else {
            ledger.error(leaves);
            self.tell(problem("vcf.too_few_columns", format!("{fields} columns where 8 are mandatory.")));
            return Ok(Some("its last line has fewer than the 8 mandatory columns"));
        };
        let cut = if terminated { None } else { self.cut(&columns, fields) };
        match self.place(&columns) {
            Err(problem) => {
                ledger.error(leaves);
                self.tell(problem);
            }
            Ok(false) => {
                let rule = if self.keep.is_some() { "vcf.outside_regions" } else { "vcf.outside_genes" };
                ledger.ignored(rule, leaves);
                self.outside += 1;
            }
            Ok(true) => match self.keep(&columns, fields) {
                Ok(mut kept) => {
                    self.tally(&columns, &mut kept, leaves, ledger);
                    self.large.take_in(&mut self.kept, kept, &mut self.outside, ledger);
                    if self.kept.len() > MAX_RECORDS {
                        return Err(Refusal::new(
                            "ingest.too_many_records",
                            format!("the file has more than {MAX_RECORDS} records to hold at once"),
                            "Give the genes or regions that are needed; they are then read from a file of any size.",
                        ));
                    }
                }
                Err(problem) => {
                    ledger.error(leaves);
                    self.tell(problem);
                }
            },
        }
        Ok(cut)
    }

    /// Sets from how many records on only some are held.
    pub(super) fn limit(&mut self, rule: Option<&(usize, Vec<crate::Region>)>) {
        self.large = Large::new(rule);
    }

    /// The limit, where it was passed.
    pub(super) fn filtered(&self) -> Option<usize> {
        self.large.passed()
    }

    pub(super) fn too_long(&mut self, number: u64, limit: usize) {
        self.number = number;
        self.tell(problem("vcf.line_too_long", format!("Longer than {limit} bytes; the line was not read.")));
    }

    fn tell(&mut self, problem: Problem) {
        let number = self.number;
        self.findings.add(Severity::Error, problem.code, || format!("line {number}"), || problem.message);
    }

    fn warn(&mut self, code: &'static str, message: impl FnOnce() -> String) {
        let number = self.number;
        self.findings.add(Severity::Warning, code, || format!("line {number}"), message);
    }

    /// Signs that a last line without a line end was cut inside.
    fn cut(&mut self, columns: &Columns<'_>, fields: usize) -> Option<&'static str> {
        if fields < self.columns {
            return Some("its last line has fewer columns than the header");
        }
        if let Some((format, samples)) = split_once(columns.rest, b'\t') {
            let keys = format.split(|b| *b == b':').count();
            let last = samples.rsplit(|b| *b == b'\t').next().unwrap_or_default();
            if last != b"." && (last.ends_with(b":") || last.split(|b| *b == b':').count() < keys) {
                return Some("the last sample of its last line has fewer values than FORMAT names");
            }
        } else if columns.info != b"." {
            let last = columns.info.rsplit(|b| *b == b';').next().unwrap_or_default();
            let key = last.split(|b| *b == b'=').next().unwrap_or_default();
            let declared = self.info_ids.is_empty() || self.info_ids.iter().any(|id| id.as_bytes() == key);
            if last.is_empty() || last.ends_with(b"=") || !declared {
                return Some("its last line ends inside the INFO column");
            }
        }
        self.warn("vcf.no_final_line_end", || {
            "The last line has no line end. If the file was cut off there, export it again.".to_owned()
        });
        None
    }

    /// Whether the line is wanted; gathers what it proves about the assembly on the way.
    fn place(&mut self, columns: &Columns<'_>) -> Result<bool, Problem> {
        if self.current.raw != columns.contig {
            self.new_contig(columns.contig);
        }
        let Some(chromosome) = self.current.chromosome else { return Ok(self.keep.is_none()) };
        let Some(start) = number(columns.position) else { return Ok(true) };
        if start > self.current.shorter {
            self.past_end(chromosome, start)?;
        }
        self.probe.observe(chromosome, start, columns.reference);
        let block = if self.block_length && columns.alternates.starts_with(b"<") {
            self.block_end(columns, start).unwrap_or(0)
        } else {
            0
        };
        let Some(keep) = self.large.regions().or(self.keep.as_ref()) else { return Ok(true) };
        // In a large file structural and annotated lines are judged as a whole, wherever they lie.
        if self.large.passed().is_some()
            && (self.notes.declared
                || columns.alternates.first() == Some(&b'<') && !columns.alternates.starts_with(b"<NON_REF>")
                || memchr::memchr2(b'[', b']', columns.alternates).is_some())
        {
            return Ok(true);
        }
        let length = u32::try_from(columns.reference.len()).unwrap_or(u32::MAX);
        let mut end = start.saturating_add(length.saturating_sub(1));
        // Reference blocks and structural alleles say in INFO how far they reach.
        if matches!(columns.alternates.first(), Some(b'<' | b'.'))
            || memchr::memchr(b'<', columns.alternates).is_some()
        {
            end = end.max(symbolic_end(start, columns).unwrap_or(0)).max(block);
        }
        if self.gap.0 == chromosome.index() && start > self.gap.1 && end < self.gap.2 {
            return Ok(false);
        }
        if keep.touches(chromosome, start, end) {
            return Ok(true);
        }
        let next = keep.next(chromosome, start).map_or(u32::MAX, |(from, _)| from);
        self.gap = (chromosome.index(), keep.before(chromosome, start), next);
        Ok(false)
    }

    /// Last base of a reference block that gives its length in FORMAT (VCF 4.5).
    fn block_end(&mut self, columns: &Columns<'_>, start: u32) -> Option<u32> {
        let (format, samples) = split_once(columns.rest, b'\t')?;
        self.format.set(format);
        let longest =
            samples.split(|b| *b == b'\t').filter_map(|s| number(self.format.value(b"LEN", s)?)).max();
        longest.map(|length| start.saturating_add(length.saturating_sub(1)))
    }

    fn new_contig(&mut self, raw: &[u8]) {
        raw.clone_into(&mut self.current.raw);
        let name = text(raw);
        self.current.chromosome = Chromosome::named(&name);
        if let Some((_, Some(assembly))) = Chromosome::accession(&name) {
            let place = usize::from(assembly == Assembly::GRCh38);
            self.accessions[place].get_or_insert_with(|| format!("CHROM is RefSeq accession {name}"));
        }
        self.current.contig = Some(match self.current.chromosome {
            Some(chromosome) => Contig::new(&chromosome.name()),
            None => Contig::new(&name),
        });
        match self.current.chromosome {
            Some(c) => {
                self.human = true;
                self.current.shorter = if c == Chromosome::MT {
                    u32::MAX
                } else {
                    c.length(Assembly::GRCh37).min(c.length(Assembly::GRCh38))
                };
            }
            None if self.strange.is_none() => self.strange = Some(name),
            None => {}
        }
    }

    fn past_end(&mut self, chromosome: Chromosome, start: u32) -> Result<(), Problem> {
        for (place, assembly) in [Assembly::GRCh37, Assembly::GRCh38].into_iter().enumerate() {
            let fits = start <= chromosome.length(assembly);
            if fits && start > chromosome.length(other(assembly)) {
                let (count, text) = &mut self.beyond[place];
                *count += 1;
                if *count == 1 {
                    let line = self.number;
                    *text = format!(
                        "position {}:{start} (line {line}) exists on {assembly} only",
                        chromosome.name()
                    );
                }
                if self.hint == Some(other(assembly)) {
                    break;
                }
                return Ok(());
            }
        }
        Err(problem(
            "vcf.beyond_chromosome",
            format!(
                "Position {start} lies beyond the end of chromosome {}; the line was not read.",
                chromosome.name()
            ),
        ))
    }

    /// What positions beyond the other build prove. Against a header that names the other build, one or two
    /// such lines are slips; three are not.
    pub(super) fn beyond(&self, assembly: Assembly) -> Option<String> {
        let (count, text) = &self.beyond[usize::from(assembly == Assembly::GRCh38)];
        let needed = if self.hint == Some(other(assembly)) { 3 } else { 1 };
        (*count >= needed).then(|| text.clone())
    }

    /// The accession of a build that names a contig of the records.
    pub(super) fn accession(&self, assembly: Assembly) -> Option<&str> {
        self.accessions[usize::from(assembly == Assembly::GRCh38)].as_deref()
    }

    /// What the reference bases of the records say.
    pub(super) fn probe(&self) -> &Probe {
        &self.probe
    }

    pub(super) fn mismatches(&self, assembly: Assembly) -> (u32, u32) {
        self.probe.mismatches(assembly)
    }

    /// # Errors
    /// Records, but none on a human chromosome.
    pub(super) fn check_human(&self, name: &str) -> Result<(), Refusal> {
        match (&self.strange, self.human) {
            (Some(contig), false) => {
                Err(not_human(name, &format!("no record is on a human chromosome; {contig} is none")))
            }
            _ => Ok(()),
        }
    }

    /// Reads a line that is wanted.
    fn keep(&mut self, columns: &Columns<'_>, fields: usize) -> Result<Kept, Problem> {
        let contig = self.current.contig.clone().unwrap_or_else(|| Contig::new(&text(columns.contig)));
        if contig.as_str().is_empty() {
            return Err(problem("vcf.contig", "CHROM is empty; the line was not read."));
        }
        if fields != self.columns {
            return Err(problem(
                "vcf.column_count",
                format!("{fields} columns where the header has {}; the line was not read.", self.columns),
            ));
        }
        let mut record = record(columns, contig, self.number)?;
        if record.reference == "-" || record.alternates.contains(&Allele::Bases("-".to_owned())) {
            self.warn("vcf.allele_of_maf", || {
                "An allele is `-`, which is not of the format; it was read as in MAF: no base, an insertion \
                 behind POS."
                    .to_owned()
            });
        }
        let (mut extra, mut of_report, mut of_normal) = (None, None, None);
        let mut block = None;
        if let Some((format, samples)) = split_once(columns.rest, b'\t') {
            self.format.set(format);
            let mut wanted = self.chosen.iter().enumerate().peekable();
            for (at, column) in samples.split(|b| *b == b'\t').enumerate() {
                let Some((place, _)) = wanted.next_if(|(_, c)| **c == at) else { continue };
                let (call, more) = sample(&self.format, column, &record.reference, &record.alternates)?;
                record.samples.push(call);
                block = block.max(more.block);
                if self.report == Some(place) {
                    extra = Some(more);
                    of_report = Some(column);
                } else if self.normal == Some(place) {
                    of_normal = Some(more);
                }
            }
        }
        if let Some(length) = block.filter(|_| record.alternates.contains(&Allele::NonReference)) {
            let end = record.position.get().saturating_add(length.saturating_sub(1));
            record.end = Position::new(end).filter(|end| *end > record.end).unwrap_or(record.end);
        }
        for (key, value) in info_entries(columns.info) {
            let read = std::str::from_utf8(key).is_ok_and(population::is_key);
            if read || INFO_KEYS.iter().any(|k| k.as_bytes() == key) {
                record.info.push((text(key), percent_decoded(&text(value))));
            }
        }
        let (notes, misplaced) = self.notes.of(columns, &record);
        if misplaced {
            self.warn("vcf.protein_under_coding_key", || {
                "The INFO key of the coding name holds a protein change; it was read as such.".to_owned()
            });
        }
        let structural = SvFacts::of(
            &record,
            &Stretch { info: columns.info, format: &self.format, allele_copies: self.allele_copies },
            of_report,
            self.notes.vep.as_ref(),
        );
        let (info_fractions, info_depth) = match self.single {
            true => fractions(columns.info, record.alternates.len(), self.fraction_in_info),
            false => (Vec::new(), None),
        };
        let get = |key: &str| record.info.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        let tumour_fractions: Vec<Option<f64>> = get("TVAF")
            .map(|v| v.split(',').map(|f| f.parse().ok().filter(|f| (0.0..=1.0).contains(f))).collect())
            .unwrap_or_default();
        let depth = ["TDP", "DP"]
            .into_iter()
            .filter(|key| *key == "TDP" || self.single)
            .find_map(|key| get(key).and_then(|v| v.parse().ok()))
            .or(info_depth);
        // VarScan: SS 1 germline, 2 somatic; SomaticSniper writes the same into the sample.
        let status = get("SS").and_then(|v| v.parse().ok()).or(extra.as_ref().and_then(|e| e.somatic_status));
        let normal = self.normal.and_then(|place| record.samples.get(place));
        let line = Line {
            record: &record,
            status,
            normal,
            somatic_caller: self.somatic_caller,
            germline_caller: self.germline_caller,
        };
        let origin = origin_of(&line);
        let classification =
            get("CLNSIG").filter(|v| !v.is_empty() && *v != ".").map(|v| v.replace('_', " "));
        let drafts = notes
            .into_iter()
            .enumerate()
            .map(|(i, (annotation, population))| Draft {
                fraction: extra
                    .as_ref()
                    .and_then(|e| e.fractions.get(i).copied().flatten())
                    .or_else(|| tumour_fractions.get(i).copied().flatten())
                    .or_else(|| info_fractions.get(i).copied().flatten()),
                in_normal: of_normal.as_ref().and_then(|n| n.fractions.get(i).copied().flatten()),
                annotation,
                population,
            })
            .collect();
        let passed = record.filter.as_deref().is_none_or(|f| f == "PASS");
        let sample_filter = extra.and_then(|e| e.filter).filter(|_| passed);
        Ok(Kept {
            record,
            drafts,
            sample: self.report,
            person: self.normal.filter(|_| origin == Some(Origin::Germline)),
            depth,
            origin,
            classification,
            structural,
            sample_filter,
            mapped: 0,
        })
    }

    /// Puts the leaves of a kept line into their classes.
    fn tally(&self, columns: &Columns<'_>, kept: &mut Kept, leaves: u64, ledger: &mut Ledger) {
        let annotated = kept.drafts.iter().any(|d| d.annotation.is_some());
        let info_used = !kept.record.info.is_empty() || annotated || columns.info == b".";
        let info = u64::from(!info_used && !columns.info.is_empty());
        let mut others = 0;
        if let Some((_, samples)) = split_once(columns.rest, b'\t')
            && self.chosen.len() + 9 < self.columns
        {
            others = samples
                .split(|b| *b == b'\t')
                .enumerate()
                .filter(|(at, column)| !column.is_empty() && !self.chosen.contains(at))
                .count() as u64;
        }
        ledger.ignored("vcf.info_not_used", info);
        ledger.ignored("vcf.other_sample", others);
        kept.mapped = leaves - info - others;
        ledger.mapped(kept.mapped);
    }
}
