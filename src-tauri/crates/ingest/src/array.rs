//! Exports of genotyping arrays as people get them: 23andMe (four columns), AncestryDNA (five), MyHeritage and
//! FamilyTreeDNA (four, with commas and quotes).
//!
//! Such a file names bases and no reference base, so that it carries genotypes and no variants. It tests single
//! positions, mostly not those of rare alleles, and no copy number: the import says so. Insertions and deletions
//! stand as letters without their sequence (`I`, `D`) and are missing here, never the reference.

use std::collections::BTreeSet;
use std::io::Read;

use attune_genome::{
    Allele, Assembly, CallRecord, Contig, GenomeReport, Genotype, NotInterpreted, Origin, Position,
    SampleCall,
};

use crate::assembly::{Chromosome, Evidence, Weight, undetectable};
use crate::finding::Findings;
use crate::lines::{Line, Lines};
use crate::vcf::RegionIndex;
use crate::{FileKind, GenomeImport, GenomeOptions, Ledger, Refusal, Severity};

/// Findings listed for one code; more are counted.
const LISTED: usize = 10;
/// Genotypes that one import may hold.
const MAX_RECORDS: usize = 6_000_000;

/// True for the beginning of such an export.
pub(crate) fn looks_like(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let header = text.lines().take(60).find_map(columns);
    header.is_some()
}

/// The columns of a header line: number of genotype columns.
fn columns(line: &str) -> Option<usize> {
    let plain = line.trim_start_matches('#').trim().to_lowercase().replace('"', "");
    let cells: Vec<&str> = plain.split(['\t', ',']).map(str::trim).collect();
    match cells.as_slice() {
        ["rsid", "chromosome" | "chrom", "position" | "pos", "genotype" | "result"] => Some(1),
        ["rsid", "chromosome" | "chrom", "position" | "pos", "allele1", "allele2"] => Some(2),
        _ => None,
    }
}

/// Reads an export from its first line on.
pub(crate) fn read<R: Read>(mut lines: Lines<R>, options: &GenomeOptions) -> Result<GenomeImport, Refusal> {
    let name = lines.source().name().to_owned();
    let keep = options.keep.as_ref().map(|regions| RegionIndex::new(regions));
    let mut reader = Reader::new(options.assembly);
    let mut cut = false;
    while let Some(line) = lines.next()? {
        match line {
            Line::TooLong { fields, .. } => reader.ledger.error(fields),
            Line::Text { bytes, terminated, number } => {
                let text = String::from_utf8_lossy(bytes);
                let whole = reader.line(&text, number, keep.as_ref());
                cut = !terminated && !whole && reader.count > 0;
            }
        }
        if reader.records.len() > MAX_RECORDS {
            return Err(Refusal::new(
                "ingest.too_many_records",
                format!("{name} has more than {MAX_RECORDS} genotypes"),
                "Check where the file comes from.",
            ));
        }
    }
    if cut {
        return Err(crate::source::truncated(&name, "its last line has fewer columns than the others"));
    }
    if let Some(build) = reader.foreign {
        return Err(Refusal::new(
            "ingest.assembly_unknown",
            format!("{name} is on human build {build}, which is not read"),
            "Download the raw data again: present exports are on build 37.",
        ));
    }
    if reader.count > 0 && !reader.human {
        return Err(Refusal::new(
            "ingest.not_human",
            format!("{name} has no genotype on a human chromosome"),
            "Give an export of a human sample.",
        ));
    }
    let Some((assembly, evidence)) = reader.evidence.decide(&name)? else {
        return Err(undetectable(&name, "an array export has no reference bases"));
    };
    let sha256 = lines.source().sha256();
    Ok(reader.finish(&name, assembly, evidence, sha256))
}

struct Reader {
    evidence: Evidence,
    /// A build that is not read, as the file names it.
    foreign: Option<u32>,
    alleles: usize,
    ledger: Ledger,
    findings: Findings,
    records: Vec<CallRecord>,
    human: bool,
    count: usize,
    outside: usize,
    indels: usize,
    no_calls: usize,
}

impl Reader {
    fn new(assembly: Option<Assembly>) -> Self {
        Self {
            evidence: Evidence::new(assembly),
            foreign: None,
            alleles: 1,
            ledger: Ledger::default(),
            findings: Findings::new(LISTED),
            records: Vec::new(),
            human: false,
            count: 0,
            outside: 0,
            indels: 0,
            no_calls: 0,
        }
    }

