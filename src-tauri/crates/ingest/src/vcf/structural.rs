//! Records of structural variants: symbolic alleles, breakends, and stretches with a copy number.

use std::collections::HashSet;

use attune_genome::{
    Allele, Breakpoint, CallRecord, CopyNumber, Fusion, GenomeReport, Genotype, Kept as KeptSide, Segment,
    StructuralVariant,
};

use super::annotation::snpeff_genes;
use super::fields::info_entries;
use super::record::text;
use super::sample::Format;
use super::vep::Vep;
use crate::assembly::Chromosome;

/// What a record says beyond its alleles.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct SvFacts {
    kind: String,
    /// Other side, where INFO names it.
    mate: Option<(Option<Chromosome>, u32)>,
    /// Identifier of the record of the other side.
    mate_id: Option<String>,
    copies: Option<f64>,
    minor: Option<f64>,
    reads: Option<u32>,
    /// Genes that the annotation names, in its order; two where it calls them fused.
    genes: Vec<String>,
    fused: bool,
    /// Unit and count of a tandem repeat.
    repeat: Option<String>,
}

fn number(bytes: &[u8]) -> Option<f64> {
    std::str::from_utf8(bytes).ok()?.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0)
}

/// Reads of the alternate in the ways of the callers: Manta `PR` and `SR` (reference, alternate), Delly `DV` and
/// `RV`, LUMPY and others `PE` and `SR` as single numbers.
fn reads(get: impl Fn(&str) -> Option<Vec<f64>>, info: impl Fn(&str) -> Option<f64>) -> Option<u32> {
    let alternate = |key: &str| get(key).and_then(|v| v.get(usize::from(v.len() > 1)).copied());
    let sum = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(0.0) + b.unwrap_or(0.0)),
    };
    let found = sum(alternate("PR"), alternate("SR"))
        .or_else(|| sum(alternate("DV"), alternate("RV")))
        .or_else(|| sum(alternate("PE"), None))
        .or_else(|| sum(info("PE"), info("SR")))?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range")]
    Some(found.clamp(0.0, f64::from(u32::MAX)) as u32)
}

/// Where a record says what its alleles do not.
pub(super) struct Stretch<'a> {
    pub(super) info: &'a [u8],
    pub(super) format: &'a Format,
    /// INFO `CN` gives the copies of each alternate and not of the stretch, as from VCF 4.4 on.
    pub(super) allele_copies: bool,
}

impl SvFacts {
    /// The facts of a record; `None` for one that is no structural variant.
    pub(super) fn of(
        record: &CallRecord,
        Stretch { info, format, allele_copies }: &Stretch<'_>,
        column: Option<&[u8]>,
        vep: Option<&Vep>,
    ) -> Option<Box<Self>> {
        let entry = |key: &str| info_entries(info).find(|(k, _)| *k == key.as_bytes()).map(|(_, v)| v);
        let kind = entry("SVTYPE").map(text);
        let structural =
            record.alternates.iter().any(|a| matches!(a, Allele::Symbolic(_) | Allele::Breakend(_)));
        // DRAGEN gives stretches without a change as lines without an alternate.
        let counted = record.end > record.position
            && column.is_some_and(|column| format.value(b"CN", column).is_some());
        let stretch = record.alternates.is_empty() && (kind.is_some() || counted);
        if !structural && !stretch {
            return None;
        }
        let values = |key: &str| {
            let column = column?;
            format
                .value(key.as_bytes(), column)
                .map(|v| v.split(|b| *b == b',').filter_map(number).collect::<Vec<_>>())
        };
        let one = |key: &str| values(key).and_then(|v| v.first().copied());
        let of_info =
            |key: &str| entry(key).and_then(|v| number(v.split(|b| *b == b',').next().unwrap_or_default()));
        let symbol = record.alternates.iter().find_map(|a| match a {
            Allele::Symbolic(s) => Some(s.split(':').next().unwrap_or(s).to_owned()),
            Allele::Breakend(_) => Some("BND".to_owned()),
            _ => None,
        });
        // A tandem repeat (VCF 4.4): its `CN` counts the repeat unit.
        if record.alternates.iter().any(|a| matches!(a, Allele::Symbolic(s) if s == "CNV:TR")) {
            let words = |key: &str| entry(key).map(text).filter(|v| v != ".");
            let unit = words("RUS").unwrap_or_else(|| "unit not stated".to_owned());
            let counts = words("RUC").or_else(|| words("RB").map(|bases| format!("{bases} bases")));
            return Some(Box::new(Self {
                kind: "tandem repeat".to_owned(),
                repeat: Some(format!("{unit} x {}", counts.unwrap_or_else(|| "not stated".to_owned()))),
                ..Self::default()
            }));
        }
        let contig = entry("CHR2").and_then(|c| Chromosome::named(&text(c)));
        let mate = of_info("POS2").or_else(|| contig.and_then(|_| of_info("END")));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
        let mate = mate.filter(|p| *p >= 1.0 && *p < f64::from(1u32 << 31)).map(|p| (contig, p as u32));
        // VEP first; SnpEff says of two genes whether they are fused.
        let of_vep = vep.and_then(|vep| vep.genes(&text(entry(&vep.id)?)));
        let (genes, fused) = of_vep.or_else(|| snpeff_genes(&text(entry("ANN")?))).unwrap_or_default();
        let per_allele = || {
            let copies: Vec<f64> = entry("CN")?.split(|b| *b == b',').map(number).collect::<Option<_>>()?;
            let call = record.samples.first().filter(|_| record.samples.len() == 1)?;
            let alleles = &call.genotype.as_ref()?.alleles;
            let of = |allele: u16| match allele.checked_sub(1) {
                None => Some(1.0),
                Some(at) => copies.get(usize::from(at)).copied(),
            };
            alleles.iter().map(|a| of((*a)?)).sum::<Option<f64>>()
        };
        let stated = if *allele_copies { per_allele() } else { of_info("CN") };
        Some(Box::new(Self {
            kind: symbol.or(kind).unwrap_or_default(),
            mate,
            mate_id: entry("MATEID").map(|v| text(v.split(|b| *b == b',').next().unwrap_or_default())),
            copies: one("CN").or_else(|| one("TCN")).or(stated).or_else(|| genotyped(record)),
            minor: one("MCN"),
            reads: reads(values, of_info),
            genes,
            fused,
            repeat: None,
        }))
    }
}

