//! The pack builder: bytes of public facts and of our own tables in, a pack out. No file is opened and no
//! clock asked, so that the same inputs give the same bytes.

mod cgi;
mod civic;
mod classification;
mod conditions;
mod drugs;
mod interactions;
mod labels;
mod overrides;
mod profile;
mod review;
mod safety;
mod scope;
mod sources;
mod standing;
mod statistics;
mod table;
mod transcripts;
mod tumours;
mod verify;

use std::collections::BTreeMap;

use attune_genome::GeneSymbols;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use statistics::Gaps;
use statistics::Statistics;

use crate::pack::hex;
use crate::pgx::InteractionsPart;
use crate::pgx::build::{PgxFacts, build_parts};
use crate::tumour::OncoTree;
use crate::{
    Assertion, Basis, DraftPart, PackDraft, PackError, PackSource, Verification, assertion_part, drug, tumour,
};

/// Files of the shared facts folder that the builder reads, relative to that folder.
#[must_use]
pub fn fact_files() -> Vec<&'static str> {
    let mut files = vec![
        CIVIC,
        COMPANION,
        ONCOTREE,
        ONTOLOGY,
        PHENOTYPES,
        GENES,
        ICD10,
        PGX_GENES,
        PGX_RULES,
        PGX_GUIDANCE,
        PGX_CATALOG,
        PGX_FDA,
        PANEL,
        HOTSPOTS,
    ];
    files.extend(transcripts::FILES);
    files
}
/// Files of our own sources folder.
pub const SOURCE_FILES: [&str; 17] = [
    "labels.tsv",
    sources::FILE,
    "cdx_biomarkers.tsv",
    "diseases.tsv",
    "tumour_synonyms.tsv",
    "tumour_types.tsv",
    "tumour_codes.tsv",
    "drugs.tsv",
    drugs::ADMINISTRATION,
    "safety.tsv",
    "standing.tsv",
    "overrides.tsv",
    "phenoconversion.tsv",
    "gene_roles.tsv",
    "functional_sites.tsv",
    "functional_evidence.tsv",
    "provenance.json",
];

const CIVIC: &str = "oncology/civic/civic_evidence_2026-05.tsv";
const CGI: &str = transcripts::BIOMARKERS;
const COMPANION: &str = "oncology/fda/companion_diagnostics.tsv";
const ONCOTREE: &str = "oncology/oncotree/oncotree_2025_10_03.json";
const ONTOLOGY: &str = "oncology/oncotree/oncotree_to_ncit_umls_icdo.tsv";
const PHENOTYPES: &str = "oncology/oncotree/phenotypes_umls_efo_do.tsv.gz";
const GENES: &str = "oncology/genes/hgnc_symbols.tsv";
const ICD10: &str = "ehr/icd10_oncotree.json";
const PGX_GENES: &str = "pgx/genes.json";
const PGX_RULES: &str = "pgx/phenotype_rules.json";
const PGX_GUIDANCE: &str = "pgx/recommendations_2024.json";
const PGX_CATALOG: &str = "pgx/guideline_catalog_2025.json";
const PGX_FDA: &str = "pgx/fda_pgx_associations_2021.json";

const PANEL: &str = "oncology/germline/cpsr_panel_zero.tsv";
const HOTSPOTS: &str = "oncology/hotspots/hotspots_v3_multi_type_residue.tsv";

const FACTS_BY: &str = "Own tables after published lists; CIViC (civicdb.org), CC0 1.0; mechanism of predisposition genes: \
                        sigven/cpsr, MIT";
const HOTSPOTS_BY: &str = "Contains information from cancerhotspots.org, which is made available under the Open Database License (ODbL) 1.0";
const OWN: &str = "Attune contributors";
const EVIDENCE_BY: &str = "CIViC (civicdb.org), CC0 1.0; Cancer Biomarkers Database, CC0 1.0; facts of the US Food and Drug Administration; label facts in \
                           our own words";
const TUMOURS_BY: &str = "OncoTree, Memorial Sloan Kettering Cancer Center, oncotree.mskcc.org, CC BY 4.0; synonyms \
                          and SNOMED CT ids are our own. SNOMED CT codes: copyright SNOMED International, their use \
                          depends on the licence of the country";
const SYMBOLS_BY: &str = "HUGO Gene Nomenclature Committee (genenames.org), CC0";

/// Everything that a pack is built from: file name to bytes, facts and own sources together.
#[derive(Debug, Clone, Default)]
pub struct BuildInput {
    /// Files by the names of [`fact_files`] and [`SOURCE_FILES`].
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Where each input is from; kept beside our own tables.
#[derive(Debug, Serialize, Deserialize)]
struct Provenance {
    id: String,
    version: String,
    valid_from: String,
    valid_to: String,
    inputs: Vec<InputSource>,
}

#[derive(Debug, Serialize, Deserialize)]
struct InputSource {
    file: String,
    name: String,
    version: String,
    date: String,
    licence: String,
    attribution: String,
}

impl BuildInput {
    fn file(&self, name: &str) -> Result<&[u8], PackError> {
        self.files.get(name).map(Vec::as_slice).ok_or_else(|| PackError::input(name, "missing"))
    }

