//! Replacements of several bases that a caller wrote base by base: two records of one base each for `TC` to `CT`.

use attune_knowledge::pgx::PgxPosition;

use super::{Base, Site};

/// The position of one base of a replacement, with every base that may stand there.
pub(super) fn single(position: &PgxPosition, offset: usize) -> Option<PgxPosition> {
    let reference = position.bases.first()?.get(offset..=offset)?.to_owned();
    let others = ["A", "C", "G", "T"].into_iter().filter(|b| *b != reference).map(str::to_owned);
    let bases = std::iter::once(reference.clone()).chain(others).collect();
    let at = position.at + u32::try_from(offset).ok()?;
    Some(PgxPosition { at, bases, reference_37: None, rsid: position.rsid.clone(), window: None })
}

/// The sequence of each strand, where every base is known and at most one is heterozygous or all are phased
/// together. Else the strands cannot be put together, and nothing is concluded.
pub(super) fn joined(position: &PgxPosition, parts: &[(PgxPosition, Site)]) -> Option<Site> {
    let strands = parts.first()?.1.strands.len();
    let uneven: Vec<&Site> = parts.iter().map(|(_, s)| s).filter(|s| s.uneven()).collect();
    let phased = uneven.windows(2).all(|w| w[0].phase_set == w[1].phase_set && w[0].phase_set.is_some());
    if parts.iter().any(|(_, s)| s.strands.len() != strands) || (uneven.len() > 1 && !phased) {
        return None;
    }
    let mut out = Vec::with_capacity(strands);
    for strand in 0..strands {
        let mut sequence = String::new();
        for (part, site) in parts {
            let Base::Known(n) = site.strands.get(strand)? else { return None };
            sequence.push_str(part.bases.get(usize::from(*n))?);
        }
        let known = position.bases.iter().position(|b| *b == sequence);
        out.push(known.and_then(|n| u8::try_from(n).ok()).map_or(Base::Undocumented, Base::Known));
    }
    let phase_set = uneven.first().and_then(|s| s.phase_set.clone());
    Some(Site { strands: out, phase_set, tried: parts.iter().any(|(_, s)| s.tried) })
}
