//! Codes that can be checked without a terminology, and the names of code systems.

/// LOINC: digits, a hyphen, and a check digit (Luhn, modulo 10).
pub(crate) fn is_loinc(code: &str) -> bool {
    let Some((body, check)) = code.split_once('-') else { return false };
    if body.is_empty() || body.len() > 7 || !body.bytes().all(|b| b.is_ascii_digit()) || check.len() != 1 {
        return false;
    }
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            let doubled = if i % 2 == 0 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    check.parse() == Ok((10 - sum % 10) % 10)
}

/// LOINC parts, answers and lists by their shape: `LA6683-2`, `LP...`, `LL...`.
pub(crate) fn is_loinc_part(code: &str) -> bool {
    ["LA", "LP", "LL", "LG"].iter().any(|prefix| {
        let rest = code.strip_prefix(prefix).and_then(|r| r.split_once('-'));
        rest.is_some_and(|(body, check)| {
            !body.is_empty()
                && check.len() == 1
                && body.bytes().chain(check.bytes()).all(|b| b.is_ascii_digit())
        })
    })
}

/// SNOMED CT: 6 to 18 digits with a Verhoeff check digit.
pub(crate) fn is_snomed(code: &str) -> bool {
    const MULTIPLY: [[u8; 10]; 10] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    const PERMUTE: [[u8; 10]; 8] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];
    if !(6..=18).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let check = code.bytes().rev().enumerate().fold(0u8, |sum, (i, b)| {
        MULTIPLY[usize::from(sum)][usize::from(PERMUTE[i % 8][usize::from(b - b'0')])]
    });
    check == 0
}

/// ICD-10-CM by its shape.
pub(crate) fn is_icd10cm(code: &str) -> bool {
    let bytes = code.as_bytes();
    let head = bytes.len() >= 3
        && bytes[0].is_ascii_uppercase()
        && bytes[1].is_ascii_digit()
        && (bytes[2].is_ascii_digit() || bytes[2].is_ascii_uppercase());
    let tail = match bytes.get(3) {
        None => true,
        Some(b'.') => (5..=8).contains(&bytes.len()) && bytes[4..].iter().all(|b| b.is_ascii_alphanumeric()),
        Some(_) => false,
    };
    head && tail
}

/// One name for a code system: OIDs, old hosts and stray blanks lead to the canonical URI.
pub(crate) fn system(written: &str) -> String {
    let compact: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let oid = compact.strip_prefix("urn:oid:").unwrap_or(&compact);
    let canonical = match oid {
        "2.16.840.1.113883.6.1" => "http://loinc.org",
        "2.16.840.1.113883.6.96" => "http://snomed.info/sct",
        "2.16.840.1.113883.6.88" => "http://www.nlm.nih.gov/research/umls/rxnorm",
        "2.16.840.1.113883.6.90" => "http://hl7.org/fhir/sid/icd-10-cm",
        "2.16.840.1.113883.6.3" => "http://hl7.org/fhir/sid/icd-10",
        "2.16.840.1.113883.6.103" => "http://hl7.org/fhir/sid/icd-9-cm",
        "2.16.840.1.113883.6.8" => "http://unitsofmeasure.org",
        "2.16.840.1.113883.12.292" => "http://hl7.org/fhir/sid/cvx",
        "2.16.840.1.113883.5.111" => "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
        "2.16.840.1.113883.5.83" => "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
        _ => "",
    };
    if !canonical.is_empty() {
        return canonical.to_owned();
    }
    let lower = compact.to_ascii_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    match bare.trim_end_matches('/') {
        "loinc.org" => "http://loinc.org".to_owned(),
        "snomed.info/sct" | "snomed.info" | "snomed.org/sct" | "ihtsdo.org/snomedct" => {
            "http://snomed.info/sct".to_owned()
        }
        "unitsofmeasure.org" => "http://unitsofmeasure.org".to_owned(),
        "nlm.nih.gov/research/umls/rxnorm" => "http://www.nlm.nih.gov/research/umls/rxnorm".to_owned(),
        "hl7.org/fhir/sid/icd-10-cm" => "http://hl7.org/fhir/sid/icd-10-cm".to_owned(),
        _ => compact,
    }
}

/// Why a code cannot be one of its system, in words; `None` where nothing is known against it.
pub(crate) fn fault(system: &str, code: &str) -> Option<&'static str> {
    match system {
        "http://loinc.org" if !is_loinc(code) && !is_loinc_part(code) => {
            Some("no LOINC code (its check digit is wrong)")
        }
        "http://snomed.info/sct" if !is_snomed(code) => Some("no SNOMED CT code (its check digit is wrong)"),
        "http://www.nlm.nih.gov/research/umls/rxnorm" if !code.bytes().all(|b| b.is_ascii_digit()) => {
            Some("no RxNorm code (digits only)")
        }
        "http://hl7.org/fhir/sid/icd-10-cm" if !is_icd10cm(code) => Some("no ICD-10-CM code"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for code in ["2160-0", "1751-7", "94076-7", "69548-6", "718-7", "89247-1"] {
            assert!(is_loinc(code), "{code}");
        }
        for code in ["2160-1", "21600", "-1", "2160-", "2160-00", "a-1"] {
            assert!(!is_loinc(code), "{code}");
        }
        assert!(is_loinc_part("LA6683-2") && is_loinc_part("LA9633-4"));
        for code in ["73211009", "363346000", "716186003", "254837009", "428041000124106"] {
            assert!(is_snomed(code), "{code}");
        }
        assert!(!is_snomed("73211008") && !is_snomed("12345"));
        for code in ["C50.911", "C43", "Z15.01", "C7B.00", "S72.001A"] {
            assert!(is_icd10cm(code), "{code}");
        }
        assert!(!is_icd10cm("C5") && !is_icd10cm("C50911") && !is_icd10cm("c50.1"));
    }

    #[test]
    fn systems_have_one_name() {
        assert_eq!(system("urn: oid: 2.16.840.1.113883.6.1"), "http://loinc.org");
        assert_eq!(system("https://loinc.org/"), "http://loinc.org");
        assert_eq!(system("http://www.snomed.org/sct"), "http://snomed.info/sct");
        assert_eq!(system("http://cancerstaging.org"), "http://cancerstaging.org");
    }
}
