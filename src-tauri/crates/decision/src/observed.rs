//! The alterations of the case, indexed for matching, and what was tested without a finding.

use std::collections::{HashMap, HashSet};

use attune_genome::{Alteration, AlterationKind, MsiStatus, Origin};

use crate::Case;

/// The alterations that can be matched.
#[derive(Debug, Clone, Default)]
pub(crate) struct Observed {
    list: Vec<Alteration>,
    by_gene: HashMap<String, Vec<usize>>,
    wide: Vec<usize>,
    tested: HashSet<String>,
}

impl Observed {
    pub(crate) fn of(case: &Case) -> Self {
        let mut observed = Self { tested: case.tested_genes.iter().cloned().collect(), ..Self::default() };
        for alteration in case.alterations.iter().filter_map(|a| a.alteration.as_ref()) {
            observed.add(alteration.clone());
        }
        let wide = |kind: AlterationKind, text: String| Alteration {
            gene: None,
            kind,
            origin: Origin::Unknown,
            text,
        };
        if let Some(tmb) = &case.tmb
            && !observed.list.iter().any(|a| matches!(a.kind, AlterationKind::Tmb { .. }))
        {
            let text = format!("TMB {} mut/Mb", tmb.value);
            observed.add(wide(AlterationKind::Tmb { value: Some(tmb.value) }, text));
        }
        if !observed.list.iter().any(|a| is_msi(&a.kind)) {
            match case.msi {
                Some(MsiStatus::High) => observed.add(wide(AlterationKind::MsiHigh, "MSI-H".to_owned())),
                Some(MsiStatus::Stable) => observed.add(wide(AlterationKind::MsiStable, "MSS".to_owned())),
                Some(MsiStatus::Low) => {
                    let name = MSI_LOW.to_owned();
                    observed.add(wide(AlterationKind::Named { name: name.clone() }, name));
                }
                None => {}
            }
        }
        observed
    }

    /// Adds an observation, unless it was stated already: the genome report and the record tell of one change.
    fn add(&mut self, alteration: Alteration) {
        let genes: Vec<String> = alteration.genes().into_iter().map(str::to_owned).collect();
        let told = |i: &usize| self.list.get(*i).is_some_and(|seen| same(seen, &alteration));
        let known = match genes.first() {
            Some(gene) => self.by_gene.get(gene).is_some_and(|beside| beside.iter().any(told)),
            None => self.wide.iter().any(told),
        };
        if known {
            return;
        }
        let index = self.list.len();
        // A tumour-wide criterion can be met by a protein: MLH1 loss is deficient mismatch repair.
        if genes.is_empty() || matches!(alteration.kind, AlterationKind::Expression { .. }) {
            self.wide.push(index);
        }
        for gene in genes {
            self.by_gene.entry(gene).or_default().push(index);
        }
        self.list.push(alteration);
    }

    /// The same case, had this alteration been tested for and not found; for a wild type, had it been mutated.
    pub(crate) fn with_negative(&self, index: usize) -> Self {
        let mut observed = Self { tested: self.tested.clone(), ..Self::default() };
        let Some(removed) = self.list.get(index) else { return self.clone() };
        // One variant can stand for a class as well (`EGFR L858R`, `EGFR oncogenic`): both go.
        let goes = |a: &Alteration| {
            a.gene == removed.gene && is_sequence(&removed.kind) && is_class(&a.kind) && a.gene.is_some()
        };
        for (i, alteration) in self.list.iter().enumerate() {
            if i != index && !goes(alteration) {
                observed.add(alteration.clone());
            }
        }
        match (&removed.gene, &removed.kind) {
            (Some(gene), kind) if is_sequence(kind) && !observed.by_gene.contains_key(gene) => {
                observed.tested.insert(gene.clone());
            }
            (Some(gene), AlterationKind::WildType) => observed.add(Alteration {
                kind: AlterationKind::AnyMutation,
                text: format!("{gene} mutation"),
                ..removed.clone()
            }),
            (None, AlterationKind::MsiHigh) => observed.add(Alteration {
                gene: None,
                kind: AlterationKind::MsiStable,
                origin: Origin::Unknown,
                text: "MSS".to_owned(),
            }),
            _ => {}
        }
        observed
    }

