//! Agreement with the cases of the shared facts folder, by the verdicts that its README defines. Skipped with
//! a message where the environment variable ATTUNE_SHARED names no folder. Run with `--nocapture` to see the
//! figures and each case that is not right.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use attune_clinical::Sex;
use attune_genome::{Allele, Assembly, CallRecord, Genotype, Origin, Position};
use attune_knowledge::pgx::{PgxGene, PgxTables};
use attune_pharmacogenomics::{CallInput, CallStatus, PgxSample, Stated, call, merge_outside, outside_calls};
use serde_json::Value;
use support::difference::{RULES, differences, rule};
use support::synthetic::synthetic;
use support::verdict::{diplotype, loose, right, texts};

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("a case file");
    text.lines().map(|l| serde_json::from_str(l).expect("a case")).collect()
}

#[derive(Default)]
struct Tally {
    right: usize,
    total: usize,
    wrong_phenotypes: usize,
    overclaimed: usize,
    phenotype_left_empty: usize,
    /// Differences from the source by the rule that explains them.
    explained: BTreeMap<&'static str, Vec<String>>,
    unexplained: usize,
    failures: Vec<String>,
}

fn sex(value: &Value) -> Sex {
    match value.as_str() {
        Some("male") => Sex::Male,
        Some("female") => Sex::Female,
        _ => Sex::Unknown,
    }
}

fn run(tables: &PgxTables, shared: &Path, case: &Value) -> PgxSample {
    let folder = shared.join("cases/pgx");
    let text = std::fs::read_to_string(folder.join(case["vcf"].as_str().expect("a file"))).expect("a VCF");
    let records = support::vcf(&text);
    let sample = call(
        tables,
        &CallInput {
            records: &records,
            sample_index: 0,
            sample: "S",
            assembly: Assembly::GRCh38,
            sex: sex(&case["sex"]),
            origin: Origin::Unknown,
            stated: Stated::Nothing,
            array: false,
            rcrs: false,
        },
    );
    match case["outside_tsv"].as_str() {
        Some(file) => {
            let tsv = std::fs::read_to_string(folder.join(file)).expect("outside calls");
            let (calls, _) = outside_calls(tables, &tsv);
            merge_outside(tables, sample, calls, false)
        }
        None => sample,
    }
}

/// The same records on GRCh37: shifted, and with that assembly's reference base where it is another one.
fn on_grch37(tables: &PgxTables, records: &[CallRecord]) -> Vec<CallRecord> {
    let moved = |record: &CallRecord| {
        let contig = record.contig.as_str();
        let near = |g: &&PgxGene| {
            g.contig == contig && g.positions.iter().any(|p| p.at.abs_diff(record.position.get()) < 200_000)
        };
        let gene = tables.genes.iter().find(near)?;
        let shift = |at: Position| Position::new(u32::try_from(i64::from(at.get()) - gene.offset).ok()?);
        let mut out = record.clone();
        out.position = shift(record.position)?;
        out.end = shift(record.end)?;
        let all = tables.genes.iter().filter(|g| g.contig == contig).flat_map(|g| &g.positions);
        let position = all.clone().find(|p| p.at == record.position.get() && p.reference_37.is_some());
        if let Some(position) = position {
            let new = position.bases[usize::from(position.reference_37?)].clone();
            let old = std::mem::replace(&mut out.reference, new.clone());
            let written = |n: u16| match n {
                0 => Some(old.clone()),
                n => match record.alternates.get(usize::from(n) - 1)? {
                    Allele::Bases(b) => Some(b.clone()),
                    _ => None,
                },
            };
            let mut all: Vec<String> = vec![new];
            all.extend((0..=record.alternates.len()).filter_map(|n| written(u16::try_from(n).ok()?)));
            let mut seen = BTreeSet::new();
            all.retain(|b| seen.insert(b.clone()));
            for call in &mut out.samples {
                for allele in call.genotype.iter_mut().flat_map(|g| &mut g.alleles) {
                    *allele = allele.and_then(|n| {
                        let base = written(n)?;
                        u16::try_from(all.iter().position(|b| *b == base)?).ok()
                    });
                }
            }
            out.alternates = all.into_iter().skip(1).map(Allele::Bases).collect();
        }
        Some(out)
    };
    records.iter().filter_map(moved).collect()
}

