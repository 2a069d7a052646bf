//! Neighbouring calls that change one codon, joined where they are on one chromosome copy.

use super::{TranscriptPack, gene, touches};
use crate::{CalledVariant, GenomeReport, Variant};

/// Largest difference of two allele fractions that still counts as one event where the phase is not stated.
const SAME_FRACTION: f64 = 0.05;

/// What joining did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JoinSummary {
    /// Sentences about joined rows, one each.
    pub joined: Vec<String>,
    /// Sentences about neighbours that were not joined because the phase is not known.
    pub undecided: Vec<String>,
}

/// Whether two calls are on one copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cis {
    Phased,
    Homozygous,
    SameFraction,
    No,
    Unknown,
}

impl TranscriptPack {
    /// Joins single-base changes of one codon that are in cis: phased on one haplotype, both homozygous, or
    /// with the same allele fraction where the phase is not stated. Rows in trans stay apart; where nothing is
    /// known they stay apart and are named. Doing it twice changes nothing.
    pub fn join_codons(&self, report: &mut GenomeReport) -> JoinSummary {
        let mut summary = JoinSummary::default();
        let mut order: Vec<usize> = (0..report.variants.len()).collect();
        order.sort_by(|a, b| place(&report.variants[*a]).cmp(&place(&report.variants[*b])));
        let mut gone = vec![false; report.variants.len()];
        for (n, first) in order.iter().copied().enumerate() {
            if gone[first] || !is_base_change(&report.variants[first]) {
                continue;
            }
            for second in order[n + 1..].iter().copied() {
                let (a, b) = (&report.variants[first], &report.variants[second]);
                if a.variant.contig != b.variant.contig
                    || b.variant.position.get() > last(a).saturating_add(2)
                {
                    break;
                }
                if gone[second] || !is_single(b) || b.variant.position.get() <= last(a) {
                    continue;
                }
                let Some(joined) = self.one_codon(&a.variant, &b.variant) else { continue };
                match cis(a, b) {
                    Cis::No => {}
                    Cis::Unknown => summary.undecided.push(format!(
                        "{} and {} change one codon; whether they are on one copy is not stated, so they stay apart",
                        words(&a.variant),
                        words(&b.variant)
                    )),
                    how => {
                        summary.joined.push(format!(
                            "{} and {} were read as one change of one codon ({})",
                            words(&a.variant),
                            words(&b.variant),
                            match how {
                                Cis::Phased => "phased on one copy",
                                Cis::Homozygous => "both on both copies",
                                _ => "the same allele fraction; the phase is not stated",
                            }
                        ));
                        let b = report.variants[second].clone();
                        merge(&mut report.variants[first], &b, joined);
                        gone[second] = true;
                    }
                }
            }
        }
        let mut at = 0;
        report.variants.retain(|_| {
            at += 1;
            !gone[at - 1]
        });
        summary
    }

    /// The change of both, where they lie in one codon of a gene with a sequence.
    fn one_codon(&self, a: &Variant, b: &Variant) -> Option<Variant> {
        let assembly = gene::index(a.assembly);
        (a.assembly == b.assembly).then_some(())?;
        self.near(a).into_iter().find_map(|at| {
            let entry = self.index.genes.get(at)?;
            let spans = entry.spans.get(assembly)?;
            (!entry.exons_only && touches(spans, a) && touches(spans, b)).then_some(())?;
            let loaded = self.loaded(at)?;
            let layout = loaded.layout(a.assembly)?;
            let (start, end) = loaded.gene.cds.map(|(x, y)| (i64::from(x), i64::from(y)))?;
            let codon = |position: u32| {
                let point = layout.place(position)?;
                (point.offset == 0 && (start..=end).contains(&point.tx)).then(|| (point.tx - start) / 3)
            };
            let (from, to) = (a.position.get(), b.position.get());
            let whole = codon(from)?;
            (codon(to) == Some(whole)).then_some(())?;
            let mut reference = a.reference.clone();
            let mut alternate = a.alternate.clone();
            for between in from + u32::try_from(a.reference.len()).ok()?..to {
                let (index, _) = layout.find(between)?;
                let base = *layout.bases.get(index)?;
                let base =
                    if layout.reverse { *super::bases::reverse_complement(&[base]).first()? } else { base };
                reference.push(char::from(base));
                alternate.push(char::from(base));
            }
            reference.push_str(&b.reference);
            alternate.push_str(&b.alternate);
            Some(Variant { reference, alternate, ..a.clone() })
        })
    }
}

fn place(v: &CalledVariant) -> (&str, u32) {
    (v.variant.contig.as_str(), v.variant.position.get())
}

fn last(v: &CalledVariant) -> u32 {
    v.variant.position.get() + u32::try_from(v.variant.reference.len()).unwrap_or(1) - 1
}

fn is_single(v: &CalledVariant) -> bool {
    v.variant.reference.len() == 1 && v.variant.alternate.len() == 1 && v.passed()
}

/// A single base, or bases that were joined before.
fn is_base_change(v: &CalledVariant) -> bool {
    let same = v.variant.reference.len() == v.variant.alternate.len();
    same && v.variant.reference.len() <= 2 && v.passed()
}

