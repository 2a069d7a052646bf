//! Fuzzing of reader and matcher together: made-up and broken VCF texts go the whole way, and what comes out has to
//! keep its promises. No input may panic, and no result may say more than its input.
//!
//! A normal run does some hundreds; the full run is
//! `ATTUNE_FUZZ=1000000 cargo test --release -p attune-pharmacogenomics --test fuzz -- --nocapture`.
//! Seeds that once found something stand in `tests/corpus/seeds.txt` and are run first, every time.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use std::fmt::Write as _;

use attune_clinical::Sex;
use attune_genome::{Assembly, Origin};
use attune_ingest::{GenomeOptions, Region, read_genome};
use attune_knowledge::pgx::{PgxGene, PgxTables};
use attune_pharmacogenomics::{CallInput, CallStatus, PgxSample, Stated, call, outside_calls, regions};

/// Inputs of a normal run; the variable `ATTUNE_FUZZ` asks for more.
const NORMAL: u64 = 1_000;

/// A small generator whose numbers follow from the seed alone (SplitMix64, Steele 2014, doi 10.1145/2660193.2660195).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const HEADERS: [&str; 8] = [
    "##fileformat=VCFv4.2\n##reference=GRCh38\n",
    "##fileformat=VCFv4.2\n##contig=<ID=chr10,length=133797422>\n",
    "##fileformat=VCFv4.2\n##contig=<ID=10,length=135534747>\n",
    "##fileformat=VCFv4.1\n##reference=file:///hg19.fa\n",
    "##fileformat=VCFv4.2\n",
    "##fileformat=VCFv4.2\n##contig=<ID=chr10,length=133797422>\n##reference=hg19\n",
    "##fileformat=VCFv4.2\n##contig=<ID=chr10,length=130694993>\n##reference=mm10\n",
    "##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chrX>\n",
];
const GENOTYPES: [&str; 18] = [
    "0/0", "0/1", "1/1", "./.", "1|0", "0|1", "1|2", ".|1", "./1", "0", "1", ".", "2/1", "0/1/1", "1/.", "",
    "9/9", "|",
];
const BASES: [&str; 16] = [
    "A",
    "C",
    "G",
    "T",
    "N",
    "AT",
    "ATAT",
    "CAT",
    "*",
    "<NON_REF>",
    "<DEL>",
    ".",
    "-",
    "G]17:5]",
    "TTTT",
    "x",
];

/// A text around the positions of one gene, mostly well made.
fn text(random: &mut Random, gene: &PgxGene) -> String {
    let assembly = if random.chance(70) { Assembly::GRCh38 } else { Assembly::GRCh37 };
    let mut out = if random.chance(75) {
        format!("##fileformat=VCFv4.2\n##reference={assembly}\n")
    } else {
        random.pick(&HEADERS).to_owned()
    };
    let samples = 1 + usize::from(random.chance(10));
    out += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS";
    out += if samples == 2 { "\tT\n" } else { "\n" };
    let prefix = if random.chance(50) { "chr" } else { "" };
    let variants = [2, 10, 60][random.below(3)];
    for position in &gene.positions {
        if random.chance(if variants == 60 { 4 } else { 15 }) {
            continue;
        }
        let offset = if assembly == Assembly::GRCh37 { gene.offset } else { 0 };
        let shift = if random.chance(3) { random.below(9) as i64 - 4 } else { 0 };
        let at = i64::from(position.at) - offset + shift;
        let own = &position.bases[0];
        let reference = if random.chance(3) { random.pick(&BASES) } else { own.as_str() };
        let alternate = match random.below(12) {
            0 => random.pick(&BASES).to_owned(),
            1 => position.bases[1..].join(","),
            2 => "<NON_REF>".to_owned(),
            3 => ".".to_owned(),
            4 => format!("{},*", position.bases[1]),
            _ => position.bases[1 + random.below(position.bases.len() - 1)].clone(),
        };
        let common = ["0/0", "0/0", "0/0", "0|0", "0/1", "0|1", "1|0", "1/1"];
        let among = 4 + random.below(5);
        let genotype =
            if random.chance(variants) { random.pick(&GENOTYPES) } else { common[random.below(among)] };
        let info =
            if random.chance(4) { format!("END={}", at + random.below(5000) as i64) } else { ".".to_owned() };
        let filter = if random.chance(5) { "LowQual" } else { "PASS" };
        let _ = write!(
            out,
            "{prefix}{}\t{at}\t.\t{reference}\t{alternate}\t.\t{filter}\t{info}\tGT:DP:GQ:PS\t{genotype}:{}:{}:{}",
            gene.contig,
            random.below(60),
            random.below(99),
            random.below(3)
        );
        if samples == 2 {
            let _ = write!(out, "\t{}:1:1:.", random.pick(&GENOTYPES));
        }
        out.push('\n');
    }
    out
}

/// Damages bytes: exchanged, doubled, taken out, cut off.
fn damage(random: &mut Random, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = (random.next() & 0xff) as u8,
            1 => bytes.truncate(at),
            2 => {
                bytes.remove(at);
            }
            3 => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => bytes[at] = b"\t\n\r:|/.0"[random.below(8)],
        }
    }
    bytes
}