#[test]
fn cases_are_the_same_on_grch37() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let (mut same, mut total) = (0, 0);
    for case in lines(&shared.join("cases/pgx/cases.jsonl")) {
        let file = shared.join("cases/pgx").join(case["vcf"].as_str().expect("a file"));
        let records = support::vcf(&std::fs::read_to_string(file).expect("a VCF"));
        let of = |records: &[CallRecord], assembly| {
            let input = CallInput {
                records,
                sample_index: 0,
                sample: "S",
                assembly,
                sex: sex(&case["sex"]),
                origin: Origin::Unknown,
                stated: Stated::Nothing,
                array: false,
                rcrs: false,
            };
            call(&tables, &input)
        };
        let moved = on_grch37(&tables, &records);
        assert_eq!(moved.len(), records.len(), "{}", case["id"]);
        let (a, b) = (of(&records, Assembly::GRCh38), of(&moved, Assembly::GRCh37));
        total += 1;
        if a == b {
            same += 1;
        } else {
            for (x, y) in a.genes.iter().zip(&b.genes).filter(|(x, y)| x != y) {
                println!("{}: {x:?}\n  {y:?}", case["id"]);
            }
        }
    }
    println!("cases equal on GRCh37: {same}/{total}");
    assert_eq!(same, total);
}

/// The product's own reader gives the same results as the plain reader of these tests.
#[test]
fn the_readers_agree() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let mut total = 0;
    for case in lines(&shared.join("cases/pgx/cases.jsonl")) {
        let name = case["vcf"].as_str().expect("a file");
        let text = std::fs::read_to_string(shared.join("cases/pgx").join(name)).expect("a VCF");
        let of = |records: &[CallRecord]| {
            let input = CallInput {
                records,
                sample_index: 0,
                sample: "S",
                assembly: Assembly::GRCh38,
                sex: sex(&case["sex"]),
                origin: Origin::Unknown,
                stated: Stated::Nothing,
                array: false,
                rcrs: false,
            };
            call(&tables, &input)
        };
        let keep = attune_pharmacogenomics::regions(&tables, Assembly::GRCh38)
            .into_iter()
            .map(|(contig, start, end)| attune_ingest::Region { contig, start, end })
            .collect();
        let options = attune_ingest::GenomeOptions {
            assembly: Some(Assembly::GRCh38),
            keep: Some(keep),
            ..Default::default()
        };
        let import = match attune_ingest::read_genome(name, text.as_bytes(), &options) {
            Ok(import) => import,
            Err(refusal) => panic!("{name}: {refusal}"),
        };
        assert_eq!(of(&import.records), of(&support::vcf(&text)), "{name}");
        total += 1;
    }
    println!("cases equal with the product's reader: {total}");
}

/// The fixture of the other tests is cut from the same facts. Set ATTUNE_WRITE_FIXTURE to write it anew.
#[test]
fn the_fixture_is_current() {
    let Some(shared) = support::shared() else { return };
    let cut = support::cut(&support::tables(&shared));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pgx-genes.json");
    if std::env::var_os("ATTUNE_WRITE_FIXTURE").is_some() {
        std::fs::write(&file, &cut).expect("the fixture");
    }
    assert_eq!(std::fs::read_to_string(file).expect("the fixture"), cut);
}

