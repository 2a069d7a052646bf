//! Neighbouring calls that change one codon, joined where they are on one chromosome copy.

use super::{ConsequencePredictor, TranscriptPack, gene, touches};
use crate::{CalledVariant, GenomeReport, Variant};

/// Largest difference of two allele fractions that still counts as one event where the phase is not stated.
const SAME_FRACTION: f64 = 0.05;
/// The same as a share of the larger fraction: at one per cent everything is within five.
const SAME_SHARE: f64 = 0.25;
/// Fraction below which two clones are as likely as one change of two bases.
const LOW_FRACTION: f64 = 0.10;

/// What joining did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JoinSummary {
    /// Sentences about joined rows, one each.
    pub joined: Vec<String>,
    /// Sentences about rows that were joined although the phase is not stated.
    pub presumed: Vec<String>,
    /// Sentences about neighbours that were not joined because the phase is not known.
    pub undecided: Vec<String>,
}

/// Whether two calls are on one copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cis {
    Phased,
    Homozygous,
    /// Together more than all reads: some reads must carry both.
    Overlap,
    SameFraction,
    No,
    Unknown,
}

impl TranscriptPack {
    /// Joins single-base changes of one codon that are in cis: phased on one haplotype, both homozygous, or
    /// with fractions that only fit one copy. Where the phase is not stated and the fractions are the same, what
    /// is `established` decides (gene and protein name): two clones with a known driver each must not become one
    /// change that nobody knows, and V600K must not be read as V600E beside V600M. Rows in trans stay apart;
    /// where nothing is known they stay apart and are named. Doing it twice changes nothing.
    pub fn join_codons(
        &self,
        report: &mut GenomeReport,
        established: &dyn Fn(&str, &str) -> bool,
    ) -> JoinSummary {
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
                let mut how = cis(a, b);
                if how == Cis::SameFraction && !self.fits_one_change(a, b, &joined, established) {
                    how = Cis::Unknown;
                }
                match how {
                    Cis::No => {}
                    Cis::Unknown => summary.undecided.push(format!(
                        "{} and {} change one codon; whether they are on one copy is not stated, so they stay apart; \
                         on one copy they would be {}",
                        words(&a.variant),
                        words(&b.variant),
                        self.name_of(&joined)
                    )),
                    how => {
                        let why = match how {
                            Cis::Phased => "phased on one copy",
                            Cis::Homozygous => "both on both copies",
                            Cis::Overlap => "their fractions sum up to more than all reads",
                            _ => "the same allele fraction; the phase is not stated",
                        };
                        let sentence = format!(
                            "{} and {} were read as one change of one codon, {} ({why})",
                            words(&a.variant),
                            words(&b.variant),
                            self.name_of(&joined)
                        );
                        if how == Cis::SameFraction {
                            summary.presumed.push(sentence);
                        } else {
                            summary.joined.push(sentence);
                        }
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

    /// Gene and protein name of a change, or its coordinates.
    fn name_of(&self, variant: &Variant) -> String {
        let named = self.predict(variant).ok().and_then(|p| Some(format!("{} {}", p.gene, p.hgvs_p?)));
        named.unwrap_or_else(|| words(variant))
    }

    /// Whether two calls of the same fraction and unknown phase are one change rather than two clones.
    fn fits_one_change(
        &self,
        a: &CalledVariant,
        b: &CalledVariant,
        joined: &Variant,
        established: &dyn Fn(&str, &str) -> bool,
    ) -> bool {
        let known = |v: &Variant| {
            let named = self.predict(v).ok().and_then(|p| Some((p.gene, p.hgvs_p?)));
            named.is_some_and(|(gene, name)| established(&gene, &name))
        };
        let frequent = a.vaf.into_iter().chain(b.vaf).all(|f| f >= LOW_FRACTION);
        match (known(joined), known(&a.variant), known(&b.variant)) {
            // One half of V600K is V600M, which nobody finds alone.
            (true, x, y) => frequent || !(x && y),
            (false, false, false) => frequent,
            (false, ..) => false,
        }
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
        (Some(x), Some(y)) if x + y > 1.0 + SAME_FRACTION => Cis::Overlap,
        (Some(x), Some(y)) if (x - y).abs() <= SAME_FRACTION.min(SAME_SHARE * x.max(y)) => Cis::SameFraction,
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

    /// Names that count as established: two single changes of codon 2, and one of two bases.
    const KNOWN: [&str; 3] = ["p.Lys2Gln", "p.Lys2Arg", "p.Lys2Gly"];

    fn joined(a: CalledVariant, b: CalledVariant) -> (GenomeReport, super::JoinSummary) {
        let mut report = GenomeReport { variants: vec![b, a], ..GenomeReport::default() };
        let pack = pack();
        let known = |_: &str, name: &str| KNOWN.contains(&name);
        let summary = pack.join_codons(&mut report, &known);
        let once = report.clone();
        let again = pack.join_codons(&mut report, &known);
        assert!(again.joined.is_empty() && again.presumed.is_empty());
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
        assert_eq!(summary.presumed.len(), 1);
        assert!(summary.presumed[0].contains("p.Lys2Ala"), "{summary:?}");
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
    fn two_clones_with_a_known_change_each_stay_apart() {
        let of = |a: (u32, &str), b: (u32, &str), vaf: (f64, f64)| {
            let (report, summary) =
                joined(call(a.0, "A", a.1, Some(vaf.0)), call(b.0, "A", b.1, Some(vaf.1)));
            (report.variants.len(), summary.undecided.len())
        };
        // CAA Gln and AGA Arg are known, CGA Arg together: known by its name, yet two clones at one per cent.
        assert_eq!(of((1019, "C"), (1020, "G"), (0.012, 0.010)), (2, 1));
        assert_eq!(of((1019, "C"), (1020, "G"), (0.30, 0.31)), (1, 0));
        // CAA Gln is known, CTA Leu is not: apart whatever the fraction, unless no read can have one alone.
        assert_eq!(of((1019, "C"), (1020, "T"), (0.30, 0.31)), (2, 1));
        assert_eq!(of((1019, "C"), (1020, "T"), (0.60, 0.55)), (1, 0));
        // GAA Glu and AGA Arg make GGA Gly, which is known, and Glu is not: one change even at one per cent.
        assert_eq!(of((1019, "G"), (1020, "G"), (0.010, 0.011)), (1, 0));
        // Neither is known.
        assert_eq!(of((1019, "G"), (1020, "C"), (0.010, 0.011)), (2, 1));
        assert_eq!(of((1019, "G"), (1020, "G"), (0.010, 0.020)).0, 2, "twice the fraction is not the same");
    }

    #[test]
    fn two_codons_are_two_changes() {
        let (report, summary) = joined(call(1021, "A", "C", Some(0.3)), call(1022, "G", "C", Some(0.3)));
        assert_eq!(report.variants.len(), 2);
        assert_eq!(summary, super::JoinSummary::default());
    }
}
