//! From a variant to its coding name, protein name and consequence on one transcript.

use super::bases::reverse_complement;
use super::edit::Edit;
use super::gene::Gene;
use super::layout::{Layout, Point};
use super::{Basis, NotPredicted, Predicted, codons, naming, protein};
use crate::{Consequence, Variant};

/// Bases of an intron beside the exon that count as splice region (Sequence Ontology SO:0001630).
const SPLICE_REGION_INTRON: i64 = 8;
/// Bases of an exon beside the intron that count as splice region.
const SPLICE_REGION_EXON: i64 = 3;

/// Predicts on one gene. The caller has found that the variant lies in its span.
pub(crate) fn predict(gene: &Gene, layout: &Layout, variant: &Variant) -> Result<Predicted, NotPredicted> {
    check_reference(gene, layout, variant)?;
    let mut change = Edit::of(variant)?;
    let (low, high) = (change.low, change.high());
    let mut first = None;
    if layout.reverse {
        change.removed = reverse_complement(&change.removed);
        change.inserted = reverse_complement(&change.inserted);
    }
    // Index of the first base that goes, or of the base before which bases come in.
    if change.removed.is_empty() {
        // On the minus strand the bases come in before the neighbour on the lower side.
        let (left, right) = if layout.reverse { (low, low - 1) } else { (low - 1, low) };
        if let (Some((a, w1)), Some((b, w2))) = (layout.find(left), layout.find(right))
            && w1 == w2
            && b == a + 1
        {
            first = Some((b, w1));
        }
    } else {
        let (a, b) = if layout.reverse { (high, low) } else { (low, high) };
        if let (Some((a, w1)), Some((_, w2))) = (layout.find(a), layout.find(b))
            && w1 == w2
        {
            first = Some((a, w1));
        }
    }
    match first {
        Some((at, window)) => in_window(gene, layout, &change, at, window),
        None => by_coordinates(gene, layout, &change, low, high),
    }
}

/// Every base of REF that the pack has must be the base of the assembly.
fn check_reference(gene: &Gene, layout: &Layout, variant: &Variant) -> Result<(), NotPredicted> {
    // An insertion in the way of MAF names no base of the reference.
    if variant.reference == "-" {
        return Ok(());
    }
    for (offset, base) in (0u32..).zip(variant.reference.to_ascii_uppercase().bytes()) {
        // N says nothing of the assembly, neither for nor against it.
        if base == b'N' {
            return Err(NotPredicted::NotBases);
        }
        let Some(position) = variant.position.get().checked_add(offset) else { break };
        let Some((index, _)) = layout.find(position) else { continue };
        let Some(mut expected) = layout.bases.get(index).copied().filter(|b| *b != b'N') else { continue };
        if layout.reverse {
            expected = reverse_complement(&[expected]).first().copied().unwrap_or(expected);
        }
        if expected != base {
            return Err(NotPredicted::ReferenceMismatch {
                gene: gene.symbol.clone(),
                position,
                expected: char::from(expected),
                found: char::from(base),
            });
        }
    }
    Ok(())
}

