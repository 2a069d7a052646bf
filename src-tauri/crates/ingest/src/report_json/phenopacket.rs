//! GA4GH Phenopackets, version 2 (ISO 4454:2022), and the variants of version 1.

use attune_genome::{CopyNumber, Fusion, NamedVariant, Origin, Zygosity};

use super::build::{Alleles, Build, number, whole};
use super::fhir_variant::genomic as of_genomic_name;
use crate::json::At;
use crate::vcf::annotation::protein_name;

/// Reads a phenopacket, or the proband of a family.
pub(super) fn read(root: &At<'_, '_>, build: &mut Build) {
    let proband = root.get("proband");
    let packet = if proband.exists() { &proband } else { root };
    let sample = packet.get("subject").get("id").text().map(str::to_owned);
    let sample = sample.as_deref();
    for interpretation in packet.get("interpretations").items() {
        let progress = interpretation.get("progressStatus").text().map(str::to_owned);
        for finding in interpretation.get("diagnosis").get("genomicInterpretations").items() {
            build.found += 1;
            genomic(&finding, sample, progress.as_deref(), build);
        }
    }
    for variant in packet.get("variants").items() {
        build.found += 1;
        first_version(&variant, sample, build);
    }
    // A packet without variants still has a sample, and nothing was found in it.
    build.report(sample);
}

fn genomic(at: &At<'_, '_>, sample: Option<&str>, progress: Option<&str>, build: &mut Build) {
    at.get("subjectOrBiosampleId").text();
    let status = at.get("interpretationStatus").text().unwrap_or("UNKNOWN_STATUS");
    if status == "REJECTED" || progress == Some("REJECTED") {
        build.warn("phenopacket.rejected", at, || {
            "The interpretation was rejected; the variant is not listed.".into()
        });
        return;
    }
    let call = at.get("call");
    let holder = if call.exists() { &call } else { at };
    let interpretation = holder.get("variantInterpretation");
    let descriptor = interpretation.get("variationDescriptor");
    if !descriptor.exists() {
        // A gene without a variant: what the interpretation rests on is not in the file.
        build.warn("phenopacket.no_variant", at, || "A gene without a variant; it stays in the file.".into());
        return;
    }
    let mut names = NamedVariant {
        gene: descriptor.get("geneContext").get("symbol").text().unwrap_or_default().to_owned(),
        transcript: None,
        hgvs_c: None,
        hgvs_p: None,
        consequence: None,
        origin: Origin::Unknown,
        zygosity: zygosity(&descriptor.get("allelicState")),
        vaf: None,
        depth: None,
        classification: class(&interpretation.get("acmgPathogenicityClassification")),
        source: at.path(),
    };
    if event(&descriptor, sample, &names.gene, build) {
        return;
    }
    let mut place = Alleles::default();
    for expression in descriptor.get("expressions").items() {
        let syntax = expression.get("syntax").peek().unwrap_or_default().to_ascii_lowercase();
        if !syntax.starts_with("hgvs") {
            continue;
        }
        expression.get("syntax").text();
        let value = expression.get("value").text().unwrap_or_default();
        hgvs(value, &mut names);
        if let Some((chromosome, (position, reference, alternate))) = of_genomic_name(value) {
            // The accession proves the assembly.
            build.contig(&expression.get("value"));
            place = Alleles {
                chromosome: Some(chromosome),
                position: Some(position),
                reference: Some(reference),
                alternate: Some(alternate),
            };
        }
    }
    let record = descriptor.get("vcfRecord");
    let stated = vcf_record(&record, "chrom", build);
    let alleles = if stated.whole() { stated } else { place };
    if names.hgvs_c.is_none() && names.hgvs_p.is_none() && !alleles.whole() {
        build.unread(sample, "variant of the packet that names a gene and no change");
        build.warn("phenopacket.no_change", at, || {
            "The variant names a gene and neither a change nor a place with both alleles; it is listed and not used."
                .to_owned()
        });
    }
    build.variant(sample, &alleles, Origin::Unknown, names, |_| {});
}

