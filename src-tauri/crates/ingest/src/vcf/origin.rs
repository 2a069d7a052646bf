//! Of which origin a single line is, where it says more than the header of its file.

use attune_genome::{CallRecord, Origin, SampleCall};

/// Fraction in the normal from which a variant is taken for one of the germline; half of the reads, less what chance and
/// mapping take away.
const CARRIED: f64 = 0.25;
/// Fraction in the normal below which reads are taken for errors or for traces of the tumour.
const CLEAR: f64 = 0.05;
/// Reads of the normal below which nothing is said of it.
const LEAST_DEPTH: u32 = 8;

/// What is known of a line beside its alleles.
pub(super) struct Line<'a> {
    pub(super) record: &'a CallRecord,
    /// `SS` of VarScan (INFO) or SomaticSniper (FORMAT).
    pub(super) status: Option<u32>,
    /// The column of the normal of the pair.
    pub(super) normal: Option<&'a SampleCall>,
    /// The header names a program that makes somatic calls only.
    pub(super) somatic_caller: bool,
    /// The header names a program that makes calls of the germline only.
    pub(super) germline_caller: bool,
}

/// What the normal says of the alternates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Normal {
    Carries,
    Traces,
    Clear,
    /// No genotype and too few reads: it was not looked at.
    Silent,
}

fn in_normal(call: &SampleCall, alternates: usize) -> Normal {
    let fractions = call.fractions(alternates);
    let highest = fractions.into_iter().flatten().reduce(f64::max);
    let genotype = call.genotype.as_ref().filter(|g| g.alleles.iter().all(Option::is_some));
    let named = genotype.map(|g| g.alleles.iter().any(|a| *a != Some(0)));
    let shallow = call.depth.is_some_and(|d| d < LEAST_DEPTH);
    match (highest, named) {
        (Some(f), _) if f >= CARRIED && !shallow => Normal::Carries,
        (None, Some(true)) if !shallow => Normal::Carries,
        (Some(f), _) if f >= CLEAR => Normal::Traces,
        (_, Some(true)) => Normal::Traces,
        _ if shallow || (highest.is_none() && named.is_none()) => Normal::Silent,
        _ => Normal::Clear,
    }
}

/// The origin that a line states; `None` where the header decides.
pub(super) fn origin_of(line: &Line<'_>) -> Option<Origin> {
    let Line { record, status, normal, somatic_caller, germline_caller } = line;
    let filters = || record.filter.as_deref().unwrap_or_default().split(';');
    let info = |key: &str| record.info.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let normal = normal.map(|call| in_normal(call, record.alternates.len()));
    let passed = filters().all(|f| matches!(f, "" | "." | "PASS"));
    match (status, normal) {
        // DeepSomatic: not somatic. DRAGEN without a normal: the databases speak for germline.
        _ if filters().any(|f| f == "GERMLINE") => Some(Origin::Germline),
        _ if info("GermlineStatus").is_some_and(|s| s.starts_with("Germline")) => Some(Origin::Unknown),
        (Some(1), _) => Some(Origin::Germline),
        (Some(2), _) => Some(Origin::Somatic),
        // Heterozygous in the normal, and the other allele is lost in the tumour.
        (Some(3), Some(Normal::Carries)) => Some(Origin::Germline),
        // Wild type, loss of heterozygosity, unknown: no statement, and the columns do not overrule it.
        (Some(_), _) => Some(Origin::Unknown),
        _ if info("SOMATIC").is_some() => Some(Origin::Somatic),
        // VarDict says it in a word.
        _ if info("STATUS").is_some_and(|s| s.contains("Germline") || s.contains("LOH")) => {
            Some(match normal {
                Some(Normal::Carries) => Origin::Germline,
                _ => Origin::Unknown,
            })
        }
        _ if info("STATUS").is_some_and(|s| s.contains("Somatic")) => Some(Origin::Somatic),
        // A caller of the germline called both columns, and the normal was looked at and does not have it.
        (None, Some(Normal::Clear)) if *germline_caller => Some(Origin::Somatic),
        // A caller of somatic variants that passed it knew the normal: tumour cells in the normal are possible.
        (None, Some(Normal::Carries)) if *somatic_caller && passed => Some(Origin::Unknown),
        (None, Some(Normal::Carries)) => Some(Origin::Germline),
        _ if filters().any(|f| matches!(f, "germline" | "germline_risk")) => Some(Origin::Unknown),
        // Both columns were called alike: only a normal that was looked at and is clear makes it somatic.
        (None, Some(Normal::Traces | Normal::Silent)) if !somatic_caller => Some(Origin::Unknown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use attune_genome::{Allele, Contig, Genotype, Position};

    use super::*;

    fn record(filter: &str) -> CallRecord {
        let place = Position::new(1).unwrap();
        CallRecord {
            contig: Contig::new("17"),
            position: place,
            end: place,
            ids: vec![],
            reference: "A".into(),
            alternates: vec![Allele::Bases("T".into())],
            quality: None,
            filter: Some(filter.to_owned()),
            samples: vec![],
            info: vec![],
            line: 1,
        }
    }

    fn normal(alleles: Option<[u16; 2]>, reads: Option<[u32; 2]>) -> SampleCall {
        SampleCall {
            genotype: alleles.map(|a| Genotype { alleles: a.map(Some).to_vec(), phased: false }),
            depth: reads.map(|r| r[0] + r[1]),
            allele_depths: reads.map(|r| r.to_vec()),
            ..SampleCall::default()
        }
    }

    #[test]
    fn the_normal_decides_where_both_columns_were_called_alike() {
        let of = |call: SampleCall, somatic_caller, filter: &str, status| {
            let record = record(filter);
            origin_of(&Line {
                record: &record,
                status,
                normal: Some(&call),
                somatic_caller,
                germline_caller: !somatic_caller && filter == "joint",
            })
        };
        let (het, clear) = (normal(Some([0, 1]), Some([25, 25])), normal(Some([0, 0]), Some([40, 0])));
        assert_eq!(of(het.clone(), false, "PASS", None), Some(Origin::Germline));
        assert_eq!(of(clear.clone(), false, "PASS", None), None, "the pair of columns decides");
        assert_eq!(of(normal(Some([0, 0]), Some([45, 5])), false, "PASS", None), Some(Origin::Unknown));
        assert_eq!(of(normal(None, None), false, "PASS", None), Some(Origin::Unknown), "not looked at");
        assert_eq!(of(normal(Some([0, 1]), Some([2, 2])), false, "PASS", None), Some(Origin::Unknown));
        assert_eq!(of(het.clone(), true, "germline", None), Some(Origin::Germline));
        assert_eq!(of(clear.clone(), true, "germline_risk", None), Some(Origin::Unknown));
        assert_eq!(
            of(het.clone(), true, "PASS", None),
            Some(Origin::Unknown),
            "tumour in normal is possible"
        );
        assert_eq!(of(normal(None, None), true, "PASS", None), None);
        assert_eq!(
            of(het.clone(), false, "PASS", Some(3)),
            Some(Origin::Germline),
            "the other allele is lost"
        );
        assert_eq!(of(clear, false, "PASS", Some(3)), Some(Origin::Unknown));
        assert_eq!(of(het, false, "PASS", Some(2)), Some(Origin::Somatic));
        let deep = normal(Some([0, 0]), Some([50, 0]));
        assert_eq!(
            of(deep, false, "joint", None),
            Some(Origin::Somatic),
            "a caller of the germline on both columns"
        );
    }
}
