//! Facts for the classification of variants from our tables, CIViC (CC0), the CPSR panel (MIT) and the recurrent
//! residues of cancerhotspots.org (ODbL, a part of its own).

use attune_genome::GeneSymbols;
use attune_genome::classify::{
    ClassificationTables, FunctionalSite, GeneRole, GermlineGene, Hotspot, KnownKind, KnownVariantFact, Role,
};

use super::statistics::Statistics;
use super::table::{Row, Table};
use crate::PackError;
use crate::classification::{HOTSPOT_SCHEMA, SCHEMA, Stored, StoredHotspots};

/// Least rating (of five stars) of a CIViC item that counts as well established.
const LEAST_RATING: u8 = 3;

const HOTSPOT_SOURCE: &str = "cancerhotspots.org v3, ODbL";

/// Bytes of the inputs.
pub(super) struct Inputs<'a> {
    pub(super) roles: &'a [u8],
    pub(super) sites: &'a [u8],
    pub(super) functions: &'a [u8],
    pub(super) panel: &'a [u8],
    pub(super) civic: &'a [u8],
}

pub(super) fn build(
    input: &Inputs<'_>,
    symbols: &GeneSymbols,
    counts: &mut Statistics,
) -> Result<Stored, PackError> {
    let mut facts = functions(input.functions)?;
    facts.extend(civic(input.civic, symbols)?);
    facts.retain(|f| {
        let read = ClassificationTables::read(f).is_some();
        counts.add(if read { "classification.facts" } else { "classification.facts_unread" }, 1);
        read
    });
    // Several items about one variant: one of each kind is enough; the first is the oldest number.
    let mut seen = std::collections::BTreeSet::new();
    facts.retain(|f| seen.insert((f.gene.clone(), f.change.clone(), f.kind as u8)));
    Ok(Stored {
        schema: SCHEMA.to_owned(),
        roles: roles(input.roles)?,
        sites: sites(input.sites)?,
        germline: panel(input.panel)?,
        facts,
    })
}

fn roles(bytes: &[u8]) -> Result<Vec<GeneRole>, PackError> {
    let table = Table::read("gene_roles.tsv", bytes, &["gene", "role", "source", "verification"])?;
    table
        .rows()
        .map(|row| {
            let role = match row.get("role") {
                "suppressor" => Role::Suppressor,
                "oncogene" => Role::Oncogene,
                _ => return Err(row.refuse("role", "not known")),
            };
            Ok(GeneRole { gene: row.get("gene").to_owned(), role, source: row.get("source").to_owned() })
        })
        .collect()
}

fn sites(bytes: &[u8]) -> Result<Vec<FunctionalSite>, PackError> {
    let table =
        Table::read("functional_sites.tsv", bytes, &["gene", "first", "last", "site", "verification"])?;
    table
        .rows()
        .map(|row| {
            let number = |column| row.get(column).parse().map_err(|_| row.refuse(column, "not a residue"));
            Ok(FunctionalSite {
                gene: row.get("gene").to_owned(),
                first: number("first")?,
                last: number("last")?,
                site: row.get("site").to_owned(),
            })
        })
        .collect()
}

fn functions(bytes: &[u8]) -> Result<Vec<KnownVariantFact>, PackError> {
    let needed = ["gene", "change", "effect", "what", "citation", "verification"];
    let table = Table::read("functional_evidence.tsv", bytes, &needed)?;
    table
        .rows()
        .map(|row| {
            let kind = match row.get("effect") {
                "changed" => KnownKind::FunctionChanged,
                "unaltered" => KnownKind::FunctionUnaltered,
                _ => return Err(row.refuse("effect", "not known")),
            };
            Ok(KnownVariantFact {
                gene: row.get("gene").to_owned(),
                change: row.get("change").to_owned(),
                kind,
                source: format!("{} ({})", row.get("what"), row.get("verification")),
                citation: row.get("citation").to_owned(),
            })
        })
        .collect()
}

/// Mechanism and inheritance of predisposition genes.
fn panel(bytes: &[u8]) -> Result<Vec<GermlineGene>, PackError> {
    let table = Table::read("cpsr_panel_zero.tsv", bytes, &["GENE", "CPG_MOD", "CPG_MOI"])?;
    let rows = table.rows().map(|row| GermlineGene {
        gene: row.get("GENE").to_owned(),
        loss_of_function: match row.get("CPG_MOD") {
            "LoF" | "GoF/LoF" => Some(true),
            "GoF" => Some(false),
            _ => None,
        },
        inheritance: Some(row.get("CPG_MOI")).filter(|m| *m != "NA").unwrap_or_default().to_owned(),
    });
    Ok(rows.collect())
}

