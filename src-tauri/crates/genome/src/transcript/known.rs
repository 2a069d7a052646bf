//! Variants whose place and protein name a source states, for genes without a sequence in the pack.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::edit::Edit;
use super::gene::index;
use crate::alteration::{length_change, parse_protein_change};
use crate::{AlterationKind, Assembly, Consequence, Variant};

/// A stated variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownVariant {
    /// Chromosome, Ensembl style.
    pub(crate) contig: String,
    /// Position of the first base on GRCh37 and on GRCh38; 0 where it could not be lifted over.
    pub(crate) positions: [u32; 2],
    /// Bases that go, plus strand; both alleles trimmed, one of them may be empty.
    pub(crate) reference: String,
    /// Bases that come, plus strand.
    pub(crate) alternate: String,
    /// HGNC symbol.
    pub(crate) gene: String,
    /// Transcript of the names, where stated.
    pub(crate) transcript: Option<String>,
    /// Coding name, where stated.
    pub(crate) hgvs_c: Option<String>,
    /// Protein name, three-letter.
    pub(crate) hgvs_p: String,
    /// Short name of the source.
    pub(crate) source: String,
}

/// Assembly, chromosome, position, bases that go, bases that come.
type Key = (usize, String, u32, String, String);

/// The table with its index.
#[derive(Debug, Default)]
pub(crate) struct KnownVariants {
    rows: Vec<KnownVariant>,
    index: HashMap<Key, usize>,
}

impl KnownVariants {
    /// Indexes the rows.
    pub(crate) fn new(rows: Vec<KnownVariant>) -> Self {
        let mut index = HashMap::new();
        for (row, known) in rows.iter().enumerate() {
            for (assembly, position) in known.positions.iter().enumerate().filter(|(_, p)| **p > 0) {
                let key = (
                    assembly,
                    known.contig.clone(),
                    *position,
                    known.reference.clone(),
                    known.alternate.clone(),
                );
                let slot = index.entry(key).or_insert(row);
                // Two sources of one change: the one that gives the coding name says more.
                let better = rows.get(*slot).is_some_and(|first| {
                    first.hgvs_c.is_none() && known.hgvs_c.is_some() && first.hgvs_p == known.hgvs_p
                });
                if better {
                    *slot = row;
                }
            }
        }
        Self { rows, index }
    }

    /// The stated variant with exactly these bases at this place.
    pub(crate) fn find(&self, assembly: Assembly, variant: &Variant) -> Option<&KnownVariant> {
        let edit = Edit::of(variant).ok()?;
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        let key = (
            index(assembly),
            variant.contig.as_str().to_owned(),
            edit.low,
            text(&edit.removed),
            text(&edit.inserted),
        );
        self.index.get(&key).and_then(|row| self.rows.get(*row))
    }
}

/// Consequence that a protein name itself states.
pub(crate) fn consequence(hgvs_p: &str) -> Option<Consequence> {
    Some(match parse_protein_change(hgvs_p)? {
        AlterationKind::Substitution { alternate: '*', .. } => Consequence::StopGained,
        AlterationKind::Substitution { reference: '*', .. } => Consequence::StopLost,
        AlterationKind::Substitution { .. } => Consequence::MissenseVariant,
        AlterationKind::Frameshift { .. } => Consequence::FrameshiftVariant,
        AlterationKind::Inframe { start, end, name } => match length_change(start, end, &name) {
            Some(n) if n < 0 => Consequence::InframeDeletion,
            Some(n) if n > 0 => Consequence::InframeInsertion,
            _ => Consequence::ProteinAlteringVariant,
        },
        _ => return None,
    })
}
