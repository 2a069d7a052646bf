//! The alterations of the case, indexed for matching, and what was tested without a finding.

use std::collections::{HashMap, HashSet};

use attune_genome::{Alteration, AlterationKind, MsiStatus, Origin};

use crate::Case;

/// The alterations that can be matched.
#[derive(Debug, Clone, Default)]
pub(crate) struct Observed {
    list: Vec<Alteration>,
    by_gene: HashMap<String, Vec<usize>>,
    tested: HashSet<String>,
}

impl Observed {
    pub(crate) fn of(case: &Case) -> Self {
        let mut list: Vec<Alteration> = Vec::new();
        for alteration in case.alterations.iter().filter_map(|a| a.alteration.as_ref()) {
            if !list.iter().any(|seen| same(seen, alteration)) {
                list.push(alteration.clone());
            }
        }
        let wide = |kind: AlterationKind, text: &str| Alteration {
            gene: None,
            kind,
            origin: Origin::Unknown,
            text: text.to_owned(),
        };
        let has = |list: &[Alteration], f: fn(&AlterationKind) -> bool| list.iter().any(|a| f(&a.kind));
        if let Some(tmb) = &case.tmb
            && !has(&list, |k| matches!(k, AlterationKind::Tmb { .. }))
        {
            let text = format!("TMB {} mut/Mb", tmb.value);
            list.push(wide(AlterationKind::Tmb { value: Some(tmb.value) }, &text));
        }
        if !has(&list, |k| matches!(k, AlterationKind::MsiHigh | AlterationKind::MsiStable)) {
            match case.msi {
                Some(MsiStatus::High) => list.push(wide(AlterationKind::MsiHigh, "MSI-H")),
                Some(MsiStatus::Stable | MsiStatus::Low) => list.push(wide(AlterationKind::MsiStable, "MSS")),
                None => {}
            }
        }
        Self::from_parts(list, case.tested_genes.iter().cloned().collect())
    }

    fn from_parts(list: Vec<Alteration>, tested: HashSet<String>) -> Self {
        let mut by_gene: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, alteration) in list.iter().enumerate() {
            for gene in alteration.genes() {
                by_gene.entry(gene.to_owned()).or_default().push(index);
            }
        }
        Self { list, by_gene, tested }
    }

    /// The same case, had this alteration been tested for and not found.
    pub(crate) fn with_negative(&self, index: usize) -> Self {
        let removed = self.list.get(index);
        let mut list: Vec<_> = self.list.clone();
        if index < list.len() {
            list.remove(index);
        }
        let mut tested = self.tested.clone();
        match removed.map(|a| (&a.gene, &a.kind)) {
            Some((Some(gene), kind))
                if is_sequence(kind) && !list.iter().any(|a| a.gene.as_ref() == Some(gene)) =>
            {
                tested.insert(gene.clone());
            }
            Some((None, AlterationKind::MsiHigh)) => list.push(Alteration {
                gene: None,
                kind: AlterationKind::MsiStable,
                origin: Origin::Unknown,
                text: "MSS".to_owned(),
            }),
            _ => {}
        }
        Self::from_parts(list, tested)
    }

    /// The same case, had this alteration been found as well.
    pub(crate) fn with(&self, alteration: Alteration) -> Self {
        let mut list = self.list.clone();
        list.push(alteration);
        Self::from_parts(list, self.tested.clone())
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
            // A tumour-wide criterion can be met by a protein: MLH1 loss is deficient mismatch repair.
            (0..self.list.len()).collect()
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

/// The same change stated twice, by the genome report and by the record, is one observation.
fn same(a: &Alteration, b: &Alteration) -> bool {
    a.gene == b.gene && a.kind == b.kind && a.origin == b.origin
}
