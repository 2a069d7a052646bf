//! OncoTree's nested file, its ontology mapping and our own names into the tumour part.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::tumour::{SCHEMA, Stored};
use crate::{Icd10Range, Node, PackError};

use super::table::Table;

const TREE: &str = "oncotree_2025_10_03.json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawNode {
    code: String,
    name: String,
    parent: Option<String>,
    tissue: Option<String>,
    external_references: HashMap<String, Vec<String>>,
    children: BTreeMap<String, RawNode>,
    history: Vec<String>,
    precursors: Vec<String>,
}

#[derive(Deserialize)]
struct Icd10Table {
    map: Vec<Icd10Row>,
}

#[derive(Deserialize)]
struct Icd10Row {
    icd10cm: String,
    oncotree: Option<String>,
    in_oncotree_2025_10_03: bool,
}

/// Categories that we lead elsewhere than the shared table: C34 names no histology and stays at the tissue;
/// C50 is invasive by definition (in situ is D05).
const OTHERWISE: [(&str, &str); 2] = [("C33-C34", "LUNG"), ("C50", "BRCA")];

/// Builds the part. `own` holds our names and SNOMED CT ids.
pub(super) fn build(tree: &[u8], mapping: &[u8], own: &[u8], icd10: &[u8]) -> Result<Stored, PackError> {
    let root: BTreeMap<String, RawNode> =
        serde_json::from_slice(tree).map_err(|e| PackError::input(TREE, e))?;
    let mut nodes = Vec::new();
    root.into_values().for_each(|n| flatten(n, &mut nodes));
    let place: HashMap<String, usize> = nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), i)).collect();
    for row in Table::read("oncotree_to_ncit_umls_icdo.tsv", mapping, &["ONCOTREE_CODE"])?.rows() {
        if let Some(node) = place.get(row.get("ONCOTREE_CODE")).and_then(|i| nodes.get_mut(*i)) {
            add(&mut node.ncit, row.get("NCIT_CODE"));
            add(&mut node.umls, row.get("UMLS_CODE"));
            add(&mut node.icdo, row.get("ICDO_MORPHOLOGY_CODE"));
        }
    }
    for row in Table::read("tumour_synonyms.tsv", own, &["kind", "text", "code", "verification"])?.rows() {
        let Some(node) = place.get(row.get("code")).and_then(|i| nodes.get_mut(*i)) else {
            return Err(row.refuse("code", "no such OncoTree code"));
        };
        match row.get("kind") {
            "name" => add(&mut node.synonyms, row.get("text")),
            "icdo" => add(&mut node.icdo, row.get("text")),
            "snomed" => add(&mut node.snomed, row.get("text")),
            _ => return Err(row.refuse("kind", "neither name, snomed nor icdo")),
        }
    }
    Ok(Stored { schema: SCHEMA.to_owned(), nodes, icd10: ranges(icd10)? })
}

fn flatten(raw: RawNode, nodes: &mut Vec<Node>) {
    let refs = |name: &str| raw.external_references.get(name).cloned().unwrap_or_default();
    // Former codes still stand in older files.
    let synonyms = raw.history.iter().chain(&raw.precursors).cloned().collect();
    nodes.push(Node {
        ncit: refs("NCI"),
        umls: refs("UMLS"),
        code: raw.code,
        name: raw.name,
        parent: raw.parent.filter(|p| !p.is_empty()),
        tissue: raw.tissue,
        icdo: Vec::new(),
        snomed: Vec::new(),
        synonyms,
    });
    raw.children.into_values().for_each(|c| flatten(c, nodes));
}

fn add(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && !list.iter().any(|v| v == value) {
        list.push(value.to_owned());
    }
}

fn ranges(bytes: &[u8]) -> Result<Vec<Icd10Range>, PackError> {
    let table: Icd10Table =
        serde_json::from_slice(bytes).map_err(|e| PackError::input("icd10_oncotree.json", e))?;
    let mut ranges = Vec::new();
    for row in table.map {
        let own = OTHERWISE.iter().find(|(codes, _)| *codes == row.icd10cm).map(|(_, c)| (*c).to_owned());
        let Some(code) = own.or(row.oncotree).filter(|_| row.in_oncotree_2025_10_03) else { continue };
        for range in row.icd10cm.split([',', '/']) {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            ranges.push(Icd10Range {
                first: first.trim().replace('.', ""),
                last: last.trim().replace('.', ""),
                code: code.clone(),
            });
        }
    }
    Ok(ranges)
}
