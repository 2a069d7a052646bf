//! The tables of the shipped pack: every allele of every gene is found from its own sequence.
#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use attune_genome::Assembly;
use attune_knowledge::pgx::{PgxGene, PgxTables, Ploidy};
use attune_knowledge::{KnowledgeBase, Pack, parse_public_key};
use attune_pharmacogenomics::{CallStatus, merge_outside, outside_calls};
use support::sample::{Sample, names, record};

/// The pack of the repository, where it has been built.
fn shipped() -> Option<KnowledgeBase> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let Ok(key) = std::fs::read_to_string(folder.join("attune-pack.pub")) else {
        eprintln!("skipped: the repository has no knowledge pack");
        return None;
    };
    let files: BTreeMap<String, Vec<u8>> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .filter_map(|p| Some((p.file_name()?.to_string_lossy().into_owned(), std::fs::read(&p).ok()?)))
        .collect();
    let key = parse_public_key(&key).expect("a public key");
    Some(KnowledgeBase::new(Pack::open(Box::new(files), &[key]).expect("a pack that verifies")))
}

/// Records of a person with this allele on the strands whose entry is true, phased.
fn carrier<'a>(
    tables: &'a PgxTables,
    gene: &PgxGene,
    allele: usize,
    strands: [bool; 2],
    assembly: Assembly,
) -> Sample<'a> {
    let fixes: BTreeMap<u16, u32> = gene.alleles[allele].fixes.iter().copied().collect();
    let mut sample = Sample::empty(tables);
    sample.assembly = assembly;
    for (position, n) in gene.positions.iter().zip(0_u16..) {
        let own = fixes.get(&n).map_or(0, |mask| mask.trailing_zeros() as usize);
        let base = |carries: bool| position.bases[if carries { own } else { 0 }].as_str();
        let pair = [base(strands[0]), base(strands[1])];
        sample.records.push(record(gene, position, assembly, &pair, true));
    }
    sample
}

#[test]
fn every_allele_is_found_on_both_assemblies() {
    let Some(base) = shipped() else { return };
    let tables = base.pgx().expect("the part");
    assert!(tables.genes.len() >= 21, "{}", tables.genes.len());
    for gene in &tables.genes {
        let only = PgxTables { genes: vec![gene.clone()], ..PgxTables::default() };
        let reference = gene.reference_allele().expect("a reference").shown();
        for allele in 0..gene.alleles.len() {
            let name = gene.alleles[allele].shown();
            for strands in [[true, true], [false, true]] {
                let other = if strands[0] { name } else { reference };
                let new = carrier(&only, gene, allele, strands, Assembly::GRCh38).gene(&gene.symbol);
                let old = carrier(&only, gene, allele, strands, Assembly::GRCh37).gene(&gene.symbol);
                assert_eq!(new, old, "{} {name}", gene.symbol);
                let wanted = match gene.ploidy {
                    Ploidy::Mitochondrion => vec![name.to_owned()],
                    _ => vec![format!("{name}/{other}"), format!("{other}/{name}")],
                };
                let found = names(&new).iter().any(|n| wanted.iter().any(|w| w == n));
                assert!(found, "{} {wanted:?} in {new:?}", gene.symbol);
                if !gene.needs_copy_number {
                    assert_eq!((new.status, new.diplotypes.len()), (CallStatus::Called, 1), "{new:?}");
                }
            }
        }
    }
}

#[test]
fn every_source_gives_advice() {
    let Some(base) = shipped() else { return };
    let tables = base.pgx().expect("the part");
    let sources: Vec<&str> = tables.guidance.iter().map(|g| g.source.as_str()).collect();
    assert_eq!(&sources[..2], ["CPIC", "DPWG"]);
    let sample = Sample::reference(tables, "DPYD").with("DPYD", "rs3918290", &["C", "T"], false).call();
    for source in ["CPIC", "DPWG"] {
        let advice = |drug: &str| {
            sample.recommendations.iter().find(|r| r.drug == drug && r.source == source).expect("a row")
        };
        for drug in ["capecitabine", "fluorouracil"] {
            assert_eq!(advice(drug).dose_factor, Some(0.5), "{source} {drug}");
            assert!(advice(drug).citations.iter().all(|c| c.starts_with("PMID:")), "{source} {drug}");
        }
    }
}

