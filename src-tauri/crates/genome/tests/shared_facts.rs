//! Checks against the shared facts folder, which the environment variable `ATTUNE_SHARED` names. Ignored by
//! default: `ATTUNE_SHARED=<folder> cargo test -p attune-genome --test shared_facts -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use attune_genome::transcript_build::{BuildInput, FACT_FILES, Liftover, build};
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
    let read = |field: &str| {
        let (_, path) = FACT_FILES.iter().find(|(f, _)| *f == field).copied().unwrap_or_default();
        bytes(&shared.join("facts"), path)
    };
    let fields = FACT_FILES.map(|(field, _)| (field, read(field)));
    let get =
        |field: &str| fields.iter().find(|(f, _)| *f == field).map(|(_, b)| b.as_slice()).unwrap_or_default();
    let coding_only = [get("coding_only")];
    let input = BuildInput {
        lrg_pack: get("lrg_pack"),
        lrg_genomic: get("lrg_genomic"),
        coding_only: &coding_only,
        mane: get("mane"),
        msk_isoforms: get("msk_isoforms"),
        ensembl_exons: get("ensembl_exons"),
        ensembl_canonical: get("ensembl_canonical"),
        civic_variants: get("civic_variants"),
        cancer_biomarkers: get("cancer_biomarkers"),
        chain_37_to_38: get("chain_37_to_38"),
        sources: &["LRG 2015"],
    };
    let made = build(input);
    assert!(made.is_ok(), "{:?}", made.err());
    let again = build(input).unwrap_or_default();
    let made = made.unwrap_or_default();
    assert!(made == again, "the build is not deterministic");
    made
}

/// Names of CIViC that differ from ours, each with its reason: gene, CIViC's name, our coding and protein name, class of the
/// reason. A difference that is not listed fails, and so does a row that no longer differs.
const DIFFERENCES: &str = include_str!("../../../../tests/expected/civic_names.tsv");

/// Differences of one kind (`snv` or `other`), struck out as they are met.
struct Differences {
    listed: Vec<([String; 4], bool)>,
    met: usize,
    unexplained: Vec<String>,
}

impl Differences {
    fn read(kind: &str) -> Self {
        let rows = DIFFERENCES.lines().filter(|l| !l.starts_with('#')).skip(1);
        let listed = rows
            .map(|row| row.split('\t').map(str::to_owned).collect::<Vec<_>>())
            .inspect(|c| assert!(c.len() == 7 && !c[5].is_empty() && !c[6].is_empty(), "{c:?}"))
            .filter(|c| c[0] == kind)
            .map(|c| ([c[1].clone(), c[2].clone(), c[3].clone(), c[4].clone()], false))
            .collect();
        Self { listed, met: 0, unexplained: Vec::new() }
    }

    fn note(&mut self, gene: &str, name: &str, coding: &str, protein: &str) {
        let wanted = [gene, name, coding, protein].map(|t| if t.is_empty() { "-" } else { t }.to_owned());
        match self.listed.iter_mut().find(|(row, _)| *row == wanted) {
            Some((_, met)) => {
                *met = true;
                self.met += 1;
            }
            None => self.unexplained.push(wanted.join("\t")),
        }
    }

    /// Fails where a difference has no reason, or a reason no difference.
    fn settle(self, assembly: Assembly) {
        assert!(
            self.unexplained.is_empty(),
            "{assembly}, without a reason:\n{}",
            self.unexplained.join("\n")
        );
        let stale: Vec<_> =
            self.listed.iter().filter(|(_, met)| !met).map(|(row, _)| row.join("\t")).collect();
        assert!(stale.is_empty(), "{assembly}, listed and no longer different:\n{}", stale.join("\n"));
    }
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
        let mut differences = Differences::read("snv");
        let (mut checked, mut agree, mut alias, mut start, mut refused, mut wrong_gene, mut unlifted) =
            (0, 0, 0, 0, 0, 0, 0);
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
                    // A substitution of the first residue is a lost start: HGVS has no other name for it.
                    if named == "p.Met1?" && head.starts_with("M1") {
                        start += 1;
                    } else if got.as_ref().is_some_and(|g| g.kind == want.kind) {
                        agree += 1;
                    } else if got.as_ref().is_some_and(|g| want.met_by(g) == Some(MatchGrade::Exact)) {
                        alias += 1;
                        println!("{assembly} {gene} {name}: {named} (other numbering)");
                    } else {
                        differences.note(gene, name, p.hgvs_c.as_deref().unwrap_or_default(), &named);
                    }
                }
            }
        }
        println!(
            "{assembly}: {agree}/{checked} the same name, {start} lost starts, {alias} the same residue in another numbering, {refused} refused, {wrong_gene} wrong gene, {unlifted} not lifted"
        );
        assert_eq!(wrong_gene, 0);
        println!("{assembly}: {} explained, {} unexplained", differences.met, differences.unexplained.len());
        differences.settle(assembly);
        assert_eq!((refused, unlifted), (0, 0));
        assert!(f64::from(agree + alias + start) >= 0.99 * f64::from(checked));
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
                file: Default::default(),
                interpretation: Default::default(),
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

