//! Genome reports in JSON as senders write them: references, codes without words, states that are not "present",
//! statements that contradict each other, the older German record, events of phenopackets.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_genome::{Assembly, GenomeReport, MsiStatus, Origin, Zygosity};
use attune_ingest::{GenomeImport, GenomeOptions, read_genome};

fn read(text: &str) -> GenomeImport {
    let import = read_genome("x.json", text.as_bytes(), &GenomeOptions::default()).unwrap();
    assert!(import.ledger.adds_up(), "{:?}", import.ledger);
    import
}

fn labels(report: &GenomeReport) -> Vec<String> {
    report.observed().iter().filter(|o| o.counts()).map(|o| o.alteration.label()).collect()
}

fn finding<'a>(import: &'a GenomeImport, code: &str) -> &'a str {
    let found = import.findings.iter().find(|f| f.code == code);
    found.map_or_else(|| panic!("no {code}: {:?}", import.findings), |f| f.message.as_str())
}

fn entry(url: &str, resource: &str) -> String {
    format!(r#"{{"fullUrl":"{url}","resource":{resource}}}"#)
}

fn bundle(entries: &[String]) -> String {
    let patient = entry("urn:uuid:0001", r#"{"resourceType":"Patient","id":"p1"}"#);
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{patient},{}]}}"#, entries.join(","))
}

