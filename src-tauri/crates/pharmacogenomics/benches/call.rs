//! Time of calling and of looking advice up: `cargo bench -p attune-pharmacogenomics`.

#![allow(missing_docs, clippy::expect_used, clippy::panic)] // criterion's macro has no documentation; shared with the tests

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Duration;

use attune_pharmacogenomics::recommend;
use criterion::{Criterion, criterion_group, criterion_main};
use support::sample::Sample;

fn calling(c: &mut Criterion) {
    let tables = support::fixture();
    let reference = Sample::reference(&tables, "CYP2C19");
    c.bench_function("call: one gene, homozygous reference", |b| b.iter(|| black_box(&reference).call()));
    let unphased = Sample::reference(&tables, "TPMT").with("TPMT", "rs1800460", &["C", "T"], false).with(
        "TPMT",
        "rs1142345",
        &["T", "C"],
        false,
    );
    c.bench_function("call: one gene, two unphased variants", |b| b.iter(|| black_box(&unphased).call()));
    let gap = Sample::reference(&tables, "DPYD").without("DPYD", "rs3918290");
    c.bench_function("call: one gene with a missing key position", |b| b.iter(|| black_box(&gap).call()));
    let genes = unphased.call().genes;
    c.bench_function("recommend: ambiguous TPMT", |b| b.iter(|| recommend(&tables, black_box(&genes))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(300));
    targets = calling
}
criterion_main!(benches);