    /// Reads one line; false where it has too few columns.
    fn line(&mut self, text: &str, number: u64, keep: Option<&RegionIndex>) -> bool {
        let text = text.trim_end();
        if text.is_empty() {
            return true;
        }
        if let Some(alleles) = columns(text) {
            self.alleles = alleles;
            self.ledger.mapped(1);
            return true;
        }
        if text.starts_with('#') {
            self.remark(text);
            return true;
        }
        let plain = text.replace('"', "");
        let cells: Vec<&str> = plain.split(['\t', ',']).map(str::trim).collect();
        let leaves = cells.iter().filter(|c| !c.is_empty()).count() as u64;
        self.count += 1;
        if cells.len() < 3 + self.alleles {
            self.bad(number, leaves, "array.too_few_columns", format!("{} columns", cells.len()));
            return false;
        }
        let (Some(chromosome), Some(start)) =
            (chromosome(cells[1]), cells[2].parse().ok().and_then(Position::new))
        else {
            // 23andMe has internal markers on chromosome 0; they name no place.
            self.ledger.ignored("array.no_position", leaves);
            return true;
        };
        let at = start.get();
        for (own, other) in [(Assembly::GRCh37, Assembly::GRCh38), (Assembly::GRCh38, Assembly::GRCh37)] {
            if at <= chromosome.length(own) && at > chromosome.length(other) {
                let fact = format!("position {}:{at} exists on {own} only", chromosome.name());
                self.evidence.add(own, Weight::Proof, fact);
            }
        }
        self.human = true;
        if keep.is_some_and(|k| !k.touches(chromosome, at, at)) {
            self.ledger.ignored("array.outside_regions", leaves);
            self.outside += 1;
            return true;
        }
        let written: String = cells[3..3 + self.alleles].concat().to_ascii_uppercase();
        let Some(call) = self.genotype(&written) else {
            self.bad(number, leaves, "array.genotype", format!("genotype {written:?}"));
            return true;
        };
        let (alternates, genotype) = call;
        self.records.push(CallRecord {
            contig: Contig::new(&chromosome.name()),
            position: start,
            end: start,
            ids: vec![cells[0].to_owned()],
            reference: "N".to_owned(),
            alternates,
            quality: None,
            filter: None,
            samples: vec![SampleCall { genotype: Some(genotype), ..SampleCall::default() }],
            info: Vec::new(),
            line: number,
        });
        self.ledger.mapped(leaves);
        true
    }

    fn bad(&mut self, number: u64, leaves: u64, code: &'static str, what: String) {
        self.ledger.error(leaves);
        let place = || format!("line {number}");
        self.findings.add(Severity::Error, code, place, || format!("{what}; the line was not read."));
    }

    /// `AG`, `A` on one-stranded chromosomes, `--` and `00` for no call, `II`, `DI` for lengths.
    fn genotype(&mut self, written: &str) -> Option<(Vec<Allele>, Genotype)> {
        let letters: Vec<char> = written.chars().collect();
        if letters.is_empty() || letters.len() > 2 {
            return None;
        }
        let missing = |c: &char| matches!(c, '-' | '0' | 'N' | '.' | '?');
        let length = |c: &char| matches!(c, 'I' | 'D');
        if letters.iter().any(length) {
            self.indels += 1;
        }
        self.no_calls += usize::from(letters.iter().any(missing));
        let bases: BTreeSet<char> = letters.iter().copied().filter(|c| "ACGT".contains(*c)).collect();
        let list: Vec<char> = bases.into_iter().collect();
        let number = |c: &char| {
            if missing(c) || length(c) {
                return Some(None);
            }
            let at = list.iter().position(|b| b == c)?;
            Some(u16::try_from(at + 1).ok())
        };
        let alleles: Option<Vec<Option<u16>>> = letters.iter().map(number).collect();
        let alternates = list.iter().map(|b| Allele::Bases(b.to_string())).collect();
        Some((alternates, Genotype { alleles: alleles?, phased: false }))
    }

    /// A remark: `build 37`, `reference human assembly build 37`, `human reference build 37.1`.
    fn remark(&mut self, text: &str) {
        let lower = text.to_lowercase();
        let build = lower.split("build ").nth(1).map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u32>().unwrap_or_default()
        });
        match build {
            Some(37) => self.evidence.add(Assembly::GRCh37, Weight::Statement, "the remark \"build 37\""),
            Some(38) => self.evidence.add(Assembly::GRCh38, Weight::Statement, "the remark \"build 38\""),
            Some(other @ 30..=36) => self.foreign = Some(other),
            _ => {
                self.ledger.ignored("array.remark_not_used", 1);
                return;
            }
        }
        self.ledger.mapped(1);
    }

    fn finish(self, name: &str, assembly: Assembly, evidence: String, sha256: String) -> GenomeImport {
        let Self { mut findings, records, ledger, count, outside, indels, no_calls, .. } = self;
        let mut say = |severity, code, message: String| {
            findings.add(severity, code, || "whole file".to_owned(), || message);
        };
        say(
            Severity::Warning,
            "array.export",
            "A genotyping array tests single positions. Alleles whose positions it lacks, rare variants and copy \
             number are not tested, and consumer exports are not made for clinical use: confirm a result before it \
             changes a treatment."
                .to_owned(),
        );
        if indels > 0 {
            let message = format!(
                "{indels} insertions or deletions are written as letters without a sequence; they count as missing."
            );
            say(Severity::Info, "array.indel_not_read", message);
        }
        if no_calls > 0 {
            say(
                Severity::Info,
                "array.no_call",
                format!("{no_calls} positions without a call; they are missing."),
            );
        }
        if records.is_empty() {
            say(Severity::Warning, "array.no_records", format!("No genotype of {count} was kept."));
        }
        let stem = name.split('.').next().unwrap_or(name).to_owned();
        let mut not_interpreted = vec![NotInterpreted {
            count: records.len(),
            reason: "array genotype: the file gives no reference base".to_owned(),
        }];
        if outside > 0 {
            let reason = "record outside the regions asked for".to_owned();
            not_interpreted.push(NotInterpreted { count: outside, reason });
        }
        let report = GenomeReport {
            assembly: Some(assembly),
            sample: Some(stem.clone()),
            origin: Origin::Germline,
            not_interpreted,
            ..GenomeReport::default()
        };
        GenomeImport {
            mitochondrion: None,
            kind: FileKind::Array,
            version: String::new(),
            assembly: Some(assembly),
            assembly_evidence: evidence,
            samples: vec![stem],
            records,
            report,
            undecided: Vec::new(),
            roles: Vec::new(),
            ledger,
            findings: findings.finish(),
            sha256,
        }
    }
}

