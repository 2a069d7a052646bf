//! Insertions, deletions and longer replacements, compared as sequences: a change written anywhere inside a
//! repeat gives the same sequence, so that no notation has to be preferred.

use attune_genome::Allele;
use attune_knowledge::pgx::PgxPosition;

use super::{Base, Closeness, Evidence, Reading};

/// A replaced stretch: first coordinate, number of bases taken away, bases put in their place.
struct Edit<'a> {
    start: u32,
    removed: u32,
    inserted: &'a [u8],
}

/// What a record near the position says of the sequence there.
pub(super) fn read(position: &PgxPosition, at: u32, evidence: &Evidence<'_>) -> Option<Reading> {
    let record = evidence.record;
    let first = position.bases[0].as_str();
    let window = position.window.as_deref().unwrap_or(first);
    let states_reference = evidence.is_reference_statement();
    let covers = record.position.get() <= at && record.end.get() + 1 >= at + length(first);
    if states_reference && !covers {
        return None;
    }
    let sequences: Vec<String> =
        position.bases.iter().map(|b| format!("{b}{}", &window[first.len()..])).collect();
    // Where the position itself is a replacement, its parts may stand in several records: not resolved here.
    let replaced = position.bases.iter().all(|b| b.len() == first.len());
    let outcome = |allele: &Allele| match allele {
        Allele::Bases(bases) => {
            let edit = trimmed(record.position.get(), record.reference.as_bytes(), bases.as_bytes());
            effect(&edit, at, window, &sequences, replaced)
        }
        _ => Effect::Unknown,
    };
    let effects: Vec<Effect> = record.alternates.iter().map(outcome).collect();
    let exact = states_reference && record.position.get() == at && record.reference.len() == first.len();
    let own = effects.iter().any(|e| matches!(e, Effect::Is(n) if *n > 0));
    let touches = effects.iter().any(|e| matches!(e, Effect::Other(_)));
    // A neighbouring substitution tells nothing of an insertion; a written stretch that reaches past the
    // whole position and keeps it does.
    let stretch = states_reference || covers && record.reference.len() > 1;
    if !own && !touches && !stretch {
        return None;
    }
    let mut remark = None;
    let mut strands = Vec::new();
    for number in evidence.alleles()? {
        strands.push(match number {
            None => Base::Missing,
            Some(_) if evidence.is_empty_statement() => Base::Missing,
            Some(0) => Base::Known(0),
            Some(n) => match effects.get(usize::from(*n) - 1) {
                Some(Effect::Is(n)) => Base::Known(*n),
                Some(Effect::Other(text)) if replaced => {
                    remark = Some(("not_resolved", text.clone()));
                    Base::Missing
                }
                Some(Effect::Other(text)) => {
                    remark = Some(("undocumented_base", text.clone()));
                    Base::Undocumented
                }
                _ => Base::Missing,
            },
        });
    }
    if !own && !stretch && !strands.iter().any(|s| matches!(s, Base::Undocumented | Base::Missing)) {
        return None;
    }
    let alternates = record.alternates.iter().zip(&effects);
    let alternates = alternates.filter_map(|(a, e)| match (a, e) {
        (Allele::Bases(_), Effect::Is(n)) if *n > 0 => Some(sequences[usize::from(*n)].clone()),
        _ => None,
    });
    Some(Reading {
        closeness: if own || exact { Closeness::About } else { Closeness::Covers },
        strands,
        alternates: alternates.collect(),
        phase_set: evidence.phase_set(),
        remark,
        flags: evidence.flags(),
    })
}

enum Effect {
    /// The sequence with this number; 0 is unchanged.
    Is(u8),
    /// Another sequence, as the change is written.
    Other(String),
    /// Cannot be told.
    Unknown,
}

fn effect(edit: &Edit<'_>, at: u32, window: &str, sequences: &[String], replaced: bool) -> Effect {
    let end = at + length(window);
    if edit.removed == 0 && edit.inserted.is_empty() {
        return Effect::Is(0);
    }
    // A change of the anchor base alone, or outside, leaves the sequence as it is. A pure insertion stands
    // before `start`; behind the anchor base it belongs to the window.
    let last = edit.start + edit.removed;
    let anchor = if replaced { at } else { at + 1 };
    let before = if edit.removed > 0 { last <= anchor } else { edit.start <= at };
    let behind = if edit.removed > 0 { edit.start >= end } else { edit.start > end };
    if before || behind {
        return Effect::Is(0);
    }
    if edit.start < at || last > end {
        return Effect::Unknown;
    }
    // A substitution inside a repeat is a site of its own and neither the insertion nor the deletion.
    if !replaced && edit.removed as usize == edit.inserted.len() {
        return Effect::Is(0);
    }
    let from = (edit.start - at) as usize;
    let to = (last - at) as usize;
    let bytes = window.as_bytes();
    let changed: Vec<u8> = [&bytes[..from], edit.inserted, &bytes[to..]].concat().to_ascii_uppercase();
    let found = sequences.iter().position(|s| s.as_bytes() == changed);
    match found.and_then(|n| u8::try_from(n).ok()) {
        Some(n) => Effect::Is(n),
        None => Effect::Other(String::from_utf8_lossy(&changed).into_owned()),
    }
}

/// Takes away what both alleles share, first at the end, then at the start.
fn trimmed<'a>(start: u32, reference: &'a [u8], bases: &'a [u8]) -> Edit<'a> {
    let (mut r, mut b, mut start) = (reference, bases, start);
    while let (Some(x), Some(y)) = (r.last(), b.last())
        && x.eq_ignore_ascii_case(y)
    {
        r = &r[..r.len() - 1];
        b = &b[..b.len() - 1];
    }
    while let (Some(x), Some(y)) = (r.first(), b.first())
        && x.eq_ignore_ascii_case(y)
    {
        r = &r[1..];
        b = &b[1..];
        start += 1;
    }
    Edit { start, removed: u32::try_from(r.len()).unwrap_or(u32::MAX), inserted: b }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
