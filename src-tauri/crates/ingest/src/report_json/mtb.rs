//! The MTB record of the German model projects (`mv64e`, DNPM:DIP): results of sequencing and of MSI. Diagnoses,
//! therapies and follow-up belong to the health record and stay in the file.

use attune_genome::{
    Breakpoint, CopyNumber, Fusion, MsiStatus, NamedVariant, Origin, Segment, TumourMutationalBurden,
};

use super::build::{Alleles, Build, number, whole};
use crate::json::At;
use crate::vcf::annotation::protein_name;

/// Burdens beyond this are no measurement (the highest known tumours have some hundred mutations per megabase).
const HIGHEST_TMB: f64 = 2_000.0;

pub(super) fn read(root: &At<'_, '_>, build: &mut Build) {
    let sample = root.get("patient").get("id").text().map(str::to_owned);
    let sample = sample.as_deref();
    build.found += 1;
    build.report(sample);
    let reports = root.get("ngsReports");
    let older = root.get("somaticNGSReports");
    for report in reports.items().chain(older.items()) {
        for metadata in report.get("metadata").items() {
            build.assembly(&metadata.get("referenceGenome"));
        }
        // The record of bwHC has its results in the report itself, that of DNPM:DIP below `results`.
        let below = report.get("results");
        let results = if below.exists() { below } else { report };
        tumour(&results, sample, build);
        for variant in results.get("simpleVariants").items() {
            simple(&variant, sample, build);
        }
        for event in results.get("copyNumberVariants").items() {
            copy_number(&event, sample, build);
        }
        for (key, source) in [("dnaFusions", "DNA"), ("rnaFusions", "RNA")] {
            for item in results.get(key).items() {
                fusion(&item, source, sample, build);
            }
        }
    }
    for finding in root.get("msiFindings").items() {
        msi(&finding, sample, build);
    }
}

fn tumour(results: &At<'_, '_>, sample: Option<&str>, build: &mut Build) {
    let content = results.get("tumorCellContent");
    let purity = number(&content.get("value")).filter(|p| (0.0..=1.0).contains(p));
    let burden = results.get("tmb");
    let value = burden.get("value");
    // bwHC gives the number itself.
    let plain = number(&burden).or_else(|| number(&value));
    let tmb = plain.or_else(|| number(&value.get("value")));
    value.get("unit").text();
    if results.get("msi").exists() || results.get("brcaness").exists() {
        build.warn("mtb.score_without_rule", results, || {
            "A score of microsatellites or of BRCAness without the rule by which it was made; it stays in the file."
                .to_owned()
        });
    }
    let hrd = results.get("hrdScore");
    let words = match hrd.get("interpretation").get("code").text() {
        Some("high") => Some("HRD positive"),
        Some("low") => Some("HRD negative"),
        _ => None,
    };
    if tmb.is_some_and(|t| !(0.0..=HIGHEST_TMB).contains(&t)) {
        build.warn("mtb.tmb_impossible", &burden, || {
            format!(
                "{} mutations per megabase are impossible; the value is not used.",
                tmb.unwrap_or_default()
            )
        });
    }
    let Some(report) = build.report(sample) else { return };
    if let Some(purity) = purity {
        report.biomarkers.purity = Some((purity, "MTB record, tumour cell content".to_owned()));
    }
    if let Some(value) = tmb.filter(|t| (0.0..=HIGHEST_TMB).contains(t)) {
        report.tmb = Some(TumourMutationalBurden {
            value,
            low: None,
            high: None,
            megabases: None,
            source: "MTB record of the laboratory".to_owned(),
        });
    }
    report.stated.extend(words.map(str::to_owned));
}

fn simple(at: &At<'_, '_>, sample: Option<&str>, build: &mut Build) {
    let coded = at.get("interpretation");
    coded.get("display").text();
    let class = match coded.get("code").text().map(str::to_ascii_lowercase).as_deref() {
        Some("5" | "pathogenic") => Some("Pathogenic"),
        Some("4" | "likely pathogenic" | "likely-pathogenic") => Some("Likely pathogenic"),
        Some("3" | "uncertain significance" | "uncertain-significance") => Some("Uncertain significance"),
        Some("2" | "likely benign" | "likely-benign") => Some("Likely benign"),
        Some("1" | "benign") => Some("Benign"),
        _ => None,
    };
    let fraction = number(&at.get("allelicFrequency")).filter(|f| (0.0..=1.0).contains(f));
    let names = NamedVariant {
        gene: gene(&at.get("gene")).unwrap_or_default(),
        transcript: worded(&at.get("transcriptId"), "value").map(str::to_owned),
        hgvs_c: worded(&at.get("dnaChange"), "code").filter(|c| c.starts_with("c.")).map(str::to_owned),
        hgvs_p: worded(&at.get("proteinChange"), "code")
            .or_else(|| worded(&at.get("aminoAcidChange"), "code"))
            .and_then(protein_name),
        consequence: None,
        origin: Origin::Unknown,
        zygosity: None,
        vaf: fraction,
        depth: whole(&at.get("readDepth")),
        classification: class.map(str::to_owned),
        source: at.path(),
    };
    let alleles = Alleles {
        chromosome: build.contig(&at.get("chromosome")),
        position: whole(&at.get("position").get("start")).or(whole(&at.get("startEnd").get("start"))),
        reference: at.get("refAllele").text().map(str::to_owned),
        alternate: at.get("altAllele").text().map(str::to_owned),
    };
    build.variant(sample, &alleles, Origin::Unknown, names, |_| {});
}

