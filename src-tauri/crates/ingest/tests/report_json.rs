//! Genome reports as JSON, on small documents of our own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_genome::{Assembly, GenomeReport, MsiStatus, Origin, Zygosity};
use attune_ingest::{FileKind, GenomeImport, GenomeOptions, Refusal, read_genome};

fn try_read(text: &str) -> Result<GenomeImport, Refusal> {
    let import = read_genome("x.json", text.as_bytes(), &GenomeOptions::default())?;
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    Ok(import)
}

fn labels(report: &GenomeReport) -> Vec<String> {
    report.observed().iter().filter(|o| o.counts()).map(|o| o.alteration.label()).collect()
}

fn component(loinc: &str, value: &str) -> String {
    format!(r#"{{"code":{{"coding":[{{"system":"http://loinc.org","code":"{loinc}"}}]}},{value}}}"#)
}

fn coded(code: &str, display: &str) -> String {
    format!(r#""valueCodeableConcept":{{"coding":[{{"code":"{code}","display":"{display}"}}]}}"#)
}

fn variant(id: &str, present: &str, components: &[String]) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"{id}","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"69548-6"}}]}},"subject":{{"reference":"Patient/p"}},"valueCodeableConcept":{{"coding":[{{"code":"{present}"}}]}},"component":[{}]}}"#,
        components.join(",")
    )
}

