//! From records to the variants of the report.

use std::collections::BTreeMap;

use attune_genome::{
    Allele, Assembly, CallRecord, CalledVariant, FileFacts, Genotype, NotInterpreted, Origin, Phase,
    PopulationFrequency, SampleCall, Variant, Zygosity,
};

use super::annotation::Annotation;
use super::structural::SvFacts;

/// What is known of one alternate allele before the assembly is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) fraction: Option<f64>,
    /// Fraction in the normal sample of the pair.
    pub(crate) in_normal: Option<f64>,
    pub(crate) annotation: Option<Annotation>,
    /// Population frequency that the file states.
    pub(crate) population: Option<PopulationFrequency>,
}

/// A kept record with its drafts, one for each alternate.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) record: CallRecord,
    pub(crate) drafts: Vec<Draft>,
    /// Place of the sample of the report among `record.samples`.
    pub(crate) sample: Option<usize>,
    /// Place of the sample whose genotype is that of the person, where it is not the one of the report: the normal of a
    /// variant of the germline.
    pub(crate) person: Option<usize>,
    /// Depth where no sample column gives it.
    pub(crate) depth: Option<u32>,
    /// Origin that the line itself states.
    pub(crate) origin: Option<Origin>,
    pub(crate) classification: Option<String>,
    /// What a structural record says beyond its alleles.
    pub(crate) structural: Option<Box<SvFacts>>,
    /// Filter of the sample where it is not passed and that of the line is.
    pub(crate) sample_filter: Option<String>,
    /// Leaves of the line that were mapped.
    pub(crate) mapped: u64,
}

impl Kept {
    /// Turns the line to another of its samples than the one it was read for.
    pub(crate) fn of_sample(&mut self, sample: Option<usize>, normal: Option<usize>) {
        let count = self.record.alternates.len();
        let of = |place: Option<usize>| {
            let call = place.and_then(|i| self.record.samples.get(i));
            call.map(|c| c.fractions(count)).unwrap_or_default()
        };
        let (own, in_normal) = (of(sample), of(normal));
        for (at, draft) in self.drafts.iter_mut().enumerate() {
            draft.fraction = own.get(at).copied().flatten();
            draft.in_normal = in_normal.get(at).copied().flatten();
        }
        self.sample = sample;
    }

    /// True where the line must be listed wherever it lies: the file annotates it, or it is structural.
    pub(crate) fn matters(&self) -> bool {
        use attune_genome::Consequence as C;
        self.structural.is_some()
            || self.drafts.iter().any(|d| {
                d.annotation.as_ref().is_some_and(|a| {
                    a.hgvs_p.as_deref().is_some_and(|p| !p.ends_with('='))
                        || a.consequence.is_some_and(|c| c.is_truncating() || c == C::MissenseVariant)
                })
            })
    }
}

/// Collects variants, and counts what is none.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    pub(crate) list: Vec<CalledVariant>,
    skipped: BTreeMap<&'static str, usize>,
}