#[test]
fn cases_agree() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let mut tally = Tally::default();
    let mut genes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in lines(&shared.join("cases/pgx/cases.jsonl")) {
        let sample = run(&tables, &shared, &case);
        for (gene, key) in case["key"].as_object().expect("keys") {
            if key["kind"] == "skip" {
                continue;
            }
            tally.total += 1;
            let result = sample.genes.iter().find(|g| g.gene == *gene);
            let reference =
                tables.gene(gene).and_then(PgxGene::reference_allele).map_or("", |a| a.name.as_str());
            let ok = result.is_some_and(|r| right(key, r, reference));
            let counted = genes.entry(gene.clone()).or_default();
            counted.1 += 1;
            if ok {
                tally.right += 1;
                counted.0 += 1;
            } else {
                tally.failures.push(format!("{} {gene}: {key}\n    got {result:?}", case["id"]));
            }
            for difference in result.map(|r| differences(key, r, reference)).unwrap_or_default() {
                let named = result.and_then(|r| rule(difference, key, r, &sample, reference));
                match named {
                    Some(name) => tally
                        .explained
                        .entry(name)
                        .or_default()
                        .push(format!("{} {gene} {difference:?}", case["id"].as_str().unwrap_or_default())),
                    None => {
                        tally.unexplained += 1;
                        tally.failures.push(format!(
                            "no rule: {} {gene} {difference:?}: {key}\n    got {result:?}",
                            case["id"]
                        ));
                    }
                }
            }
            let possible = texts(&key["phenotypes"]);
            if possible.is_empty() {
                continue;
            }
            match result.and_then(|r| r.phenotype.as_ref()) {
                Some(p) if !possible.contains(p) => {
                    tally.wrong_phenotypes += 1;
                    tally.failures.push(format!("{} {gene}: wrong phenotype {p}, {possible:?}", case["id"]));
                }
                Some(_) if possible.len() > 1 && result.is_some_and(|r| r.status != CallStatus::Outside) => {
                    tally.overclaimed += 1;
                    tally
                        .failures
                        .push(format!("{} {gene}: overclaimed {result:?}, {possible:?}", case["id"]));
                }
                None if possible.len() == 1 => {
                    tally.phenotype_left_empty += 1;
                }
                _ => {}
            }
        }
    }
    for failure in &tally.failures {
        println!("{failure}");
    }
    println!(
        "cases: {}/{} right, wrong phenotypes {}, overclaimed {}, left empty where one is expected {}",
        tally.right, tally.total, tally.wrong_phenotypes, tally.overclaimed, tally.phenotype_left_empty
    );
    println!("{genes:?}");
    for (rule, cases) in &tally.explained {
        println!("rule {rule}: {} differences\n    {}", cases.len(), cases.join("\n    "));
    }
    println!("differences without a rule: {}", tally.unexplained);
    assert_eq!(tally.unexplained, 0, "see tests/expected/pharmacogenomics.md");
    assert_eq!(tally.wrong_phenotypes, 0);
    assert!(tally.right * 100 >= tally.total * 99);
}

/// The document has every rule, and no other.
#[test]
fn every_rule_of_a_difference_is_explained() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/expected/pharmacogenomics.md");
    let text = std::fs::read_to_string(file).expect("the document");
    let rows = text.lines().filter_map(|l| l.strip_prefix("| `")?.split('`').next());
    assert_eq!(rows.collect::<Vec<_>>(), RULES);
}

/// Taking away a record with a variant never gives a firm reference: it is ambiguous, or the position stands
/// among the missing ones with the allele that it leaves open.
#[test]
fn a_dropped_record_is_never_a_silent_reference() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let text = std::fs::read_to_string(shared.join("facts/pgx/genes.json")).expect("facts");
    let facts: Value = serde_json::from_str(&text).expect("facts");
    let (mut tried, mut silent, mut called_reference) = (0, 0, 0);
    for case in lines(&shared.join("cases/pgx/synthetic.jsonl")).iter().take(1000) {
        let symbol = case["g"].as_str().expect("a gene");
        let gene = tables.gene(symbol).expect("in the tables");
        let fact = match &facts["genes"] {
            Value::Array(list) => list.iter().find(|g| g["gene"] == symbol).cloned(),
            other => other.get(symbol).cloned(),
        };
        let records = synthetic(gene, case, &fact.expect("facts"), false);
        let only = PgxTables { genes: vec![gene.clone()], ..PgxTables::default() };
        for at in (0..records.len()).filter(|r| !records[*r].alternates.is_empty()) {
            for remove in [true, false] {
                let mut fewer = records.clone();
                if remove {
                    fewer.remove(at);
                } else {
                    for call in &mut fewer[at].samples {
                        call.genotype = Some(Genotype { alleles: vec![None, None], phased: false });
                    }
                }
                let input = CallInput {
                    records: &fewer,
                    sample_index: 0,
                    sample: "S",
                    assembly: Assembly::GRCh38,
                    sex: Sex::Unknown,
                    origin: Origin::Germline,
                    stated: Stated::Nothing,
                    array: false,
                    rcrs: false,
                };
                let result = call(&only, &input).genes.remove(0);
                let reference = gene.reference_allele().map_or("", |a| a.shown());
                let firm = result.status == CallStatus::Called
                    && result.diplotypes.iter().all(|d| d.name == format!("{reference}/{reference}"));
                let place = format!("chr{}:{}", gene.contig, records[at].position.get());
                let named =
                    result.missing.iter().any(|m| m.position == place && !m.cannot_exclude.is_empty());
                tried += 1;
                called_reference += usize::from(firm);
                if firm && !named {
                    silent += 1;
                    println!("{} without {place}: {result:?}", case["id"]);
                }
            }
        }
    }
    println!(
        "dropped records: {tried} tried, {silent} silent reference, {called_reference} called with the gap named"
    );
    assert_eq!(silent, 0);
}

