//! Time to name and to classify variants with the shipped pack, on either assembly: `cargo bench -p attune-app`.

#![allow(missing_docs, clippy::expect_used)] // criterion's macro has no documentation

use std::hint::black_box;

use attune_app::Library;
use attune_genome::classify::classify;
use attune_genome::{
    Assembly, CalledVariant, Contig, GenomeReport, Origin, Position, TranscriptPack, Variant,
};
use criterion::{Criterion, criterion_group, criterion_main};

/// Calls in the exons of the pack, with the true bases: as many as an exome of some tumours has in them.
const CALLS: usize = 1_000;

fn report(pack: &TranscriptPack, assembly: Assembly) -> GenomeReport {
    let known = pack.known_bases(assembly);
    let places = known.iter().flat_map(|(contig, from, bases)| {
        (*from..).zip(bases.iter()).map(move |(position, base)| (contig, position, *base))
    });
    let places: Vec<_> = places.filter(|(.., base)| b"ACGT".contains(base)).collect();
    let variants = places.iter().step_by((places.len() / CALLS).max(1)).map(|(contig, position, base)| {
        let variant = Variant {
            assembly,
            contig: Contig::new(contig),
            position: Position::new(*position).expect("not zero"),
            reference: char::from(*base).to_string(),
            alternate: if *base == b'T' { "C".into() } else { "T".into() },
        };
        CalledVariant { vaf: Some(0.3), depth: Some(200), ..CalledVariant::new(variant, Origin::Somatic, 1) }
    });
    GenomeReport {
        assembly: Some(assembly),
        origin: Origin::Somatic,
        variants: variants.collect(),
        ..GenomeReport::default()
    }
}

fn genome(c: &mut Criterion) {
    let library = Library::shipped().expect("the shipped packs");
    let pack = library.transcripts().expect("transcripts");
    let tables = library.knowledge().classification().expect("tables");
    let mut group = c.benchmark_group("genome");
    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        let calls = report(pack, assembly);
        group.bench_function(format!("name {} calls, {assembly}", calls.variants.len()), |b| {
            b.iter_batched_ref(
                || calls.clone(),
                |r| black_box(pack.annotate(r)),
                criterion::BatchSize::LargeInput,
            );
        });
        let mut named = calls.clone();
        let _ = pack.annotate(&mut named);
        group.bench_function(format!("classify {} calls, {assembly}", named.variants.len()), |b| {
            b.iter_batched_ref(|| named.clone(), |r| classify(r, tables), criterion::BatchSize::LargeInput);
        });
    }
    group.finish();
}

criterion_group!(benches, genome);
criterion_main!(benches);
