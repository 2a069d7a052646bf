//! The demonstration patients are read whole: no error, no warning, and what they are there to show is there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use std::path::PathBuf;

use attune_clinical::{AllergyStatus, ConsentLedger, ConsentScope, ConsentStatus, RecordStatus};
use attune_genome::{Assembly, GenomeReport, Origin, Zygosity};
use attune_ingest::{Finding, GenomeImport, GenomeOptions, RecordImport, Severity, read_genome, read_record};
use jiff::civil::date;

fn file(patient: &str, name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/demo").join(patient);
    std::fs::read(folder.join(name)).unwrap()
}

fn quiet(findings: &[Finding]) {
    let loud: Vec<_> = findings.iter().filter(|f| f.severity != Severity::Info).collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

fn record(patient: &str) -> RecordImport {
    let import = read_record("ehr.json", file(patient, "ehr.json").as_slice()).unwrap();
    quiet(&import.findings);
    assert!(import.ledger.adds_up() && import.ledger.error == 0);
    assert!(import.record.patient.as_ref().unwrap().synthetic, "marked as synthetic");
    import
}

fn genome(patient: &str, name: &str) -> GenomeImport {
    let import = read_genome(name, file(patient, name).as_slice(), &GenomeOptions::default()).unwrap();
    quiet(&import.findings);
    assert!(import.findings.iter().any(|f| f.code == "vcf.synthetic"), "marked as synthetic");
    assert!(import.ledger.adds_up() && import.ledger.error == 0);
    assert_eq!(import.assembly, Some(Assembly::GRCh38));
    assert!(import.assembly_evidence.contains("reference bases"), "{}", import.assembly_evidence);
    import
}

fn has(report: &GenomeReport, contig: &str, position: u32, change: &str) -> bool {
    report.variants.iter().any(|v| {
        let v = &v.variant;
        let written = format!("{}>{}", v.reference, v.alternate);
        v.contig.as_str() == contig && v.position.get() == position && written == change
    })
}

fn state(import: &RecordImport, scope: ConsentScope) -> ConsentStatus {
    ConsentLedger::new(import.record.consents.clone()).status(scope, date(2026, 11, 20))
}

fn canonical(import: &RecordImport, loinc: &str) -> f64 {
    import.record.latest(&[loinc]).unwrap().canonical.as_ref().unwrap().value
}

#[test]
fn melanoma_has_every_input_of_the_response_model() {
    let tumour = genome("melanoma-braf", "genome.vcf");
    assert!(has(&tumour.report, "7", 140_753_336, "A>T"));
    assert_eq!((tumour.report.origin, tumour.report.sample.as_deref()), (Origin::Somatic, Some("MEL-01-T")));
    let ehr = record("melanoma-braf");
    assert_eq!(ehr.stated, ["TMB 14.2", "BRAF p.Val600Glu"]);
    assert_eq!(ehr.genome.as_ref().and_then(|g| g.tmb.as_ref()).unwrap().value, 14.2);
    assert_eq!(
        (canonical(&ehr, "1751-7"), canonical(&ehr, "751-8"), canonical(&ehr, "731-0")),
        (3.9, 4.62, 1.54)
    );
    assert!(ehr.record.medications.iter().any(|m| m.text == "Dacarbazine" && m.status == RecordStatus::Past));
    assert_eq!(ehr.record.patient.as_ref().unwrap().born.unwrap().years_until(date(2026, 11, 20)), Some(65));
    assert_eq!(state(&ehr, ConsentScope::AiModels), ConsentStatus::Permitted);
    assert_eq!(state(&ehr, ConsentScope::ResearchExport), ConsentStatus::Denied);
    assert_eq!(AllergyStatus::of(&ehr.record.allergies), AllergyStatus::NoneKnown);
}

#[test]
fn colon_has_two_genomes_and_no_word_on_models() {
    assert!(has(&genome("colon-kras-dpyd", "genome.vcf").report, "12", 25_245_350, "C>T"));
    let germline = genome("colon-kras-dpyd", "germline.vcf");
    assert_eq!(germline.report.origin, Origin::Germline);
    let dpyd = germline.report.variants.iter().find(|v| v.variant.position.get() == 97_450_058).unwrap();
    assert_eq!((dpyd.variant.contig.as_str(), dpyd.zygosity), ("1", Some(Zygosity::Heterozygous)));
    let ehr = record("colon-kras-dpyd");
    assert_eq!(state(&ehr, ConsentScope::AiModels), ConsentStatus::NotRecorded);
    assert_eq!(AllergyStatus::of(&ehr.record.allergies), AllergyStatus::Listed);
    assert_eq!(ehr.stated, ["MSS", "TMB 4.1", "KRAS p.Gly12Asp"]);
    assert!(ehr.record.medications.iter().any(|m| m.text == "Warfarin" && m.status == RecordStatus::Active));
    assert!((canonical(&ehr, "14682-9") - 0.995).abs() < 0.001, "creatinine in mg/dL");
    assert_eq!(ehr.conversions.iter().find(|c| c.test == "HbA1c").unwrap().stored, "%");
}

#[test]
fn breast_has_a_family_and_a_finding_that_is_withheld() {
    let germline = genome("breast-brca1", "genome.vcf");
    assert!(has(&germline.report, "17", 43_057_062, "T>TG"), "BRCA1 c.5266dup");
    assert!(has(&germline.report, "1", 17_044_825, "G>A"), "SDHB c.136C>T, outside the indication");
    let ehr = record("breast-brca1");
    let family: Vec<_> = ehr.record.family.iter().map(|m| m.relationship.as_str()).collect();
    assert_eq!(family, ["MTH", "MAUNT", "MGRMTH", "DAU", "FTH"]);
    assert_eq!(ehr.record.family[1].onset_ages, [Some(52)]);
    assert_eq!(ehr.stated, ["ER negative", "PR negative", "HER2 negative", "BRCA1 germline pathogenic"]);
    assert_eq!(state(&ehr, ConsentScope::SecondaryFindings), ConsentStatus::Denied);
    assert_eq!(state(&ehr, ConsentScope::FamilySharing), ConsentStatus::Permitted);
    assert_eq!(AllergyStatus::of(&ehr.record.allergies), AllergyStatus::NotRecorded);
}

#[test]
fn foreign_reference_bases_are_refused_whatever_the_header_says() {
    let text = String::from_utf8(file("colon-kras-dpyd", "germline.vcf")).unwrap();
    let foreign: String = text
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split('\t').collect();
            if !line.starts_with('#') {
                // Another base at every place, as in a file of another species.
                let other = match fields[3] {
                    "A" => "C",
                    "C" => "G",
                    "G" => "T",
                    "T" => "A",
                    long => long,
                };
                fields[3] = other;
                fields[4] = ".";
            }
            fields.join("\t") + "\n"
        })
        .collect();
    for assembly in [None, Some(Assembly::GRCh38)] {
        let options = GenomeOptions { assembly, ..GenomeOptions::default() };
        let refusal = read_genome("foreign.vcf", foreign.as_bytes(), &options).unwrap_err();
        assert_eq!(refusal.code, "vcf.reference_contradicted", "{refusal}");
        assert!(refusal.message.contains("GRCh38"), "{refusal}");
    }
}
