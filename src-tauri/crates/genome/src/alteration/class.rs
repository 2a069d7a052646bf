//! Members of the classes that biomarkers name: exon events, truncation, loss and gain of function.

use super::exons::{self, MET_EXON_14};
use super::mechanism::has_hotspot_at;
use super::{AlterationKind as K, ExonEvent, MatchGrade, coding};

/// Whether an alteration is the event of the exon.
pub(crate) fn exon(gene: &str, exon: u16, event: ExonEvent, seen: &K) -> Option<MatchGrade> {
    if let K::Exon { exon: e, event: seen_event } = seen {
        return if *e != exon {
            None
        } else if *seen_event == event {
            Some(MatchGrade::Exact)
        } else {
            (event == ExonEvent::Mutation).then_some(MatchGrade::Class)
        };
    }
    if event == ExonEvent::Skipping {
        return (gene == "MET" && exon == 14 && skips_met_14(seen)).then_some(MatchGrade::Class);
    }
    let (first, last) = exons::residues(gene, exon)?;
    let inside = |p: u32| (first..=last).contains(&p);
    let member = match seen {
        K::Substitution { residue, .. } | K::Residue { residue, .. } | K::Frameshift { residue } => {
            event == ExonEvent::Mutation && inside(*residue)
        }
        K::Inframe { start, end, name } => {
            let touches = inside(*start) || inside(*end) || (*start < first && *end > last);
            let within = inside(*start) && inside(*end);
            match event {
                ExonEvent::Mutation => touches,
                ExonEvent::Deletion => touches && length_change(*start, *end, name).is_some_and(|n| n < 0),
                ExonEvent::Insertion => within && length_change(*start, *end, name).is_some_and(|n| n > 0),
                ExonEvent::Skipping => false,
            }
        }
        _ => false,
    };
    member.then_some(MatchGrade::Class)
}

/// Residues gained (positive) or lost (negative) by an in-frame change; `None` where the name is unknown.
pub(crate) fn length_change(start: u32, end: u32, name: &str) -> Option<i64> {
    let span = i64::from(end) - i64::from(start) + 1;
    if let Some((_, new)) = name.split_once("delins") {
        return Some(i64::try_from(new.len()).ok()? - span);
    }
    if let Some((_, new)) = name.split_once("ins") {
        // `ins12`: a count where the residues are not given.
        return new.parse().ok().or_else(|| i64::try_from(new.len()).ok());
    }
    if name.ends_with("dup") {
        Some(span)
    } else if name.ends_with("del") {
        Some(-span)
    } else {
        None
    }
}

/// Skipping of MET exon 14: a change of either canonical splice site or over it, or of its last codon
/// D1010, whose last base is part of the donor site (Frampton 2015, doi 10.1158/2159-8290.CD-15-0285). Y1003, the
/// binding site of CBL inside the exon, is counted with them.
fn skips_met_14(seen: &K) -> bool {
    match seen {
        K::Splice { name: Some(name) } => coding::positions(name).iter().any(|(base, offset)| {
            MET_EXON_14
                .iter()
                .any(|(first, last)| (base == first && *offset < 0) || (base == last && *offset > 0))
        }),
        K::Substitution { reference: 'D', residue: 1010 | 1028, .. } => true,
        K::Substitution { reference: 'Y', residue: 1003 | 1021, alternate } => *alternate != '*',
        K::Inframe { start, end, .. } => [(963, 1010), (981, 1028)].contains(&(*start, *end)),
        _ => false,
    }
}

/// Truncating: nonsense, frameshift, canonical splice site, or stated as such.
pub(crate) fn is_truncating(seen: &K) -> bool {
    matches!(
        seen,
        K::Substitution { alternate: '*', .. } | K::Frameshift { .. } | K::Splice { .. } | K::Truncating
    )
}

/// Loss of function: truncating, loss of the gene or its protein, of the start codon, or stated as such.
pub(crate) fn loses_function(seen: &K) -> bool {
    is_truncating(seen)
        || matches!(seen, K::Deletion | K::LossOfFunction)
        || matches!(seen, K::Named { name } if name == "p.M1?")
        || matches!(seen, K::Expression { grade, .. } if grade == "loss")
}

/// Residue of a substitution that is not a stop, or of a change known only by its residue.
pub(crate) fn residue_of(seen: &K) -> Option<u32> {
    match seen {
        K::Substitution { residue, alternate, .. } if *alternate != '*' => Some(*residue),
        K::Residue { residue, .. } => Some(*residue),
        _ => None,
    }
}

