//! Random damage to valid files: no panic, no hang, and the ledger adds up whenever a file is read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at its first surprise")]

use attune_ingest::{GenomeOptions, Refusal, read_genome, read_record, sniff};
use proptest::prelude::*;

const VCF: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|HGVSp\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR\nchr7\t140753336\trs1\tA\tT,<NON_REF>\t50\tPASS\tSOMATIC;CSQ=T|missense_variant|BRAF|p.Val600Glu;END=140753336\tGT:AD:DP:AF:GQ:PS\t0/0:40,0,0:40:0,0:99:.\t0|1:69,31,0:100:0.31,0:99:7\nchr7\t140753400\t.\tAT\tA\t.\t.\tANN=A|frameshift_variant|HIGH|BRAF|E|transcript|T|p|1/2|c.1del|p.Met1fs\tGT:FREQ\t0/0:0%\t1/1:99.5%\n";

const FHIR: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1","meta":{"security":[{"code":"HTEST"}]},"name":[{"family":"A","given":["B"]}],"birthDate":"1960-02-29","gender":"female"}},
{"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1751-7"}]},"subject":{"reference":"urn:uuid:1"},"effectiveDateTime":"2026-01-01T10:00:00Z","valueQuantity":{"value":38.10,"unit":"g/L","code":"g/L"},"referenceRange":[{"low":{"value":35,"unit":"g/L"}}],"component":[{"code":{"text":"x\u00e9\n"},"valueBoolean":true}]}},
{"resource":{"resourceType":"Consent","status":"active","dateTime":"2026-03-01","patient":{"reference":"Patient/1"},"provision":{"type":"permit","period":{"end":"2028-01-01"},"code":[{"coding":[{"system":"https://attune.example/consent-scope","code":"ai_models"}]}],"provision":[{"type":"deny","securityLabel":[{"code":"GDIS"}]}]}}},
{"resource":{"resourceType":"FamilyMemberHistory","status":"completed","relationship":{"coding":[{"code":"MTH"}]},"condition":[{"code":{"text":"Breast cancer"},"onsetAge":{"value":44,"unit":"a"}}]}},
{"resource":{"resourceType":"MedicationStatement","status":"active","medicationReference":{"reference":"Medication/m"},"dosage":[{"doseAndRate":[{"doseQuantity":{"value":5,"unit":"mg"}}]}]}},
{"resource":{"resourceType":"Medication","id":"m","code":{"text":"Warfarin"}}}]}"#;

#[derive(Debug, Clone)]
enum Damage {
    Set(usize, u8),
    Drop(usize, usize),
    Double(usize, usize),
    Cut(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop_oneof![any::<u8>(), prop::sample::select(b"\t\n\r,:;|/.{}[]\"\\0<>-=%".to_vec())];
    prop_oneof![
        6 => (any::<usize>(), bytes).prop_map(|(at, byte)| Damage::Set(at, byte)),
        2 => (any::<usize>(), 1..40usize).prop_map(|(at, n)| Damage::Drop(at, n)),
        2 => (any::<usize>(), 1..200usize).prop_map(|(at, n)| Damage::Double(at, n)),
        1 => any::<usize>().prop_map(Damage::Cut),
    ]
}

fn damaged(text: &str, list: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for damage in list {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        match *damage {
            Damage::Set(at, byte) => bytes[at % size] = byte,
            Damage::Drop(at, n) => drop(bytes.drain(at % size..size.min(at % size + n))),
            Damage::Double(at, n) => {
                let part = bytes[at % size..size.min(at % size + n)].to_vec();
                bytes.splice(at % size..at % size, part);
            }
            Damage::Cut(at) => bytes.truncate(at % size),
        }
    }
    bytes
}

fn check(refusal: &Refusal) {
    assert!(!refusal.code.is_empty() && !refusal.hint.is_empty());
    assert!(!refusal.message.contains('\n') && !refusal.hint.contains('\n'));
}

/// More cases on demand: `ATTUNE_FUZZ_CASES=100000`.
fn cases() -> u32 {
    std::env::var("ATTUNE_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_vcf_is_read_or_refused(list in prop::collection::vec(damage(), 0..8)) {
        let bytes = damaged(VCF, &list);
        match read_genome("x.vcf", bytes.as_slice(), &GenomeOptions::default()) {
            Ok(import) => {
                prop_assert!(import.ledger.adds_up(), "{:?}", import.ledger);
                for record in &import.records {
                    prop_assert!(record.end >= record.position);
                    prop_assert!(record.samples.len() == import.samples.len());
                }
            }
            Err(refusal) => check(&refusal),
        }
    }

    #[test]
    fn a_damaged_record_is_read_or_refused(list in prop::collection::vec(damage(), 0..8)) {
        let bytes = damaged(FHIR, &list);
        match read_record("x.json", bytes.as_slice()) {
            Ok(import) => prop_assert!(import.ledger.adds_up(), "{:?}", import.ledger),
            Err(refusal) => check(&refusal),
        }
    }

    #[test]
    fn any_bytes_are_told_apart(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = sniff(&bytes);
        if let Err(refusal) = read_genome("x", bytes.as_slice(), &GenomeOptions::default()) {
            check(&refusal);
        }
        if let Err(refusal) = read_record("x", bytes.as_slice()) {
            check(&refusal);
        }
    }
}
