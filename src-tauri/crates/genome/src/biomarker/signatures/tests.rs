//! The refit on invented matrices: what was mixed must come out again.

use super::*;
use crate::{Assembly, Contig, Position};

/// Three invented signatures with different peaks.
fn table() -> String {
    let shape = |at: usize, peak: usize| 1.0 + if at / 16 == peak { 30.0 + (at % 7) as f64 } else { 0.0 };
    let sums: Vec<f64> = [0, 2, 4].map(|peak| (0..CHANNELS).map(|c| shape(c, peak)).sum()).into();
    let mut text = "Type\tOURS1\tOURS2\tOURS3\n".to_owned();
    for at in 0..CHANNELS {
        let cells: Vec<String> =
            [0, 2, 4].iter().zip(&sums).map(|(p, s)| format!("{:.9}", shape(at, *p) / s)).collect();
        text += &format!("{}\t{}\n", channel_name(at), cells.join("\t"));
    }
    text
}

fn matrix() -> SignatureMatrix {
    SignatureMatrix::read(&table(), "ours.tsv").expect("read")
}

/// Context and alternate of a channel on the strand of the pyrimidine.
fn of_channel(at: usize) -> ([u8; 3], u8) {
    let name = channel_name(at).into_bytes();
    ([name[0], name[2], name[6]], name[4])
}

/// A report with these counts a channel; the position tells the channel, for the context.
fn report(counts: &[u32; CHANNELS], origin: Origin) -> GenomeReport {
    let mut variants = Vec::new();
    for (at, n) in counts.iter().enumerate() {
        let (context, alternate) = of_channel(at);
        for _ in 0..*n {
            let text = |b: u8| char::from(b).to_string();
            let variant = Variant {
                assembly: Assembly::GRCh38,
                contig: Contig::new("1"),
                position: Position::new(u32::try_from(at + 1).unwrap()).unwrap(),
                reference: text(context[1]),
                alternate: text(alternate),
            };
            variants.push(CalledVariant::new(variant, origin, 1));
        }
    }
    GenomeReport { variants, ..GenomeReport::default() }
}

fn context(v: &Variant) -> Option<[u8; 3]> {
    Some(of_channel(v.position.get() as usize - 1).0)
}

fn mixed(total: f64, shares: [f64; 3]) -> [u32; CHANNELS] {
    let matrix = matrix();
    let mut out = [0; CHANNELS];
    for (at, slot) in out.iter_mut().enumerate() {
        let share: f64 = matrix.signatures.iter().zip(shares).map(|(s, x)| s[at] * x).sum();
        *slot = (share * total).round() as u32;
    }
    out
}

#[test]
fn every_channel_has_one_name_on_either_strand() {
    for at in 0..CHANNELS {
        let ([five, from, three], to) = of_channel(at);
        assert_eq!(channel([five, from, three], to), Some(at));
        let turn = |b: u8| match b {
            b'A' => b'T',
            b'C' => b'G',
            b'G' => b'C',
            _ => b'A',
        };
        assert_eq!(channel([turn(three), turn(from), turn(five)], turn(to)), Some(at), "the other strand");
    }
    assert_eq!(channel_name(channel(*b"ACG", b'T').unwrap()), "A[C>T]G");
    assert_eq!((channel(*b"ACG", b'C'), channel(*b"NCG", b'T')), (None, None));
}

#[test]
fn what_was_mixed_comes_out_again() {
    let counts = mixed(2000.0, [0.7, 0.3, 0.0]);
    let answer = signatures(&report(&counts, Origin::Somatic), &matrix(), context);
    let names: Vec<&str> = answer.exposures.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["OURS1", "OURS2"], "the one that is not there is left out");
    assert!((answer.exposures[0].share - 0.7).abs() < 0.02, "{:?}", answer.exposures);
    assert!(answer.similarity.unwrap() > 0.99);
    for e in &answer.exposures {
        let (low, high) = (e.low.unwrap(), e.high.unwrap());
        assert!(low < e.share && e.share < high && high - low < 0.12, "{e:?}");
    }
    assert!(answer.remark.starts_with(RESEARCH_GRADE));
    assert_eq!(answer, signatures(&report(&counts, Origin::Somatic), &matrix(), context), "the same twice");
    // Fewer mutations: the interval is wider.
    let few = signatures(&report(&mixed(100.0, [0.7, 0.3, 0.0]), Origin::Somatic), &matrix(), context);
    let width = |a: &SignatureAnswer| a.exposures[0].high.unwrap() - a.exposures[0].low.unwrap();
    assert!(width(&few) > 2.0 * width(&answer));
}

