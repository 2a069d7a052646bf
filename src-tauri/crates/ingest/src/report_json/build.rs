//! Puts the findings of a JSON report together and settles its assembly.

use std::collections::HashMap;

use attune_genome::{
    Assembly, CalledVariant, Contig, GenomeReport, MsiStatus, NamedVariant, NotInterpreted, Origin, Position,
    TumourMutationalBurden, Variant,
};

use crate::assembly::{Chromosome, Evidence, Named, Probe, Weight, named_build};
use crate::finding::Findings;
use crate::json::{At, Mark};
use crate::table::{Collect, by_name, finish_collected};
use crate::{FileKind, GenomeImport, GenomeOptions, Ledger, Refusal, Severity};

/// Stands for two statements that contradict each other.
const CONTRADICTED: &str = "contradicted";

/// A report while it is read.
pub(super) struct Build {
    name: String,
    pub(super) findings: Findings,
    pub(super) evidence: Evidence,
    /// Genomic findings of any kind, understood or not.
    pub(super) found: u64,
    collect: Collect,
    probe: Probe,
    called: Vec<(Option<String>, CalledVariant, String)>,
    /// A build that is not read, and where it is named.
    foreign: Option<String>,
    /// What was stated of burden and microsatellites, and where: by sample.
    stated: HashMap<(Option<String>, &'static str), (String, String)>,
}

/// A place as a report gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct Alleles {
    pub(super) chromosome: Option<Chromosome>,
    /// First position, 1-based.
    pub(super) position: Option<u32>,
    pub(super) reference: Option<String>,
    pub(super) alternate: Option<String>,
}

impl Alleles {
    /// True where all four are there and can stand in a VCF.
    pub(super) fn whole(&self) -> bool {
        let bases = |t: &Option<String>| {
            t.as_deref().is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b"ACGTacgt".contains(&b)))
        };
        self.chromosome.is_some()
            && self.position.is_some_and(|p| p > 0 && p < 1 << 31)
            && bases(&self.reference)
            && bases(&self.alternate)
    }
}

impl Build {
    pub(super) fn new(name: &str, options: &GenomeOptions, findings: Findings) -> Self {
        Self {
            name: name.to_owned(),
            findings,
            evidence: Evidence::new(options.assembly),
            found: 0,
            collect: Collect::new(options),
            probe: Probe::new(),
            called: Vec::new(),
            foreign: None,
            stated: HashMap::new(),
        }
    }

    /// Notes a statement about the whole tumour. False where another place says something else: then neither is used.
    fn agrees(&mut self, sample: Option<&str>, what: &'static str, said: String, path: String) -> bool {
        let key = (sample.map(str::to_owned), what);
        let Some((before, place)) = self.stated.get(&key) else {
            self.stated.insert(key, (said, path));
            return true;
        };
        if *before == said {
            return true;
        }
        let (before, place) = (before.clone(), place.clone());
        // Nothing agrees with a contradiction from here on.
        self.stated.insert(key, (CONTRADICTED.to_owned(), path.clone()));
        if before == CONTRADICTED {
            return false;
        }
        self.findings.add(
            Severity::Warning,
            "json.statements_contradict",
            || path.clone(),
            || format!("{what}: {said} here, and {before} at {place}. Neither is used: ask the laboratory."),
        );
        false
    }

    /// Takes a stated burden.
    pub(super) fn tmb(&mut self, sample: Option<&str>, tmb: TumourMutationalBurden, path: String) {
        let agrees = self.agrees(sample, "TMB", format!("{} mutations per megabase", tmb.value), path);
        let Some(report) = self.collect.of(sample) else { return };
        report.tmb = agrees.then_some(tmb);
    }

    /// Takes a stated microsatellite state.
    pub(super) fn msi(&mut self, sample: Option<&str>, state: MsiStatus, path: String) {
        let word = match state {
            MsiStatus::High => "MSI-H",
            MsiStatus::Low => "MSI-L",
            MsiStatus::Stable => "MSS",
        };
        let agrees = self.agrees(sample, "Microsatellites", word.to_owned(), path);
        let Some(report) = self.collect.of(sample) else { return };
        report.msi = agrees.then_some(state);
    }

