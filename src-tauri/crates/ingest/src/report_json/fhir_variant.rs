//! The variant profile: components by their LOINC codes.

use attune_genome::{
    Breakpoint, CopyNumber, Fusion, NamedVariant, Origin, PopulationFrequency, Segment, StructuralVariant,
    Zygosity,
};

use super::build::{Alleles, Build, fraction, number, whole};
use super::fhir::{codes, value_words, words};
use crate::json::At;
use crate::vcf::annotation::{consequence, protein_name};

/// What the components of a variant say.
#[derive(Default)]
struct Parts {
    genes: Vec<String>,
    alleles: Alleles,
    end: Option<u32>,
    from_zero: bool,
    transcript: Option<String>,
    coding: Option<String>,
    protein: Option<String>,
    consequence: Option<attune_genome::Consequence>,
    origin: Origin,
    zygosity: Option<Zygosity>,
    vaf: Option<f64>,
    depth: Option<u32>,
    class: Option<String>,
    change: String,
    copies: Option<f64>,
    population: Option<f64>,
}

/// Reads one variant observation.
pub(super) fn variant(at: &At<'_, '_>, subject: Option<&str>, implied: Option<String>, build: &mut Build) {
    let value = at.get("valueCodeableConcept");
    let present = codes(&value).contains(&"LA9633-4")
        || ["present", "positive", "detected"]
            .iter()
            .any(|w| value_words_peek(&value).eq_ignore_ascii_case(w));
    words(&value);
    if !present {
        build.findings.add(
            crate::Severity::Info,
            "fhir.variant_not_present",
            || at.path(),
            || {
                "The variant is not stated to be present (absent, no call or undetermined); it is not listed."
                    .into()
            },
        );
        return;
    }
    let mut parts = Parts::default();
    let list = at.get("component");
    for component in list.items() {
        component_of(&component, &mut parts, build);
    }
    if parts.from_zero {
        parts.alleles.position = parts.alleles.position.and_then(|p| p.checked_add(1));
    }
    add(at, subject, parts, implied, build);
}

fn value_words_peek<'n>(value: &At<'n, '_>) -> &'n str {
    let display = value.get("coding").items().find_map(|c| c.get("display").peek());
    value.get("text").peek().or(display).unwrap_or_default()
}