#[test]
fn synthetic_pairs_agree() {
    let Some(shared) = support::shared() else { return };
    let tables = support::tables(&shared);
    let text = std::fs::read_to_string(shared.join("facts/pgx/genes.json")).expect("facts");
    let facts: Value = serde_json::from_str(&text).expect("facts");
    let fact = |symbol: &str| match &facts["genes"] {
        Value::Array(list) => list.iter().find(|g| g["gene"] == symbol).cloned(),
        other => other.get(symbol).cloned(),
    };
    let cases = lines(&shared.join("cases/pgx/synthetic.jsonl"));
    for phased in [true, false] {
        let mut genes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut shown = 0;
        let (mut right, mut total) = (0, 0);
        for case in &cases {
            let symbol = case["g"].as_str().expect("a gene");
            let gene = tables.gene(symbol).expect("in the tables");
            let records = synthetic(gene, case, &fact(symbol).expect("facts"), phased);
            let only = PgxTables { genes: vec![gene.clone()], ..PgxTables::default() };
            let sample = call(
                &only,
                &CallInput {
                    records: &records,
                    sample_index: 0,
                    sample: "S",
                    assembly: Assembly::GRCh38,
                    sex: Sex::Unknown,
                    origin: Origin::Germline,
                    stated: Stated::Nothing,
                    array: false,
                    rcrs: false,
                },
            );
            let reference = gene.reference_allele().map_or("", |a| a.name.as_str());
            let exp: Vec<String> = texts(&case["exp"])
                .iter()
                .map(|a| {
                    gene.alleles.iter().find(|x| x.name == *a).map_or(a.clone(), |x| x.shown().to_owned())
                })
                .collect();
            let mut wanted: Vec<BTreeSet<String>> =
                exp.iter().map(|a| BTreeSet::from([loose(gene.present_name(a), reference)])).collect();
            wanted.sort();
            let result = &sample.genes[0];
            let listed: Vec<Vec<BTreeSet<String>>> = result
                .diplotypes
                .iter()
                .map(|d| {
                    let known = |n: &str| gene.alleles.iter().any(|a| a.shown() == n);
                    let whole = d
                        .name
                        .match_indices('/')
                        .find(|(at, _)| known(&d.name[..*at]) && known(&d.name[at + 1..]));
                    let mut pair = match whole {
                        Some((at, _)) => vec![
                            BTreeSet::from([loose(&d.name[..at], reference)]),
                            BTreeSet::from([loose(&d.name[at + 1..], reference)]),
                        ],
                        None => diplotype(&d.name, reference),
                    };
                    pair.sort();
                    pair
                })
                .collect();
            let ok = if phased && !gene.needs_copy_number {
                listed == [wanted.clone()] && result.status == CallStatus::Called
            } else {
                listed.contains(&wanted)
            };
            total += 1;
            let counted = genes.entry(symbol.to_owned()).or_default();
            counted.1 += 1;
            if ok {
                right += 1;
                counted.0 += 1;
            } else if shown < 25 {
                shown += 1;
                let names: Vec<&str> = result.diplotypes.iter().map(|d| d.name.as_str()).collect();
                println!(
                    "{} phased {phased}: {:?} {names:?} {:?}",
                    case["id"], result.status, result.findings
                );
            }
        }
        println!("synthetic, phased {phased}: {right}/{total}");
        let short: BTreeMap<_, _> = genes.iter().filter(|(_, (r, t))| r < t).collect();
        println!("{short:?}");
        assert!(right * 1000 >= total * 999, "{right}/{total}");
    }
}
