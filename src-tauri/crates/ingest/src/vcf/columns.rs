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

/// Finds the roles from what the header states, plain names, TCGA barcodes, or a pair whose names differ in one mark.
pub(crate) fn roles(header: &Header) -> Roles {
    let samples = &header.samples;
    let stated = [&header.stated, &header.commanded].into_iter().map(|s| s.roles(samples));
    let Some(mut roles) = stated.clone().find(|r| *r != Roles::default()) else { return named(samples) };
    if samples.len() == 2 && header.one_person(&roles) {
        roles.tumour = roles.tumour.or(roles.normal.map(|normal| 1 - normal));
        roles.normal = roles.normal.or(roles.tumour.map(|tumour| 1 - tumour));
    }
    roles
}

/// True where neither the columns nor the header know a normal.
pub(crate) fn no_normal(header: &Header, roles: Roles) -> bool {
    roles.normal.is_none() && header.stated.normals.is_empty() && header.commanded.normals.is_empty()
}

/// Where the roles of a header are from, in words.
pub(crate) fn stated_by(header: &Header) -> &'static str {
    if header.stated.roles(&header.samples) != Roles::default() {
        "stated in the header"
    } else if header.commanded.roles(&header.samples) != Roles::default() {
        "named in the command line of the caller"
    } else if named(&header.samples) != Roles::default() {
        "by the names of the samples"
    } else {
        ""
    }
}

/// Roles by the names of the columns alone.
fn named(samples: &[String]) -> Roles {
    let named: Vec<_> = samples.iter().map(|s| barcode_role(s).or_else(|| word_role(s))).collect();
    let single = |role| {
        let mut hits = named.iter().enumerate().filter(|(_, r)| **r == Some(role)).map(|(i, _)| i);
        hits.next().filter(|_| hits.next().is_none())
    };
    let found = Roles { tumour: single(Role::Tumour), normal: single(Role::Normal) };
    if found != Roles::default() { found } else { pair(samples) }
}

/// Names of the tumour and normal samples that a header states.
#[derive(Debug, Default)]
pub(crate) struct StatedRoles {
    pub(crate) tumours: Vec<String>,
    pub(crate) normals: Vec<String>,
}

impl StatedRoles {
    /// The columns of these names; a role that several columns have is that of none.
    fn roles(&self, samples: &[String]) -> Roles {
        let single = |names: &[String]| {
            let mut hits = (0..samples.len()).filter(|i| names.contains(&samples[*i]));
            hits.next().filter(|_| hits.next().is_none())
        };
        Roles { tumour: single(&self.tumours), normal: single(&self.normals) }
    }
}

/// A word of the name says it: `TUMOR`, `DNA_TUMOR`, `P17-normal`. Names that join both words, and RNA, say nothing.
fn word_role(name: &str) -> Option<Role> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let any = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let tumour = any(&["tumor", "tumour", "primary", "metastasis", "met", "cancer"]);
    let normal = any(&["normal", "germline", "blood", "control", "pbmc", "buffy", "buccal", "saliva"]);
    match (tumour, normal) {
        _ if any(&["rna", "vs"]) => None,
        (true, false) => Some(Role::Tumour),
        (false, true) => Some(Role::Normal),
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

/// Two columns whose names differ in one mark: `P17_T` and `P17_N`, `T-P17` and `N-P17`, `P17T` and `P17N`,
/// `HCC1395` and `HCC1395BL` (a lymphoblastoid line).
fn pair(samples: &[String]) -> Roles {
    const MARKS: [(&str, &str); 6] =
        [("tumor", "normal"), ("tumour", "normal"), ("td", "nd"), ("t1", "n1"), ("t", "n"), ("", "bl")];
    let [a, b] = samples else { return Roles::default() };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let same = |x: &str, y: &str| {
        MARKS.iter().any(|(tumour, normal)| {
            let ends = x.strip_suffix(tumour).zip(y.strip_suffix(normal));
            let starts = x.strip_prefix(tumour).zip(y.strip_prefix(normal)).filter(|_| !tumour.is_empty());
            let inner = x.replacen(&format!("_{tumour}_"), "_", 1);
            let inside =
                !tumour.is_empty() && inner != x && inner == y.replacen(&format!("_{normal}_"), "_", 1);
            [ends, starts].into_iter().flatten().any(|(s, t)| s == t && !s.is_empty()) || inside
        })
    };
    match (same(&a, &b), same(&b, &a)) {
        (true, false) => Roles { tumour: Some(0), normal: Some(1) },
        (false, true) => Roles { tumour: Some(1), normal: Some(0) },
        _ => Roles::default(),
    }
}

/// Origin of the calls of a file as a whole, with the reason in words. Allele fractions are never asked.
pub(crate) fn origin(header: &Header, roles: Roles) -> (Origin, String) {
    let stated = |origin| header.origins.iter().find(|(o, _)| *o == origin).map(|(_, text)| text.clone());
    match (stated(Origin::Somatic), stated(Origin::Germline)) {
        // DeepSomatic names DeepVariant, and marks what it takes for germline in FILTER.
        (a, Some(_)) if header.marks_germline => {
            (Origin::Somatic, a.unwrap_or_else(|| "FILTER declares which calls are germline".to_owned()))
        }
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
            "##SAMPLE=<ID=B,SampleTCGABarcode=TCGA-1,Description=\"Primary solid Tumor DNA\",File=\"a, b\">",
            "##SAMPLE=<ID=A,Description=\"Blood Derived Normal DNA\">",
            "##SAMPLE=<ID=B,Genomes=Tumor>",
            "##tumor_sample=B",
            "##normal_sample=A",
            "##TUMOR=\"Sample=B,File=tumour.bam\"",
            "##SentieonCommandLine.TNscope=<ID=TNscope,CommandLine=\"sentieon driver --algo TNscope --tumor_sample B --normal_sample A\">",
            "##MuTect=\"analysis_type=MuTect normal_sample_name=A tumor_sample_name=B\"",
            "##DRAGENCommandLine=<ID=dragen,CommandLineOptions=\"-r /ref --RGSM A --RGSM-tumor B\">",
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
        assert_eq!(of(&["N_P1", "T_P1"]), (Some(1), Some(0)));
        assert_eq!(of(&["P1N", "P1T"]), (Some(1), Some(0)));
        assert_eq!(of(&["P1_N_01", "P1_T_01"]), (Some(1), Some(0)));
        assert_eq!(of(&["HCC1395", "HCC1395BL"]), (Some(0), Some(1)));
        assert_eq!(of(&["P1-Tumor-DNA", "P1-Tumor-RNA", "P1-Blood"]), (Some(0), Some(2)));
        assert_eq!(of(&["mother", "father", "child"]), (None, None));
        assert_eq!(of(&["S1", "S2"]), (None, None));
        assert_eq!(of(&["TUMOR_1", "TUMOR_2", "NORMAL"]), (None, Some(2)), "two tumours: ask");
        assert_eq!(of(&["TCGA-A6-2686-01A-01D", "TCGA-A6-2686-10A-01D"]), (Some(0), Some(1)));
        assert_eq!(of(&["TCGA-A6-2686-01A-01D-1408-10_TCGA-A6-2686-10A-01D-2188-10"]), (None, None));
        assert_eq!(of(&["DNA_NORMAL", "DNA_TUMOR", "RNA_TUMOR"]), (Some(1), Some(0)), "RADIA");
        assert_eq!(of(&["NA12878"]), (None, None));
        assert_eq!(of(&[]), (None, None));
    }
}