fn cis(a: &CalledVariant, b: &CalledVariant) -> Cis {
    use crate::Zygosity as Z;
    if a.origin != b.origin {
        return Cis::No;
    }
    if let (Some(x), Some(y)) = (&a.file.phase, &b.file.phase)
        && x.set == y.set
    {
        return if x.haplotype == y.haplotype { Cis::Phased } else { Cis::No };
    }
    let whole = |v: &CalledVariant| matches!(v.zygosity, Some(Z::Homozygous | Z::Hemizygous));
    match (whole(a), whole(b)) {
        (true, true) => return Cis::Homozygous,
        (true, false) | (false, true) => return Cis::No,
        (false, false) => {}
    }
    match (a.vaf, b.vaf) {
        // Heterozygous germline calls have one fraction whether in cis or in trans.
        (Some(_), Some(_)) if a.origin == crate::Origin::Germline => Cis::Unknown,
        (Some(x), Some(y)) if (x - y).abs() <= SAME_FRACTION => Cis::SameFraction,
        (Some(_), Some(_)) => Cis::No,
        _ => Cis::Unknown,
    }
}

fn merge(a: &mut CalledVariant, b: &CalledVariant, joined: Variant) {
    if a.interpretation.joined.is_empty() {
        a.interpretation.joined.push(a.line);
    }
    a.interpretation.joined.push(b.line);
    a.variant = joined;
    a.vaf = match (a.vaf, b.vaf) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    a.depth = match (a.depth, b.depth) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    a.ids.extend(b.ids.iter().cloned());
    // Names and classes of the parts are not those of the whole.
    a.hgvs_c = None;
    a.hgvs_p = None;
    a.consequence = None;
    a.transcript = None;
    a.annotated_by = None;
    a.classification = None;
    a.file.population = None;
}

fn words(v: &Variant) -> String {
    format!("{}:{} {}>{}", v.contig, v.position.get(), v.reference, v.alternate)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::pack;
    use crate::{Assembly, CalledVariant, Contig, GenomeReport, Origin, Phase, Position, Variant};

    fn call(position: u32, reference: &str, alternate: &str, vaf: Option<f64>) -> CalledVariant {
        let variant = Variant {
            assembly: Assembly::GRCh37,
            contig: Contig::new("9"),
            position: Position::new(position).expect("not zero"),
            reference: reference.into(),
            alternate: alternate.into(),
        };
        CalledVariant { vaf, ..CalledVariant::new(variant, Origin::Somatic, u64::from(position)) }
    }

    fn joined(a: CalledVariant, b: CalledVariant) -> (GenomeReport, super::JoinSummary) {
        let mut report = GenomeReport { variants: vec![b, a], ..GenomeReport::default() };
        let pack = pack();
        let summary = pack.join_codons(&mut report);
        let once = report.clone();
        assert!(pack.join_codons(&mut report).joined.is_empty());
        assert_eq!(once, report);
        pack.annotate(&mut report);
        (report, summary)
    }

    // Codon 2 of the fixture is AAA at 1019-1021.
    #[test]
    fn neighbours_of_one_codon_in_cis_are_one_change() {
        let (report, summary) = joined(call(1019, "A", "G", Some(0.30)), call(1020, "A", "C", Some(0.31)));
        assert_eq!(report.variants.len(), 1);
        assert_eq!(report.variants[0].hgvs_p.as_deref(), Some("p.Lys2Ala"));
        assert_eq!(report.variants[0].interpretation.joined, [1019, 1020]);
        assert_eq!(summary.joined.len(), 1);
        // The first and the third base: the one between stays.
        let (report, _) = joined(call(1019, "A", "G", Some(0.3)), call(1021, "A", "C", Some(0.3)));
        assert_eq!(report.variants[0].variant.reference, "AAA");
        assert_eq!(report.variants[0].hgvs_p.as_deref(), Some("p.Lys2Asp"));
    }

    #[test]
    fn trans_and_unknown_phase_stay_apart() {
        let phased = |haplotype| Some(Phase { set: Some("1".into()), haplotype });
        let mut a = call(1019, "A", "G", Some(0.5));
        let mut b = call(1020, "A", "C", Some(0.5));
        a.file.phase = phased(0);
        b.file.phase = phased(1);
        assert_eq!(joined(a.clone(), b.clone()).0.variants.len(), 2);
        b.file.phase = phased(0);
        assert_eq!(joined(a, b).0.variants.len(), 1);
        let (report, summary) = joined(call(1019, "A", "G", None), call(1020, "A", "C", None));
        assert_eq!((report.variants.len(), summary.undecided.len()), (2, 1));
        let (report, _) = joined(call(1019, "A", "G", Some(0.1)), call(1020, "A", "C", Some(0.4)));
        assert_eq!(report.variants.len(), 2);
    }

    #[test]
    fn two_codons_are_two_changes() {
        let (report, summary) = joined(call(1021, "A", "C", Some(0.3)), call(1022, "G", "C", Some(0.3)));
        assert_eq!(report.variants.len(), 2);
        assert_eq!(summary, super::JoinSummary::default());
    }
}