#[test]
fn the_shipped_tables_are_those_of_the_facts() {
    let (Some(base), Some(shared)) = (shipped(), support::shared()) else { return };
    let built = support::tables(&shared);
    let shipped = base.pgx().expect("the part");
    assert!(shipped.interactions.len() > 50, "inhibitors and inducers are in the pack");
    let facts = PgxTables { interactions: Vec::new(), ..shipped.clone() };
    assert!(facts == built, "the pack is older than the builder: build it anew");
}

/// Guidelines for which no source at hand states a publication. A guideline that falls out of its date, or gets one,
/// changes this list.
#[test]
fn each_guideline_has_its_date_or_is_known_to_have_none() {
    let Some(base) = shipped() else { return };
    let tables = base.pgx().expect("the part");
    let mut without: Vec<String> = Vec::new();
    for guidance in &tables.guidance {
        for (number, guideline) in
            guidance.guidelines.iter().enumerate().filter(|(_, g)| g.published.is_none())
        {
            let rows = guidance.texts.iter().flat_map(|t| &t.rows);
            let own = rows.filter(|r| usize::from(r.guideline) == number);
            let mut drugs: Vec<&str> = own.flat_map(|r| &r.drugs).map(|d| guidance.word(*d)).collect();
            drugs.sort_unstable();
            drugs.dedup();
            assert!(guideline.citations.is_empty(), "{}: a citation without a year", guideline.id);
            without.push(format!("{} {}", guidance.source, drugs.join(", ")));
        }
    }
    without.sort();
    let known = [
        "CPIC nitrofurantoin",
        "DPWG azathioprine",
        "DPWG clomipramine",
        "DPWG efavirenz",
        "DPWG eliglustat",
        "DPWG flucloxacillin",
        "DPWG flucytosine",
        "DPWG mercaptopurine",
        "DPWG siponimod",
        "DPWG thioguanine",
        "DPWG warfarin",
        "DPWG warfarin",
    ];
    assert_eq!(without, known);
}

/// Two guidelines of DPWG, one a gene, that say in the same words that nothing is to be done are one row.
#[test]
fn no_source_says_the_same_of_a_drug_twice() {
    let Some(base) = shipped() else { return };
    let tables = base.pgx().expect("the part");
    let genes = ["CYP2C19", "CYP2C9", "TPMT", "NUDT15", "SLCO1B1", "DPYD", "UGT1A1", "CYP2B6"];
    let mut sample = Sample::empty(tables);
    for gene in genes {
        sample.records.extend(Sample::reference(tables, gene).records);
    }
    let (calls, _) = outside_calls(tables, "CYP2D6\t*1/*1\nHLA-B\t*07:02/*08:01\nHLA-A\t*01:01/*02:01");
    let merged = merge_outside(tables, sample.call(), calls, false);
    let mut seen: BTreeSet<(&str, &str, &str, Option<&str>)> = BTreeSet::new();
    for r in &merged.recommendations {
        let key = (r.drug.as_str(), r.source.as_str(), r.text.as_str(), r.population.as_deref());
        assert!(r.condition.is_some() || seen.insert(key), "{key:?}");
    }
    let both = merged.recommendations.iter().find(|r| r.drug == "imipramine" && r.source == "DPWG");
    let because = &both.expect("a row").because;
    assert_eq!(because.iter().map(|b| b.gene.as_str()).collect::<Vec<_>>(), ["CYP2C19", "CYP2D6"]);
}