/// Copies from `<CNn>` alleles and a whole genotype: the reference allele has one.
fn genotyped(record: &CallRecord) -> Option<f64> {
    let copies = |allele: u16| match allele.checked_sub(1).map(|i| record.alternates.get(usize::from(i))) {
        None => Some(1.0),
        Some(Some(Allele::Symbolic(name))) => name.strip_prefix("CN")?.parse::<u16>().ok().map(f64::from),
        _ => None,
    };
    if !record
        .alternates
        .iter()
        .all(|a| matches!(a, Allele::Symbolic(s) if s.starts_with("CN") && s != "CNV"))
    {
        return None;
    }
    let call = record.samples.first().filter(|_| record.samples.len() == 1)?;
    let Genotype { alleles, .. } = call.genotype.as_ref()?;
    alleles.iter().map(|a| copies((*a)?)).sum()
}

/// Other side of a breakend allele, and which sides of both positions stay: `t[p[`, `t]p]`, `]p]t`, `[p[t`.
fn breakend(allele: &str) -> Option<(Option<Chromosome>, u32, KeptSide, KeptSide)> {
    let bracket = allele.chars().find(|c| matches!(c, '[' | ']'))?;
    let mut parts = allele.split(bracket);
    let (before, place) = (parts.next()?, parts.next()?);
    let (contig, position) = place.rsplit_once(':')?;
    let here = if before.is_empty() { KeptSide::Right } else { KeptSide::Left };
    let there = if bracket == '[' { KeptSide::Right } else { KeptSide::Left };
    Some((Chromosome::named(contig.trim_matches(['<', '>'])), position.parse().ok()?, here, there))
}

/// Puts structural records into the report.
#[derive(Debug, Default)]
pub(super) struct Structural {
    /// Identifiers of records whose other side was taken already.
    taken: HashSet<String>,
    /// Records of stretches that their caller rejected.
    pub(super) failed: usize,
    /// Copy-number records that do not say how many copies there are.
    pub(super) silent: usize,
}

