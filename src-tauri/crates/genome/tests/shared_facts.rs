//! Checks against the shared facts folder, which the environment variable `ATTUNE_SHARED` names. Ignored by
//! default: `ATTUNE_SHARED=<folder> cargo test -p attune-genome --test shared_facts -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use attune_genome::transcript_build::{BuildInput, Liftover, build};
use attune_genome::{
    Alteration, Assembly, CalledVariant, ConsequencePredictor, Contig, GenomeReport, MatchGrade, Origin,
    Position, TranscriptPack, Variant,
};

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ATTUNE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: ATTUNE_SHARED does not name the shared facts folder");
    }
    folder
}

fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    let raw = std::fs::read(folder.join(name)).unwrap_or_default();
    assert!(!raw.is_empty(), "{name} is missing or empty");
    if !name.ends_with(".gz") {
        return raw;
    }
    let mut out = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut out);
    assert!(read.is_ok(), "{name} is not gzip");
    out
}

fn built(shared: &Path) -> Vec<u8> {
    let facts = shared.join("facts/oncology");
    let read = |name: &str| bytes(&facts, name);
    let (pack, fasta, kras) = (
        read("transcripts/lrg_cancer_gene_pack.json"),
        read("transcripts/lrg_cancer_gene_genomic.fa.gz"),
        read("transcripts/KRAS_ENST00000311936.json"),
    );
    let (mane, msk) = (
        read("transcripts/isoform_overrides_mane_grch38.tsv"),
        read("transcripts/isoform_overrides_mskcc_grch38.tsv"),
    );
    let (exons, civic) = (
        read("transcripts/ensembl75_grch37_exons_civic_genes.tsv"),
        read("civic/civic_2021-02_VariantSummaries.tsv"),
    );
    let (cgi, chain) =
        (read("cgi/cgi_biomarkers_per_variant_2017.tsv"), read("liftover/GRCh37_to_GRCh38.chain"));
    let input = BuildInput {
        lrg_pack: &pack,
        lrg_genomic: &fasta,
        coding_only: &[&kras],
        mane: &mane,
        msk_isoforms: &msk,
        ensembl_exons: &exons,
        civic_variants: &civic,
        cancer_biomarkers: &cgi,
        chain_37_to_38: &chain,
        sources: &["LRG 2015"],
    };
    let made = build(input);
    assert!(made.is_ok(), "{:?}", made.err());
    let again = build(input).unwrap_or_default();
    let made = made.unwrap_or_default();
    assert!(made == again, "the build is not deterministic");
    made
}

fn snv(assembly: Assembly, contig: &str, position: u32, reference: &str, alternate: &str) -> Variant {
    Variant {
        assembly,
        contig: Contig::new(contig),
        position: Position::new(position).unwrap_or_else(|| unreachable!("positions of the files are not 0")),
        reference: reference.into(),
        alternate: alternate.into(),
    }
}

/// Rows of a table with a header, as maps.
fn rows(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(|l| header.iter().copied().zip(l.split('\t')).collect()).collect()
}

#[test]
#[ignore = "needs the shared facts folder"]
fn civic_names_from_coordinates() {
    let Some(shared) = shared() else { return };
    let part = built(&shared);
    println!("transcript part: {} bytes", part.len());
    if let Some(out) = std::env::var_os("ATTUNE_PART_OUT") {
        std::fs::write(out, &part).expect("written");
    }
    let start = std::time::Instant::now();
    let pack = TranscriptPack::from_bytes(&part).expect("pack");
    println!("opened in {:?}, {} genes", start.elapsed(), pack.genes().count());
    let genes: Vec<String> = pack.genes().map(|(g, _)| g.to_owned()).collect();
    let facts = shared.join("facts/oncology");
    let lift = Liftover::read(&bytes(&facts, "liftover/GRCh37_to_GRCh38.chain")).expect("chain");
    let table = bytes(&facts, "civic/civic_2021-02_VariantSummaries.tsv");
    let table = String::from_utf8_lossy(&table);
    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        let (mut checked, mut agree, mut alias, mut refused, mut wrong_gene, mut unlifted) =
            (0, 0, 0, 0, 0, 0);
        for row in rows(&table) {
            let get = |k: &str| row.get(k).copied().unwrap_or_default();
            let (gene, name) = (get("gene"), get("variant"));
            let single = get("reference_bases").len() == 1 && get("variant_bases").len() == 1;
            if !single || get("reference_build") != "GRCh37" || !genes.iter().any(|g| g == gene) {
                continue;
            }
            let Ok(position) = get("start").parse::<u32>() else { continue };
            // Only names of a protein change; a coding name or an rs number is not one.
            let head = name.split_whitespace().next().unwrap_or_default();
            let Some(want) = Alteration::parse(&format!("{gene} {head}")) else { continue };
            let kind = format!("{:?}", want.kind);
            if !kind.starts_with("Substitution") {
                continue;
            }
            let (contig, position) = match assembly {
                Assembly::GRCh37 => (get("chromosome").to_owned(), position),
                Assembly::GRCh38 => match lift.lift(get("chromosome"), position) {
                    Some(lifted) => lifted,
                    None => {
                        unlifted += 1;
                        continue;
                    }
                },
            };
            checked += 1;
            let variant = snv(assembly, &contig, position, get("reference_bases"), get("variant_bases"));
            match pack.predict(&variant) {
                Err(reason) => {
                    refused += 1;
                    println!("{assembly} {gene} {name} {contig}:{position}: {reason}");
                }
                Ok(p) if p.gene != gene => {
                    wrong_gene += 1;
                    println!("{assembly} {gene} {name}: gene {}", p.gene);
                }
                Ok(p) => {
                    let named = p.hgvs_p.clone().unwrap_or_default();
                    let got = Alteration::parse(&format!("{gene} {named}"));
                    if got.as_ref().is_some_and(|g| g.kind == want.kind) {
                        agree += 1;
                    } else if got.as_ref().is_some_and(|g| want.met_by(g) == Some(MatchGrade::Exact)) {
                        alias += 1;
                        println!("{assembly} {gene} {name}: {named} (other numbering)");
                    } else {
                        println!(
                            "{assembly} {gene} {name} {}: {named} {:?} {:?}",
                            get("representative_transcript"),
                            p.hgvs_c,
                            p.consequence
                        );
                    }
                }
            }
        }
        println!(
            "{assembly}: {agree}/{checked} the same name, {alias} the same residue in another numbering, {refused} refused, {wrong_gene} wrong gene, {unlifted} not lifted"
        );
        assert_eq!(wrong_gene, 0);
        assert!(f64::from(agree + alias) >= 0.95 * f64::from(checked));
    }
}