fn in_window(
    gene: &Gene,
    layout: &Layout,
    change: &Edit,
    mut at: usize,
    window: usize,
) -> Result<Predicted, NotPredicted> {
    let range = layout.windows.get(window).cloned().unwrap_or_default();
    let bases = &layout.bases;
    let (removed, mut inserted) = (change.removed.len(), change.inserted.clone());
    let basis = if gene.exons_only { Basis::Exons } else { Basis::Sequence };
    let differs = || NotPredicted::TranscriptDiffers { gene: gene.symbol.clone() };
    // 3' rule: a pure deletion or insertion is named at its last possible place.
    if gene.exons_only {
        // Without the sequence the change is named where the file has it.
    } else if inserted.is_empty() {
        while at + removed < range.end
            && bases[at] == bases[at + removed]
            && layout.point(at + removed).is_some()
        {
            at += 1;
        }
    } else if removed == 0 {
        while at < range.end && bases[at] == inserted[0] && layout.point(at).is_some() {
            inserted.rotate_left(1);
            at += 1;
        }
    }
    // The bases beside an insertion count as touched.
    let touched = if removed == 0 { at.saturating_sub(1)..at + 1 } else { at..at + removed };
    let mut points = Vec::with_capacity(touched.len());
    for index in touched.clone() {
        match (layout.point(index), range.contains(&index)) {
            (Some(point), true) => points.push(point),
            // The last base of a window has no neighbour: the place after it is deep in the intron.
            (_, false) => {}
            (None, true) => return Err(differs()),
        }
    }
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
        return Err(differs());
    };
    let exonic = |p: &Point| p.offset == 0;
    let (a, b) = (first.tx.min(last.tx), first.tx.max(last.tx));
    if points.iter().all(exonic) && layout.skips.iter().any(|s| (a + 1..=b).contains(s)) {
        return Err(differs());
    }
    let offset = || usize::try_from(layout.point(at)?.tx - i64::from(gene.cds?.0)).ok();
    if gene.exons_only
        && points.iter().all(exonic)
        && let Some(local) = offset().and_then(|o| codons::local(gene, o, &change.removed, &inserted))
    {
        return Ok(Predicted {
            gene: gene.symbol.clone(),
            transcript: Some(gene.transcript.clone()),
            hgvs_c: Some(local.coding),
            hgvs_p: local.protein,
            consequence: Some(local.consequence),
            basis,
            exon: None,
            truncation: None,
            of_site: false,
        });
    }
    let name = coding_name(gene, layout, at, &change.removed, &inserted, (first, last), range.start);
    let (consequence, hgvs_p) = consequence(gene, layout, &points, removed, &inserted)
        .or_else(|| codons::name(gene, &points, &change.removed, &inserted))
        .ok_or_else(|| NotPredicted::NoSequence { gene: gene.symbol.clone() })?;
    Ok(Predicted {
        gene: gene.symbol.clone(),
        transcript: Some(gene.transcript.clone()),
        hgvs_c: Some(name),
        hgvs_p,
        consequence: Some(consequence),
        basis,
        exon: None,
        truncation: None,
        of_site: false,
    })
}

/// `c.1799T>A`, `c.68_69del`, `c.5266dup`, `c.2239_2240insCCC`, `c.1798_1799delinsAA`.
fn coding_name(
    gene: &Gene,
    layout: &Layout,
    at: usize,
    removed: &[u8],
    inserted: &[u8],
    (first, last): (Point, Point),
    window_start: usize,
) -> String {
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    let place = naming::range(first, last, gene.cds);
    let prefix = naming::prefix(gene.cds);
    match (removed.len(), inserted.len()) {
        (1, 1) => format!("{prefix}{place}{}>{}", text(removed), text(inserted)),
        (_, 0) => format!("{prefix}{place}del"),
        (0, n) => {
            // A copy of the bases just before it is a duplication of those.
            let copied = at.checked_sub(n).filter(|from| *from >= window_start);
            let ends = copied
                .filter(|from| layout.bases[*from..at] == *inserted)
                .and_then(|from| Some((layout.point(from)?, layout.point(at - 1)?)));
            match ends {
                Some((a, b)) => format!("{prefix}{}dup", naming::range(a, b, gene.cds)),
                None => format!("{prefix}{place}ins{}", text(inserted)),
            }
        }
        _ => format!("{prefix}{place}delins{}", text(inserted)),
    }
}

/// Consequence and protein name from the places that a change touches; `None` where only the sequence that the
/// pack does not have could tell.
fn consequence(
    gene: &Gene,
    layout: &Layout,
    points: &[Point],
    removed: usize,
    inserted: &[u8],
) -> Option<(Consequence, Option<String>)> {
    if let Some(splice) = splice_site(points, removed) {
        return Some((splice, None));
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Some((Consequence::Other, None));
    };
    let region = points.iter().any(|p| p.offset != 0 && p.offset.abs() <= SPLICE_REGION_INTRON);
    if points.iter().any(|p| p.offset != 0) {
        let consequence = if region { Consequence::SpliceRegionVariant } else { Consequence::IntronVariant };
        return Some((consequence, None));
    }
    let Some((start, end)) = gene.cds.map(|(a, b)| (i64::from(a), i64::from(b))) else {
        return Some((Consequence::Other, None));
    };
    let insertion = removed == 0;
    // An insertion between the UTR and the first or last coding base leaves the coding sequence whole.
    let outside =
        if insertion { last.tx <= start || first.tx >= end } else { last.tx < start || first.tx > end };
    if outside {
        let upstream = first.tx < 1;
        return Some((
            if upstream { Consequence::UpstreamGeneVariant } else { Consequence::UtrVariant },
            None,
        ));
    }
    if gene.exons_only {
        let whole = first.tx > start + 2 && last.tx < end - 2;
        return if whole { by_length(removed, inserted.len()).map(|c| (c, None)) } else { None };
    }
    let zero_based = |v: i64| usize::try_from(v).unwrap_or(0);
    let at = if insertion { zero_based(first.tx) } else { zero_based(first.tx - 1) };
    Some(match protein::effect(&layout.tx, zero_based(start - 1), zero_based(end), at, removed, inserted) {
        Some(effect) => {
            let near = points.iter().any(|p| layout.distance_to_border(p.tx) < SPLICE_REGION_EXON);
            let consequence = if effect.consequence == Consequence::SynonymousVariant && near {
                Consequence::SpliceRegionVariant
            } else {
                effect.consequence
            };
            (consequence, effect.name)
        }
        None => (Consequence::ProteinAlteringVariant, None),
    })
}

