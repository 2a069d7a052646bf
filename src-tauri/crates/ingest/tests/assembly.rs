//! The assembly from reference bases where the header names none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_genome::Assembly;
use attune_ingest::{GenomeOptions, Refusal, read_genome};

/// Hotspots with their plus-strand reference base: chromosome, place on GRCh37, on GRCh38, base (CIViC, dbSNP).
const PLACES: [(&str, u32, u32, &str); 10] = [
    ("7", 140_453_136, 140_753_336, "A"),
    ("12", 25_398_284, 25_245_350, "C"),
    ("12", 25_398_281, 25_245_347, "C"),
    ("17", 7_578_406, 7_675_088, "C"),
    ("17", 7_577_538, 7_674_220, "C"),
    ("7", 55_259_515, 55_191_822, "T"),
    ("3", 178_952_085, 179_234_297, "A"),
    ("3", 178_936_091, 179_218_303, "G"),
    ("1", 115_256_529, 114_713_908, "T"),
    ("2", 209_113_112, 208_248_388, "C"),
];

fn read(rows: impl Iterator<Item = (&'static str, u32, &'static str)>) -> Result<Option<Assembly>, Refusal> {
    let mut text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n".to_owned();
    for (contig, position, base) in rows {
        let other = if base == "G" { "A" } else { "G" };
        text.push_str(&format!("{contig}\t{position}\t.\t{base}\t{other}\t.\tPASS\t.\n"));
    }
    read_genome("x.vcf", text.as_bytes(), &GenomeOptions::default()).map(|i| i.assembly)
}

fn on37() -> impl Iterator<Item = (&'static str, u32, &'static str)> {
    PLACES.iter().map(|(c, a, _, b)| (*c, *a, *b))
}

fn on38() -> impl Iterator<Item = (&'static str, u32, &'static str)> {
    PLACES.iter().map(|(c, _, a, b)| (*c, *a, *b))
}

#[test]
fn one_chance_agreement_with_the_other_build_does_not_hide_the_build() {
    assert_eq!(read(on37()).unwrap(), Some(Assembly::GRCh37));
    assert_eq!(read(on38()).unwrap(), Some(Assembly::GRCh38));
    let chance = |n| on38().chain(on37().take(n));
    assert_eq!(read(chance(1)).unwrap(), Some(Assembly::GRCh38));
    assert!(read(on38().take(2)).unwrap_err().message.contains("2 of 2 with GRCh38"));
}

#[test]
fn both_builds_in_one_file_refuse_it_with_both_counts() {
    let refusal = read(on37().chain(on38())).unwrap_err();
    assert_eq!(refusal.code, "ingest.assembly_contradiction");
    assert!(refusal.message.contains("10 records have the reference bases of GRCh37"), "{refusal}");
    assert!(refusal.message.contains("10 those of GRCh38"), "{refusal}");
}

#[test]
fn an_accession_in_the_records_proves_the_build() {
    let of = |name: &'static str| read([(name, 140_000_000, "A")].into_iter());
    assert_eq!(of("NC_000007.14").unwrap(), Some(Assembly::GRCh38));
    assert_eq!(of("NC_000007.13").unwrap(), Some(Assembly::GRCh37));
    let both =
        read([("NC_000007.14", 140_000_000, "A"), ("NC_000012.11", 100_000, "A")].into_iter()).unwrap_err();
    assert_eq!(both.code, "ingest.assembly_contradiction");
}
