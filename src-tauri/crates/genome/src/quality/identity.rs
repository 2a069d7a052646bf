//! Whether calls fit the person: sex from X and Y, and one person in two samples.

use crate::{Allele, Assembly, CallRecord, GenomeReport, IdentityFinding, Origin, SampleCall, Zygosity};

/// Sex as a record states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedSex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not recorded, or another word.
    Unknown,
}

/// Calls on X outside the pseudoautosomal regions from which something can be said.
const FEWEST_X: u32 = 20;
/// Share of heterozygous calls on X: above, two different X chromosomes; below the other, one.
const TWO_X: f64 = 0.25;
const ONE_X: f64 = 0.10;
/// Sites and share of contradictions for two samples of one person.
const FEWEST_SITES: u32 = 20;
const CONTRADICTIONS: f64 = 0.10;
const LEAST_DEPTH: u32 = 10;

/// Pseudoautosomal regions of X and Y (Genome Reference Consortium), both ends included.
fn pseudoautosomal(assembly: Assembly, contig: &str, position: u32) -> bool {
    let regions = match (assembly, contig) {
        (Assembly::GRCh37, "Y") => [(10_001, 2_649_520), (59_034_050, 59_363_566)],
        (Assembly::GRCh37, _) => [(60_001, 2_699_520), (154_931_044, 155_260_560)],
        (Assembly::GRCh38, "Y") => [(10_001, 2_781_479), (56_887_903, 57_217_415)],
        (Assembly::GRCh38, _) => [(10_001, 2_781_479), (155_701_383, 156_030_895)],
    };
    regions.iter().any(|(a, b)| (*a..=*b).contains(&position))
}

fn finding(code: &str, severity: &str, message: String) -> IdentityFinding {
    IdentityFinding { code: code.into(), severity: severity.into(), message }
}

/// Compares the genotypes on X with the recorded sex. `None` for somatic calls, which say nothing of it.
#[must_use]
pub fn sex(report: &GenomeReport, recorded: RecordedSex) -> Option<IdentityFinding> {
    let on = |contig: &'static str| {
        report.variants.iter().filter(move |v| {
            v.variant.contig.as_str() == contig
                && v.origin != Origin::Somatic
                && v.passed()
                && v.zygosity.is_some()
                && !pseudoautosomal(v.variant.assembly, contig, v.variant.position.get())
        })
    };
    if report.variants.iter().all(|v| v.zygosity.is_none()) {
        return None;
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let all = number(on("X").count());
    let mixed = number(on("X").filter(|v| v.zygosity == Some(Zygosity::Heterozygous)).count());
    let on_y = number(on("Y").count());
    let facts = format!("{mixed} of {all} calls on X are heterozygous, {on_y} calls on Y");
    if all < FEWEST_X {
        return Some(finding(
            "identity.sex_not_assessable",
            "info",
            format!("sex not assessable from the calls: {facts}; at least {FEWEST_X} on X are needed"),
        ));
    }
    let share = f64::from(mixed) / f64::from(all);
    // Single calls on Y occur in women: reads of X that lie at the wrong place.
    let stray = on_y <= (all / 50).max(2);
    let seen = if share >= TWO_X && stray {
        RecordedSex::Female
    } else if share <= ONE_X {
        RecordedSex::Male
    } else {
        return Some(finding(
            "identity.sex_unclear",
            "warning",
            format!("sex unclear from the calls: {facts}"),
        ));
    };
    let word = |s| if s == RecordedSex::Female { "two X chromosomes" } else { "one X chromosome" };
    Some(match recorded {
        RecordedSex::Unknown => {
            finding("identity.sex_not_recorded", "info", format!("the calls fit {}: {facts}", word(seen)))
        }
        r if r == seen => {
            finding("identity.sex_agrees", "info", format!("the calls fit the recorded sex: {facts}"))
        }
        _ => finding(
            "identity.sex_differs",
            "warning",
            format!(
                "the calls fit {} and not the recorded sex: {facts}; check the sample, or a transplant, loss of X or Y, \
                 or a variation of sex chromosomes",
                word(seen)
            ),
        ),
    })
}