    /// The report of a sample; `None` where another one was chosen.
    pub(super) fn report(&mut self, sample: Option<&str>) -> Option<&mut GenomeReport> {
        self.collect.of(sample)
    }

    /// Takes a statement of the assembly.
    pub(super) fn assembly(&mut self, at: &At<'_, '_>) {
        let Some(text) = at.text() else { return };
        match named_build(text) {
            Some(Named::Build(assembly)) => {
                self.evidence.add(assembly, Weight::Statement, format!("{} says {text}", at.path()));
            }
            Some(Named::Foreign(build)) => {
                self.foreign.get_or_insert_with(|| format!("{} says {build}", at.path()));
            }
            None => self
                .warn("json.assembly_unknown", at, || format!("`{text}` names no assembly that is known.")),
        }
    }

    /// The chromosome of an accession, which proves the assembly, or of a plain name.
    pub(super) fn contig(&mut self, at: &At<'_, '_>) -> Option<Chromosome> {
        let text = at.peek()?;
        let text = text.split(':').next().unwrap_or(text);
        if let Some((chromosome, assembly)) = Chromosome::accession(text) {
            at.text();
            if let Some(assembly) = assembly {
                self.evidence.add(assembly, Weight::Proof, format!("{} is the accession {text}", at.path()));
            }
            return Some(chromosome);
        }
        let chromosome = Chromosome::named(text)?;
        at.text();
        Some(chromosome)
    }

    /// Adds a variant with a place; without one it is kept by its names.
    pub(super) fn variant(
        &mut self,
        sample: Option<&str>,
        alleles: &Alleles,
        origin: Origin,
        names: NamedVariant,
        more: impl FnOnce(&mut CalledVariant),
    ) {
        if self.collect.of(sample).is_none() {
            return;
        }
        if let (true, Some(chromosome), Some(position)) =
            (alleles.whole(), alleles.chromosome, alleles.position.and_then(Position::new))
        {
            let text = |t: &Option<String>| t.clone().unwrap_or_default().to_ascii_uppercase();
            let reference = text(&alleles.reference);
            self.probe.observe(chromosome, position.get(), reference.as_bytes());
            let variant = Variant {
                // Written over when the assembly is settled.
                assembly: Assembly::GRCh38,
                contig: Contig::new(&chromosome.name()),
                position,
                reference,
                alternate: text(&alleles.alternate),
            };
            let stated = names.hgvs_p.is_some() || names.hgvs_c.is_some() || names.consequence.is_some();
            let mut called = CalledVariant {
                zygosity: names.zygosity,
                gene: Some(names.gene).filter(|g| !g.is_empty()),
                transcript: names.transcript,
                hgvs_c: names.hgvs_c,
                hgvs_p: names.hgvs_p,
                consequence: names.consequence,
                annotated_by: stated.then(|| "input JSON".to_owned()),
                vaf: names.vaf,
                depth: names.depth,
                classification: names.classification,
                ..CalledVariant::new(variant, origin, 0)
            };
            more(&mut called);
            self.called.push((sample.map(str::to_owned), called, names.source));
        } else if !names.gene.is_empty() {
            let named = NamedVariant { origin, ..names };
            if let Some(report) = self.collect.of(sample) {
                report.named.push(named);
            }
        } else {
            self.unread(
                sample,
                "finding of the report without a place, a gene or a change that is understood",
            );
            self.findings.add(
                Severity::Warning,
                "json.variant_not_placed",
                || names.source.clone(),
                || {
                    "The variant has neither a place with both alleles nor a gene; it stays in the file."
                        .to_owned()
                },
            );
        }
    }

