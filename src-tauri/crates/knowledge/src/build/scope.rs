//! Diseases of the sources into OncoTree scopes.

use std::collections::HashMap;
use std::io::Read;

use crate::text::key;
use crate::tumour::OncoTree;
use crate::{PackError, TumourScope};

use super::table::Table;

/// Column value for any solid tumour.
pub(super) const ANY_SOLID: &str = "*SOLID*";
/// Column value for any neoplasm.
pub(super) const ANY: &str = "*ANY*";

/// A scope and a biomarker that the name of the disease implies (`Her2-receptor Positive Breast Cancer`).
pub(super) struct Disease {
    pub(super) scope: TumourScope,
    pub(super) also: Option<String>,
}

/// The ways from a disease name or Disease Ontology number to OncoTree.
pub(super) struct Diseases<'a> {
    own: HashMap<String, (Vec<String>, Option<String>)>,
    doid: HashMap<String, Vec<String>>,
    tree: &'a OncoTree,
}

impl<'a> Diseases<'a> {
    /// `own` is our table of names; `phenotypes` the gzipped map from UMLS concepts to the Disease Ontology.
    pub(super) fn read(own: &[u8], phenotypes: &[u8], tree: &'a OncoTree) -> Result<Self, PackError> {
        let table = Table::read("diseases.tsv", own, &["disease", "oncotree", "also"])?;
        let mut names = HashMap::new();
        for row in table.rows() {
            let codes = row.list("oncotree");
            let known = |c: &String| [ANY, ANY_SOLID, "-"].contains(&c.as_str()) || tree.get(c).is_some();
            if !codes.iter().all(known) {
                return Err(row.refuse("oncotree", "no such OncoTree code"));
            }
            names.insert(key(row.get("disease")), (codes, row.some("also")));
        }
        let file = "phenotypes_umls_efo_do.tsv.gz";
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(phenotypes)
            .read_to_end(&mut text)
            .map_err(|e| PackError::input(file, e))?;
        let table = Table::read(file, &text, &["cui", "do_id"])?;
        let mut by_umls: HashMap<&str, Vec<&str>> = HashMap::new();
        for node in tree.nodes() {
            for cui in &node.umls {
                by_umls.entry(cui).or_default().push(&node.code);
            }
        }
        let mut doid: HashMap<String, Vec<String>> = HashMap::new();
        for row in table.rows() {
            if let (Some(number), Some(codes)) =
                (row.get("do_id").strip_prefix("DOID:"), by_umls.get(row.get("cui")))
            {
                let known = doid.entry(number.to_owned()).or_default();
                known.extend(codes.iter().map(|c| (*c).to_owned()));
                known.sort();
                known.dedup();
            }
        }
        Ok(Self { own: names, doid, tree })
    }

    /// Our own table first, then a name of OncoTree, then the Disease Ontology number.
    pub(super) fn of(&self, name: &str, doid: &str) -> Disease {
        if let Some((codes, also)) = self.own.get(&key(name)) {
            return Disease { scope: self.scope(codes, name), also: also.clone() };
        }
        let named = self.tree.nodes().iter().find(|n| key(&n.name) == key(name));
        let codes = match named {
            Some(node) => vec![node.code.clone()],
            None => self.doid.get(doid).cloned().unwrap_or_default(),
        };
        Disease { scope: self.scope(&codes, name), also: None }
    }

    /// Codes of a table cell as a scope; those below another of the same list are left out. A code after
    /// `!` is an exception of any solid tumour, or of the type above it.
    pub(super) fn scope(&self, codes: &[String], name: &str) -> TumourScope {
        if codes.iter().any(|c| c == ANY) {
            return TumourScope::Any;
        }
        if codes.iter().any(|c| c == ANY_SOLID) {
            let except = codes.iter().filter_map(|c| c.strip_prefix('!')).map(str::to_owned).collect();
            return TumourScope::AnySolid { except };
        }
        let excepted = |c: &String| c.strip_prefix('!').is_some_and(|c| self.tree.get(c).is_some());
        let covered = |c: &str| codes.iter().any(|o| o != c && self.tree.is_a(c, o));
        let kept: Vec<String> = codes
            .iter()
            .filter(|c| excepted(c) || (self.tree.get(c).is_some() && !covered(c)))
            .cloned()
            .collect();
        if kept.iter().all(excepted) {
            TumourScope::Unmapped(name.to_owned())
        } else {
            TumourScope::OncoTree(kept)
        }
    }
}