/// Calls of a VCF: contig, position, REF, ALT.
fn calls(folder: &Path, name: &str, assembly: Assembly) -> GenomeReport {
    let text = bytes(folder, name);
    let text = String::from_utf8_lossy(&text);
    let mut report = GenomeReport { assembly: Some(assembly), ..GenomeReport::default() };
    for (line, row) in (1u64..).zip(text.lines()) {
        let cells: Vec<&str> = row.split('\t').collect();
        if row.starts_with('#') || cells.len() < 5 {
            continue;
        }
        let Ok(position) = cells[1].parse::<u32>() else { continue };
        for alternate in cells[4].split(',') {
            report.variants.push(CalledVariant {
                variant: snv(assembly, cells[0], position, cells[3], alternate),
                origin: Origin::Unknown,
                zygosity: None,
                gene: None,
                transcript: None,
                hgvs_c: None,
                hgvs_p: None,
                consequence: None,
                annotated_by: None,
                vaf: None,
                depth: None,
                filter: None,
                ids: vec![],
                oncogenicity: None,
                classification: None,
                line,
            });
        }
    }
    report
}

#[test]
#[ignore = "needs the shared facts folder"]
fn the_same_tumour_on_both_assemblies() {
    let Some(shared) = shared() else { return };
    let pack = TranscriptPack::from_bytes(&built(&shared)).expect("pack");
    let folder = shared.join("data/oncology/examples/pcgr");
    let mut names = Vec::new();
    for (assembly, file) in
        [(Assembly::GRCh37, "T001-COAD.grch37.vcf.gz"), (Assembly::GRCh38, "T001-COAD.grch38.vcf.gz")]
    {
        let mut report = calls(&folder, file, assembly);
        let start = std::time::Instant::now();
        let summary = pack.annotate(&mut report);
        println!("{assembly}: {} variants in {:?}, {summary:?}", report.variants.len(), start.elapsed());
        assert!(!summary.doubts_assembly());
        let first = report.clone();
        pack.annotate(&mut report);
        assert_eq!(first, report, "a second annotation changes the report");
        for reason in &report.not_interpreted {
            println!("  {} {}", reason.count, reason.reason);
        }
        let mut list: Vec<String> = report.observed().into_iter().map(|o| o.alteration.text).collect();
        list.sort();
        names.push(list);

        // The same file read as the other assembly must not be believed.
        let other = if assembly == Assembly::GRCh37 { Assembly::GRCh38 } else { Assembly::GRCh37 };
        let mut wrong = calls(&folder, file, other);
        let summary = pack.annotate(&mut wrong);
        println!("  read as {other}: {summary:?}");
        assert!(summary.doubts_assembly());
        assert!(wrong.variants.iter().all(|v| v.hgvs_p.is_none()));
    }
    println!("{} alterations on GRCh37, {} on GRCh38", names[0].len(), names[1].len());
    for name in &names[0] {
        println!("  {name}");
    }
    let only = |a: &[String], b: &[String]| a.iter().filter(|n| !b.contains(n)).cloned().collect::<Vec<_>>();
    println!("only GRCh37: {:?}, only GRCh38: {:?}", only(&names[0], &names[1]), only(&names[1], &names[0]));
    assert!(only(&names[1], &names[0]).is_empty());
}
