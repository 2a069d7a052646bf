//! Reference sequence around an insertion or deletion, derived from its two notations: VCF writes a change
//! as far left as it can be shifted, HGVS as far right. Between the two the sequence repeats with the changed
//! unit, so that the difference tells the sequence.

use super::facts::Position;

/// Sequence from the position to the end of its repeat; `None` where the notation tells nothing beyond the
/// reference bases themselves, or contradicts them.
pub(super) fn window(p: &Position) -> Option<String> {
    if p.reference.len() == 1 && p.alts.iter().all(|a| a.len() == 1) {
        return None;
    }
    let change = p.hgvs38.split(';').next()?.rsplit("g.").next()?.trim();
    let sequence = if let Some((tract, _)) = change.split_once('[') {
        repeat(p, tract)
    } else if change.contains("delins") {
        None
    } else if let Some((range, _)) = change.split_once("dup") {
        let unit = p.alts.first()?.get(p.reference.len()..)?;
        extend(p, last(range)?, unit, p.pos38 + 1)
    } else if let Some((range, _)) = change.split_once("del") {
        extend(p, last(range)?, p.reference.get(1..)?, p.pos38 + 1)
    } else {
        None
    };
    let sequence = sequence.unwrap_or_else(|| p.reference.clone());
    sequence.starts_with(&p.reference).then_some(sequence)
}

/// `233760235TA` and the number of units in the reference.
fn repeat(p: &Position, tract: &str) -> Option<String> {
    let digits = tract.chars().take_while(char::is_ascii_digit).count();
    let (start, unit) = tract.split_at(digits);
    let start: u32 = start.parse().ok()?;
    let name = p.allele_map.iter().find(|(_, bases)| **bases == p.reference)?.0;
    let count = match name.split_once('(') {
        Some((_, rest)) => rest.trim_end_matches(')').parse().ok()?,
        None => 1,
    };
    let length = u32::try_from(unit.len()).ok()?;
    extend(p, start + length.checked_mul(count)? - 1, unit, start)
}

fn last(range: &str) -> Option<u32> {
    range.rsplit('_').next()?.parse().ok()
}

/// The anchor base, then the unit repeated in the phase in which it starts at `phase`, up to `end`.
fn extend(p: &Position, end: u32, unit: &str, phase: u32) -> Option<String> {
    let unit = unit.as_bytes();
    let length = i64::try_from(unit.len()).ok().filter(|l| *l > 0)?;
    let mut sequence = p.reference.get(..1)?.to_owned();
    for at in i64::from(p.pos38) + 1..=i64::from(end) {
        let index = usize::try_from((at - i64::from(phase)).rem_euclid(length)).ok()?;
        sequence.push(char::from(*unit.get(index)?));
    }
    // A tract shorter than the reference bases adds nothing to them.
    Some(if sequence.len() < p.reference.len() { p.reference.clone() } else { sequence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(at: u32, reference: &str, alts: &[&str], hgvs: &str, map: &[(&str, &str)]) -> Position {
        Position {
            pos38: at,
            pos37: None,
            reference: reference.into(),
            alts: alts.iter().map(|a| (*a).to_owned()).collect(),
            rsid: None,
            hgvs38: hgvs.into(),
            allele_map: map.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            ref37: None,
        }
    }

    #[test]
    fn the_ta_repeat_of_ugt1a1_is_seven_units_behind_one_a() {
        let p = position(
            233_760_233,
            "CAT",
            &["C", "CATAT", "CATATAT"],
            "NC_000002.12:g.233760235TA[6]; g.233760235TA[7]",
            &[("TA(7)", "CAT"), ("TA(6)", "C")],
        );
        assert_eq!(window(&p).as_deref(), Some("CATATATATATATATA"));
    }

    #[test]
    fn a_deletion_named_to_the_right_tells_the_run() {
        let p = position(94_949_161, "AT", &["A"], "NC_000010.11:g.94949163del", &[]);
        assert_eq!(window(&p).as_deref(), Some("ATT"));
        let p = position(117_540_156, "CCTT", &["C"], "NC_000007.14:g.117540161_117540163del", &[]);
        assert_eq!(window(&p).as_deref(), Some("CCTTCTTC"));
    }

    #[test]
    fn a_duplication_tells_the_duplicated_run() {
        let p = position(42_128_211, "C", &["CG"], "NC_000022.11:g.42128218dup", &[]);
        assert_eq!(window(&p).as_deref(), Some("CGGGGGGG"));
        let p = position(18_149_032, "C", &["CT"], "NC_000006.12:g.18149032_18149033insT", &[]);
        assert_eq!(window(&p).as_deref(), Some("C"));
    }

    #[test]
    fn a_single_base_has_no_window() {
        assert_eq!(window(&position(10, "A", &["G"], "NC:g.10A>G", &[])), None);
    }
}