/// The symbol: `display` of DNPM:DIP, `symbol` of bwHC.
fn gene(at: &At<'_, '_>) -> Option<String> {
    for id in ["code", "system", "hgncId", "ensemblId"] {
        at.get(id).text();
    }
    at.get("display").text().or(at.get("symbol").text()).map(str::to_owned)
}

/// A text that stands by itself, or below a key.
fn worded<'n>(at: &At<'n, '_>, key: &str) -> Option<&'n str> {
    at.text().or(at.get(key).text())
}

fn copy_number(at: &At<'_, '_>, sample: Option<&str>, build: &mut Build) {
    let kind = at.get("type");
    kind.get("display").text();
    let copies = number(&at.get("totalCopyNumber")).filter(|n| *n >= 0.0);
    let event = match (worded(&kind, "code"), copies) {
        (Some("high-level-gain"), _) => "amplification",
        (Some("low-level-gain"), _) => "gain",
        (Some("loss"), Some(n)) if n < 0.5 => "deletion",
        (Some("homozygous-loss" | "complete-loss"), _) => "deletion",
        (Some("loss"), _) => "loss",
        (other, _) => {
            let word = other.unwrap_or("none").to_owned();
            build.warn("mtb.copy_number", at, || {
                format!("The type `{word}` is not known; it stays in the file.")
            });
            return;
        }
    };
    let (start, end) = (at.get("startRange"), at.get("endRange"));
    let first = whole(&start.get("start"));
    let last = whole(&end.get("end")).or(whole(&end.get("start")));
    let chromosome = build.contig(&at.get("chromosome"));
    let segment =
        chromosome.zip(first).zip(last).filter(|((_, a), b)| a <= b && *a > 0).map(|((c, start), end)| {
            Segment { contig: c.name(), start, end, total: copies, ..Segment::default() }
        });
    let source = at.path();
    let genes: Vec<String> = at.get("reportedAffectedGenes").items().filter_map(|g| gene(&g)).collect();
    let Some(report) = build.report(sample) else { return };
    report.copy_number.extend(genes.into_iter().map(|gene| CopyNumber {
        gene,
        copies,
        event: event.to_owned(),
        source: format!("{source}, as the record names it"),
        log2: None,
        segment: segment.clone(),
    }));
}

fn fusion(at: &At<'_, '_>, kind: &str, sample: Option<&str>, build: &mut Build) {
    let mut side = |key: &str| {
        let partner = at.get(key);
        let place = Breakpoint {
            contig: build.contig(&partner.get("chromosome")).map(|c| c.name()),
            position: whole(&partner.get("position")),
            gene: gene(&partner.get("gene")),
            place: partner.get("exonId").text().or(partner.get("exon").text()).map(|e| format!("exon {e}")),
            keeps: None,
        };
        (place.gene.clone(), place)
    };
    let (five, five_break) = side("fusionPartner5prime");
    let (three, three_break) = side("fusionPartner3prime");
    let reads = whole(&at.get("reportedNumReads"));
    let source = at.path();
    let doubt = (five.is_some() && five == three).then(|| "both partners are one gene".to_owned());
    let Some(report) = build.report(sample) else { return };
    report.fusions.push(Fusion {
        five_prime: five,
        three_prime: three,
        support: Some(match reads {
            Some(n) => format!("{n} reads, {kind}"),
            None => kind.to_owned(),
        }),
        source,
        five_prime_break: Some(five_break),
        three_prime_break: Some(three_break),
        frame: None,
        reads,
        doubt,
    });
}

fn msi(at: &At<'_, '_>, sample: Option<&str>, build: &mut Build) {
    let coded = at.get("interpretation");
    coded.get("display").text();
    let status = match coded.get("code").text() {
        Some("msi-high") => MsiStatus::High,
        Some("msi-low") => MsiStatus::Low,
        Some("mss" | "stable") => MsiStatus::Stable,
        _ => {
            build.warn("mtb.msi", at, || {
                "No microsatellite state that is known; it stays in the file.".into()
            });
            return;
        }
    };
    build.msi(sample, status, at.path());
}
