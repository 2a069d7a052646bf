//! The same tumour on both assemblies gives the same list: generated patients through the whole way from file to
//! ranked options.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use attune_app::headless::{Assembly, OptionsArguments, Preferences, options};
use attune_app::intake::Request;
use attune_app::{Library, document::OptionsDocument};
use attune_genome::{ConsequencePredictor, Contig, NotPredicted, Position, Variant};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::shipped().unwrap())
}

/// Codons at which a change is often actionable, so that lists are not empty.
const HOT: &[(&str, u32)] = &[
    ("BRAF", 600),
    ("BRAF", 469),
    ("KRAS", 12),
    ("KRAS", 13),
    ("KRAS", 61),
    ("NRAS", 61),
    ("NRAS", 12),
    ("EGFR", 858),
    ("EGFR", 790),
    ("EGFR", 719),
    ("EGFR", 797),
    ("PIK3CA", 1047),
    ("PIK3CA", 545),
    ("PIK3CA", 542),
    ("ERBB2", 755),
    ("ERBB2", 310),
    ("KIT", 816),
    ("KIT", 557),
    ("PDGFRA", 842),
    ("IDH1", 132),
    ("IDH2", 172),
    ("FGFR3", 249),
    ("AKT1", 17),
    ("ESR1", 537),
    ("ESR1", 538),
    ("MET", 1010),
    ("ALK", 1174),
    ("RET", 918),
    ("ABL1", 315),
    ("FLT3", 835),
    ("JAK2", 617),
    ("TP53", 273),
    ("TP53", 175),
];
/// Genes of which any coding base is changed.
const GENES: &[&str] = &[
    "BRAF", "KRAS", "NRAS", "EGFR", "PIK3CA", "ERBB2", "KIT", "PDGFRA", "IDH1", "FGFR2", "FGFR3", "MET",
    "ALK", "RET", "TP53", "PTEN", "BRCA1", "BRCA2", "ATM", "PALB2", "CDK12", "MLH1", "MSH2", "MSH6", "STK11",
    "KEAP1", "RB1", "CDKN2A", "NF1", "VHL", "APC", "SMAD4", "B2M", "JAK1", "TSC1", "TSC2", "NTRK1",
];
const TUMOURS: &[&str] =
    &["COAD", "LUAD", "MEL", "BRCA", "PAAD", "HGSOC", "GIST", "AML", "CHOL", "PRAD", "BLCA"];

#[derive(Debug, Clone)]
struct Drawn {
    hot: Option<(&'static str, u32)>,
    gene: &'static str,
    place: Index,
    other: usize,
    /// Bases that are taken away; 0 for a substitution.
    deleted: u32,
    vaf: f64,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let hot = prop_oneof![select(HOT).prop_map(Some), Just(None)];
    let deleted = prop_oneof![4 => Just(0_u32), 1 => 1..7_u32];
    (hot, select(GENES), any::<Index>(), 0..3_usize, deleted, 0.06..0.95_f64)
        .prop_map(|(hot, gene, place, other, deleted, vaf)| Drawn { hot, gene, place, other, deleted, vaf })
}

/// The base of the assembly, found by asking with a wrong one.
fn base(contig: &str, position: u32) -> Option<char> {
    let ask = |reference: &str, alternate: &str| {
        library().transcripts().unwrap().predict(&Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new(contig),
            position: Position::new(position).unwrap(),
            reference: reference.into(),
            alternate: alternate.into(),
        })
    };
    match ask("A", "C") {
        Err(NotPredicted::ReferenceMismatch { expected, .. }) => Some(expected),
        Ok(_) => Some('A'),
        Err(_) => None,
    }
}

/// A variant on GRCh38 at a place that the pack covers.
fn on_grch38(drawn: &Drawn) -> Option<Variant> {
    let pack = library().transcripts().unwrap();
    let stretches = match drawn.hot {
        Some((gene, codon)) => pack.codon_stretches(gene, codon, Assembly::GRCh38),
        None => pack.coding_stretches(drawn.gene, Assembly::GRCh38),
    };
    let all: usize = stretches.iter().map(|(_, from, to)| (to - from + 1) as usize).sum();
    let mut at = drawn.place.index(all.max(1));
    let (contig, position) = stretches.iter().find_map(|(contig, from, to)| {
        let length = (to - from + 1) as usize;
        if at < length {
            Some((contig.clone(), from + u32::try_from(at).unwrap()))
        } else {
            at -= length;
            None
        }
    })?;
    let reference: String =
        (position..=position + drawn.deleted).map(|p| base(&contig, p)).collect::<Option<_>>()?;
    let first = reference.chars().next()?;
    let alternate = if drawn.deleted > 0 {
        first.to_string()
    } else {
        "ACGT".chars().filter(|b| *b != first).nth(drawn.other)?.to_string()
    };
    Some(Variant {
        assembly: Assembly::GRCh38,
        contig: Contig::new(&contig),
        position: Position::new(position)?,
        reference,
        alternate,
    })
}

