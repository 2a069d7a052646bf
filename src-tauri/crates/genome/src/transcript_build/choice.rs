//! Which transcript of a gene the names are given on.
//!
//! The RefSeq transcript of MANE Select where the record has it, else that of the MSK reports, else the first
//! of the record (LRG transcripts are ordered by use in reports).

use std::collections::BTreeMap;

use super::BuildError;
use super::lrg::{Record, Transcript};
use super::table::Table;

/// Transcripts (without version) by gene, in order of preference: MANE, then MSK.
pub(super) struct Choice {
    lists: [BTreeMap<String, Isoform>; 2],
}

/// The two names of one transcript.
struct Isoform {
    refseq: String,
    ensembl: String,
}

impl Choice {
    /// Reads both lists.
    pub(super) fn read(mane: &[u8], msk: &[u8]) -> Result<Self, BuildError> {
        let list = |bytes, file| {
            let mut out = BTreeMap::new();
            Table::read(bytes, file, &["#enst_id", "gene_name", "refseq_id"])?.each(|get| {
                let isoform = Isoform {
                    refseq: accession(get("refseq_id")).to_owned(),
                    ensembl: accession(get("#enst_id")).to_owned(),
                };
                out.insert(get("gene_name").to_owned(), isoform);
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
        let wanted = |t: &Transcript, list: &BTreeMap<String, Isoform>| {
            list.get(&record.gene).is_some_and(|want| t.refseq.iter().any(|r| accession(r) == want.refseq))
        };
        self.lists
            .iter()
            .find_map(|list| record.transcripts.iter().find(|t| wanted(t, list)))
            .or_else(|| record.transcripts.first())
            .cloned()
    }
}

impl Choice {
    /// Ensembl accessions of a gene, the MSK isoform first: it is the one of reports on GRCh37.
    pub(super) fn ensembl(&self, gene: &str) -> impl Iterator<Item = &str> {
        let [mane, msk] = &self.lists;
        [msk.get(gene), mane.get(gene)].into_iter().flatten().map(|i| i.ensembl.as_str())
    }
}

/// An identifier without its version.
pub(super) fn accession(id: &str) -> &str {
    id.split_once('.').map_or(id, |(a, _)| a)
}
