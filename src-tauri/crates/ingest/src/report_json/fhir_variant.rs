//! The variant profile: components by their LOINC codes.

use attune_genome::{
    Breakpoint, CopyNumber, CoverageGap, Fusion, NamedVariant, Origin, PopulationFrequency, Segment,
    StructuralVariant, Zygosity,
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
    let presence = presence(at);
    let mut parts = Parts::default();
    let list = at.get("component");
    for component in list.items() {
        component_of(&component, &mut parts, build);
    }
    if presence != Presence::Present {
        return not_present(at, subject, presence, &parts, build);
    }
    if parts.from_zero {
        parts.alleles.position = parts.alleles.position.and_then(|p| p.checked_add(1));
    }
    add(at, subject, parts, implied, build);
}

/// Whether a variant was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Present,
    Absent,
    NoCall,
    Indeterminate,
    NotStated,
}

fn presence(at: &At<'_, '_>) -> Presence {
    let value = at.get("valueCodeableConcept");
    let list = codes(&value);
    let text = value_words(at).unwrap_or_default();
    for (code, answer) in [
        ("LA9633-4", Presence::Present),
        ("LA9634-2", Presence::Absent),
        ("LA18198-4", Presence::NoCall),
        ("LA11884-6", Presence::Indeterminate),
    ] {
        if list.contains(&code) {
            return answer;
        }
    }
    match text.trim().to_lowercase().as_str() {
        "present" | "positive" | "detected" | "found" | "pos" | "true" | "nachgewiesen" | "positiv" => {
            Presence::Present
        }
        "absent" | "negative" | "not detected" | "not found" | "not present" | "neg" | "false"
        | "nicht nachgewiesen" | "negativ" => Presence::Absent,
        "no call" | "no-call" | "not assessed" | "failed" => Presence::NoCall,
        "indeterminate" | "undetermined" | "equivocal" => Presence::Indeterminate,
        _ => Presence::NotStated,
    }
}

