//! An array export through reader and caller.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_clinical::Sex;
use attune_genome::Origin;
use attune_ingest::{FileKind, GenomeOptions, read_genome};
use attune_pharmacogenomics::{CallInput, CallStatus, Stated, call};

#[test]
fn bases_of_an_array_are_called_and_marked() {
    let tables = support::fixture();
    let gene = tables.gene("CYP2C19").expect("the gene");
    let mut text =
        "# 23andMe\n# reference human assembly build 37\n# rsid\tchromosome\tposition\tgenotype\n".to_owned();
    for position in &gene.positions {
        let at = i64::from(position.at) - gene.offset;
        // Every base is that of *1 but for the two of *2, which are heterozygous.
        let own = position.reference_37.map_or(0, usize::from);
        let own = position.bases[own].as_str();
        let bases = match position.rsid.as_deref() {
            Some("rs4244285") => "GA".to_owned(),
            Some("rs12769205") => "AG".to_owned(),
            _ => own.repeat(2),
        };
        text += &format!("{}\t10\t{at}\t{bases}\n", position.rsid.clone().unwrap_or_default());
    }
    let import = read_genome("genome.txt", text.as_bytes(), &GenomeOptions::default()).expect("an import");
    assert_eq!(import.kind, FileKind::Array);
    let sample = call(
        &tables,
        &CallInput {
            records: &import.records,
            sample_index: 0,
            sample: "genome",
            assembly: import.assembly.expect("build 37"),
            sex: Sex::Unknown,
            origin: Origin::Germline,
            stated: Stated::Nothing,
            array: true,
            rcrs: false,
        },
    );
    let gene = sample.genes.iter().find(|g| g.gene == "CYP2C19").expect("the gene");
    assert_eq!(gene.status, CallStatus::Called, "{:?}", gene.findings);
    assert_eq!(gene.diplotypes[0].name, "*1/*2");
    assert!(gene.findings.iter().any(|f| f.code == "array_export"));
    let untested = sample.genes.iter().find(|g| g.gene == "TPMT").expect("the gene");
    assert_eq!(untested.status, CallStatus::NotCalled);
}
