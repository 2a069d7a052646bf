//! Structural variants that are an event which biomarkers name by its exons: a deletion of MET exon 14, a duplication inside
//! FLT3 exons 14 and 15, the deletion of EGFR exons 2 to 7.

use super::TranscriptPack;
use crate::{Assembly, GenomeReport, StructuralVariant};

/// First and last of two numbers of residues.
type Residues = (u32, u32);

/// A deletion that takes away these residues and leaves the ones beside them: gene, first and last residue well inside
/// the exons that go, residues of the exons that must stay, the event in the words of biomarkers.
const DELETIONS: [(&str, Residues, Residues, &str); 2] = [
    // NM_000245: exon 14 is residues 963 to 1010.
    ("MET", (965, 1008), (958, 1016), "MET exon 14 skipping"),
    // NM_005228: exons 2 to 7 are residues 30 to 297.
    ("EGFR", (32, 295), (26, 301), "EGFRvIII"),
];

/// A duplication inside these residues: NM_004119, exons 14 and 15.
const DUPLICATION: (&str, (u32, u32), &str) = ("FLT3", (569, 648), "FLT3 ITD");

impl TranscriptPack {
    /// Adds the events to what the report states, and says so at the variant. Failed calls make none. Doing it twice
    /// changes nothing.
    pub(super) fn place_events(&self, assembly: Assembly, report: &mut GenomeReport) {
        for variant in &mut report.structural {
            // Inside one gene the transcript that leaves an exon out reads through to the next one.
            let passed = variant
                .filter
                .as_deref()
                .is_none_or(|f| matches!(f, "PASS" | "." | "" | "read-through transcript"));
            let Some(event) = self.event(assembly, variant).filter(|_| passed) else { continue };
            let note = format!("read as {event}");
            let detail = variant.detail.get_or_insert_default();
            if !detail.contains(&note) {
                let and = if detail.is_empty() { "" } else { "; " };
                detail.push_str(and);
                detail.push_str(&note);
            }
            if !report.stated.iter().any(|s| s == event) {
                report.stated.push(event.to_owned());
            }
        }
    }

    fn event(&self, assembly: Assembly, variant: &StructuralVariant) -> Option<&'static str> {
        let end = variant.end.as_ref()?;
        let contig = variant.start.contig.as_deref().filter(|c| Some(*c) == end.contig.as_deref())?;
        let (a, b) = (variant.start.position?, end.position?);
        let (low, high) = (a.min(b), a.max(b));
        let kind = variant.kind.to_ascii_uppercase();
        let duplication = kind.starts_with("DUP") || kind.contains("ITD");
        if duplication {
            let (gene, (first, last), event) = DUPLICATION;
            let (on, from, to) = self.reach(gene, first, last, assembly)?;
            return (on == contig && from <= low && high <= to).then_some(event);
        }
        // What is turned round or inserted takes nothing away.
        if kind.starts_with("INV") || kind.starts_with("INS") {
            return None;
        }
        DELETIONS.iter().find_map(|(gene, (first, last), (before, after), event)| {
            let (on, from, to) = self.reach(gene, *first, *last, assembly)?;
            let stays = |codon| {
                let kept = self.reach(gene, codon, codon, assembly);
                kept.is_some_and(|(_, from, to)| to <= low || high <= from)
            };
            (on == contig && low < from && to < high && stays(*before) && stays(*after)).then_some(*event)
        })
    }

    /// Contig, lowest and highest base of a run of residues.
    fn reach(&self, gene: &str, first: u32, last: u32, assembly: Assembly) -> Option<(String, u32, u32)> {
        let stretches =
            [first, last].into_iter().flat_map(|codon| self.codon_stretches(gene, codon, assembly));
        stretches.reduce(|a, b| (a.0, a.1.min(b.1), a.2.max(b.2)))
    }
}