/// What a report says of a variant that it does not state to be there. Tested and not found, not callable, and not
/// stated are different things, and each names its variant.
fn not_present(at: &At<'_, '_>, subject: Option<&str>, presence: Presence, parts: &Parts, build: &mut Build) {
    use crate::Severity::{Info, Warning};
    let change = parts.protein.clone().or_else(|| parts.coding.clone());
    let gene = parts.genes.first().cloned();
    let name = [gene.clone(), change.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { "a variant without a name".to_owned() } else { name };
    let (severity, code, message) = match presence {
        Presence::Absent => (
            Info,
            "fhir.variant_absent",
            format!("{name}: tested and not found. Other variants of the gene are not excluded by it."),
        ),
        Presence::NoCall => (
            Warning,
            "fhir.variant_no_call",
            format!("{name}: not called. This is a gap and no negative result."),
        ),
        Presence::Indeterminate => (
            Warning,
            "fhir.variant_indeterminate",
            format!("{name}: indeterminate; it is not listed as found."),
        ),
        _ => (
            Warning,
            "fhir.variant_not_stated",
            format!(
                "{name}: whether it is present or absent is not stated; it is not listed. Ask the laboratory."
            ),
        ),
    };
    build.findings.add(severity, code, || at.path(), || message);
    if presence == Presence::Absent {
        return;
    }
    build.unread(
        subject,
        "variant of the report that is not stated to be present (no call, indeterminate, or no value)",
    );
    if let (Presence::NoCall | Presence::Indeterminate, Some(gene), Some(report)) =
        (presence, gene, build.report(subject))
    {
        let place = change.unwrap_or_else(|| "the variant asked for".to_owned());
        let message = format!("{gene} {place} could not be called: this is not \"{gene} wild-type\"");
        report.coverage.gaps.push(CoverageGap { gene, place, message });
    }
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
            "48018-6" => {
                let symbol = read(gene(&concept)).or_else(|| at.get("valueString").text().map(str::to_owned));
                if symbol.is_none() {
                    build.warn("fhir.gene_by_identifier", at, || {
                        "The gene is given by an identifier without its symbol; it is not resolved."
                            .to_owned()
                    });
                }
                parts.genes.extend(symbol);
            }
            "48013-7" => {
                for coding in concept.get("coding").items() {
                    parts.alleles.chromosome = parts.alleles.chromosome.or(build.contig(&coding.get("code")));
                }
                for at in [concept.get("text"), at.get("valueString")] {
                    parts.alleles.chromosome = parts.alleles.chromosome.or_else(|| build.contig(&at));
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
                assembly(&concept, &at.get("valueString"), build);
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
                let accession = text.split(':').next().unwrap_or_default();
                if let Some((_, Some(assembly))) = crate::assembly::Chromosome::accession(accession) {
                    let fact = format!("{} is the accession {accession}", at.path());
                    build.evidence.add(assembly, crate::assembly::Weight::Proof, fact);
                }
                if let Some((c, alleles)) = genomic(&text) {
                    parts.alleles.chromosome = parts.alleles.chromosome.or(Some(c));
                    parts.alleles.position = parts.alleles.position.or(Some(alleles.0));
                    parts.alleles.reference.get_or_insert(alleles.1);
                    parts.alleles.alternate.get_or_insert(alleles.2);
                }
            }
            // A variant in words of ClinVar: `NM_004333.6(BRAF):c.1799T>A (p.Val600Glu)`.
            "81252-9" => {
                let text = read(value_words(at)).unwrap_or_default();
                discrete(&text, parts);
            }
            "48002-0" => {
                let list = codes(&concept);
                let text = read(value_words(at)).unwrap_or_default().to_lowercase();
                parts.origin = match () {
                    () if list.contains(&"LA6684-0") => Origin::Somatic,
                    () if list.contains(&"LA6683-2") => Origin::Germline,
                    () if text == "somatic" => Origin::Somatic,
                    () if text == "germline" => Origin::Germline,
                    () => Origin::Unknown,
                };
            }
            "53034-5" => {
                let text = read(words(&concept)).unwrap_or_default().to_ascii_lowercase();
                let list = codes(&concept);
                let is = |code: &str, word: &str| list.contains(&code) || text == word;
                parts.zygosity = match () {
                    () if is("LA6706-1", "heterozygous") => Some(Zygosity::Heterozygous),
                    () if is("LA6705-3", "homozygous") => Some(Zygosity::Homozygous),
                    () if is("LA6707-9", "hemizygous") => Some(Zygosity::Hemizygous),
                    () => None,
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
            "53037-8" => {
                let coded = codes(&concept).iter().find_map(|c| class_code(c));
                parts.class = read(value_words(at)).as_deref().and_then(class).or(coded.map(str::to_owned));
            }
            "48019-4" => {
                let list = codes(&concept);
                let text = read(value_words(at)).unwrap_or_default().to_ascii_lowercase();
                let term =
                    list.iter().find_map(|c| CHANGES.iter().find(|(code, _)| code == c)).map(|(_, t)| *t);
                parts.change = term.map_or(text, str::to_owned);
            }
            "48006-1" | "feature-consequence" | "molecular-consequence" => {
                parts.consequence = read(words(&concept)).and_then(|w| consequence(&w.replace(' ', "_")));
            }
            _ => {}
        }
    }
}

/// Kinds of change of the Sequence Ontology, where a report gives the code without its words.
const CHANGES: [(&str, &str); 7] = [
    ("SO:0001742", "copy number gain"),
    ("SO:0001743", "copy number loss"),
    ("SO:0001563", "copy number change"),
    ("SO:0001565", "gene fusion"),
    ("LA6686-5", "duplication"),
    ("LA6689-9", "inversion"),
    ("SO:1000035", "duplication"),
];

/// The assembly by its words, or by the answer code of LOINC alone.
fn assembly(concept: &At<'_, '_>, text: &At<'_, '_>, build: &mut Build) {
    use attune_genome::Assembly;
    let mut worded = false;
    let mut say = |at: &At<'_, '_>, build: &mut Build| {
        if at.exists() && !worded {
            worded = true;
            build.assembly(at);
        }
    };
    for coding in concept.get("coding").items() {
        say(&coding.get("display"), build);
    }
    say(&concept.get("text"), build);
    say(text, build);
    for code in codes(concept) {
        let build_of = match code {
            "LA14029-5" => Assembly::GRCh37,
            "LA26806-2" => Assembly::GRCh38,
            _ => continue,
        };
        let fact = format!("{} has the code {code}", concept.path());
        build.evidence.add(build_of, crate::assembly::Weight::Statement, fact);
    }
}

/// Takes transcript, gene, coding and protein name out of the words of ClinVar.
fn discrete(text: &str, parts: &mut Parts) {
    let Some((reference, change)) = text.split_once(':') else { return };
    let mut words = change.split_whitespace();
    let coding = words.next().filter(|c| c.starts_with("c.") || c.starts_with("n."));
    let Some(coding) = coding else { return };
    let (transcript, gene) = reference
        .split_once('(')
        .map_or((reference, None), |(t, g)| (t, Some(g.trim_end_matches(')')).filter(|g| !g.is_empty())));
    if parts.genes.is_empty() {
        parts.genes.extend(gene.map(str::to_owned));
    }
    parts.transcript.get_or_insert_with(|| transcript.trim().to_owned());
    parts.coding.get_or_insert_with(|| coding.to_owned());
    if parts.protein.is_none() {
        parts.protein = words.next().map(|p| p.trim_matches(['(', ')'])).and_then(protein_name);
    }
}

/// Marks a concept as read.
fn mark(at: &At<'_, '_>) -> bool {
    words(at);
    true
}

/// The symbol of a gene: the display, unless only the code is a symbol. An identifier is no symbol.
fn gene(at: &At<'_, '_>) -> Option<String> {
    let text = words(at)?;
    let is_id = |w: &str| {
        w.starts_with("HGNC") || w.starts_with("ENSG") || w.bytes().all(|b| b.is_ascii_digit() || b == b':')
    };
    let mut symbols = text.split_whitespace().map(|w| w.trim_matches(['(', ')', ',', '[', ']']));
    symbols.find(|w| !w.is_empty() && !is_id(w)).map(str::to_owned)
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

/// Significance by the answer codes of LOINC list LL4034-6.
pub(super) fn class_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "LA6668-3" => "Pathogenic",
        "LA26332-9" => "Likely pathogenic",
        "LA26333-7" => "Uncertain significance",
        "LA26334-5" => "Likely benign",
        "LA6675-8" => "Benign",
        _ => return None,
    })
}

/// `NC_000007.14:g.140753336A>T`: substitutions only, other changes need the reference.
pub(super) fn genomic(text: &str) -> Option<(crate::assembly::Chromosome, (u32, String, String))> {
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