#[test]
#[ignore = "needs the shared facts folder"]
fn known_variants_on_both_assemblies() {
    let Some(shared) = shared() else { return };
    let pack = TranscriptPack::from_bytes(&built(&shared)).expect("pack");
    // Gene, contig, position on GRCh37 and GRCh38, REF, ALT, coding and protein name (ClinVar, CIViC).
    for (gene, contig, on37, on38, r, a, c, p) in [
        ("BRAF", "7", 140_453_136, 140_753_336, "A", "T", "c.1799T>A", "p.Val600Glu"),
        ("BRAF", "7", 140_453_136, 140_753_336, "AC", "TT", "c.1798_1799delinsAA", "p.Val600Lys"),
        ("KRAS", "12", 25_398_284, 25_245_350, "C", "T", "c.35G>A", "p.Gly12Asp"),
        ("KRAS", "12", 25_398_285, 25_245_351, "C", "A", "c.34G>T", "p.Gly12Cys"),
        ("NRAS", "1", 115_256_529, 114_713_908, "T", "C", "c.182A>G", "p.Gln61Arg"),
        ("EGFR", "7", 55_259_515, 55_191_822, "T", "G", "c.2573T>G", "p.Leu858Arg"),
        ("EGFR", "7", 55_249_071, 55_181_378, "C", "T", "c.2369C>T", "p.Thr790Met"),
        (
            "EGFR",
            "7",
            55_242_464,
            55_174_771,
            "AGGAATTAAGAGAAGC",
            "A",
            "c.2235_2249del",
            "p.Glu746_Ala750del",
        ),
        ("PIK3CA", "3", 178_952_085, 179_234_297, "A", "G", "c.3140A>G", "p.His1047Arg"),
        ("IDH1", "2", 209_113_112, 208_248_388, "C", "T", "c.395G>A", "p.Arg132His"),
        ("TP53", "17", 7_578_406, 7_675_088, "C", "T", "c.524G>A", "p.Arg175His"),
        ("MYD88", "3", 38_182_641, 38_141_150, "T", "C", "c.794T>C", "p.Leu265Pro"),
        ("MET", "7", 116_412_044, 116_771_990, "G", "T", "c.3028+1G>T", ""),
        ("TERT", "5", 1_295_228, 1_295_113, "G", "A", "c.-124C>T", ""),
        ("TERT", "5", 1_295_250, 1_295_135, "G", "A", "c.-146C>T", ""),
        ("BRCA1", "17", 41_276_044, 43_124_027, "ACT", "A", "c.68_69del", "p.Glu23ValfsTer17"),
        ("BRCA1", "17", 41_209_079, 43_057_062, "T", "TG", "c.5266dup", "p.Gln1756ProfsTer74"),
        ("BRCA2", "13", 32_914_437, 32_340_300, "GT", "G", "c.5946del", "p.Ser1982ArgfsTer22"),
        // Genes without a sequence: stated by CIViC or the Cancer Biomarkers Database, or by their exons.
        ("ERBB2", "17", 37_868_208, 39_711_955, "C", "T", "c.929C>T", "p.Ser310Phe"),
        ("FGFR3", "4", 1_803_568, 1_801_841, "C", "G", "c.746C>G", "p.Ser249Cys"),
        ("CHEK2", "22", 29_091_856, 28_695_868, "AG", "A", "c.1100del", ""),
        ("PTEN", "10", 89_692_905, 87_933_148, "G", "A", "c.389G>A", "p.Arg130Gln"),
    ] {
        for (assembly, position) in [(Assembly::GRCh37, on37), (Assembly::GRCh38, on38)] {
            let named = pack
                .predict(&snv(assembly, contig, position, r, a))
                .map(|n| (n.gene, n.hgvs_c.unwrap_or_default(), n.hgvs_p.unwrap_or_default()));
            assert_eq!(named, Ok((gene.to_owned(), c.to_owned(), p.to_owned())), "{assembly} {gene} {c}");
        }
    }
}