/// Compares two samples of one file. Sites at which one sample has the alternate on both copies must not be without it
/// in the other: a loss in the tumour does not take both away. Where a genotype is missing, the fraction of the reads
/// says it. `somatic_calls`: the caller lists somatic variants only; without genotypes a site with all reads of the tumour
/// and none of the normal is what it looks for, and only sites of the normal say something about the person.
#[must_use]
pub fn concordance(
    records: &[CallRecord],
    first: usize,
    second: usize,
    somatic_calls: bool,
) -> Option<IdentityFinding> {
    let (mut sites, mut against, mut by_reads) = (0u32, 0u32, 0u32);
    for record in records {
        if record.contig.as_str().len() > 2 || matches!(record.contig.as_str(), "X" | "Y" | "MT") {
            continue;
        }
        if !matches!(record.alternates.first(), Some(Allele::Bases(_))) {
            continue;
        }
        let (Some(a), Some(b)) = (record.samples.get(first), record.samples.get(second)) else { continue };
        // The first sample is the tumour of the pair.
        for (of_tumour, one, other) in [(true, a, b), (false, b, a)] {
            let count = record.alternates.len();
            let (copies, carried) = (carried(one, count), carried(other, count));
            if let (Some((2, read_one)), Some((carried, read_other))) = (copies, carried) {
                let read = read_one || read_other;
                if of_tumour && somatic_calls && read {
                    continue;
                }
                sites += 1;
                by_reads += u32::from(read);
                against += u32::from(carried == 0);
            }
        }
    }
    if sites < FEWEST_SITES {
        let why = if somatic_calls {
            "; the file lists somatic calls, which say nothing of the person: give the germline calls of both samples"
        } else {
            ""
        };
        return Some(finding(
            "identity.samples_not_assessable",
            "info",
            format!(
                "whether both samples are of one person is not assessable: {sites} informative sites, {FEWEST_SITES} are needed{why}"
            ),
        ));
    }
    let share = f64::from(against) / f64::from(sites);
    let reads = if by_reads > 0 {
        format!(" ({by_reads} by their reads, without a genotype)")
    } else {
        String::new()
    };
    let facts = format!("{against} of {sites} informative sites contradict{reads}");
    Some(if share > CONTRADICTIONS {
        finding("identity.two_people", "error", format!("the two samples are not of one person: {facts}"))
    } else {
        finding("identity.one_person", "info", format!("both samples fit one person: {facts}"))
    })
}

/// Compares a germline report with a report of the tumour that came in another file. What the germline has on both copies
/// must be nearly all that the tumour has at that place. Only variants that both list can be compared; a file of somatic
/// calls alone lists none of them.
#[must_use]
pub fn across(germline: &GenomeReport, tumour: &GenomeReport) -> IdentityFinding {
    /// Fraction in the tumour below which a variant on both copies of the germline is not there as such.
    const LEAST: f64 = 0.70;
    let name = |r: &GenomeReport| r.sample.clone().unwrap_or_else(|| "a sample without a name".to_owned());
    let names = format!("{} (germline) and {} (tumour)", name(germline), name(tumour));
    let whole: std::collections::HashSet<_> = germline
        .variants
        .iter()
        .filter(|v| v.zygosity == Some(Zygosity::Homozygous) && v.passed())
        .filter(|v| !matches!(v.variant.contig.as_str(), "X" | "Y" | "MT"))
        .map(|v| &v.variant)
        .collect();
    let (mut sites, mut against) = (0u32, 0u32);
    for variant in &tumour.variants {
        let Some(fraction) = variant.vaf.filter(|_| whole.contains(&variant.variant)) else { continue };
        if variant.depth.is_some_and(|d| d < LEAST_DEPTH) {
            continue;
        }
        sites += 1;
        against += u32::from(fraction < LEAST);
    }
    if germline.assembly != tumour.assembly || sites < FEWEST_SITES {
        return finding(
            "identity.files_not_assessable",
            "info",
            format!(
                "whether {names} are of one person is not assessable: {sites} variants that the germline has on both copies \
                 are listed in both files, {FEWEST_SITES} are needed"
            ),
        );
    }
    let facts = format!("{against} of {sites} variants on both copies of the germline contradict");
    if f64::from(against) / f64::from(sites) > CONTRADICTIONS {
        finding("identity.two_people", "error", format!("{names} are not of one person: {facts}"))
    } else {
        finding("identity.one_person", "info", format!("{names} fit one person: {facts}"))
    }
}

