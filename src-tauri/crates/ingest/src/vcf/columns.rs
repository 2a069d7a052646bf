//! Which sample column is the tumour, which the normal, and what the header proves about origin.

use attune_genome::Origin;

use super::header::Header;

/// Roles of the sample columns, as far as their names are clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roles {
    pub(crate) tumour: Option<usize>,
    pub(crate) normal: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Tumour,
    Normal,
}

/// Finds the roles from `##tumor_sample`, plain names, TCGA barcodes, or a pair that differs in a suffix.
pub(crate) fn roles(header: &Header) -> Roles {
    let samples = &header.samples;
    let place = |name: &Option<String>| name.as_ref().and_then(|n| samples.iter().position(|s| s == n));
    let mut roles = Roles { tumour: place(&header.tumour), normal: place(&header.normal) };
    if roles.tumour.is_some() || roles.normal.is_some() {
        if roles.tumour.is_some() && roles.normal.is_none() && samples.len() == 2 {
            roles.normal = (0..2).find(|i| Some(*i) != roles.tumour);
        }
        return roles;
    }
    let named: Vec<_> = samples.iter().map(|s| word_role(s).or_else(|| barcode_role(s))).collect();
    let single = |role| {
        let mut hits = named.iter().enumerate().filter(|(_, r)| **r == Some(role)).map(|(i, _)| i);
        hits.next().filter(|_| hits.next().is_none())
    };
    let found = Roles { tumour: single(Role::Tumour), normal: single(Role::Normal) };
    if found != Roles::default() { found } else { suffix_pair(samples) }
}

fn word_role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "tumor" | "tumour" | "primary" | "metastasis" | "dna_tumor" | "tumor_dna" => Some(Role::Tumour),
        "normal" | "germline" | "blood" | "control" | "dna_normal" | "normal_dna" => Some(Role::Normal),
        _ => None,
    }
}

/// TCGA barcode: sample types 01 to 09 are tumour, 10 to 19 normal.
fn barcode_role(name: &str) -> Option<Role> {
    let mut parts = name.strip_prefix("TCGA-")?.split('-');
    let kind: u8 = parts.nth(2)?.get(..2)?.parse().ok()?;
    // A name that joins two barcodes is no single sample.
    if name.matches("TCGA-").count() > 1 {
        return None;
    }
    match kind {
        1..=9 => Some(Role::Tumour),
        10..=19 => Some(Role::Normal),
        _ => None,
    }
}

/// Two columns with one stem, such as `P17_T` and `P17_N`.
fn suffix_pair(samples: &[String]) -> Roles {
    const PAIRS: [(&str, &str); 4] = [("tumor", "normal"), ("tumour", "normal"), ("_t", "_n"), ("-t", "-n")];
    let [a, b] = samples else { return Roles::default() };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    for (tumour, normal) in PAIRS {
        let same = |x: &str, y: &str| matches!((x.strip_suffix(tumour), y.strip_suffix(normal)), (Some(s), Some(t)) if s == t);
        if same(&a, &b) {
            return Roles { tumour: Some(0), normal: Some(1) };
        }
        if same(&b, &a) {
            return Roles { tumour: Some(1), normal: Some(0) };
        }
    }
    Roles::default()
}

/// Origin of the calls of a file as a whole, with the reason in words. Allele fractions are never asked.
pub(crate) fn origin(header: &Header, roles: Roles) -> (Origin, String) {
    let stated = |origin| header.origins.iter().find(|(o, _)| *o == origin).map(|(_, text)| text.clone());
    match (stated(Origin::Somatic), stated(Origin::Germline)) {
        (Some(a), Some(b)) => (Origin::Unknown, format!("the header names both kinds of callers: {a}; {b}")),
        (Some(text), None) => (Origin::Somatic, text),
        (None, Some(text)) => (Origin::Germline, text),
        (None, None) if roles.tumour.is_some() && roles.normal.is_some() => {
            (Origin::Somatic, "there is a tumour and a matched normal column".to_owned())
        }
        (None, None) => (Origin::Unknown, "neither the header nor the columns say it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(samples: &[&str]) -> (Option<usize>, Option<usize>) {
        let mut header = Header::default();
        header.samples = samples.iter().map(|s| (*s).to_owned()).collect();
        let roles = roles(&header);
        (roles.tumour, roles.normal)
    }

    #[test]
    fn columns_by_header() {
        for line in [
            "##PEDIGREE=<Derived=B,Original=A>",
            "##SAMPLE=<ID=B,SampleName=P1,Description=\"Tumor sample\">",
            "##tumor_sample=B",
        ] {
            let mut header = Header::default();
            header.meta(line);
            header.samples = vec!["A".to_owned(), "B".to_owned()];
            assert_eq!(roles(&header), Roles { tumour: Some(1), normal: Some(0) }, "{line}");
        }
    }

    #[test]
    fn columns_by_name() {
        assert_eq!(of(&["NORMAL", "TUMOR"]), (Some(1), Some(0)));
        assert_eq!(of(&["PRIMARY", "NORMAL"]), (Some(0), Some(1)));
        assert_eq!(of(&["P1_N", "P1_T"]), (Some(1), Some(0)));
        assert_eq!(of(&["P1_N", "P2_T"]), (None, None));
        assert_eq!(of(&["TCGA-A6-2686-01A-01D", "TCGA-A6-2686-10A-01D"]), (Some(0), Some(1)));
        assert_eq!(of(&["TCGA-A6-2686-01A-01D-1408-10_TCGA-A6-2686-10A-01D-2188-10"]), (None, None));
        assert_eq!(of(&["DNA_NORMAL", "DNA_TUMOR", "RNA_TUMOR"]), (Some(1), Some(0)), "RADIA");
        assert_eq!(of(&["NA12878"]), (None, None));
        assert_eq!(of(&[]), (None, None));
    }
}