/// Exon events that every laboratory reports as activating: EGFR exon 19 deletion and exon 20 insertion,
/// ERBB2 exon 20 insertion, MET exon 14 skipping, KIT exon 11 and PDGFRA in-frame changes, FLT3-ITD.
pub(crate) fn is_activating_exon(gene: &str, seen: &K) -> bool {
    let is = |e: u16, event: ExonEvent| exon(gene, e, event, seen).is_some_and(|g| g <= MatchGrade::Class);
    let inframe =
        matches!(seen, K::Inframe { .. } | K::Exon { event: ExonEvent::Deletion | ExonEvent::Insertion, .. });
    match gene {
        "EGFR" => is(19, ExonEvent::Deletion) || is(20, ExonEvent::Insertion),
        "ERBB2" => is(20, ExonEvent::Insertion),
        "MET" => is(14, ExonEvent::Skipping),
        "KIT" => inframe && (is(9, ExonEvent::Mutation) || is(11, ExonEvent::Mutation)),
        "PDGFRA" => inframe && (is(12, ExonEvent::Mutation) || is(18, ExonEvent::Mutation)),
        "FLT3" => named(gene, "ITD", seen) || matches!(seen, K::Named { name } if name == "ITD"),
        _ => false,
    }
}

/// A sequence variant that changes the protein: what "mutation" asks for.
pub(crate) fn changes_protein(seen: &K) -> bool {
    match seen {
        K::Substitution { .. }
        | K::Residue { .. }
        | K::Inframe { .. }
        | K::Frameshift { .. }
        | K::Splice { .. }
        | K::Exon { .. }
        | K::Truncating
        | K::LossOfFunction
        | K::Activating
        | K::Oncogenic
        | K::AnyMutation => true,
        K::Named { name } => matches!(
            name.as_str(),
            "ITD"
                | "kinase domain mutation"
                | "p.M1?"
                | "non-V600 mutation"
                | "class II mutation"
                | "class III mutation"
        ),
        _ => false,
    }
}

/// Residues of BRAF whose changes signal as dimers without RAS (class II), or need RAS and have little kinase
/// activity of their own (class III): Yao 2017 (doi 10.1038/nature23291), Dankner 2018 (doi 10.1038/s41388-018-0171-x).
const BRAF_CLASS_II: [u32; 5] = [464, 469, 597, 601, 485];
const BRAF_CLASS_III: [u32; 8] = [287, 459, 466, 467, 581, 594, 595, 596];

/// Members of a class that has a name of its own.
pub(crate) fn named(gene: &str, name: &str, seen: &K) -> bool {
    match name {
        "promoter mutation" => matches!(seen, K::Named { name } if name.starts_with("c.-")),
        "non-V600 mutation" if gene == "BRAF" => {
            residue_of(seen).is_some_and(|p| p != 600)
                || matches!(seen, K::Named { name } if name.starts_with("class I"))
        }
        "class II mutation" if gene == "BRAF" => residue_of(seen).is_some_and(|p| BRAF_CLASS_II.contains(&p)),
        "class III mutation" if gene == "BRAF" => {
            residue_of(seen).is_some_and(|p| BRAF_CLASS_III.contains(&p))
        }
        // Internal tandem duplications of FLT3 lie in the juxtamembrane domain, exons 14 and 15.
        "ITD" if gene == "FLT3" => {
            exon(gene, 14, ExonEvent::Insertion, seen).is_some()
                || exon(gene, 15, ExonEvent::Insertion, seen).is_some()
        }
        // Activation loop of FLT3: D835 and I836.
        "kinase domain mutation" if gene == "FLT3" => {
            residue_of(seen).is_some_and(|p| matches!(p, 835 | 836) && has_hotspot_at(gene, p))
                || matches!(seen, K::Inframe { start: 835..=836, .. })
        }
        _ => false,
    }
}

/// `T670_V671delinsIM` contains T670I: a delins of equal length is a row of substitutions. Returns the
/// reference residue where the name gives it (`Some(None)` inside the span, where it does not).
pub(crate) fn delins_contains(
    start: u32,
    end: u32,
    name: &str,
    residue: u32,
    alternate: char,
) -> Option<Option<char>> {
    let (place, new) = name.split_once("delins")?;
    let span = end.checked_sub(start)? + 1;
    if new.len() != usize::try_from(span).ok()? || !(start..=end).contains(&residue) {
        return None;
    }
    let at = usize::try_from(residue - start).ok()?;
    (new.chars().nth(at)? == alternate).then_some(())?;
    Some(if residue == start {
        place.chars().next()
    } else if residue == end {
        place.split_once('_').and_then(|(_, last)| last.chars().next())
    } else {
        None
    })
}

/// `A767_V769dup` and `V769_D770insASV` are one change: the inserted residues repeat those before them.
pub(crate) fn same_duplication(a: &str, b: &str) -> bool {
    let (dup, ins) = if a.ends_with("dup") { (a, b) } else { (b, a) };
    let parts = || {
        let place = dup.strip_suffix("dup")?;
        let (head, tail) = place.split_once('_').unwrap_or((place, place));
        let (at, new) = ins.split_once("ins").filter(|_| !ins.contains("delins"))?;
        let (left, _) = at.split_once('_')?;
        let number = |t: &str| t.get(1..)?.parse::<usize>().ok();
        let span = number(tail)?.checked_sub(number(head)?)? + 1;
        Some(
            left == tail
                && new.len() == span
                && new.chars().next() == head.chars().next()
                && new.chars().last() == tail.chars().next(),
        )
    };
    parts().unwrap_or(false)
}
