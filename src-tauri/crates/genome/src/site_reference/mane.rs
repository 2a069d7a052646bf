//! The transcripts of a MANE annotation, GFF3 or GTF, in the way of Ensembl or of RefSeq.

use std::collections::HashMap;

use super::{SiteError, names};

/// One MANE transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ManeTranscript {
    pub(super) gene: String,
    /// RefSeq accession with version where the file gives it, else the Ensembl one.
    pub(super) name: String,
    pub(super) contig: String,
    pub(super) reverse: bool,
    /// First and last position of each exon, ascending.
    pub(super) exons: Vec<(u32, u32)>,
    /// First and last position of the coding sequence, stop codon included; the phase of its first codon.
    pub(super) coding: Option<(u32, u32, u8)>,
    /// MANE Plus Clinical, beside the one of MANE Select.
    pub(super) plus_clinical: bool,
}

/// All transcripts of a file.
#[derive(Debug, Default)]
pub struct Mane {
    pub(super) transcripts: Vec<ManeTranscript>,
    /// What the file says of its version, where it does.
    pub version: String,
}

impl Mane {
    /// Transcripts of the file that carry the tag.
    #[must_use]
    pub fn count(&self) -> usize {
        self.transcripts.len()
    }

    pub(super) fn contigs(&self) -> impl Iterator<Item = &str> {
        let mut all: Vec<&str> = self.transcripts.iter().map(|t| t.contig.as_str()).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }
}

/// A transcript whose rows are still coming.
#[derive(Debug, Default)]
struct Draft {
    gene: Option<String>,
    parent: Option<String>,
    name: Option<String>,
    contig: String,
    reverse: bool,
    select: bool,
    plus_clinical: bool,
    is_transcript: bool,
    exons: Vec<(u32, u32)>,
    coding: Vec<(u32, u32, u8)>,
}

/// Takes the lines of the file.
#[derive(Debug, Default)]
pub struct ManeReader {
    drafts: HashMap<String, Draft>,
    order: Vec<String>,
    genes: HashMap<String, String>,
    version: String,
    line: u64,
}