#[test]
fn a_tumour_that_the_matrix_does_not_explain_is_said_to() {
    let mut counts = [0; CHANNELS];
    counts[50] = 400;
    let answer = signatures(&report(&counts, Origin::Somatic), &matrix(), context);
    assert!(answer.similarity.unwrap() < 0.85 && answer.remark.contains("the fit is poor"), "{answer:?}");
}

#[test]
fn too_few_undeclared_or_without_context_is_not_assessable() {
    let counts = mixed(40.0, [1.0, 0.0, 0.0]);
    let total: u32 = counts.iter().sum();
    let few = signatures(&report(&counts, Origin::Somatic), &matrix(), context);
    assert!(few.exposures.is_empty());
    assert_eq!(few.remark, format!("not assessable: {total} somatic substitutions, at least 50 are needed"));
    let many = report(&mixed(500.0, [1.0, 0.0, 0.0]), Origin::Unknown);
    let undeclared = signatures(&many, &matrix(), context);
    assert!(undeclared.remark.contains("not declared somatic"), "{}", undeclared.remark);
    let somatic = report(&mixed(500.0, [1.0, 0.0, 0.0]), Origin::Somatic);
    let blind = signatures(&somatic, &matrix(), |_| None);
    assert!(blind.exposures.is_empty() && blind.remark.contains("a site can import a reference genome"));
    assert!(blind.without_context > 400);
    let none = without_matrix(&somatic);
    assert!(none.remark.contains("no signature matrix is imported"));
    // A reference that is not the base there is not counted.
    let other = signatures(&somatic, &matrix(), |_| Some(*b"AAA"));
    assert!(other.exposures.is_empty());
}

#[test]
fn tables_that_are_no_matrix_are_refused_with_their_place() {
    let table = table();
    let read = |text: &str| SignatureMatrix::read(text, "x").unwrap_err().to_string();
    assert!(read("").contains("line 1"));
    assert!(read(&table.replacen("Type", "Gene", 1)).contains("`Gene`"));
    let (head, rest) = table.split_once('\n').unwrap();
    let (first, others) = rest.split_once('\n').unwrap();
    assert!(read(&format!("{head}\n{others}")).contains("A[C>A]A is missing"));
    assert!(
        read(&format!("{head}\n{first}\n{first}\n{others}"))
            .contains("line 3: the channel A[C>A]A stands twice")
    );
    assert!(read(&table.replacen("A[C>A]A\t", "A[C>A]A\t-", 1)).contains("no share from 0 to 1"));
    assert!(read(&table.replacen("A[C>A]A", "ACA>A", 1)).contains("no channel"));
    let heavy = table.replacen("A[C>A]A\t0.0", "A[C>A]A\t0.9", 1);
    assert!(read(&heavy).contains("OURS1"), "{}", read(&heavy));
    assert_eq!(SignatureMatrix::read(&table.replace('\t', ","), "x").unwrap().names.len(), 3);
}

#[test]
fn least_squares_without_negative_parts() {
    // The unconstrained answer has a negative part: (1, 0) against columns (1, 1) and (0, 1) is (1, -1).
    let mut a = [0.0; CHANNELS];
    let mut b = [0.0; CHANNELS];
    let mut target = [0.0; CHANNELS];
    (a[0], a[1], b[1], target[0]) = (1.0, 1.0, 1.0, 1.0);
    let x = fit::nnls(&[&a, &b], &target);
    assert!((x[0] - 0.5).abs() < 1e-9 && x[1] == 0.0, "{x:?}");
    // Two equal columns do not hang it.
    let x = fit::nnls(&[&a, &a], &a);
    assert!((x[0] + x[1] - 1.0).abs() < 1e-9);
}
