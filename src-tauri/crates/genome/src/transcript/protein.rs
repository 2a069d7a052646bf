//! Protein names of a change of the coding sequence, after HGVS, three-letter code.

use super::bases::translate;
use crate::Consequence;
use crate::alteration::three_letter;

/// What a change does to the protein.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Effect {
    /// `p.` name.
    pub(crate) name: Option<String>,
    /// Most severe consequence.
    pub(crate) consequence: Consequence,
}

/// Replaces `removed` bases at `at` (0-based in the transcript) by `inserted` and names the effect on the
/// protein of the coding sequence `start..end` (0-based, stop codon included).
pub(crate) fn effect(
    tx: &[u8],
    start: usize,
    end: usize,
    at: usize,
    removed: usize,
    inserted: &[u8],
) -> Option<Effect> {
    if at + removed > tx.len() || start >= end {
        return None;
    }
    let reference = translate(tx.get(start..)?);
    let made = |name: String, consequence| Some(Effect { name: Some(name), consequence });
    let start_lost = || made("p.Met1?".into(), Consequence::StartLost);
    if at < start {
        return start_lost();
    }
    let new = [tx.get(..at)?, inserted, tx.get(at + removed..)?].concat();
    if at < start + 3 && new.get(start..start + 3)? != b"ATG" {
        return start_lost();
    }
    let changed = translate(new.get(start..)?);
    let first = reference.iter().zip(&changed).take_while(|(a, b)| a == b).count();
    if reference == changed {
        let codon = (at - start) / 3;
        let residue = codon.min(reference.len().checked_sub(1)?);
        return made(format!("p.{}=", residue_name(&reference, residue)?), Consequence::SynonymousVariant);
    }
    // The old protein is a head of the new one without its stop, or the change starts at the stop.
    if reference.get(first) == Some(&b'*') {
        let Some(amino) = changed.get(first) else {
            return made("p.?".into(), Consequence::StopLost);
        };
        let extension = match changed.last() {
            Some(b'*') => (changed.len() - 1 - first).to_string(),
            _ => "?".into(),
        };
        let name = format!("p.Ter{}{}extTer{extension}", first + 1, three(*amino));
        return made(name, Consequence::StopLost);
    }
    if changed.get(first) == Some(&b'*') {
        return made(format!("p.{}Ter", residue_name(&reference, first)?), Consequence::StopGained);
    }
    if inserted.len() % 3 != removed % 3 {
        return frameshift(&reference, &changed, first);
    }
    in_frame(&reference, &changed, first, inserted.len(), removed)
}

fn frameshift(reference: &[u8], changed: &[u8], first: usize) -> Option<Effect> {
    // The sequence ends before the first changed residue is read: the short name of HGVS says no more than that.
    let Some(amino) = changed.get(first) else {
        let name = residue_name(reference, first).map_or_else(|| "p.?".to_owned(), |r| format!("p.{r}fs"));
        return Some(Effect { name: Some(name), consequence: Consequence::FrameshiftVariant });
    };
    let stop = match changed.last() {
        Some(b'*') => (changed.len() - first).to_string(),
        _ => "?".into(),
    };
    let name = format!("p.{}{}fsTer{stop}", residue_name(reference, first)?, three(*amino));
    Some(Effect { name: Some(name), consequence: Consequence::FrameshiftVariant })
}

fn in_frame(
    reference: &[u8],
    changed: &[u8],
    first: usize,
    inserted: usize,
    removed: usize,
) -> Option<Effect> {
    let expected = (reference.len() + inserted / 3).checked_sub(removed / 3)?;
    // Bases in and out may each be no multiple of three while their difference is one.
    let expected = match (inserted % 3, removed % 3) {
        (0, 0) => expected,
        _ if inserted >= removed => reference.len() + (inserted - removed) / 3,
        _ => reference.len().checked_sub((removed - inserted) / 3)?,
    };
    if changed.last() != Some(&b'*') || changed.len() > expected {
        return Some(Effect { name: Some("p.?".into()), consequence: Consequence::StopLost });
    }
    if changed.len() < expected {
        // New residues and then a stop: the rest of the protein is gone.
        let new: String = changed.get(first..)?.iter().map(|a| three(*a)).collect();
        let name = format!("p.{}delins{new}", residue_name(reference, first)?);
        return Some(Effect { name: Some(name), consequence: Consequence::StopGained });
    }
    let tail_of = |p: &[u8]| p.len() - first;
    let suffix = reference
        .iter()
        .rev()
        .zip(changed.iter().rev())
        .take(tail_of(reference).min(tail_of(changed)))
        .take_while(|(a, b)| a == b)
        .count();
    let gone = reference.get(first..reference.len() - suffix)?;
    let new = changed.get(first..changed.len() - suffix)?;
    let text: String = new.iter().map(|a| three(*a)).collect();
    let last = first + gone.len();
    let (name, consequence) = match (gone.len(), new.len()) {
        (1, 1) => (format!("{}{text}", residue_name(reference, first)?), Consequence::MissenseVariant),
        (0, n) => {
            let before = first.checked_sub(n).and_then(|from| reference.get(from..first));
            let name = if before == Some(new) {
                format!("{}dup", span(reference, first - n, first - 1)?)
            } else {
                let (left, right) = (first.checked_sub(1)?, first);
                format!("{}_{}ins{text}", residue_name(reference, left)?, residue_name(reference, right)?)
            };
            (name, Consequence::InframeInsertion)
        }
        (_, 0) => (format!("{}del", span(reference, first, last - 1)?), Consequence::InframeDeletion),
        (g, n) => {
            let consequence = match n.cmp(&g) {
                std::cmp::Ordering::Less => Consequence::InframeDeletion,
                std::cmp::Ordering::Equal => Consequence::MissenseVariant,
                std::cmp::Ordering::Greater => Consequence::InframeInsertion,
            };
            (format!("{}delins{text}", span(reference, first, last - 1)?), consequence)
        }
    };
    Some(Effect { name: Some(format!("p.{name}")), consequence })
}

