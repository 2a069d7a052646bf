//! What the loss of the rest of a protein means: nonsense-mediated decay, the share that is lost, and whether a
//! skipped exon keeps the frame. The facts that the decision tree for null variants asks for
//! (Abou Tayoun 2018, doi 10.1002/humu.23626).

use serde::{Deserialize, Serialize};

use super::gene::Gene;
use crate::Consequence;
use crate::alteration::coding_positions;

/// Bases before the last junction in which a new stop is not seen by the decay (Abou Tayoun 2018).
const BLIND: u32 = 50;

/// Facts about a null variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truncation {
    /// True where the new stop lies in the last exon or the last 50 bases of the one before; `None` where the
    /// place of the new stop is not known.
    pub escapes_decay: Option<bool>,
    /// Share of the protein that is lost if a protein is made, 0 to 1.
    pub lost_share: Option<f64>,
    /// For a splice site: true where skipping the exon keeps the reading frame.
    pub keeps_frame: Option<bool>,
    /// First and last residue that are lost, where known.
    pub lost: Option<(u32, u32)>,
}

/// Exon of a coding name, 1-based; the exon beside an intronic place.
pub(crate) fn exon(gene: &Gene, hgvs_c: &str) -> Option<u16> {
    let (base, _) = *coding_positions(hgvs_c).first()?;
    let at = transcript_base(gene, base)?;
    let index = gene.exons.iter().position(|e| (e.start..=e.end).contains(&at))?;
    u16::try_from(index + 1 + before_the_coding_ones(gene)?).ok()
}

/// Exons before those of the record. A record of the coding sequence alone does not count the ones before it: KRAS
/// (NM_004985, ENST00000311936) has one. `None` where that is not known, and no exon is named then.
fn before_the_coding_ones(gene: &Gene) -> Option<usize> {
    const NOT_CODING: [(&str, usize); 1] = [("KRAS", 1)];
    if gene.cds?.0 > 1 {
        return Some(0);
    }
    NOT_CODING.iter().find(|(symbol, _)| *symbol == gene.symbol).map(|(_, count)| *count)
}

fn transcript_base(gene: &Gene, base: u32) -> Option<u32> {
    gene.cds?.0.checked_add(base)?.checked_sub(1)
}

/// The facts, for consequences that truncate; `None` for others.
pub(crate) fn truncation(
    gene: &Gene,
    consequence: Consequence,
    hgvs_c: &str,
    hgvs_p: Option<&str>,
) -> Option<Truncation> {
    let (start, end) = gene.cds?;
    let residues = (end.checked_sub(start)? + 1) / 3;
    let protein = residues.checked_sub(1)?;
    let places = coding_positions(hgvs_c);
    match consequence {
        Consequence::StopGained | Consequence::FrameshiftVariant => {
            let first = hgvs_p.and_then(first_residue).or_else(|| Some(places.first()?.0.div_ceil(3)))?;
            // Where the new frame has its stop; without it the start of the shift stands in for it.
            let stop = match consequence {
                Consequence::FrameshiftVariant => first + hgvs_p.and_then(shifted).unwrap_or(1).max(1) - 1,
                _ => first,
            };
            let at = transcript_base(gene, (stop.max(1) - 1) * 3 + 1)?;
            Some(Truncation {
                escapes_decay: Some(escapes(gene, at)),
                lost_share: share(protein.checked_sub(first)? + 1, protein),
                keeps_frame: None,
                lost: Some((first, protein)),
            })
        }
        Consequence::SpliceDonorVariant | Consequence::SpliceAcceptorVariant => {
            let (base, _) = *places.iter().find(|(_, offset)| *offset != 0).or_else(|| places.first())?;
            let at = transcript_base(gene, base)?;
            let index = gene.exons.iter().position(|e| (e.start..=e.end).contains(&at))?;
            let exon = gene.exons.get(index)?;
            // An exon with the start or the stop codon, or outside the coding sequence, is another matter.
            if exon.start <= start + 2 || exon.end + 2 >= end {
                return Some(Truncation {
                    escapes_decay: None,
                    lost_share: None,
                    keeps_frame: None,
                    lost: None,
                });
            }
            let length = exon.end - exon.start + 1;
            let keeps = length % 3 == 0;
            let residue = |tx: u32| (tx - start) / 3 + 1;
            let next = gene.exons.get(index + 1);
            Some(Truncation {
                escapes_decay: if keeps { None } else { next.map(|n| escapes(gene, n.start)) },
                lost_share: if keeps {
                    share(length / 3, protein)
                } else {
                    share(protein.checked_sub(residue(exon.start))? + 1, protein)
                },
                keeps_frame: Some(keeps),
                lost: Some((residue(exon.start), if keeps { residue(exon.end) } else { protein })),
            })
        }
        _ => None,
    }
}