impl Structural {
    pub(super) fn add(
        &mut self,
        record: &CallRecord,
        facts: &SvFacts,
        sample: Option<usize>,
        report: &mut GenomeReport,
    ) {
        let call = sample.and_then(|i| record.samples.get(i));
        let passed = record.filter.as_deref().is_none_or(|f| matches!(f, "PASS" | "."));
        let line = format!("VCF, line {}", record.line);
        let end = record.end.get();
        if let Some(total) = facts.copies.filter(|_| end > record.position.get()) {
            if !passed {
                self.failed += 1;
                return;
            }
            let segment = Segment {
                contig: record.contig.as_str().to_owned(),
                start: record.position.get(),
                end,
                minor: facts.minor,
                major: facts.minor.map(|m| (total - m).max(0.0)),
                total: Some(total),
                log2: None,
            };
            self.annotated(facts, &segment, &line, report);
            report.segments.push(segment);
        }
        // A sample that does not carry the allele has no event.
        let absent =
            call.and_then(|c| c.genotype.as_ref()).is_some_and(|g| g.alleles.iter().all(|a| *a == Some(0)));
        let copied = matches!(facts.kind.as_str(), "" | "CNV") || facts.kind.starts_with("CN");
        self.silent += usize::from(copied && !absent && facts.copies.is_none());
        if absent || copied {
            return;
        }
        if record.ids.iter().any(|id| self.taken.contains(id)) {
            return;
        }
        if let Some(mate) = &facts.mate_id {
            self.taken.insert(mate.clone());
        }
        self.breaks(record, facts, line, report);
    }

    /// A stretch whose genes the file names.
    fn annotated(&self, facts: &SvFacts, segment: &Segment, line: &str, report: &mut GenomeReport) {
        let Some(event) = segment.total.and_then(attune_genome::event_of_copies) else { return };
        if facts.genes.len() > 500 || !matches!(event, "amplification" | "deletion") {
            return;
        }
        for gene in &facts.genes {
            report.copy_number.push(CopyNumber {
                gene: gene.clone(),
                copies: segment.total,
                event: event.to_owned(),
                source: format!("{line}, genes by its annotation; {}", attune_genome::COPIES_RULE),
                log2: None,
                segment: Some(segment.clone()),
            });
        }
    }

    fn breaks(&self, record: &CallRecord, facts: &SvFacts, line: String, report: &mut GenomeReport) {
        let contig = record.contig.as_str();
        let mut start = Breakpoint::at(contig, record.position.get());
        let mut end = match facts.mate {
            Some((c, position)) => {
                Some(Breakpoint::at(&c.map_or(contig.to_owned(), Chromosome::name), position))
            }
            None if record.end > record.position => Some(Breakpoint::at(contig, record.end.get())),
            None => None,
        };
        for allele in &record.alternates {
            if let Allele::Breakend(text) = allele
                && let Some((c, position, here, there)) = breakend(text)
            {
                start.keeps = Some(here);
                let name = c.map_or(contig.to_owned(), Chromosome::name);
                end = Some(Breakpoint { keeps: Some(there), ..Breakpoint::at(&name, position) });
            }
        }
        if let (Some(end), None) = (&mut end, start.keeps) {
            (start.keeps, end.keeps) = match facts.kind.as_str() {
                "DEL" => (Some(KeptSide::Left), Some(KeptSide::Right)),
                "DUP" => (Some(KeptSide::Right), Some(KeptSide::Left)),
                _ => (None, None),
            };
        }
        if let ([five, three], true) = (facts.genes.as_slice(), facts.fused) {
            report.fusions.push(Fusion {
                five_prime: Some(five.clone()),
                three_prime: Some(three.clone()),
                support: facts.reads.map(|n| format!("{n} reads")),
                source: format!("{line}, genes by its annotation"),
                five_prime_break: Some(Breakpoint { gene: Some(five.clone()), ..start.clone() }),
                three_prime_break: end.clone().map(|e| Breakpoint { gene: Some(three.clone()), ..e }),
                frame: None,
                reads: facts.reads,
                doubt: record
                    .filter
                    .as_deref()
                    .filter(|f| !matches!(*f, "PASS" | "."))
                    .map(|f| format!("failed filter {f}")),
            });
            return;
        }
        report.structural.push(StructuralVariant {
            kind: facts.kind.clone(),
            start,
            end,
            reads: facts.reads,
            filter: record.filter.clone(),
            detail: facts.repeat.clone().or_else(|| {
                (!facts.genes.is_empty() && facts.genes.len() <= 20)
                    .then(|| format!("annotated: {}", facts.genes.join(", ")))
            }),
            source: line,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breakends_say_which_sides_stay() {
        use KeptSide::{Left, Right};
        let of = |a: &str| breakend(a).map(|(c, p, here, there)| (c.map(Chromosome::name), p, here, there));
        let two = |p, a, b| Some((Some("2".to_owned()), p, a, b));
        assert_eq!(of("G[chr2:321682["), two(321_682, Left, Right));
        assert_eq!(of("G]2:321681]"), two(321_681, Left, Left));
        assert_eq!(of("]2:5]T"), two(5, Right, Left));
        assert_eq!(of("[2:5[T"), two(5, Right, Right));
        assert_eq!(of("G."), None, "a single breakend");
        assert_eq!(of("G[2:x["), None);
    }
}