/// CIViC's own VCF holds its indels and multi-base changes in normalised form with HGVS names.
#[test]
#[ignore = "needs the shared facts folder"]
fn civic_indels_and_multi_base_changes() {
    let Some(shared) = shared() else { return };
    let pack = TranscriptPack::from_bytes(&built(&shared)).expect("pack");
    let genes: Vec<String> = pack.genes().map(|(g, _)| g.to_owned()).collect();
    let facts = shared.join("facts/oncology");
    let lift = Liftover::read(&bytes(&facts, "liftover/GRCh37_to_GRCh38.chain")).expect("chain");
    let text = bytes(&facts, "civic/civic_2021-02_accepted.vcf");
    let text = String::from_utf8_lossy(&text);
    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        let (mut checked, mut agree) = (0, 0);
        let mut differences = Differences::read("other");
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [contig, position, _, r, a, .., info] = cells.as_slice() else { continue };
            if r.len() == 1 && a.len() == 1 {
                continue;
            }
            let Some(csq) = info.split(";CSQ=").nth(1) else { continue };
            let entry: Vec<&str> = csq.split(',').next().unwrap_or_default().split('|').collect();
            let (gene, name) = (entry[2], entry[8]);
            let decoded = entry[11]
                .replace("\\x5F", "_")
                .replace("\\x2E", ".")
                .replace("\\x3A", ":")
                .replace("\\x3E", ">")
                .replace("\\x3D", "=")
                .replace("\\x2A", "*");
            if !genes.iter().any(|g| g == gene) {
                continue;
            }
            let Ok(position) = position.parse::<u32>() else { continue };
            let Some((contig, position)) = (match assembly {
                Assembly::GRCh37 => Some(((*contig).to_owned(), position)),
                Assembly::GRCh38 => lift.lift(contig, position),
            }) else {
                continue;
            };
            // What CIViC says: the protein names of its HGVS column, else the name of the variant.
            let mut wanted: Vec<Alteration> = decoded
                .split('&')
                .filter_map(|e| e.split_once(":p.").map(|(_, p)| p.to_owned()))
                .chain(name.split('_').next().map(str::to_owned))
                .chain([name.to_owned()])
                .filter_map(|p| Alteration::parse(&format!("{gene} {p}")))
                .collect();
            wanted.retain(|w| format!("{:?}", w.kind).starts_with(['S', 'I', 'F']));
            let coding: Vec<&str> =
                decoded.split('&').filter_map(|e| e.split_once(":c.").map(|(_, c)| c)).collect();
            if wanted.is_empty() && coding.is_empty() {
                continue;
            }
            checked += 1;
            match pack.predict(&snv(assembly, &contig, position, r, a)) {
                Ok(p) => {
                    let named = p.hgvs_p.clone().unwrap_or_default();
                    let got = Alteration::parse(&format!("{gene} {named}"));
                    let by_protein =
                        got.as_ref().is_some_and(|g| wanted.iter().any(|w| w.met_by(g).is_some()));
                    let plain = |c: &str| c.trim_end_matches(['A', 'C', 'G', 'T']).to_owned();
                    let by_coding = p.hgvs_c.as_deref().is_some_and(|c| {
                        coding.iter().any(|w| plain(w) == plain(c.trim_start_matches("c.")))
                    });
                    if by_protein || by_coding {
                        agree += 1;
                    } else {
                        differences.note(gene, name, p.hgvs_c.as_deref().unwrap_or_default(), &named);
                    }
                }
                Err(reason) => differences.note(gene, name, &reason.to_string(), ""),
            }
        }
        println!(
            "{assembly}: {agree}/{checked} indels and multi-base changes have CIViC's name, {} explained, {} unexplained",
            differences.met,
            differences.unexplained.len()
        );
        differences.settle(assembly);
        assert!(checked > 50 && agree * 100 >= checked * 80);
    }
}

/// Residue ranges of exons, computed again from the records, against those that the matching uses.
#[test]
#[ignore = "needs the shared facts folder"]
fn exon_ranges_are_those_of_the_records() {
    let Some(shared) = shared() else { return };
    let json = bytes(&shared.join("facts/oncology"), "transcripts/lrg_cancer_gene_pack.json");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("json");
    let mut checked = 0u32;
    for record in json.as_object().expect("records").values() {
        let gene = record["gene"].as_str().unwrap_or_default();
        // MET has another transcript in the record, NPM1 two names of its last exon.
        if matches!(gene, "MET" | "NPM1") {
            continue;
        }
        let transcript = &record["transcripts"][0];
        let Some(cds) = transcript["cds"][0]["tx"].as_array() else { continue };
        let (start, end) = (cds[0].as_i64().unwrap_or(0), cds[1].as_i64().unwrap_or(0));
        let residues = (end - start + 1) / 3 - 1;
        for (number, exon) in (1..).zip(transcript["exons"].as_array().expect("exons")) {
            let (a, b) = (exon[2].as_i64().unwrap_or(0), exon[3].as_i64().unwrap_or(0));
            if b < start || a > end {
                continue;
            }
            let first = (a.max(start) - start) / 3 + 1;
            let last = ((b.min(end) - start) / 3 + 1).min(residues);
            let criterion = Alteration::parse(&format!("{gene} exon {number} mutation")).expect("criterion");
            let met = |residue: i64| {
                Alteration::parse(&format!("{gene} A{residue}C")).and_then(|o| criterion.met_by(&o)).is_some()
            };
            // Exons that the table does not have are met by no residue.
            if (first..=last).any(met) {
                assert!(
                    met(first) && met(last) && !met(first - 1) && !met(last + 1),
                    "{gene} exon {number}: {first}-{last}"
                );
                checked += 1;
            }
        }
    }
    println!("{checked} exon ranges agree with the records");
    assert!(checked >= 30);
}