fn escapes(gene: &Gene, at: u32) -> bool {
    let junctions = gene.exons.len().checked_sub(2).and_then(|i| gene.exons.get(i));
    junctions.is_none_or(|last| at.saturating_add(BLIND) > last.end)
}

fn share(lost: u32, all: u32) -> Option<f64> {
    (all > 0).then(|| f64::from(lost) / f64::from(all))
}

/// Number of the first residue of a protein name.
fn first_residue(name: &str) -> Option<u32> {
    let digits: String =
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `17` of `p.Glu23ValfsTer17`.
fn shifted(name: &str) -> Option<u32> {
    name.rsplit_once("fsTer").or_else(|| name.rsplit_once("fs*"))?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::gene::{Exon, Gene, Placement};
    use super::*;

    /// Three exons of 90, 60 and 100 bases; coding from base 11 to 220: 69 residues and the stop.
    fn gene() -> Gene {
        let exon = |start, end| Exon { start, end, before: String::new(), after: String::new() };
        let placement =
            Placement { contig: "1".into(), reverse: false, windows: vec![1, 1, 1], patches: vec![] };
        Gene {
            symbol: "T".into(),
            transcript: "NM_T.1".into(),
            cdna: String::new(),
            cds: Some((11, 220)),
            exons_only: true,
            exons: vec![exon(1, 90), exon(91, 150), exon(151, 250)],
            placements: [placement.clone(), placement],
        }
    }

    #[test]
    fn stops_before_and_after_the_blind_end() {
        let of = |c: &str, p: &str| truncation(&gene(), Consequence::StopGained, c, Some(p)).expect("facts");
        // Residue 20 begins at base 68 of the transcript, far before the junction at 150.
        let early = of("c.58C>T", "p.Gln20Ter");
        assert_eq!((early.escapes_decay, early.lost), (Some(false), Some((20, 69))));
        // Residue 34 begins at base 110: within 50 bases of the junction.
        assert_eq!(of("c.100C>T", "p.Gln34Ter").escapes_decay, Some(true));
        assert_eq!(of("c.160C>T", "p.Gln54Ter").escapes_decay, Some(true));
    }

    #[test]
    fn a_frameshift_is_judged_by_its_new_stop() {
        let of = |p: &str| {
            truncation(&gene(), Consequence::FrameshiftVariant, "c.58del", Some(p))
                .and_then(|t| t.escapes_decay)
        };
        assert_eq!(of("p.Gln20ArgfsTer3"), Some(false));
        assert_eq!(of("p.Gln20ArgfsTer30"), Some(true), "the new stop lies in the last exon");
    }

    #[test]
    fn a_skipped_exon_keeps_or_breaks_the_frame() {
        let of = |c: &str| truncation(&gene(), Consequence::SpliceDonorVariant, c, None).expect("facts");
        let second = of("c.140+1G>A");
        assert_eq!((second.keeps_frame, second.lost), (Some(true), Some((27, 47))));
        assert_eq!(of("c.80+1G>A").keeps_frame, None, "the exon has the start codon");
        assert_eq!(exon(&gene(), "c.140+1G>A"), Some(2));
        assert_eq!(exon(&gene(), "c.141-2A>G"), Some(3));
    }
}