    /// The same case, had this alteration been found as well.
    pub(crate) fn with(&self, alteration: Alteration) -> Self {
        let mut observed = self.clone();
        observed.add(alteration);
        observed
    }

    /// The observation by which people know this one: the change itself where a class was stated beside it.
    pub(crate) fn best_name(&self, index: usize) -> usize {
        let Some(this) = self.list.get(index).filter(|a| is_class(&a.kind)) else { return index };
        let beside = this.gene.as_ref().and_then(|g| self.by_gene.get(g)).map_or(&[][..], Vec::as_slice);
        let specific = |i: &&usize| {
            self.list
                .get(**i)
                .is_some_and(|a| a.gene == this.gene && is_sequence(&a.kind) && !is_class(&a.kind))
        };
        beside.iter().find(specific).copied().unwrap_or(index)
    }

    pub(crate) fn all(&self) -> &[Alteration] {
        &self.list
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Alteration> {
        self.list.get(index)
    }

    /// Whether the laboratory stated this gene as tested in full.
    pub(crate) fn was_tested(&self, gene: &str) -> bool {
        self.tested.contains(gene)
    }

    /// True where something was observed of this gene, or it was tested.
    pub(crate) fn knows(&self, gene: &str) -> bool {
        self.by_gene.contains_key(gene) || self.was_tested(gene)
    }

    /// True where a criterion asks for a small variant of a gene of which another small variant was found.
    pub(crate) fn was_sequenced(&self, criterion: &Alteration) -> bool {
        is_sequence(&criterion.kind)
            && self.beside(criterion).any(|i| self.get(i).is_some_and(|a| is_sequence(&a.kind)))
    }

    /// Indices of the alterations that can bear on a criterion.
    pub(crate) fn beside(&self, criterion: &Alteration) -> impl Iterator<Item = usize> + '_ {
        let genes = criterion.genes();
        let mut indices: Vec<usize> = if genes.is_empty() {
            self.wide.clone()
        } else {
            genes.iter().filter_map(|g| self.by_gene.get(*g)).flatten().copied().collect()
        };
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter()
    }
}

/// True for small variants, which sequencing of the gene finds or excludes. Copy number, fusions and
/// expression need tests of their own.
pub(crate) fn is_sequence(kind: &AlterationKind) -> bool {
    use AlterationKind as K;
    matches!(
        kind,
        K::Substitution { .. }
            | K::Residue { .. }
            | K::Inframe { .. }
            | K::Frameshift { .. }
            | K::Splice { .. }
            | K::Named { .. }
            | K::Exon { .. }
            | K::Truncating
            | K::LossOfFunction
            | K::Activating
            | K::Oncogenic
            | K::AnyMutation
    )
}

/// The name under which a report states a low instability. It is neither stable nor high.
pub(crate) const MSI_LOW: &str = "MSI-L";

/// True for a statement on microsatellites.
pub(crate) fn is_msi(kind: &AlterationKind) -> bool {
    match kind {
        AlterationKind::MsiHigh | AlterationKind::MsiStable => true,
        AlterationKind::Named { name } => name == MSI_LOW,
        _ => false,
    }
}

/// True for kinds that name a class of changes and no change.
fn is_class(kind: &AlterationKind) -> bool {
    use AlterationKind as K;
    matches!(kind, K::Truncating | K::LossOfFunction | K::Activating | K::Oncogenic | K::AnyMutation)
}

/// The same change stated twice, by the genome report and by the record, is one observation.
fn same(a: &Alteration, b: &Alteration) -> bool {
    a.gene == b.gene && a.kind == b.kind && a.origin == b.origin
}