/// Accepted, unflagged items about one variant alone.
fn civic(bytes: &[u8], symbols: &GeneSymbols) -> Result<Vec<KnownVariantFact>, PackError> {
    let needed = [
        "molecular_profile",
        "evidence_type",
        "evidence_direction",
        "evidence_level",
        "significance",
        "citation_id",
        "source_type",
        "rating",
        "evidence_status",
        "evidence_id",
        "variant_origin",
        "is_flagged",
    ];
    let table = Table::read("civic_evidence.tsv", bytes, &needed)?;
    let mut out = Vec::new();
    for row in table.rows() {
        if row.get("is_flagged") != "false"
            || row.get("evidence_status") != "accepted"
            || row.get("evidence_direction") != "Supports"
        {
            continue;
        }
        let Some(kind) = kind(&row) else { continue };
        let profile = row.get("molecular_profile");
        if [" AND ", " OR ", "NOT "].iter().any(|w| profile.contains(w)) {
            continue;
        }
        let Some((gene, change)) = profile.split_once(' ') else { continue };
        let gene = symbols.approved(gene).unwrap_or(gene);
        let citation = match row.get("source_type") {
            "PubMed" => format!("PMID:{}", row.get("citation_id")),
            other => format!("{other}:{}", row.get("citation_id")),
        };
        out.push(KnownVariantFact {
            gene: gene.to_owned(),
            change: change.to_owned(),
            kind,
            source: format!("CIViC EID{}", row.get("evidence_id")),
            citation,
        });
    }
    Ok(out)
}

fn kind(row: &Row<'_, '_>) -> Option<KnownKind> {
    let rated = row.get("rating").parse::<u8>().is_ok_and(|r| r >= LEAST_RATING);
    let germline = row.get("variant_origin").contains("Germline");
    match (row.get("evidence_type"), row.get("significance"), row.get("evidence_level")) {
        ("Oncogenic", "Oncogenicity", _) if rated => Some(KnownKind::Oncogenic),
        ("Predictive", "Sensitivity/Response" | "Resistance", "A" | "B") if rated && !germline => {
            Some(KnownKind::Oncogenic)
        }
        ("Functional", "Gain of Function" | "Loss of Function" | "Dominant Negative" | "Neomorphic", _)
            if rated =>
        {
            Some(KnownKind::FunctionChanged)
        }
        ("Functional", "Unaltered Function", _) if rated => Some(KnownKind::FunctionUnaltered),
        ("Predisposing", "Pathogenic" | "Likely Pathogenic" | "Predisposition", "A" | "B") if rated => {
            Some(KnownKind::Pathogenic)
        }
        _ => None,
    }
}

/// Recurrent residues and stretches with their counts.
pub(super) fn hotspots(bytes: &[u8], symbols: &GeneSymbols) -> Result<StoredHotspots, PackError> {
    let needed =
        ["Hugo_Symbol", "Residue", "Reference_Amino_Acid", "Variant_Amino_Acid", "Tumor_Count", "Indel_Size"];
    let table = Table::read("hotspots_v3_multi_type_residue.tsv", bytes, &needed)?;
    let mut rows = Vec::new();
    for row in table.rows() {
        let gene = symbols.approved(row.get("Hugo_Symbol")).unwrap_or(row.get("Hugo_Symbol"));
        let samples = row.get("Tumor_Count").parse().map_err(|_| row.refuse("Tumor_Count", "not a count"))?;
        let changes = row
            .get("Variant_Amino_Acid")
            .split('|')
            .filter_map(|c| c.rsplit_once(':'))
            .filter_map(|(name, n)| Some((name.to_owned(), n.parse().ok()?)))
            .collect();
        let residue = row.get("Residue");
        let digits = residue.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let (first, last) = digits.split_once('-').unwrap_or((digits, digits));
        // Splice sites (`X307_splice`) have no residue of the protein.
        let (Ok(first), Ok(last)) = (first.parse(), last.parse()) else { continue };
        let single = row.get("Indel_Size").is_empty();
        let reference = row.get("Reference_Amino_Acid").chars().next().filter(|_| single);
        if single && !reference.is_some_and(|r| r.is_ascii_uppercase()) {
            continue;
        }
        rows.push(Hotspot { gene: gene.to_owned(), reference, first, last, samples, changes });
    }
    Ok(StoredHotspots { schema: HOTSPOT_SCHEMA.to_owned(), source: HOTSPOT_SOURCE.to_owned(), rows })
}