    fn text(&self, name: &str) -> Result<&str, PackError> {
        std::str::from_utf8(self.file(name)?).map_err(|e| PackError::input(name, e))
    }
}

/// Builds the draft of the pack, ready for [`crate::sign`], and the list of what could not be read.
///
/// # Errors
/// [`PackError::UnusableInput`] where an input is missing or not of the expected shape.
pub fn build(input: &BuildInput) -> Result<(PackDraft, Gaps), PackError> {
    let provenance: Provenance = serde_json::from_slice(input.file("provenance.json")?)
        .map_err(|e| PackError::input("provenance.json", e))?;
    let mut counts = Statistics::default();
    let mut parts = own_parts(input, &mut counts)?;
    let pgx = PgxFacts {
        genes: input.file(PGX_GENES)?,
        rules: input.file(PGX_RULES)?,
        recommendations: input.file(PGX_GUIDANCE)?,
        catalog: input.file(PGX_CATALOG)?,
        fda: Some(input.file(PGX_FDA)?),
    };
    parts.extend(build_parts(&pgx)?);
    parts.push(transcripts::build(input)?);
    let (statistics, gaps) = counts.finish();
    let sources = sources(input, &provenance)?;
    let Provenance { id, version, valid_from, valid_to, .. } = provenance;
    Ok((PackDraft { id, version, valid_from, valid_to, sources, parts, statistics }, gaps))
}

/// The parts of this crate: evidence, tumour types, drugs, safety rules, gene symbols.
fn own_parts(input: &BuildInput, counts: &mut Statistics) -> Result<Vec<DraftPart>, PackError> {
    let symbols = GeneSymbols::from_tsv(input.text(GENES)?);
    let types = tumours::build(
        input.file(ONCOTREE)?,
        input.file(ONTOLOGY)?,
        &tumours::Own {
            names: input.file("tumour_synonyms.tsv")?,
            types: input.file("tumour_types.tsv")?,
            codes: input.file("tumour_codes.tsv")?,
        },
        input.file(ICD10)?,
    )?;
    let tree = OncoTree::new(types.clone());
    let diseases = scope::Diseases::read(input.file("diseases.tsv")?, input.file(PHENOTYPES)?, &tree)?;
    let mut drugs = drugs::Drugs::read(input.file("drugs.tsv")?)?;
    drugs.administer(input.file(drugs::ADMINISTRATION)?)?;
    let rules = safety::build(input.file("safety.tsv")?, &drugs)?;
    counts.add("safety.rules", rules.len() as u64);
    let recalled = rules.iter().filter(|r| r.verification == Verification::Recalled).count();
    counts.add("safety.rules_recalled", recalled as u64);

    let interactions = interactions::build(input.file(interactions::FILE)?)?;
    counts.add("pgx.interactions", interactions.len() as u64);

    let mut with = labels::Context { diseases: &diseases, drugs: &mut drugs, symbols: &symbols, counts };
    let mut assertions = labels::own(input.file("labels.tsv")?, &mut with)?;
    sources::LabelSources::read(input.file(sources::FILE)?)?.apply(&mut assertions, with.counts)?;
    let readings = input.file("cdx_biomarkers.tsv")?;
    assertions.extend(labels::companion(input.file(COMPANION)?, readings, &mut with)?);
    assertions.extend(civic::build(input.file(CIVIC)?, &diseases, &mut drugs, &symbols, counts)?);
    assertions.extend(cgi::build(input.file(CGI)?, &diseases, &mut drugs, &symbols, counts)?);
    let overrides = overrides::Overrides::read(input.file("overrides.tsv")?, &diseases, &symbols)?;
    counts.add("overrides", overrides.apply(&mut assertions)?);
    counts.add("label.own_facts_checked", verify::verify(&mut assertions, &tree));
    counts.add("facts_completed_by_label_exclusions", conditions::complete(&mut assertions, &tree));
    counts.add("facts_held_to_what_they_bind", conditions::complete_antigens(&mut assertions));
    counts.add("facts_held_to_both_ras_genes", conditions::complete_ras(&mut assertions, &tree));
    let recalled = |a: &&Assertion| a.id.starts_with("label:") && a.verification == Verification::Recalled;
    counts.add("label.own_facts_recalled", assertions.iter().filter(recalled).count() as u64);
    for (name, bases) in [
        ("label.triples", &[Basis::Label][..]),
        ("label_and_guideline.triples", &[Basis::Label, Basis::Guideline][..]),
    ] {
        let triples = verify::triples(&assertions, bases);
        counts.add(name, triples.all);
        counts.add(&format!("{name}_with_source_date_region"), triples.whole);
        counts.add(&format!("{name}_by_alteration"), triples.by_alteration);
        counts.add(&format!("{name}_by_alteration_with_source_date_region"), triples.by_alteration_whole);
    }
    let standings = standing::build(input.file("standing.tsv")?, &diseases, &mut drugs, &symbols)?;
    counts.add("standings", standings.len() as u64);
    counts.assertions(&assertions, &tree);
    let facts = classification::Inputs {
        roles: input.file("gene_roles.tsv")?,
        sites: input.file("functional_sites.tsv")?,
        functions: input.file("functional_evidence.tsv")?,
        panel: input.file(PANEL)?,
        civic: input.file(CIVIC)?,
    };
    let facts = classification::build(&facts, &symbols, counts)?;
    let hotspots = classification::hotspots(input.file(HOTSPOTS)?, &symbols)?;
    counts.add("classification.hotspots", hotspots.rows.len() as u64);
    counts.add("tumour_types", types.nodes.len() as u64);
    let (rows, added) = drugs.finish();
    counts.add("drugs", rows.len() as u64);
    counts.add("drugs_named_only_by_evidence", added);
    let reviewed = review::Reviewed { facts: &assertions, tree: &tree, drugs: &rows, rules: &rules };
    let items = review::review(&reviewed, counts);
    let review = crate::review::Stored { schema: crate::review::SCHEMA.to_owned(), items };

    let drugs = drug::Stored { schema: drug::SCHEMA.to_owned(), drugs: rows };
    let standing = crate::standing::Stored { schema: crate::standing::SCHEMA.to_owned(), rows: standings };
    let interactions = InteractionsPart { schema: crate::pgx::INTERACTIONS_SCHEMA.to_owned(), interactions };
    let safety = crate::safety::Stored { schema: crate::safety::SCHEMA.to_owned(), rules };
    Ok(vec![
        DraftPart {
            content: assertion_part::write(&assertions)?,
            ..part(assertion_part::PART, assertion_part::SCHEMA, "CC0-1.0 AND Apache-2.0", EVIDENCE_BY)
        },
        json(part(tumour::PART, tumour::SCHEMA, "CC-BY-4.0", TUMOURS_BY), &types)?,
        json(part(drug::PART, drug::SCHEMA, "Apache-2.0", OWN), &drugs)?,
        json(part(crate::safety::PART, crate::safety::SCHEMA, "Apache-2.0", OWN), &safety)?,
        json(
            part(crate::pgx::INTERACTIONS_PART, crate::pgx::INTERACTIONS_SCHEMA, "Apache-2.0", OWN),
            &interactions,
        )?,
        json(part(crate::standing::PART, crate::standing::SCHEMA, "Apache-2.0", OWN), &standing)?,
        json(part(crate::review::PART, crate::review::SCHEMA, "Apache-2.0", OWN), &review)?,
        json(
            part(
                crate::classification::PART,
                crate::classification::SCHEMA,
                "Apache-2.0 AND CC0-1.0 AND MIT",
                FACTS_BY,
            ),
            &facts,
        )?,
        json(
            part(
                crate::classification::HOTSPOT_PART,
                crate::classification::HOTSPOT_SCHEMA,
                "ODbL-1.0",
                HOTSPOTS_BY,
            ),
            &hotspots,
        )?,
        DraftPart {
            content: symbol_table(input.text(GENES)?).into_bytes(),
            ending: "tsv".to_owned(),
            ..part("genes", "attune/genes/1", "CC0-1.0", SYMBOLS_BY)
        },
    ])
}

fn part(name: &str, schema: &str, licence: &str, attribution: &str) -> DraftPart {
    DraftPart {
        name: name.to_owned(),
        schema: schema.to_owned(),
        licence: licence.to_owned(),
        attribution: attribution.to_owned(),
        content: Vec::new(),
        ending: "json".to_owned(),
        compress: true,
    }
}

fn json(part: DraftPart, content: &impl Serialize) -> Result<DraftPart, PackError> {
    let content = serde_json::to_vec(content).map_err(|e| PackError::malformed(&part.name, e))?;
    Ok(DraftPart { content, ..part })
}

/// Symbol and aliases, as `GeneSymbols::from_tsv` reads them; the other columns stay behind.
fn symbol_table(hgnc: &str) -> String {
    hgnc.lines().fold(String::with_capacity(hgnc.len() / 2), |mut out, line| {
        let mut cells = line.splitn(3, '\t');
        out.push_str(cells.next().unwrap_or_default());
        out.push('\t');
        out.push_str(cells.next().unwrap_or_default());
        out.push('\n');
        out
    })
}

/// Sources of the manifest with the hash of each input file; a file without provenance is refused.
fn sources(input: &BuildInput, provenance: &Provenance) -> Result<Vec<PackSource>, PackError> {
    let named =
        |file: &String| file == "provenance.json" || provenance.inputs.iter().any(|s| &s.file == file);
    if let Some(file) = input.files.keys().find(|f| !named(f)) {
        return Err(PackError::input(file, "no row in provenance.json"));
    }
    provenance
        .inputs
        .iter()
        .map(|s| {
            Ok(PackSource {
                name: s.name.clone(),
                version: s.version.clone(),
                date: s.date.clone(),
                licence: s.licence.clone(),
                attribution: s.attribution.clone(),
                sha256: hex(&Sha256::digest(input.file(&s.file)?)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