fn three(amino: u8) -> &'static str {
    three_letter(char::from(amino))
}

/// `Val600` of the residue at an index.
fn residue_name(protein: &[u8], index: usize) -> Option<String> {
    Some(format!("{}{}", three(*protein.get(index)?), index + 1))
}

fn span(protein: &[u8], first: usize, last: usize) -> Option<String> {
    let a = residue_name(protein, first)?;
    Some(if first == last { a } else { format!("{a}_{}", residue_name(protein, last)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    // 5' UTR of 3 bases, then ATG AAA GTG GTG GAG CTC TGC TAA and a 3' UTR.
    const TX: &[u8] = b"CCCATGAAAGTGGTGGAGCTCTGCTAAGGCTAGCC";

    fn name(at: usize, removed: usize, inserted: &str) -> (String, Consequence) {
        let e = effect(TX, 3, 27, at, removed, inserted.as_bytes()).expect("effect");
        (e.name.unwrap_or_default(), e.consequence)
    }

    #[test]
    fn names_of_changes() {
        use Consequence as C;
        for (at, removed, inserted, want, consequence) in [
            (7, 1, "C", "p.Lys2Thr", C::MissenseVariant),
            (8, 1, "G", "p.Lys2=", C::SynonymousVariant),
            (6, 1, "T", "p.Lys2Ter", C::StopGained),
            (6, 2, "GC", "p.Lys2Ala", C::MissenseVariant),
            (3, 1, "C", "p.Met1?", C::StartLost),
            (5, 1, "A", "p.Met1?", C::StartLost),
            // Val3 or Val4: the 3' rule takes the last.
            (9, 3, "", "p.Val4del", C::InframeDeletion),
            (12, 3, "", "p.Val4del", C::InframeDeletion),
            (9, 6, "", "p.Val3_Val4del", C::InframeDeletion),
            (9, 0, "GTG", "p.Val4dup", C::InframeInsertion),
            (15, 0, "GGC", "p.Val4_Glu5insGly", C::InframeInsertion),
            (9, 6, "TGC", "p.Val3_Val4delinsCys", C::InframeDeletion),
            (8, 2, "CC", "p.Lys2_Val3delinsAsnLeu", C::MissenseVariant),
            // ATG AAA TGG TGG AGC TCT GCT AAG GCT AGC C: no stop in the new frame.
            (9, 1, "", "p.Val3TrpfsTer?", C::FrameshiftVariant),
            // A second A in front: ATG AAA AGT GGT GGA GCT CTG CTA AGG CTA G.
            (6, 0, "A", "p.Val3SerfsTer?", C::FrameshiftVariant),
            // Two bases gone: ATG AAA GGT GGA GCT CTG CTA AGG CTA GCC.
            (9, 2, "", "p.Val3GlyfsTer?", C::FrameshiftVariant),
            // TAA becomes CAA: Gln, Gly, then TAG.
            (24, 1, "C", "p.Ter8GlnextTer2", C::StopLost),
            (26, 1, "G", "p.Ter8=", C::SynonymousVariant),
        ] {
            assert_eq!(
                name(at, removed, inserted),
                (want.to_owned(), consequence),
                "{at} {removed} {inserted}"
            );
        }
    }

    #[test]
    fn a_frameshift_counts_to_its_stop() {
        // ATG AAA TTA AGT GAA TAA: one base before codon 3 makes ATG AAA CTT AAG TGA.
        let tx = b"ATGAAATTAAGTGAATAA";
        let e = effect(tx, 0, 18, 6, 0, b"C").expect("effect");
        assert_eq!(e.name.as_deref(), Some("p.Ser4LysfsTer2"));
    }

    #[test]
    fn a_stop_in_an_insertion_truncates() {
        let e = effect(TX, 3, 27, 9, 0, b"TGCTAA").expect("effect");
        assert_eq!(e.consequence, Consequence::StopGained);
        assert_eq!(e.name.as_deref(), Some("p.Val3delinsCysTer"));
    }
}