/// AncestryDNA numbers X, Y, the pseudo-autosomal regions and the mitochondrion 23 to 26.
fn chromosome(text: &str) -> Option<Chromosome> {
    match text {
        "23" | "25" => Chromosome::named("X"),
        "24" => Chromosome::named("Y"),
        "26" => Chromosome::named("MT"),
        other => Chromosome::named(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_genome;

    const HEAD: &str = "# This data file generated by 23andMe at: Mon Jan 01 2024\n# We are using reference human \
                        assembly build 37 (also known as Annotation Release 104).\n# rsid\tchromosome\tposition\tgenotype\n";

    fn import(text: &str) -> Result<GenomeImport, Refusal> {
        read_genome("genome_Jane.txt", text.as_bytes(), &GenomeOptions::default())
    }

    #[test]
    fn bases_are_read_and_a_dash_is_missing() {
        let text = format!(
            "{HEAD}rs4244285\t10\t96541616\tAG\nrs3064744\t2\t234668879\tDI\nrs1\t1\t1000\t--\ni7\tX\t153764217\tG\n"
        );
        let import = import(&text).unwrap();
        assert_eq!((import.kind, import.assembly), (FileKind::Array, Some(Assembly::GRCh37)));
        let first = &import.records[0];
        assert_eq!(first.reference, "N");
        assert_eq!(first.alternates, [Allele::Bases("A".into()), Allele::Bases("G".into())]);
        let alleles = |n: usize| import.records[n].samples[0].genotype.clone().unwrap().alleles;
        assert_eq!(alleles(0), [Some(1), Some(2)]);
        assert_eq!((alleles(1), alleles(2)), (vec![None, None], vec![None, None]));
        assert_eq!(alleles(3), [Some(1)]);
        assert!(import.findings.iter().any(|f| f.code == "array.export"));
        assert!(import.ledger.adds_up());
    }

    #[test]
    fn other_makers_are_read_and_old_builds_refused() {
        let ancestry = "#AncestryDNA raw data download\n#using human reference build 37.1 coordinates\nrsid\tchromosome\t\
                        position\tallele1\tallele2\nrs4244285\t10\t96541616\tA\tG\nrs2\t23\t153764217\tG\tG\n";
        let read = import(ancestry).unwrap();
        assert_eq!(read.records.len(), 2);
        assert_eq!(read.records[1].contig.as_str(), "X");
        let quoted = "# build 37\n\"RSID\",\"CHROMOSOME\",\"POSITION\",\"RESULT\"\n\"rs4244285\",\"10\",\"96541616\",\"AG\"\n";
        assert_eq!(import(quoted).unwrap().records.len(), 1);
        let old = HEAD.replace("build 37", "build 36") + "rs1\t1\t1000\tAA\n";
        assert_eq!(import(&old).unwrap_err().code, "ingest.assembly_unknown");
        let silent = "# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t1000\tAA\n";
        assert_eq!(import(silent).unwrap_err().code, "ingest.assembly_unknown");
        let dog = HEAD.to_owned() + "rs1\tchrUn7\t1000\tAA\n";
        assert_eq!(import(&dog).unwrap_err().code, "ingest.not_human");
    }

    #[test]
    fn a_cut_line_refuses_the_file_and_a_bad_genotype_costs_itself() {
        let cut = format!("{HEAD}rs1\t1\t1000\tAA\nrs2\t1\t20");
        assert_eq!(import(&cut).unwrap_err().code, "ingest.truncated");
        let bad = format!("{HEAD}rs1\t1\t1000\tAAA\nrs2\t1\t2000\tCC\n");
        let read = import(&bad).unwrap();
        assert_eq!(read.records.len(), 1);
        assert!(read.findings.iter().any(|f| f.code == "array.genotype"));
        assert!(read.ledger.adds_up());
    }
}