fn bundle(resources: &[String]) -> String {
    let entries: Vec<String> = resources.iter().map(|r| format!(r#"{{"resource":{r}}}"#)).collect();
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, entries.join(","))
}

fn braf(accession: &str) -> String {
    variant(
        "v1",
        "LA9633-4",
        &[
            component("48018-6", &coded("HGNC:1097", "BRAF")),
            component("48013-7", &coded(accession, accession)),
            component("69547-8", r#""valueString":"A""#),
            component("69551-0", r#""valueString":"T""#),
            component("81254-5", r#""valueRange":{"low":{"value":140753335}}"#),
            component("92822-6", &coded("LA30100-4", "0-based interval counting")),
            component("48005-3", &coded("p.Val600Glu", "p.Val600Glu")),
            component("48004-6", &coded("NM_004333.6:c.1799T>A", "NM_004333.6:c.1799T>A")),
            component("48002-0", &coded("LA6684-0", "Somatic")),
            component("81258-6", r#""valueQuantity":{"value":31,"unit":"%","code":"%"}"#),
        ],
    )
}

#[test]
fn a_genomics_report_gives_variants_tmb_and_msi() {
    let quantity = |code: &str, value: &str| {
        format!(
            r#"{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"code":"{code}"}}]}},"subject":{{"reference":"Patient/p"}},{value}}}"#
        )
    };
    let text = bundle(&[
        braf("NC_000007.14"),
        quantity("94076-7", r#""valueQuantity":{"value":12.5,"unit":"1/1000000","code":"1/1000000"}"#),
        quantity("81695-9", &coded("LA26203-2", "MSI-H")),
        variant("v2", "LA9634-2", &[component("48018-6", &coded("HGNC:6407", "KRAS"))]),
        variant(
            "v3",
            "LA9633-4",
            &[
                component("48018-6", &coded("HGNC:3430", "ERBB2")),
                component("48019-4", &coded("SO:0001742", "copy number amplification")),
                component("82155-3", r#""valueQuantity":{"value":14}"#),
            ],
        ),
        variant(
            "v4",
            "LA9633-4",
            &[
                component("48018-6", &coded("HGNC:1100", "BRCA1")),
                component("48005-3", &coded("p.Cys61Gly", "p.Cys61Gly")),
                component("48002-0", &coded("LA6683-2", "Germline")),
                component("53034-5", &coded("LA6706-1", "heterozygous")),
            ],
        ),
        r#"{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"diagnostic-implication"}]},"component":[{"code":{"coding":[{"code":"53037-8"}]},"valueCodeableConcept":{"coding":[{"code":"LA6668-3","display":"Pathogenic"}]}}],"derivedFrom":[{"reference":"Observation/v4"}]}"#.to_owned(),
    ]);
    let import = try_read(&text).unwrap();
    let report = &import.report;
    assert_eq!((import.kind, import.assembly), (FileKind::FhirBundle, Some(Assembly::GRCh38)));
    let v = &report.variants[0];
    assert_eq!((v.variant.position.get(), v.vaf, v.origin), (140_753_336, Some(0.31), Origin::Somatic));
    assert_eq!((report.tmb.as_ref().unwrap().value, report.msi), (12.5, Some(MsiStatus::High)));
    assert_eq!(report.copy_number[0].copies, Some(14.0));
    let brca = &report.named[0];
    assert_eq!((brca.origin, brca.zygosity), (Origin::Germline, Some(Zygosity::Heterozygous)));
    assert_eq!(brca.classification.as_deref(), Some("Pathogenic"));
    let seen = labels(report);
    assert!(
        seen.contains(&"BRAF V600E".to_owned()) && seen.contains(&"ERBB2 amplification".to_owned()),
        "{seen:?}"
    );
    assert!(!seen.iter().any(|l| l.contains("KRAS")), "absent is not present");
    assert!(import.findings.iter().any(|f| f.code == "fhir.variant_absent"));
}

#[test]
fn accessions_of_two_builds_refuse_the_report() {
    let refusal = try_read(&bundle(&[braf("NC_000007.14"), braf("NC_000012.11")])).unwrap_err();
    assert_eq!(refusal.code, "ingest.assembly_contradiction");
    assert!(
        refusal.message.contains("NC_000007.14") && refusal.message.contains("NC_000012.11"),
        "{refusal}"
    );
}

#[test]
fn findings_that_are_no_facts_are_not_listed() {
    let wrong = braf("NC_000007.14").replace("\"final\"", "\"entered-in-error\"");
    let import = try_read(&bundle(&[wrong])).unwrap();
    assert!(import.report.variants.is_empty() && import.report.named.is_empty());
    assert!(import.findings.iter().any(|f| f.code == "fhir.no_fact" && f.location.contains("entry[0]")));
    let record = r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p"}}]}"#;
    let refusal = try_read(record).unwrap_err();
    assert!(refusal.code == "ingest.not_a_genome" && refusal.hint.contains("--ehr"), "{refusal:?}");
    assert_eq!(try_read("{\"resourceType\":\"Bundle\",").unwrap_err().code, "ingest.truncated");
}

const PACKET: &str = r#"{"id":"x","subject":{"id":"P1"},"interpretations":[{"id":"i","progressStatus":"SOLVED","diagnosis":{"disease":{"id":"MONDO:1"},"genomicInterpretations":[
 {"subjectOrBiosampleId":"P1","interpretationStatus":"CAUSATIVE","variantInterpretation":{"acmgPathogenicityClassification":"PATHOGENIC","variationDescriptor":{"id":"v","geneContext":{"valueId":"HGNC:1100","symbol":"BRCA1"},"expressions":[{"syntax":"hgvs.c","value":"NM_007294.4:c.181T>G"},{"syntax":"hgvs.p","value":"NP_009225.1:p.Cys61Gly"}],"vcfRecord":{"genomeAssembly":"hg38","chrom":"17","pos":"43106487","ref":"A","alt":"C"},"allelicState":{"id":"GENO:0000135","label":"heterozygous"}}}},
 {"subjectOrBiosampleId":"P1","interpretationStatus":"REJECTED","variantInterpretation":{"variationDescriptor":{"geneContext":{"symbol":"TP53"}}}}]}}],"metaData":{"phenopacketSchemaVersion":"2.0"}}"#;

#[test]
fn a_phenopacket_gives_its_interpreted_variants() {
    let import = try_read(PACKET).unwrap();
    assert_eq!((import.kind, import.assembly), (FileKind::Phenopacket, Some(Assembly::GRCh38)));
    assert_eq!((import.samples.as_slice(), import.report.variants.len()), (["P1".to_owned()].as_slice(), 1));
    let v = &import.report.variants[0];
    assert_eq!((v.hgvs_p.as_deref(), v.transcript.as_deref()), (Some("p.Cys61Gly"), Some("NM_007294.4")));
    assert_eq!((v.zygosity, v.classification.as_deref()), (Some(Zygosity::Heterozygous), Some("Pathogenic")));
    assert_eq!(v.origin, Origin::Unknown, "a packet does not say it");
    assert!(import.findings.iter().any(|f| f.code == "phenopacket.rejected"));
    let other = PACKET.replace("\"hg38\"", "\"hg18\"");
    let import = try_read(&other).unwrap();
    assert_eq!((import.assembly, import.report.named.len()), (None, 1));
}

const MTB: &str = r#"{"patient":{"id":"P1"},"ngsReports":[{"id":"r","metadata":[{"referenceGenome":"HG19"}],"results":{"tumorCellContent":{"value":0.6},"tmb":{"value":{"value":14.2,"unit":"Mutations per megabase"}},"hrdScore":{"value":0.7,"interpretation":{"code":"high"}},
"simpleVariants":[{"chromosome":"chr7","gene":{"code":"HGNC:1097","display":"BRAF"},"transcriptId":{"value":"NM_004333.4"},"position":{"start":140453136},"altAllele":"T","refAllele":"A","dnaChange":"c.1799T>A","proteinChange":"p.Val600Glu","readDepth":200,"allelicFrequency":0.3,"interpretation":{"code":"5","display":"Pathogenic"}}],
"copyNumberVariants":[{"chromosome":"chr17","startRange":{"start":37844000,"end":37844100},"endRange":{"start":37884000,"end":37885000},"totalCopyNumber":12,"reportedAffectedGenes":[{"code":"HGNC:3430","display":"ERBB2"}],"type":{"code":"high-level-gain"}},{"chromosome":"chr9","startRange":{"start":21967000},"endRange":{"start":21995000},"totalCopyNumber":0,"reportedAffectedGenes":[{"display":"CDKN2A"}],"type":{"code":"loss"}}],
"rnaFusions":[{"fusionPartner5prime":{"gene":{"display":"EML4"},"exonId":"13"},"fusionPartner3prime":{"gene":{"display":"ALK"},"exonId":"20"},"reportedNumReads":41}]}}],
"msiFindings":[{"interpretation":{"code":"msi-high"}}],"diagnoses":[{"id":"d"}]}"#;

#[test]
fn an_mtb_record_gives_its_sequencing_results() {
    let import = try_read(MTB).unwrap();
    let report = &import.report;
    assert_eq!((import.kind, import.assembly), (FileKind::MtbJson, Some(Assembly::GRCh37)));
    let seen = labels(report);
    let wanted = ["BRAF V600E", "EML4::ALK fusion", "ERBB2 amplification", "CDKN2A deletion", "HRD positive"];
    for label in wanted {
        assert!(seen.iter().any(|l| l == label), "{label}: {seen:?}");
    }
    assert_eq!((report.tmb.as_ref().unwrap().value, report.msi), (14.2, Some(MsiStatus::High)));
    assert_eq!(report.biomarkers.purity.as_ref().unwrap().0, 0.6);
    assert_eq!(report.fusions[0].reads, Some(41));
    assert!(import.ledger.kept_raw > 0, "the diagnosis stays in the file");
    let wild = MTB.replace("14.2", "73304");
    let import = try_read(&wild).unwrap();
    assert!(import.report.tmb.is_none() && import.findings.iter().any(|f| f.code == "mtb.tmb_impossible"));
}
