//! Which transcript of a gene the names are given on.
//!
//! The RefSeq transcript of MANE Select where the record has it, else that of the MSK reports, else the first
//! of the record (LRG transcripts are ordered by use in reports).

use std::collections::BTreeMap;

use super::BuildError;
use super::lrg::{Record, Transcript};
use super::table::Table;

/// RefSeq accession (without version) by gene, in order of preference.
pub(super) struct Choice {
    lists: [BTreeMap<String, String>; 2],
}

impl Choice {
    /// Reads both lists.
    pub(super) fn read(mane: &[u8], msk: &[u8]) -> Result<Self, BuildError> {
        let list = |bytes, file| {
            let mut out = BTreeMap::new();
            Table::read(bytes, file, &["gene_name", "refseq_id"])?.each(|get| {
                out.insert(get("gene_name").to_owned(), accession(get("refseq_id")).to_owned());
            });
            Ok::<_, BuildError>(out)
        };
        Ok(Self {
            lists: [
                list(mane, "isoform_overrides_mane_grch38.tsv")?,
                list(msk, "isoform_overrides_mskcc_grch38.tsv")?,
            ],
        })
    }

    /// The transcript of a record; `None` where it has none.
    pub(super) fn of(&self, record: &Record) -> Option<Transcript> {
        let wanted = |t: &Transcript, list: &BTreeMap<String, String>| {
            list.get(&record.gene).is_some_and(|want| t.refseq.iter().any(|r| accession(r) == want))
        };
        self.lists
            .iter()
            .find_map(|list| record.transcripts.iter().find(|t| wanted(t, list)))
            .or_else(|| record.transcripts.first())
            .cloned()
    }
}

fn accession(id: &str) -> &str {
    id.split_once('.').map_or(id, |(a, _)| a)
}
