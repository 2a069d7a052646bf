//! Single-base positions.

use attune_genome::{Allele, Assembly};
use attune_knowledge::pgx::PgxPosition;

use super::{Base, Closeness, Evidence, Reading};

/// What a record that covers `at` says of the base there.
pub(super) fn read(
    position: &PgxPosition,
    at: u32,
    assembly: Assembly,
    evidence: &Evidence<'_>,
) -> Option<Reading> {
    let record = evidence.record;
    let start = record.position.get();
    if at < start {
        return None;
    }
    let offset = (at - start) as usize;
    let reference = record.reference.as_bytes();
    // Behind the written bases of a reference block stands the assembly's own base.
    let own = position.reference_37.filter(|_| assembly == Assembly::GRCh37).unwrap_or(0);
    let written = reference.get(offset).map(|b| char::from(*b).to_ascii_uppercase().to_string());
    let reference_base = match &written {
        Some(base) if base != "N" => index(position, base),
        _ => Some(own),
    };
    let mut remark = None;
    if reference_base != Some(own) {
        remark = Some(("reference_mismatch", written.clone().unwrap_or_default()));
    }
    let about = |a: &Allele| match a {
        Allele::Bases(bases) => bases.len() == reference.len() && differs(bases, reference, offset),
        _ => false,
    };
    let single = evidence.is_reference_statement() && record.end.get() == start && reference.len() == 1;
    let own_change = record.alternates.iter().any(about);
    let closeness = if own_change || single { Closeness::About } else { Closeness::Covers };
    let alternates = record.alternates.iter().filter(|a| about(a));
    let alternates = alternates.filter_map(|a| match a {
        Allele::Bases(bases) => bases.get(offset..=offset).map(str::to_owned),
        _ => None,
    });
    let mut strands = Vec::new();
    for number in evidence.alleles()? {
        let base = match number {
            None => Base::Missing,
            Some(_) if remark.is_some() || evidence.is_empty_statement() => Base::Missing,
            Some(0) => reference_base.map_or(Base::Missing, Base::Known),
            Some(n) => match record.alternates.get(usize::from(*n) - 1) {
                Some(Allele::Bases(bases)) => {
                    alternate(position, bases, reference, offset, reference_base, &mut remark)
                }
                _ => Base::Missing,
            },
        };
        strands.push(base);
    }
    // The anchor of an insertion or deletion is no statement on a substitution there, and a neighbour's
    // deletion that does not reach the base is none either. Replaced stretches of equal length are.
    // A written stretch that states the reference belongs to an insertion or deletion too; blocks are written
    // as one base and their end.
    let block = evidence.is_reference_statement() && reference.len() == 1;
    let replaced = record.alternates.iter().any(|a| matches!(a, Allele::Bases(_)))
        && record.alternates.iter().all(|a| match a {
            Allele::Bases(bases) => bases.len() == reference.len(),
            Allele::NonReference => true,
            _ => false,
        });
    let stretch = block || replaced;
    if closeness == Closeness::Covers && !stretch && !strands.contains(&Base::Missing) {
        return None;
    }
    Some(Reading {
        closeness,
        strands,
        alternates: alternates.collect(),
        phase_set: evidence.phase_set(),
        remark,
        flags: evidence.flags(),
    })
}

fn index(position: &PgxPosition, base: &str) -> Option<u8> {
    position.bases.iter().position(|b| b == base).and_then(|i| u8::try_from(i).ok())
}

fn differs(bases: &str, reference: &[u8], offset: usize) -> bool {
    let base = bases.as_bytes().get(offset);
    base.is_some() && base.map(u8::to_ascii_uppercase) != reference.get(offset).map(u8::to_ascii_uppercase)
}

/// Base of an alternate at the position. A deleted base is missing on its strand: neither the reference nor
/// a base that the table could name.
fn alternate(
    position: &PgxPosition,
    bases: &str,
    reference: &[u8],
    offset: usize,
    reference_base: Option<u8>,
    remark: &mut Option<(&'static str, String)>,
) -> Base {
    let known = |base: Option<u8>| base.map_or(Base::Missing, Base::Known);
    let bytes = bases.as_bytes();
    if bytes.len() == reference.len() {
        let Some(base) = bytes.get(offset) else { return Base::Missing };
        let base = char::from(*base).to_ascii_uppercase().to_string();
        return match index(position, &base) {
            Some(n) => Base::Known(n),
            None => {
                *remark = Some(("undocumented_base", base));
                Base::Undocumented
            }
        };
    }
    let shorter = bytes.len().min(reference.len());
    let head = bytes.iter().zip(reference).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let tail = bytes.iter().rev().zip(reference.iter().rev());
    let tail = tail.take(shorter - head.min(shorter)).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    if offset < head || offset + tail >= reference.len() {
        return known(reference_base);
    }
    *remark = Some(("deleted_base", String::new()));
    Base::Missing
}