/// What the lengths alone say of a change inside the coding sequence; nothing of a substitution.
fn by_length(removed: usize, inserted: usize) -> Option<Consequence> {
    match inserted.cmp(&removed) {
        std::cmp::Ordering::Equal => None,
        _ if inserted % 3 != removed % 3 => Some(Consequence::FrameshiftVariant),
        std::cmp::Ordering::Less => Some(Consequence::InframeDeletion),
        std::cmp::Ordering::Greater => Some(Consequence::InframeInsertion),
    }
}

/// Canonical splice sites: the two bases of the intron beside the exon.
fn splice_site(points: &[Point], removed: usize) -> Option<Consequence> {
    let hit = |wanted: &[i64]| {
        if removed > 0 {
            points.iter().any(|p| wanted.contains(&p.offset))
        } else {
            // An insertion breaks the site only between its two bases.
            points.len() == 2 && points.iter().all(|p| wanted.contains(&p.offset))
        }
    };
    if hit(&[-2, -1]) {
        Some(Consequence::SpliceAcceptorVariant)
    } else {
        hit(&[1, 2]).then_some(Consequence::SpliceDonorVariant)
    }
}

/// Changes that reach beyond the windows: deep in an intron, or over whole exons. Without the sequence there
/// is no 3' rule and no protein name; the place and the splice sites are certain.
fn by_coordinates(
    gene: &Gene,
    layout: &Layout,
    change: &Edit,
    low: u32,
    high: u32,
) -> Result<Predicted, NotPredicted> {
    let outside = || NotPredicted::OutsidePack;
    let basis = if gene.exons_only { Basis::Exons } else { Basis::Sequence };
    let (from, to) = match (layout.reverse, change.removed.is_empty()) {
        (false, false) => (low, high),
        (true, false) => (high, low),
        (false, true) => (low - 1, low),
        (true, true) => (low, low - 1),
    };
    let (first, last) = (layout.place(from).ok_or_else(outside)?, layout.place(to).ok_or_else(outside)?);
    // Both ends in one intron, whichever of its borders they are counted from.
    let one_intron = first.offset != 0
        && last.offset != 0
        && (first.tx == last.tx && first.offset.signum() == last.offset.signum()
            || first.offset > 0 && last.offset < 0 && last.tx == first.tx + 1);
    let nearest = first.offset.abs().min(last.offset.abs());
    let consequence = if one_intron {
        match (first.offset, last.offset) {
            (1..=2, _) => Consequence::SpliceDonorVariant,
            (_, -2..=-1) => Consequence::SpliceAcceptorVariant,
            _ if nearest <= SPLICE_REGION_INTRON => Consequence::SpliceRegionVariant,
            _ => Consequence::IntronVariant,
        }
    } else if change.removed.is_empty() {
        // Between an exon and its intron: both bases of the site stay.
        Consequence::SpliceRegionVariant
    } else if first.offset == 0 && last.offset > 0 {
        Consequence::SpliceDonorVariant
    } else {
        // From an intron into the exon after it, or over whole exons.
        Consequence::SpliceAcceptorVariant
    };
    let text = String::from_utf8_lossy(&change.inserted).into_owned();
    let place = naming::range(first, last, gene.cds);
    let prefix = naming::prefix(gene.cds);
    let name = match (change.removed.len(), change.inserted.len()) {
        (1, 1) => Some(format!(
            "{prefix}{place}{}>{text}",
            char::from(change.removed.first().copied().unwrap_or(b'N'))
        )),
        (r, 0) if r > 0 && !one_intron => Some(format!("{prefix}{place}del")),
        (r, n) if r > 0 && n > 0 => Some(format!("{prefix}{place}delins{text}")),
        // An insertion, or a deletion inside an intron, could be shifted: its name is not certain.
        _ => None,
    };
    Ok(Predicted {
        gene: gene.symbol.clone(),
        transcript: Some(gene.transcript.clone()),
        hgvs_c: name,
        hgvs_p: None,
        consequence: Some(consequence),
        basis,
        exon: None,
        truncation: None,
        of_site: false,
    })
}