/// Fraction of reads from which both copies carry an allele, and below which none does.
const BOTH: f64 = 0.95;
const NEITHER: f64 = 0.02;
/// Reads from which a fraction stands for a genotype.
const READS: u32 = 20;

/// Copies of the first alternate, and whether the reads say it; `None` where neither genotype nor reads do. A fraction
/// between the two bounds is one copy in a tumour of any purity.
fn carried(call: &SampleCall, alternates: usize) -> Option<(usize, bool)> {
    match call.genotype.as_ref() {
        Some(genotype) if genotype.alleles.len() == 2 => {
            if call.depth.is_some_and(|d| d < LEAST_DEPTH) {
                return None;
            }
            let alleles: Vec<u16> = genotype.alleles.iter().copied().collect::<Option<_>>()?;
            Some((alleles.iter().filter(|a| **a == 1).count(), false))
        }
        Some(_) => None,
        None => {
            let fraction = call.fractions(alternates).into_iter().next().flatten()?;
            if call.depth.is_none_or(|d| d < READS) {
                return None;
            }
            let copies = match fraction {
                f if f >= BOTH => 2,
                f if f <= NEITHER => 0,
                _ => 1,
            };
            Some((copies, true))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CalledVariant, Contig, Genotype, Position, Variant};

    fn report(het: u32, hom: u32, on_y: u32) -> GenomeReport {
        let call = |contig: &str, n: u32, zygosity| {
            let variant = Variant {
                assembly: Assembly::GRCh38,
                contig: Contig::new(contig),
                position: Position::new(50_000_000 + n).expect("not zero"),
                reference: "A".into(),
                alternate: "T".into(),
            };
            CalledVariant { zygosity: Some(zygosity), ..CalledVariant::new(variant, Origin::Germline, 1) }
        };
        let mut variants: Vec<_> = (0..het).map(|n| call("X", n, Zygosity::Heterozygous)).collect();
        variants.extend((het..het + hom).map(|n| call("X", n, Zygosity::Homozygous)));
        variants.extend((0..on_y).map(|n| call("Y", n, Zygosity::Hemizygous)));
        GenomeReport { variants, ..GenomeReport::default() }
    }

    fn code(report: &GenomeReport, recorded: RecordedSex) -> Option<String> {
        sex(report, recorded).map(|f| f.code)
    }

    #[test]
    fn x_and_y_are_compared_with_the_record() {
        let some = |c: &str| Some(c.to_owned());
        let (woman, man) = (report(30, 20, 0), report(1, 40, 5));
        assert_eq!(code(&woman, RecordedSex::Female), some("identity.sex_agrees"));
        assert_eq!(code(&woman, RecordedSex::Male), some("identity.sex_differs"));
        assert_eq!(code(&man, RecordedSex::Male), some("identity.sex_agrees"));
        assert_eq!(code(&man, RecordedSex::Unknown), some("identity.sex_not_recorded"));
        assert_eq!(code(&report(30, 20, 2), RecordedSex::Female), some("identity.sex_agrees"), "stray calls");
        assert_eq!(code(&report(30, 20, 4), RecordedSex::Female), some("identity.sex_unclear"));
        let mut on_shared_y = report(30, 20, 9);
        for v in on_shared_y.variants.iter_mut().filter(|v| v.variant.contig.as_str() == "Y") {
            v.variant.position = Position::new(57_000_000).expect("not zero");
        }
        assert_eq!(code(&on_shared_y, RecordedSex::Female), some("identity.sex_agrees"), "shared end of Y");
        assert_eq!(code(&report(3, 2, 0), RecordedSex::Female), some("identity.sex_not_assessable"));
        assert_eq!(code(&GenomeReport::default(), RecordedSex::Female), None);
    }

    fn site(n: u32, a: [u16; 2], b: [u16; 2]) -> CallRecord {
        let call = |g: [u16; 2]| SampleCall {
            genotype: Some(Genotype { alleles: g.map(Some).to_vec(), phased: false }),
            depth: Some(50),
            ..SampleCall::default()
        };
        let place = Position::new(n + 1).expect("not zero");
        CallRecord {
            contig: Contig::new("1"),
            position: place,
            end: place,
            ids: vec![],
            reference: "A".into(),
            alternates: vec![Allele::Bases("T".into())],
            quality: None,
            filter: None,
            samples: vec![call(a), call(b)],
            info: vec![],
            line: 1,
        }
    }

    #[test]
    fn a_germline_file_and_a_tumour_file_are_compared() {
        let file = |origin, zygosity, vaf: f64, count: u32| GenomeReport {
            assembly: Some(Assembly::GRCh38),
            sample: Some("S".into()),
            variants: (0..count)
                .map(|n| {
                    let variant = Variant {
                        assembly: Assembly::GRCh38,
                        contig: Contig::new("1"),
                        position: Position::new(1_000 + n).expect("not zero"),
                        reference: "A".into(),
                        alternate: "T".into(),
                    };
                    CalledVariant { zygosity, vaf: Some(vaf), ..CalledVariant::new(variant, origin, 1) }
                })
                .collect(),
            ..GenomeReport::default()
        };
        let blood = file(Origin::Germline, Some(Zygosity::Homozygous), 1.0, 40);
        let of = |vaf, count| across(&blood, &file(Origin::Unknown, None, vaf, count)).code;
        assert_eq!(of(0.97, 40), "identity.one_person");
        assert_eq!(of(0.17, 40), "identity.two_people");
        assert_eq!(of(0.97, 5), "identity.files_not_assessable");
    }

    #[test]
    fn one_person_or_two() {
        let of = |records: Vec<CallRecord>| concordance(&records, 0, 1, false).map(|f| f.code);
        let same: Vec<_> =
            (0..30).map(|n| site(n, [1, 1], if n % 3 == 0 { [0, 1] } else { [1, 1] })).collect();
        assert_eq!(of(same), Some("identity.one_person".into()));
        let two: Vec<_> =
            (0..30).map(|n| site(n, [1, 1], if n % 3 == 0 { [0, 0] } else { [1, 1] })).collect();
        assert_eq!(of(two), Some("identity.two_people".into()));
        let somatic: Vec<_> = (0..30).map(|n| site(n, [0, 1], [0, 0])).collect();
        assert_eq!(of(somatic), Some("identity.samples_not_assessable".into()));
    }

    #[test]
    fn reads_stand_for_a_missing_genotype() {
        let reads = |n: u32, a: [u32; 2], b: [u32; 2]| {
            let mut record = site(n, [0, 0], [0, 0]);
            for (call, counts) in record.samples.iter_mut().zip([a, b]) {
                call.genotype = None;
                call.depth = Some(counts[0] + counts[1]);
                call.allele_depths = Some(counts.to_vec());
            }
            record
        };
        let many = |a: [u32; 2], b: [u32; 2]| (0..30).map(|n| reads(n, a, b)).collect::<Vec<_>>();
        let of = |records: &[CallRecord], somatic| {
            concordance(records, 0, 1, somatic).map(|f| (f.code, f.message))
        };
        let (code, message) = of(&many([0, 80], [0, 40]), false).expect("an answer");
        assert_eq!(code, "identity.one_person");
        assert!(message.contains("60 by their reads"), "{message}");
        assert_eq!(of(&many([40, 40], [0, 40]), false).expect("an answer").0, "identity.one_person");
        assert_eq!(of(&many([80, 0], [0, 40]), false).expect("an answer").0, "identity.two_people");
        // Somatic calls on both copies of a pure tumour are none of the normal.
        let (code, message) = of(&many([0, 80], [40, 0]), true).expect("an answer");
        assert_eq!(code, "identity.samples_not_assessable");
        assert!(message.contains("somatic calls"), "{message}");
        assert_eq!(of(&many([80, 0], [0, 40]), true).expect("an answer").0, "identity.two_people");
        assert_eq!(
            of(&many([0, 8], [0, 8]), false).expect("an answer").0,
            "identity.samples_not_assessable",
            "shallow"
        );
    }
}