fn sample(tables: &PgxTables, bytes: &[u8], keep: &[Region], sex: Sex) -> Vec<PgxSample> {
    let options = GenomeOptions { keep: Some(keep.to_vec()), ..GenomeOptions::default() };
    let Ok(import) = read_genome("fuzz.vcf", bytes, &options) else { return Vec::new() };
    assert!(import.ledger.adds_up(), "the ledger adds up");
    let Some(assembly) = import.assembly else { return Vec::new() };
    let one = |(sample_index, sample): (usize, &String)| {
        let input = CallInput {
            records: &import.records,
            sample_index,
            sample,
            assembly,
            sex,
            origin: Origin::Germline,
            stated: Stated::Nothing,
            array: false,
            rcrs: false,
        };
        let called = call(tables, &input);
        promises(tables, &called);
        called
    };
    import.samples.iter().enumerate().map(one).collect()
}

/// What every result keeps, whatever went in.
fn promises(tables: &PgxTables, sample: &PgxSample) {
    for result in &sample.genes {
        let gene = tables.gene(&result.gene).expect("a gene of the table");
        match result.status {
            CallStatus::Called => {
                assert_eq!(result.diplotypes.len(), 1, "{}", result.gene);
                assert!(!gene.needs_copy_number, "copy number is never settled by small variants");
            }
            CallStatus::NotCalled => assert!(result.diplotypes.is_empty(), "{}", result.gene),
            CallStatus::Ambiguous => assert!(!result.diplotypes.is_empty(), "{}", result.gene),
            CallStatus::Outside => panic!("no outside call went in"),
        }
        if gene.needs_copy_number {
            assert_eq!(result.phenotype, None);
        }
        if let Some(phenotype) = &result.phenotype
            && !result.diplotypes.is_empty()
        {
            let all = result.diplotypes.iter().all(|d| d.phenotype.as_ref() == Some(phenotype));
            assert!(all, "{}: a phenotype on which not all agree", result.gene);
        }
        // A position without a genotype is listed as missing, and nothing but the reference block covers it.
        let gaps = result.positions.iter().filter(|p| p.genotype.is_none()).count();
        assert!(
            result.missing.len() >= gaps
                || result.missing.is_empty() && result.status == CallStatus::NotCalled
        );
    }
    for row in &sample.recommendations {
        assert!(row.most_cautious <= row.condition.is_some());
        assert!(!row.because.is_empty());
    }
}

/// Every input goes through reader and matcher; each tenth also through the guidance, which takes longer.
fn run(full: &PgxTables, bare: &PgxTables, keep: &[Region], seed: u64) -> usize {
    let mut random = Random(seed);
    let tables = if seed.is_multiple_of(10) { full } else { bare };
    let genes: Vec<&PgxGene> = tables.genes.iter().filter(|g| !g.positions.is_empty()).collect();
    let gene = genes[random.below(genes.len())];
    let text = text(&mut random, gene);
    let sex = [Sex::Unknown, Sex::Male, Sex::Female][random.below(3)];
    let bytes = if random.chance(40) { damage(&mut random, &text) } else { text.into_bytes() };
    let called = sample(tables, &bytes, keep, sex);
    if random.chance(5) {
        // Whatever stands in an outside file is a finding at most.
        let _ = outside_calls(
            tables,
            &String::from_utf8_lossy(&damage(&mut random, "CYP2D6\t*1x2/*36+*10\t\t2.5\n")),
        );
    }
    called.iter().flat_map(|s| &s.genes).filter(|g| g.status != CallStatus::NotCalled).count()
}

fn keep(tables: &PgxTables) -> Vec<Region> {
    let of = |assembly| {
        regions(tables, assembly).into_iter().map(|(contig, start, end)| Region { contig, start, end })
    };
    of(Assembly::GRCh37).chain(of(Assembly::GRCh38)).collect()
}

#[test]
fn reader_and_matcher_keep_their_promises() {
    let tables = support::fixture();
    let bare = PgxTables { guidance: Vec::new(), ..tables.clone() };
    let keep = keep(&tables);
    let corpus = include_str!("corpus/seeds.txt");
    let kept = corpus.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.trim().parse::<u64>().ok());
    for seed in kept {
        run(&tables, &bare, &keep, seed);
    }
    let count = std::env::var("ATTUNE_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(NORMAL);
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64).min(2);
    let start = std::time::Instant::now();
    let called: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|t| {
                let (tables, bare, keep) = (&tables, &bare, &keep);
                scope.spawn(move || {
                    (0..count)
                        .filter(|s| s % threads == t)
                        .map(|s| run(tables, bare, keep, 0xa77_0000 + s))
                        .sum::<usize>()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|w| w.join().expect("an input that panicked: its message names the promise"))
            .sum()
    });
    println!("{count} inputs, {called} genes called, {:.1} s", start.elapsed().as_secs_f64());
    assert!(called as u64 > count / 4, "most well-made inputs are called: {called} of {count}");
}