impl Variants {
    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// `last`: nobody asks this record for its annotations again, so they are moved and not copied.
    pub(crate) fn add(&mut self, kept: &mut Kept, assembly: Assembly, origin: Origin, last: bool) {
        let mut drafts = if last { std::mem::take(&mut kept.drafts) } else { kept.drafts.clone() };

        let call = kept.sample.and_then(|i| kept.record.samples.get(i));
        let genotype = call.and_then(|c| c.genotype.as_ref());
        let origin = kept.origin.unwrap_or(origin);
        for (number, allele) in kept.record.alternates.iter().enumerate() {
            let bases = match allele {
                Allele::Bases(bases) if bases.bytes().all(|b| b != b'N') => bases,
                Allele::Bases(_) => {
                    self.skip("alternate allele with an unknown base (N)");
                    continue;
                }
                Allele::SpanningDeletion | Allele::NonReference => continue,
                // Structural records go their own way.
                Allele::Symbolic(_) | Allele::Breakend(_) => continue,
            };
            let index = u16::try_from(number + 1).unwrap_or(u16::MAX);
            match genotype {
                Some(gt) if gt.alleles.contains(&Some(index)) => {}
                Some(gt) if gt.alleles.iter().all(Option::is_some) => {
                    self.skip("the genotype of the sample does not have the alternate allele");
                    continue;
                }
                Some(_) => {
                    self.skip("no genotype was called (missing allele)");
                    continue;
                }
                None => {}
            }
            let Draft { fraction, in_normal, annotation, population } =
                drafts.get_mut(number).map(std::mem::take).unwrap_or_default();
            let annotated_by = annotation.as_ref().map(|a| a.by.to_owned());
            let note = annotation.unwrap_or_default();
            self.list.push(CalledVariant {
                variant: Variant {
                    assembly,
                    contig: kept.record.contig.clone(),
                    position: kept.record.position,
                    reference: kept.record.reference.clone(),
                    alternate: bases.clone(),
                },
                origin,
                zygosity: of_person(kept, genotype)
                    .filter(|_| origin != Origin::Somatic)
                    .and_then(|gt| zygosity(gt, index)),
                gene: note.gene,
                transcript: note.transcript,
                hgvs_c: note.hgvs_c,
                hgvs_p: note.hgvs_p,
                consequence: note.consequence,
                annotated_by,
                vaf: fraction,
                depth: call.and_then(|c| c.depth).or(kept.depth),
                filter: kept.sample_filter.clone().or_else(|| kept.record.filter.clone()),
                ids: kept.record.ids.clone(),
                oncogenicity: None,
                classification: kept.classification.clone(),
                line: kept.record.line,
                file: FileFacts {
                    population,
                    normal_vaf: in_normal,
                    exon: note.exon,
                    ..file_facts(call, index)
                },
                interpretation: Default::default(),
            });
        }
    }

    /// What is no variant of the report, and why.
    pub(crate) fn not_interpreted(&self) -> Vec<NotInterpreted> {
        self.skipped
            .iter()
            .map(|(reason, count)| NotInterpreted { count: *count, reason: (*reason).to_owned() })
            .collect()
    }
}

/// What the columns say beside the call.
fn file_facts(call: Option<&SampleCall>, allele: u16) -> FileFacts {
    let phase = call.and_then(|c| {
        let genotype = c.genotype.as_ref().filter(|g| g.phased && g.alleles.len() == 2)?;
        let carried = genotype.alleles.iter().filter(|a| **a == Some(allele)).count();
        let haplotype = genotype.alleles.iter().position(|a| *a == Some(allele))?;
        (carried == 1).then(|| Phase {
            set: c.phase_set.clone(),
            haplotype: u8::try_from(haplotype).unwrap_or(u8::MAX),
        })
    });
    let reads = call.and_then(|c| c.allele_depths.as_ref()).and_then(|d| d.get(usize::from(allele)).copied());
    FileFacts { phase, alternate_reads: reads, ..FileFacts::default() }
}

/// The genotype of the person: that of the normal, where the tumour may have lost an allele.
fn of_person<'a>(kept: &'a Kept, own: Option<&'a Genotype>) -> Option<&'a Genotype> {
    match kept.person {
        Some(place) => kept.record.samples.get(place)?.genotype.as_ref(),
        None => own,
    }
}

/// Zygosity of one allele; a genotype with a missing half has none.
fn zygosity(genotype: &Genotype, allele: u16) -> Option<Zygosity> {
    let alleles: Vec<u16> = genotype.alleles.iter().copied().collect::<Option<_>>()?;
    let carried = alleles.iter().filter(|a| **a == allele).count();
    match (alleles.len(), carried) {
        (_, 0) => None,
        (1, _) => Some(Zygosity::Hemizygous),
        (all, carried) if all == carried => Some(Zygosity::Homozygous),
        _ => Some(Zygosity::Heterozygous),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zygosity_needs_a_whole_genotype() {
        let of =
            |alleles: &[Option<u16>]| zygosity(&Genotype { alleles: alleles.to_vec(), phased: false }, 1);
        assert_eq!(of(&[Some(0), Some(1)]), Some(Zygosity::Heterozygous));
        assert_eq!(of(&[Some(1), Some(1)]), Some(Zygosity::Homozygous));
        assert_eq!(of(&[Some(1), Some(2)]), Some(Zygosity::Heterozygous));
        assert_eq!(of(&[Some(1)]), Some(Zygosity::Hemizygous));
        assert_eq!(of(&[None, Some(1)]), None);
        assert_eq!(of(&[Some(0), Some(0)]), None);
    }
}