fn component_of(at: &At<'_, '_>, parts: &mut Parts, build: &mut Build) {
    let code = at.get("code");
    let list = codes(&code);
    let concept = at.get("valueCodeableConcept");
    // The code that says what the component is counts as read together with its value.
    let read = |what: Option<String>| {
        words(&code);
        what
    };
    let quantity = || {
        let q = at.get("valueQuantity");
        let unit = q.get("code").text().or(q.get("unit").text());
        q.get("system").text();
        q.get("unit").text();
        number(&q.get("value")).map(|n| (n, unit))
    };
    for code in list {
        match code {
            "48018-6" => parts.genes.extend(read(gene(&concept))),
            "48013-7" => {
                for coding in concept.get("coding").items() {
                    parts.alleles.chromosome = parts.alleles.chromosome.or(build.contig(&coding.get("code")));
                }
                read(words(&concept));
            }
            "48000-4" => {
                let name = read(words(&concept)).unwrap_or_default();
                let bare =
                    name.trim_start_matches("Chromosome ").trim_start_matches("chromosome ").to_owned();
                parts.alleles.chromosome =
                    parts.alleles.chromosome.or_else(|| crate::assembly::Chromosome::named(&bare));
            }
            "62374-4" => {
                for coding in concept.get("coding").items() {
                    let display = coding.get("display");
                    if display.exists() {
                        build.assembly(&display);
                    }
                }
                read(words(&concept));
            }
            "69547-8" => parts.alleles.reference = read(value_words(at)),
            "69551-0" => parts.alleles.alternate = read(value_words(at)),
            "81254-5" | "81302-2" | "81301-4" => {
                let range = at.get("valueRange");
                parts.alleles.position = parts.alleles.position.or(whole(&range.get("low").get("value")));
                parts.end = parts.end.or(whole(&range.get("high").get("value")));
                read(None);
            }
            "92822-6" => {
                parts.from_zero = {
                    read(None);
                    codes(&concept).contains(&"LA30100-4")
                } & mark(&concept)
            }
            "51958-7" => parts.transcript = read(words(&concept)),
            "48004-6" => {
                let text = read(value_words(at)).unwrap_or_default();
                if let Some((reference, name)) = text.split_once(':')
                    && (name.starts_with("c.") || name.starts_with("n."))
                {
                    parts.transcript = parts.transcript.take().or(Some(reference.to_owned()));
                    parts.coding = Some(name.split_whitespace().next().unwrap_or(name).to_owned());
                } else if text.starts_with("c.") {
                    parts.coding = Some(text);
                }
            }
            "48005-3" => parts.protein = read(value_words(at)).as_deref().and_then(protein_name),
            "81290-9" => {
                let text = read(value_words(at)).unwrap_or_default();
                if let Some((c, alleles)) = genomic(&text) {
                    parts.alleles.chromosome = parts.alleles.chromosome.or(Some(c));
                    parts.alleles.position = parts.alleles.position.or(Some(alleles.0));
                    parts.alleles.reference.get_or_insert(alleles.1);
                    parts.alleles.alternate.get_or_insert(alleles.2);
                }
            }
            "48002-0" => {
                let list = codes(&concept);
                parts.origin = if list.contains(&"LA6684-0") {
                    Origin::Somatic
                } else if list.contains(&"LA6683-2") {
                    Origin::Germline
                } else {
                    Origin::Unknown
                };
                read(words(&concept));
            }
            "53034-5" => {
                let text = read(words(&concept)).unwrap_or_default().to_ascii_lowercase();
                parts.zygosity = match text.as_str() {
                    "heterozygous" => Some(Zygosity::Heterozygous),
                    "homozygous" => Some(Zygosity::Homozygous),
                    "hemizygous" => Some(Zygosity::Hemizygous),
                    _ => None,
                };
            }
            "81258-6" => {
                read(None);
                parts.vaf = quantity().and_then(|(n, unit)| fraction(n, unit));
            }
            "82121-5" => {
                read(None);
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked to be in range"
                )]
                let depth = quantity().map(|(n, _)| n).filter(|n| (0.0..1e9).contains(n)).map(|n| n as u32);
                parts.depth = depth;
            }
            "82155-3" => {
                read(None);
                parts.copies = quantity().map(|(n, _)| n).filter(|n| *n >= 0.0);
            }
            "92821-8" => {
                read(None);
                parts.population = quantity().map(|(n, _)| n).filter(|n| (0.0..=1.0).contains(n));
            }
            "53037-8" => parts.class = read(value_words(at)).as_deref().and_then(class),
            "48019-4" => parts.change = read(words(&concept)).unwrap_or_default().to_ascii_lowercase(),
            "48006-1" | "feature-consequence" | "molecular-consequence" => {
                parts.consequence = read(words(&concept)).and_then(|w| consequence(&w.replace(' ', "_")));
            }
            _ => {}
        }
    }
}

/// Marks a concept as read.
fn mark(at: &At<'_, '_>) -> bool {
    words(at);
    true
}

/// The symbol of a gene: the display, unless only the code is a symbol.
fn gene(at: &At<'_, '_>) -> Option<String> {
    let text = words(at)?;
    let symbol =
        text.split_whitespace().find(|w| !w.starts_with("HGNC")).map(|w| w.trim_matches(['(', ')', ',']));
    symbol.filter(|s| !s.is_empty()).map(str::to_owned)
}

/// Significance in the words of ClinVar; `None` for words that say nothing (`not specified`).
pub(super) fn class(words: &str) -> Option<String> {
    let lower = words.trim().to_ascii_lowercase();
    ["pathogenic", "likely pathogenic", "uncertain significance", "likely benign", "benign"]
        .contains(&lower.as_str())
        .then(|| {
            let mut chars = lower.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
        })
}