fn observation(id: &str, subject: Option<&str>, code: &str, rest: &str) -> String {
    let subject = subject.map(|s| format!(r#""subject":{{"reference":"{s}"}},"#)).unwrap_or_default();
    let resource = format!(
        r#"{{"resourceType":"Observation","id":"{id}","status":"final",{subject}"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},{rest}}}"#
    );
    entry(&format!("urn:uuid:{id}"), &resource)
}

fn coded(code: &str) -> String {
    format!(r#""valueCodeableConcept":{{"coding":[{{"code":"{code}"}}]}}"#)
}

fn worded(text: &str) -> String {
    format!(r#""valueCodeableConcept":{{"text":"{text}"}}"#)
}

fn component(code: &str, value: &str) -> String {
    format!(r#"{{"code":{{"coding":[{{"code":"{code}"}}]}},{value}}}"#)
}

fn variant(id: &str, subject: Option<&str>, value: &str, gene: &str, protein: &str) -> String {
    let gene = component(
        "48018-6",
        &format!(r#""valueCodeableConcept":{{"coding":[{{"code":"HGNC:1","display":"{gene}"}}]}}"#),
    );
    let protein = component("48005-3", &worded(protein));
    let value = if value.is_empty() { String::new() } else { format!("{value},") };
    observation(id, subject, "69548-6", &format!(r#"{value}"component":[{gene},{protein}]"#))
}

fn present() -> String {
    coded("LA9633-4")
}

#[test]
fn one_patient_under_several_names_is_one_patient() {
    let text = bundle(&[
        variant("a", Some("Patient/p1"), &present(), "BRAF", "p.Val600Glu"),
        variant("b", Some("urn:uuid:0001"), &present(), "KRAS", "p.Gly12Asp"),
        variant("c", Some("http://example.org/fhir/Patient/p1/_history/2"), &present(), "NRAS", "p.Gln61Arg"),
        variant("d", None, &present(), "TP53", "p.Arg175His"),
    ]);
    let import = read(&text);
    assert_eq!(
        (import.samples.as_slice(), import.undecided.len()),
        (["Patient/p1".to_owned()].as_slice(), 0)
    );
    let mut seen = labels(&import.report);
    seen.sort();
    assert_eq!(seen, ["BRAF V600E", "KRAS G12D", "NRAS Q61R", "TP53 R175H"], "nothing is lost");
    let two = bundle(&[
        variant("a", Some("Patient/p1"), &present(), "BRAF", "p.Val600Glu"),
        variant("b", Some("Patient/p2"), &present(), "KRAS", "p.Gly12Asp"),
    ]);
    assert_eq!(read(&two).undecided.len(), 2, "two people are asked for");
}

#[test]
fn absent_no_call_and_not_stated_are_three_things() {
    let text = bundle(&[
        variant("a", None, &coded("LA9634-2"), "KRAS", "p.Gly12Asp"),
        variant("b", None, &coded("LA18198-4"), "EGFR", "p.Leu858Arg"),
        variant("c", None, &coded("LA11884-6"), "NRAS", "p.Gln61Arg"),
        variant("d", None, "", "BRAF", "p.Val600Glu"),
        variant("e", None, &worded("nachgewiesen"), "PIK3CA", "p.His1047Arg"),
        variant("f", None, r#""valueString":"Present""#, "TP53", "p.Arg175His"),
    ]);
    let import = read(&text);
    assert!(finding(&import, "fhir.variant_absent").starts_with("KRAS p.Gly12Asp: tested and not found"));
    assert!(finding(&import, "fhir.variant_no_call").starts_with("EGFR p.Leu858Arg: not called"));
    assert!(finding(&import, "fhir.variant_indeterminate").starts_with("NRAS p.Gln61Arg"));
    assert!(finding(&import, "fhir.variant_not_stated").starts_with("BRAF p.Val600Glu"));
    assert_eq!(labels(&import.report), ["PIK3CA H1047R", "TP53 R175H"]);
    let gaps: Vec<_> = import.report.coverage.gaps.iter().map(|g| g.gene.as_str()).collect();
    assert_eq!(gaps, ["EGFR", "NRAS"], "a gap is no wild type");
    assert_eq!(import.report.not_interpreted[0].count, 3);
}

#[test]
fn nothing_understood_is_said() {
    let import = read(&bundle(&[variant("a", None, &coded("LA18198-4"), "KRAS", "p.Gly12Asp")]));
    assert!(finding(&import, "json.nothing_listed").contains("no negative result"));
}

#[test]
fn microsatellites_and_burden() {
    let msi = |value: &str| read(&bundle(&[observation("m", None, "81695-9", value)])).report.msi;
    assert_eq!(msi(&coded("LA26203-2")), Some(MsiStatus::High));
    assert_eq!(msi(&coded("LA26202-4")), Some(MsiStatus::Low));
    assert_eq!(msi(&coded("LA14122-8")), Some(MsiStatus::Stable));
    assert_eq!(msi(&worded("Microsatellite stable")), Some(MsiStatus::Stable));
    for text in ["not unstable", "no evidence of microsatellite instability", "MSI-H cannot be excluded"] {
        assert_eq!(msi(&worded(text)), None, "{text}");
    }
    let both = [
        observation("m", None, "81695-9", &coded("LA26203-2")),
        observation("n", None, "81695-9", &coded("LA14122-8")),
        observation("o", None, "81695-9", &coded("LA26203-2")),
    ];
    let import = read(&bundle(&both));
    assert_eq!(import.report.msi, None, "a contradiction is not settled by counting");
    assert!(finding(&import, "json.statements_contradict").contains("MSI-H"));
    let tmb = |comparator: &str, value: f64| {
        let quantity = format!(r#""valueQuantity":{{"value":{value}{comparator},"unit":"mut/Mb"}}"#);
        read(&bundle(&[observation("t", None, "94076-7", &quantity)]))
    };
    assert_eq!(tmb("", 12.5).report.tmb.unwrap().value, 12.5);
    let below = tmb(r#","comparator":"<""#, 4.1).report.tmb.unwrap();
    assert_eq!((below.value, below.high), (4.1, Some(4.1)));
    assert!(below.source.contains("< 4.1"));
    let open = tmb(r#","comparator":"<""#, 12.0);
    assert!(open.report.tmb.is_none() && !finding(&open, "fhir.tmb_bound").is_empty());
}

#[test]
fn codes_without_words_are_read() {
    let parts = [
        component("48018-6", r#""valueCodeableConcept":{"coding":[{"code":"HGNC:1097","display":"BRAF"}]}"#),
        component("48013-7", r#""valueCodeableConcept":{"text":"NC_000007.14"}"#),
        component("62374-4", &coded("LA26806-2")),
        component("69547-8", r#""valueString":"A""#),
        component("69551-0", r#""valueString":"T""#),
        component("81254-5", r#""valueRange":{"low":{"value":140753336}}"#),
        component("48002-0", &coded("LA6683-2")),
        component("53034-5", &coded("LA6706-1")),
        component("53037-8", &coded("LA26332-9")),
    ];
    let import = read(&bundle(&[observation(
        "v",
        None,
        "69548-6",
        &format!(r#"{},"component":[{}]"#, present(), parts.join(",")),
    )]));
    let v = &import.report.variants[0];
    assert_eq!(import.assembly, Some(Assembly::GRCh38));
    assert_eq!(
        (v.variant.position.get(), v.origin, v.zygosity),
        (140_753_336, Origin::Germline, Some(Zygosity::Heterozygous))
    );
    assert_eq!(v.classification.as_deref(), Some("Likely pathogenic"));

    let parts = [
        component("81252-9", &worded("NM_004333.6(BRAF):c.1799T>A (p.Val600Glu)")),
        component("48002-0", &worded("Somatic")),
    ];
    let import = read(&bundle(&[observation(
        "v",
        None,
        "69548-6",
        &format!(r#"{},"component":[{}]"#, present(), parts.join(",")),
    )]));
    assert_eq!(labels(&import.report), ["BRAF V600E"]);
    assert_eq!(import.report.named[0].transcript.as_deref(), Some("NM_004333.6"));

    let id = [component(
        "48018-6",
        r#""valueCodeableConcept":{"coding":[{"system":"http://www.ncbi.nlm.nih.gov/gene","code":"4893"}]}"#,
    )];
    let import = read(&bundle(&[observation(
        "v",
        None,
        "69548-6",
        &format!(r#"{},"component":[{}]"#, present(), id.join(",")),
    )]));
    assert!(import.report.named.is_empty(), "4893 is no symbol");
    assert!(!finding(&import, "fhir.gene_by_identifier").is_empty());
}

#[test]
fn an_implication_classifies_the_variant_that_it_names() {
    let implication = |of: &str| {
        let class = component(
            "53037-8",
            r#""valueCodeableConcept":{"coding":[{"code":"LA6668-3","display":"Pathogenic"}]}"#,
        );
        let resource = format!(
            r#"{{"resourceType":"Observation","id":"i","status":"final","code":{{"coding":[{{"code":"diagnostic-implication"}}]}},"derivedFrom":[{{"reference":"{of}"}}],"component":[{class}]}}"#
        );
        let text = bundle(&[
            variant("1", None, &present(), "BRCA1", "p.Cys61Gly"),
            variant("11", None, &present(), "TP53", "p.Arg175His"),
            entry("urn:uuid:i", &resource),
        ]);
        read(&text).report.named.iter().map(|v| v.classification.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        implication("Observation/11"),
        [None, Some("Pathogenic".to_owned())],
        "not every id that ends alike"
    );
    assert_eq!(implication("urn:uuid:1"), [Some("Pathogenic".to_owned()), None]);
}

#[test]
fn a_star_allele_is_no_alteration_of_the_tumour() {
    let gene = component("48018-6", r#""valueCodeableConcept":{"coding":[{"display":"CYP2C19"}]}"#);
    let text =
        bundle(&[observation("g", None, "84413-4", &format!(r#"{},"component":[{gene}]"#, worded("*1/*2")))]);
    let import = read(&text);
    assert!(labels(&import.report).is_empty() && import.report.stated.is_empty());
    assert!(finding(&import, "fhir.genotype_of_germline").starts_with("CYP2C19 *1/*2"));
}

#[test]
fn accessions_in_genomic_names_prove_the_build() {
    let g = |name: &str| format!(r#"{},"component":[{}]"#, present(), component("81290-9", &worded(name)));
    let text = bundle(&[
        observation("a", None, "69548-6", &g("NC_000007.14:g.140753336A>T")),
        observation("b", None, "69548-6", &g("NC_000007.13:g.55242465_55242479del")),
    ]);
    let refusal = read_genome("x.json", text.as_bytes(), &GenomeOptions::default()).unwrap_err();
    assert_eq!(refusal.code, "ingest.assembly_contradiction");
}

#[test]
fn the_older_german_record_is_read_too() {
    let text = r#"{"patient":{"id":"P1"},"ngsReports":[{"id":"n","metadata":[{"referenceGenome":"HG19"}],"tumorCellContent":{"value":0.6},"brcaness":0.5,"msi":0.8,"tmb":11.2,
"simpleVariants":[{"chromosome":"chr7","gene":{"hgncId":"HGNC:1097","symbol":"BRAF"},"startEnd":{"start":140453136},"refAllele":"A","altAllele":"T","dnaChange":{"code":"c.1799T>A"},"aminoAcidChange":{"code":"p.Val600Glu"},"readDepth":120,"allelicFrequency":0.31,"interpretation":{"code":"Activating"}}],
"copyNumberVariants":[{"chromosome":"chr17","startRange":{"start":37844000,"end":37845000},"endRange":{"start":37884000,"end":37885000},"totalCopyNumber":14,"type":"high-level-gain","reportedAffectedGenes":[{"symbol":"ERBB2"}]}],
"dnaFusions":[{"fusionPartner5prime":{"chromosome":"chr2","position":42522656,"gene":{"symbol":"EML4"}},"fusionPartner3prime":{"chromosome":"chr2","position":29446394,"gene":{"symbol":"ALK"}},"reportedNumReads":30}]}]}"#;
    let import = read(text);
    let report = &import.report;
    assert_eq!(import.assembly, Some(Assembly::GRCh37));
    let v = &report.variants[0];
    assert_eq!((v.variant.position.get(), v.vaf, v.depth), (140_453_136, Some(0.31), Some(120)));
    let seen = labels(report);
    for label in ["BRAF V600E", "ERBB2 amplification", "EML4::ALK fusion"] {
        assert!(seen.iter().any(|l| l == label), "{label}: {seen:?}");
    }
    assert_eq!(report.copy_number[0].copies, Some(14.0));
    assert_eq!(report.tmb.as_ref().unwrap().value, 11.2);
    assert_eq!(
        (report.msi, report.fusions[0].reads),
        (None, Some(30)),
        "a score without its rule is no state"
    );
    assert!(!finding(&import, "mtb.score_without_rule").is_empty());
}

#[test]
fn phenopackets_hold_fusions_copies_and_genomic_names() {
    let item = |descriptor: &str| {
        format!(
            r#"{{"subjectOrBiosampleId":"P1","interpretationStatus":"CAUSATIVE","variantInterpretation":{{"variationDescriptor":{descriptor}}}}}"#
        )
    };
    let list = [
        item(
            r#"{"geneContext":{"symbol":"ALK"},"structuralType":{"id":"SO:0001565","label":"gene_fusion"},"label":"EML4::ALK"}"#,
        ),
        item(
            r#"{"geneContext":{"symbol":"ERBB2"},"variation":{"copyNumber":{"number":{"value":"14"}}},"structuralType":{"id":"SO:0001742"}}"#,
        ),
        item(
            r#"{"geneContext":{"symbol":"CDKN2A"},"variation":{"copyNumber":{"relativeCopyClass":"EFO:0030069"}}}"#,
        ),
        item(
            r#"{"geneContext":{"symbol":"BRAF"},"expressions":[{"syntax":"hgvs.g","value":"NC_000007.14:g.140753336A>T"},{"syntax":"hgvs.p","value":"NP_004324.2:p.Val600Glu"}]}"#,
        ),
        item(r#"{"geneContext":{"symbol":"TP53"}}"#),
    ];
    let text = format!(
        r#"{{"id":"x","subject":{{"id":"P1"}},"interpretations":[{{"id":"i","progressStatus":"SOLVED","diagnosis":{{"genomicInterpretations":[{}]}}}}],"metaData":{{"phenopacketSchemaVersion":"2.0"}}}}"#,
        list.join(",")
    );
    let import = read(&text);
    let seen = labels(&import.report);
    for label in ["EML4::ALK fusion", "ERBB2 amplification", "CDKN2A deletion", "BRAF V600E"] {
        assert!(seen.iter().any(|l| l == label), "{label}: {seen:?}");
    }
    assert_eq!(
        (import.assembly, import.report.variants[0].variant.position.get()),
        (Some(Assembly::GRCh38), 140_753_336)
    );
    assert_eq!(import.report.not_interpreted[0].count, 1, "TP53 without a change is said");
}