/// A fusion or a change of copies, by the type of the descriptor; true where it is one.
fn event(descriptor: &At<'_, '_>, sample: Option<&str>, gene: &str, build: &mut Build) -> bool {
    let kind = descriptor.get("structuralType");
    let label = descriptor.get("label").peek().unwrap_or_default();
    let id = kind.get("id").text().unwrap_or_default();
    let word = kind.get("label").text().unwrap_or_default().to_ascii_lowercase();
    let source = descriptor.path();
    if id == "SO:0001565" || word.contains("fusion") || label.contains("::") {
        descriptor.get("label").text();
        let partners = label.split_once("::").map(|(five, three)| {
            // Nothing but the symbols: `EML4::ALK fusion`, `NM_019063.5(EML4)::NM_004304.5(ALK)`.
            let symbol = |t: &str| {
                let inner = t.split_once('(').map_or(t, |(_, g)| g.split(')').next().unwrap_or(g));
                inner.split_whitespace().next().unwrap_or_default().to_owned()
            };
            (symbol(five), symbol(three))
        });
        let fusion = match partners.filter(|(a, b)| !a.is_empty() && !b.is_empty()) {
            Some((five, three)) => {
                Fusion { five_prime: Some(five), three_prime: Some(three), source, ..Fusion::default() }
            }
            None if !gene.is_empty() => Fusion {
                three_prime: Some(gene.to_owned()),
                doubt: Some("the other partner is not named".to_owned()),
                source,
                ..Fusion::default()
            },
            None => return false,
        };
        if let Some(report) = build.report(sample) {
            report.fusions.push(fusion);
        }
        return true;
    }
    let variation = descriptor.get("variation");
    let counted = variation.get("copyNumber");
    let copies = number(&counted.get("number").get("value")).or(number(&counted.get("copies").get("value")));
    let class = counted.get("relativeCopyClass").text().map(str::to_owned);
    let event = match (copies, class.as_deref(), id) {
        (Some(n), ..) => crate::table::of_copies(n),
        // Experimental Factor Ontology, classes of relative copy number (GA4GH VRS 1.3).
        (None, Some("EFO:0030072" | "efo:0030072" | "high-level gain"), _) => Some("amplification"),
        (None, Some("EFO:0030069" | "efo:0030069" | "complete loss" | "complete genomic loss"), _) => {
            Some("deletion")
        }
        (None, Some("EFO:0030070" | "efo:0030070" | "low-level gain"), _) | (None, None, "SO:0001742") => {
            Some("gain")
        }
        (None, Some("EFO:0030067" | "efo:0030067" | "partial loss"), _) | (None, None, "SO:0001743") => {
            Some("loss")
        }
        _ => return false,
    };
    if gene.is_empty() {
        return false;
    }
    if let (Some(event), Some(report)) = (event, build.report(sample)) {
        report.copy_number.push(CopyNumber {
            gene: gene.to_owned(),
            copies,
            event: event.to_owned(),
            source,
            log2: None,
            segment: None,
        });
    }
    true
}

fn vcf_record(record: &At<'_, '_>, contig: &str, build: &mut Build) -> Alleles {
    if !record.exists() {
        return Alleles::default();
    }
    build.assembly(&record.get("genomeAssembly"));
    Alleles {
        chromosome: build.contig(&record.get(contig)),
        position: whole(&record.get("pos")),
        reference: record.get("ref").text().map(str::to_owned),
        alternate: record.get("alt").text().map(str::to_owned),
    }
}

fn hgvs(value: &str, names: &mut NamedVariant) {
    let (reference, name) = value.split_once(':').unwrap_or(("", value));
    let gene = reference.split_once('(').map(|(_, g)| g.trim_end_matches(')'));
    let transcript = reference.split('(').next().unwrap_or_default();
    if name.starts_with("c.") || name.starts_with("n.") {
        names.hgvs_c = Some(name.to_owned());
        if !transcript.is_empty() {
            names.transcript = Some(transcript.to_owned());
        }
        if let Some(gene) = gene.filter(|_| names.gene.is_empty()) {
            gene.clone_into(&mut names.gene);
        }
    } else if name.starts_with("p.") {
        names.hgvs_p = protein_name(name);
    }
}

fn zygosity(at: &At<'_, '_>) -> Option<Zygosity> {
    at.get("label").text();
    match at.get("id").text() {
        Some("GENO:0000135" | "GENO:0000402") => Some(Zygosity::Heterozygous),
        Some("GENO:0000136") => Some(Zygosity::Homozygous),
        Some("GENO:0000134" | "GENO:0000604" | "GENO:0000605") => Some(Zygosity::Hemizygous),
        _ => None,
    }
}

/// ACMG class in the words of ClinVar; `NOT_PROVIDED` is none.
fn class(at: &At<'_, '_>) -> Option<String> {
    Some(
        match at.text()? {
            "PATHOGENIC" => "Pathogenic",
            "LIKELY_PATHOGENIC" => "Likely pathogenic",
            "UNCERTAIN_SIGNIFICANCE" => "Uncertain significance",
            "LIKELY_BENIGN" => "Likely benign",
            "BENIGN" => "Benign",
            _ => return None,
        }
        .to_owned(),
    )
}

/// A variant of version 1: `vcfAllele` or `hgvsAllele`.
fn first_version(at: &At<'_, '_>, sample: Option<&str>, build: &mut Build) {
    let mut names = NamedVariant {
        gene: String::new(),
        transcript: None,
        hgvs_c: None,
        hgvs_p: None,
        consequence: None,
        origin: Origin::Unknown,
        zygosity: zygosity(&at.get("zygosity")),
        vaf: None,
        depth: None,
        classification: None,
        source: at.path(),
    };
    if let Some(value) = at.get("hgvsAllele").get("hgvs").text() {
        hgvs(value, &mut names);
    }
    let record = at.get("vcfAllele");
    // Some writers put the gene and the coding name into the free text of INFO; it stays there.
    let alleles = vcf_record(&record, "chr", build);
    build.variant(sample, &alleles, Origin::Unknown, names, |_| {});
}