/// `NC_000007.14:g.140753336A>T`: substitutions only, other changes need the reference.
fn genomic(text: &str) -> Option<(crate::assembly::Chromosome, (u32, String, String))> {
    let (accession, change) = text.split_once(":g.")?;
    let (chromosome, _) = crate::assembly::Chromosome::accession(accession)?;
    let digits = change.find(|c: char| !c.is_ascii_digit())?;
    let (reference, alternate) = change[digits..].split_once('>')?;
    Some((chromosome, (change[..digits].parse().ok()?, reference.to_owned(), alternate.to_owned())))
}

fn add(at: &At<'_, '_>, subject: Option<&str>, parts: Parts, implied: Option<String>, build: &mut Build) {
    let source = at.path();
    let first = parts.genes.first().cloned().unwrap_or_default();
    let change = parts.change.as_str();
    if change.contains("fusion") && parts.genes.len() == 2 {
        let fusion = Fusion {
            five_prime: parts.genes.first().cloned(),
            three_prime: parts.genes.get(1).cloned(),
            source,
            ..Fusion::default()
        };
        if let Some(report) = build.report(subject) {
            report.fusions.push(fusion);
        }
        return;
    }
    let event = copy_event(change, parts.copies);
    if let Some(event) = event.filter(|_| !parts.alleles.whole()) {
        let segment = parts.alleles.chromosome.zip(parts.alleles.position).map(|(c, start)| Segment {
            contig: c.name(),
            start,
            end: parts.end.unwrap_or(start).max(start),
            total: parts.copies,
            ..Segment::default()
        });
        let Some(report) = build.report(subject) else { return };
        if first.is_empty() {
            report.segments.extend(segment);
        } else {
            report.copy_number.push(CopyNumber {
                gene: first,
                copies: parts.copies,
                event: event.to_owned(),
                source,
                log2: None,
                segment,
            });
        }
        return;
    }
    let names = parts.protein.is_some() || parts.coding.is_some() || parts.consequence.is_some();
    if !parts.alleles.whole() && !names {
        // A structural variant: symbolic alternate or a stretch without alleles.
        if let Some((chromosome, position)) = parts.alleles.chromosome.zip(parts.alleles.position) {
            let end = parts.end.map(|p| Breakpoint::at(&chromosome.name(), p));
            let symbolic = parts.alleles.alternate.filter(|a| a.len() < 60);
            let start = Breakpoint {
                gene: Some(first).filter(|g| !g.is_empty()),
                ..Breakpoint::at(&chromosome.name(), position)
            };
            let kind = if change.is_empty() { "structural variant".to_owned() } else { parts.change.clone() };
            if let Some(report) = build.report(subject) {
                report.structural.push(StructuralVariant {
                    kind,
                    start,
                    end,
                    reads: None,
                    filter: None,
                    detail: symbolic,
                    source,
                });
            }
            return;
        }
    }
    let named = NamedVariant {
        gene: first,
        transcript: parts.transcript,
        hgvs_c: parts.coding,
        hgvs_p: parts.protein,
        consequence: parts.consequence,
        origin: parts.origin,
        zygosity: parts.zygosity.filter(|_| parts.origin != Origin::Somatic),
        vaf: parts.vaf,
        depth: parts.depth,
        classification: parts.class.or(implied),
        source,
    };
    let population = parts.population;
    build.variant(subject, &parts.alleles, parts.origin, named, |variant| {
        variant.file.population =
            population.map(|frequency| PopulationFrequency { frequency, source: "FHIR 92821-8".to_owned() });
    });
}

/// Copy-number events by the type of change and the copies.
fn copy_event(change: &str, copies: Option<f64>) -> Option<&'static str> {
    let gain = change.contains("amplification") || change.contains("gain") || change.contains("duplication");
    let loss = change.contains("copy number loss") || change.contains("copy_number_loss");
    let copied = change.contains("copy") || change.contains("amplification");
    match copies {
        _ if change.contains("amplification") => Some("amplification"),
        Some(n) if copied || gain || loss => crate::table::of_copies(n),
        None if gain && copied => Some("gain"),
        None if loss => Some("loss"),
        _ => None,
    }
}