fn vcf(folder: &Path, assembly: Assembly, variants: &[(Variant, f64)]) -> PathBuf {
    let mut text = format!("##fileformat=VCFv4.2\n##reference={assembly}\n##attune_origin=somatic\n");
    text += "##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description=\"Somatic\">\n";
    text += "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n";
    text += "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Depths\">\n";
    text += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOUR\n";
    let mut rows: Vec<&(Variant, f64)> = variants.iter().collect();
    rows.sort_by_key(|(v, _)| (v.contig.to_string(), v.position.get()));
    for (v, vaf) in rows {
        let alternate = (vaf * 400.0).round();
        writeln!(
            text,
            "{}\t{}\t.\t{}\t{}\t.\tPASS\tSOMATIC\tGT:AD\t0/1:{},{alternate}",
            v.contig,
            v.position.get(),
            v.reference,
            v.alternate,
            400.0 - alternate
        )
        .unwrap();
    }
    let path = folder.join(format!("{assembly}.vcf"));
    std::fs::write(&path, text).unwrap();
    path
}

fn ask(file: PathBuf, tumour: &str) -> OptionsDocument {
    let arguments = OptionsArguments {
        request: Request { genomes: vec![file], ..Request::default() },
        alterations: Vec::new(),
        tumour_type: Some(tumour.to_owned()),
        region: None,
        preferences: Preferences::default(),
        trials: Vec::new(),
        permits: Vec::new(),
        as_of: date(2026, 11, 20),
    };
    options(library(), &arguments).unwrap().0
}

/// Everything of an answer but the words on the file itself.
fn answer(document: &OptionsDocument) -> serde_json::Value {
    serde_json::json!({
        "alterations": document.alterations.iter().map(|a| (&a.text, &a.detail)).collect::<Vec<_>>(),
        "options": document.options,
        "resistance": document.resistance,
        "not_ranked": document.not_ranked,
        "findings": document.evidence_findings,
        "test_next": document.test_next,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_tumour_on_both_assemblies_gives_the_same_list(
        drawn in prop::collection::vec(drawn(), 1..6),
        tumour in select(TUMOURS),
    ) {
        let pack = library().transcripts().unwrap();
        let mut new: Vec<(Variant, f64)> = Vec::new();
        let mut old: Vec<(Variant, f64)> = Vec::new();
        for one in &drawn {
            // A place that only one assembly has is not the same tumour.
            let both = on_grch38(one).and_then(|v| Some((pack.lift(&v, Assembly::GRCh37)?, v)));
            if let Some((there, here)) = both
                && !new.iter().any(|(v, _)| *v == here)
            {
                new.push((here, one.vaf));
                old.push((there, one.vaf));
            }
        }
        prop_assume!(!new.is_empty());
        let folder = tempfile::tempdir().unwrap();
        let here = ask(vcf(folder.path(), Assembly::GRCh38, &new), tumour);
        let there = ask(vcf(folder.path(), Assembly::GRCh37, &old), tumour);
        prop_assert_eq!(answer(&here), answer(&there), "{:?} {:?}", new, old);
        let mut ranks: Vec<u32> = here.options.iter().map(|o| o.rank).collect();
        ranks.dedup();
        prop_assert_eq!(&ranks, &(1..=u32::try_from(ranks.len()).unwrap()).collect::<Vec<_>>(), "no gaps");
    }
}

/// A known change, written by hand on both assemblies: the generator does not only compare the pack with itself.
#[test]
fn known_places_of_both_assemblies_meet() {
    let known = [
        ("7", 140_753_336, 140_453_136, "A", "T", "MEL"),
        ("12", 25_245_350, 25_398_284, "C", "T", "COAD"),
        ("7", 55_191_822, 55_259_515, "T", "G", "LUAD"),
        ("3", 179_234_297, 178_952_085, "A", "G", "BRCA"),
    ];
    for (contig, new, old, reference, alternate, tumour) in known {
        let variant = |assembly, position| Variant {
            assembly,
            contig: Contig::new(contig),
            position: Position::new(position).unwrap(),
            reference: reference.into(),
            alternate: alternate.into(),
        };
        let folder = tempfile::tempdir().unwrap();
        let here =
            ask(vcf(folder.path(), Assembly::GRCh38, &[(variant(Assembly::GRCh38, new), 0.3)]), tumour);
        let there =
            ask(vcf(folder.path(), Assembly::GRCh37, &[(variant(Assembly::GRCh37, old), 0.3)]), tumour);
        assert!(!here.options.is_empty() && here.alterations.iter().any(|a| a.recognised), "{tumour}");
        assert_eq!(answer(&here), answer(&there), "{tumour}");
    }
}
