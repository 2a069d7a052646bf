//! OncoTree's nested file, its ontology mapping and our own names into the tumour part.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::tumour::{SCHEMA, Stored};
use crate::{Icd10Range, MorphologyRow, Node, PackError};

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

/// Our own tables beside OncoTree.
pub(super) struct Own<'a> {
    /// Names and SNOMED CT ids.
    pub(super) names: &'a [u8],
    /// Types that OncoTree has no node for.
    pub(super) types: &'a [u8],
    /// ICD-10 and ICD-O-3 codes.
    pub(super) codes: &'a [u8],
}

/// Builds the part.
pub(super) fn build(tree: &[u8], mapping: &[u8], own: &Own<'_>, icd10: &[u8]) -> Result<Stored, PackError> {
    let root: BTreeMap<String, RawNode> =
        serde_json::from_slice(tree).map_err(|e| PackError::input(TREE, e))?;
    let mut nodes = Vec::new();
    root.into_values().for_each(|n| flatten(n, &mut nodes));
    for row in Table::read(
        "tumour_types.tsv",
        own.types,
        &["code", "name", "parent", "tissue", "verification", "why"],
    )?
    .rows()
    {
        let Some(parent) = nodes.iter().find(|n| n.code == row.get("parent")) else {
            return Err(row.refuse("parent", "no such type above it"));
        };
        if nodes.iter().any(|n| n.code == row.get("code")) {
            return Err(row.refuse("code", "OncoTree has this code"));
        }
        let node = Node {
            tissue: row.some("tissue").or_else(|| parent.tissue.clone()),
            ..own_type(row.get("code"), row.get("name"), parent)
        };
        nodes.push(node);
    }
    let place: HashMap<String, usize> = nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), i)).collect();
    for row in Table::read("oncotree_to_ncit_umls_icdo.tsv", mapping, &["ONCOTREE_CODE"])?.rows() {
        if let Some(node) = place.get(row.get("ONCOTREE_CODE")).and_then(|i| nodes.get_mut(*i)) {
            add(&mut node.ncit, row.get("NCIT_CODE"));
            add(&mut node.umls, row.get("UMLS_CODE"));
            add(&mut node.icdo, row.get("ICDO_MORPHOLOGY_CODE"));
        }
    }
    for row in
        Table::read("tumour_synonyms.tsv", own.names, &["kind", "text", "code", "verification"])?.rows()
    {
        let Some(node) = place.get(row.get("code")).and_then(|i| nodes.get_mut(*i)) else {
            return Err(row.refuse("code", "no such OncoTree code"));
        };
        match row.get("kind") {
            "name" => add(&mut node.synonyms, row.get("text")),
            "snomed" => add(&mut node.snomed, row.get("text")),
            "implies" => add(&mut node.implies, row.get("text")),
            _ => return Err(row.refuse("kind", "neither name, snomed nor implies")),
        }
    }
    let mut codes = Codes::read(own.codes, &|code| place.contains_key(code))?;
    let limits: Vec<(String, String)> =
        codes.icd10.iter().map(|r| (r.first.clone(), r.last.clone())).collect();
    let shared = ranges(icd10)?;
    codes
        .icd10
        .extend(shared.into_iter().filter(|r| !limits.iter().any(|(a, b)| *a == r.first && *b == r.last)));
    Ok(Stored { schema: SCHEMA.to_owned(), nodes, icd10: codes.icd10, morphologies: codes.morphologies })
}

fn own_type(code: &str, name: &str, parent: &Node) -> Node {
    Node {
        code: code.to_owned(),
        name: name.to_owned(),
        parent: Some(parent.code.clone()),
        tissue: parent.tissue.clone(),
        ncit: Vec::new(),
        umls: Vec::new(),
        icdo: Vec::new(),
        implies: Vec::new(),
        snomed: Vec::new(),
        synonyms: Vec::new(),
        own: true,
    }
}

/// Rows of `tumour_codes.tsv`.
struct Codes {
    icd10: Vec<Icd10Range>,
    morphologies: Vec<MorphologyRow>,
}

impl Codes {
    fn read(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Result<Self, PackError> {
        let columns = ["system", "code", "topography", "oncotree", "verification"];
        let mut all = Self { icd10: Vec::new(), morphologies: Vec::new() };
        for row in Table::read("tumour_codes.tsv", bytes, &columns)?.rows() {
            let codes = row.list("oncotree");
            let fits = |c: &String| known(c) || c == "-" || c == "*SOLID*";
            if codes.is_empty() || !codes.iter().all(fits) {
                return Err(row.refuse("oncotree", "no such OncoTree code"));
            }
            let sites: Vec<(String, String)> =
                row.get("topography").split(',').filter(|s| !s.is_empty()).map(limits).collect();
            for one in row.get("code").split(',') {
                match row.get("system") {
                    "icd10" => {
                        let (first, last) = limits(one);
                        let range = |code: &String| Icd10Range {
                            first: first.clone(),
                            last: last.clone(),
                            code: code.clone(),
                        };
                        all.icd10.extend(codes.iter().map(range));
                    }
                    "icdo" => {
                        let read =
                            morphology(one).ok_or_else(|| row.refuse("code", "not NNNN/N or NNNN-NNNN/N"))?;
                        let (first, last, behaviour) = read;
                        let led = codes.iter().filter(|c| *c != "-").map(|c| c.trim_matches('*').to_owned());
                        let codes = led.collect();
                        all.morphologies.push(MorphologyRow {
                            first,
                            last,
                            behaviour,
                            sites: sites.clone(),
                            codes,
                        });
                    }
                    _ => return Err(row.refuse("system", "neither icd10 nor icdo")),
                }
            }
        }
        Ok(all)
    }
}

/// `C54.1`, `C00-C06` as first and last without dots.
fn limits(range: &str) -> (String, String) {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    (first.trim().replace('.', ""), last.trim().replace('.', ""))
}

/// `8140/3`, `8140-8147/3`.
fn morphology(text: &str) -> Option<(u16, u16, u8)> {
    let (numbers, behaviour) = text.trim().split_once('/')?;
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    let (first, last, behaviour) = (first.parse().ok()?, last.parse().ok()?, behaviour.parse().ok()?);
    (first <= last && (8000..=9999).contains(&first) && last <= 9999 && behaviour <= 3)
        .then_some((first, last, behaviour))
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
        implies: Vec::new(),
        snomed: Vec::new(),
        synonyms,
        own: false,
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
        let Some(code) = row.oncotree.filter(|_| row.in_oncotree_2025_10_03) else { continue };
        for range in row.icd10cm.split([',', '/']) {
            let (first, last) = limits(range);
            ranges.push(Icd10Range { first, last, code: code.clone() });
        }
    }
    Ok(ranges)
}