    /// Counts something that is not interpreted.
    pub(super) fn unread(&mut self, sample: Option<&str>, reason: &str) {
        let Some(report) = self.collect.of(sample) else { return };
        match report.not_interpreted.iter_mut().find(|n| n.reason == reason) {
            Some(known) => known.count += 1,
            None => report.not_interpreted.push(NotInterpreted { count: 1, reason: reason.to_owned() }),
        }
    }

    /// Says that something stays in the file.
    pub(super) fn warn(&mut self, code: &'static str, at: &At<'_, '_>, message: impl FnOnce() -> String) {
        self.findings.add(Severity::Warning, code, || at.path(), message);
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Facts about the assembly that contradict each other, or a sample that is not in the file.
    pub(super) fn finish(
        mut self,
        kind: FileKind,
        ledger: Ledger,
        sha256: String,
    ) -> Result<GenomeImport, Refusal> {
        self.probe.settle(&mut self.evidence);
        let mut decided = self.evidence.decide(&self.name)?;
        if let Some(foreign) = &self.foreign {
            if let Some((assembly, why)) = &decided {
                return Err(Refusal::new(
                    "ingest.assembly_contradiction",
                    format!(
                        "{} contradicts itself on the assembly: {foreign}, but {assembly} ({why})",
                        self.name
                    ),
                    "Ask the laboratory on which reference the positions are.",
                ));
            }
            decided = None;
        }
        let unplaced = decided.is_none() && !self.called.is_empty();
        for (sample, mut variant, source) in self.called {
            let Some(report) = self.collect.of(sample.as_deref()) else { continue };
            match &decided {
                Some((assembly, _)) => {
                    variant.variant.assembly = *assembly;
                    report.variants.push(variant);
                }
                None => report.named.extend(by_name(variant, source)),
            }
        }
        if unplaced {
            self.findings.add(
                Severity::Warning,
                "json.assembly_not_stated",
                || "whole file".to_owned(),
                || {
                    let why =
                        self.foreign.clone().unwrap_or_else(|| "Nothing states the assembly".to_owned());
                    format!("{why}: positions are not used, variants are kept by their names.")
                },
            );
        }
        self.collect.origins();
        if self.found > 0 && self.collect.reports.iter().all(is_bare) {
            self.findings.add(
                Severity::Warning,
                "json.nothing_listed",
                || "whole file".to_owned(),
                || {
                    "The file has genomic findings, and none of them was understood as present: see the other \
                     findings. This is no negative result."
                        .to_owned()
                },
            );
        }
        finish_collected(
            self.collect,
            (self.name, ledger, self.findings, sha256),
            kind,
            String::new(),
            decided,
        )
    }
}

/// True for a report without any finding.
fn is_bare(r: &GenomeReport) -> bool {
    r.variants.is_empty()
        && r.named.is_empty()
        && r.copy_number.is_empty()
        && r.segments.is_empty()
        && r.fusions.is_empty()
        && r.structural.is_empty()
        && r.stated.is_empty()
        && r.tmb.is_none()
        && r.msi.is_none()
}

/// A number of a leaf; one that is none is marked as unusable.
pub(super) fn number(at: &At<'_, '_>) -> Option<f64> {
    let text = at.peek()?;
    match text.parse::<f64>().ok().filter(|n| n.is_finite()) {
        Some(n) => {
            at.text();
            Some(n)
        }
        None => {
            at.mark(Mark::Unusable);
            None
        }
    }
}

/// A position or count of a leaf; `140753336.0` is one too.
pub(super) fn whole(at: &At<'_, '_>) -> Option<u32> {
    let n = number(at)?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    (n >= 0.0 && n <= f64::from(u32::MAX) && n.fract() == 0.0).then_some(n as u32)
}

/// A fraction between 0 and 1, also as a percentage.
pub(super) fn fraction(value: f64, unit: Option<&str>) -> Option<f64> {
    let value = if unit == Some("%") { value / 100.0 } else { value };
    (0.0..=1.0).contains(&value).then_some(value)
}
