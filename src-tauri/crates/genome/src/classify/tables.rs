//! The facts that classification rests on, from the knowledge pack.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::alteration::{parse_protein_change, same_residue};
use crate::{Alteration, AlterationKind};

/// Role of a gene in cancer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Lost in cancer.
    Suppressor,
    /// Activated in cancer.
    Oncogene,
}

/// A gene with its role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneRole {
    /// HGNC symbol.
    pub gene: String,
    /// Role.
    pub role: Role,
    /// Where this is from.
    pub source: String,
}

/// A critical part of a functional domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionalSite {
    /// HGNC symbol.
    pub gene: String,
    /// First residue.
    pub first: u32,
    /// Last residue.
    pub last: u32,
    /// What it is.
    pub site: String,
}

/// What a gene does in the germline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GermlineGene {
    /// HGNC symbol.
    pub gene: String,
    /// True where loss of function causes the disease; `None` where the source does not say.
    pub loss_of_function: Option<bool>,
    /// `AD`, `AR`, `AD/AR`, `XL` ...; empty where the source does not say.
    pub inheritance: String,
}

/// What a source says of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownKind {
    /// Oncogenic: an accepted item on oncogenicity, or a treatment that works or fails because of it (level A, B).
    Oncogenic,
    /// Function changed in the way that drives cancer.
    FunctionChanged,
    /// Function as that of the wild type.
    FunctionUnaltered,
    /// Pathogenic in the germline.
    Pathogenic,
}

/// A fact about one variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownVariantFact {
    /// HGNC symbol.
    pub gene: String,
    /// The change as the source names it, without the gene: `V600E`, `E746_A750del`.
    pub change: String,
    /// What is said.
    pub kind: KnownKind,
    /// Source with its number, for example `CIViC EID1409`.
    pub source: String,
    /// Citation, for example `PMID:12068308`.
    pub citation: String,
}

/// A residue, or a stretch, at which somatic changes recur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hotspot {
    /// HGNC symbol.
    pub gene: String,
    /// Reference amino acid, one letter; `None` for a stretch of in-frame changes.
    pub reference: Option<char>,
    /// First residue.
    pub first: u32,
    /// Last residue.
    pub last: u32,
    /// Samples with a change there.
    pub samples: u32,
    /// Each change with its samples: an amino acid, or the name of an in-frame change.
    pub changes: Vec<(String, u32)>,
}

/// A known fact with its change as read.
#[derive(Debug)]
pub(crate) struct ReadFact {
    pub(crate) fact: KnownVariantFact,
    pub(crate) kind: AlterationKind,
}

/// All tables, by gene.
#[derive(Debug, Default)]
pub struct ClassificationTables {
    roles: HashMap<String, GeneRole>,
    sites: HashMap<String, Vec<FunctionalSite>>,
    germline: HashMap<String, GermlineGene>,
    facts: HashMap<String, Vec<ReadFact>>,
    hotspots: HashMap<String, Vec<Hotspot>>,
    hotspot_source: String,
}

fn by_gene<T>(rows: Vec<T>, gene: impl Fn(&T) -> String) -> HashMap<String, Vec<T>> {
    let mut out: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        out.entry(gene(&row)).or_default().push(row);
    }
    out
}

impl ClassificationTables {
    /// Tables without hotspots. Facts whose change cannot be read are left out: see [`Self::unread`].
    #[must_use]
    pub fn new(
        roles: Vec<GeneRole>,
        sites: Vec<FunctionalSite>,
        germline: Vec<GermlineGene>,
        facts: Vec<KnownVariantFact>,
    ) -> Self {
        let read = facts.into_iter().filter_map(|fact| Some(ReadFact { kind: Self::read(&fact)?, fact }));
        Self {
            roles: roles.into_iter().map(|r| (r.gene.clone(), r)).collect(),
            sites: by_gene(sites, |s| s.gene.clone()),
            germline: germline.into_iter().map(|g| (g.gene.clone(), g)).collect(),
            facts: by_gene(read.collect(), |f| f.fact.gene.clone()),
            hotspots: HashMap::new(),
            hotspot_source: String::new(),
        }
    }

    /// The change of a fact, where it is one of the protein or a named event; for builders that count.
    #[must_use]
    pub fn read(fact: &KnownVariantFact) -> Option<AlterationKind> {
        // `E70K (c.208G>A)`: the coding name in brackets tells the bases, not the change.
        let change = fact.change.split_once(" (").map_or(fact.change.as_str(), |(change, _)| change);
        parse_protein_change(change).or_else(|| {
            Alteration::parse(&format!("{} {}", fact.gene, fact.change))
                .map(|a| a.kind)
                .filter(|k| matches!(k, AlterationKind::Splice { .. } | AlterationKind::Named { .. }))
        })
    }

    /// Adds hotspots with the words that name their source.
    #[must_use]
    pub fn with_hotspots(mut self, hotspots: Vec<Hotspot>, source: &str) -> Self {
        self.hotspots = by_gene(hotspots, |h| h.gene.clone());
        self.hotspot_source = source.to_owned();
        self
    }

    pub(crate) fn role(&self, gene: &str) -> Option<&GeneRole> {
        self.roles.get(gene)
    }

    /// True where the gene has this role.
    #[must_use]
    pub fn has_role(&self, gene: &str, role: Role) -> bool {
        self.role(gene).is_some_and(|r| r.role == role)
    }

    pub(crate) fn germline_gene(&self, gene: &str) -> Option<&GermlineGene> {
        self.germline.get(gene)
    }

    pub(crate) fn hotspot_source(&self) -> &str {
        &self.hotspot_source
    }

    pub(crate) fn has_hotspots(&self) -> bool {
        !self.hotspots.is_empty()
    }

    pub(crate) fn site(&self, gene: &str, residue: u32) -> Option<&FunctionalSite> {
        self.sites.get(gene)?.iter().find(|s| (s.first..=s.last).contains(&residue))
    }

    pub(crate) fn facts(&self, gene: &str) -> &[ReadFact] {
        self.facts.get(gene).map_or(&[], Vec::as_slice)
    }

    /// True where a protein change recurs in tumours or a source calls it oncogenic: what a single finding of it
    /// would be matched by.
    #[must_use]
    pub fn is_established(&self, gene: &str, hgvs_p: &str) -> bool {
        let Some(kind) = parse_protein_change(hgvs_p) else { return false };
        let recurs = match &kind {
            AlterationKind::Substitution { reference, residue, alternate } => {
                let hotspot = self.hotspot(gene, *reference, *residue);
                hotspot.is_some_and(|h| h.changes.iter().any(|(c, _)| *c == alternate.to_string()))
            }
            _ => false,
        };
        let stated = |f: &ReadFact| {
            matches!(f.fact.kind, KnownKind::Oncogenic | KnownKind::FunctionChanged) && f.kind == kind
        };
        recurs || self.facts(gene).iter().any(stated)
    }

    /// The hotspot of a substitution. The reference amino acid must agree, so that another isoform's number is
    /// never taken for this residue.
    pub(crate) fn hotspot(&self, gene: &str, reference: char, residue: u32) -> Option<&Hotspot> {
        self.hotspots
            .get(gene)?
            .iter()
            .find(|h| h.reference == Some(reference) && same_residue(gene, h.first, residue))
    }

    /// The stretch in which in-frame changes recur.
    pub(crate) fn indel_hotspot(&self, gene: &str, first: u32, last: u32) -> Option<&Hotspot> {
        self.hotspots.get(gene)?.iter().find(|h| h.reference.is_none() && h.first <= last && first <= h.last)
    }
}