impl ManeReader {
    /// One line, without its end.
    ///
    /// # Errors
    /// A line that is neither a comment nor a row of the format, or a row on GRCh37.
    pub fn line(&mut self, text: &str) -> Result<(), SiteError> {
        self.line += 1;
        let text = text.trim_end_matches('\r');
        if text.starts_with('#') || text.trim().is_empty() {
            if self.version.is_empty() && text.to_ascii_uppercase().contains("MANE") {
                self.version = text.trim_start_matches(['#', '!', ' ']).chars().take(120).collect();
            }
            return Ok(());
        }
        let wrong = |what: &str| SiteError::Line { line: self.line, what: what.to_owned() };
        let cells: Vec<&str> = text.split('\t').collect();
        let [contig, _, kind, from, to, _, strand, phase, rest] = cells.as_slice() else {
            return Err(wrong(&format!("{} columns instead of 9", cells.len())));
        };
        if !matches!(*kind, "gene" | "transcript" | "mRNA" | "exon" | "CDS" | "stop_codon") {
            return Ok(());
        }
        let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n > 0);
        let (Some(from), Some(to)) = (number(from), number(to)) else {
            return Err(wrong("start or end is not a position"));
        };
        if from > to {
            return Err(wrong("the start lies behind the end"));
        }
        if names::is_grch37(contig) {
            return Err(SiteError::OnGrch37 { line: self.line, accession: (*contig).to_owned() });
        }
        let attributes = attributes(rest);
        let get = |key: &str| attributes.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_str());
        if *kind == "gene" {
            if let Some((id, symbol)) = get("ID").zip(get("gene_name").or(get("gene")).or(get("Name"))) {
                self.genes.insert(id.to_owned(), symbol.to_owned());
            }
            return Ok(());
        }
        let is_transcript = matches!(*kind, "transcript" | "mRNA");
        let own = if is_transcript { get("ID") } else { get("Parent") };
        let Some(key) = own.or(get("transcript_id")).map(str::to_owned) else {
            return Err(wrong(&format!("the {kind} names no transcript")));
        };
        let reverse = match *strand {
            "+" => false,
            "-" => true,
            _ => return Err(wrong("the strand is neither + nor -")),
        };
        let draft = self.drafts.entry(key.clone()).or_insert_with(|| {
            self.order.push(key);
            Draft { contig: names::contig(contig), reverse, ..Draft::default() }
        });
        if draft.contig != names::contig(contig) || draft.reverse != reverse {
            return Err(SiteError::Line {
                line: self.line,
                what: "a transcript lies on two chromosomes or strands".to_owned(),
            });
        }
        match *kind {
            "exon" => draft.exons.push((from, to)),
            // The phase of a stop codon is that of a whole codon; GTF keeps it outside the coding sequence.
            "stop_codon" => draft.coding.push((from, to, 0)),
            "CDS" => draft.coding.push((from, to, phase.parse().unwrap_or(0))),
            _ => draft.is_transcript = true,
        }
        for (key, value) in &attributes {
            match *key {
                "tag" => {
                    let tags = value.split(',').map(|t| t.trim().replace('_', " "));
                    for tag in tags {
                        draft.select |= tag == "MANE Select";
                        draft.plus_clinical |= tag == "MANE Plus Clinical";
                    }
                }
                "Dbxref" | "db_xref" if is_transcript => {
                    let found = value.split(',').find_map(|x| x.trim().strip_prefix("RefSeq:"));
                    if let Some(refseq) = found.filter(|r| r.starts_with("NM_")) {
                        draft.name = Some(refseq.to_owned());
                    }
                }
                _ => {}
            }
        }
        if is_transcript {
            draft.gene = get("gene_name").or(get("gene")).map(str::to_owned);
            draft.parent = get("Parent").map(str::to_owned);
        }
        if draft.name.is_none() {
            draft.name = get("transcript_id").map(str::to_owned);
        }
        Ok(())
    }

    /// The transcripts with the tag.
    ///
    /// # Errors
    /// A file in which no transcript is tagged.
    pub fn finish(mut self) -> Result<Mane, SiteError> {
        let seen = self.drafts.values().filter(|d| d.is_transcript).count();
        let mut transcripts = Vec::new();
        for key in &self.order {
            let Some(draft) = self.drafts.remove(key) else { continue };
            if !draft.is_transcript || !(draft.select || draft.plus_clinical) || draft.exons.is_empty() {
                continue;
            }
            let of_parent = || self.genes.get(draft.parent.as_deref()?).cloned();
            let Some(gene) = draft.gene.clone().or_else(of_parent) else { continue };
            let mut exons = draft.exons;
            exons.sort_unstable();
            let coding = draft.coding;
            let phase = if draft.reverse {
                coding.iter().max_by_key(|c| c.1)
            } else {
                coding.iter().min_by_key(|c| c.0)
            };
            let ends = coding.iter().map(|c| c.0).min().zip(coding.iter().map(|c| c.1).max());
            transcripts.push(ManeTranscript {
                gene,
                name: draft.name.unwrap_or_else(|| key.clone()),
                contig: draft.contig,
                reverse: draft.reverse,
                exons,
                coding: ends.zip(phase).map(|((from, to), first)| (from, to, first.2)),
                plus_clinical: !draft.select,
            });
        }
        if transcripts.is_empty() {
            return Err(SiteError::NoMane { transcripts: seen });
        }
        Ok(Mane { transcripts, version: self.version })
    }
}

/// Key and value of the ninth column: `key=value;` of GFF3, `key "value";` of GTF.
fn attributes(text: &str) -> Vec<(&str, String)> {
    let parts = text.split(';').map(str::trim).filter(|p| !p.is_empty());
    parts
        .filter_map(|part| {
            let quoted = part.split_once(" \"");
            let (key, value) = quoted.or_else(|| part.split_once('='))?;
            Some((key.trim(), value.trim().trim_matches('"').to_owned()))
        })
        .collect()
}
